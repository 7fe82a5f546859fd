"""Publishing a recording at the desk: a form, one question that names the consequences, and the deed in one transaction."""

from dataclasses import replace

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import expiry, recordings
from council.base import i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.site import Site
from council.meetings import Meeting
from council.publishing import NotPublishableError
from council.recordings import Recording
from transcription import releases
from transcription.views.desk import publishing_form, publishing_page
from transcription.views.desk.publishing_form import Entered
from transcription.views.desk.publishing_page import PublishingPage, asked_for

LARGEST_BODY = 16_000
CHANGED = message(
    "Inzwischen wurde an der Aufzeichnung etwas geändert. Es wurde nichts veröffentlicht. Bitte prüfen Sie die Angaben noch einmal."
)
IN_THE_WAY = message("Es wurde nichts veröffentlicht: Inzwischen steht etwas im Weg.")


class _ChangedError(Exception):
    """The recording is not as it was when the question was asked."""


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/veroeffentlichen``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording = asked_for(db, request)
        entered = replace(publishing_page.first(db, recording, site), stand=str(recording.edition))
        page = publishing_page.page(request, db, recording, entered)
    return _show(request, page)


@allowed(Role.CLERK)
async def send(request: Request) -> Response:
    """The form as it was sent: first the question comes back, and with ``schritt=veroeffentlichen`` it is done."""
    async with request.form(max_files=0, max_fields=20) as given:
        return await run_in_threadpool(_sent, request, Entered.of(given), given.get("schritt") == "veroeffentlichen")


def _sent(request: Request, entered: Entered, confirmed: bool) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording = asked_for(db, request)
        errors = _problems(db, recording, entered, site)
        page = publishing_page.page(request, db, recording, entered, errors)
        if errors or page.obstacles:
            return _show(request, page, 422 if errors else 409)
        if not confirmed:
            question = publishing_page.question(request, db, recording, entered, page)
            return pages.render(
                request, "transcription/desk/publishing_confirm.html", question, cache=pages.KEEP_NOTHING
            )
    return _publish(request, entered)


def _problems(db: Session, recording: Recording, entered: Entered, site: Site) -> dict[str, str]:
    today = expiry.today(site.clock(), site.settings.zone)
    approved_on = db.get_one(Meeting, recording.meeting_id).minutes_approved_on
    return publishing_form.problems(entered, today, approved_on, has_media=recordings.has_media(db, recording))


def _publish(request: Request, entered: Entered) -> Response:
    """Publish in one transaction, unless something changed since the question was asked."""
    site: Site = request.app.state.site
    try:
        with site.database.writing() as db:
            recording = asked_for(db, request)
            recordings.lock(db, recording)
            if str(recording.edition) != entered.stand:
                raise _ChangedError
            recording.public_part_only = entered.only_public_part
            declaration = entered.declaration(has_media=recordings.has_media(db, recording))
            releases.publish(db, recording, site, declaration, account(request))
    except _ChangedError:
        return _again(request, entered, CHANGED)
    except NotPublishableError:
        return _again(request, entered, IN_THE_WAY)
    path = i18n.page_path(request)
    return RedirectResponse(i18n.spoken(request).link(f"{path}?geschehen=veroeffentlicht"), 303)


def _again(request: Request, entered: Entered, problem: str) -> Response:
    """The form with all that was entered, on the present state of the recording."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        recording = asked_for(db, request)
        page = publishing_page.page(request, db, recording, replace(entered, stand=str(recording.edition)))
    return _show(request, replace(page, problem=i18n.spoken(request).gettext(problem)), 409)


def _show(request: Request, page: PublishingPage, status: int = 200) -> Response:
    return pages.render(request, "transcription/desk/publishing.html", page, status=status, cache=pages.KEEP_NOTHING)


PATH = "/ratsbuero/aufzeichnungen/{id:int}/veroeffentlichen"
routes: list[BaseRoute] = [
    Route(PATH, form, name="desk_publishing"),
    Route(PATH, send, methods=["POST"], name="desk_publish", max_body_size=LARGEST_BODY),
]
