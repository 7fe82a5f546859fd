"""Known shares of districts and age groups, to weight answers by. ``/ratsbuero/beteiligung/{id}/zugang/gewichtung``"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language
from council.base.site import Site
from participation.counting import known_shares
from participation.counting.known_shares import KnownShares, SharesError
from participation.forms import Form
from participation.forms.kinds import Single
from participation.processes import Process, form_versions, openings
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/zugang/gewichtung"
LARGEST_BODY = 50_000
MOST_FIELDS = 200


@dataclass(frozen=True)
class Share:
    """A group and the percentage that was typed for it."""

    field: str
    label: str
    typed: str


@dataclass(frozen=True)
class Choice:
    """A question people can be weighted by."""

    key: str
    text: str


@dataclass(frozen=True)
class WeightingPage:
    """``question`` is the key of the chosen one, whose answers are ``options``; ``stale``: what is kept no longer fits the survey."""

    process: ProcessFrame
    strata: tuple[Share, ...]
    questions: tuple[Choice, ...]
    question: str
    options: tuple[Share, ...]
    kept: bool
    stale: bool
    notice: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """Percentages as they were typed: of strata in their order, and of the options of a question by key."""

    question: str
    strata: tuple[str, ...]
    options: Mapping[str, str]


@allowed(Role.PLANNER)
def page(request: Request) -> Response:
    """What is known; ``?frage=KEY`` asks for the fields of another question."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
    known = known_shares.from_json(process.weighting)
    options = {key: _percent(share) for key, share in known.options.items()}
    typed = Entered(
        request.query_params.get("frage", known.question),
        tuple(_percent(known.strata[name]) if name in known.strata else "" for name in process.strata),
        options if request.query_params.get("frage", known.question) == known.question else {},
    )
    saved = request.query_params.get("hinweis") == "gespeichert"
    return _show(request, typed, notice=i18n.spoken(request).gettext("Gespeichert.") if saved else "")


@allowed(Role.PLANNER)
async def change(request: Request) -> Response:
    """Store what is known."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_change, request, given)


def _change(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.writing() as db:
        load_survey(db, request)
        decided = openings.decide(db, request.path_params["id"], site.clock)
        process, form = decided.process, form_versions.draft(db, decided.process)
        typed = _entered(given, process, form)
        known, errors = _read(typed, process, form, language)
        if not errors:
            process.weighting = known_shares.to_json(known)
            openings.done(db, decided, account(request), "Bekannte Anteile zur Gewichtung geändert")
    if errors:
        return _show(request, typed, errors=errors)
    return RedirectResponse(language.link(f"{HOME}/{decided.id}/zugang/gewichtung?hinweis=gespeichert"), 303)


def _entered(given: FormData, process: Process, form: Form) -> Entered:
    question = forms.line(given, "frage")
    options = known_shares.questions(form).get(question, ())
    return Entered(
        question,
        tuple(forms.line(given, f"gruppe_{at}") for at in range(len(process.strata))),
        {key: forms.line(given, f"antwort_{at}") for at, key in enumerate(options)},
    )


def _read(typed: Entered, process: Process, form: Form, language: Language) -> tuple[KnownShares, dict[str, str]]:
    errors: dict[str, str] = {}
    strata: Mapping[str, float] = {}
    options: Mapping[str, float] = {}
    try:
        by_name = dict(zip(process.strata, typed.strata, strict=True))
        strata = known_shares.read(language.gettext("Gruppen"), by_name)
    except SharesError as error:
        errors["gruppen"] = error.told(language)
    try:
        labels = _labels(form, typed.question)
        shares = known_shares.read(_asked(form, typed.question), {labels[key]: typed.options[key] for key in labels})
        options = {key: shares[label] for key, label in labels.items() if label in shares}
    except SharesError as error:
        errors["antworten"] = error.told(language)
    return KnownShares(strata, typed.question if options else "", options), errors


def _labels(form: Form, key: str) -> dict[str, str]:
    """The options of a question, each as people read it."""
    question = form.questions.get(key)
    if question is None or not isinstance(question.asks, Single) or key not in known_shares.questions(form):
        return {}
    return {option.key: form.shown(option.text, form.leading) or option.key for option in question.asks.options}


def _asked(form: Form, key: str) -> str:
    return form.shown(form.questions[key].text, form.leading) if key in form.questions else ""


def _show(request: Request, typed: Entered, *, notice: str = "", errors: Mapping[str, str] | None = None) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
        form = form_versions.draft(db, process)
    known = known_shares.from_json(process.weighting)
    shown = WeightingPage(
        process=frame_of(process, site.clock(), request),
        strata=tuple(
            Share(f"gruppe_{at}", name, share)
            for at, (name, share) in enumerate(zip(process.strata, typed.strata, strict=False))
        ),
        questions=tuple(Choice(key, _asked(form, key)) for key in known_shares.questions(form)),
        question=typed.question,
        options=tuple(
            Share(f"antwort_{at}", label, typed.options.get(key, ""))
            for at, (key, label) in enumerate(_labels(form, typed.question).items())
        ),
        kept=bool(known),
        stale=not known_shares.fitting(known, process.strata, form),
        notice=notice,
        errors=errors or {},
    )
    name = "participation/desk/settings_weighting.html"
    return pages.render(request, name, shown, status=422 if errors else 200, cache=pages.KEEP_NOTHING)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_process_weighting"),
    Route(PATH, change, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_process_weighting_change"),
]
