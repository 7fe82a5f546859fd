"""What of a recording's text is listed for checking: what a person chose to see, in parts, with what lies between utterances."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request

from council.base import i18n, timecodes
from council.media.timeline import Range
from transcription import worklist
from transcription.transcripts import Segment
from transcription.views import finding
from transcription.views.desk.checking import lines, material
from transcription.views.desk.checking.lines import Addresses, ShownLine
from transcription.views.desk.checking.material import Material
from transcription.worklist import Choice, Line, Order

PART = 60  # utterances shown at once; further parts are loaded when somebody comes to them
LONGEST_NAME = 300


@dataclass(frozen=True)
class Span:
    """What stands between utterances: an agenda item's beginning ("topic"), or a range that will not be public ("gap")."""

    kind: str
    number: str = ""
    name: str = ""
    public: bool = True
    from_clock: str = ""
    until_clock: str = ""


Entry = ShownLine | Span


@dataclass(frozen=True)
class Part:
    """Some of the list; without ``entries`` it is a link that loads them. ``open`` counts those that are to be checked."""

    ids: str
    href: str
    from_clock: str
    until_clock: str
    count: int
    open: int
    entries: tuple[Entry, ...] | None


@dataclass(frozen=True)
class Shown:
    """What a person chose to see."""

    order: str = Order.DOUBT
    item: int | None = None
    speaker: str = ""
    open_only: bool = False
    query: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether it is not the whole recording."""
        return bool(self.item or self.speaker or self.open_only or self.query)

    @property
    def as_query(self) -> str:
        """As the query of an address."""
        given = {
            "folge": str(self.order),
            "top": str(self.item or ""),
            "wer": self.speaker,
            "offen_nur": "1" if self.open_only else "",
            "q": self.query,
        }
        return urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True)
class Listing:
    """The list as a person asked for it."""

    found: Material
    shown: Shown
    addresses: Addresses

    def in_order(self, order: str) -> str:
        """The address of the same choice in another order."""
        return f"{self.addresses.page}?{replace(self.shown, order=order).as_query}"

    def lines(self, db: Session) -> list[Line]:
        """The utterances of the list, in its order."""
        by_doubt = self.shown.order == Order.DOUBT
        everything = worklist.lines(db, self.found.id, self.found.hidden, words=by_doubt, text=bool(self.shown.query))
        choice = Choice(Order(self.shown.order), self.shown.item, self.shown.speaker or None, self.shown.open_only)
        listed = worklist.chosen(everything, choice, self.found.stretches)
        wanted = finding.terms(self.shown.query)
        return [line for line in listed if finding.matches(line.text, wanted)] if self.shown.query else listed

    def parts(self, db: Session, listed: Sequence[Line], opened: ShownLine | None) -> tuple[Part, ...]:
        """The list in parts, of which the one with the opened utterance is there, else the first. An utterance that is open without being
        listed, since somebody checked it meanwhile, comes before all."""
        at = next((index for index, line in enumerate(listed) if opened and line.id == opened.id), None)
        parts = [
            self._part(db, listed[first : first + PART], opened, there=first <= (at or 0) < first + PART)
            for first in range(0, len(listed), PART)
        ]
        return (self._alone(opened), *parts) if opened and at is None else tuple(parts)

    def entries(self, db: Session, ids: Sequence[int], opened: ShownLine | None = None) -> tuple[Entry, ...]:
        """These utterances; in order of time with what lies between them."""
        made: list[Entry] = []
        before: ShownLine | None = None
        for row in material.segments_of(db, self.found, ids):
            line = opened if opened is not None and opened.id == row.id else self.line(row)
            if self.shown.order == Order.TIME:
                since_ms = before.end_ms if before else material.spoken_before(db, self.found, line.start_ms)
                made += self._between(before, since_ms, line)
            made.append(line)
            before = line
        return tuple(made)

    def line(self, row: Segment, revision: int | None = None) -> ShownLine:
        """One utterance to be read."""
        wanted = finding.terms(self.shown.query)
        return lines.shown(row, self.addresses, self.found.hidden, wanted, revision=revision)

    def _alone(self, opened: ShownLine) -> Part:
        return Part(str(opened.id), self.addresses.at(opened.id), opened.clock, opened.clock, 1, 0, (opened,))

    def _part(self, db: Session, group: Sequence[Line], opened: ShownLine | None, *, there: bool) -> Part:
        ids, starts = [line.id for line in group], [line.start_ms for line in group]
        return Part(
            ids=",".join(map(str, ids)),
            href=self.addresses.at(ids[0]),
            from_clock=timecodes.clock(min(starts)),
            until_clock=timecodes.clock(max(starts)),
            count=len(group),
            open=sum(line.open for line in group),
            entries=self.entries(db, ids, opened) if there else None,
        )

    def _between(self, before: ShownLine | None, since_ms: int, line: ShownLine) -> list[Span]:
        """What begins before an utterance or with it: an agenda item, ranges that will not be public."""
        made = []
        topic = self.found.topic_at(line.start_ms)
        if topic is not None and (before is None or self.found.topic_at(before.start_ms) != topic):
            made.append(Span("topic", number=topic.number, name=topic.name, public=topic.public))
        gaps = [
            gap
            for gap in self.found.hidden
            if since_ms <= gap[0] < line.end_ms or (before is None and _lies_in(line, gap))
        ]
        return made + [
            Span("gap", from_clock=timecodes.clock(start), until_clock=timecodes.clock(end)) for start, end in gaps
        ]


def listing(db: Session, request: Request) -> Listing:
    """The list an address asks for; 404 where there is no such recording."""
    found = material.asked_for(db, request)
    shown = _chosen(request)
    page = i18n.spoken(request).link(f"/ratsbuero/aufzeichnungen/{found.id}/text")
    return Listing(found, shown, Addresses(page, shown.as_query))


def number_of(request: Request, name: str) -> int | None:
    """A number in the query of an address; None where there is none."""
    value = request.query_params.get(name, "")
    return int(value) if is_number(value) else None


def is_number(value: str) -> bool:
    """Whether a text is a number that can be an id."""
    return value.isascii() and value.isdecimal() and len(value) < 16


def _chosen(request: Request) -> Shown:
    """What the address says a person wants to see; what it says wrongly is left out. Doubtful ones come first, except where a certain
    utterance is asked for."""
    asked = request.query_params
    usual = Order.TIME if "u" in asked else Order.DOUBT
    return Shown(
        order=next((order for order in Order if asked.get("folge") == order), usual),
        item=number_of(request, "top"),
        speaker=asked.get("wer", "").replace("\0", "")[:LONGEST_NAME],
        open_only=bool(asked.get("offen_nur")),
        query=" ".join(asked.get("q", "").replace("\0", "").split())[: finding.LONGEST_QUERY],
    )


def _lies_in(line: ShownLine, gap: Range) -> bool:
    return gap[0] < line.end_ms and line.start_ms < gap[1]
