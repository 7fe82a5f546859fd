"""A small drawing of what lies on a process's map, so that somebody sees at once whether it is the right town and the right way round."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from participation import maps

SIZE = 300  # of the longer side, in the drawing's own units
_DOT = 4


@dataclass(frozen=True)
class Outline:
    """The size of the drawing, and the path of an SVG for the boundary and for the overlay; empty for none."""

    width: int
    height: int
    boundary: str
    overlay: str


def outline(boundary: Mapping[str, Any] | None, overlay: Mapping[str, Any] | None) -> Outline | None:
    """The drawing of a boundary, an overlay or both, north up; None where there is nothing to draw."""
    boxes = [box for box in (maps.area(boundary, None), maps.area(overlay, None)) if box is not None]
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    frame = _Frame.around(min(wests), min(souths), max(easts), max(norths))
    return Outline(frame.width, frame.height, _path(boundary, frame), _path(overlay, frame))


@dataclass(frozen=True)
class _Frame:
    """Where places are in the drawing. A degree of longitude is shorter than one of latitude, by the cosine of the latitude."""

    west: float
    north: float
    scale: float
    narrowing: float
    width: int
    height: int

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> "_Frame":
        narrowing = max(0.05, math.cos(math.radians((south + north) / 2)))
        wide, high = (east - west) * narrowing, north - south
        scale = SIZE / (max(wide, high) or 1)
        return cls(west, north, scale, narrowing, round(wide * scale) + 1, round(high * scale) + 1)

    def at(self, position: list[float]) -> str:
        x, y = (position[0] - self.west) * self.narrowing * self.scale, (self.north - position[1]) * self.scale
        return f"{x:.1f} {y:.1f}"


def _path(value: Mapping[str, Any] | None, frame: _Frame) -> str:
    return "".join(_drawn(geometry, frame) for geometry in _geometries(value)) if value else ""


def _geometries(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if value["type"] == "FeatureCollection":
        yield from (feature["geometry"] for feature in value["features"])
    else:
        yield value


def _drawn(geometry: Mapping[str, Any], frame: _Frame) -> str:
    """The path of a geometry as ``map_data`` keeps them."""
    inside, kind = geometry["coordinates"], geometry["type"]
    match kind:
        case "Point":
            return f"M{frame.at(inside)}m-{_DOT} 0h{2 * _DOT}m-{_DOT} -{_DOT}v{2 * _DOT}"
        case "LineString":
            return "M" + "L".join(frame.at(one) for one in inside)
        case "Polygon":
            return "".join("M" + "L".join(frame.at(one) for one in ring) + "Z" for ring in inside)
    single = kind.removeprefix("Multi")
    return "".join(_drawn({"type": single, "coordinates": one}, frame) for one in inside)
