"""Comments and reports: moderated as set, and nothing of who it was."""

from typing import Any

import pytest
from sqlmodel import select

from council.base.site import Site
from participation.ideas import Idea, IdeaComment, IdeaReport, idea_moderation
from participation.processes import Moderation
from tests.participation.ideation import (
    PATH,
    collection,
    comment,
    hidden_fields,
    idea,
    propose,
    receipt_of,
    taken_back_at_the_door,
)


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def rows(site: Site, table: Any) -> list[Any]:
    with site.database.reading() as db:
        return list(db.exec(select(table)))


@pytest.mark.parametrize(("moderation", "readable"), [(Moderation.BEFORE, False), (Moderation.AFTER, True)])
def test_comments_are_moderated_as_set(
    client: Any, site: Site, clock: Any, moderation: Moderation, readable: bool
) -> None:
    idea(site, collection(site, moderation=moderation))
    assert "Ihr Kommentar ist angekommen" in comment(client, clock, 1, "Bitte mit Lehne.").text
    page = client.get(f"{PATH}/1").text
    assert ("Bitte mit Lehne." in page) == readable
    assert ("noch nicht geprüft" in page) == readable


def test_a_comment_is_stored_once(client: Any, site: Site, process: int, clock: Any) -> None:
    idea(site, process)
    form = hidden_fields(client.get(f"{PATH}/1").text)
    clock.advance(seconds=20)
    sent = {**form, "kommentar": "Bitte mit Lehne."}
    pages = [client.post(f"{PATH}/1/kommentar", data=sent) for _ in range(3)]
    assert len({receipt_of(page) for page in pages}) == 1
    assert len(rows(site, IdeaComment)) == 1


@pytest.mark.parametrize(("text", "said"), [("  ", "Bitte schreiben Sie etwas."), ("ä" * 2001, "zu lang")])
def test_a_comment_that_is_none_is_refused(
    client: Any, site: Site, process: int, clock: Any, text: str, said: str
) -> None:
    idea(site, process)
    answer = comment(client, clock, 1, text)
    assert answer.status_code == 422
    assert said in answer.text
    assert rows(site, IdeaComment) == []


def test_no_comments_where_the_town_wants_none(client: Any, site: Site, clock: Any) -> None:
    idea(site, collection(site, comments=False))
    assert "Kommentar absenden" not in client.get(f"{PATH}/1").text
    comment(client, clock, 1, "Trotzdem.")
    assert rows(site, IdeaComment) == []


def test_reporting_tells_nothing_of_who_reports(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    assert client.get(f"{PATH}/1/melden").status_code == 200
    assert client.post(f"{PATH}/1/melden", data={"grund": "x"}).status_code == 422
    answer = client.post(f"{PATH}/1/melden", data={"grund": "insult", "worte": "Seite 1"})
    assert "Von Ihnen wurde nichts gespeichert." in answer.text
    (row,) = rows(site, IdeaReport)
    assert set(row.model_dump()) == {"id", "idea_id", "comment_id", "ground", "words", "on"}
    assert (row.ground, row.words) == ("Beleidigung oder Hetze", "Seite 1")


def test_reports_are_throttled(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    answers = [client.post(f"{PATH}/1/melden", data={"grund": "insult"}).status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize("which", ["99", "x", "²", "-1", "99999999999999999999"])
def test_only_what_can_be_read_is_reported(client: Any, site: Site, process: int, which: str) -> None:
    idea(site, process)
    assert client.get(f"{PATH}/1/melden?kommentar={which}").status_code == 404
    assert client.get(f"{PATH}/99999999999999999999/melden").status_code == 404


@pytest.mark.db
def test_what_is_taken_back_at_that_moment_is_not_reported(
    client: Any, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the page's looking and its storing, its author takes it back."""
    process = collection(site, moderation="after")
    first = idea(site, process)
    with site.database.writing() as db:
        db.add(IdeaComment(id=7, idea_id=first.id or 0, receipt="c", text="Gern", shown="shown", sent_on=first.sent_on))
    taken_back_at_the_door(monkeypatch, site, first)
    assert client.post(f"{PATH}/1/melden", data={"grund": "insult", "kommentar": "7"}).status_code == 404
    assert rows(site, IdeaReport) == []


@pytest.mark.db
def test_a_report_of_a_merged_ideas_comment_keeps_nobody_from_taking_it_back(
    client: Any, site: Site, clock: Any
) -> None:
    process = collection(site, moderation="after")
    idea(site, process)
    receipt = receipt_of(propose(client, clock, titel="Noch eine Bank"))
    comment(client, clock, 2, "Mit Lehne.")
    with site.database.writing() as db:
        bank, another = (db.exec(select(Idea).where(Idea.number == number)).one() for number in (1, 2))
        idea_moderation.merge(db, another, bank)
    (said,) = rows(site, IdeaComment)
    client.post(f"{PATH}/1/melden", data={"grund": "insult", "kommentar": str(said.id)})
    (reported,) = rows(site, IdeaReport)
    assert reported.idea_id == said.idea_id, "where the comment was written, not where it is read"
    answer = client.post(f"{PATH}/meine", data={"quittung": receipt, "schritt": "wirklich"})
    assert "Der Text ist gelöscht." in answer.text
    assert rows(site, IdeaReport) == rows(site, IdeaComment) == []
