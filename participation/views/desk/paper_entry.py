"""Entering sheets that came back on paper: ``/ratsbuero/beteiligung/{id}/papier/eingabe``, one after the other, by keyboard.

The log has no entry for a sheet: it would say when somebody's answer came. While the page is open the sheet entered last can be taken
back; the page alone knows which one that was.
"""

from collections.abc import Mapping
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import codes, results, survey_secrets
from participation.answers import fields, open_forms, paper_entries, receipts, receiving, submissions
from participation.answers.open_forms import Survey
from participation.answers.paper_entries import Sheet
from participation.answers.submissions import CodeRefusedError, NotOpenError, Offer, Origin
from participation.codes import Code
from participation.codes.letters import Mistyped
from participation.forms import Form
from participation.processes import Access, paper_taking
from participation.survey_secrets import SecretLostError
from participation.views.desk import paper_sheet
from participation.views.desk.paper_sheet import CODE, STRATUM, EntryPage, Last, Typed
from participation.views.desk.process_frame import HOME, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/papier"
LARGEST_BODY = 1_000_000
MOST_FIELDS = 3000

USED_OR_UNKNOWN = message(
    "Dieser Code gilt nicht. Entweder ist er falsch gelesen: Dann vergleichen Sie ihn bitte noch einmal. Oder mit ihm wurde schon "
    "geantwortet: Dann zählt dieser Bogen nicht noch einmal, und Sie legen ihn beiseite. Beides sieht hier gleich aus, denn benutzte "
    "Codes sind gelöscht."
)
NOT_NOW = message(
    "Diese Umfrage nimmt keine Bögen an. Es geht, sobald sie läuft, und nach dem Ende, bis die Ergebnisse veröffentlicht sind."
)
STALE = message("Diese Seite kam nicht vollständig bei uns an. Bitte geben Sie den Bogen noch einmal ein.")
NO_SUCH_GROUP = message("Diese Gruppe gibt es nicht. Bitte wählen Sie eine aus der Liste.")
STORED = message("Gespeichert: Bogen %(count)s, seit Sie diese Seite geöffnet haben.")
AGAIN = message("Dieser Bogen war schon gespeichert: Bogen %(count)s, seit Sie diese Seite geöffnet haben.")
GONE = message("Der Bogen war schon zurückgenommen.")
TAKEN_BACK = message("Der letzte Bogen ist zurückgenommen. Sein Code gilt wieder, wenn er einen hatte.")


@allowed(Role.PLANNER, Role.MODERATOR, Role.CLERK)
def page(request: Request) -> Response:
    """An empty sheet; ``?fassung=`` asks for an older version of the form."""
    return _show(request, Typed(version=request.query_params.get("fassung", "")))


