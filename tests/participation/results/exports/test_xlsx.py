"""The workbook: words stay words, and nothing is left out unsaid."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from participation.counting.bundles import Text
from participation.results import exports
from participation.results.exports import xlsx
from tests.participation.results.exports.exported import EVERYTHING, SOME, bundle
from tests.participation.townsurvey import form, question

WRITTEN = '=HYPERLINK("https://anderswo.example";"Gewinn")'


def sheets(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(exports.path(path, ".xlsx")) as book:
        names = [
            one.get("name", "")
            for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
            if one.tag.endswith("}sheet")
        ]
        for at, name in enumerate(names, 1):
            yield name, book.read(f"xl/worksheets/sheet{at}.xml").decode()


def test_it_has_a_sheet_for_answers_texts_and_what_the_columns_mean(written: Path) -> None:
    assert [name for name, _ in sheets(written)] == ["Daten", "Texte", "Felder"]


def test_no_cell_is_a_formula_or_a_link(tmp_path: Path) -> None:
    asked = form(question("idea", "long"), question("years", "number", min="-5", decimals=1))
    path = bundle(tmp_path, {1: asked}, [(1, 0, {"idea": WRITTEN, "years": "-4.5"})], Text(0, "idea", WRITTEN, 1))
    sheet = "".join(text for _, text in sheets(path))
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace(WRITTEN.lower().replace('"', "&quot;"), "").replace(
        WRITTEN.lower(), ""
    )
    assert "<v>-4.5</v>" in sheet


def test_a_workbook_that_would_hold_only_half_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 20)
    path = bundle(tmp_path, {1: EVERYTHING}, SOME)
    assert ".xlsx" not in exports.endings(path)
    assert ".csv" in exports.endings(path)
