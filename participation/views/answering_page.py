"""The page of a step: what ``participation/answering.html`` shows."""

from dataclasses import dataclass
from datetime import datetime

from council.base import i18n
from council.base.i18n import message
from participation.answers import fields
from participation.forms import paths
from participation.forms.kinds import Place
from participation.forms.languages import OWN_NAMES, TAGS
from participation.views import answering_questions, answering_review, answering_steps
from participation.views.answering_questions import Choice, Choices, Shown, Telling
from participation.views.answering_review import Section
from participation.views.answering_sent import Sent
from participation.views.answering_steps import CODE, NO_STRATUM, OWN_PLACES, REVIEW, STRATUM, Turn
from participation.views.answering_visit import Visit


@dataclass(frozen=True)
class Problem:
    """What has to be put right, with a link to the field. ``about`` is the question; empty where there is only one on the page."""

    field: str
    text: str
    about: str = ""


@dataclass(frozen=True)
class Spoken:
    """A language the survey is shown in; ``path`` is where the form is sent to be shown in it."""

    code: str
    tag: str
    name: str
    path: str


@dataclass(frozen=True)
class AnsweringPage:
    """A step of a survey. ``tag`` is the language of the survey's own texts. ``step`` says
    which page it is, for one without a heading. ``progress`` is in percent. ``notice`` says why nothing was
    sent; ``more``: answers made questions appear. ``trap`` stands in the trap. ``has_map``: a page of the survey has a map,
    this one or another that scripts put in its place."""

    slug: str
    path: str
    title: str
    tag: str
    place: str
    heading: str
    step: str
    progress: int
    hidden: tuple[tuple[str, str], ...]
    closes_at: datetime | None
    languages: tuple[Spoken, ...] = ()
    questions: tuple[Shown, ...] = ()
    sections: tuple[Section, ...] = ()
    strata: Choices | None = None
    strata_question: str = ""
    stratum: str = ""
    problems: tuple[Problem, ...] = ()
    code: str = ""
    notice: str = ""
    more: bool = False
    can_go_back: bool = False
    revising: bool = False
    test: bool = False
    once: bool = False
    trap: str = ""
    has_map: bool = False


def made(visit: Visit, sent: Sent, turn: Turn, notice: str = "") -> AnsweringPage:
    """The page of the place where a turn leads."""
    survey, place, filled = visit.survey, turn.place, sent.filled
    telling = Telling(visit.form, visit.code, visit.language, turn.problems)
    visible = _visible(visit, sent, place)
    page = next((one for one in visit.form.pages if one.key == place and place not in OWN_PLACES), None)
    questions = answering_questions.on_page(page, filled.given, visible, telling) if page else ()
    revising = place != REVIEW and (filled.revising or filled.place == REVIEW)
    return AnsweringPage(
        slug=survey.slug,
        path=f"/mitmachen/{survey.slug}",
        title=visit.title,
        tag=TAGS[visit.code],
        place=place,
        heading=telling.text(page.title) if page else "",
        step=_step(visit, sent, place) if page else "",
        progress=answering_steps.progress(visit.sheet, filled, place),
        hidden=_hidden(visit, sent, place, visible, revising=revising),
        closes_at=survey.closes_at,
        languages=_languages(visit),
        questions=questions,
        sections=answering_review.sections(visit.form, filled.checked.answers, telling) if place == REVIEW else (),
        strata=_strata(visit, filled.stratum) if visit.sheet.strata else None,
        strata_question=_strata_question(visit),
        stratum=_said_stratum(visit, filled.stratum),
        problems=_problems(turn, questions, telling),
        code=sent.code,
        notice=notice,
        more=turn.more,
        can_go_back=place != answering_steps.start(visit.sheet),
        revising=revising,
        test=visit.test,
        once=survey.once_a_device,
        trap=sent.proof.trap,
        has_map=any(isinstance(one.asks, Place) for one in visit.form.questions.values()),
    )


def _step(visit: Visit, sent: Sent, place: str) -> str:
    number, of = paths.number(visit.form, sent.filled.checked.answers, place)
    return visit.language.gettext(PAGE) % {"number": number, "of": of}


def _visible(visit: Visit, sent: Sent, place: str) -> tuple[str, ...]:
    way = paths.seen(visit.form, sent.filled.checked.answers)
    return next((tuple(one.key for one in seen.questions) for seen in way if seen.page.key == place), ())


def _hidden(
    visit: Visit, sent: Sent, place: str, visible: tuple[str, ...], *, revising: bool
) -> tuple[tuple[str, str], ...]:
    """What travels from page to page: the answers of the others, and what the server must know and does not keep."""
    filled = sent.filled
    own = [
        ("schluessel", sent.proof.key),
        ("stempel", sent.proof.stamp),
        ("fassung", str(visit.version)),
        ("sprache", visit.code),
        ("seite", place),
        ("gezeigt", " ".join(sorted(filled.read.difference(visible) & visit.form.questions.keys()))),
        ("altcha", ""),
    ]
    if revising:
        own.append(("von", REVIEW))
    if place != STRATUM and filled.stratum:
        own.append(("stratum", filled.stratum))
    if place != CODE and sent.code:
        own.append(("code", sent.code))
    return (*own, *fields.written(visit.form, filled.given, without=place))


def _problems(turn: Turn, questions: tuple[Shown, ...], telling: Telling) -> tuple[Problem, ...]:
    found = []
    for question in questions:
        about = question.text if len(questions) > 1 else ""
        found += [Problem(question.field, text, about) for text in question.problems]
        rows = question.asked if isinstance(question.asked, tuple) else ()
        found += [Problem(row.choices.options[0].id, text) for row in rows for text in row.problems]
    if turn.place in (CODE, STRATUM):
        first = "code" if turn.place == CODE else "stratum-0"
        found += [Problem(first, fault.told(telling.language)) for fault in turn.problems]
    elif turn.place == REVIEW and turn.problems:
        found.append(Problem("", telling.language.gettext(FOREIGN)))
    return tuple(found)


def _strata(visit: Visit, chosen: str) -> Choices:
    named = [(name, name) for name in visit.survey.strata]
    options = [*named, (NO_STRATUM, visit.language.gettext(NOTHING_SAID))]
    found = tuple(Choice(f"stratum-{at}", value, text, value == chosen) for at, (value, text) in enumerate(options))
    return Choices("stratum", found)


def _strata_question(visit: Visit) -> str:
    return visit.text(visit.survey.strata_question) or visit.language.gettext(WHERE)


def _said_stratum(visit: Visit, chosen: str) -> str:
    return visit.language.gettext(NOTHING_SAID) if chosen == NO_STRATUM else chosen


def _languages(visit: Visit) -> tuple[Spoken, ...]:
    """The other languages of the survey. What the site itself speaks has addresses of its own."""
    path = f"/mitmachen/{visit.survey.slug}/fragen"
    return tuple(
        Spoken(code, TAGS[code], OWN_NAMES[code], i18n.language("en" if code == "en" else "de").link(path))
        for code in visit.form.languages
        if code != visit.code
    )


PAGE = message("Seite %(number)s von %(of)s")
WHERE = message("Wo wohnen Sie?")
NOTHING_SAID = message("Keine Angabe")
FOREIGN = message(
    "Einige Angaben gehörten nicht zu dieser Umfrage und wurden weggelassen. Bitte prüfen Sie Ihre Antworten, und senden Sie dann noch "
    "einmal ab."
)
