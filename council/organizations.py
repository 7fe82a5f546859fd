"""The council and its committees (OParl Organization, German: Gremium), and the factions their members belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

LONGEST_NAME = 300


class OrganizationKind(StrEnum):
    BODY = ""  # meets
    FACTION = "faction"  # its members are named with it
    OTHER = "other"  # a party, an office of the administration


class Organization(SQLModel, table=True):
    """A body that meets: council, committee, district council."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=LONGEST_NAME)
    kind: str = ""  # "faction" for those whose members are named with it; empty: a body that meets
    oparl_id: str | None = Field(default=None, unique=True)


@dataclass(frozen=True)
class Group:
    """An organization as a source names it."""

    name: str
    kind: OrganizationKind = OrganizationKind.BODY
    oparl_id: str | None = None


def named(db: Session, name: str) -> Organization:
    """The organization of this name, made where it is new."""
    return take(db, Group(name))


def take(db: Session, group: Group) -> Organization:
    """The organization a source means, made where it is new, by its OParl id and else by its name. A known one takes the source's name
    where no other has it, and its kind where it has none yet."""
    same = by_oparl_id(db, group.oparl_id)
    with_name = db.exec(select(Organization).where(Organization.name == group.name)).first()
    found = same or with_name or Organization(name=group.name, kind=group.kind, oparl_id=group.oparl_id)
    if with_name is None:
        found.name = group.name
    if found.oparl_id is None and same is None:
        found.oparl_id = group.oparl_id
    found.kind = found.kind or group.kind
    db.add(found)
    db.flush()
    return found


def by_oparl_id(db: Session, oparl_id: str | None) -> Organization | None:
    """The organization a source calls so."""
    return db.exec(select(Organization).where(Organization.oparl_id == oparl_id)).first() if oparl_id else None


def of_kind(db: Session, kind: OrganizationKind) -> Sequence[Organization]:
    """All of a kind in the order of their names."""
    return db.exec(select(Organization).where(Organization.kind == kind).order_by(col(Organization.name))).all()
