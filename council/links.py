"""Lasting links to agenda items, for the council information system: ``/top/KEY`` leads to the moments of an item once they are public,
says that they are not yet, or is not there. The desk gives each link as an address, as a QR code and in a table."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import segno
from sqlmodel import Session, col, select

from council import cuts, published
from council.base import spreadsheets
from council.base.settings import Settings
from council.meetings import AgendaItem, Meeting, stretches
from council.organizations import Organization
from council.published import Mark, Moment
from council.recordings import Recording

COLUMNS = ("Sitzung", "Gremium", "Datum", "TOP", "Titel", "Vorlage", "Verweis")
_KEY = re.compile(r"[0-9a-z]{4,32}")


@dataclass(frozen=True)
class ItemLink:
    """A public agenda item with its lasting address, absolute."""

    number: str
    name: str
    reference: str
    key: str
    address: str


@dataclass(frozen=True)
class Found:
    """A public item of a meeting the public knows of, and where it can be heard: nowhere yet, at one moment, or at several.
    ``recordings`` are the ids of the meeting's public recordings in order."""

    item: AgendaItem
    meeting: Meeting
    organization: Organization
    moments: tuple[Moment, ...]
    recordings: tuple[int, ...]


def address(settings: Settings, key: str) -> str:
    """The lasting address of an item."""
    return f"{settings.address}/top/{key}"


def of_meeting(db: Session, meeting_id: int, settings: Settings) -> list[ItemLink]:
    """The links of a meeting's public items, in the order of the agenda."""
    rows = db.exec(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, col(AgendaItem.public))
        .order_by(col(AgendaItem.position))
    ).all()
    return [ItemLink(row.number, row.name, row.reference, row.key, address(settings, row.key)) for row in rows]


def find(db: Session, key: str) -> Found | None:
    """What a lasting link leads to. None alike for keys nobody gave, items that are not public, and meetings of which nothing is public."""
    if not _KEY.fullmatch(key):
        return None
    item = db.exec(select(AgendaItem).where(AgendaItem.key == key, col(AgendaItem.public))).first()
    known = published.meeting(db, item.meeting_id) if item is not None else None
    if item is None or known is None:
        return None
    meeting, organization = known
    recordings = published.recordings_of(db, item.meeting_id)
    ids = tuple(recording.id for recording in recordings if recording.id is not None)
    return Found(item, meeting, organization, tuple(_moments(db, item, recordings)), ids)


def _moments(db: Session, item: AgendaItem, recordings: Sequence[Recording]) -> Iterable[Moment]:
    for recording in recordings:
        assert recording.id is not None
        marks = [Mark(stretch.agenda_item_id, stretch.start_ms) for stretch, _ in stretches(db, recording.id)]
        hidden = cuts.hidden(db, recording.id, recording.duration_ms)
        for item_id, start_ms, _ in published.audible(marks, hidden, recording.duration_ms):
            if item_id == item.id:
                yield Moment(recording.id, start_ms)


def as_csv(meeting: Meeting, organization: Organization, links: Iterable[ItemLink], settings: Settings) -> str:
    """The links as a table for the council information system."""
    day = f"{meeting.start.astimezone(settings.zone):%d.%m.%Y}"
    rows = (
        (meeting.name, organization.name, day, link.number, link.name, link.reference, link.address) for link in links
    )
    return spreadsheets.table([COLUMNS, *rows])


def qr_svg(target: str) -> bytes:
    """A QR code as a drawing, black on white also where the page around it is dark."""
    drawn = io.BytesIO()
    _code(target).save(drawn, kind="svg", scale=8, dark="#000", light="#fff", unit=None, title=target)
    return drawn.getvalue()


def qr_png(target: str) -> bytes:
    """A QR code as a picture of some 300 × 300 points, for documents that take no drawings."""
    drawn = io.BytesIO()
    _code(target).save(drawn, kind="png", scale=10, dark="#000", light="#fff")
    return drawn.getvalue()


def qr_inline(target: str) -> str:
    """The same as an address of its own (``data:``), for a picture within a page."""
    return _code(target).svg_data_uri(scale=4, dark="#000", light="#fff", omitsize=True)


def _code(target: str) -> segno.QRCode:
    return segno.make(target, error="m", micro=False)
