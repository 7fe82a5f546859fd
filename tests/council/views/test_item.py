"""The lasting link to an agenda item, from whoever follows it."""

import pytest

from council import meetings
from council.agendas import Item
from council.meetings import AgendaItem, ItemState
from tests import evening

TWICE = (
    Item("1", "Eröffnung", starts_ms=(0,)),
    Item("2", "Radweg", starts_ms=(120_000, 900_000)),
    Item("3", "Haushalt", starts_ms=(600_000,)),
    Item("N 1", "Grundstück", public=False, starts_ms=(1_200_000,)),
    Item("4", "Verschiedenes"),
)


def key_of(site, name: str) -> str:
    with site.database.reading() as db:
        return next(item.key for item in meetings.items(db, 1) if item.name == name)


def follow(client, site, name: str, prefix: str = ""):
    return client.get(f"{prefix}/top/{key_of(site, name)}", follow_redirects=False)


def test_it_leads_to_the_moment(client, site, hold):
    held = hold(items=TWICE)
    answer = follow(client, site, "Haushalt")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/aufzeichnungen/{held.recording_id}?t=600"
    assert answer.headers["cache-control"] == "no-cache"
    assert follow(client, site, "Haushalt", "/en").headers["location"].startswith("/en/aufzeichnungen/")


def test_where_the_beginning_is_cut_it_leads_behind_the_cut(client, site, hold):
    hold(items=TWICE, cuts=((590_000, 620_000),))
    assert follow(client, site, "Haushalt").headers["location"].endswith("?t=620")


def test_an_item_dealt_with_twice_offers_both(client, site, hold):
    held = hold(items=TWICE)
    page = follow(client, site, "Radweg")
    assert page.status_code == 200
    assert f"/aufzeichnungen/{held.recording_id}?t=120" in page.text
    assert f"/aufzeichnungen/{held.recording_id}?t=900" in page.text


def test_parts_of_a_meeting_are_told_apart(client, site, hold):
    hold(items=TWICE)
    second = hold(items=TWICE)
    page = follow(client, site, "Haushalt").text
    assert "Teil 2, 10:00" in page
    assert f"/aufzeichnungen/{second.recording_id}?t=600" in page


def test_an_item_without_a_moment_says_so(client, site, hold):
    held = hold(items=TWICE)
    page = follow(client, site, "Verschiedenes")
    assert page.status_code == 200
    assert "keine öffentliche Stelle" in page.text
    assert f'href="/sitzungen/{held.meeting_id}"' in page.text
    assert page.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("state", "words"), [(ItemState.WITHDRAWN, "abgesetzt"), (ItemState.ADJOURNED, "wurde in der Sitzung vertagt")]
)
def test_an_item_that_was_not_dealt_with_says_why(client, site, hold, state, words):
    hold(items=TWICE)
    with site.database.writing() as db:
        item = next(item for item in meetings.items(db, 1) if item.name == "Verschiedenes")
        item.state = state
        db.add(item)
    assert words in follow(client, site, "Verschiedenes").text


def test_what_is_not_public_and_what_is_not_there_answer_alike(client, site, hold, withdraw):
    """An item of a meeting of which nothing is public must not even be known to exist."""
    held = hold(items=TWICE)
    keys = {name: key_of(site, name) for name in ("Grundstück", "Haushalt")}
    missing = client.get("/top/abcdefghjk")
    assert missing.status_code == 404
    assert "noch nicht veröffentlicht" in missing.text
    secret = client.get(f"/top/{keys['Grundstück']}")
    withdraw(held)
    gone = client.get(f"/top/{keys['Haushalt']}")
    for answer, key in ((secret, keys["Grundstück"]), (gone, keys["Haushalt"])):
        assert answer.status_code == 404
        assert answer.text.replace(key, "abcdefghjk") == missing.text
        assert answer.headers["cache-control"] == missing.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("key", ["%00", "a", "a%00bcdefghij", "x" * 2000, "..%2f..", "ABCDEFGHJK", "%F0%9F%8E%BA"])
def test_nonsense_is_not_there(client, key):
    assert client.get(f"/top/{key}").status_code == 404


def test_a_name_is_shown_as_text(client, site, hold):
    hold(items=(Item("<b>1", '<script>alert("x")</script>'),))
    assert "<script>alert" not in follow(client, site, '<script>alert("x")</script>').text


@pytest.mark.db
def test_it_works_on_every_database(client, site):
    evening.hold(site)
    assert follow(client, site, "Anfragen").status_code == 302
    assert client.get("/top/%00").status_code == 404
    with site.database.reading() as db:
        assert db.get_one(AgendaItem, 1).key
