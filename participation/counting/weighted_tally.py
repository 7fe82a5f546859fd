"""Weighted shares beside the counted ones: who answered what is counted by cell of the known divisions, and weighted at the end.

Only the first section is weighted, whose parts tell the block of strata and the answer by which people are weighted. Weights by strata
can be worked out from the published data by anybody. Those by the answers to a question can not: that would take who gave which answer
to two questions, which is never published. But weighted and counted shares together tell how many of a cell gave which answer: the
weights are known to who tries all sizes cells may have. So each cell in which there is anybody needs as many people as a group."""

from collections.abc import Mapping, Sequence
from typing import Any

from council.base.i18n import message
from participation.counting import weighting
from participation.counting.disclosure import Block
from participation.counting.known_shares import KnownShares
from participation.counting.parts import Part
from participation.counting.sections import Section
from participation.counting.weighting import UNTOLD, Cell, Division, WeightingError, Weights
from participation.forms.kinds import OTHER, Multiple, Scale, Single
from participation.forms.questions import Question

STRATA = "strata"
DIGITS = 4
Votes = dict[Cell, dict[str, int]]


class WeightedTally:
    """Counts the parts of the first section by cell. Raises WeightingError where what is known does not fit the survey."""

    def __init__(self, known: KnownShares, section: Section, blocks: Sequence[Block], least: int = 1) -> None:
        self._least = least
        self._names = [next(iter(block.strata)) for block in blocks]
        self._by_strata = bool(known.strata) and len(blocks) > 1
        self._question = known.question if known.options else ""
        self._divisions = tuple(_divisions(known, blocks, self._by_strata))
        asked = {question.key: question for question in section.questions}
        if not self._divisions:
            raise WeightingError(message("Ohne Antworten und bekannte Anteile kann nicht gewichtet werden."))
        if self._question and self._question not in asked:
            raise WeightingError(
                message(
                    "Nach „%(key)s“ kann nicht gewichtet werden: Die Frage wurde geändert, während die Umfrage lief, "
                    "bekam nur ein Teil gestellt, oder es gibt sie nicht."
                ),
                key=self._question,
            )
        self._people: dict[Cell, int] = {}
        self._weighted = {key: question for key, question in asked.items() if _has_shares(question)}
        self._answered: dict[str, dict[Cell, int]] = {key: {} for key in self._weighted}
        self._votes: dict[str, Votes] = {key: {} for key in self._weighted}

    def add(self, group: int, part: Part) -> None:
        """Counts a part of the first section."""
        cell = self._cell(group, part)
        self._people[cell] = self._people.get(cell, 0) + 1
        for key in self._weighted:
            value = part.get(key)
            if value is not None:
                answered, votes = self._answered[key], self._votes[key].setdefault(cell, {})
                answered[cell] = answered.get(cell, 0) + 1
                for option in _chosen(value):
                    votes[option] = votes.get(option, 0) + 1

    def result(self) -> dict[str, Any]:
        """What ``Result.weighted`` holds. Raises WeightingError."""
        self._check_cells()
        weights = weighting.rake(self._people, self._divisions)
        return {
            "people": weights.people,
            "effective": round(weights.effective, 1),
            "design_effect": round(weights.design_effect, DIGITS),
            "largest_gap": round(weights.largest_gap, DIGITS),
            "trimmed": weights.trimmed,
            "divisions": [*([STRATA] if self._by_strata else []), *([self._question] if self._question else [])],
            "questions": {key: self._shares(key, question, weights) for key, question in self._weighted.items()},
        }

    def _check_cells(self) -> None:
        """Whether people enough stand in each cell: weighted and counted shares together tell how many of a cell gave which answer."""
        if self._question and any(people < self._least for people in self._people.values()):
            raise WeightingError(
                message(
                    "Nach „%(key)s“ kann nicht gewichtet werden: Zu einer Antwort gehören weniger als %(least)s Menschen, in allem oder "
                    "in einer Gruppe. Aus gewichteten und ungewichteten Anteilen ließe sich schließen, was sie sonst geantwortet "
                    "haben. Fassen Sie Antworten zusammen, oder gewichten Sie nur nach einem Merkmal."
                ),
                key=self._question,
                least=self._least,
            )

    def _cell(self, group: int, part: Part) -> Cell:
        cell = (self._names[group],) if self._by_strata else ()
        if not self._question:
            return cell
        given = part.get(self._question)
        return (*cell, given if isinstance(given, str) else UNTOLD)

    def _shares(self, key: str, question: Question, weights: Weights) -> dict[str, Any]:
        shares = weighting.weighted_shares(self._votes[key], self._answered[key], weights.by_cell)
        names = [str(name) for name in _options(question)]
        told = {name: round(shares.get(name, 0.0), DIGITS) for name in names} if shares else {}
        return {"points" if isinstance(question.asks, Scale) else "options": told}


def _divisions(known: KnownShares, blocks: Sequence[Block], by_strata: bool) -> list[Division]:
    found = []
    if by_strata:
        shares = weighting.joined(known.strata, [block.strata for block in blocks])
        found.append(Division("Gruppen", {name: share for name, share in shares.items() if name != UNTOLD}))
    if known.options:
        found.append(Division(known.question, known.options))
    return found


def _has_shares(question: Question) -> bool:
    return isinstance(question.asks, Single | Multiple | Scale)


def _options(question: Question) -> Sequence[str | int]:
    match question.asks:
        case Single(options, other) | Multiple(options, other):
            return [*(option.key for option in options), *([OTHER] if other else [])]
        case Scale() as scale:
            return [*scale.steps, *(["unknown"] if scale.unknown else [])]
    return []


def _chosen(value: Any) -> list[str]:
    every = value if isinstance(value, list) else [value]
    return [OTHER if isinstance(one, Mapping) else str(one) for one in every]
