"""Conditions by which pages and questions are shown: comparisons of earlier answers, and all or any of several conditions.

There is no "not": what was not answered, or not shown, satisfies no comparison. So more answers never hide anything by their absence,
and what may still be shown can be told from what is known.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from council.base.i18n import message
from participation.forms import numerals
from participation.forms.kinds import OTHER, Json
from participation.forms.members import LARGEST_WHOLE, DefinitionError, Members, day
from participation.forms.texts import clean

DEEPEST = 5

Answers = Mapping[str, object]


class Op(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    INCLUDES = "includes"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Comparison:
    """An answer compared with a value: an option's key (``other`` for words of one's own), a step, a number or date as text.
    ``answered`` has no value."""

    question: str
    op: Op
    value: str | int | None = None


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


Condition = Comparison | AllOf | AnyOf


def holds(condition: Condition | None, answers: Answers, undecided: Collection[str] = ()) -> bool:
    """Whether answers satisfy a condition; ``answers`` are those of shown questions. Comparisons of ``undecided`` questions count as
    satisfied: then it tells whether the condition may still hold. No condition always holds."""
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(holds(part, answers, undecided) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers, undecided) for part in parts)
        case Comparison(question):
            return question in undecided or satisfies(answers.get(question), condition)


def satisfies(answer: object, comparison: Comparison) -> bool:
    """Whether a single answer satisfies a comparison; None, an unanswered one, satisfies none."""
    if answer is None:
        return False
    if comparison.op is Op.ANSWERED:
        return True
    if comparison.op is Op.INCLUDES:
        return isinstance(answer, list) and any(_comparable(one) == comparison.value for one in answer)
    mine, wanted = _comparable(answer), _comparable(comparison.value)
    if mine is None or wanted is None:
        return False
    if comparison.op in (Op.IS, Op.IS_NOT):
        return (mine == wanted) is (comparison.op is Op.IS)
    if isinstance(mine, Decimal) and isinstance(wanted, Decimal):
        return mine >= wanted if comparison.op is Op.AT_LEAST else mine <= wanted
    if isinstance(mine, date) and isinstance(wanted, date):
        return mine >= wanted if comparison.op is Op.AT_LEAST else mine <= wanted
    return False


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """All comparisons a condition is made of."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)
        case Comparison():
            yield condition


def empty_parts(condition: Condition | None) -> bool:
    """Whether somewhere in a condition all or any of nothing is asked for."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return not parts or any(empty_parts(part) for part in parts)
        case _:
            return False


def from_json(value: object, where: str, depth: int = 1) -> Condition:
    """Read a condition; ``where`` is the key of the page or question it belongs to. DefinitionError where it is none."""
    if depth > DEEPEST:
        raise DefinitionError(
            message("„%(where)s“: Die Bedingung ist zu verschachtelt. Bitte vereinfachen Sie sie."), where=where
        )
    members = Members(value, where)
    read: Condition
    if members.has("all"):
        read = AllOf(tuple(from_json(part, where, depth + 1) for part in members.many("all")))
    elif members.has("any"):
        read = AnyOf(tuple(from_json(part, where, depth + 1) for part in members.many("any")))
    else:
        read = Comparison(members.text("question"), _op(members), _value(members.raw("value"), where))
    members.end()
    return read


def to_json(condition: Condition) -> Json:
    """A condition as a plain JSON value."""
    match condition:
        case AllOf(parts):
            return {"all": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [to_json(part) for part in parts]}
        case Comparison(question, op, value):
            written: Json = {"question": question, "op": str(op)}
            return written if value is None else {**written, "value": value}


def _op(members: Members) -> Op:
    name = members.text("op")
    try:
        return Op(name)
    except ValueError:
        raise DefinitionError(
            message("„%(where)s“: Diesen Vergleich gibt es nicht: „%(op)s“."), where=members.where, op=name[:40]
        ) from None


def _value(value: object, where: str) -> str | int | None:
    if isinstance(value, str):
        return clean(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_WHOLE):
        return value
    raise DefinitionError(
        message("„%(where)s“: Die Bedingung vergleicht mit etwas, das weder Text noch ganze Zahl ist."), where=where
    )


def _comparable(value: object) -> Decimal | date | str | None:
    """Keys of options begin with a letter, so that a text tells by itself what it is."""
    if isinstance(value, dict):
        return OTHER if OTHER in value else None
    if isinstance(value, str):
        number = numerals.exact(value)
        return number if number is not None else day(value) or value
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None
