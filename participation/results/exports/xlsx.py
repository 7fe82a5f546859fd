"""A workbook: the answers, the texts, and what stands in their columns. Rows go to the disk as they come."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from participation.results.exports.source import Source
from participation.results.exports.tables import ABOUT, ANSWERS, TEXTS, Cell, Fields, Row

MOST_ROWS = 1_048_576 - 1
LONGEST_TEXT = 32_767
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def write(source: Source, answers: Iterable[Row], texts: Iterable[Row], path: Path) -> None:
    """The whole workbook; none where a sheet has not rows enough, since half of the answers would be worse."""
    with xlsxwriter.Workbook(path, {**OPTIONS, "tmpdir": str(path.parent)}) as book:
        bold = book.add_format({"bold": True})
        fits = [_write_table(book.add_worksheet("Daten"), ANSWERS, answers, bold)]
        fits.append(_write_table(book.add_worksheet("Texte"), TEXTS, texts, bold))
        _write_fields(book.add_worksheet("Felder"), source, bold)
    if not all(fits):
        path.unlink()


def _write_table(sheet: Worksheet, fields: Fields, rows: Iterable[Row], bold: object) -> bool:
    sheet.freeze_panes(1, 0)
    _write_row(sheet, 0, [name for name, _ in fields], bold)
    for at, row in enumerate(rows, 1):
        if at > MOST_ROWS:
            return False
        _write_row(sheet, at, row)
    return True


def _write_fields(sheet: Worksheet, source: Source, bold: object) -> None:
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 100)
    _write_row(sheet, 0, [source.title], bold)
    for at, line in enumerate(ABOUT, 1):
        _write_row(sheet, at, [line])
    at = len(ABOUT) + 2
    _write_row(sheet, at, ["Tabelle", "Spalte", "Inhalt"], bold)
    for table, fields in (("Daten", ANSWERS), ("Texte", TEXTS)):
        for field in fields:
            at += 1
            _write_row(sheet, at, [table, *field])


def _write_row(sheet: Worksheet, row: int, cells: Iterable[Cell], style: object = None) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell[:LONGEST_TEXT], style)
        elif isinstance(cell, int | Decimal):
            sheet.write_number(row, column, cell, style)
