import re
from datetime import UTC, datetime, timedelta

import pytest

from council.agendas import Item
from council.views.selection import PER_PAGE
from tests import evening


def at(year, month=6, day=1, hour=16):
    return datetime(year, month, day, hour, 0, tzinfo=UTC)


def test_an_empty_archive_says_so(client):
    assert "Noch ist keine Sitzung veröffentlicht" in client.get("/sitzungen").text


def test_meetings_are_listed_latest_first_with_their_facts(client, hold):
    hold("Ältere", start=at(2025))
    hold("Neuere", start=at(2026))
    page = client.get("/sitzungen").text
    assert page.index("Neuere") < page.index("Ältere")
    assert "2 Sitzungen" in page
    assert "3 Punkte · 1 Std." in page, "the fourth item is not public and not counted"


def test_meetings_can_be_chosen_by_body_and_year(client, hold):
    hold("Rat 2025", start=at(2025))
    hold("Rat 2026", start=at(2026))
    hold("Kultur 2026", organization="Kulturausschuss", start=at(2026))
    page = client.get("/sitzungen?gremium=2").text
    assert "Kultur 2026" in page
    assert "Rat 2026" not in page
    page = client.get("/sitzungen?gremium=1&jahr=2025").text
    assert "Rat 2025" in page
    assert "Rat 2026" not in page
    assert "1 Sitzung<" in page


def test_counts_tell_what_a_further_choice_leaves(client, hold):
    hold("A", start=at(2025))
    hold("B", start=at(2026))
    hold("C", organization="Kulturausschuss", start=at(2026))
    page = client.get("/sitzungen?jahr=2026").text
    assert "Stadtrat (1)" in page
    assert "Kulturausschuss (1)" in page
    assert "2025 (1)" in page
    assert "2026 (2)" in page


