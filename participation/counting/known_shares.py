"""What is known of the people asked: the share of each stratum, and of each answer to one single-choice question such as the one about
age. Answers can be weighted to it (``weighting``). Kept in ``Process.weighting``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.counting.weighting import SUM_TOLERANCE
from participation.forms import Form, numerals
from participation.forms.kinds import Single

HUNDRED = Decimal(100)


class SharesError(ReadableError):
    """Shares that cannot be those of a whole."""


@dataclass(frozen=True)
class KnownShares:
    """``strata``: the share of each stratum; ``options``: that of each option of the question with the key ``question``. Both add up
    to 1, or are empty where nothing is known."""

    strata: Mapping[str, float] = field(default_factory=dict)
    question: str = ""
    options: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.strata or self.options)


def from_json(value: Mapping[str, Any] | None) -> KnownShares:
    """What ``to_json`` wrote; nothing known for None."""
    return KnownShares(**value) if value else KnownShares()


def to_json(known: KnownShares) -> dict[str, Any] | None:
    """As a plain JSON value; None where nothing is known."""
    if not known:
        return None
    return {"strata": dict(known.strata), "question": known.question, "options": dict(known.options)}


def read(name: str, typed: Mapping[str, str]) -> dict[str, float]:
    """The shares people typed as percentages, by group; empty where no field was filled in. SharesError where one is missing or no
    number, or they do not add up to 100. ``name`` is what the division is called in the message."""
    if not any(typed.values()):
        return {}
    percentages: dict[str, Decimal] = {}
    for group, text in typed.items():
        value = numerals.exact(text.replace("%", "").strip().replace(",", "."))
        if value is None or not 0 < value <= HUNDRED:
            raise SharesError(
                message(
                    "%(division)s: Für „%(group)s“ fehlt der Anteil. Bitte tragen Sie eine Zahl über 0 bis 100 ein."
                ),
                division=name,
                group=group,
            )
        percentages[group] = value
    total = sum(percentages.values())
    if abs(total / HUNDRED - 1) > Decimal(str(SUM_TOLERANCE)):
        raise SharesError(
            message("%(division)s: Die Anteile ergeben zusammen %(sum)s %% statt 100 %%. Bitte prüfen Sie sie."),
            division=name,
            sum=f"{total:.1f}".replace(".", ","),
        )
    return {group: float(value / HUNDRED) for group, value in percentages.items()}


def fitting(known: KnownShares, strata: Sequence[str], form: Form) -> bool:
    """Whether the groups that are known are still those that are asked for."""
    if known.strata and set(known.strata) != set(strata):
        return False
    if not known.options:
        return True
    return known.question in questions(form) and set(known.options) == set(questions(form)[known.question])


def questions(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The questions people can be weighted by, with the keys of their options: single choice, without words of one's own, asked of
    everybody."""
    return {
        question.key: tuple(option.key for option in question.asks.options)
        for page in form.pages
        for question in page.questions
        if isinstance(question.asks, Single)
        and not question.asks.other
        and page.shown_if is None
        and question.shown_if is None
    }
