"""What a search finds, as pages, command and API show it.

The engine proposes, the database decides: a hit is shown only if the public may know of it now, and its public text, without what lies
in cuts, still is what was looked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlmodel import Session

from council.base.site import Site
from search import engines, highlights, processes, searches
from search.engines import EVERYTHING, Filters, SearchReader
from search.german import analyse
from search.highlights import Matcher, Span
from search.moments import Held, Moment, moments
from search.plans import TIERS
from search.processes import PublicProcess
from search.searches import Search

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
    """What was dealt with at that moment, or the matter that was found. Never an item that is not public."""

    number: str
    name: str


@dataclass(frozen=True)
class Hit:
    """Something found: ``kind`` is one of ``documents``, ``tier`` from 1, the word itself, to 4, a guess.

    ``html`` is the text, escaped, with the words that matched in mark elements. ``start_ms`` is when the first of them was said, where
    words have times, else when the utterance or the agenda item began; None for what has no moment. ``utterance_ms`` is where the
    utterance begins. ``url`` plays there; where nothing can be played it is the item's lasting link, or the meeting's page. ``before`` and
    ``after`` are of the neighbouring utterances. Of a survey, ``process``, the text is its title and the lines that matched; it has no
    ``meeting``. ``id`` is the document's, ``spans`` is what is marked.
    """

    kind: str
    text: str
    html: str
    start_ms: int | None
    meeting: HitMeeting | None
    agenda_item: HitItem | None
    speaker: str | None
    language: str
    utterance_ms: int | None
    recording_id: int | None
    url: str
    tier: int
    before: str = ""
    after: str = ""
    id: str = ""
    spans: tuple[Span, ...] = ()
    process: PublicProcess | None = None


@dataclass(frozen=True)
class Results:
    """The hits from an offset on, best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...] = ()


def find(
    site: Site, engine: SearchReader, typed: str, within: Filters = EVERYTHING, *, limit: int = 20, offset: int = 0
) -> Results:
    """The best hits for what somebody typed, at most MOST: the flat ranking. Raises SearchError where the engine cannot answer."""
    with site.database.reading() as db:
        search = searches.prepare(site, db, engine, typed, within)
        if not search:
            return Results(0)
        found = engine.search(search.plan, search.filters, max(1, min(limit, MOST)), max(0, offset))
        return Results(found.total, tuple(checked(db, search, found.hits, site.settings.zone)))


def checked(db: Session, search: Search, hits: Iterable[engines.Hit], zone: ZoneInfo) -> list[Hit]:
    """What an engine proposes as hits, in the same order; what is not public now, or no hit any more, is left out. The number of queries
    does not depend on the number of hits."""
    proposed = list(hits)
    known = moments(db, [hit.id for hit in proposed], zone)
    checking = _Checking(Matcher(search.plan), search, zone)
    shown = (checking.hit(hit, known[hit.id]) for hit in proposed if hit.id in known)
    return [hit for hit in shown if hit is not None]


@dataclass(frozen=True)
class _Checking:
    """A search whose hits are being checked."""

    matcher: Matcher
    search: Search
    zone: ZoneInfo

    def hit(self, proposed: engines.Hit, moment: Moment) -> Hit | None:
        spans = self.matcher.spans(analyse(moment.text, self.search.lexicon))
        if spans is None:
            return None
        text = moment.text
        if moment.process is not None:
            text, spans = processes.passage(text, spans)
        segment = moment.segment
        start_ms = _said_at(moment, highlights.first_token(moment.text, spans))
        item = moment.item_at(start_ms)
        return Hit(
            kind=moment.kind,
            text=text,
            html=highlights.marked(text, spans),
            start_ms=start_ms,
            meeting=_meeting(moment.meeting, self.zone) if moment.meeting else None,
            agenda_item=HitItem(item.number, item.name) if item else None,
            speaker=segment.speaker if segment else None,
            language=moment.language,
            utterance_ms=segment.start_ms if segment else None,
            recording_id=moment.recording_id,
            url=address(moment.recording_id, start_ms, self.search.query.text) or moment.path,
            tier=TIERS[proposed.grade],
            before=moment.context.before,
            after=moment.context.after,
            id=proposed.id,
            spans=tuple(spans),
            process=moment.process,
        )


def _said_at(moment: Moment, token: int | None) -> int | None:
    """When the word was said, where that is known; else when the utterance or the item began."""
    words = moment.segment.words if moment.segment else ()
    if token is None or not words or len(words) != len(moment.text.split()):
        return moment.start_ms
    return words[token][0]


def _meeting(held: Held, zone: ZoneInfo) -> HitMeeting:
    return HitMeeting(held.id, held.name, held.start, held.start.astimezone(zone).date(), held.organization)


def address(recording_id: int | None, start_ms: int | None, typed: str) -> str:
    """The recording's page at a moment: whole seconds, early enough for the word to be heard, with the query to be marked there. Empty
    where there is no such moment."""
    if recording_id is None or start_ms is None:
        return ""
    return f"/aufzeichnungen/{recording_id}?" + urlencode({"t": start_ms // 1000, "q": typed})


def to_json(results: Results) -> dict[str, Any]:
    """The API's answer."""
    return {"total": results.total, "hits": [_hit_json(hit) for hit in results.hits]}


def _hit_json(hit: Hit) -> dict[str, Any]:
    meeting, item, process = hit.meeting, hit.agenda_item, hit.process
    return {
        "kind": hit.kind,
        "text": hit.text,
        "html": hit.html,
        "start_ms": hit.start_ms,
        "tier": hit.tier,
        "speaker": hit.speaker,
        "meeting": {
            "id": meeting.id,
            "name": meeting.name,
            "date": meeting.date.isoformat(),
            "organization": meeting.organization,
        }
        if meeting
        else None,
        "agenda_item": {"number": item.number, "name": item.name} if item else None,
        "process": _process_json(process) if process else None,
        "before": hit.before,
        "after": hit.after,
        "url": hit.url,
    }


def _process_json(process: PublicProcess) -> dict[str, Any]:
    return {
        "id": process.id,
        "kind": process.kind,
        "name": process.name,
        "opens_at": process.opens_at.isoformat(),
        "closes_at": process.closes_at.isoformat(),
        "results": process.results,
    }
