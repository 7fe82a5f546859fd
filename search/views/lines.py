"""What is found, as the page shows it: a meeting, and below it lines that lead to the very second."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from council.base.i18n import Language
from search.results import Hit, HitItem

AROUND = 80  # characters of what was said before and after


@dataclass(frozen=True)
class Line:
    """A hit. ``html`` is safe: escaped where it was made. ``start_ms`` is None for what cannot be played. ``item`` is what was dealt with
    when it was said; ``before`` and ``after`` are what was said around it."""

    id: str
    kind: str
    href: str
    html: Markup
    start_ms: int | None
    item: HitItem | None
    speaker: str | None
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class MeetingHits:
    """A meeting in which something was found. ``more`` counts what is not shown; ``more_href`` shows it."""

    id: int
    name: str
    start: datetime
    organization: str
    href: str
    lines: tuple[Line, ...]
    more: int
    more_href: str


def meeting(hits: Sequence[Hit], total: int, more_path: str, language: Language) -> MeetingHits:
    """Hits of one meeting, of ``total`` there."""
    held = hits[0].meeting
    return MeetingHits(
        id=held.id,
        name=held.name,
        start=held.start,
        organization=held.organization,
        href=language.link(f"/sitzungen/{held.id}"),
        lines=tuple(_line(hit, f"treffer-{held.id}-{number}", language) for number, hit in enumerate(hits, 1)),
        more=max(0, total - len(hits)),
        more_href=language.link(more_path),
    )


def _line(hit: Hit, line_id: str, language: Language) -> Line:
    safe = Markup(hit.html)  # noqa: S704  # search.highlights escapes it
    return Line(
        id=line_id,
        kind=hit.kind,
        href=language.link(hit.url),
        html=safe,
        start_ms=hit.start_ms,
        item=hit.agenda_item,
        speaker=hit.speaker,
        language=hit.language,
        before=_last_words(hit.before),
        after=_first_words(hit.after),
    )


def _first_words(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[: AROUND + 1].rpartition(' ')[0]} …"


def _last_words(text: str) -> str:
    return text if len(text) <= AROUND else f"… {text[-AROUND - 1 :].partition(' ')[2]}"
