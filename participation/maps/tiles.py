"""Tiles: the square pictures a map is made of, by zoom, column and row (XYZ in Web Mercator, https://wiki.openstreetmap.org/wiki/Tiles).

Which of them we fetch for people: those around the areas our surveys are about, and the world at low zoom; so nobody makes an open
proxy of us.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

HIGHEST_ZOOM = 19
WORLD_ZOOM = 4  # up to here any
AROUND = 4  # as many tiles on each side of an area as half a screen shows
SHARE_AROUND = 1  # and so many times its size
LARGEST_LATITUDE = 85.0511287798  # where the world's square ends
UNSAID = timedelta(days=7)  # how long a picture is good where its server does not say

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class Tile:
    """Column ``x`` from the west and row ``y`` from the north, each below 2 to the power of ``zoom``."""

    zoom: int
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """What is shown of a tile, good until ``expires``."""

    content: bytes
    media_type: str
    expires: datetime


def exists(tile: Tile) -> bool:
    """Whether there is such a tile in the world."""
    return 0 <= tile.zoom <= HIGHEST_ZOOM and all(0 <= at < 2**tile.zoom for at in (tile.x, tile.y))


def wanted(tile: Tile, areas: Iterable[Box]) -> bool:
    """Whether a map of one of these areas shows it."""
    return exists(tile) and (tile.zoom <= WORLD_ZOOM or any(_near(tile, area) for area in areas))


def media_type(content: bytes) -> str | None:
    """What kind of picture this is, told by its first bytes whatever its server called it; None for what no map is made of."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def lifetime(headers: Mapping[str, str], longest: timedelta) -> timedelta | None:
    """How long the server lets us keep a picture, at most ``longest``; None: not at all. ``headers`` have names in small letters."""
    said = dict(_directives(headers.get("cache-control", "")))
    if {"no-store", "private", "no-cache"} & said.keys():
        return None
    seconds = next((said[name] for name in ("s-maxage", "max-age") if said.get(name, "").isdecimal()), None)
    left = _until_expires(headers) if seconds is None else timedelta(seconds=min(int(seconds[:12]), 10**9))
    if left is None:
        return min(UNSAID, longest)
    age = headers.get("age", "")
    left -= timedelta(seconds=min(int(age[:12]), 10**9)) if age.isdecimal() else timedelta()
    return min(left, longest) if left > timedelta() else None


def _directives(value: str) -> Iterable[tuple[str, str]]:
    for part in value.lower().split(","):
        name, _, given = part.strip().partition("=")
        yield name, given.strip('" ')


def _until_expires(headers: Mapping[str, str]) -> timedelta | None:
    """By Expires and Date, both of the server's own clock."""
    try:
        expires, date = (parsedate_to_datetime(headers[name]) for name in ("expires", "date"))
        return expires.replace(tzinfo=UTC) - date.replace(tzinfo=UTC)
    except (KeyError, ValueError):
        return None


def _near(tile: Tile, area: Box) -> bool:
    west, south, east, north = area
    left, right = _column(west, tile.zoom), _column(east, tile.zoom)
    top, bottom = _row(north, tile.zoom), _row(south, tile.zoom)
    wide, high = (AROUND + SHARE_AROUND * size for size in (right - left, bottom - top))
    return left - wide <= tile.x + 0.5 <= right + wide and top - high <= tile.y + 0.5 <= bottom + high


def _column(longitude: float, zoom: int) -> float:
    return float((longitude + 180) / 360 * 2**zoom)


def _row(latitude: float, zoom: int) -> float:
    bounded = math.radians(max(-LARGEST_LATITUDE, min(LARGEST_LATITUDE, latitude)))
    return float((1 - math.asinh(math.tan(bounded)) / math.pi) / 2 * 2**zoom)
