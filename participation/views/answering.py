"""Answering a survey: page by page, without scripts as well, to the receipt. Nothing is stored before the last step."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, pages, throttle
from participation.answers.submissions import Offer, Stored
from participation.processes import State
from participation.survey_secrets import SecretLostError
from participation.views import (
    answering_device,
    answering_page,
    answering_receipt,
    answering_sending,
    answering_sent,
    answering_steps,
    answering_threads,
    answering_visit,
    doors,
    proofs,
)
from participation.views.answering_sending import Refused
from participation.views.answering_sent import Sent
from participation.views.answering_steps import CODE, Turn
from participation.views.answering_visit import Visit
from participation.views.withdrawn import WithdrawnError

LARGEST_BODY = (
    3_000_000  # bytes: a text of a megabyte comes back with what is wrong with it, and with every other answer
)
LARGE_BODY = 200_000
MOST_FIELDS = 5000
PATH = "/mitmachen/{slug}"


def begin(request: Request) -> Response:
    """``/mitmachen/{slug}/fragen``: the first page; to the survey's own page where nothing can be answered now."""
    visit = answering_visit.of(request, spoken=request.query_params.get("sprache", ""))
    home = _home(visit)
    if not visit.takes:
        return RedirectResponse(home, 303)
    if answering_device.is_marked(request, visit):
        return RedirectResponse(home + "#beantwortet", 303)
    place = answering_steps.start(visit.sheet)
    return _show(request, visit, answering_sent.fresh(visit, place), Turn(place))


async def step(request: Request) -> Response:
    """One step: on, back, to another page, or the end."""
    if int(request.headers.get("content-length", LARGEST_BODY)) > LARGE_BODY:
        _one_by_one(request)
    given = await forms.of_text(request, MOST_FIELDS)
    taken = await answering_threads.run(_step, request, given)
    return await _store(request, taken) if isinstance(taken, _Ready) else taken


async def challenge(request: Request) -> Response:
    """``/pruefung``: work for the browser, good for one submission alone."""
    given = await forms.of_text(request, 10)
    return await run_in_threadpool(_challenge, request, forms.line(given, "schluessel"))


@dataclass(frozen=True)
class _Ready:
    """Somebody whose answers are to be stored now."""

    visit: Visit
    sent: Sent
    offer: Offer


def _step(request: Request, given: FormData) -> Response | _Ready:
    wanted = forms.line(given, "schritt")
    what, _, where = wanted.partition(":")
    spoken = where if what == "sprache" else forms.line(given, "sprache")
    find = answering_visit.sending if what == "absenden" else answering_visit.of
    visit = find(request, forms.line(given, "fassung"), spoken)
    sent = answering_sent.read(visit, given)
    try:
        if not visit.takes and (told := _not_taken(request, visit, sent)):
            return told
        return _send(request, visit, sent) if what == "absenden" else _go(request, visit, sent, what, where)
    except SecretLostError:
        return _refuse(request, visit, sent, answering_sending.secret_lost(visit, sent.filled.place))


def _not_taken(request: Request, visit: Visit, sent: Sent) -> Response | None:
    """The survey's own page where it is not open, or that it was withdrawn: of what it asks only those see anything who have answers to
    lose. None for those; and who sent theirs in time has their receipt."""
    arrived = answering_sending.known(visit, sent.proof.key)
    if arrived:
        return _receipt(request, visit, arrived)
    if visit.standing is State.WITHDRAWN:
        raise WithdrawnError
    return None if sent.filled.checked.answers else RedirectResponse(_home(visit), 303)


def _go(request: Request, visit: Visit, sent: Sent, what: str, where: str) -> Response:
    notice = "" if visit.takes else answering_sending.not_open(visit, visit.standing)
    if visit.takes and what in ("", "weiter") and sent.filled.place == CODE:
        refused = answering_sending.check_code(visit, sent.code)
        if refused is not None:
            return _refuse(request, visit, sent, refused)
    return _show(request, visit, sent, _turn(visit, sent, what, where), notice)


