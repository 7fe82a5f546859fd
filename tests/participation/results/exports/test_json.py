"""The JSON document says what the tables say."""

import json
from pathlib import Path

from participation.results import exports
from tests.participation.results.exports.exported import bundle, table
from tests.participation.townsurvey import form, question


def test_the_json_document_says_the_same(written: Path) -> None:
    said = json.loads(exports.path(written, ".json").read_text())
    rows = [{name for name, cell in row.items() if cell} for row in table(written)]
    assert said["submissions"] == 40
    assert [set(row) for row in said["answers"]] == rows
    assert [row["text"] for row in said["texts"]] == ["Mehr Schatten"]
    assert said["figures"] == json.loads(written.read_bytes().splitlines()[-1])["figures"]
    assert list(said["fields"]["answers"]) == list(table(written)[0])


def test_numbers_are_numbers_and_a_survey_nobody_answered_is_a_document_too(tmp_path: Path) -> None:
    asked = form(question("years", "number", min="-5", decimals=1))
    said = json.loads(exports.path(bundle(tmp_path, {1: asked}, [(1, 0, {"years": "-4.5"})]), ".json").read_text())
    assert [row["antwort"] for row in said["answers"]] == [-4.5]
    (tmp_path / "none").mkdir()
    empty = json.loads(exports.path(bundle(tmp_path / "none", {1: asked}, []), ".json").read_text())
    assert (empty["submissions"], empty["answers"], empty["texts"]) == (0, [], [])
