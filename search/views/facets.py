"""The choices beside the results, each with its number of hits, and the chips of what is chosen already."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from council.base.i18n import Language, message
from search import queries
from search.documents import IDEA, ITEM, MEETING, PAPER, PROCESS, SEGMENT
from search.engines import Facets
from search.queries import Bound
from search.views.address import KINDS, Address

T = TypeVar("T")

SHOWN = 8  # choices of a facet at once
MOST = 60  # and on demand

KIND_NAMES = {
    SEGMENT: message("Wortbeiträge"),
    ITEM: message("Tagesordnungspunkte"),
    MEETING: message("Sitzungen"),
    PAPER: message("Drucksachen"),
    PROCESS: message("Umfragen und Ideensammlungen"),
    IDEA: message("Ideen"),
}
_BOUND_NAMES = {
    "gremium": message("Gremium"),
    "jahr": message("Jahr"),
    "redner": message("Wer spricht"),
    "top": message("Tagesordnungspunkt"),
}


@dataclass(frozen=True)
class Choice:
    """A value to narrow by; ``href`` chooses it, or lets go of it where it is ``chosen``. ``id`` stays the same from page to page."""

    id: str
    label: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True)
class Facet:
    """A title and the choices below it; ``more`` are those on demand. ``local``: the labels are the town's own words."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    local: bool

    @property
    def finds(self) -> bool:
        return any(choice.count for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """Something chosen; ``href`` lets go of it. ``without`` is that search."""

    title: str
    label: str
    href: str
    without: Address


def facets(counts: Facets, address: Address, names: Mapping[int, str], language: Language) -> tuple[Facet, ...]:
    """The choices there are, those with most hits first, years latest first; titles without a choice are left out, and all of them where no
    choice finds anything."""
    made = _Choices(counts, address, language)
    every = [
        _facet(language.gettext(message("Art")), made.kinds(), local=False),
        _facet(language.gettext(_BOUND_NAMES["gremium"]), made.organizations(names), local=True),
        _facet(language.gettext(_BOUND_NAMES["jahr"]), made.years(), local=False),
        _facet(language.gettext(_BOUND_NAMES["redner"]), made.speakers(), local=True),
    ]
    return tuple(facet for facet in every if facet.choices) if any(facet.finds for facet in every) else ()


@dataclass(frozen=True)
class _Choices:
    """Makes choices; what is chosen is there without any hits, too."""

    counts: Facets
    address: Address
    language: Language

    def kinds(self) -> list[Choice]:
        counts, chosen = self.counts.kinds, self.address.kinds
        there = [(slug, kind) for slug, kind in KINDS.items() if kind in counts or slug in chosen]
        return [
            self._choice("art", slug, self.language.gettext(KIND_NAMES[kind]), counts.get(kind, 0), slug in chosen)
            for slug, kind in there
        ]

    def organizations(self, names: Mapping[int, str]) -> list[Choice]:
        counts, chosen = self.counts.organizations, self.address.organizations
        there = [key for key in _ranked(counts, chosen) if key in names]
        return [self._choice("gremium", key, names[key], counts.get(key, 0), key in chosen) for key in there]

    def years(self) -> list[Choice]:
        counts, chosen = self.counts.years, self.address.years
        there = {*map(str, counts), *filter(str.isdecimal, chosen)}
        return [
            self._choice("jahr", year, year, counts.get(int(year), 0), year in chosen)
            for year in sorted(there, reverse=True)
        ]

    def speakers(self) -> list[Choice]:
        counts, chosen = self.counts.speakers, self.address.speakers
        there = [name for name in _ranked(counts, chosen) if name]
        return [self._choice("redner", name, name, counts.get(name, 0), name in chosen) for name in there]

    def _choice(self, name: str, key: str | int, label: str, count: int, chosen: bool) -> Choice:
        target = self.address.changed(name, key, chosen=not chosen)
        return Choice(f"wahl-{name}-{_slug(key)}", label, count, chosen, self.language.link(target.path))


def chips(
    address: Address, bounds: Iterable[Bound], names: Mapping[int, str], meeting: str, language: Language
) -> tuple[Chip, ...]:
    """What narrows the search: chosen beside it, asked for by the form, or typed into the query."""
    say = language.gettext
    found: list[tuple[str, str, Address]] = []
    if address.meeting_id is not None:
        found.append((say(message("Sitzung")), meeting, address.in_meeting(None)))
    found += [
        (say(message("Art")), say(KIND_NAMES[KINDS[kind]]), address.changed("art", kind, chosen=False))
        for kind in address.kinds
    ]
    found += [
        (say(_BOUND_NAMES["gremium"]), names.get(key, "?"), address.changed("gremium", key, chosen=False))
        for key in address.organizations
    ]
    found += [(say(_BOUND_NAMES["jahr"]), year, address.changed("jahr", year, chosen=False)) for year in address.years]
    found += [
        (say(_BOUND_NAMES["redner"]), name, address.changed("redner", name, chosen=False)) for name in address.speakers
    ]
    if address.speaker:
        found.append((say(_BOUND_NAMES["redner"]), address.speaker, address.by("")))
    if address.item:
        found.append((say(_BOUND_NAMES["top"]), address.item, address.about("")))
    found += [
        (say(_BOUND_NAMES[bound.name]), bound.value, address.asking(queries.without(address.typed, bound)))
        for bound in bounds
    ]
    return tuple(Chip(title, label, language.link(target.path), target) for title, label, target in found)


def _facet(title: str, choices: Sequence[Choice], *, local: bool) -> Facet:
    """What is chosen is always seen."""
    seen = [choice for number, choice in enumerate(choices) if number < SHOWN or choice.chosen]
    rest = [choice for choice in choices[:MOST] if choice not in seen]
    return Facet(title, tuple(seen), tuple(rest), local)


def _ranked(counts: Mapping[T, int], chosen: Iterable[T]) -> list[T]:
    """The keys with most hits first; chosen ones are there without any."""
    keys = list(dict.fromkeys((*counts, *chosen)))
    return sorted(keys, key=lambda key: -counts.get(key, 0))


def _slug(key: str | int) -> str:
    text = str(key)
    return text if text.isascii() and text.isalnum() else f"{zlib.crc32(text.encode()):08x}"
