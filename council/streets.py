"""The town's street names, offered when a transcript is checked."""

from sqlmodel import Field, SQLModel


class Street(SQLModel, table=True):
    """A street's name as the town writes it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=200)
