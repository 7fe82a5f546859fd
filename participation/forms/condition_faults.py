"""What a planner has to put right in a condition."""

from collections.abc import Iterator, Mapping

from council.base.i18n import message
from participation.forms import numerals
from participation.forms.conditions import Comparison, Condition, Op, comparisons, empty_parts
from participation.forms.faults import Fault
from participation.forms.kinds import OTHER, UNKNOWN, Day, Kind, Multiple, Number, Ranking, Scale, Single
from participation.forms.members import day

MOST_COMPARISONS = 50

_EQUAL = {Op.IS, Op.IS_NOT, Op.ANSWERED}
_ORDERED = {*_EQUAL, Op.AT_LEAST, Op.AT_MOST}
_OPS: dict[str, set[Op]] = {
    "single": _EQUAL,
    "multiple": {Op.INCLUDES, Op.ANSWERED},
    "ranking": {Op.INCLUDES, Op.ANSWERED},
    "scale": _ORDERED,
    "number": _ORDERED,
    "date": _ORDERED,
    "info": set(),
}


def faults(
    key: str, condition: Condition | None, earlier: Mapping[str, Kind], known: Mapping[str, Kind]
) -> Iterator[Fault]:
    """What is wrong with the condition of a page or question (``key``). ``earlier``: what the questions before it ask for; ``known``:
    all of the form. Since only earlier questions may be named, no conditions can go round in a circle."""
    if empty_parts(condition):
        yield Fault(
            key, message("Eine Bedingung ist leer. Bitte ergänzen Sie einen Vergleich, oder entfernen Sie sie.")
        )
    compared = list(comparisons(condition))
    if len(compared) > MOST_COMPARISONS:
        text = message("Die Bedingung hat mehr als %(most)s Vergleiche. Bitte vereinfachen Sie sie.")
        yield Fault(key, text, {"most": MOST_COMPARISONS})
    for one in compared:
        if one.question in earlier:
            yield from _comparison(key, one, earlier[one.question])
        elif one.question in known:
            text = message(
                "Die Bedingung fragt nach „%(question)s“, das erst später kommt. Bitte wählen Sie eine frühere Frage."
            )
            yield Fault(key, text, {"question": one.question})
        else:
            text = message(
                "Die Bedingung fragt nach „%(question)s“. Diese Frage gibt es nicht (mehr); bitte wählen Sie eine andere."
            )
            yield Fault(key, text, {"question": one.question[:60]})


def _comparison(key: str, one: Comparison, kind: Kind) -> Iterator[Fault]:
    if one.op not in _OPS.get(kind.kind, {Op.ANSWERED}):
        text = message(
            "Mit der Antwort auf „%(question)s“ ist dieser Vergleich nicht möglich. Bitte wählen Sie einen anderen."
        )
        yield Fault(key, text, {"question": one.question})
    elif not _fits(one, kind):
        text = message("Die Bedingung vergleicht „%(question)s“ mit „%(value)s“. Diese Antwort ist dort nicht möglich.")
        yield Fault(key, text, {"question": one.question, "value": "" if one.value is None else str(one.value)[:60]})


def _fits(one: Comparison, kind: Kind) -> bool:
    if one.op is Op.ANSWERED:
        return one.value is None
    match kind:
        case Single(options, other) | Multiple(options, other):
            return one.value in {option.key for option in options} or (other and one.value == OTHER)
        case Ranking(options):
            return one.value in {option.key for option in options}
        case Scale(unknown=unknown):
            said = unknown and one.value == UNKNOWN and one.op in (Op.IS, Op.IS_NOT)
            return said or (isinstance(one.value, int) and one.value in kind.steps)
        case Number():
            return isinstance(one.value, str) and numerals.exact(one.value) is not None
        case Day():
            return isinstance(one.value, str) and day(one.value) is not None
        case _:
            return False
