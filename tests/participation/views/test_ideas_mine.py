"""One's own idea by its receipt: the reason why it is withheld, and taking it back."""

from datetime import date
from typing import Any

import pytest

from council.base.site import Site
from participation.ideas import Progress, Shown
from tests.participation.ideation import BANK, PATH, answer, collection, comment, idea, propose, receipt_of, stored

MINE = f"{PATH}/meine"


def look(client: Any, receipt: str, what: str = "") -> Any:
    return client.post(MINE, data={"quittung": receipt, "schritt": what})


def test_the_receipt_tells_what_was_decided(client: Any, site: Site, clock: Any) -> None:
    process = collection(site)
    receipt = receipt_of(propose(client, clock))
    assert "noch niemand von der Stadt" in look(client, receipt.lower()).text
    with site.database.writing() as db:
        row = db.merge(stored(site, process, 1))
        row.shown, row.ground, row.reason = Shown.WITHHELD, "Werbung", "Bitte ohne den Namen der Firma."
    page = look(client, receipt).text
    assert "Es ist nicht veröffentlicht." in page
    assert "Bitte ohne den Namen der Firma." in page
    assert BANK["text"] in page


def test_the_author_sees_what_became_of_it(client: Any, site: Site, clock: Any) -> None:
    process = collection(site)
    receipt = receipt_of(propose(client, clock))
    assert "Die Stadt hat noch nichts dazu gesagt." in look(client, receipt).text
    answer(site, process, 1, Progress.PLANNED, "Im Mai.", date(2026, 5, 4))
    page = " ".join(look(client, receipt).text.split())
    assert 'aria-current="step"> <span class="idea-step__name">ist geplant</span>' in page
    assert "4. Mai 2026" in page


def test_taking_back_asks_once_and_works_after_the_end(client: Any, site: Site, clock: Any) -> None:
    process = collection(site)
    receipt = receipt_of(propose(client, clock))
    clock.advance(days=30)
    assert "Wirklich zurückziehen?" in look(client, receipt, "zurueckziehen").text
    assert stored(site, process, 1).text == BANK["text"]
    assert "Der Text ist gelöscht." in look(client, receipt, "wirklich").text
    assert stored(site, process, 1).shown == Shown.TAKEN_BACK
    assert look(client, receipt, "wirklich").status_code == 200


def test_a_comment_can_be_taken_back_too(client: Any, site: Site, clock: Any) -> None:
    process = collection(site, moderation="after")
    idea(site, process)
    receipt = receipt_of(comment(client, clock, 1, "Mit Lehne"))
    look(client, receipt, "wirklich")
    assert "Mit Lehne" not in client.get(f"{PATH}/1").text
    assert stored(site, process, 1).shown == Shown.SHOWN


@pytest.mark.parametrize("typed", ["", "hallo", "7H2M-XW9C-4TKA-PL38", "7H2M", "x" * 5000 + "\0"])
def test_what_is_no_receipt_is_said(client: Any, site: Site, typed: str) -> None:
    collection(site)
    assert look(client, typed, "wirklich").status_code in (413, 422)


def test_receipts_of_another_collection_are_unknown(client: Any, site: Site, clock: Any) -> None:
    collection(site)
    receipt = receipt_of(propose(client, clock))
    collection(site, slug="andere")
    answer = client.post("/mitmachen/andere/ideen/meine", data={"quittung": receipt})
    assert "gibt es hier nichts" in answer.text
