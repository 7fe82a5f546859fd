"""The search form beside its field: the same bounds that can be typed, and what was chosen beside the results, carried along."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.views.address import Address


@dataclass(frozen=True)
class Option:
    """A body to choose."""

    value: int
    label: str
    chosen: bool


@dataclass(frozen=True)
class Form:
    """What the fields hold. Of several alternatives a field shows the first; ``hidden`` carries all that has no field, by name and
    value."""

    organizations: tuple[Option, ...]
    year: str
    speaker: str
    item: str
    hidden: tuple[tuple[str, str], ...]


def of(address: Address, names: Mapping[int, str]) -> Form:
    """The form of a search; another search is one of all meetings again."""
    first = address.organizations[:1]
    hidden = [("art", kind) for kind in address.kinds]
    hidden += [("gremium", str(key)) for key in address.organizations[1:]]
    hidden += [("jahr", year) for year in address.years[1:]]
    hidden += [("redner", f'"{name}"') for name in address.speakers]
    return Form(
        organizations=tuple(Option(key, name, key in first) for key, name in names.items()),
        year=next(iter(address.years), ""),
        speaker=address.speaker,
        item=address.item,
        hidden=tuple(hidden),
    )
