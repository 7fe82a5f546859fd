"""Reading OParl 1.0 and 1.1 objects: meetings with their agendas, organizations, and people with their memberships.

Pure: an object that is only linked is asked for with ``look``, which may look into a file or ask a server. What a source leaves open is
read as not public, and says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from council import agenda_lines, paper_numbers
from council.agenda_drafts import LONGEST_NAME, LONGEST_REFERENCE, NAMELESS, Doubt, ReadItem
from council.agendas import MOST_ITEMS, Item
from council.base.errors import ReadableError
from council.base.i18n import message
from council.meetings import ItemState
from council.oparl_objects import Look, Object, day, id_of, moment, resolved, text
from council.organizations import Group, OrganizationKind
from council.people import Belongs, Member


class OparlError(ReadableError):
    """The data cannot be read; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Sitting:
    """A meeting as a source has it. ``group`` is None where the source does not name who meets; ``group_id`` is then all there is.
    ``hints`` are German messages of the catalogue with a number to put in."""

    name: str
    start: datetime
    location: str
    group: Group | None
    items: tuple[ReadItem, ...]
    oparl_id: str | None
    group_id: str | None = None
    hints: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Choice:
    """A meeting to choose from a list. ``start`` is None where the source does not say it."""

    key: str
    name: str
    start: datetime | None


# --- meetings --------------------------------------------------------------------------------------------------------


def choices(meetings: Sequence[Object], zone: ZoneInfo, most: int) -> list[Choice]:
    """The latest of these meetings; those that were deleted are left out."""
    found = []
    for number, one in enumerate(meetings):
        if one.get("deleted") is True:
            continue
        start = moment(one.get("start"), zone)
        found.append(Choice(id_of(one) or str(number), text(one.get("name"), 500), start))
    found.sort(key=lambda choice: (choice.start is not None, choice.start and choice.start.timestamp()), reverse=True)
    return found[:most]


def meeting(data: Object, look: Look, zone: ZoneInfo) -> Sitting:
    """Read an OParl Meeting. Raises OparlError."""
    if data.get("deleted") is True:
        raise OparlError(message("Diese Sitzung ist in der Quelle gelöscht."))
    start = moment(data.get("start"), zone)
    if start is None:
        raise OparlError(
            message("Der Sitzung fehlt der Beginn (start), oder er ist keine Zeit wie 2026-03-17T17:00:00+01:00.")
        )
    listed = data.get("agendaItem")
    given = listed if isinstance(listed, list) else []
    if len(given) > MOST_ITEMS:
        raise OparlError(
            message("Die Tagesordnung hat %(count)s Punkte; mehr als %(most)s sind nicht vorgesehen."),
            count=len(given),
            most=MOST_ITEMS,
        )
    found = [resolved(one, look) for one in given]
    missing = found.count(None)
    there = [one for one in found if one is not None and one.get("deleted") is not True]
    items = tuple(_item(one, number, look) for number, one in enumerate(_in_order(there), 1))
    hints = [(message("%(count)s Punkte der Tagesordnung konnten nicht gelesen werden."), missing)] if missing else []
    if data.get("cancelled") is True:
        hints.append((message("Die Quelle sagt, dass diese Sitzung ausgefallen ist."), 1))
    groups = data.get("organization")
    first = groups[0] if isinstance(groups, list) and groups else groups
    body = resolved(first, look)
    return Sitting(
        name=text(data.get("name"), 500) or f"Sitzung vom {start.astimezone(zone):%d.%m.%Y}",
        start=start,
        location=_location(data.get("location"), look),
        group=group(body) if body else None,
        items=items,
        oparl_id=id_of(data),
        group_id=id_of({"id": first}) if isinstance(first, str) else None,
        hints=tuple(hints),
    )


def group(data: Object) -> Group | None:
    """An organization as the desk knows it; None where it has no name."""
    name = text(data.get("name"), 300) or text(data.get("shortName"), 300)
    said = f"{text(data.get('organizationType'), 100)} {text(data.get('classification'), 100)}".casefold()
    if "fraktion" in said or (not said.strip() and re.search(r"\bfraktion|fraktion\b", name.casefold())):
        found = OrganizationKind.FACTION
    elif re.search(r"partei|verwaltung|institution|sonstiges|extern", said):
        found = OrganizationKind.OTHER
    else:
        found = OrganizationKind.BODY
    return Group(name, found, id_of(data)) if name else None


