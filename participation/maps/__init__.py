"""What the map of a process shows: the boundary, the overlay, and the background where there is one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from council.base.settings import Settings
from participation.maps.tiles import HIGHEST_ZOOM, Box
from participation.processes import Process

TILES = "/kacheln/{z}/{x}/{y}"


@dataclass(frozen=True)
class MapConfig:
    """``area`` is all there is to see; ``view`` is what the map shows first: the overlay, where that is a part of it. None where the map
    would show nothing, and there is no use in it. ``tiles`` is empty where there is no background."""

    boundary: Mapping[str, Any] | None
    overlay: Mapping[str, Any] | None
    area: Box | None
    view: Box | None
    tiles: str
    attribution: str
    highest_zoom: int = HIGHEST_ZOOM


def config(process: Process, settings: Settings) -> MapConfig:
    """The map of a process."""
    whole = area(process.boundary, process.overlay)
    background = whole is not None and settings.tiles_url != ""
    tiles, attribution = (TILES, settings.tiles_attribution) if background else ("", "")
    view = _first(whole, _box(process.overlay))
    return MapConfig(process.boundary, process.overlay, whole, view, tiles, attribution)


def areas(db: Session) -> tuple[Box, ...]:
    """Where maps of ours are: of all processes that were not withdrawn, drafts too, since they are looked at before they open."""
    kept = select(Process.boundary, Process.overlay).where(col(Process.withdrawn_at).is_(None))
    found = (area(boundary, overlay) for boundary, overlay in db.exec(kept))
    return tuple({box for box in found if box is not None})


def area(boundary: object, overlay: object) -> Box | None:
    """The box around the boundary, else around the overlay; None where neither holds a place."""
    return _box(boundary) or _box(overlay)


def _first(whole: Box | None, overlay: Box | None) -> Box | None:
    """The overlay where it is smaller than all there is, and does not lie elsewhere."""
    if whole is None or overlay is None:
        return whole
    west, south, east, north = whole
    inside = west <= overlay[0] and south <= overlay[1] and overlay[2] <= east and overlay[3] <= north
    return overlay if inside else whole


def _box(geojson: object) -> Box | None:
    points = list(_points(geojson))
    if not points:
        return None
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _points(geojson: object) -> Iterator[tuple[float, float]]:
    """All positions anywhere in GeoJSON; what is none is passed over."""
    left = [geojson]
    while left:
        match left.pop():
            case [int() | float() as longitude, int() | float() as latitude, *_]:
                yield float(longitude), float(latitude)
            case list(values):
                left += values
            case {"coordinates": inside} | {"geometry": inside} | {"features": inside} | {"geometries": inside}:
                left.append(inside)
