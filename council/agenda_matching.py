"""Which items of a newer agenda are which of those that are known. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Comparable(Protocol):
    """What items are compared by."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def oparl_id(self) -> str | None: ...


@dataclass(frozen=True)
class Matching:
    """For each newer item the index of the known one it is, or None where it is new; and the known ones that are left."""

    known: tuple[int | None, ...]
    left: tuple[int, ...]


def match(known: Sequence[Comparable], newer: Sequence[Comparable]) -> Matching:
    """Match by the source's own id, else by number and title, else by a title that comes once on both sides (a renumbered item), else by
    number (a corrected title). So an item keeps its marks and its lasting link as long as anything tells that it is the same."""
    found: dict[int, int] = {}
    for key in (_id, _number_and_name, _name, _number):
        _by(key, known, newer, found)
    taken = set(found.values())
    left = tuple(index for index in range(len(known)) if index not in taken)
    return Matching(tuple(found.get(index) for index in range(len(newer))), left)


def _by(
    key: Callable[[Comparable], Hashable],
    known: Sequence[Comparable],
    newer: Sequence[Comparable],
    found: dict[int, int],
) -> None:
    taken = set(found.values())
    old = [(index, key(item)) for index, item in enumerate(known) if index not in taken]
    new = [(index, key(item)) for index, item in enumerate(newer) if index not in found]
    old_counts, new_counts = Counter(name for _, name in old), Counter(name for _, name in new)
    places = {name: index for index, name in old}
    for index, name in new:
        if (
            name is not None
            and old_counts[name] == new_counts[name] == 1
            and _may_be(known[places[name]], newer[index])
        ):
            found[index] = places[name]


def _may_be(one: Comparable, other: Comparable) -> bool:
    """Two different ids of a source are two items, whatever they are called."""
    return one.oparl_id is None or other.oparl_id is None or one.oparl_id == other.oparl_id


def _id(item: Comparable) -> Hashable:
    return item.oparl_id


def _number_and_name(item: Comparable) -> Hashable:
    return item.number, item.name


def _name(item: Comparable) -> Hashable:
    return item.name


def _number(item: Comparable) -> Hashable:
    return item.number
