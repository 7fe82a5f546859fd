"""Choosing meetings from a long list: by body and year, page by page. The same for the public and at the desk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request

from council import published
from council.base import forms
from council.published import Entry

PER_PAGE = 50
EARLIEST, LATEST = 1900, 2200  # years


@dataclass(frozen=True)
class Choice:
    """A value to filter by, and how many meetings it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What an address asks for: ``?gremium=ID&jahr=2026&seite=2``."""

    organization_id: int | None
    year: int | None
    page: int

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.page - 1) * PER_PAGE

    def between(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """The year, half-open; None for all."""
        return published.year_bounds(self.year, zone) if self.year else None


@dataclass(frozen=True)
class Selection:
    """What can be chosen and what is shown: rows ``first`` to ``last`` of ``total``, counted from 1; ``everything`` is how many there are
    at all. ``previous`` and ``next`` are paths, empty where there is no such page."""

    path: str
    organizations: tuple[Choice, ...]
    years: tuple[Choice, ...]
    total: int
    everything: int
    filtered: bool
    first: int
    last: int
    previous: str
    next: str


def asked(request: Request, bodies: Mapping[int, str]) -> Asked:
    """What a request asks for; what is no number, or no known body, counts as not given. Raises 404 for a year that cannot be."""
    body, year = _number(request, "gremium"), _number(request, "jahr")
    if year is not None and not EARLIEST <= year <= LATEST:
        raise HTTPException(404)
    return Asked(body if body in bodies else None, year, _number(request, "seite") or 1)


def selection(
    path: str, wanted: Asked, entries: Sequence[Entry], bodies: Mapping[int, str], shown: int, zone: ZoneInfo
) -> Selection:
    """The choices and the place in the list; ``shown`` is how many rows there are on this page. Raises 404 beyond the last one."""
    if wanted.page > 1 and not shown:
        raise HTTPException(404)
    body, year = wanted.organization_id, wanted.year
    dated = [(entry.organization_id, published.year_of(entry.start, zone)) for entry in entries]
    total = sum(body in (None, one) and year in (None, held) for one, held in dated)
    last = wanted.offset + shown
    return Selection(
        path=path,
        organizations=_bodies(bodies, (one for one, held in dated if year in (None, held)), body),
        years=_years((held for one, held in dated if body in (None, one)), year),
        total=total,
        everything=len(entries),
        filtered=body is not None or year is not None,
        first=wanted.offset + 1 if shown else 0,
        last=last if shown else 0,
        previous=_page_path(path, wanted, wanted.page - 1) if wanted.page > 1 else "",
        next=_page_path(path, wanted, wanted.page + 1) if last < total else "",
    )


def _bodies(names: Mapping[int, str], counted: Iterable[int], chosen: int | None) -> tuple[Choice, ...]:
    counts = Counter(counted)
    return tuple(
        Choice(str(key), name, counts[key], key == chosen)
        for key, name in names.items()
        if counts[key] or key == chosen
    )


def _years(counted: Iterable[int], chosen: int | None) -> tuple[Choice, ...]:
    counts = Counter(counted)
    years = sorted(counts.keys() | ({chosen} if chosen else set()), reverse=True)
    return tuple(Choice(str(year), str(year), counts[year], year == chosen) for year in years)


def _number(request: Request, name: str) -> int | None:
    return forms.number(request.query_params.get(name, ""))


def _page_path(path: str, wanted: Asked, number: int) -> str:
    values = {"gremium": wanted.organization_id, "jahr": wanted.year, "seite": number if number > 1 else None}
    query = urlencode({name: value for name, value in values.items() if value is not None})
    return f"{path}?{query}" if query else path
