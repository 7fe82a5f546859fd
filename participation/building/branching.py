"""Conditions as a planner sets them: a list of comparisons of which all or any have to hold, each chosen from what an earlier question can
be compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from council.base.i18n import Language, message
from participation.forms import Form, choices, numerals
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op
from participation.forms.kinds import OTHER, UNKNOWN, Day, Info, Kind, Multiple, Number, Ranking, Scale, Single
from participation.forms.members import day
from participation.forms.questions import Question

OP_NAMES: Mapping[Op, str] = {
    Op.IS: message("ist"),
    Op.IS_NOT: message("ist nicht"),
    Op.INCLUDES: message("enthält"),
    Op.AT_LEAST: message("ist mindestens"),
    Op.AT_MOST: message("ist höchstens"),
    Op.ANSWERED: message("wurde beantwortet"),
}
OWN_WORDS = message("eigene Antwort")
DONT_KNOW = message("weiß nicht")


@dataclass(frozen=True)
class Rule:
    """All of the comparisons, or with ``any_of`` at least one of them."""

    comparisons: tuple[Comparison, ...] = ()
    any_of: bool = False


def rule(condition: Condition | None) -> Rule | None:
    """A condition as a list; None where it is nested deeper than a list can show."""
    match condition:
        case None:
            return Rule()
        case Comparison():
            return Rule((condition,))
        case AllOf(parts) | AnyOf(parts):
            flat = tuple(part for part in parts if isinstance(part, Comparison))
            return Rule(flat, isinstance(condition, AnyOf)) if len(flat) == len(parts) else None


def condition(wanted: Rule) -> Condition | None:
    """What a list means; None for an empty one, which always holds."""
    if len(wanted.comparisons) < 2:
        return next(iter(wanted.comparisons), None)
    return AnyOf(wanted.comparisons) if wanted.any_of else AllOf(wanted.comparisons)


def ops(kind: Kind) -> tuple[Op, ...]:
    """How answers of a kind can be compared, the most usual first; empty where there are no answers."""
    match kind:
        case Single():
            return (Op.IS, Op.IS_NOT, Op.ANSWERED)
        case Multiple() | Ranking():
            return (Op.INCLUDES, Op.ANSWERED)
        case Scale() | Number() | Day():
            return (Op.AT_LEAST, Op.AT_MOST, Op.IS, Op.IS_NOT, Op.ANSWERED)
        case Info():
            return ()
        case _:
            return (Op.ANSWERED,)


def values(question: Question, form: Form, language: Language) -> tuple[tuple[str, str], ...]:
    """What an answer can be compared with, each as it stands in a field and as it is called; empty where something is to be typed."""
    match question.asks:
        case Single(options, other) | Multiple(options, other):
            own = ((OTHER, language.gettext(OWN_WORDS)),) if other else ()
        case Ranking(options):
            own = ()
        case Scale() as scale:
            unknown = ((UNKNOWN, language.gettext(DONT_KNOW)),) if scale.unknown else ()
            return (*((str(step), _step(scale, step, form)) for step in scale.steps[:40]), *unknown)
        case _:
            return ()
    return (*((option.key, form.shown(option.text, form.leading) or option.key) for option in options), *own)


def first(question: Question) -> Comparison | None:
    """What is offered when a question is chosen to be compared; None where it cannot be."""
    offered = ops(question.asks)
    if not offered:
        return None
    match question.asks:
        case Scale() as scale:
            return Comparison(question.key, Op.AT_LEAST, scale.first)
        case _ if options := choices.of(question.asks):
            wanted = Op.ANSWERED if offered == (Op.ANSWERED,) else offered[0]
            return Comparison(question.key, wanted, None if wanted is Op.ANSWERED else options[0].key)
        case _:
            return Comparison(question.key, Op.ANSWERED)


def compared(question: Question, op: str, value: str) -> Comparison:
    """The comparison that stands in fields: a number or date as people type it, an option by its key. What does not fit stays as it is,
    and ``form_faults`` tells."""
    offered = ops(question.asks)
    chosen = Op(op) if op in {str(one) for one in offered} else next(iter(offered), Op.ANSWERED)
    if chosen is Op.ANSWERED:
        return Comparison(question.key, chosen)
    match question.asks:
        case Scale() if value.lstrip("-").isdecimal() and value.isascii() and len(value) < 7:
            return Comparison(question.key, chosen, int(value))
        case Number():
            return Comparison(question.key, chosen, _number(value))
        case _:
            return Comparison(question.key, chosen, value)


def told(wanted: Condition | None, form: Form, language: Language) -> str:
    """A condition in words; empty for none."""
    match wanted:
        case None:
            return ""
        case AnyOf((Comparison() as one, _, *_) as parts) if _alike(parts) and one.op is not Op.ANSWERED:
            *known, last = (f"„{_named(part, form, language)}“" for part in parts if isinstance(part, Comparison))
            return f"{_about(one, form, language)} {', '.join(known)} {language.gettext(message('oder'))} {last}"
        case AllOf(parts):
            return f" {language.gettext(message('und'))} ".join(_within(part, form, language) for part in parts)
        case AnyOf(parts):
            return f" {language.gettext(message('oder'))} ".join(_within(part, form, language) for part in parts)
        case Comparison():
            return _comparison(wanted, form, language)


def _within(part: Condition, form: Form, language: Language) -> str:
    said = told(part, form, language)
    return said if isinstance(part, Comparison) else f"({said})"


def _alike(parts: tuple[Condition, ...]) -> bool:
    """Whether all compare the same question in the same way."""
    return len({(part.question, part.op) if isinstance(part, Comparison) else None for part in parts}) == 1


def _comparison(one: Comparison, form: Form, language: Language) -> str:
    about = _about(one, form, language)
    return about if one.op is Op.ANSWERED else f"{about} „{_named(one, form, language)}“"


def _about(one: Comparison, form: Form, language: Language) -> str:
    question = form.questions.get(one.question)
    asked = form.shown(question.text, form.leading) if question else ""
    return f"„{asked or one.question}“ {language.gettext(OP_NAMES[one.op])}"


def _named(one: Comparison, form: Form, language: Language) -> str:
    return _value(one.value, form.questions.get(one.question), form, language)


def _value(value: str | int | None, question: Question | None, form: Form, language: Language) -> str:
    kept = "" if value is None else str(value)
    known = dict(values(question, form, language)) if question else {}
    if kept in known:
        return known[kept]
    if question and isinstance(question.asks, Number) and numerals.exact(kept) is not None:
        return numerals.shown(Decimal(kept), language.code)
    on = day(kept)
    return f"{on:%d.%m.%Y}" if on else kept


def _number(value: str) -> str:
    try:
        return numerals.kept(numerals.typed(value, numerals.MOST_DECIMALS))
    except numerals.NumeralError:
        return value[:60]


def _step(scale: Scale, step: int, form: Form) -> str:
    label = form.shown(scale.labels.get(step, {}), form.leading)
    return f"{step} – {label}" if label else str(step)
