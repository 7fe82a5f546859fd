"""The sheets for the office's own evaluation: for planners, after the end, until they are deleted, and never unseen."""

import csv
import io
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from council.base import audit
from council.base.site import Site
from participation.answers import submissions
from participation.privacy import answer_deletion
from tests import desk, surveys
from tests.conftest import Cast, MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

AN_HOUR = timedelta(hours=1)  # short enough to stay signed in
EVERYTHING = form(*EVERY_KIND)


def path(number: int, file: str = "boegen.csv") -> str:
    return f"/ratsbuero/beteiligung/{number}/ergebnisse/{file}"


@pytest.fixture
def number(site: Site, clock: MovableClock) -> int:
    """A survey that closed."""
    made = counted.answered(site, EVERYTHING, 24, closes_at=clock.now + AN_HOUR)
    clock.advance(hours=1, minutes=2)
    return made


def test_a_row_a_sheet_in_the_order_of_random_keys(
    site: Site, planner: TestClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submissions, "READ_AT_ONCE", 7)
    answer = planner.get(path(number))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="marktplatz-boegen.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    with site.database.reading() as db:
        kept = [one.answers.get("years", "").replace(".", ",") for one in submissions.read(db, number)]
    assert [row["years"] for row in rows] == kept
    assert "Ein paar Worte" not in answer.text
    described = planner.get(path(number, "boegen-felder.csv"))
    assert [
        row["spalte"] for row in csv.DictReader(io.StringIO(described.text.removeprefix("\ufeff")), delimiter=";")
    ] == list(rows[0])


def test_every_download_is_in_the_log(site: Site, planner: TestClient, number: int, cast: Cast) -> None:
    planner.get(path(number))
    planner.get(path(number))
    with site.database.reading() as db:
        entries = audit.about(db, [f"/ratsbuero/beteiligung/{number}"], limit=10)
    assert [(one.who, one.action) for one in entries] == [
        (cast.planner.name, "Bögen zur Auswertung heruntergeladen")
    ] * 2


def test_the_page_offers_them_and_says_what_they_are(planner: TestClient, number: int) -> None:
    shown = planner.get(f"/ratsbuero/beteiligung/{number}/ergebnisse").text
    assert "Nur für die Auswertung im Amt; nicht weitergeben." in shown
    assert f'href="{path(number)}"' in shown


def test_not_while_it_runs_and_not_of_too_few(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = counted.answered(site, EVERYTHING, 4, closes_at=clock.now + AN_HOUR)
    for _ in range(2):
        assert planner.get(path(number)).status_code == 404
        assert "boegen.csv" not in planner.get(f"/ratsbuero/beteiligung/{number}/ergebnisse").text
        clock.advance(hours=1)
    surveys.answer(site, number, {"park": "yes"}, origin=submissions.Origin.PAPER)
    assert planner.get(path(number)).status_code == 200


def test_not_from_the_day_on_which_answers_are_deleted(site: Site, planner: TestClient, clock: MovableClock) -> None:
    number = counted.answered(
        site, EVERYTHING, 24, closes_at=clock.now + timedelta(minutes=1), delete_on=clock.now.date()
    )
    clock.advance(hours=1)
    assert planner.get(path(number)).status_code == 404
    answer_deletion.retire(site)
    assert planner.get(path(number)).status_code == 404


def test_only_planners_get_them(site: Site, client: TestClient, number: int, cast: Cast) -> None:
    assert client.get(path(number), follow_redirects=False).status_code in (303, 401, 403)
    desk.sign_in(client, site, cast.moderator)
    assert client.get(path(number), follow_redirects=False).status_code == 403
