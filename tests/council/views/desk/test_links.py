"""The lasting links of a meeting at the desk."""

import pytest

from council import meetings
from tests import desk, evening

PAGES = ("verweise", "verweise/druck", "verweise.csv")


@pytest.fixture
def clerk(client, site, cast):
    desk.sign_in(client, site, cast.clerk)
    return client


def keys(site) -> dict[str, str]:
    with site.database.reading() as db:
        return {item.name: item.key for item in meetings.items(db, 1)}


def test_each_public_item_has_an_address_and_a_code(clerk, site):
    evening.hold(site, publish=False)
    page = clerk.get("/ratsbuero/sitzungen/1/verweise").text
    key = keys(site)["Radweg an der Bonner Straße"]
    assert f"{site.settings.address}/top/{key}" in page
    assert page.count("data:image/svg+xml") == 3
    assert f"/ratsbuero/sitzungen/1/verweise/{key}.png" in page


@pytest.mark.parametrize("path", PAGES)
def test_what_is_not_public_is_in_none_of_them(clerk, site, path):
    evening.hold(site)
    answer = clerk.get(f"/ratsbuero/sitzungen/1/{path}")
    assert answer.status_code == 200
    assert "Radweg" in answer.text
    assert evening.SECRET_ITEM not in answer.text
    assert keys(site)[evening.SECRET_ITEM] not in answer.text


@pytest.mark.parametrize(("suffix", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_a_code_can_be_taken_away(clerk, site, suffix, begins):
    evening.hold(site)
    answer = clerk.get(f"/ratsbuero/sitzungen/1/verweise/{keys(site)['Anfragen']}.{suffix}")
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].startswith('attachment; filename="top-3-')


def test_codes_of_secret_items_other_meetings_and_other_kinds_are_not_there(clerk, site):
    evening.hold(site)
    evening.hold(site, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    base = "/ratsbuero/sitzungen"
    assert clerk.get(f"{base}/1/verweise/{keys(site)[evening.SECRET_ITEM]}.png").status_code == 404
    assert clerk.get(f"{base}/2/verweise/{keys(site)['Anfragen']}.png").status_code == 404
    assert clerk.get(f"{base}/1/verweise/{keys(site)['Anfragen']}.exe").status_code == 404
    assert clerk.get(f"{base}/9/verweise").status_code == 404


def test_the_table_is_a_file_for_spreadsheets(clerk, site):
    evening.hold(site)
    answer = clerk.get("/ratsbuero/sitzungen/1/verweise.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="verweise-2026-03-17-1.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbfSitzung;")


def test_a_meeting_without_agenda_says_what_to_do(clerk, site):
    evening.hold(
        site, agenda='{"name": "Leer", "start": "2026-03-17T17:00:00+01:00", "organization": [{"name": "Rat"}]}'
    )
    page = clerk.get("/ratsbuero/sitzungen/1/verweise").text
    assert "noch keine öffentlichen Punkte" in page
    assert 'href="/ratsbuero/sitzungen/1"' in page


def test_only_clerks_see_them(client, site, cast):
    evening.hold(site)
    assert client.get("/ratsbuero/sitzungen/1/verweise").status_code == 401
    desk.sign_in(client, site, cast.planner)
    for path in PAGES:
        assert client.get(f"/ratsbuero/sitzungen/1/{path}").status_code == 403
