"""The page on which a recording's text is checked, and its pieces for the script that works on it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from council.base import i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.site import Site
from transcription import transcripts
from transcription.transcripts import Segment
from transcription.views.desk.checking import material
from transcription.views.desk.checking.lines import Editor, ShownLine
from transcription.views.desk.checking.listing import Entry, Listing, Part, Shown, is_number, listing, number_of
from transcription.views.desk.checking.material import Material, Topic
from transcription.worklist import Order

MOST_ASKED = 200


@dataclass(frozen=True)
class Progress:
    """How much of what will be public a person has checked; ``percent`` is 100 only where all is."""

    percent: int
    checked: int
    total: int


@dataclass(frozen=True)
class Undo:
    """The change that was just stored, for those without a script: where it is taken back, and on which version."""

    action: str
    version: int


@dataclass(frozen=True)
class CheckingPage:
    """All that the page shows. ``media`` is empty while nothing can be played; ``account_id`` keeps drafts of different people apart."""

    recording_id: int
    account_id: int
    name: str
    organization: str
    start: datetime
    hub: str
    href: str
    orders: dict[str, str]
    replace: str
    language: str
    media: str
    video: bool
    has_text: bool
    transcribed: bool
    progress: Progress
    shown: Shown
    topics: tuple[Topic, ...]
    speakers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    total: int
    undo: Undo | None


@dataclass(frozen=True)
class LinesFragment:
    """Utterances for a script, with how far the checking is where that changed."""

    entries: tuple[Entry, ...]
    language: str
    progress: Progress | None = None


@allowed(Role.CLERK)
def page(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/text``; ``u`` opens an utterance."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        listed = listing(db, request)
        wanted = number_of(request, "u")
        row = db.get(Segment, wanted) if wanted else None
        opened = None
        if row is not None and row.recording_id == listed.found.id:
            opened = opened_line(listed, row, material.editor(db, listed.found, row, listed.addresses))
        made = _page(request, db, listed, opened)
    return pages.render(request, "transcription/desk/checking.html", made, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def several(request: Request) -> Response:
    """``…/text/aeusserungen?ids=1,2,3``: these utterances, in this order, as a fragment."""
    site: Site = request.app.state.site
    ids = [int(one) for one in request.query_params.get("ids", "").split(",") if is_number(one)]
    with site.database.reading() as db:
        listed = listing(db, request)
        entries = listed.entries(db, ids[:MOST_ASKED])
    return _fragment(request, LinesFragment(entries, listed.found.recording.language))


@allowed(Role.CLERK)
def one(request: Request) -> Response:
    """``…/text/{segment}``: one utterance as a fragment, open to be corrected (``offen``) or not; without a script the page with it."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        listed = listing(db, request)
        row = material.segment_of(db, listed.found, request.path_params["segment"])
        if not pages.wants_fragment(request):
            return RedirectResponse(listed.addresses.at(row.id or 0), 303)
        line = listed.line(row)
        if "offen" in request.query_params:
            line = opened_line(listed, row, material.editor(db, listed.found, row, listed.addresses))
    return _fragment(request, LinesFragment((line,), listed.found.recording.language))


def opened_line(listed: Listing, row: Segment, editor: Editor | None) -> ShownLine:
    """An utterance with its field."""
    return replace(listed.line(row), editor=editor)


def answer(
    request: Request, db: Session, listed: Listing, line: ShownLine, status: int = 200, *, changed: bool = False
) -> Response:
    """One utterance after something was done with it: for scripts as a fragment, else the page with it."""
    if pages.wants_fragment(request):
        done = progress(db, listed.found) if changed else None
        return _fragment(request, LinesFragment((line,), listed.found.recording.language, done), status)
    made = _page(request, db, listed, line)
    return pages.render(request, "transcription/desk/checking.html", made, status=status, cache=pages.KEEP_NOTHING)


def progress(db: Session, found: Material) -> Progress:
    """How far the checking is."""
    checked, total = transcripts.checked_of(db, found.id, found.hidden)
    return Progress(checked * 100 // total if total else 0, checked, total)


def _fragment(request: Request, fragment: LinesFragment, status: int = 200) -> Response:
    name = "transcription/desk/_checking_lines.html"
    return pages.render(request, name, fragment, status=status, cache=pages.KEEP_NOTHING)


def _page(request: Request, db: Session, listed: Listing, opened: ShownLine | None) -> CheckingPage:
    site: Site = request.app.state.site
    found, lines = listed.found, listed.lines(db)
    return CheckingPage(
        recording_id=found.id,
        account_id=account(request).id or 0,
        name=found.meeting.name,
        organization=found.organization,
        start=found.meeting.start,
        hub=i18n.spoken(request).link(f"/ratsbuero/aufzeichnungen/{found.id}"),
        href=listed.addresses.page,
        orders={str(order): listed.in_order(order) for order in Order},
        replace=f"{listed.addresses.page}/ersetzen",
        language=found.recording.language,
        media=material.playlist(site, found.recording),
        video=found.recording.has_video,
        has_text=found.has_text,
        transcribed=bool(found.recording.transcript_source),
        progress=progress(db, found),
        shown=listed.shown,
        topics=found.topics,
        speakers=material.speakers(db, found),
        parts=listed.parts(db, lines, opened),
        total=len(lines),
        undo=_undo(request, db, listed),
    )


def _undo(request: Request, db: Session, listed: Listing) -> Undo | None:
    saved = number_of(request, "gespeichert")
    row = db.get(Segment, saved) if saved else None
    if row is None or row.id is None or row.recording_id != listed.found.id or row.version == 1:
        return None
    return Undo(listed.addresses.of(row.id, "/zurueck"), row.version)
