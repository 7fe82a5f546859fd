"""Lasting links: what they lead to, as a table and as QR codes."""

import csv
import io
from datetime import UTC, datetime

from council import links, meetings
from council.links import ItemLink
from council.meetings import AgendaItem, Meeting
from council.organizations import Organization
from tests import evening

HELD = Meeting(id=1, organization_id=1, name="3. Sitzung", start=datetime(2026, 3, 17, 23, 30, tzinfo=UTC))
STADTRAT = Organization(id=1, name="Stadtrat")


def item_named(site, name: str) -> AgendaItem:
    with site.database.reading() as db:
        return next(item for item in meetings.items(db, 1) if item.name == name)


def table_of(site, *found: ItemLink) -> list[list[str]]:
    written = links.as_csv(HELD, STADTRAT, found, site.settings)
    assert written.startswith("\ufeff")
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff")), delimiter=";"))


def test_items_have_keys_nobody_can_guess_or_misread(site):
    evening.hold(site)
    with site.database.reading() as db:
        keys = [item.key for item in meetings.items(db, 1)]
    assert len(set(keys)) == len(keys) == 4
    assert all(len(key) == 10 and not set(key) & set("01ilo") for key in keys)


def test_only_public_items_are_listed(site):
    evening.hold(site)
    with site.database.reading() as db:
        listed = links.of_meeting(db, 1, site.settings)
    assert [link.number for link in listed] == ["1", "2", "3"]
    assert listed[1].address == f"{site.settings.address}/top/{item_named(site, 'Radweg an der Bonner Straße').key}"


def test_the_table_names_the_towns_day_and_every_link(site):
    rows = table_of(site, ItemLink("2", "Radweg", "DS0123/24", "abc", "https://rat.example/top/abc"))
    assert rows == [
        list(links.COLUMNS),
        ["3. Sitzung", "Stadtrat", "18.03.2026", "2", "Radweg", "DS0123/24", "https://rat.example/top/abc"],
    ]


def test_a_spreadsheet_calculates_with_nothing_from_an_agenda(site):
    _, row = table_of(
        site, ItemLink("-1", '=HYPERLINK("https://böse.example";"hier; klicken")', "@x", "abc", "https://a")
    )
    assert row[3:6] == ["'-1", '\'=HYPERLINK("https://böse.example";"hier; klicken")', "'@x"]


def test_a_qr_code_is_a_drawing_and_a_picture_on_white(site):
    address = links.address(site.settings, "abcdefghjk")
    drawing = links.qr_svg(address).decode()
    assert drawing.lstrip().startswith("<?xml")
    assert f"<title>{address}</title>" in drawing
    assert "#fff" in drawing
    assert links.qr_png(address).startswith(b"\x89PNG")
    assert links.qr_inline(address).startswith("data:image/svg+xml")


def test_a_link_to_what_nobody_may_know_of_finds_nothing(site):
    evening.hold(site)
    secret = item_named(site, evening.SECRET_ITEM).key
    with site.database.reading() as db:
        assert links.find(db, secret) is None
        assert links.find(db, "abcdefghjk") is None
        assert links.find(db, "x' OR 1=1 --\0") is None


def test_a_link_leads_to_the_first_public_moment(site):
    recording_id = evening.hold(site)
    with site.database.reading() as db:
        found = links.find(db, item_named(site, "Anfragen").key)
    assert found is not None
    assert [(moment.recording_id, moment.start_ms) for moment in found.moments] == [(recording_id, 180_000)]
