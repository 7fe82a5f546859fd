"""How long a form takes: an estimate from what there is to read and to answer. Pure."""

from collections.abc import Iterator
from itertools import chain

from council.base.i18n import Language
from participation.forms import Form, Page
from participation.forms.kinds import Day, Info, Long, Matrix, Multiple, Number, Place, Ranking, Scale, Short, Single
from participation.forms.questions import Question
from participation.forms.texts import Texts

READING_S = 0.3  # a word: 200 a minute, as unhurried people read
AROUND_S = 20.0  # beginning, looking it over, sending it
SELDOM = 0.5  # of what not everybody sees or answers
ROUGHLY_FROM = 10  # minutes from which on the estimate is a multiple of five


def minutes(form: Form, language: str) -> int:
    """How many minutes most people take, rounded up; never less than one."""
    whole = -(-(AROUND_S + sum(_page_s(page, form, language) for page in form.pages)) // 60)
    exact = max(1, int(whole))
    return exact if exact <= ROUGHLY_FROM else -(-exact // 5) * 5


def told(count: int, language: Language) -> str:
    """'etwa 3 Minuten'."""
    return language.ngettext("etwa %(count)s Minute", "etwa %(count)s Minuten", count) % {"count": count}


def _page_s(page: Page, form: Form, language: str) -> float:
    seconds = _reading_s([page.title], form, language) + sum(_question_s(one, form, language) for one in page.questions)
    return seconds if page.shown_if is None else seconds * SELDOM


def _question_s(question: Question, form: Form, language: str) -> float:
    answering = _answering_s(question)
    if not question.required and isinstance(question.asks, Short | Place):
        answering *= SELDOM
    seconds = _reading_s(_texts(question), form, language) + answering
    return seconds if question.shown_if is None else seconds * SELDOM


def _texts(question: Question) -> Iterator[Texts]:
    return (said for _, said, _ in question.said())


def _reading_s(texts: Iterator[Texts] | list[Texts], form: Form, language: str) -> float:
    words = chain.from_iterable(form.shown(said, language).split() for said in texts)
    return READING_S * sum(1 for _ in words)


def _answering_s(question: Question) -> float:
    """Thinking and tapping, without reading."""
    match question.asks:
        case Info():
            return 0.0
        case Single() | Scale():
            return 5.0
        case Multiple():
            return 8.0
        case Matrix(rows=rows):
            return 4.0 * len(rows)
        case Ranking(places=places):
            return 6.0 * places
        case Number() | Day():
            return 8.0
        case Long():
            return 60.0
        case Short():
            return 15.0
        case Place():
            return 25.0
