"""What somebody answered, in words they can read once more before they send it."""

from collections.abc import Mapping
from dataclasses import dataclass

from council.base.i18n import Language, message
from participation.forms import Form, days, numerals, paths
from participation.forms.kinds import (
    OTHER,
    UNKNOWN,
    Day,
    Info,
    Matrix,
    Multiple,
    Number,
    Option,
    Ranking,
    Scale,
    Single,
)
from participation.forms.members import day
from participation.forms.questions import Question
from participation.views.answering_questions import Telling

ON_MAP = message("Punkt auf der Karte (%(lat)s, %(lon)s)")


@dataclass(frozen=True)
class Answered:
    """A question and its answer, line by line; none where it was left out. ``own``: words of the person, with their line breaks."""

    text: str
    lines: tuple[str, ...]
    own: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Section:
    """A page and what was answered there. ``place`` is where it can be changed."""

    place: str
    title: str
    answers: tuple[Answered, ...]


def sections(form: Form, answers: Mapping[str, object], telling: Telling) -> tuple[Section, ...]:
    """All that is shown to somebody with these valid answers, page by page; pages with nothing to answer are left out."""
    found = []
    for seen in paths.seen(form, answers):
        asked = [question for question in seen.questions if not isinstance(question.asks, Info)]
        if asked:
            told = tuple(_answered(question, answers.get(question.key), telling) for question in asked)
            found.append(Section(seen.page.key, telling.text(seen.page.title), told))
    return tuple(found)


def _answered(question: Question, answer: object, telling: Telling) -> Answered:
    own = question.kind in ("short", "long", "place")
    lines = () if answer is None else _lines(question, answer, telling)
    return Answered(telling.text(question.text), lines, own, ordered=isinstance(question.asks, Ranking))


def _lines(question: Question, answer: object, telling: Telling) -> tuple[str, ...]:
    language = telling.language
    match question.asks, answer:
        case ((Single(options) | Multiple(options) | Ranking(options)), list(several)):
            return tuple(_option(options, one, telling) for one in several)
        case ((Single(options) | Multiple(options) | Ranking(options)), one):
            return (_option(options, one, telling),)
        case Scale() as asks, step:
            return (_step(asks, step, telling),)
        case Matrix(rows, columns), dict(given):
            return tuple(
                f"{telling.text(row.text)}: {_cell(columns, given[row.key], telling)}"
                for row in rows
                if row.key in given
            )
        case Number(unit=unit), str(number):
            value = numerals.exact(number)
            told = numerals.shown(value, language.code) if value is not None else number
            return (f"{told} {telling.text(unit)}".strip(),)
        case Day(), str(text):
            value_of_day = day(text)
            return (days.shown(value_of_day, language.code) if value_of_day else text,)
        case _, {"lon": float() | int() as lon, "lat": float() | int() as lat}:
            return (language.gettext(ON_MAP) % {"lat": _degrees(lat, language), "lon": _degrees(lon, language)},)
        case _, {"text": str(text)}:
            return (text,)
        case _:
            return (str(answer),)


def _cell(columns: tuple[Option, ...] | Scale, answer: object, telling: Telling) -> str:
    return _step(columns, answer, telling) if isinstance(columns, Scale) else _option(columns, answer, telling)


def _option(options: tuple[Option, ...], answer: object, telling: Telling) -> str:
    if isinstance(answer, dict):
        return f"„{answer.get(OTHER, '')}“"
    return next((telling.text(one.text) for one in options if one.key == answer), str(answer))


def _step(asks: Scale, step: object, telling: Telling) -> str:
    if step == UNKNOWN:
        return telling.language.gettext("Weiß nicht")
    label = telling.text(asks.labels.get(step, {})) if isinstance(step, int) else ""
    told = telling.language.gettext("%(step)s von %(last)s") % {"step": step, "last": asks.last}
    return f"{told} ({label})" if label else told


def _degrees(value: float, language: Language) -> str:
    return f"{value:.5f}" if language.code == "en" else f"{value:.5f}".replace(".", ",")
