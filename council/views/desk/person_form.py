"""The form about a person: what it shows, what comes back from it, and what may be wrong with that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from council import organizations, people
from council.base import forms
from council.base.i18n import Language
from council.organizations import Group, Organization, OrganizationKind
from council.people import Belongs, Listed

LARGEST_BODY = 200_000
MOST_MEMBERSHIPS = 100
MOST_FIELDS = 6 * MOST_MEMBERSHIPS + 20
CONSENTS = {"unnoetig": None, "liegt-vor": True, "verweigert": False}
FACTION, BODY = "fraktion", "gremium"


@dataclass(frozen=True)
class MembershipRow:
    """A line of the form, its ``place`` from 1. ``kind`` is "fraktion" or "gremium"."""

    place: int
    kind: str
    name: str = ""
    role: str = ""
    start: str = ""
    end: str = ""
    error: str = ""


@dataclass(frozen=True)
class PersonPage:
    """The form; a new person has no ``id``."""

    id: int | None
    name: str
    consent: str
    factions: tuple[MembershipRow, ...]
    bodies: tuple[MembershipRow, ...]
    known_factions: tuple[str, ...]
    known_bodies: tuple[str, ...]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """What was entered; lines without a name of an organization are left out."""

    name: str
    consent: str
    rows: tuple[MembershipRow, ...]


def rows_of(listed: Listed | None) -> list[MembershipRow]:
    """The lines of a person who is stored."""
    return [
        MembershipRow(
            place,
            FACTION if organization.kind == OrganizationKind.FACTION else BODY,
            organization.name,
            membership.role,
            forms.day(membership.start),
            forms.day(membership.end),
        )
        for place, (membership, organization) in enumerate(listed.memberships if listed else (), 1)
    ]


def consent_of(value: bool | None) -> str:
    """The choice that stands for a consent."""
    return next(name for name, meant in CONSENTS.items() if meant is value)


def page(
    person_id: int | None,
    name: str,
    consent: str,
    rows: Sequence[MembershipRow],
    known: Sequence[Organization],
    errors: Mapping[str, str],
) -> PersonPage:
    """The form with these lines, and an empty one for a further faction and a further body."""
    after = max((row.place for row in rows), default=0)
    return PersonPage(
        id=person_id,
        name=name,
        consent=consent,
        factions=(*(row for row in rows if row.kind == FACTION), MembershipRow(after + 1, FACTION)),
        bodies=(*(row for row in rows if row.kind == BODY), MembershipRow(after + 2, BODY)),
        known_factions=tuple(one.name for one in known if one.kind == OrganizationKind.FACTION),
        known_bodies=tuple(one.name for one in known if one.kind != OrganizationKind.FACTION),
        errors=errors,
    )


def entered(given: FormData) -> Entered:
    """What was entered."""
    columns = [forms.lines(given, name) for name in ("art", "gruppe", "funktion", "von", "bis")]
    if len({len(column) for column in columns}) != 1 or len(columns[0]) > MOST_MEMBERSHIPS:
        raise HTTPException(400)
    given_rows = [values for values in zip(*columns, strict=True) if values[1]]
    rows = [
        MembershipRow(place, FACTION if kind == FACTION else BODY, name, role, start, end)
        for place, (kind, name, role, start, end) in enumerate(given_rows, 1)
    ]
    consent = forms.line(given, "einwilligung")
    return Entered(forms.line(given, "name"), consent if consent in CONSENTS else "unnoetig", tuple(rows))


def problems(given: Entered, language: Language) -> dict[str, str]:
    """What has to be changed, by the field it leads to."""
    _ = language.gettext
    found = {}
    if not given.name:
        found["name"] = _("Bitte nennen Sie den Namen.")
    elif len(given.name) > people.LONGEST_NAME:
        found["name"] = _("Der Name ist zu lang (höchstens 200 Zeichen).")
    for row in given.rows:
        for field_name, problem in _row_problems(row, language):
            found[f"{field_name}-{row.place}"] = f"{row.name[:60]}: {problem}"
    return found


def _row_problems(row: MembershipRow, language: Language) -> Iterator[tuple[str, str]]:
    _ = language.gettext
    if len(row.name) > organizations.LONGEST_NAME:
        yield "gruppe", _("Der Name ist zu lang (höchstens 300 Zeichen).")
    if len(row.role) > people.LONGEST_ROLE:
        yield "funktion", _("Die Funktion ist zu lang (höchstens 200 Zeichen).")
    start, end = _day(row.start), _day(row.end)
    if row.start and start is None:
        yield "von", _("Das ist kein Datum.")
    if row.end and end is None:
        yield "bis", _("Das ist kein Datum.")
    if start is not None and end is not None and end < start:
        yield "bis", _("Das Ende liegt vor dem Beginn.")


def memberships(given: Entered) -> list[Belongs]:
    """What flawless lines mean."""
    kinds = {FACTION: OrganizationKind.FACTION, BODY: OrganizationKind.BODY}
    return [Belongs(Group(row.name, kinds[row.kind]), row.role, _day(row.start), _day(row.end)) for row in given.rows]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
