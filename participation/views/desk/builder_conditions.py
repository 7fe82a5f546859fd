"""The fields "nur zeigen, wenn …" of a page or question: comparisons with earlier questions, each chosen from lists."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from starlette.datastructures import FormData

from council.base import forms as entering
from council.base.i18n import Language, message
from participation import building
from participation.building import branching
from participation.building.branching import Rule
from participation.forms import Form, numerals
from participation.forms.condition_faults import MOST_COMPARISONS
from participation.forms.conditions import Comparison, Condition
from participation.forms.kinds import Day, Number
from participation.forms.questions import Question

NAME = "bedingung"


@dataclass(frozen=True)
class Choice:
    """Something to choose: as it stands in the field, and as it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class ConditionRow:
    """One comparison. Without ``values`` something is typed: a day where ``days``, else a number. ``typed``: a value belongs to it."""

    at: int
    question: str
    label: str
    ops: tuple[Choice, ...]
    op: str
    values: tuple[Choice, ...]
    value: str
    typed: bool
    days: bool


@dataclass(frozen=True)
class ConditionBox:
    """All of it. ``nested``: the condition in words, where it is more than a list can show. ``earlier``: what may be compared."""

    rows: tuple[ConditionRow, ...]
    any_of: bool
    earlier: tuple[Choice, ...]
    nested: str = ""


def box(condition: Condition | None, key: str, form: Form, language: Language) -> ConditionBox:
    """The fields for the condition of the page or question ``key``."""
    before = building.earlier(form, key)
    offered = tuple(_named(one, form) for one in before if branching.ops(one.asks))
    rule = branching.rule(condition)
    if rule is None:
        return ConditionBox((), False, offered, branching.told(condition, form, language))
    rows = tuple(_row(at, one, form, language) for at, one in enumerate(rule.comparisons))
    return ConditionBox(rows, rule.any_of, offered)


def entered(given: FormData, before: Condition | None, form: Form) -> Condition | None:
    """The condition that was entered; the one before where it was too nested to be shown. Questions the form does not have stay, so that
    nothing is lost, and are told as faults."""
    rule = branching.rule(before)
    if rule is None:
        return before
    rows = (_entered(given, at, one, form) for at, one in enumerate(rule.comparisons))
    return branching.condition(Rule(tuple(rows), entering.line(given, f"{NAME}-art") == "eine"))


def stepped(condition: Condition | None, step: str, given: FormData, key: str, form: Form) -> Condition | None:
    """With one more comparison (``neu``), without the one at a place (``weg:2``), or without any (``leer``)."""
    rule = branching.rule(condition)
    if step == "leer":
        return None
    if rule is None:
        return condition
    if step == "neu":
        chosen = entering.line(given, f"{NAME}-neu")
        found = next((one for one in building.earlier(form, key) if one.key == chosen), None)
        more = branching.first(found) if found and len(rule.comparisons) < MOST_COMPARISONS else None
        return branching.condition(replace(rule, comparisons=(*rule.comparisons, more))) if more else condition
    at = step.removeprefix("weg:")
    left = tuple(one for place, one in enumerate(rule.comparisons) if str(place) != at)
    return branching.condition(replace(rule, comparisons=left))


def _row(at: int, one: Comparison, form: Form, language: Language) -> ConditionRow:
    asked = form.questions.get(one.question)
    if asked is None:
        gone = language.gettext(message("gelöschte Frage"))
        return ConditionRow(at, one.question, gone, (), str(one.op), (), "", False, False)
    offered = branching.ops(asked.asks)
    values = tuple(Choice(*value) for value in branching.values(asked, form, language))
    return ConditionRow(
        at,
        one.question,
        _named(asked, form).label,
        tuple(Choice(str(op), language.gettext(branching.OP_NAMES[op])) for op in offered),
        str(one.op),
        values,
        _shown(one.value, asked),
        bool(values) or isinstance(asked.asks, Number | Day),
        isinstance(asked.asks, Day),
    )


def _entered(given: FormData, at: int, before: Comparison, form: Form) -> Comparison:
    asked, op = form.questions.get(before.question), entering.line(given, f"{NAME}-{at}-vergleich")
    if asked is None or not op:
        return before
    return branching.compared(asked, op, entering.line(given, f"{NAME}-{at}-wert")[:100])


def _named(question: Question, form: Form) -> Choice:
    numbers: Mapping[str, int] = {key: at for at, key in enumerate(form.questions, 1)}
    text = form.shown(question.text, form.leading) or question.key
    return Choice(question.key, f"{numbers[question.key]}. {text[:90]}")


def _shown(value: str | int | None, asked: Question) -> str:
    kept = "" if value is None else str(value)
    if isinstance(asked.asks, Number) and numerals.exact(kept) is not None:
        return numerals.shown(Decimal(kept), "de")
    if isinstance(asked.asks, Day) and kept:
        return kept if _is_day(kept) else ""
    return kept


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
