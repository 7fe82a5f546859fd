"""The published data as files: that they say the same as the bundle, that nothing is mixed, and that no cell is a formula."""

import csv
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from participation.counting import bundles
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head, Text
from participation.counting.parts import Grid, Parting
from participation.counting.sections import sections
from participation.results import exports
from participation.results.exports import geojson, xlsx
from participation.results.exports.csv import defused
from tests.participation.townsurvey import EVERY_KIND, form, question, submissions

FORMULAS = ("=1+1", "+49 171", "-1", "@SUM(A1)", "\t=1", " =1+1", "＝1+1")
WRITTEN = '=HYPERLINK("https://anderswo.example";"Gewinn")'
IDEA = Text(0, "idea", "Mehr Schatten", 3)


def bundle(
    folder: Path, versions: dict[int, Any], answers: list[tuple[int, int, dict[str, Any]]], *texts: Text
) -> Path:
    """A published bundle of answers, each with its version and group, and its exports."""
    told, grid = sections(versions), Grid(500, 52)
    groups = [["Nord"], ["Süd", ""]]
    parting, counts = Parting(versions, told, grid), AnswerCounts(told, groups)
    for version, group, given in answers:
        for section, part in parting.parts(version, given):
            counts.add(section, 0 if section else group, part)
    head = Head(versions, told, groups, counts.people, grid)
    path = folder / "1-00000000.jsonl"
    path.write_bytes(b"".join(bundles.lines(head, counts.given(), texts, [], counts.figures())))
    exports.write(path, "Wie soll der Marktplatz werden?")
    return path


def table(path: Path, ending: str = ".csv", **wanted: str) -> list[dict[str, str]]:
    """The rows in which the cells are these."""
    with exports.path(path, ending).open(encoding="utf-8", newline="") as reading:
        rows = list(csv.DictReader(reading))
    return [row for row in rows if wanted.items() <= row.items()]


def people(rows: list[dict[str, str]]) -> int:
    return sum(int(row["anzahl"]) for row in rows)


