"""Reading a bundle of our own for the exports."""

import json
from pathlib import Path

from participation.counting.bundles import Text
from participation.results.exports import source
from tests.participation.results.exports.exported import EVERYTHING, SOME, bundle


def test_all_of_a_bundle_is_read_as_it_was_written(written: Path) -> None:
    lines = written.read_bytes().splitlines()
    opened = source.opened(written, "Umfrage")
    end = json.loads(lines[-1])
    assert (opened.title, opened.figures, opened.checksum) == ("Umfrage", end["figures"], end["checksum"])
    assert opened.head.to_json() == json.loads(lines[0])
    assert opened.head.forms == {1: EVERYTHING}
    assert opened.head.submissions == len(SOME)


def test_answers_texts_and_receipts_are_told_apart_and_each_can_be_read_again(written: Path) -> None:
    said = [json.loads(line) for line in written.read_bytes().splitlines()[1:-1]]
    opened = source.opened(written, "Umfrage")
    for _ in range(2):
        assert [one._asdict() for one in opened.given()] == [one for one in said if "answer" in one]
        assert [one._asdict() for one in opened.texts()] == [one for one in said if "text" in one]
        assert list(opened.receipts()) == [one["receipt"] for one in said if "receipt" in one]


def test_a_text_that_looks_like_an_answer_is_a_text(tmp_path: Path) -> None:
    said = '{"answer":"yes"}\n{"receipt":"0"}'
    path = bundle(tmp_path, {1: EVERYTHING}, SOME[:9], Text(0, "idea", said, 1))
    opened = source.opened(path, "Umfrage")
    assert [one.text for one in opened.texts()] == [said]
    assert list(opened.receipts()) == []
