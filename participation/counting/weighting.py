"""Weighting answers to known shares of the population, such as of districts and age groups.

One known division is post-stratification: a person's weight is their group's share in the population over its share in
the answers. With several, the weights are raked: fitted to one division after the other until all agree (iterative
proportional fitting; Deming and Stephan, "On a Least Squares Adjustment of a Sampled Frequency Table When the Expected
Marginal Totals are Known", Annals of Mathematical Statistics 11/4, 1940, 427-444). No weight grows beyond ``trim``
times the mean one (5 as in DeBell and Krosnick, "Computing Weights for American National Election Study Survey Data",
ANES Technical Report nes012427, 2009). What weighting costs is told by Kish's approximation (Kish, "Survey Sampling",
1965; "Weighting for Unequal Pi", Journal of Official Statistics 8/2, 1992, 183-200): the design effect ``n Σw² /
(Σw)²``, and the effective sample size ``n / deff``.

Weighted results are further equations about the strata, so weights must not differ within a block of ``disclosure``:
two sums of two hidden strata, weighted and not, would tell both. So strata are weighted by blocks, whose shares
``joined`` adds up; other divisions come from answers that are published in the same part as the block.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from council.base.errors import ReadableError
from council.base.i18n import message

TRIM = 5.0
UNTOLD = ""  # the group of those of whom it is not known; the division leaves their part in the whole as it is
MOST_ROUNDS = 1000
SUM_TOLERANCE = 0.005  # shares are often rounded
CLOSE = 1e-10
LARGEST_GAP = 0.01  # a percentage point

Cell = tuple[str, ...]
"""A group in each division, such as ("Nord", "18-29")."""


class WeightingError(ReadableError):
    """The known shares and the answers do not go together."""


@dataclass(frozen=True)
class Division:
    """A division of the population, its name for messages, and the known share of each group; they add up to 1."""

    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    """The weight of a person in each cell; the mean over all people is 1. ``largest_gap`` is how far a group's share is
    off, because weights were trimmed."""

    by_cell: Mapping[Cell, float]
    people: int
    effective: float
    design_effect: float
    largest_gap: float
    trimmed: bool


def rake(people: Mapping[Cell, int], divisions: Sequence[Division], trim: float = TRIM) -> Weights:
    """Weights for people counted by cell, which has a group for each division. WeightingError says what does not go
    together."""
    counts = {cell: count for cell, count in people.items() if count}
    _check(counts, divisions, trim)
    weights, trimmed = _fitted(counts, divisions, trim)
    gap = max(_gaps(counts, divisions, weights))
    if gap > LARGEST_GAP:
        raise WeightingError(
            message(
                "Die Gewichtung gelingt nicht: Auch mit dem höchsten erlaubten Gewicht (%(trim)s) bleibt eine Gruppe "
                "%(gap)s Prozentpunkte neben ihrem Anteil. Bitte fassen Sie Gruppen mit wenigen Antworten zusammen."
            ),
            trim=f"{trim:g}".replace(".", ","),
            gap=f"{gap * 100:.1f}".replace(".", ","),
        )
    total = sum(counts.values())
    effective = effective_size(counts, weights)
    return Weights(weights, total, effective, total / effective, gap, trimmed)


def joined(shares: Mapping[str, float], blocks: Sequence[Collection[str]]) -> dict[str, float]:
    """The shares of blocks of strata, each under the name of its first stratum."""
    return {next(iter(names)): sum(shares.get(name, 0.0) for name in names) for names in blocks}


def effective_size(people: Mapping[Cell, int], weights: Mapping[Cell, float]) -> float:
    """How many people, all of equal weight, would tell as much (Kish)."""
    first = sum(count * weights[cell] for cell, count in people.items())
    second = sum(count * weights[cell] ** 2 for cell, count in people.items())
    return first * first / second


def weighted_shares(
    votes: Mapping[Cell, Mapping[str, int]], answered: Mapping[Cell, int], weights: Mapping[Cell, float]
) -> dict[str, float]:
    """The weighted share of each option among those who answered; both are counted by cell. Empty where nobody did."""
    whole = sum(count * weights[cell] for cell, count in answered.items() if count)
    shares: dict[str, float] = {}
    for cell, counts in votes.items():
        for option, count in counts.items():
            shares[option] = shares.get(option, 0.0) + (count * weights[cell] / whole if count else 0.0)
    return shares if whole else {}


def _check(people: Mapping[Cell, int], divisions: Sequence[Division], trim: float) -> None:
    if not trim > 1:
        raise WeightingError(message("Das höchste Gewicht muss größer als 1 sein."))
    if not people or not divisions:
        raise WeightingError(message("Ohne Antworten und bekannte Anteile kann nicht gewichtet werden."))
    for at, division in enumerate(divisions):
        _check_shares(division)
        found = {cell[at] for cell in people} - {UNTOLD}
        for group in sorted(found - {name for name, share in division.shares.items() if share > 0}):
            raise WeightingError(
                message(
                    "Für die Gruppe „%(group)s“ (%(division)s) gibt es Antworten, aber keinen bekannten Anteil. Bitte "
                    "tragen Sie ihn ein."
                ),
                group=group,
                division=division.name,
            )
        for group in (name for name, share in division.shares.items() if share > 0 and name not in found):
            raise WeightingError(
                message(
                    "Aus der Gruppe „%(group)s“ (%(division)s) hat niemand geantwortet. Bitte fassen Sie sie mit einer "
                    "anderen zusammen."
                ),
                group=group,
                division=division.name,
            )


def _check_shares(division: Division) -> None:
    total = sum(division.shares.values())
    if not all(0 <= share <= 1 for share in division.shares.values()) or not abs(total - 1) <= SUM_TOLERANCE:
        raise WeightingError(
            message("Die Anteile (%(division)s) ergeben zusammen %(sum)s %% statt 100 %%. Bitte prüfen Sie sie."),
            division=division.name,
            sum=f"{total * 100:.1f}".replace(".", ","),
        )


def _fitted(people: Mapping[Cell, int], divisions: Sequence[Division], trim: float) -> tuple[dict[Cell, float], bool]:
    """Rakes and trims in turn until nothing moves any more."""
    weights = dict.fromkeys(people, 1.0)
    for _ in range(MOST_ROUNDS):
        before = weights
        for at, division in enumerate(divisions):
            weights = _fitted_to(people, at, division, weights)
        weights = _mean_one(people, weights)
        trimmed = max(weights.values()) > trim * (1 + CLOSE)
        weights = {cell: min(weight, trim) for cell, weight in weights.items()}
        if max(abs(weights[cell] - before[cell]) for cell in weights) < CLOSE:
            return _mean_one(people, weights), trimmed
    raise WeightingError(
        message(
            "Die Gewichtung findet keine Lösung: Die bekannten Anteile und die Antworten passen nicht zusammen. Bitte "
            "fassen Sie Gruppen mit wenigen Antworten zusammen."
        )
    )


def _fitted_to(
    people: Mapping[Cell, int], at: int, division: Division, weights: Mapping[Cell, float]
) -> dict[Cell, float]:
    now = _margin(people, at, weights)
    whole = sum(now.values()) / sum(division.shares.values())
    factors = {group: division.shares[group] * whole / weight for group, weight in now.items()}
    return {cell: weight * factors.get(cell[at], 1.0) for cell, weight in weights.items()}


def _margin(people: Mapping[Cell, int], at: int, weights: Mapping[Cell, float]) -> dict[str, float]:
    """The weighted number of people in each group of a division, without those of whom it is not known."""
    margin: dict[str, float] = {}
    for cell, count in people.items():
        if cell[at] != UNTOLD:
            margin[cell[at]] = margin.get(cell[at], 0.0) + count * weights[cell]
    return margin


def _gaps(people: Mapping[Cell, int], divisions: Sequence[Division], weights: Mapping[Cell, float]) -> Iterator[float]:
    for at, division in enumerate(divisions):
        margin = _margin(people, at, weights)
        whole, known = sum(margin.values()), sum(division.shares.values())
        yield from (abs(weight / whole - division.shares[group] / known) for group, weight in margin.items())


def _mean_one(people: Mapping[Cell, int], weights: Mapping[Cell, float]) -> dict[Cell, float]:
    mean = sum(count * weights[cell] for cell, count in people.items()) / sum(people.values())
    return {cell: weight / mean for cell, weight in weights.items()}