def _in_order(found: Sequence[Object]) -> Sequence[Object]:
    orders = [one.get("order") for one in found]
    if not all(isinstance(order, int) and not isinstance(order, bool) for order in orders):
        return found
    return sorted(found, key=lambda one: int(one["order"]))


def _item(data: Object, place: int, look: Look) -> ReadItem:
    number = text(data.get("number"), 50).rstrip(".:)") or str(place)
    name = text(data.get("name"), LONGEST_NAME)
    public, doubts = _public(data.get("public"), number)
    name, apart = agenda_lines.split_state(name)
    result = text(data.get("result"), 100)
    state = apart or agenda_lines.only_state(result) or ItemState.PLANNED
    reference = _reference(data.get("consultation"), look) or ", ".join(paper_numbers.find(name))[:LONGEST_REFERENCE]
    if not name and not public:
        name = NAMELESS
    elif not name:
        doubts.append(Doubt.NO_NAME)
    return ReadItem(
        Item(number, name, public, reference=reference, state=state, oparl_id=id_of(data)), (), tuple(doubts)
    )


def _public(said: object, number: str) -> tuple[bool, list[Doubt]]:
    if said is True and agenda_lines.is_numbered_non_public(number):
        return False, [Doubt.CONTRADICTION]
    if said is True or said is False:
        return said, []
    return False, [] if agenda_lines.is_numbered_non_public(number) else [Doubt.UNMARKED]


def _reference(consultation: object, look: Look) -> str:
    """The number of the paper an item deals with, by its consultation."""
    found = resolved(consultation, look)
    paper = resolved(found.get("paper"), look) if found is not None else None
    return text(paper.get("reference"), LONGEST_REFERENCE) if paper is not None else ""


def _location(value: object, look: Look) -> str:
    place = resolved(value, look)
    if place is None:
        return ""
    described = text(place.get("description"), 300)
    parts = (text(place.get(name), 100) for name in ("room", "streetAddress", "locality"))
    return described or ", ".join(filter(None, parts))


# --- people ----------------------------------------------------------------------------------------------------------


def people(found: Sequence[Object], look: Look) -> list[Member]:
    """People with their memberships. A membership counts where its organization has a name; who sits in a body for a faction is a
    member of it. People without a name are left out."""
    return [member for member in (_member(one, look) for one in found) if member.name]


def written(members: Sequence[Member]) -> list[Object]:
    """The same people as OParl objects again, with all that is known here."""
    return [
        {
            "type": "Person",
            "id": member.oparl_id,
            "name": member.name,
            "membership": [_written(one) for one in member.memberships],
        }
        for member in members
    ]


_TYPES = {OrganizationKind.FACTION: "Fraktion", OrganizationKind.BODY: "Gremium", OrganizationKind.OTHER: "Sonstiges"}


def _written(belongs: Belongs) -> Object:
    group = belongs.group
    return {
        "organization": {
            "type": "Organization", "id": group.oparl_id, "name": group.name, "organizationType": _TYPES[group.kind]
        },
        "role": belongs.role,
        "startDate": belongs.start.isoformat() if belongs.start else None,
        "endDate": belongs.end.isoformat() if belongs.end else None,
    }  # fmt: skip


def _member(data: Object, look: Look) -> Member:
    name = (
        text(data.get("name"), 200) or f"{text(data.get('givenName'), 90)} {text(data.get('familyName'), 90)}".strip()
    )
    given = data.get("membership")
    memberships = [resolved(one, look) for one in given] if isinstance(given, list) else []
    belongs: dict[tuple[Group, date | None], Belongs] = {}
    for membership in memberships:
        for one in (
            _belongs(membership, look) if membership is not None and membership.get("deleted") is not True else ()
        ):
            belongs.setdefault((one.group, one.start), one)
    return Member(name, tuple(belongs.values()), id_of(data))


def _belongs(data: Object, look: Look) -> Iterator[Belongs]:
    start, end = day(data.get("startDate")), day(data.get("endDate"))
    for key, role in (("organization", text(data.get("role"), 200)), ("onBehalfOf", "")):
        organization = resolved(data.get(key), look)
        found = group(organization) if organization is not None else None
        if found is not None and (key == "organization" or found.kind == OrganizationKind.FACTION):
            yield Belongs(found, role, start, end)
