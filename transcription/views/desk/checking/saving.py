"""Storing what the clerk corrected, and taking it back. Scripts get the utterance, others the page at what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from council.base import audit, forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from transcription import editing, revisions, worklist
from transcription.editing import ConflictError, GoneError, TextError
from transcription.transcripts import Segment
from transcription.views.desk.checking import material, page
from transcription.views.desk.checking.lines import Conflict
from transcription.views.desk.checking.listing import is_number, listing
from transcription.views.desk.checking.material import Material

LARGEST_BODY = 100_000  # bytes: two texts of the longest kind, as a form spells them
NOTED_EVERY = timedelta(hours=1)  # in the log of acts; each single change is in the utterance's history
HIDDEN = message("Diese Äußerung wird nicht öffentlich. Sie wird darum nicht geprüft.")

Act = Callable[[Session, Segment], Segment]


@dataclass(frozen=True)
class Entered:
    """What came from the field. ``stay``: without vouching for it and without going on."""

    text: str
    seen: str | None
    version: int
    stay: bool


@allowed(Role.CLERK)
async def save(request: Request) -> Response:
    """``POST …/text/{segment}``: 200 with the utterance as it is now, 409 where somebody else changed it, 422 where it cannot be kept."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_save, request, _entered(given))


@allowed(Role.CLERK)
async def back(request: Request) -> Response:
    """``POST …/text/{segment}/zurueck``: before a change (``stand``; else the last one), or to what the machine wrote (``maschine``)."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_back, request, given)


def _save(request: Request, entered: Entered) -> Response:
    who, now = account(request).name, request.app.state.site.clock()

    def change(db: Session, row: Segment) -> Segment:
        return editing.change(
            db,
            row.id or 0,
            text=entered.text,
            based_on=entered.version,
            seen=entered.seen,
            checked=not entered.stay,
            by=who,
            now=now,
        )

    return _done(request, change, typed=entered.text, stay=entered.stay)


def _back(request: Request, given: FormData) -> Response:
    who, now = account(request).name, request.app.state.site.clock()
    version, wanted = _number(given, "version"), _number(given, "stand")

    def take_back(db: Session, row: Segment) -> Segment:
        segment_id = row.id or 0
        if "maschine" in given:
            return editing.back_to_machine(db, segment_id, based_on=version, by=who, now=now)
        last = editing.latest_revision(db, segment_id)
        revision_id = wanted if "stand" in given else last.id if last else None
        revision = db.get(revisions.Revision, revision_id) if revision_id is not None else None
        if revision is None or revision.segment_id != segment_id:
            raise GoneError
        return editing.undo(db, revision_id or 0, based_on=version, by=who, now=now)

    return _done(request, take_back, typed=None, stay=True)


def _done(request: Request, act: Act, *, typed: str | None, stay: bool) -> Response:
    """Do something with the utterance an address names, and answer with how it stands then."""
    site: Site = request.app.state.site
    try:
        with site.database.writing() as db:
            found = material.asked_for(db, request)
            row = material.segment_of(db, found, request.path_params["segment"])
            if worklist.touches(row.start_ms, row.end_ms, found.hidden):
                raise HTTPException(403, HIDDEN)
            _note(db, request, found)
            row = act(db, row)
    except TextError as error:
        return _again(request, 422, typed, problem=error.told(i18n.spoken(request)))
    except ConflictError as error:
        return _again(request, 409, typed, conflict=Conflict(error.text, error.who, error.when))
    except GoneError as error:
        raise HTTPException(404, editing.GONE) from error
    return _stored(request, row, stay=stay)


def _stored(request: Request, row: Segment, *, stay: bool) -> Response:
    site: Site = request.app.state.site
    assert row.id is not None
    with site.database.reading() as db:
        listed = listing(db, request)
        if not pages.wants_fragment(request):
            following = None if stay else worklist.following(listed.lines(db), row.id)
            target = following.id if following else row.id
            return RedirectResponse(listed.addresses.at(target, f"&gespeichert={row.id}"), 303)
        last = editing.latest_revision(db, row.id)
        line = listed.line(row, revision=last.id if last else None)
        return page.answer(request, db, listed, line, changed=True)


def _again(
    request: Request, status: int, typed: str | None, *, conflict: Conflict | None = None, problem: str = ""
) -> Response:
    """The utterance open, with what was typed, and what stands in its way."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        listed = listing(db, request)
        row = material.segment_of(db, listed.found, request.path_params["segment"])
        editor = material.editor(
            db, listed.found, row, listed.addresses, text=typed, conflict=conflict, problem=problem
        )
        return page.answer(request, db, listed, page.opened_line(listed, row, editor), status)


def _note(db: Session, request: Request, found: Material) -> None:
    """Note in the log that somebody works on this text, once an hour."""
    site: Site = request.app.state.site
    who, now = account(request), site.clock()
    if not revisions.has_worked(db, found.id, who.name, now - NOTED_EVERY):
        audit.record(db, who, "Text geprüft", now, subject=found.meeting.name, path=material.path_of(found))


def _entered(given: FormData) -> Entered:
    return Entered(
        text=forms.text(given, "text"),
        seen=forms.text(given, "gesehen") if "gesehen" in given else None,
        version=_number(given, "version"),
        stay=forms.text(given, "was") == "bleiben",
    )


def _number(given: FormData, name: str) -> int:
    """A number of the form; -1, which is no version and no change, for everything else."""
    value = forms.text(given, name)
    return int(value) if is_number(value) else -1
