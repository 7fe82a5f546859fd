"""What lies on the map of a process, read from GeoJSON that somebody gave: the boundary within which places are taken, and an overlay
such as the outline of a plan. Both are kept small: positions to a tenth of a metre, and of an overlay's properties its name alone."""

import json
from collections.abc import Mapping
from typing import Any

from council.base.i18n import message
from participation.forms.texts import one_line
from participation.maps import boundary
from participation.maps.boundary import MOST_POSITIONS, BoundaryError

LARGEST_BYTES = 2_000_000
_DIGITS = 6
_DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LONGEST_NAME = 200


def read_boundary(text: str) -> dict[str, Any]:
    """A boundary as a MultiPolygon. BoundaryError says plainly why it is none."""
    found = boundary.from_json(_json(text))
    written = {
        "type": "MultiPolygon",
        "coordinates": [
            [[[round(lon, _DIGITS), round(lat, _DIGITS)] for lon, lat in ring] for ring in (one.outer, *one.holes)]
            for one in found.polygons
        ],
    }
    boundary.from_json(written)
    return written


def read_overlay(text: str) -> dict[str, Any]:
    """Points, lines and areas as a FeatureCollection. BoundaryError says plainly what is wrong."""
    value = _json(text)
    features = value.get("features") if value.get("type") == "FeatureCollection" else [value]
    if not isinstance(features, list) or not features:
        raise BoundaryError(message("Die Datei enthält nichts, was sich zeichnen lässt."))
    if sum(map(_positions, features)) > MOST_POSITIONS:
        raise BoundaryError(
            message("Der Plan hat mehr als %(most)s Punkte. Bitte vereinfachen Sie ihn, zum Beispiel in QGIS."),
            most=MOST_POSITIONS,
        )
    return {"type": "FeatureCollection", "features": [_feature(feature) for feature in features]}


def _feature(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _broken()
    geometry, kind = _geometry(value)
    if kind not in _DEPTHS:
        raise BoundaryError(
            message("Der Plan enthält „%(kind)s“. Möglich sind Punkte, Linien und Flächen."), kind=kind[:40]
        )
    properties = value.get("properties") if value.get("type") == "Feature" else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    return {
        "type": "Feature",
        "properties": {"name": one_line(name)[:_LONGEST_NAME] if isinstance(name, str) else ""},
        "geometry": {"type": kind, "coordinates": _coordinates(geometry.get("coordinates"), _DEPTHS[kind])},
    }


def _geometry(feature: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """The geometry of a feature, or one that stands by itself, and of what kind it says it is."""
    geometry = feature.get("geometry") if feature.get("type") == "Feature" else feature
    return (geometry, str(geometry.get("type"))) if isinstance(geometry, Mapping) else ({}, "None")


def _positions(feature: object) -> int:
    geometry, kind = _geometry(feature) if isinstance(feature, Mapping) else ({}, "")
    return boundary.positions(geometry.get("coordinates"), _DEPTHS.get(kind, 0))


def _coordinates(value: object, depth: int) -> list[Any]:
    """Positions nested so deep, rounded."""
    if not isinstance(value, list) or not value:
        raise _broken()
    if depth:
        return [_coordinates(one, depth - 1) for one in value]
    if len(value) < 2 or any(isinstance(one, bool) or not isinstance(one, int | float) for one in value[:2]):
        raise _broken()
    lon, lat = value[:2]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BoundaryError(
            message(
                "Der Plan ist nicht in Längen- und Breitengraden angegeben. Bitte speichern Sie ihn als WGS 84 (EPSG:4326)."
            )
        )
    return [round(lon, _DIGITS), round(lat, _DIGITS)]


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BoundaryError(
            message("Das ist keine lesbare GeoJSON-Datei. Bitte prüfen Sie, ob sie vollständig ist.")
        ) from error
    if not isinstance(value, dict):
        raise BoundaryError(message("Das ist kein GeoJSON. Bitte wählen Sie eine Datei mit der Endung .geojson."))
    return value


def _broken() -> BoundaryError:
    return BoundaryError(message("Die GeoJSON-Datei ist beschädigt: etwas darin hat keine lesbaren Koordinaten."))
