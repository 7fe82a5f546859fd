"""What is found, as the page shows it: a meeting, and below it lines that lead to the very second."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from council.base.i18n import Language, message
from participation import cards
from participation.processes import Kind
from participation.processes.phases import Phase
from search import context, highlights, texts
from search.documents import MEETING
from search.processes import PublicProcess
from search.results import Hit, HitItem, HitMeeting

AROUND = 80  # characters of what was said before and after


@dataclass(frozen=True)
class Line:
    """A hit. ``html`` is safe: escaped where it was made. ``start_ms`` is None for what cannot be played. ``item`` is what was dealt with
    when it was said; ``joint``: an agenda item that stands for its paper, too. Of a meeting, whose name stands above, ``html`` is what
    else matched. ``before`` and ``after`` are what was said around it."""

    id: str
    kind: str
    href: str
    html: Markup
    start_ms: int | None
    audible: bool
    joint: bool
    item: HitItem | None
    speaker: str | None
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class MeetingHits:
    """A meeting in which something was found. ``more`` counts what is not shown; ``more_href`` shows it."""

    kind: ClassVar[str] = "meeting"
    id: int
    name: str
    start: datetime
    organization: str
    href: str
    lines: tuple[Line, ...]
    more: int
    more_href: str


@dataclass(frozen=True)
class ProcessHit:
    """A survey, or an idea, that was found. ``html`` is its title, ``about`` says what it is and where it stands, ``lines`` are those that
    matched. Both are safe: escaped where they were made."""

    kind: ClassVar[str] = "process"
    id: str
    html: Markup
    about: str
    href: str
    lines: tuple[Markup, ...]


@dataclass(frozen=True)
class Known:
    """What else is known of hits: ``joint`` agenda items stand for their papers, too; ``audible`` recordings can be played."""

    joint: Collection[str] = ()
    audible: Collection[int] = ()


def meeting(
    held: HitMeeting, hits: Sequence[Hit], total: int, more_path: str, known: Known, language: Language
) -> MeetingHits:
    """Hits of one meeting, of ``total`` there."""
    joint = sum(hit.id in known.joint for hit in hits)
    return MeetingHits(
        id=held.id,
        name=held.name,
        start=held.start,
        organization=held.organization,
        href=language.link(f"/sitzungen/{held.id}"),
        lines=tuple(_line(hit, f"treffer-{held.id}-{number}", known, language) for number, hit in enumerate(hits, 1)),
        more=max(0, total - len(hits) - joint),
        more_href=language.link(more_path),
    )


def process(hit: Hit, found: PublicProcess, now: datetime, zone: ZoneInfo, language: Language) -> ProcessHit:
    """A survey or a collection of ideas: 'Umfrage, beendet am 3. Mai 2026, mit Ergebnissen'; of an idea whose it is."""
    collection = language.gettext(message("Idee Nr. %(number)s in: %(name)s"))
    parts = [
        collection % {"number": found.idea, "name": found.name}
        if found.idea
        else language.gettext(cards.KIND_NAMES[Kind(found.kind)]),
        cards.timing(Phase(found.opens_at, found.closes_at), now, zone, language),
        *([language.gettext(message("mit Ergebnissen"))] if found.results else ()),
    ]
    title, *matched = (Markup(line) for line in hit.html.split("\n"))  # noqa: S704  # search.highlights escapes it
    return ProcessHit(
        id=hit.id,
        html=title,
        about=", ".join(parts),
        href=language.link(hit.url),
        lines=tuple(matched),
    )


def _line(hit: Hit, line_id: str, known: Known, language: Language) -> Line:
    safe = Markup(_beside_the_name(hit) if hit.kind == MEETING else hit.html)  # noqa: S704  # search.highlights escapes it
    return Line(
        id=line_id,
        kind=hit.kind,
        href=language.link(hit.url),
        html=safe,
        start_ms=hit.start_ms,
        audible=hit.recording_id in known.audible,
        joint=hit.id in known.joint,
        item=hit.agenda_item,
        speaker=hit.speaker,
        language=hit.language,
        before=context.ending(hit.before, AROUND),
        after=context.beginning(hit.after, AROUND),
    )


def _beside_the_name(hit: Hit) -> str:
    """What matched of a meeting beside its name: who met, where, and when."""
    if hit.meeting is None:
        return ""
    parts = [
        highlights.marked(hit.text[start:end], matched)
        for start, end in texts.beside_the_name(hit.text, hit.meeting.name, hit.meeting.organization)
        if (matched := [(first - start, last - start) for first, last in hit.spans if start <= first and last <= end])
    ]
    return ", ".join(parts)
