"""Reading a pasted list of people: "Name; Fraktion; Funktion", one a line, with semicolons or tabs. Pure."""

import re
from dataclasses import dataclass

from council.base.forms import one_line
from council.people import LONGEST_NAME, LONGEST_ROLE

MOST = 1000
LARGEST_TEXT = 200_000  # bytes
_HEAD = re.compile(r"(?:name|vor- und nachname|nachname|mitglied|person)", re.IGNORECASE)


@dataclass(frozen=True)
class ReadPerson:
    """A person of a list."""

    name: str
    faction: str = ""
    role: str = ""


@dataclass(frozen=True)
class ReadPeople:
    """What was made of a list; ``unread`` are lines that are no person."""

    people: tuple[ReadPerson, ...]
    unread: tuple[str, ...]


def parse(text: str) -> ReadPeople:
    """Read a list. A line is a person when its first part has letters and is not too long; a heading is passed over."""
    people: dict[ReadPerson, None] = {}
    unread = []
    for line in text.splitlines():
        parts = [one_line(part).strip(",") for part in re.split(r"[;\t]", line)]
        if not any(parts):
            continue
        name, faction, role = (*parts, "", "")[:3]
        fits = len(name) <= LONGEST_NAME and len(faction) <= LONGEST_NAME and len(role) <= LONGEST_ROLE
        if not fits or not re.search(r"[^\W\d_]{2}", name) or _HEAD.fullmatch(name) or len(people) >= MOST:
            unread.append(one_line(line)[:300])
        else:
            people[ReadPerson(name, faction, role)] = None
    return ReadPeople(tuple(people), tuple(unread))
