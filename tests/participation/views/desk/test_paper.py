"""Paper at the desk: the blank questionnaire, and when sheets can be entered."""

from typing import Any

import pytest

from council.base.site import Site
from participation.results import printing
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import sign_in
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(*EVERY_KIND)


def page(client: Any, number: int) -> str:
    answer = client.get(f"/ratsbuero/beteiligung/{number}/papier")
    assert answer.status_code == 200
    text: str = answer.text
    return text


def test_planners_and_moderators_print_and_enter_others_do_not(client: Any, site: Site, cast: Cast) -> None:
    number = surveys.survey(site, FORM)
    for person in (cast.planner, cast.moderator):
        sign_in(client, site, person)
        assert "Bogen eingeben" in page(client, number)
        assert client.get(f"/ratsbuero/beteiligung/{number}/papier/eingabe").status_code == 200
    sign_in(client, site, cast.clerk)
    for more in ("", "/eingabe", "/bogen.pdf"):
        assert client.get(f"/ratsbuero/beteiligung/{number}/papier{more}").status_code == 403


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
