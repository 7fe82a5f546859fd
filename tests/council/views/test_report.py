from datetime import timedelta

import pytest
from sqlmodel import select

from council.reports import LONGEST, BarrierReport
from council.views.report import MOST_IN_AN_HOUR

ADDRESS = "/barrierefreiheit/melden"


@pytest.fixture
def reports(site):
    def stored():
        with site.database.reading() as db:
            return db.exec(select(BarrierReport)).all()

    return stored


@pytest.fixture
def entered(site, clock):
    """A form filled in with the usual care: a minute after it was opened."""
    opened = int(site.clock().timestamp())
    clock.advance(minutes=1)
    return {
        "seite": "/sitzungen",
        "nachricht": "Die Schrift ist zu klein.",
        "kontakt": "",
        "opened": opened,
        "leer": "",
    }


def test_the_page_it_is_about_is_filled_in(client):
    assert 'value="/sitzungen?jahr=2026"' in client.get(f"{ADDRESS}?seite=/sitzungen%3Fjahr%3D2026").text


def test_the_foot_of_every_page_leads_there_with_the_page(client):
    assert f'href="{ADDRESS}?seite=%2Fsitzungen"' in client.get("/sitzungen").text


def test_a_report_is_stored_and_thanked_for(client, entered, reports):
    answer = client.post(ADDRESS, data=entered)
    assert "Vielen Dank" in answer.text
    (report,) = reports()
    assert (report.page, report.message, report.contact) == ("/sitzungen", "Die Schrift ist zu klein.", "")


def test_a_report_in_english_is_thanked_for_in_english(client, entered):
    answer = client.post(f"/en{ADDRESS}", data=entered)
    assert answer.url.path == "/en/barrierefreiheit/danke"


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("nachricht", "  ", "Bitte beschreiben Sie"),
        ("nachricht", "x" * (LONGEST + 1), "Bitte kürzen Sie"),
        ("seite", "x" * 501, "Diese Adresse ist zu lang"),
        ("kontakt", "x" * 301, "Bitte nennen Sie nur"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_entered_is_lost(client, entered, reports, field, value, complaint):
    answer = client.post(ADDRESS, data=entered | {"kontakt": "Renate Bürger", field: value})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'aria-invalid="true"' in answer.text
    if field != "kontakt":
        assert "Renate Bürger" in answer.text
    if field != "nachricht":
        assert "Die Schrift ist zu klein." in answer.text
    assert not reports()


def test_what_only_a_program_fills_in_is_thanked_for_and_forgotten(client, entered, reports):
    assert "Vielen Dank" in client.post(ADDRESS, data=entered | {"leer": "spam"}).text
    assert not reports()


def test_a_form_that_comes_back_at_once_can_be_sent_again(client, entered, clock, reports):
    at_once = entered | {"opened": int(clock().timestamp())}
    answer = client.post(ADDRESS, data=at_once)
    assert answer.status_code == 422
    assert not reports()
    clock.advance(seconds=5)
    client.post(ADDRESS, data=at_once)
    assert len(reports()) == 1


@pytest.mark.parametrize("opened", ["", "abc", "99999999999", "²"])
def test_a_form_that_was_not_shown_is_shown_now(client, entered, clock, reports, opened):
    answer = client.post(ADDRESS, data=entered | {"opened": opened})
    assert answer.status_code == 422
    assert f'name="opened" value="{int(clock().timestamp())}"' in answer.text
    assert not reports()


def test_too_many_reports_in_an_hour_are_put_off(client, entered, clock, site, reports):
    with site.database.writing() as db:
        for _ in range(MOST_IN_AN_HOUR):
            db.add(BarrierReport(at=clock(), page="", message="Flut"))
    answer = client.post(ADDRESS, data=entered)
    assert answer.status_code == 429
    assert "zu viele Anfragen" in answer.text
    clock.advance(timedelta(hours=1, seconds=1))
    assert client.post(ADDRESS, data=entered).status_code == 200
    assert len(reports()) == MOST_IN_AN_HOUR + 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://anderswo.example"}])
def test_a_form_on_a_foreign_site_cannot_report(client, entered, reports, headers):
    answer = client.post(ADDRESS, data=entered, headers=headers)
    assert answer.status_code == 403
    assert "nicht von dieser Seite aus" in answer.text
    assert not reports()


def test_a_report_far_too_large_is_refused_with_a_page(client, entered):
    answer = client.post(ADDRESS, data=entered | {"nachricht": "x" * 200_000})
    assert answer.status_code == 413
    assert "zu viel auf einmal" in answer.text


def test_files_are_not_taken(client, entered, reports):
    assert client.post(ADDRESS, data=entered, files={"nachricht": ("a.txt", b"x")}).status_code == 400
    assert not reports()


@pytest.mark.db
def test_reports_are_stored_on_every_database(client, entered, reports, engine):
    client.post(ADDRESS, data=entered)
    assert len(reports()) == 1
