"""Tables for German spreadsheets, and the one place where they are written: UTF-8 with a byte order mark, semicolons, lines that end as
RFC 4180 says, and a comma in decimal numbers. So Excel opens them by a double click, with umlauts and columns.

People's words stand in such tables, and a spreadsheet calculates with what begins like a formula. So words that begin like one get an
apostrophe. A program that takes a table apart at commas or tabs finds cells within cells: what begins like a formula after one of
these gets an apostrophe as well. Numbers stay what they are, also below nought.
"""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

BEGINNING = "\ufeff"
"""What a table begins with, before its first line."""

Cell = str | int | float | Decimal | None

_SIGNS = "=+\\-@＝＋－＠"  # what begins a cell that is calculated with; some programs also take what follows a tab or a carriage return
_SPLITS = ";,\\t\\r\\n\\v\\f\\x1c-\\x1e\\x85\u2028\u2029"
_SKIPPED = '[\\s"\\x00-\\x1f\ufeff\u200b]*'  # what may stand before a sign without taking its meaning
_FORMULA = re.compile(f"\\A(?=[\\t\\r]|{_SKIPPED}[{_SIGNS}])|(?<=[{_SPLITS}])(?={_SKIPPED}[{_SIGNS}])")


def line(cells: Iterable[Cell]) -> str:
    """A row of a table, with the end of its line."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(map(_written, cells))
    return written.getvalue()


def table(rows: Iterable[Iterable[Cell]]) -> str:
    """A whole table, to be encoded in UTF-8."""
    return BEGINNING + "".join(map(line, rows))


def words(cell: str) -> str:
    """A text that no spreadsheet takes for a formula, however it takes the table apart."""
    return _FORMULA.sub("'", cell)


def _written(cell: Cell) -> str | int | None:
    if isinstance(cell, str):
        return words(cell)
    if isinstance(cell, float | Decimal):
        return format(Decimal(str(cell)), "f").replace(".", ",")
    return cell
