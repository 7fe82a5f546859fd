"""The log, as administrators read it."""

import pytest

from council.base import audit
from council.base.accounts import Role
from council.views.desk.activity import ON_A_PAGE
from tests import desk

PATH = "/ratsbuero/vorgaenge"


@pytest.fixture
def admin(client, site, cast):
    desk.sign_in(client, site, cast.resident, Role.ADMIN)
    return desk.account_of(site, cast.resident)


@pytest.fixture
def note(site, clock, admin):
    def record(action, subject="", path=""):
        with site.database.writing() as db:
            audit.record(db, admin, action, clock(), subject=subject, path=path)

    return record


def test_an_empty_log_says_what_will_stand_here(client, admin):
    assert "Sobald im Ratsbüro etwas getan wird, steht es hier." in client.get(PATH).text


def test_an_act_is_shown_with_who_when_and_a_way_to_its_subject(client, note, admin):
    note("Sitzung <b>angelegt</b>", "3. Sitzung", "/ratsbuero/sitzungen/1")
    page = client.get(PATH).text
    assert "Sitzung &lt;b&gt;angelegt&lt;/b&gt;" in page
    assert '<a href="/ratsbuero/sitzungen/1">3. Sitzung</a>' in page
    assert "16. April 2026, 19:00 Uhr" in page
    assert f'<p class="rows__who">{admin.name}</p>' in page
    assert '<p class="rows__main" lang="de">' in client.get(f"/en{PATH}").text


def test_a_long_log_has_leaves_and_keeps_the_filter_on_them(client, note, clock, admin):
    for number in range(ON_A_PAGE + 1):
        note(f"Vorgang {number}.")
    note("Anderes")
    first = client.get(PATH, params={"was": "Vorgang", "wer": admin.name, "von": "2026-04-16"}).text
    assert "Vorgang 50." in first
    assert "Vorgang 0." not in first
    assert f"{PATH}?wer=Renate+B%C3%BCrger&amp;was=Vorgang&amp;von=2026-04-16&amp;blatt=2" in first
    last = client.get(PATH, params={"was": "Vorgang", "blatt": "2"}).text
    assert "Vorgang 0." in last
    assert "Blatt 2 von 2" in last
    assert "Ältere" not in last
    assert "Blatt 2 von 2" in client.get(PATH, params={"was": "Vorgang", "blatt": "999999"}).text


def test_a_filter_that_finds_nothing_says_so_and_leads_back(client, note):
    note("Angemeldet")
    page = client.get(PATH, params={"was": "Gibtesnicht"}).text
    assert "Zu diesem Filter gibt es keine." in page
    assert "Alle zeigen" in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"von": "gestern"}, "Bitte geben Sie den Tag so an"),
        ({"bis": "9999-12-31"}, "Bitte geben Sie den Tag so an"),
        ({"von": "0001-01-01"}, "Bitte geben Sie den Tag so an"),
        ({"von": "2026-04-17", "bis": "2026-04-16"}, "liegt vor dem ersten"),
        ({"blatt": "-1"}, "Angemeldet"),
        ({"blatt": "9" * 5000}, "Angemeldet"),
        ({"was": "\0<script>%" * 100}, "Keine Vorgänge"),
        ({"wer": "\0", "was": "Angemeldet"}, "Angemeldet"),
    ],
)
def test_nonsense_in_the_filter_is_told_or_ignored(client, note, given, told):
    note("Angemeldet")
    answer = client.get(PATH, params=given)
    assert answer.status_code == 200
    assert told in answer.text
    assert "<script>%" not in answer.text


def test_days_are_those_of_the_town(client, clock, note):
    note("Heute")
    clock.advance(hours=5, minutes=30)  # half past midnight, and still the same day in UTC
    note("Morgen")
    page = client.get(PATH, params={"von": "2026-04-17", "bis": "2026-04-17"}).text
    assert "Morgen" in page
    assert "Heute" not in page
