"""The answers, the texts, and what stands in the columns of both as tables for spreadsheets (``council.base.spreadsheets``)."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from council.base import spreadsheets
from participation.results.exports.source import Source
from participation.results.exports.tables import ABOUT, ABOUT_FILES, ANSWERS, TEXTS, Fields, Row

DESCRIBED = ("tabelle", "spalte", "inhalt")


def write_dictionary(source: Source, path: Path) -> None:
    """What stands in the columns, and what holds for all of it."""
    about = [("", "", line) for line in (source.title, *ABOUT, *ABOUT_FILES)]
    columns = [(table, *field) for table, fields in (("Daten", ANSWERS), ("Texte", TEXTS)) for field in fields]
    _write([DESCRIBED, *about, *columns], path)


def write_rows(fields: Fields, rows: Iterable[Row], path: Path) -> None:
    """A whole table, a row at a time."""
    _write(chain([[name for name, _ in fields]], rows), path)


def _write(rows: Iterable[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        opened.write(spreadsheets.BEGINNING)
        opened.writelines(map(spreadsheets.line, rows))
