"""The recording page: the player, the transcript beside it, search within it, and the quote a link points to."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council.base import i18n, pages, timecodes
from council.base.site import Site
from transcription import transcripts
from transcription.transcripts import PublicSegment
from transcription.views import finding, matches, media, moments, reading, terms
from transcription.views.finding import NOTHING, Finder, FinderOf, Piece
from transcription.views.media import Download, Player
from transcription.views.outline import Find, Outline, asked_for, said_in
from transcription.views.reading import Gap, Reading, ReadSection
from transcription.views.sections import Part, Section, section_at
from transcription.views.terms import Terms

HITS_SHOWN = 100
FRAGMENTS = {"Vary": "HX-Request"}

Opened = tuple[Section, Part, list[PublicSegment]]


@dataclass(frozen=True)
class Asked:
    """What is looked for within the recording; ``query`` is empty where nothing is."""

    query: str
    wanted: Finder


@dataclass(frozen=True)
class Hit:
    """An utterance in which what was looked for is said; ``x`` is its place on the bar."""

    clock: str
    start_ms: int
    href: str
    segment_id: int
    speaker: str | None
    pieces: tuple[Piece, ...]
    x: str


@dataclass(frozen=True)
class Hits:
    """What was found; ``total`` may be more than is shown. ``marks`` are all places on the bar."""

    query: str
    total: int
    shown: tuple[Hit, ...]
    marks: tuple[str, ...]
    reset: str


@dataclass(frozen=True)
class Moment:
    """The quote a link points to."""

    seconds: str
    clock: str
    segment_id: int
    speaker: str | None
    text: str
    checked: bool


@dataclass(frozen=True)
class RecordingPage:
    """All that the recording page shows."""

    id: int
    href: str
    meeting_href: str
    name: str
    organization: str
    start: datetime
    duration_ms: int
    language: str
    player: Player
    moment: Moment | None
    pieces: tuple[ReadSection | Gap, ...]
    divided: bool
    has_text: bool
    checked_percent: int
    checked_any: bool
    transcribed: bool
    written_by_machine: bool
    query: str
    hits: Hits | None
    downloads: tuple[Download, ...]
    title_of_part: str
    terms: Terms
    preview: str  # the address that leads back from a preview; empty on the public page


def recording(request: Request) -> Response:
    """``/aufzeichnungen/{id}``: with ``t`` opened at a moment, with ``q`` searched; for htmx only what was found."""
    return show(request, asked_for)


def show(request: Request, find: Find, back: str = "") -> Response:
    """The page of a recording found in a way of its own; ``back`` leads away from a preview."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        outline = find(db, request)
        asked = _asked(request, db)
        hits = _hits(request, db, outline, asked)
        if pages.wants_fragment(request):
            return pages.render(request, "transcription/_hits.html", hits, headers=FRAGMENTS)
        asked_ms = moments.parse(request.query_params.get("t", ""))
        moment_ms = None if asked_ms is None else moments.playable(asked_ms, outline.duration_ms, outline.hidden)
        place = section_at(outline.sections, moment_ms or 0)
        opened = (*place, said_in(db, outline, place[1])) if place else None
        meant = moments.spoken_at(opened[2], moment_ms) if opened and moment_ms is not None else None
        page = _page(request, db, outline, asked, opened, hits, _moment(meant, moment_ms), back)
    return pages.render(request, "transcription/recording.html", page, headers=FRAGMENTS)


def part(request: Request) -> Response:
    """``/aufzeichnungen/{id}/top/{n}``: the page with one section opened (``teil``: which part of it), or for htmx that part."""
    return show_part(request, asked_for)


