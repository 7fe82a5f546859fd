"""The council and its committees (OParl Organization, German: Gremium)."""

from sqlmodel import Field, Session, SQLModel, select


class Organization(SQLModel, table=True):
    """A body that meets: council, committee, district council."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=300)
    kind: str = ""  # "faction" for those whose members are named with it; empty: a body that meets
    oparl_id: str | None = Field(default=None, unique=True)


def named(db: Session, name: str) -> Organization:
    """The organization of this name, made where it is new."""
    found = db.exec(select(Organization).where(Organization.name == name)).first()
    if found is None:
        found = Organization(name=name)
        db.add(found)
        db.flush()
    return found
