"""Disclosure control: of which groups of people results may be shown, so that no smaller group's results follow from
what is shown.

Everything published is a sum over whole *blocks*. A publication divides the strata into blocks with at least ``k``
people each; a stratum that is a block of its own can be filtered by, and strata that are too small share a block,
together with a larger one where their number alone would follow from the total. Blocks do not overlap, so whatever is
added and subtracted leads to whole blocks again. This is why suppression stays safe although every total is shown:
nobody needs to look for combinations.

In time, the next publication only ever divides blocks further, and each block of the last one has either ``k`` new
people or none (``may_publish``). Then all that follows from any number of publications is about ``k`` people or more:
what two of them differ by is the new people of a block of the earlier one, and a part that was divided off contains its
whole block of the later one.

As a survey closes all its submissions are published, and the difference to the last live results must not be one late
person. So live results leave out ``k`` submissions (``held_back``), chosen by their random keys: who was once counted
stays counted, and no order of arrival needs to be known.

What is protected: what the people of a hidden stratum answered, and how many they are (also when they are none),
against everybody who has all publications and solves equations. "k" counts people: an option may well have one vote.

What is not protected:

- A group that agrees. If all people of a shown group chose the same, everybody knows of each of them what they chose,
  however large the group is, and likewise what nobody chose. Hiding such a result would tell the same, so it is not
  hidden; ``unanimous`` finds it, so that the office can put strata together before it publishes.
- What somebody adds of their own: who knows the answers of all others of a block knows the last one's. With codes each
  of a block's people sees at least ``k - 1`` others. Where anyone may answer, nobody counts people: who answers
  ``k - 1`` times in a group of their choice, or between two live results, learns what the one other person there said.
  So groups are then shown only from ``least_in_groups`` people, which makes that much dearer and no more than that;
  live results, and the total, grow by ``k`` answers as elsewhere. Who has to rule it out gives out codes.
- The number alone of a hidden stratum's people, at the edges: who knows this program knows that strata share a block
  for a reason (two with 2 (k - 1) people between them may have k - 1 each). What they answered stays that of the block.
- That nobody of a block took part between two publications that say the same of it.
- Which questions and combinations of answers make people recognisable (``participation/forms/identifying.py``).
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.base.errors import ReadableError
from council.base.i18n import message

PEOPLE = 5
LEAST_PEOPLE = 2
OPEN_GROUP, OPEN_FACTOR = 30, 5  # the least people of a group where anyone may answer, and how many times ``k``


class DisclosureError(ReadableError):
    """What was asked for cannot be published without telling what single people answered."""


@dataclass(frozen=True)
class Block:
    """Strata of which only the sum is shown, and how many people it counts."""

    strata: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class Publication:
    """Which strata are shown how: the blocks are all that is ever told, and every stratum is in exactly one."""

    blocks: tuple[Block, ...]

    @property
    def people(self) -> int:
        return sum(block.people for block in self.blocks)

    @property
    def shown(self) -> tuple[Block, ...]:
        """The strata that can be filtered by."""
        return tuple(block for block in self.blocks if len(block.strata) == 1)

    @property
    def hidden(self) -> frozenset[str]:
        """The strata that are told only together with others."""
        return frozenset(name for block in self.blocks if len(block.strata) > 1 for name in block.strata)

    def block(self, stratum: str) -> int:
        """The number of the block a stratum is in; KeyError for one that was not there."""
        return self._numbers()[stratum]

    def _numbers(self) -> dict[str, int]:
        return {name: at for at, block in enumerate(self.blocks) for name in block.strata}


def least_in_groups(k: int, *, by_code: bool) -> int:
    """From how many people on a group is shown: a stratum, or those who were asked in an older version of the form.
    Where anyone may answer, most of ``k`` might be one person, who chose the group and its version themselves."""
    return k if by_code else max(OPEN_GROUP, OPEN_FACTOR * k)


def publish(people: Mapping[str, int], k: int = PEOPLE, in_groups: int = 0) -> Publication:
    """The first publication, or the only one. ``people`` counts those who took part by stratum, and names all strata
    there are, also those of which nobody did. ``in_groups``: how many people a group needs, where that is more than
    ``k``. DisclosureError where they are fewer than ``k`` in all."""
    _check(people, k)
    if sum(people.values()) < k:
        raise DisclosureError(
            message(
                "Es gibt noch keine Ergebnisse: Gezeigt werden sie ab %(k)s Antworten, damit niemand erkannt wird."
            ),
            k=k,
        )
    return Publication(_divided(tuple(people), people, max(k, in_groups)))


def may_publish(previous: Publication | None, current: Publication, k: int = PEOPLE) -> bool:
    """Whether a publication may follow the last one. Each of its blocks has ``k`` people and lies within a block of the
    last one, and each of those has at least ``k`` new people or tells the same number."""
    if not current.blocks or any(block.people < k for block in current.blocks):
        return False
    if previous is None:
        return True
    parts: list[int] = [0] * len(previous.blocks)
    within = previous._numbers()
    if within.keys() != current._numbers().keys():
        return False
    for block in current.blocks:
        numbers = {within[name] for name in block.strata}
        if len(numbers) != 1:
            return False
        parts[numbers.pop()] += block.people
    new = [now - block.people for now, block in zip(parts, previous.blocks, strict=True)]
    return all(one == 0 or one >= k for one in new)


def held_back(keys: Iterable[str], k: int = PEOPLE) -> frozenset[str]:
    """The submissions of a group that live results leave out: the ``k`` with the smallest random keys. A later one can
    only ever push one of them out, into the results. Of several groups (everybody, a stratum, a version of the form)
    what any of them holds back is left out of all."""
    return frozenset(heapq.nsmallest(k, keys))


@dataclass(frozen=True)
class ReturnRate:
    """How many of those who were invited took part; ``strata`` is a block. ``invited`` is None where the rate would
    tell of fewer than ``k`` people that they did not."""

    strata: tuple[str, ...]
    people: int
    invited: int | None


def return_rates(publication: Publication, invited: Mapping[str, int], k: int = PEOPLE) -> tuple[ReturnRate, ...]:
    """The return rate of each block. It is not told where it would tell of fewer than ``k`` people that they did not
    take part. Whoever knows from elsewhere how many were invited does not need to be told, which is why the numbers of
    codes stay in the office."""
    rates = []
    for block in publication.blocks:
        asked = sum(invited.get(name, 0) for name in block.strata)
        if block.people > asked:
            raise DisclosureError(
                message(
                    "In „%(strata)s“ gibt es mehr Antworten (%(people)s) als Einladungen (%(invited)s); das kann keine "
                    "Quote sein."
                ),
                strata=", ".join(block.strata),
                people=block.people,
                invited=asked,
            )
        rates.append(ReturnRate(block.strata, block.people, asked if asked - block.people >= k else None))
    return tuple(rates)


def whole_rate(publication: Publication, invited: Mapping[str, int], k: int = PEOPLE) -> ReturnRate:
    """The return rate in all; told only where the rates that are not told stay hidden: of the people of those blocks
    together at least ``k`` did not take part."""
    rates = return_rates(publication, invited, k)
    asked = sum(invited.get(name, 0) for block in publication.blocks for name in block.strata)
    untold = [sum(invited.get(name, 0) for name in rate.strata) - rate.people for rate in rates if rate.invited is None]
    safe = not untold or sum(untold) >= k  # each of them is less, so they are several
    strata = tuple(name for block in publication.blocks for name in block.strata)
    return ReturnRate(strata, publication.people, asked if safe else None)


def unanimous(figures: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions to which everybody who answered in a group said the same, so that it is known of each of them.
    ``figures`` are those of a group by question. The office is told before it publishes; nothing is hidden by it."""
    return tuple(key for key, told in figures.items() if told["answered"] and _agreed(told))


