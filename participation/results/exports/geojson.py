"""The places people named as GeoJSON (RFC 7946): a cell of the grid is a polygon, with how many people pointed into it."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from participation.counting.parts import METRES_PER_DEGREE, Grid
from participation.results.exports.source import Source

DIGITS = 6


def has_places(source: Source) -> bool:
    """Whether any cell is told."""
    return source.head.grid is not None


def write(source: Source, path: Path) -> None:
    """Every cell that is told, of every question: a feature a line, so that not all of them are held."""
    assert source.head.grid is not None
    with path.open("w", encoding="utf-8") as opened:
        opened.write('{"type": "FeatureCollection", "features": [')
        between = "\n"
        for feature in features(source, source.head.grid):
            opened.write(between + json.dumps(feature, ensure_ascii=False))
            between = ",\n"
        opened.write("\n]}\n")


def features(source: Source, grid: Grid) -> Iterator[dict[str, Any]]:
    """The cells as GeoJSON features."""
    for section, told in zip(source.head.sections, source.figures["sections"], strict=True):
        leading = source.head.forms[section.versions[0]].leading
        labels = {question.key: question.text.get(leading, question.key) for question in section.questions}
        for key, figures in told["questions"].items():
            for cell, people in figures.get("cells", {}).items():
                column, row = map(int, cell.split("/"))
                yield {
                    "type": "Feature",
                    "geometry": {"type": "Polygon", "coordinates": [outline(grid, column, row)]},
                    "properties": {
                        "question": key,
                        "text": labels[key],
                        "versions": list(section.versions),
                        "people": people,
                    },
                }


def outline(grid: Grid, column: int, row: int) -> list[list[float]]:
    """The corners of a cell as longitude and latitude, counterclockwise, the first one again at the end."""
    width = METRES_PER_DEGREE * math.cos(math.radians(grid.latitude))
    west, east = (one * grid.metres / width for one in (column, column + 1))
    south, north = (one * grid.metres / METRES_PER_DEGREE for one in (row, row + 1))
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[round(lon, DIGITS), round(lat, DIGITS)] for lon, lat in ring]
