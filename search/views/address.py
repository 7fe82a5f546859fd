"""The search page's address: what was asked, within which bounds, which page of it. Pure.

``/suche?q=&art=&gremium=&jahr=&redner=&top=&sitzung=&seite=``. Parameters that are repeated are alternatives. A name in quotes is that very
speaker, as the page's own links have it; without them it is read as ``redner:`` is. ``synonyme=0`` searches without synonyms.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict

from search import bounds, queries
from search.bounds import Fields
from search.documents import IDEA, ITEM, MEETING, PAPER, PROCESS, SEGMENT

KINDS = {
    "wortbeitrag": SEGMENT,
    "top": ITEM,
    "sitzung": MEETING,
    "drucksache": PAPER,
    "mitmachen": PROCESS,
    "idee": IDEA,
}
_FIELDS = {"art": "kinds", "gremium": "organizations", "jahr": "years", "redner": "speakers"}
LARGEST_ID = 2**31 - 1  # beyond it PostgreSQL refuses the query
LONGEST_VALUE = 200
MOST_VALUES = 30  # of one parameter

Params = ImmutableMultiDict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    """``typed`` is cleaned; ``shortened`` where the end of it was not read. ``kinds`` are the address's own words for them. ``years`` are
    years and spans of them. ``speakers`` are names as documents have them, ``speaker`` and ``item`` as somebody typed them."""

    typed: str = ""
    kinds: tuple[str, ...] = ()
    organizations: tuple[int, ...] = ()
    years: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    speaker: str = ""
    item: str = ""
    meeting_id: int | None = None
    synonyms: bool = True
    number: int = 1
    shortened: bool = False

    @property
    def fields(self) -> Fields:
        return Fields(
            organizations=frozenset(self.organizations) or None,
            years=frozenset(year for value in self.years for year in bounds.years(value)) or None,
            kinds=frozenset(KINDS[kind] for kind in self.kinds) or None,
            speakers=frozenset(self.speakers) or None,
            meeting_id=self.meeting_id,
            speaker=self.speaker,
            item=self.item,
        )

    @property
    def is_bounded(self) -> bool:
        """Whether anything narrows it beside what was typed."""
        return self.fields != Fields()

    @property
    def path(self) -> str:
        values: list[tuple[str, str | int]] = [("q", self.typed)]
        values += [("art", kind) for kind in self.kinds]
        values += [("gremium", organization) for organization in self.organizations]
        values += [("jahr", year) for year in self.years]
        values += [("redner", f'"{name}"') for name in self.speakers]
        values += [("redner", self.speaker), ("top", self.item), ("sitzung", self.meeting_id or "")]
        values += [("synonyme", "" if self.synonyms else 0), ("seite", self.number if self.number > 1 else "")]
        kept = [(name, value) for name, value in values if value != ""]
        return f"/suche?{urlencode(kept)}" if kept else "/suche"

    def asking(self, typed: str) -> "Address":
        """Something else within the same bounds."""
        return replace(self, typed=typed, number=1)

    def page(self, number: int) -> "Address":
        return replace(self, number=number)

    def unbounded(self, typed: str) -> "Address":
        """Another query, in the whole archive."""
        return Address(typed, synonyms=self.synonyms)

    def changed(self, name: str, value: str | int, *, chosen: bool) -> "Address":
        """With a value of ``art``, ``gremium``, ``jahr`` or ``redner`` chosen, or let go of. A year beside a span that holds it would
        narrow nothing, so a year that is chosen takes the place of spans."""
        field = _FIELDS[name]
        kept = [one for one in getattr(self, field) if one != value]
        if name == "jahr" and chosen:
            kept = [year for year in kept if year.isdecimal()]
        return replace(self, **{field: (*kept, value) if chosen else tuple(kept)}, number=1)  # type: ignore[arg-type]  # by name

    def by(self, speaker: str) -> "Address":
        return replace(self, speaker=speaker, number=1)

    def about(self, item: str) -> "Address":
        return replace(self, item=item, number=1)

    def in_meeting(self, meeting_id: int | None) -> "Address":
        return replace(self, meeting_id=meeting_id, number=1)

    def with_synonyms(self, wanted: bool) -> "Address":
        return replace(self, synonyms=wanted, number=1)


def read(params: Params) -> Address:
    """The address of a request; what makes no sense counts as not given."""
    typed = params.get("q", "")
    names = _texts(params, "redner")
    exact = [name.strip('"').strip() for name in names if _is_quoted(name)]
    return Address(
        queries.clean(typed),
        kinds=_first(kind for kind in params.getlist("art") if kind in KINDS),
        organizations=_first(number for value in params.getlist("gremium") if (number := _number(value))),
        years=_first(year for value in _texts(params, "jahr") if (year := _year(value))),
        speakers=_first(name for name in exact if name),
        speaker=next((name for name in names if not _is_quoted(name)), ""),
        item=next(iter(_texts(params, "top")), ""),
        meeting_id=_number(params.get("sitzung", "")),
        synonyms=params.get("synonyme") != "0",
        number=_number(params.get("seite", "")) or 1,
        shortened=len(" ".join(typed.split())) > queries.LONGEST,
    )


def _first(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))[:MOST_VALUES]


def _texts(params: Params, name: str) -> list[str]:
    cleaned = (queries.clean(value)[:LONGEST_VALUE] for value in params.getlist(name)[:MOST_VALUES])
    return [value for value in cleaned if value]


def _year(value: str) -> str:
    """A year in four digits, or a span as it was typed; empty for anything else."""
    found = bounds.years(value)
    return str(next(iter(found))) if len(found) == 1 else value if found else ""


def _is_quoted(value: str) -> bool:
    return len(value) > 2 and value.startswith('"') and value.endswith('"')


def _number(value: str) -> int | None:
    is_number = value.isascii() and value.isdecimal() and len(value) <= 10
    return int(value) if is_number and 0 < int(value) <= LARGEST_ID else None
