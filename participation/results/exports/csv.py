"""Comma separated files in UTF-8 (RFC 4180): the answers, the texts, and what stands in the columns of both."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from participation.results.exports.source import Source
from participation.results.exports.tables import ABOUT, ANSWERS, TEXTS, Cell, Fields, Row, Write

FORMULAS = frozenset("=+-@＝＋－＠\t\r")


def defused(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: words that begin like one get an apostrophe."""
    begins = cell.lstrip(" \n")[:1] if isinstance(cell, str) else ""
    return f"'{cell}" if begins in FORMULAS and begins else cell


@contextmanager
def writing(fields: Fields, path: Path) -> Iterator[Write]:
    """Takes the rows of a table with these columns."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(name for name, _ in fields)

        def write(row: Row) -> None:
            writer.writerow(map(defused, row))

        yield write


def write_dictionary(source: Source, path: Path) -> None:
    """What stands in the columns, and what holds for all of it."""
    with writing((("tabelle", ""), ("spalte", ""), ("inhalt", "")), path) as write:
        for line in (source.title, *ABOUT):
            write(("", "", line))
        for table, fields in (("Daten", ANSWERS), ("Texte", TEXTS)):
            for name, what in fields:
                write((table, name, what))


def write_rows(fields: Fields, rows: Iterable[Row], path: Path) -> None:
    """A whole table."""
    with writing(fields, path) as write:
        for row in rows:
            write(row)
