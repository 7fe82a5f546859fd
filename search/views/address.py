"""The search page's address: what was asked, within which bounds, which page of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from search import queries
from search.engines import Filters

LARGEST_ID = 2**31 - 1  # beyond it PostgreSQL refuses the query
_FIELDS = {"gremium": "organization_id", "jahr": "year", "sitzung": "meeting_id"}


@dataclass(frozen=True)
class Address:
    """``/suche?q=&gremium=&jahr=&sitzung=&seite=``. ``typed`` is cleaned; ``shortened`` where the end of it was not read."""

    typed: str = ""
    organization_id: int | None = None
    year: int | None = None
    meeting_id: int | None = None
    number: int = 1
    shortened: bool = False

    @property
    def filters(self) -> Filters:
        return Filters(organization_id=self.organization_id, year=self.year, meeting_id=self.meeting_id)

    @property
    def path(self) -> str:
        values: dict[str, str | int] = {"q": self.typed} if self.typed else {}
        for name, field in _FIELDS.items():
            if (value := getattr(self, field)) is not None:
                values[name] = value
        if self.number > 1:
            values["seite"] = self.number
        return f"/suche?{urlencode(values)}" if values else "/suche"

    def within(self, **bounds: int | None) -> "Address":
        """The same search within other bounds, from its first page on."""
        return replace(self, **bounds, number=1)  # type: ignore[arg-type]  # the names are this class's own

    def page(self, number: int) -> "Address":
        return replace(self, number=number)


def read(params: Mapping[str, str]) -> Address:
    """The address of a request; what is no number counts as not given."""
    typed = params.get("q", "")
    bounds = {field: _number(params.get(name, "")) for name, field in _FIELDS.items()}
    return Address(
        queries.clean(typed),
        **bounds,
        number=_number(params.get("seite", "")) or 1,
        shortened=len(" ".join(typed.split())) > queries.LONGEST,
    )


def _number(value: str) -> int | None:
    is_number = value.isascii() and value.isdecimal() and len(value) <= 10
    return int(value) if is_number and 0 < int(value) <= LARGEST_ID else None
