"""The town's street names, offered when a transcript is checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Field, Session, SQLModel, select

LONGEST_NAME = 200
MOST = 20_000
_FOLDED = str.maketrans("äöü", "aou")


class Street(SQLModel, table=True):
    """A street's name as the town writes it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=LONGEST_NAME)


@dataclass(frozen=True)
class ReadStreets:
    """Street names out of a list, each once; ``unread`` are lines that cannot be one."""

    names: tuple[str, ...]
    unread: tuple[str, ...]


def read(text: str) -> ReadStreets:
    """One name a line. Pure."""
    names: dict[str, None] = {}
    unread = []
    for line in text.splitlines():
        name = " ".join("".join(letter if letter.isprintable() else " " for letter in line).split()).strip(",; ")
        if not name:
            continue
        if len(name) > LONGEST_NAME or not any(letter.isalpha() for letter in name):
            unread.append(name)
        else:
            names[name] = None
    return ReadStreets(tuple(names), tuple(unread))


def names(db: Session) -> list[str]:
    """All street names in the order of a German directory."""
    return sorted(db.exec(select(Street.name)).all(), key=_directory)


def add(db: Session, new: Iterable[str]) -> int:
    """Store the names that are not there yet; how many these were."""
    known = set(db.exec(select(Street.name)).all())
    added = [name for name in dict.fromkeys(new) if name not in known]
    db.add_all(Street(name=name) for name in added)
    db.flush()
    return len(added)


def remove(db: Session, name: str) -> bool:
    """Remove a street; False where there is none of that name."""
    found = db.exec(select(Street).where(Street.name == name)).first()
    if found is not None:
        db.delete(found)
    return found is not None


def _directory(name: str) -> tuple[str, str]:
    return name.casefold().translate(_FOLDED), name
