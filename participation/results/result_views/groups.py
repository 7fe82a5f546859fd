"""The groups results can be looked at by, one at a time, and those that are told only together with others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.base.i18n import Language


@dataclass(frozen=True)
class Group:
    """A block of strata. ``value`` stands in the address; ``at`` is its number in the figures, None for everybody."""

    name: str
    value: str
    at: int | None
    people: int
    chosen: bool


@dataclass(frozen=True)
class Groups:
    """``offered`` is empty where there is nothing to choose from; ``joined`` are the names of those that were put
    together."""

    offered: tuple[Group, ...]
    joined: tuple[str, ...]
    chosen: Group | None


def groups(
    blocks: Sequence[Mapping[str, Any]], people: int, wanted: str, language: Language, nameless: str
) -> Groups | None:
    """The groups of a result, of which ``wanted`` is the one asked for; None where there is no such group. ``nameless``
    is what people without a stratum are called."""
    every = Group(language.gettext("Alle"), "", None, people, not wanted)
    if len(blocks) < 2:
        return None if wanted else Groups((), (), None)
    offered = [every]
    for at, block in enumerate(blocks):
        names = [name or nameless for name in block["strata"]]
        chosen = bool(wanted) and wanted in names
        offered.append(Group(_joined(names, language), names[0], at, block["people"], chosen))
    joined = tuple(name or nameless for block in blocks if len(block["strata"]) > 1 for name in block["strata"])
    found = next((one for one in offered if one.chosen), None)
    return None if found is None else Groups(tuple(offered), joined, None if found is every else found)


def _joined(names: Sequence[str], language: Language) -> str:
    if len(names) == 1:
        return names[0]
    return language.gettext("%(names)s und %(last)s zusammen") % {"names": ", ".join(names[:-1]), "last": names[-1]}
