"""What a request to answer a survey is about: which survey, in which version and language, and whether it is a planner's test."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from starlette.exceptions import HTTPException
from starlette.requests import Request

from council.base import access, i18n, throttle
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import processes, survey_secrets
from participation.answers import open_forms
from participation.answers.open_forms import Survey
from participation.forms import Form, texts
from participation.forms.texts import Texts
from participation.maps.boundary import Boundary
from participation.processes import Access, State
from participation.views import doors
from participation.views.answering_steps import Sheet
from participation.views.doors import Gates

NO_SUCH = message("Unter dieser Adresse gibt es keine Umfrage. Vielleicht ist die Adresse nicht vollständig.")
FIRST_VERSION = 1  # what a draft becomes


@dataclass(frozen=True)
class Visit:
    """``code`` is the language of the survey's texts, one of its form's; ``language`` that of everything else on the page."""

    site: Site
    survey: Survey
    form: Form
    version: int
    boundary: Boundary | None
    code: str
    language: Language
    test: bool
    now: datetime
    network: str
    gates: Gates

    @property
    def standing(self) -> State:
        return processes.state(self.survey, self.now)

    @property
    def takes(self) -> bool:
        """Whether answers are taken at this moment."""
        return self.test or self.standing is State.OPEN

    @cached_property
    def secret(self) -> bytes:
        """The survey's own; a draft has none before it is first tried."""
        root = self.site.storage.root
        if self.test and not survey_secrets.is_there(root, self.survey.id):
            return survey_secrets.make(root, self.survey.id)
        return survey_secrets.of(root, self.survey.id)

    @property
    def has_secret(self) -> bool:
        """Whether there is one: it is deleted with the answers."""
        return survey_secrets.is_there(self.site.storage.root, self.survey.id)

    @property
    def sheet(self) -> Sheet:
        """What there is to fill in; a planner's test needs no code."""
        by_code = self.survey.access == Access.CODES
        return Sheet(self.form, by_code and not self.test, () if by_code else tuple(self.survey.strata))

    @property
    def title(self) -> str:
        """The survey's name."""
        said = self.survey.title
        return texts.shown(said, self.code, self.form.leading) or next(iter(said.values()), "")

    def text(self, said: Texts) -> str:
        """A text of the form."""
        return self.form.shown(said, self.code)


def of(request: Request, version: str = "", spoken: str = "") -> Visit:
    """The visit of a request; 404 where the public knows of no such survey. ``version`` and ``spoken`` are what the page says it was made
    of; the latest version and the page's language where they say nothing that is known."""
    site: Site = request.app.state.site
    kept = open_forms.of_app(request.app)
    with site.database.reading() as db:
        survey = open_forms.survey(db, request.path_params["slug"])
        if survey is None or survey.kind != processes.Kind.SURVEY:
            raise HTTPException(404, NO_SUCH)
        number = survey.version(version)
        form = kept.form(db, survey, number)
    test = processes.state(survey, site.clock()) is State.DRAFT
    if test and not is_planner(request):
        raise HTTPException(404, NO_SUCH)
    return _made(request, survey, form, number, spoken, test=test)


def sending(request: Request, version: str = "", spoken: str = "") -> Visit:
    """The same for who sends their answers. What is open is known from half a second ago, where it is: storing looks again, under the
    lock."""
    site: Site = request.app.state.site
    kept = open_forms.of_app(request.app)
    survey = kept.recent(site, request.path_params["slug"])
    if (
        survey is None
        or survey.kind != processes.Kind.SURVEY
        or processes.state(survey, site.clock()) is not State.OPEN
    ):
        return of(request, version, spoken)
    number = survey.version(version)
    form = kept.kept(survey, number)
    return _made(request, survey, form, number, spoken) if form else of(request, version, spoken)


def again(visit: Visit) -> Visit:
    """As it is now, where storing found that it is no longer as it was a moment ago."""
    with visit.site.database.reading() as db:
        survey = open_forms.survey(db, visit.survey.slug)
    return replace(visit, survey=survey or visit.survey, now=visit.site.clock())


def _made(request: Request, survey: Survey, form: Form, number: int, spoken: str, *, test: bool = False) -> Visit:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    code = language_of(form, spoken, language)
    boundary = open_forms.boundary_of(survey, form)
    return Visit(
        site,
        survey,
        form,
        number or FIRST_VERSION,
        boundary,
        code,
        language,
        test,
        site.clock(),
        throttle.network_of(request),
        doors.of_app(request.app),
    )


def is_planner(request: Request) -> bool:
    """Whether somebody at the desk may try what the public does not know yet."""
    who = access.signed_in(request)
    return who is not None and who.may((Role.PLANNER, Role.ADMIN))


def language_of(form: Form, wanted: str, language: Language) -> str:
    """In which of its languages a form is shown."""
    return next((code for code in (wanted, language.code) if code in form.languages), form.leading or "de")
