"""Access codes of a survey: ``/ratsbuero/beteiligung/{id}/codes``. How many there are, and making a series of them.

How many of a stratum were used is not shown: looked at twice, it would tell who answered in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from council.views.desk.meeting import ConfirmPage
from participation import processes
from participation.answers import receipts
from participation.codes import access_codes, code_letters, code_series
from participation.codes.code_series import CodesError, Order
from participation.processes import Access, Process, State, process_rows
from participation.survey_secrets import SecretLostError
from participation.views.desk import codes_made
from participation.views.desk.codes_made import MOST_FIELDS, field_of, new_key
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/codes"
MAKING = (State.DRAFT, State.COMING, State.OPEN)
LARGEST_BODY = 64_000
NOTICES = {
    "verworfen": message("Die Serie ist verworfen: Ihre Codes gelten nicht mehr und zählen nicht mit."),
    "ungueltig": message("Die unbenutzten Codes dieser Gruppe gelten nicht mehr."),
}
NO_NUMBER = message("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 500.")
STALE = message("Diese Seite kam nicht vollständig bei uns an. Bitte legen Sie die Codes noch einmal an.")


@dataclass(frozen=True)
class Group:
    """A stratum: the field for its number, how many codes were made for it, and what was typed. ``name`` is empty where there are no
    strata."""

    field: str
    name: str
    made: int
    typed: str
    invalidate: str


@dataclass(frozen=True)
class CodesPage:
    """``answers``: how many there are, in words. ``making``: codes can be made now. ``key`` makes a double click
    one series."""

    process: ProcessFrame
    by_code: bool
    making: bool
    draft: bool
    groups: tuple[Group, ...]
    made: int
    answers: str
    key: str = field(repr=False)
    most: int = code_series.MOST_AT_ONCE
    most_letters: int = code_letters.MOST
    notice: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """How many codes there are."""
    told = NOTICES.get(request.query_params.get("hinweis", ""), "")
    return _show(request, {}, notice=i18n.spoken(request).gettext(told))


@allowed(Role.PLANNER)
async def make(request: Request) -> Response:
    """Make a series, and show what can be done with it while its page is open."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_make, request, given)


def _make(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        strata = _strata(load_survey(db, request))
    typed = {field_of(at): forms.line(given, field_of(at)) for at in range(len(strata))}
    numbers = {name: _number(text) for name, text in typed.items()}
    errors = {name: language.gettext(NO_NUMBER) for name, number in numbers.items() if number is None}
    key = forms.line(given, "schluessel")
    if errors:
        return _show(request, typed, errors=errors)
    if not receipts.is_key(key):
        return _show(request, typed, errors={field_of(0): language.gettext(STALE)})
    wanted = {stratum: numbers[field_of(at)] or 0 for at, stratum in enumerate(strata)}
    try:
        code_series.make(site, request.path_params["id"], Order(key, wanted), account(request))
    except (CodesError, SecretLostError) as error:
        return _show(request, typed, errors={field_of(0): error.told(language)})
    return codes_made.show(request, key)


@allowed(Role.PLANNER)
def ask_invalidate(request: Request) -> Response:
    """``/codes/ungueltig/{group}``: what happens when the unused codes of a stratum become worthless."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        process = load_survey(db, request)
        now = site.clock()
    strata = _strata(process)
    at = request.path_params["group"]
    stratum = strata[at] if at < len(strata) else ""
    home = f"{HOME}/{process.id}/codes"
    possible = processes.state(process, now) in MAKING and at < len(strata)
    asked = ConfirmPage(
        title=language.gettext("Codes ungültig machen"),
        question=language.gettext(
            "Möchten Sie alle Codes für „%(group)s“ ungültig machen, die noch nicht benutzt sind?"
        )
        % {"group": stratum}
        if stratum
        else language.gettext("Möchten Sie alle Codes ungültig machen, die noch nicht benutzt sind?"),
        consequence=_consequence(processes.state(process, now), language),
        action=f"{home}/ungueltig/{at}",
        button=language.gettext("Codes ungültig machen") if possible else "",
        back=home,
        back_label=language.gettext("Zurück"),
    )
    return pages.render(request, "council/desk/confirm.html", asked, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
def invalidate(request: Request) -> Response:
    """Make them worthless."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        strata = _strata(load_survey(db, request))
    at = request.path_params["group"]
    if at < len(strata):
        try:
            code_series.invalidate(site, request.path_params["id"], strata[at], account(request))
        except CodesError as error:
            return _show(request, {}, errors={"codes": error.told(language)})
    return RedirectResponse(language.link(f"{HOME}/{request.path_params['id']}/codes?hinweis=ungueltig"), 303)


def _consequence(state: State, language: Language) -> str:
    if state in (State.DRAFT, State.COMING):
        return language.gettext(
            "Auch Codes, die schon in Briefen stehen, gelten dann nicht mehr. Da noch niemand geantwortet haben kann, sind es alle. Das "
            "lässt sich nicht rückgängig machen."
        )
    if state is State.OPEN:
        return language.gettext(
            "Auch Codes, die schon verschickt sind, gelten dann nicht mehr: Wer noch nicht geantwortet hat, kann es dann nicht mehr. Beim "
            "Rücklauf zählen sie weiter mit. Das lässt sich nicht rückgängig machen."
        )
    return language.gettext("Diese Umfrage ist vorbei: Mit ihren Codes kann niemand mehr antworten.")


def _show(
    request: Request, typed: Mapping[str, str], *, errors: Mapping[str, str] | None = None, notice: str = ""
) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        shown = _composed(db, request, typed, errors or {}, notice)
    status = 422 if errors else 200
    return pages.render(request, "participation/desk/codes.html", shown, status=status, cache=pages.KEEP_NOTHING)


def _composed(
    db: Session, request: Request, typed: Mapping[str, str], errors: Mapping[str, str], notice: str
) -> CodesPage:
    site: Site = request.app.state.site
    process, now = load_survey(db, request), site.clock()
    made = access_codes.invited(db, request.path_params["id"])
    state = processes.state(process, now)
    by_code = process.access == Access.CODES
    found = process_rows.overview(db, process, now, site)
    return CodesPage(
        process=frame_of(process, now, request),
        by_code=by_code,
        making=by_code and state in MAKING,
        draft=state is State.DRAFT,
        groups=tuple(
            Group(
                field_of(at), stratum, made.get(stratum, 0), typed.get(field_of(at), ""),
                f"{HOME}/{process.id}/codes/ungueltig/{at}",
            )
            for at, stratum in enumerate(_strata(process))
        ),
        made=sum(made.values()),
        answers=found.answers(i18n.spoken(request)),
        key=new_key(),
        notice=notice,
        errors=errors,
    )  # fmt: skip


def _strata(process: Process) -> tuple[str, ...]:
    return tuple(process.strata) or ("",)


def _number(typed: str) -> int | None:
    """What was typed as a number, with or without dots between thousands; nothing is none. None: it is no number."""
    plain = typed.replace(".", "").replace(" ", "")
    if not plain:
        return 0
    return forms.number(plain, 7)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_codes"),
    Route(PATH, make, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_codes_make"),
    Route(f"{PATH}/ungueltig/{{group:int}}", ask_invalidate, name="desk_codes_ask_invalidate"),
    Route(
        f"{PATH}/ungueltig/{{group:int}}", invalidate, methods=["POST"], max_body_size=32_000,
        name="desk_codes_invalidate",
    ),
    *codes_made.routes,
]  # fmt: skip
