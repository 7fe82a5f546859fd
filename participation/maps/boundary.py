"""Boundaries on a map, read from GeoJSON, and whether a point lies within. Coordinates are degrees (WGS 84): longitude, latitude."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from council.base.errors import ReadableError
from council.base.i18n import message

MOST_POSITIONS = 20_000  # few enough to look at each for every answer
_NOTHING = 1e-12  # square degrees, some square centimetres
_NEAR = 1e-9  # degrees, a tenth of a millimetre: what is called lying on an edge

Point = tuple[float, float]
Ring = tuple[Point, ...]


class BoundaryError(ReadableError):
    """What was given is no boundary."""


@dataclass(frozen=True)
class Polygon:
    """An area: an outer ring without its holes. Rings are closed: the last position is the first."""

    outer: Ring
    holes: tuple[Ring, ...] = ()

    def contains(self, point: Point) -> bool:
        """Whether a point lies in it; edges, also those of holes, belong to it."""
        return _side(self.outer, point) >= 0 and all(_side(hole, point) <= 0 for hole in self.holes)


@dataclass(frozen=True)
class Boundary:
    """Areas that belong together."""

    polygons: tuple[Polygon, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*(point for polygon in self.polygons for point in polygon.outer), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def contains(self, lon: float, lat: float) -> bool:
        """Whether a point lies in one of the areas or on an edge."""
        return any(polygon.contains((lon, lat)) for polygon in self.polygons)


def from_json(value: object) -> Boundary:
    """Read a GeoJSON Polygon or MultiPolygon, alone, as a Feature or in a FeatureCollection of nothing else. BoundaryError says why it
    is none."""
    given = list(_polygons(value))
    if not given:
        raise BoundaryError(
            message("Die Datei enthält keine Fläche. Bitte wählen Sie eine mit der Grenze als Polygon.")
        )
    if sum(positions(rings, 2) for rings in given) > MOST_POSITIONS:
        raise BoundaryError(
            message("Die Grenze hat mehr als %(most)s Punkte. Bitte vereinfachen Sie sie, zum Beispiel in QGIS."),
            most=MOST_POSITIONS,
        )
    return Boundary(tuple(map(_polygon, given)))


def positions(coordinates: object, depth: int) -> int:
    """How many positions there are in coordinates that are nested so deep, none of which is looked at: so a file with far too many is
    refused in no time."""
    if not depth or not isinstance(coordinates, list):
        return 1
    return len(coordinates) if depth == 1 else sum(positions(one, depth - 1) for one in coordinates)


def _polygons(value: object) -> Iterator[object]:
    """The coordinates of each polygon."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(kind, str):
        raise BoundaryError(
            message("Das ist kein GeoJSON. Bitte wählen Sie eine GeoJSON-Datei mit der Grenze als Polygon.")
        )
    match kind:
        case "FeatureCollection":
            for feature in _list(value.get("features")):
                if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
                    raise _broken()
                yield from _polygons(feature)
        case "Feature":
            geometry = value.get("geometry")
            if isinstance(geometry, Mapping) and geometry.get("type") in ("Feature", "FeatureCollection"):
                raise _broken()
            yield from _polygons(geometry)
        case "Polygon":
            yield value.get("coordinates")
        case "MultiPolygon":
            yield from _list(value.get("coordinates"))
        case _:
            text = message("Die Datei enthält „%(kind)s“, eine Grenze muss aber ein Polygon oder MultiPolygon sein.")
            raise BoundaryError(text, kind=kind[:40])


def _polygon(value: object) -> Polygon:
    rings = [_ring(ring) for ring in _list(value)]
    if not rings:
        raise _broken()
    return Polygon(rings[0], tuple(rings[1:]))


def _ring(value: object) -> Ring:
    ring = tuple(_point(position) for position in _list(value))
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BoundaryError(
            message("Eine Linie der Grenze ist nicht geschlossen: sie muss dort enden, wo sie beginnt.")
        )
    if _area(ring) < _NOTHING:
        raise BoundaryError(message("Eine Linie der Grenze schließt keine Fläche ein. Bitte prüfen Sie die Datei."))
    return ring


def _point(value: object) -> Point:
    position = _list(value)
    if len(position) < 2:
        raise _broken()
    lon, lat = _number(position[0]), _number(position[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BoundaryError(
            message(
                "Die Grenze ist nicht in Längen- und Breitengraden angegeben. Bitte speichern Sie sie als WGS 84 (EPSG:4326)."
            )
        )
    return float(lon), float(lat)


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _broken()
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _broken()
    return value


def _broken() -> BoundaryError:
    return BoundaryError(message("Die GeoJSON-Datei ist beschädigt: eine Grenze darin hat keine lesbaren Koordinaten."))


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise(ring)


def _area(ring: Ring) -> float:
    """Twice the area of a ring, reckoned from its first point so that small rings keep their digits."""
    (x0, y0) = ring[0]
    return abs(math.fsum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in _edges(ring)))


def _side(ring: Ring, point: Point) -> int:
    """1 inside of a ring, 0 on it, -1 outside: a ray to the east crosses it an odd number of times from inside."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in _edges(ring):
        if max(ay, by) < y - _NEAR or min(ay, by) > y + _NEAR:
            continue
        if _on((ax, ay), (bx, by), point):
            return 0
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return 1 if inside else -1


def _on(a: Point, b: Point, point: Point) -> bool:
    (ax, ay), (bx, by), (x, y) = a, b, point
    if not (min(ax, bx) - _NEAR <= x <= max(ax, bx) + _NEAR and min(ay, by) - _NEAR <= y <= max(ay, by) + _NEAR):
        return False
    return abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) <= _NEAR * math.hypot(bx - ax, by - ay)
