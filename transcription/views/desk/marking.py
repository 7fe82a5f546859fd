"""Marking a recording: where items begin, what is cut, who speaks. Each step is one POST; with scripts only what it changed comes back."""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from council.marks import MarkingError, span
from council.media.timeline import Range
from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording
from transcription.marking import ConfirmationNeededError, Intent, Marking, StaleError
from transcription.views import moments
from transcription.views.desk import marking_form, marking_page, marking_text
from transcription.views.desk.marking_form import Asked
from transcription.views.desk.marking_page import Told

LARGEST_BODY = 16_000
NAMED = 3  # ranges named in a question
STATUS = {"done": 200, "problem": 422, "stale": 409, "ask": 409}
DONE = message("Gespeichert: %(label)s.")
UNDONE = message("Zurückgenommen: %(label)s.")
REDONE = message("Wieder ausgeführt: %(label)s.")
STALE = message(
    "%(who)s hat inzwischen etwas geändert: %(label)s. Ihr Schritt wurde nicht ausgeführt. Hier sehen Sie den neuen Stand."
)
STALE_SOMEHOW = message(
    "Inzwischen hat sich etwas geändert. Ihr Schritt wurde nicht ausgeführt. Hier sehen Sie den neuen Stand."
)
REVEALS = message("Die Aufzeichnung ist öffentlich. Danach wäre für alle zu sehen und zu hören: %(ranges)s.")
UNCONSENTED = message(
    "Die Aufzeichnung ist öffentlich. Für diese Stelle fehlt dann eine Einwilligung: %(ranges)s; "
    "bitte schneiden Sie sie heraus oder vermerken Sie die Einwilligung."
)
AND_MORE = message("%(ranges)s und mehr")
_ALWAYS = {"Vary": "HX-Request"}


@dataclass(frozen=True)
class _Found:
    """A recording with its meeting."""

    recording: Recording
    meeting: Meeting
    organization: Organization


@allowed(Role.CLERK)
def page(request: Request) -> Response:
    """``/ratsbuero/aufzeichnungen/{id}/markieren``; ``ab``: the moment at which the transcript is opened."""
    return _shown(request, None)


@allowed(Role.CLERK)
def text(request: Request) -> Response:
    """``…/markieren/text?von=&bis=``: a part of the transcript as a fragment; by itself it leads to the page opened there."""
    site: Site = request.app.state.site
    from_ms = _moment(request, "von") or 0
    if not pages.wants_fragment(request):
        path = i18n.page_path(request).removesuffix("/text")
        return RedirectResponse(i18n.spoken(request).link(f"{path}?ab={from_ms // 1000}#wortlaut"), 303)
    with site.database.reading() as db:
        recording = _asked_for(db, request).recording
        part = marking_text.part(db, recording, marking_page.address(recording), from_ms, _moment(request, "bis"))
    return pages.render(
        request, "transcription/desk/_marking_part.html", part, cache=pages.KEEP_NOTHING, headers=_ALWAYS
    )


@allowed(Role.CLERK)
async def mark(request: Request) -> Response:
    """One step. Afterwards the page, or for scripts what changes with a step; 409 where it has to be sent again."""
    async with request.form(max_files=0, max_fields=marking_form.MOST_FIELDS) as given:
        asked = Asked.of(given)
    return await run_in_threadpool(_mark, request, asked)


def _mark(request: Request, asked: Asked) -> Response:
    site: Site = request.app.state.site
    told = _attempt(request, site, asked)
    if told.kind == "done" and not pages.wants_fragment(request):
        return RedirectResponse(i18n.spoken(request).link(i18n.page_path(request)), 303)
    return _shown(request, told)


def _attempt(request: Request, site: Site, asked: Asked) -> Told:
    """Do what is asked for; what came of it."""
    language = i18n.spoken(request)
    try:
        step = marking_form.step_of(asked, site.clock().isoformat())
        with site.database.writing() as db:
            recording = _asked_for(db, request).recording
            label = step(Marking(db, site, recording, Intent(account(request), asked.state, asked.confirmed))).label
    except MarkingError as error:
        return Told("problem", error.told(language), {})
    except StaleError as error:
        text = (
            language.gettext(STALE) % {"who": error.who, "label": error.label}
            if error.who
            else language.gettext(STALE_SOMEHOW)
        )
        return Told("stale", text, asked.fields)
    except ConfirmationNeededError as error:
        return Told("ask", _question(error, language), asked.fields)
    done = {"zurueck": UNDONE, "wieder": REDONE}.get(asked.fields.get("tun", ""), DONE)
    return Told("done", language.gettext(done) % {"label": label}, {})


def _question(needed: ConfirmationNeededError, language: Language) -> str:
    parts = []
    if needed.revealed:
        parts.append(language.gettext(REVEALS) % {"ranges": _named(needed.revealed, language)})
    if needed.erased:
        parts.append(
            language.ngettext(
                "Die Aufzeichnung ist öffentlich. Der Text von %(num)s Äußerung im Schnitt wird endgültig gelöscht, auch sein Verlauf.",
                "Die Aufzeichnung ist öffentlich. Der Text von %(num)s Äußerungen im Schnitt wird endgültig gelöscht, auch ihr Verlauf.",
                needed.erased,
            )
            % {"num": needed.erased}
        )
    if needed.unconsented:
        parts.append(language.gettext(UNCONSENTED) % {"ranges": _named(needed.unconsented, language)})
    return " ".join(parts)


def _named(ranges: list[Range], language: Language) -> str:
    first = ", ".join(span(start, end) for start, end in ranges[:NAMED])
    return first if len(ranges) <= NAMED else language.gettext(AND_MORE) % {"ranges": first}


def _shown(request: Request, told: Told | None) -> Response:
    """The page, or for scripts what changes with a step."""
    site: Site = request.app.state.site
    status = STATUS[told.kind] if told else 200
    with site.database.reading() as db:
        found = _asked_for(db, request)
        if pages.wants_fragment(request):
            panel = marking_page.panel(db, site, found.recording, told)
            return pages.render(
                request, "transcription/desk/_marking_state.html", panel, status=status, cache=pages.KEEP_NOTHING, headers=_ALWAYS
            )  # fmt: skip
        open_at = _moment(request, "ab") or 0
        said = marking_text.parts(db, found.recording, marking_page.address(found.recording), open_at)
        whole = marking_page.page(db, site, found.recording, found.meeting, found.organization, said, told)
    return pages.render(
        request, "transcription/desk/marking.html", whole, status=status, cache=pages.KEEP_NOTHING, headers=_ALWAYS
    )


def _moment(request: Request, name: str) -> int | None:
    return moments.parse(request.query_params.get(name, ""))


def _asked_for(db: Session, request: Request) -> _Found:
    recording = db.get(Recording, request.path_params["id"])
    if recording is None:
        raise HTTPException(404)
    meeting = db.get_one(Meeting, recording.meeting_id)
    return _Found(recording, meeting, db.get_one(Organization, meeting.organization_id))


routes: list[BaseRoute] = [
    Route("/ratsbuero/aufzeichnungen/{id:int}/markieren", page, name="marking"),
    Route(
        "/ratsbuero/aufzeichnungen/{id:int}/markieren", mark, methods=["POST"], name="mark", max_body_size=LARGEST_BODY
    ),
    Route("/ratsbuero/aufzeichnungen/{id:int}/markieren/text", text, name="marking_text"),
]
