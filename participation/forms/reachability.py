"""Which pages and questions nobody can ever see, because their conditions contradict themselves or each other.

A condition is written as its *ways*: sets of comparisons, each of which is enough. Since a hidden question satisfies nothing, the ways to
compare an answer include those to see its question. There is no "not", so answers to different questions never exclude each other, and a
way can be gone if each question in it has an answer that satisfies all its comparisons; a few answers at the limits decide that.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from participation.forms import Form, numerals
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op, satisfies
from participation.forms.kinds import OTHER, UNKNOWN, Day, Kind, Multiple, Number, Ranking, Scale, Single
from participation.forms.members import day

MOST_WAYS = 200  # beyond them everything is taken for possible

Ways = frozenset[frozenset[Comparison]]
_ALWAYS: Ways = frozenset([frozenset()])


class _TooManyError(Exception):
    """A condition has more ways than are worth looking at."""


def unreachable(form: Form) -> tuple[str, ...]:
    """The keys of pages, and of questions on other pages, that no answers can make appear. The form has no other faults."""
    found: list[str] = []
    known: dict[str, Ways] = {}
    asks = {key: question.asks for key, question in form.questions.items()}
    for page in form.pages:
        page_ways = _ways(page.shown_if, known, asks)
        hidden = []
        for question in page.questions:
            known[question.key] = _both(page_ways, _ways(question.shown_if, known, asks), asks)
            if not known[question.key]:
                hidden.append(question.key)
        found += [page.key] if len(hidden) == len(page.questions) else hidden
    return tuple(found)


def _ways(condition: Condition | None, known: dict[str, Ways], asks: dict[str, Kind]) -> Ways:
    try:
        return _expanded(condition, known, asks)
    except _TooManyError:
        return _ALWAYS


def _expanded(condition: Condition | None, known: dict[str, Ways], asks: dict[str, Kind]) -> Ways:
    match condition:
        case None:
            return _ALWAYS
        case Comparison(question):
            return _product(frozenset([frozenset([condition])]), known[question], asks)
        case AnyOf(parts):
            return _few(way for part in parts for way in _expanded(part, known, asks))
        case AllOf(parts):
            ways = _ALWAYS
            for part in parts:
                ways = _product(ways, _expanded(part, known, asks), asks)
            return ways


def _both(one: Ways, other: Ways, asks: dict[str, Kind]) -> Ways:
    try:
        return _product(one, other, asks)
    except _TooManyError:
        return _ALWAYS


def _product(one: Ways, other: Ways, asks: dict[str, Kind]) -> Ways:
    return _few(way for left in one for right in other if _possible(way := left | right, asks))


def _few(ways: Iterable[frozenset[Comparison]]) -> Ways:
    found: set[frozenset[Comparison]] = set()
    for way in ways:
        found.add(way)
        if len(found) > MOST_WAYS:
            raise _TooManyError
    return frozenset(found)


def _possible(way: frozenset[Comparison], asks: dict[str, Kind]) -> bool:
    ordered = sorted(way, key=lambda one: one.question)
    return all(_answerable(asks[key], list(group)) for key, group in groupby(ordered, key=lambda one: one.question))


def _answerable(kind: Kind, compared: list[Comparison]) -> bool:
    wanted = [one.value for one in compared if one.op is not Op.ANSWERED]
    return not wanted or any(all(satisfies(answer, one) for one in compared) for answer in _answers(kind, wanted))


def _answers(kind: Kind, wanted: list[str | int | None]) -> Iterator[object]:
    """Answers enough to tell whether comparisons with the wanted values can be satisfied together."""
    match kind:
        case Single(options, other):
            yield from (option.key for option in options)
            yield from [{"other": "…"}] if other else []
        case Multiple(most=most):
            if most is None or len(set(wanted)) <= most:
                yield [{"other": "…"} if value == OTHER else value for value in wanted]
        case Ranking(places=places):
            if len(set(wanted)) <= places:
                yield list(wanted)
        case Scale():
            yield from kind.steps
            yield from [UNKNOWN] if kind.unknown else []
        case Number():
            yield from _numbers(kind, wanted)
        case Day():
            yield from _days(kind, wanted)


def _numbers(kind: Number, wanted: list[str | int | None]) -> Iterator[str]:
    step = Decimal(1).scaleb(-kind.decimals)
    named = {numerals.exact(str(value)) for value in wanted} | {kind.least, kind.most}
    for value in named - {None}:
        for near in (value // step * step + step * way for way in _around(len(wanted)) if value is not None):
            if (kind.least is None or near >= kind.least) and (kind.most is None or near <= kind.most):
                yield numerals.kept(near)


def _days(kind: Day, wanted: list[str | int | None]) -> Iterator[str]:
    named = {day(str(value)) for value in wanted} | {kind.earliest, kind.latest}
    for value in named - {None}:
        for near in (_moved(value, way) for way in _around(len(wanted)) if value is not None):
            if (
                near
                and (kind.earliest is None or near >= kind.earliest)
                and (kind.latest is None or near <= kind.latest)
            ):
                yield near.isoformat()


def _around(compared: int) -> range:
    """How many steps an answer can have to lie beside the values it is compared with, as each may exclude one."""
    return range(-compared - 1, compared + 2)


def _moved(value: date, days: int) -> date | None:
    try:
        return value + timedelta(days=days)
    except OverflowError:
        return None
