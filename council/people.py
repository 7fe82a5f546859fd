"""Those who speak in the council by office (OParl Person and Membership). Citizens are never in here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, delete, select

from council import organizations
from council.meetings import Meeting
from council.organizations import Group, Organization, OrganizationKind

LONGEST_NAME = 200
LONGEST_ROLE = 200
_FOLDED = str.maketrans("äöü", "aou")


class Person(SQLModel, table=True):
    """A member of the council, of its committees or of the administration.

    ``consent``: to being shown; None where the statute makes it unnecessary or nobody asked. ``former_names`` are those that transcripts
    may still call them, oldest first.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=LONGEST_NAME, index=True)
    consent: bool | None = None
    oparl_id: str | None = Field(default=None, unique=True)
    former_names: list[str] = Field(default_factory=list, sa_type=JSON)


class RefusalNeededError(Exception):
    """Somebody refused their consent: without their entry nobody would know of it any more."""


class Membership(SQLModel, table=True):
    """A person in an organization (body or faction), in a role, for a time."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    role: str = Field(default="", max_length=LONGEST_ROLE)
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Belongs:
    """A membership as a source or a form names it; the days are the first and the last."""

    group: Group
    role: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Member:
    """A person as a source names them."""

    name: str
    memberships: tuple[Belongs, ...] = ()
    oparl_id: str | None = None


@dataclass(frozen=True)
class Listed:
    """A person with what they belong to or belonged to, factions first."""

    person: Person
    memberships: tuple[tuple[Membership, Organization], ...]


@dataclass(frozen=True)
class SpeakerChoice:
    """Somebody who may have spoken at a meeting. ``faction`` is the one of that day, ``label`` the name with it; ``in_body``: a member of
    the body that met. ``consent`` as in Person."""

    person_id: int
    name: str
    faction: str
    label: str
    in_body: bool
    consent: bool | None


@dataclass(frozen=True)
class Taken:
    """How many people an import brought, and how many of them were known."""

    new: int
    known: int


def speaker_label(name: str, faction: str) -> str:
    """A name as it is shown with the faction: "Renate Bürger (SPD)"."""
    return f"{name} ({faction})" if faction else name


def at(db: Session, meeting: Meeting, zone: tzinfo = UTC) -> list[SpeakerChoice]:
    """Who may have spoken at a meeting, with the faction of its day: members of the body that met first, each part by surname. ``zone`` is
    the town's. People whose memberships had all ended or not begun that day are left out."""
    day = meeting.start.astimezone(zone).date()
    found = []
    for listed in everybody(db):
        valid = [pair for pair in listed.memberships if is_valid(pair[0], day)]
        if listed.memberships and not valid:
            continue
        factions = [organization.name for _, organization in valid if organization.kind == OrganizationKind.FACTION]
        faction = factions[0] if factions else ""
        in_body = any(organization.id == meeting.organization_id for _, organization in valid)
        person = listed.person
        assert person.id is not None
        label = speaker_label(person.name, faction)
        found.append(SpeakerChoice(person.id, person.name, faction, label, in_body, person.consent))
    return sorted(found, key=lambda choice: (not choice.in_body, by_surname(choice.name)))


def is_valid(membership: Membership, day: date) -> bool:
    """Whether a membership lasts on a day; a missing beginning or end is no limit."""
    return (membership.start is None or membership.start <= day) and (membership.end is None or day <= membership.end)


def by_surname(name: str) -> tuple[str, str]:
    """What names are ordered by: the last word, umlauts as their vowels, as German lists have them."""
    folded = name.casefold().translate(_FOLDED)
    return folded.rpartition(" ")[2], folded


def everybody(db: Session) -> list[Listed]:
    """All people with their memberships, by surname."""
    rows = db.exec(select(Membership, Organization).join(Organization)).all()
    belongs: defaultdict[int, list[tuple[Membership, Organization]]] = defaultdict(list)
    for membership, organization in sorted(rows, key=_factions_first):
        belongs[membership.person_id].append((membership, organization))
    people = sorted(db.exec(select(Person)).all(), key=lambda person: by_surname(person.name))
    return [Listed(person, tuple(belongs[person.id or 0])) for person in people]