@allowed(Role.PLANNER, Role.MODERATOR, Role.CLERK)
async def enter(request: Request) -> Response:
    """Store a sheet, and show the next empty one."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_enter, request, paper_sheet.typed(given))


@allowed(Role.PLANNER, Role.MODERATOR, Role.CLERK)
async def take_back(request: Request) -> Response:
    """Take the sheet entered last back."""
    async with request.form(max_files=0, max_fields=20) as given:
        return await run_in_threadpool(_take_back, request, paper_sheet.typed(given))


def _enter(request: Request, typed: Typed) -> Response:
    language = i18n.spoken(request)
    survey, form = _survey(request, typed.version)
    given = fields.read(form, typed.texts)
    sheet = paper_entries.read(form, given, paper_sheet.code_of(form, language))
    errors = _errors(survey, sheet, typed, language)
    if errors or (sheet.problems and not typed.anyway):
        return _show(request, typed, sheet, errors=errors)
    offer = Offer(
        survey.version(typed.version), sheet.answers, typed.key, _code(typed.code), typed.stratum, Origin.PAPER
    )
    try:
        stored = receiving.receive(request.app.state.site, survey.id, offer)
    except CodeRefusedError:
        return _show(request, typed, sheet, errors={CODE: language.gettext(USED_OR_UNKNOWN)})
    except NotOpenError:
        return _show(request, typed, sheet, errors={"": language.gettext(NOT_NOW)})
    except SecretLostError as error:
        return _show(request, typed, sheet, errors={"": error.told(language)})
    count = typed.count + 1
    said = AGAIN if stored.again else STORED
    after = Typed(version=typed.version, stratum=typed.stratum, count=count, last=Last(typed.key, typed.code))
    return _show(request, after, notice=language.gettext(said) % {"count": count})


def _take_back(request: Request, typed: Typed) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    survey, _ = _survey(request, typed.version)
    left = replace(typed, last=Last())
    if not receipts.is_key(typed.last.key):
        return _show(request, left, notice=language.gettext(GONE))
    offer = Offer(0, {}, typed.last.key, _code(typed.last.code), origin=Origin.PAPER)
    secret = survey_secrets.of(site.storage.root, survey.id)
    try:
        with site.database.writing() as db:
            done = submissions.take_back(db, survey.id, offer, secret, site.clock)
    except NotOpenError:
        return _show(request, left, errors={"": language.gettext(NOT_NOW)})
    count = typed.count - 1 if done and typed.count else typed.count
    return _show(request, replace(left, count=count), notice=language.gettext(TAKEN_BACK if done else GONE))


def _errors(survey: Survey, sheet: Sheet, typed: Typed, language: Language) -> Mapping[str, str]:
    """What no sheet can be stored with, by its field; of the whole, by none."""
    found: dict[str, str] = {}
    read = codes.read(typed.code)
    if isinstance(read, Mistyped):
        found[CODE] = read.error.told(language)
    if typed.stratum and typed.stratum not in survey.strata:
        found[STRATUM] = language.gettext(NO_SUCH_GROUP)
    if not receipts.is_key(typed.key):
        found[""] = language.gettext(STALE)
    elif (not sheet.answers and not sheet.problems) or (not sheet.answers and typed.anyway):
        found[""] = language.gettext(paper_entries.EMPTY)
    return found


def _code(typed: str) -> Code | None:
    read = codes.read(typed)
    return read if isinstance(read, Code) else None


def _survey(request: Request, version: str) -> tuple[Survey, Form]:
    """The survey, and the version of its form that is asked for; 404 where there are none."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        survey = open_forms.survey(db, load_survey(db, request).slug)
        if survey is None:
            raise HTTPException(404)
        return survey, open_forms.of_app(request.app).form(db, survey, survey.version(version))


def _show(
    request: Request,
    typed: Typed,
    sheet: Sheet | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    survey, form = _survey(request, typed.version)
    with site.database.reading() as db:
        process = load_survey(db, request)
        settled = results.is_settled(db, survey.id)
    now = site.clock()
    wrong = sheet.problems if sheet else ()
    asked = paper_sheet.questions(form, fields.read(form, typed.texts), wrong, language)
    by_code = survey.access == Access.CODES
    shown = EntryPage(
        process=frame_of(process, now, request),
        entering=paper_taking.takes(process, now, settled=settled),
        key=typed.key if sheet and receipts.is_key(typed.key) else paper_sheet.new_key(),
        version=survey.version(typed.version),
        versions=tuple(sorted(survey.revisions, reverse=True)) if len(survey.revisions) > 1 else (),
        tag=paper_sheet.tag(form, language),
        questions=asked,
        by_code=by_code,
        strata=tuple(survey.strata),
        stratum=typed.stratum,
        code=typed.code if sheet else "",
        count=typed.count,
        last=typed.last,
        problems=paper_sheet.problems_of(asked),
        errors=errors or {},
        forgivable=bool(wrong) and bool(sheet and sheet.answers),
        notice=notice,
    )
    status = 422 if errors or wrong else 200
    return pages.render(request, "participation/desk/paper_entry.html", shown, status=status, cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(f"{PATH}/eingabe", page, name="desk_paper_entry"),
    Route(f"{PATH}/eingabe", enter, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_paper_enter"),
    Route(
        f"{PATH}/eingabe/zuruecknehmen", take_back, methods=["POST"], max_body_size=32_000, name="desk_paper_take_back"
    ),
]
