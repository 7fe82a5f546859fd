"""Those who speak in the council by office (OParl Person and Membership). Citizens are never in here."""

from datetime import date

from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """A member of the council, of its committees or of the administration.

    ``consent``: to being shown; None where the statute makes it unnecessary or nobody asked.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, index=True)
    consent: bool | None = None
    oparl_id: str | None = Field(default=None, unique=True)


class Membership(SQLModel, table=True):
    """A person in an organization (body or faction), in a role, for a time."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    role: str = Field(default="", max_length=200)
    start: date | None = None
    end: date | None = None