def sheets(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(exports.path(path, ".xlsx")) as book:
        names = [
            one.get("name", "")
            for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
            if one.tag.endswith("}sheet")
        ]
        for at, name in enumerate(names, 1):
            yield name, book.read(f"xl/worksheets/sheet{at}.xml").decode()


EVERYTHING = form(*EVERY_KIND)
SOME = [(1, at % 2, answers) for at, (_, answers) in enumerate(submissions(EVERYTHING, 40))]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return bundle(tmp_path, {1: EVERYTHING}, SOME, IDEA)


def test_a_row_tells_how_many_of_a_group_gave_an_answer(written: Path) -> None:
    yes = [group for _, group, answers in SOME if answers.get("park") == "yes"]
    rows = table(written, frage="park", antwort="yes")
    assert {row["gruppe"]: int(row["anzahl"]) for row in rows} == {
        "Nord": yes.count(0), "Süd + ohne Angabe": yes.count(1),
    }  # fmt: skip
    assert (rows[0]["fragetext"], rows[0]["antworttext"], rows[0]["fassung"]) == ("park?", "Yes", "1")
    answered = [group for _, group, answers in SOME if "park" in answers]
    assert int(rows[0]["geantwortet"]) == answered.count(0)
    assert people(table(written, frage="park", antwort="")) == 40 - len(answered)


def test_what_is_chosen_at_once_is_told_one_by_one(written: Path) -> None:
    bikes = sum("bike" in answers.get("ways", ()) for _, _, answers in SOME)
    assert people(table(written, frage="ways", antwort="bike")) == bikes
    fours = sum(answers.get("rate", {}).get("safe") == 4 for _, _, answers in SOME)
    assert people(table(written, frage="rate", teil="safe", antwort="4")) == fours
    firsts = sum(answers.get("first", [""])[0] == "water" for _, _, answers in SOME)
    assert people(table(written, frage="first", teil="water", antwort="1")) == firsts
    assert table(written, frage="first", teil="water", antwort="1")[0]["teiltext"] == "Water"


def test_rows_stand_in_the_order_in_which_answers_were_offered(written: Path) -> None:
    rows = [row["antwort"] for row in table(written, frage="ways", gruppe="Nord")]
    assert rows == ["foot", "bike", "bus", "car", "train", ""]
    numbers = [float(row["antwort"]) for row in table(written, frage="years", gruppe="Nord") if row["antwort"]]
    assert numbers == sorted(numbers)


def test_texts_stand_in_a_table_of_their_own_without_a_group(written: Path) -> None:
    assert table(written, exports.WORDS) == [
        {"fassung": "1", "frage": "idea", "fragetext": "idea?", "text": "Mehr Schatten", "anzahl": "3"}
    ]
    assert "Mehr Schatten" not in exports.path(written, ".csv").read_text()
    assert people(table(written, frage="idea", antwort="text")) == sum("idea" in answers for _, _, answers in SOME)


def test_every_column_is_explained(written: Path) -> None:
    described = table(written, exports.FIELDS)
    for name, ending in (("Daten", ".csv"), ("Texte", exports.WORDS)):
        assert [row["spalte"] for row in described if row["tabelle"] == name] == list(table(written, ending)[0])
    assert any("lässt sich nicht wieder zusammenführen" in row["inhalt"] for row in described)


def test_questions_of_one_version_only_say_so(tmp_path: Path) -> None:
    older, newer = form(*EVERY_KIND[:2]), form(*EVERY_KIND[:1], question("years", "number"))
    path = bundle(
        tmp_path,
        {1: older, 2: newer},
        [(1, 0, {"park": "yes", "ways": ["bus"]})] * 3 + [(2, 1, {"park": "no", "years": "7"})] * 2,
    )
    asked = {(row["frage"], row["fassung"], row["gruppe"]) for row in table(path)}
    assert asked == {
        ("park", "1, 2", "Nord"),
        ("park", "1, 2", "Süd + ohne Angabe"),
        ("ways", "1", ""),
        ("years", "2", ""),
    }
    assert [name for name, _ in sheets(path)] == ["Daten", "Texte", "Felder"]


def test_who_was_not_shown_a_question_is_in_no_row(tmp_path: Path) -> None:
    asked = form(
        *EVERY_KIND[:1], {**question("why", "short"), "shown_if": {"question": "park", "op": "is", "value": "no"}}
    )
    path = bundle(tmp_path, {1: asked}, [(1, 0, {"park": "yes"}), (1, 0, {"park": "no"})])
    assert [(row["antworttext"], row["anzahl"]) for row in table(path, frage="why")] == [("keine Antwort", "1")]


@pytest.mark.parametrize("text", FORMULAS)
def test_words_that_a_spreadsheet_would_take_for_a_formula_get_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert defused("Mehr Bäume = mehr Schatten") == "Mehr Bäume = mehr Schatten"
    assert defused(-1) == -1


def test_no_cell_is_a_formula_or_a_link(tmp_path: Path) -> None:
    asked = form(question("idea", "long"), question("years", "number", min="-5"))
    path = bundle(tmp_path, {1: asked}, [(1, 0, {"idea": WRITTEN, "years": "-4.5"})], Text(0, "idea", WRITTEN, 1))
    (row,) = table(path, exports.WORDS)
    assert row["text"] == f"'{WRITTEN}"
    assert [row["antwort"] for row in table(path, frage="years")] == ["-4.5"]
    sheet = "".join(text for _, text in sheets(path))
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace(WRITTEN.lower().replace('"', "&quot;"), "").replace(
        WRITTEN.lower(), ""
    )
    assert "<v>-4.5</v>" in sheet


def test_the_json_document_says_the_same(written: Path) -> None:
    said = json.loads(exports.path(written, ".json").read_text())
    rows = [{name for name, cell in row.items() if cell} for row in table(written)]
    assert said["submissions"] == 40
    assert [set(row) for row in said["answers"]] == rows
    assert [row["text"] for row in said["texts"]] == ["Mehr Schatten"]
    assert said["figures"] == json.loads(written.read_bytes().splitlines()[-1])["figures"]
    assert list(said["fields"]["answers"]) == list(table(written)[0])


def test_a_workbook_that_would_hold_only_half_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 20)
    path = bundle(tmp_path, {1: EVERYTHING}, SOME)
    assert ".xlsx" not in exports.endings(path)
    assert ".csv" in exports.endings(path)


def test_places_are_polygons_around_the_points_in_them(tmp_path: Path) -> None:
    lon, lat = 10.123456, 52.123456
    path = bundle(tmp_path, {1: form(question("spot", "place"))}, [(1, 0, {"spot": {"lon": lon, "lat": lat}})] * 2)
    (feature,) = json.loads(exports.path(path, ".geojson").read_text())["features"]
    assert feature["properties"] == {"question": "spot", "text": "spot?", "versions": [1], "people": 2}
    (ring,) = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert min(one[0] for one in ring) <= lon <= max(one[0] for one in ring)
    assert min(one[1] for one in ring) <= lat <= max(one[1] for one in ring)
    assert geojson.outline(Grid(500, 52), 0, 0)[0] == [0.0, 0.0]


def test_however_many_texts_there_are_the_tables_take_no_more_memory(tmp_path: Path) -> None:
    sizes = []
    for count in (500, 5_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        texts = [Text(0, "idea", f"Idee {at}", 1) for at in range(count)]
        path = bundle(folder, {1: EVERYTHING}, SOME, *texts)
        opened = exports.source.opened(path, "Umfrage")
        tables = exports.Tables(opened.head)
        tracemalloc.start()
        exports.json.write(opened, tables.answers(opened.given()), tables.texts(opened.texts()), folder / "a.json")
        exports.xlsx.write(opened, tables.answers(opened.given()), tables.texts(opened.texts()), folder / "a.xlsx")
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert sizes[1] < sizes[0] + 500_000


def test_dropping_a_bundle_takes_its_exports_along_and_nothing_else(written: Path) -> None:
    other = written.with_name("2-00000000.jsonl")
    other.write_bytes(written.read_bytes())
    exports.drop(written.parent, written.name)
    assert [one.name for one in written.parent.iterdir()] == [other.name]
    exports.drop(written.parent, "")
    assert other.is_file()