def one(db: Session, person_id: int) -> Listed | None:
    """A person with their memberships."""
    person = db.get(Person, person_id)
    if person is None:
        return None
    rows = db.exec(select(Membership, Organization).join(Organization).where(Membership.person_id == person_id)).all()
    return Listed(person, tuple(sorted(rows, key=_factions_first)))


def _factions_first(pair: tuple[Membership, Organization]) -> tuple[bool, str, date, int]:
    membership, organization = pair
    is_faction = organization.kind == OrganizationKind.FACTION
    return not is_faction, organization.name.casefold(), membership.start or date.min, membership.id or 0


def store(db: Session, person: Person, memberships: Iterable[Belongs]) -> None:
    """Store a person with exactly these memberships."""
    db.add(person)
    db.flush()
    assert person.id is not None
    db.exec(delete(Membership).where(col(Membership.person_id) == person.id))
    for belongs in memberships:
        db.add(_membership(person, organizations.take(db, belongs.group).id or 0, belongs))
    db.flush()


def rename(person: Person, name: str) -> None:
    """Give a person this name. What they were called before is kept: transcripts go on calling them so."""
    if name != person.name:
        person.former_names = list(dict.fromkeys([*person.former_names, person.name]))
        person.name = name


def remove(db: Session, person: Person) -> None:
    """Take a person from the list. What transcripts call them stays. Raises RefusalNeededError."""
    if person.consent is False:
        raise RefusalNeededError
    db.exec(delete(Membership).where(col(Membership.person_id) == person.id))
    db.delete(person)
    db.flush()


def take(db: Session, members: Sequence[Member]) -> Taken:
    """Bring people in from a source. Somebody known, by the source's id and else by name, gets the memberships they do not have yet;
    one they have, in the same organization with the same first day or without one, takes role and last day from the source."""
    ids = {person.oparl_id: person for person in db.exec(select(Person).where(col(Person.oparl_id).is_not(None)))}
    names = {person.name: person for person in db.exec(select(Person).order_by(col(Person.id).desc()))}
    new = 0
    meant = []
    for member in members:
        person = ids.get(member.oparl_id) or _same_name(names.get(member.name), member)
        if person is None:
            person = Person(name=member.name, oparl_id=member.oparl_id)
            new += 1
        rename(person, member.name)
        person.oparl_id = person.oparl_id or member.oparl_id
        names[member.name] = person
        if member.oparl_id is not None:
            ids[member.oparl_id] = person
        meant.append(person)
        db.add(person)
    db.flush()
    _belong(db, meant, members)
    return Taken(new, len(members) - new)


def _same_name(known: Person | None, member: Member) -> Person | None:
    """Somebody of that name, unless the source says that it is somebody else."""
    if known is not None and None not in (known.oparl_id, member.oparl_id):
        return None
    return known


def _belong(db: Session, meant: Sequence[Person], members: Sequence[Member]) -> None:
    groups = dict.fromkeys(belongs.group for member in members for belongs in member.memberships)
    ids = {group: organizations.take(db, group).id or 0 for group in groups}
    known: defaultdict[int, list[Membership]] = defaultdict(list)
    for row in db.exec(select(Membership).order_by(col(Membership.id))):
        known[row.person_id].append(row)
    for person, member in zip(meant, members, strict=True):
        rows = known[person.id or 0]
        for belongs in member.memberships:
            membership = _membership(person, ids[belongs.group], belongs)
            same = next((row for row in rows if _is_same(row, membership)), None)
            if same is None:
                rows.append(membership)
                db.add(membership)
                continue
            same.role, same.start = belongs.role or same.role, belongs.start or same.start
            same.end = belongs.end or same.end
            db.add(same)
    db.flush()


def _is_same(known: Membership, other: Membership) -> bool:
    begins_alike = known.start == other.start or known.start is None or other.start is None
    return known.organization_id == other.organization_id and begins_alike


def _membership(person: Person, organization_id: int, belongs: Belongs) -> Membership:
    assert person.id is not None
    return Membership(
        person_id=person.id,
        organization_id=organization_id,
        role=belongs.role,
        start=belongs.start,
        end=belongs.end,
    )
