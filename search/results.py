"""What a search finds, as pages, command and API show it.

The engine proposes, the database decides: a hit is shown only if its recording is public now and its public text, without what lies in
cuts, still has the words that were looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlmodel import Session

from council.base.site import Site
from search import engines, highlights, queries
from search.engines import EVERYTHING, Filters, SearchReader
from search.moments import Moment, ahead, moments
from search.queries import Query

MOST = 200  # hits in one answer


@dataclass(frozen=True)
class HitMeeting:
    """The meeting a hit belongs to. ``date`` is the day it began on in the town."""

    id: int
    name: str
    start: datetime
    date: date
    organization: str


@dataclass(frozen=True)
class HitItem:
    """What was dealt with at that moment. Never an item that is not public."""

    number: str
    name: str


@dataclass(frozen=True)
class Hit:
    """One moment. ``html`` is the text, escaped, with the words that matched in mark elements; ``url`` plays at the first of them.

    ``utterance_ms`` is where the utterance begins, ``start_ms`` where the word does.
    """

    kind: str
    text: str
    html: str
    start_ms: int
    meeting: HitMeeting
    agenda_item: HitItem | None
    speaker: str | None
    language: str
    utterance_ms: int
    recording_id: int
    url: str


@dataclass(frozen=True)
class Results:
    """The hits from an offset on, best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...] = ()


def find(
    site: Site, engine: SearchReader, typed: str, filters: Filters = EVERYTHING, *, limit: int = 20, offset: int = 0
) -> Results:
    """The best hits for what somebody typed, at most MOST. Raises SearchError where the engine cannot answer."""
    query = queries.parse(typed)
    with site.database.reading() as db:
        found = engine.search(query, current(db, engine, filters), max(1, min(limit, MOST)), max(0, offset))
        return Results(found.total, tuple(checked(db, query, numbers(found.hits), site.settings.zone)))


def current(db: Session, engine: SearchReader, filters: Filters) -> Filters:
    """The filters, without what was withdrawn or cut since the index was written: so it is gone at once, from the counts too."""
    return replace(filters, without=filters.without | ahead(db, engine.cursor()))


def numbers(hits: Sequence[engines.Hit]) -> list[int]:
    """The segments that an engine's hits speak of."""
    return [int(hit.id.rpartition("-")[2]) for hit in hits]


def checked(db: Session, query: Query, segment_ids: Sequence[int], zone: ZoneInfo) -> list[Hit]:
    """The segments as hits, in the given order; what is not public now, or no hit any more, is left out."""
    known = moments(db, segment_ids)
    shown = (_hit(query, known[number], zone) for number in segment_ids if number in known)
    return [hit for hit in shown if hit is not None]


def _hit(query: Query, moment: Moment, zone: ZoneInfo) -> Hit | None:
    segment = moment.segment
    spans = highlights.matches(query, segment.text)
    if spans is None:
        return None
    start_ms = _moment_of(moment, highlights.first_token(segment.text, spans))
    item = moment.item_at(start_ms)
    return Hit(
        kind="segment",
        text=segment.text,
        html=highlights.marked(segment.text, spans),
        start_ms=start_ms,
        meeting=HitMeeting(
            moment.meeting_id, moment.meeting, moment.start, moment.start.astimezone(zone).date(), moment.organization
        ),
        agenda_item=HitItem(item.number, item.name) if item else None,
        speaker=segment.speaker,
        language=moment.language,
        utterance_ms=segment.start_ms,
        recording_id=moment.recording_id,
        url=address(moment.recording_id, start_ms, query),
    )


def _moment_of(moment: Moment, token: int | None) -> int:
    """When the word was said, where that is known; else when the utterance began."""
    words = moment.segment.words
    if token is None or len(words) != len(moment.segment.text.split()):
        return moment.segment.start_ms
    return words[token][0]


def address(recording_id: int, start_ms: int, query: Query) -> str:
    """The recording's page at a moment: whole seconds, early enough for the word to be heard, with the query to be marked there."""
    return f"/aufzeichnungen/{recording_id}?" + urlencode({"t": start_ms // 1000, "q": query.text})


def to_json(results: Results) -> dict[str, Any]:
    """The API's answer."""
    return {"total": results.total, "hits": [_hit_json(hit) for hit in results.hits]}


def _hit_json(hit: Hit) -> dict[str, Any]:
    meeting, item = hit.meeting, hit.agenda_item
    return {
        "kind": hit.kind,
        "text": hit.text,
        "html": hit.html,
        "start_ms": hit.start_ms,
        "meeting": {
            "id": meeting.id,
            "name": meeting.name,
            "date": meeting.date.isoformat(),
            "organization": meeting.organization,
        },
        "agenda_item": {"number": item.number, "name": item.name} if item else None,
        "url": hit.url,
    }