def _turn(visit: Visit, sent: Sent, what: str, where: str) -> Turn:
    match what:
        case "zurueck":
            return answering_steps.back(visit.sheet, sent.filled)
        case "zu":
            return answering_steps.to(visit.sheet, sent.filled, where)
        case "sprache":
            return Turn(sent.filled.place)
        case _:
            return answering_steps.on(visit.sheet, sent.filled)


def _send(request: Request, visit: Visit, sent: Sent) -> Response | _Ready:
    prepared = answering_sending.prepare(visit, sent, marked=answering_device.is_marked(request, visit))
    return _Ready(visit, sent, prepared) if isinstance(prepared, Offer) else _told(request, visit, sent, prepared)


async def _store(request: Request, ready: _Ready) -> Response:
    """Waits without a thread, and shows the receipt without one where it costs next to nothing."""
    visit, sent = ready.visit, ready.sent
    outcome = await answering_sending.store(visit, ready.offer)
    if isinstance(outcome, Stored) and pages.wants_fragment(request):
        return _receipt(request, visit, outcome)
    return await answering_threads.run(_told, request, visit, sent, outcome)


def _told(request: Request, visit: Visit, sent: Sent, outcome: Stored | Refused) -> Response:
    if isinstance(outcome, Refused):
        return _refuse(request, visit, sent, outcome)
    return _receipt(request, visit, outcome)


def _receipt(request: Request, visit: Visit, stored: Stored) -> Response:
    page = answering_receipt.made(visit, stored)
    response: Response
    if pages.wants_fragment(request):
        html = answering_receipt.fragment(page, visit.language.code, visit.site.settings.timezone)
        response = HTMLResponse(html, headers=_FRAGMENT)
    else:
        response = pages.render(request, "participation/receipt.html", page, cache=pages.KEEP_NOTHING)
    answering_device.mark(response, visit)
    return response


def _refuse(request: Request, visit: Visit, sent: Sent, refused: Refused) -> Response:
    page = answering_page.made(visit, sent, refused.turn, refused.text)
    return _render(request, page, refused.status, doors.retry_after(refused.retry_s))


def _show(request: Request, visit: Visit, sent: Sent, turn: Turn, notice: str = "") -> Response:
    page = answering_page.made(visit, sent, turn, notice)
    return _render(request, page, 422 if page.problems or notice else 200)


def _render(
    request: Request, page: answering_page.AnsweringPage, status: int, headers: dict[str, str] | None = None
) -> Response:
    return pages.render(
        request,
        "participation/answering.html",
        page,
        status=status,
        cache=pages.KEEP_NOTHING,
        fragment="participation/_sheet.html",
        headers=headers,
    )


def _challenge(request: Request, key: str) -> Response:
    visit = answering_visit.of(request)
    if visit.standing is State.WITHDRAWN:
        raise WithdrawnError
    if not visit.takes:
        return JSONResponse({"error": answering_sending.not_open(visit, visit.standing)}, 409)
    return proofs.challenge(visit, key)


def _one_by_one(request: Request) -> None:
    """Large forms take long to read: of one network few at once, 429 for others. Their answers stay in the browser that sent them."""
    away = doors.enter(doors.of_app(request.app).large_answers, throttle.network_of(request))
    if away:
        raise HTTPException(away.status, headers=away.headers)


def _home(visit: Visit) -> str:
    return visit.language.link(f"/mitmachen/{visit.survey.slug}")


_FRAGMENT = {"Cache-Control": pages.KEEP_NOTHING, "Vary": "HX-Request"}

routes: list[BaseRoute] = [
    Route(f"{PATH}/fragen", begin, name="survey"),
    Route(f"{PATH}/fragen", step, methods=["POST"], max_body_size=LARGEST_BODY, name="survey_step"),
    Route(f"{PATH}/pruefung", challenge, methods=["POST"], name="survey_challenge"),
]
