"""Tables for spreadsheets: no cell is a formula, and every column is explained."""

import csv
from pathlib import Path

from participation.counting.bundles import Text
from participation.results import exports
from tests.participation.results.exports.exported import bundle, table
from tests.participation.townsurvey import form, question

WRITTEN = '=HYPERLINK("https://anderswo.example";"Gewinn")'


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    asked = form(question("idea", "long"), question("years", "number", min="-5", decimals=1))
    path = bundle(tmp_path, {1: asked}, [(1, 0, {"idea": WRITTEN, "years": "-4.5"})], Text(0, "idea", WRITTEN, 1))
    (row,) = table(path, exports.WORDS)
    assert row["text"] == f"'{WRITTEN}"
    assert [row["antwort"] for row in table(path, frage="years")] == ["-4,5"], (
        "a number, and none that German spreadsheets take for a date"
    )


def test_lines_commas_and_quotes_stay_within_their_cell(tmp_path: Path) -> None:
    said = 'Eine "Bank",\nund Licht; 100 %'
    path = bundle(tmp_path, {1: form(question("idea", "long"))}, [(1, 0, {"idea": said})], Text(0, "idea", said, 1))
    assert [row["text"] for row in table(path, exports.WORDS)] == [said]
    raw = exports.path(path, exports.WORDS).read_bytes()
    assert len(list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))) == 2


def test_every_table_is_one_that_german_excel_opens_with_umlauts_and_columns(written: Path) -> None:
    for ending in (".csv", exports.WORDS, exports.FIELDS):
        first = exports.path(written, ending).read_bytes().partition(b"\r\n")[0]
        assert first.startswith(b"\xef\xbb\xbf")
        assert b";" in first


def test_every_column_is_explained(written: Path) -> None:
    described = table(written, exports.FIELDS)
    for name, ending in (("Daten", ".csv"), ("Texte", exports.WORDS)):
        assert [row["spalte"] for row in described if row["tabelle"] == name] == list(table(written, ending)[0])
    assert any("lässt sich nicht wieder zusammenführen" in row["inhalt"] for row in described)
