"""Branching on paper: which questions to answer, and where to go on otherwise, in words that name questions by their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from council.base.i18n import Language, message
from participation.forms import Form, choices, numerals
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op, comparisons
from participation.forms.kinds import OTHER, UNKNOWN, Info, Number, Scale
from participation.forms.members import day
from participation.forms.questions import Question

_SAID = {
    Op.IS: message("bei Frage %(number)s „%(value)s“"),
    Op.IS_NOT: message("bei Frage %(number)s etwas anderes als „%(value)s“"),
    Op.INCLUDES: message("bei Frage %(number)s auch „%(value)s“"),
    Op.AT_LEAST: message("bei Frage %(number)s mindestens „%(value)s“"),
    Op.AT_MOST: message("bei Frage %(number)s höchstens „%(value)s“"),
    Op.ANSWERED: message("bei Frage %(number)s irgendetwas"),
}
ONLY = message("Nur wenn Sie %(condition)s geantwortet haben.")
ELSE = message("Sonst weiter mit Frage %(number)s.")
ELSE_END = message("Sonst sind Sie fertig.")


@dataclass(frozen=True)
class Numbering:
    """The form, the numbers of its questions, and how they are told."""

    form: Form
    numbers: Mapping[str, int]
    code: str
    language: Language


def numbers(form: Form) -> Mapping[str, int]:
    """The number of each question; texts to read have none."""
    asked = (key for key, question in form.questions.items() if not isinstance(question.asks, Info))
    return {key: number for number, key in enumerate(asked, 1)}


def told(condition: Condition | None, last: str, numbering: Numbering) -> str:
    """Who answers what depends on a condition, and where all others go on: behind the question ``last``. Empty for no condition."""
    if condition is None:
        return ""
    gettext = numbering.language.gettext
    only = gettext(ONLY) % {"condition": _words(condition, numbering)}
    after = _after(last, numbering)
    otherwise = gettext(ELSE_END) if after is None else gettext(ELSE) % {"number": after}
    return f"{only} {otherwise}"


def last_alike(form: Form, key: str) -> str:
    """The last of the questions behind one another on a page, from this one on, that hang on the same condition."""
    for page in form.pages:
        found = ""
        for question in page.questions:
            if question.key == key:
                found, wanted = key, question.shown_if
            elif found and question.shown_if == wanted:
                found = question.key
            elif found:
                break
        if found:
            return found
    return key


def _after(last: str, numbering: Numbering) -> int | None:
    keys = list(numbering.form.questions)
    behind = keys[keys.index(last) + 1 :] if last in keys else []
    return next((numbering.numbers[key] for key in behind if key in numbering.numbers), None)


def _words(condition: Condition, numbering: Numbering) -> str:
    match condition:
        case Comparison():
            return _comparison(condition, numbering)
        case AllOf(parts) | AnyOf(parts):
            gettext = numbering.language.gettext
            between = gettext(message("und")) if isinstance(condition, AllOf) else gettext(message("oder"))
            if isinstance(condition, AnyOf) and (short := _alternatives(condition, between, numbering)):
                return short
            said = [_words(part, numbering) for part in parts]
            return f" {between} ".join(
                one if isinstance(part, Comparison) or len(list(comparisons(part))) < 2 else f"({one})"
                for one, part in zip(said, parts, strict=True)
            )


def _alternatives(condition: AnyOf, between: str, numbering: Numbering) -> str:
    """Several answers to the same question in one phrase: bei Frage 3 „A“, „B“ oder „C“; empty where they are not such."""
    parts = [part for part in condition.parts if isinstance(part, Comparison)]
    alike = {(part.question, part.op) for part in parts}
    if len(parts) < len(condition.parts) or len(alike) != 1 or parts[0].op not in (Op.IS, Op.INCLUDES):
        return ""
    *first, last = (_value(part, numbering) for part in parts)
    joined = f"{'“, „'.join(first)}“ {between} „{last}" if first else last
    return _phrase(parts[0], joined, numbering)


def _comparison(one: Comparison, numbering: Numbering) -> str:
    return _phrase(one, _value(one, numbering), numbering)


def _phrase(one: Comparison, value: str, numbering: Numbering) -> str:
    said = numbering.language.gettext(_SAID[one.op])
    return said % {"number": numbering.numbers.get(one.question, "?"), "value": value}


def _value(one: Comparison, numbering: Numbering) -> str:
    question = numbering.form.questions.get(one.question)
    kept = "" if one.value is None else str(one.value)
    return _named(kept, question, numbering) if question else kept


def _named(kept: str, question: Question, numbering: Numbering) -> str:
    gettext = numbering.language.gettext
    if kept == OTHER:
        return gettext(message("Eigene Antwort"))
    for option in choices.of(question.asks):
        if option.key == kept:
            return numbering.form.shown(option.text, numbering.code)
    match question.asks:
        case Scale() if kept == UNKNOWN:
            return gettext(message("Weiß nicht"))
        case Number() if numerals.exact(kept) is not None:
            return numerals.shown(Decimal(kept), numbering.language.code)
    on = day(kept)
    return f"{on:%d.%m.%Y}" if on else kept
