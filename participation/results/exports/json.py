"""One JSON document with figures, the meaning of all columns, and all rows."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from participation.results.exports.source import Source
from participation.results.exports.tables import ABOUT, ANSWERS, TEXTS, Fields, Row


def write(source: Source, answers: Iterable[Row], texts: Iterable[Row], path: Path) -> None:
    """The whole document, a row at a time."""
    with path.open("w", encoding="utf-8") as opened:
        opened.writelines(_open(_head(source)))
        for name, fields, rows in (("answers", ANSWERS, answers), ("texts", TEXTS, texts)):
            opened.write(f',\n"{name}": [')
            opened.writelines(_rows(fields, rows))
            opened.write("\n]")
        opened.write("\n}\n")


def _head(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "about": ABOUT,
        "submissions": source.head.submissions,
        "checksum": source.checksum,
        "figures": source.figures,
        "fields": {"answers": dict(ANSWERS), "texts": dict(TEXTS)},
    }


def _open(document: dict[str, Any]) -> Iterator[str]:
    """A document whose end is still to come; piece by piece, since figures with many places are long."""
    said = "{"
    for piece in islice(_ENCODER.iterencode(document), 1, None):
        yield said
        said = piece


def _rows(fields: Fields, rows: Iterable[Row]) -> Iterator[str]:
    """Without the empty cells."""
    between = "\n"
    for row in rows:
        cells = {name: cell for (name, _), cell in zip(fields, row, strict=True) if cell not in (None, "")}
        yield between + _line(cells)
        between = ",\n"


def _line(value: Any) -> str:
    return _ENCODER.encode(value)


def _number(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_number)
