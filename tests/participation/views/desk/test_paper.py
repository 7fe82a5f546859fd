"""Paper at the desk: the blank questionnaire, and when sheets can be entered."""

import re
from typing import Any

import pytest

from council.base.accounts import Role
from council.base.site import Site
from participation.results import printing
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import sign_in
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(*EVERY_KIND)
PAGES = (
    "", "angaben", "fragen", "vorschau", "zugang", "datenschutz", "codes", "oeffnen", "aenderungen", "bezug", "papier", "texte",
    "ergebnisse",
)  # fmt: skip


def page(client: Any, number: int) -> str:
    answer = client.get(f"/ratsbuero/beteiligung/{number}/papier")
    assert answer.status_code == 200
    text: str = answer.text
    return text


@pytest.mark.parametrize("role", [Role.CLERK, Role.PLANNER, Role.MODERATOR, Role.ADMIN])
def test_everybody_at_the_desk_prints_and_enters(client: Any, site: Site, cast: Cast, role: Role) -> None:
    number = surveys.survey(site, FORM)
    sign_in(client, site, cast.stranger, role)
    assert "Bogen eingeben" in page(client, number)
    assert client.get(f"/ratsbuero/beteiligung/{number}/papier/eingabe").status_code == 200


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.CLERK, {"papier"}),
        (Role.MODERATOR, {"", "papier", "texte"}),
        (Role.PLANNER, {*PAGES}),
        (Role.ADMIN, {*PAGES}),
    ],
)
def test_who_enters_sheets_opens_only_what_the_role_allows(
    client: Any, site: Site, cast: Cast, role: Role, opened: set[str]
) -> None:
    number = surveys.survey(site, FORM)
    sign_in(client, site, cast.stranger, role)
    answers = {more: client.get(f"/ratsbuero/beteiligung/{number}/{more}".rstrip("/")) for more in PAGES}
    assert {more for more, answer in answers.items() if answer.status_code == 200} == opened
    assert all(answer.status_code == 403 for more, answer in answers.items() if more not in opened)
    named = re.findall(rf'href="/ratsbuero/beteiligung/{number}/?([^"/]*)"', answers["papier"].text)
    assert {*named} <= opened


def test_of_a_draft_the_sheet_can_be_looked_at_but_none_entered(
    client: Any, site: Site, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "write", lambda _, target: (target.parent.mkdir(parents=True), target.write_text("")))
    number = surveys.survey(site, FORM, released=False)
    sign_in(client, site, cast.planner)
    told = page(client, number)
    assert "Drucken Sie die Auflage erst, wenn die Umfrage geöffnet ist." in told
    assert "Das geht, sobald die Umfrage läuft" in told
    assert client.get(f"/ratsbuero/beteiligung/{number}/papier/bogen.pdf?sprache=de").status_code == 200


def test_without_questions_there_is_no_sheet(client: Any, site: Site, cast: Cast) -> None:
    number = surveys.survey(site, form(), released=False)
    sign_in(client, site, cast.planner)
    assert "Es gibt noch keine Fragen." in page(client, number)


def test_after_the_last_day_sheets_can_still_be_entered(
    client: Any, site: Site, cast: Cast, clock: MovableClock
) -> None:
    number = surveys.survey(site, FORM)
    clock.advance(days=15)
    sign_in(client, site, cast.moderator)
    told = page(client, number)
    assert f"/ratsbuero/beteiligung/{number}/papier/eingabe" in told
    assert "auch selbst ausdrucken" not in told
