"""OParl 1.0 and 1.1 objects as a server or a file has them: lists, links, and values that may be anything. Pure."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

MOST_OBJECTS = 20_000  # of a file
DEEPEST = 30
LONGEST_ID = 500

Object = Mapping[str, Any]
Look = Callable[[str], Object | None]  # the object at an address; None where it cannot be had


def kind(data: object) -> str:
    """What an object says it is: "Meeting", "Body" …; "List" for a list of objects; empty where it says nothing."""
    if isinstance(data, list) or (isinstance(data, Mapping) and isinstance(data.get("data"), list)):
        return "List"
    said = data.get("type") if isinstance(data, Mapping) else None
    return said.rpartition("/")[2] if isinstance(said, str) else ""


def entries(data: object) -> list[Object]:
    """The objects of a list."""
    listed = data.get("data") if isinstance(data, Mapping) else data
    return [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []


def next_page(data: object) -> str:
    """The address of a list's next page; empty where it ends."""
    return _link(data, "next")


def last_page(data: object) -> str:
    """The address of a list's last page; empty where it does not say."""
    return _link(data, "last")


def _link(data: object, name: str) -> str:
    links = data.get("links") if isinstance(data, Mapping) else None
    found = links.get(name) if isinstance(links, Mapping) else None
    return found if isinstance(found, str) else ""


def embedded(data: object) -> dict[str, Object]:
    """All objects within the data that have an id, by it; as an index for ``look``."""
    found: dict[str, Object] = {}
    for one in _walk(data):
        if oparl_id := id_of(one):
            found.setdefault(oparl_id, one)
    return found


def of_kind(data: object, wanted: str) -> list[Object]:
    """All objects of a kind within the data, each once."""
    found = [one for one in _walk(data) if kind(one) == wanted and one.get("deleted") is not True]
    return list({id_of(one) or str(number): one for number, one in enumerate(found)}.values())


def _walk(data: object) -> Iterator[Object]:
    waiting: deque[tuple[object, int]] = deque([(data, 0)])
    count = 0
    while waiting and count < MOST_OBJECTS:
        one, depth = waiting.popleft()
        inner: list[object] = one if isinstance(one, list) else []
        if isinstance(one, Mapping):
            count += 1
            yield one
            inner = list(one.values())
        if depth < DEEPEST:
            waiting += [(value, depth + 1) for value in inner if isinstance(value, Mapping | list)]


def text(value: object, longest: int) -> str:
    """A text on one line, without what cannot be seen; empty for everything else."""
    if not isinstance(value, str):
        return ""
    shown = "".join(letter if letter.isprintable() else " " for letter in value[: 4 * longest])
    return " ".join(shown.split())[:longest].rstrip()


def id_of(data: Object) -> str | None:
    """An object's id, where it has a usable one."""
    value = data.get("id")
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isprintable() else None


def resolved(value: object, look: Look) -> Object | None:
    """The object that stands there, or is linked there."""
    if isinstance(value, Mapping):
        only_named = set(value) <= {"id", "type"}
        return (look(value["id"]) or value) if only_named and isinstance(value.get("id"), str) else value
    return look(value) if isinstance(value, str) and value else None


def moment(value: object, zone: ZoneInfo) -> datetime | None:
    """A time; one without a zone is the town's."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if read is None or not 1900 <= read.year <= 2200:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def day(value: object) -> date | None:
    """A day, or the day of a time."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