def show_part(request: Request, find: Find, back: str = "") -> Response:
    """The same of a recording found in a way of its own."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        outline = find(db, request)
        section, wanted = _part_asked_for(request, outline)
        said, asked = said_in(db, outline, wanted), _asked(request, db)
        if pages.wants_fragment(request):
            how = _reading(request, outline, asked, None)
            read = reading.part_of(section, wanted, how, (said, outline.hidden))
            return pages.render(request, "transcription/_loaded.html", read, headers=FRAGMENTS)
        hits = _hits(request, db, outline, asked)
        page = _page(request, db, outline, asked, (section, wanted, said), hits, None, back)
    return pages.render(request, "transcription/recording.html", page, headers=FRAGMENTS)


def _by_machine(outline: Outline) -> bool:
    return outline.recording.transcript_source != "import"


def _part_asked_for(request: Request, outline: Outline) -> tuple[Section, Part]:
    number, part_number = request.path_params["number"], request.query_params.get("teil", "1")
    for section in outline.sections:
        for candidate in section.parts:
            if section.number == number and str(candidate.number) == part_number:
                return section, candidate
    raise HTTPException(404)


def _asked(request: Request, db: Session) -> Asked:
    query = " ".join(request.query_params.get("q", "").split())[: finding.LONGEST_QUERY]
    finder_of: FinderOf = request.app.state.finder
    return Asked(query, finder_of(request.app, db, query) if query else NOTHING)


def _address(request: Request, outline: Outline) -> str:
    return i18n.spoken(request).link(outline.place.page)


def _reading(request: Request, outline: Outline, asked: Asked, meant: int | None) -> Reading:
    kind = media.shown(outline)
    return Reading(
        page=_address(request, outline),
        query=asked.query,
        wanted=asked.wanted,
        meant=meant,
        timed=kind in (media.Shown.VIDEO, media.Shown.AUDIO),
        by_machine=_by_machine(outline),
        divided=outline.divided,
    )


def _moment(meant: PublicSegment | None, moment_ms: int | None) -> Moment | None:
    if meant is None or moment_ms is None:
        return None
    return Moment(
        moments.seconds(moment_ms), timecodes.clock(moment_ms), meant.id, meant.speaker, meant.text, meant.checked
    )


def _hits(request: Request, db: Session, outline: Outline, asked: Asked) -> Hits | None:
    if not asked.query:
        return None
    found, href = matches.find(db, outline, asked.wanted), _address(request, outline)
    shown = tuple(
        Hit(
            clock=timecodes.clock(match.start_ms),
            start_ms=match.start_ms,
            href=f"{href}?{urlencode({'q': asked.query, 't': moments.seconds(match.start_ms // 1000 * 1000)})}",
            segment_id=match.segment_id,
            speaker=match.speaker,
            pieces=finding.snippet(match.text, asked.wanted),
            x=media.percent(match.start_ms, outline.duration_ms),
        )
        for match in found[:HITS_SHOWN]
    )
    return Hits(asked.query, len(found), shown, tuple(hit.x for hit in shown), href)


def _page(
    request: Request,
    db: Session,
    outline: Outline,
    asked: Asked,
    opened: Opened | None,
    hits: Hits | None,
    moment: Moment | None,
    back: str,
) -> RecordingPage:
    site: Site = request.app.state.site
    recording, href = outline.recording, _address(request, outline)
    share = transcripts.checked_share(db, outline.id, outline.hidden) if outline.has_text else 0.0
    folder = site.storage.public(recording.media_token) if recording.media_token else None
    how = _reading(request, outline, asked, moment.segment_id if moment else None)
    language = i18n.spoken(request)
    return RecordingPage(
        id=outline.id,
        href=href,
        meeting_href=language.link(back or f"/sitzungen/{recording.meeting_id}"),
        name=outline.meeting.name,
        organization=outline.organization,
        start=outline.meeting.start,
        duration_ms=outline.duration_ms,
        language=recording.language,
        player=media.player(outline, href, outline.place.page),
        moment=moment,
        pieces=reading.whole(outline.sections, outline.hidden, how, opened),
        divided=outline.divided,
        has_text=outline.has_text,
        checked_percent=int(share * 100),
        checked_any=share > 0,
        transcribed=bool(recording.transcript_source),
        written_by_machine=_by_machine(outline),
        query=asked.query,
        hits=hits,
        downloads=() if back else media.downloads(outline, folder, outline.place.page),
        title_of_part=_title(request, opened),
        terms=Terms() if back else terms.of(db, recording, language, site.settings.zone),
        preview=language.link(back) if back else "",
    )


def _title(request: Request, opened: Opened | None) -> str:
    """What the page's title names beside the meeting: the section asked for by its own address."""
    if opened is None or "number" not in request.path_params:
        return ""
    return ", ".join(" ".join(label) for label in opened[0].labels)
