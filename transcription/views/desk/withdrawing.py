"""Taking a recording back from the public, and deleting for good what is not public: each asks once and names what happens."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import publishing, recordings
from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from transcription import deletion
from transcription.deletion import StillPublicError
from transcription.views.desk.publishing_page import Head, asked_for, head

LARGEST_BODY = 16_000
LONGEST_REASON = 300
NO_REASON = message("Bitte nennen Sie den Grund. Er steht nur im Protokoll des Ratsbüros.")
TOO_LONG = message("Bitte kürzen Sie den Grund auf höchstens 300 Zeichen.")
NOTHING_CHOSEN = message("Bitte wählen Sie, was nicht mehr öffentlich sein soll.")
NOT_PUBLIC = message("Das ist schon nicht mehr öffentlich.")
NOT_SURE = message("Bitte bestätigen Sie, dass die Aufzeichnung gelöscht werden soll.")
STILL_PUBLIC = message("Diese Aufzeichnung ist öffentlich. Ziehen Sie sie bitte zuerst zurück.")
WHAT = {"alles": (True, True), "medien": (True, False), "text": (False, True)}


@dataclass(frozen=True)
class WithdrawPage:
    """``both``: media and text are public, so that one of them can be withdrawn alone."""

    head: Head
    public: bool
    both: bool
    was: str = "alles"
    grund: str = ""
    error: str = ""
    field: str = ""


@dataclass(frozen=True)
class DeletePage:
    """``files`` counts the original files, ``size`` is theirs in bytes."""

    head: Head
    public: bool
    files: int
    size: int
    has_text: bool
    error: str = ""


@allowed(Role.CLERK)
def ask_to_withdraw(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/zurueckziehen``"""
    return _withdrawing(request)


@allowed(Role.CLERK)
async def withdraw(request: Request) -> Response:
    """Do it: ``was`` is alles, medien or text, ``grund`` the reason."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await run_in_threadpool(_withdraw, request, forms.text(given, "was"), forms.text(given, "grund"))


def _withdraw(request: Request, was: str, grund: str) -> Response:
    site: Site = request.app.state.site
    if was not in WHAT:
        return _withdrawing(request, was, grund, NOTHING_CHOSEN, "was")
    if not grund or len(grund) > LONGEST_REASON:
        return _withdrawing(request, was, grund, TOO_LONG if grund else NO_REASON, "grund")
    media, text = WHAT[was]
    with site.database.writing() as db:
        recording = asked_for(db, request)
        recordings.lock(db, recording)
        public = (media and recording.shows_media) or (text and recording.shows_text)
        if public:
            publishing.withdraw(db, recording, site, media=media, text=text, account=account(request), reason=grund)
    if not public:
        return _withdrawing(request, was, grund, NOT_PUBLIC, "was")
    path = f"/ratsbuero/aufzeichnungen/{request.path_params['id']}/veroeffentlichen?geschehen=zurueckgezogen"
    return RedirectResponse(i18n.spoken(request).link(path), 303)


def _withdrawing(request: Request, was: str = "alles", grund: str = "", error: str = "", field: str = "") -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording = asked_for(db, request)
        shows_media = recording.shows_media and recordings.has_media(db, recording)
        page = WithdrawPage(
            head=head(db, recording),
            public=recording.published_at is not None,
            both=shows_media and recording.shows_text,
            was=was if was in WHAT else "alles",
            grund=grund,
            error=i18n.spoken(request).gettext(error),
            field=field,
        )
    status = 409 if error == NOT_PUBLIC else 422 if error else 200
    return pages.render(request, "transcription/desk/withdrawing.html", page, status=status, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def ask_to_delete(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/loeschen``"""
    return _deleting(request)


@allowed(Role.CLERK)
async def delete(request: Request) -> Response:
    """Do it, where ``sicher=1`` was ticked."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_delete, request, given.get("sicher") == "1")


def _delete(request: Request, sure: bool) -> Response:
    site: Site = request.app.state.site
    if not sure:
        return _deleting(request, NOT_SURE, 422)
    try:
        with site.database.writing() as db:
            recording = asked_for(db, request)
            key, meeting_id = recording.key, recording.meeting_id
            deletion.delete_recording(db, recording, site, account(request))
    except StillPublicError:
        return _deleting(request, STILL_PUBLIC, 409)
    deletion.drop_files(site, key)
    return RedirectResponse(i18n.spoken(request).link(f"/ratsbuero/sitzungen/{meeting_id}"), 303)


def _deleting(request: Request, error: str = "", status: int = 200) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording = asked_for(db, request)
        originals = recordings.originals(db, recording.id or 0)
        page = DeletePage(
            head=head(db, recording),
            public=recording.published_at is not None,
            files=len(originals),
            size=sum(original.size for original in originals),
            has_text=bool(recording.transcript_source),
            error=i18n.spoken(request).gettext(error),
        )
    return pages.render(request, "transcription/desk/deleting.html", page, status=status, cache=pages.KEEP_NOTHING)


PATH = "/ratsbuero/aufzeichnungen/{id:int}"
routes: list[BaseRoute] = [
    Route(f"{PATH}/zurueckziehen", ask_to_withdraw, name="desk_withdrawing"),
    Route(f"{PATH}/zurueckziehen", withdraw, methods=["POST"], name="desk_withdraw", max_body_size=LARGEST_BODY),
    Route(f"{PATH}/loeschen", ask_to_delete, name="desk_deleting"),
    Route(f"{PATH}/loeschen", delete, methods=["POST"], name="desk_delete", max_body_size=LARGEST_BODY),
]