def _agreed(told: Mapping[str, Any]) -> bool:
    answered = told["answered"]
    for name in ("options", "points", "months", "cells", "first_places"):
        if name in told and answered in told[name].values():
            return True
    rows = told.get("rows", {}).values()
    return any(row["answered"] in row.get("options", row.get("points", {})).values() for row in rows if row["answered"])


def _divided(strata: Sequence[str], people: Mapping[str, int], k: int) -> tuple[Block, ...]:
    """Strata with ``k`` people by themselves, all others in one block; with so many of the smallest as it needs for
    ``k`` people, and to be more than one. Together they must have ``k`` people."""
    hidden = {name for name in strata if people[name] < k}
    others = sorted((name for name in strata if name not in hidden), key=lambda name: (people[name], name))
    while hidden and others and (len(hidden) < 2 or sum(people[name] for name in hidden) < k):
        hidden.add(others.pop(0))
    alone = [Block((name,), people[name]) for name in strata if name not in hidden]
    together = tuple(name for name in strata if name in hidden)
    return (*alone, Block(together, sum(people[name] for name in together))) if together else tuple(alone)


def _check(people: Mapping[str, int], k: int) -> None:
    if k < LEAST_PEOPLE:
        raise ValueError("k")
    if any(count < 0 for count in people.values()):
        raise ValueError("people")
