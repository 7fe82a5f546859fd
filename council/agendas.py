"""Reading an agenda: an OParl 1.1 Meeting as JSON, with where each item starts in the recording (``x-recordingStart``, seconds).

A missing, doubled or unordered item is mended where the meaning is clear, and each mending is told.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

MOST_ITEMS = 500


class AgendaError(Exception):
    """The agenda cannot be read; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Item:
    """One matter; ``starts_ms`` are the beginnings of its stretches in the recording, ``reference`` the numbers of its papers, ``state``
    a value of ``meetings.ItemState``."""

    number: str
    name: str
    public: bool = True
    starts_ms: tuple[int, ...] = ()
    reference: str = ""
    state: str = ""
    oparl_id: str | None = None


@dataclass(frozen=True)
class Agenda:
    """A meeting and what it deals with. ``start`` is aware. ``warnings`` tell what was mended."""

    organization: str
    name: str
    start: datetime
    items: tuple[Item, ...] = ()
    location: str | None = None
    oparl_id: str | None = None
    warnings: tuple[str, ...] = field(default=(), compare=False)


def parse(text: str, zone: ZoneInfo) -> Agenda:
    """Read an OParl Meeting. Times without a zone are the town's. Raises AgendaError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AgendaError(
            f"Die Tagesordnung ist kein gültiges JSON ({error}). Erwartet wird ein OParl-Meeting."
        ) from error
    if not isinstance(data, dict):
        raise AgendaError(
            "Die Tagesordnung muss ein OParl-Meeting sein: ein JSON-Objekt mit name, start und agendaItem."
        )
    warnings: list[str] = []
    start = _start(data.get("start"), zone)
    items = _items(data.get("agendaItem"), warnings)
    name = _text(data.get("name"), 500) or f"Sitzung vom {start.astimezone(zone):%d.%m.%Y}"
    return Agenda(
        _organization(data.get("organization")), name, start, items, _location(data), warnings=tuple(warnings)
    )


def _start(value: Any, zone: ZoneInfo) -> datetime:
    if not isinstance(value, str):
        raise AgendaError('Der Tagesordnung fehlt der Beginn der Sitzung: "start": "2026-03-17T17:00:00+01:00".')
    try:
        start = datetime.fromisoformat(value)
    except ValueError as error:
        raise AgendaError(f'Der Beginn "{value[:40]}" ist keine Zeit wie 2026-03-17T17:00:00+01:00.') from error
    return start if start.tzinfo else start.replace(tzinfo=zone)


def _text(value: Any, longest: int) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def _organization(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    name = _text(first.get("name"), 300) if isinstance(first, Mapping) else ""
    return name or "Stadtrat"


def _location(data: Mapping[str, Any]) -> str | None:
    value = data.get("location")
    if isinstance(value, Mapping):
        value = value.get("description") or value.get("streetAddress")
    return _text(value, 300) or None


def _items(value: Any, warnings: list[str]) -> tuple[Item, ...]:
    if value is None:
        warnings.append("Die Tagesordnung hat keine Punkte; die Aufzeichnung wird nicht gegliedert.")
        return ()
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise AgendaError("agendaItem muss eine Liste von Tagesordnungspunkten sein.")
    if len(value) > MOST_ITEMS:
        raise AgendaError(f"Die Tagesordnung hat {len(value)} Punkte; mehr als {MOST_ITEMS} sind nicht vorgesehen.")
    entries = _ordered(value, warnings)
    merged: dict[tuple[str, str], Item] = {}
    for entry in entries:
        item = _item(entry, len(merged) + 1, warnings)
        key = (item.number, item.name)
        if key in merged:
            warnings.append(f"TOP {item.number} steht zweimal in der Tagesordnung und wurde zusammengeführt.")
            before = merged[key]
            starts = tuple(sorted({*before.starts_ms, *item.starts_ms}))
            public = before.public and item.public
            if not public and starts and not (before.starts_ms and item.starts_ms):
                raise AgendaError(
                    f"TOP {item.number} ist nichtöffentlich und steht mehrmals in der Tagesordnung, aber nicht jedes Mal mit seinem "
                    "Beginn (x-recordingStart). So bliebe ein Teil öffentlich."
                )
            item = Item(item.number, item.name, public, starts)
        merged[key] = item
    return tuple(merged.values())


def _ordered(entries: list[Mapping[str, Any]], warnings: list[str]) -> list[Mapping[str, Any]]:
    orders = [entry.get("order") for entry in entries]
    if not all(isinstance(order, int) for order in orders):
        return entries
    ordered = sorted(entries, key=lambda entry: entry["order"])
    if ordered != entries:
        warnings.append('Die Punkte standen nicht in der Reihenfolge von "order" und wurden geordnet.')
    return ordered


def _item(entry: Mapping[str, Any], position: int, warnings: list[str]) -> Item:
    number = _text(entry.get("number"), 50) or str(position)
    public = entry.get("public", True)
    if not isinstance(public, bool):
        raise AgendaError(f'TOP {number}: "public" muss true oder false sein, nicht {json.dumps(public)[:40]}.')
    name = _text(entry.get("name"), 1000)
    if not name:
        name = "Tagesordnungspunkt ohne Titel"
        warnings.append(f"TOP {number} hat keinen Titel.")
    starts, unread = _starts(entry.get("x-recordingStart"))
    if unread and not public:
        raise AgendaError(
            f"TOP {number} ist nichtöffentlich, aber sein Beginn in der Aufzeichnung ist keine Zeit in Sekunden. "
            "Bitte x-recordingStart berichtigen; sonst würde er nicht herausgeschnitten."
        )
    if unread:
        warnings.append(
            f"TOP {number}: der Beginn in der Aufzeichnung ist keine Zeit in Sekunden und wurde übergangen."
        )
    return Item(number, name, public, starts)


def _starts(value: Any) -> tuple[tuple[int, ...], bool]:
    """The starts in ms, and whether there were others that are no times."""
    given = [start for start in (value if isinstance(value, list) else [value]) if start is not None]
    read = [round(start * 1000) for start in given if _is_time(start)]
    return tuple(sorted(set(read))), len(read) < len(given)


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**6