def test_the_year_is_the_towns_own(client, hold):
    hold("Silvester", start=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert "Silvester" in client.get("/sitzungen?jahr=2026").text
    assert "Silvester" not in client.get("/sitzungen?jahr=2025").text


def test_a_choice_that_leaves_nothing_says_so_and_leads_back(client, hold):
    hold()
    page = client.get("/sitzungen?jahr=1999")
    assert page.status_code == 200
    assert "Keine Sitzung passt zu dieser Auswahl" in page.text


@pytest.mark.parametrize("query", ["gremium=abc", "gremium=", "jahr=&seite=", "gremium=99999999999999999999", "jahr=²"])
def test_what_is_no_number_counts_as_not_given(client, hold, query):
    hold("Zu sehen")
    page = client.get(f"/sitzungen?{query}")
    assert page.status_code == 200
    assert "Zu sehen" in page.text


@pytest.mark.parametrize("query", ["jahr=3000", "seite=2", "seite=999999999"])
def test_pages_that_cannot_be_do_not_exist(client, hold, query):
    hold()
    assert client.get(f"/sitzungen?{query}").status_code == 404


def test_a_long_list_has_pages_that_keep_the_choice(client, hold):
    for number in range(PER_PAGE + 1):
        hold(f"Nummer {number}.", start=at(2026) + timedelta(days=number), items=())
    first = client.get("/sitzungen?jahr=2026").text
    assert "Nummer 0." not in first
    assert "/sitzungen?jahr=2026&amp;seite=2" in first
    second = client.get("/sitzungen?jahr=2026&seite=2").text
    assert "Nummer 0." in second
    assert "Nummer 1." not in second
    assert 'href="/sitzungen?jahr=2026" rel="prev"' in second


def test_each_public_item_links_to_its_moment(client, hold):
    held = hold()
    page = client.get(f"/sitzungen/{held.meeting_id}").text
    assert "Dienstag, 17. März 2026, 17:00 Uhr" in page
    assert "Rathaus, Ratssaal" in page
    assert f"/aufzeichnungen/{held.recording_id}?t=120" in page
    assert f"/aufzeichnungen/{held.recording_id}?t=2400" in page


def test_a_non_public_item_is_neither_named_nor_linked(client, hold):
    page = client.get(f"/sitzungen/{hold().meeting_id}").text
    assert "Hausmeister" not in page
    assert "t=3000" not in page


def test_an_item_that_begins_in_a_cut_links_to_the_end_of_the_cut(client, hold):
    page = client.get(f"/sitzungen/{hold(cuts=((100_000, 300_000),)).meeting_id}").text
    assert "?t=300" in page
    assert "?t=120" not in page


def test_an_item_cut_as_a_whole_keeps_its_name_and_has_no_link(client, hold):
    page = client.get(f"/sitzungen/{hold(cuts=((100_000, 2_400_000),)).meeting_id}").text
    assert "Neuer Radweg" in page
    assert "?t=120" not in page
    assert page.count('class="moment"') == 2


def test_withdrawn_and_adjourned_items_say_so_and_papers_are_named(client, hold):
    items = (
        Item("1", "Radweg", starts_ms=(0,), reference="DS0123/24"),
        Item("2", "Freibad", state="adjourned"),
        Item("3", "Schule", state="withdrawn"),
        Item("N 1", "Grundstück", public=False, starts_ms=(9000,), reference="DS0666/24", state="adjourned"),
    )
    page = client.get(f"/sitzungen/{hold(items=items).meeting_id}").text
    assert "Drucksache DS0123/24" in page
    assert page.count(">vertagt<") == page.count(">abgesetzt<") == 1
    assert "DS0666/24" not in page


def test_several_recordings_of_a_meeting_are_told_apart(client, hold):
    first, second = hold(), hold()
    assert first.meeting_id == second.meeting_id
    page = client.get(f"/sitzungen/{first.meeting_id}").text
    assert f"/aufzeichnungen/{second.recording_id}?t=120" in page
    assert "Teil 2, 2:00" in page


def test_a_meeting_without_an_agenda_says_so(client, hold):
    held = hold(items=())
    assert "liegt keine Tagesordnung vor" in client.get(f"/sitzungen/{held.meeting_id}").text


@pytest.mark.parametrize("address", ["/sitzungen/99", "/sitzungen/99999999999999999999"])
def test_a_meeting_nobody_held_does_not_exist(client, address):
    assert client.get(address).status_code == 404


def test_a_meeting_without_a_published_recording_is_as_if_it_did_not_exist(client, hold, withdraw):
    hidden, shown = hold("Verborgen", start=at(2025), publish=False), hold("Gezeigt")
    missing = client.get("/sitzungen/99")
    unpublished = client.get(f"/sitzungen/{hidden.meeting_id}")
    assert (unpublished.status_code, unpublished.headers["content-type"]) == (404, missing.headers["content-type"])
    number = re.compile(rf"(?P<slash>/|%2F)sitzungen(?P=slash){hidden.meeting_id}\b")
    assert number.sub(r"\g<slash>sitzungen\g<slash>99", unpublished.text) == missing.text
    withdraw(shown)
    assert client.get(f"/sitzungen/{shown.meeting_id}").status_code == 404
    assert "Gezeigt" not in client.get("/sitzungen").text


def test_names_are_shown_as_text(client, hold):
    held = hold('<script>alert("x")</script>', items=(Item("<b>", "<img src=x onerror=y>"),))
    for address in ("/", "/sitzungen", f"/sitzungen/{held.meeting_id}"):
        assert "<img src=x" not in client.get(address).text


@pytest.mark.db
def test_the_list_is_the_same_on_every_database(client, hold, engine):
    hold("Eine", start=at(2026))
    hold("Andere", organization="Kulturausschuss", start=at(2025))
    assert "2 Sitzungen" in client.get("/sitzungen").text
    assert "Andere" in client.get("/sitzungen?jahr=2025&gremium=2").text


def test_a_body_of_which_nothing_is_public_is_not_named(client, site):
    """Counting up the numbers of bodies must not tell which there are."""
    hidden = evening.AGENDA.replace('"Stadtrat"', '"Geheimausschuss"')
    evening.hold(site)
    evening.hold(site, publish=False, agenda=hidden)
    told = "".join(
        client.get(f"{path}gremium={number}").text
        for path in ("/sitzungen?", "/suche?q=Radweg&")
        for number in (1, 2, 3)
    )
    assert "Stadtrat" in told
    assert "Geheimausschuss" not in told
