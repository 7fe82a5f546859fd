import csv
from dataclasses import dataclass

import pytest

from ratsfenster import demo
from ratsfenster.demo.documents import REFERENCE_COLUMNS
from ratsfenster.demo.script import Script, Utterance, read_script
from ratsfenster.demo.timeline import Timeline, lay_out


@dataclass(frozen=True)
class Row:
    """A line of the reference text."""

    start_ms: int
    end_ms: int
    speaker: str
    agenda_item: str
    text: str


@pytest.fixture(scope="session")
def script() -> Script:
    return read_script(demo.SCRIPT)


@pytest.fixture(scope="session")
def reference() -> list[Row]:
    with demo.REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert tuple(rows[0]) == REFERENCE_COLUMNS
    return [
        Row(round(float(start) * 1000), round(float(end) * 1000), speaker, item, text)
        for start, end, speaker, item, text in rows[1:]
    ]


@pytest.fixture(scope="session")
def timeline(script: Script, reference: list[Row]) -> Timeline:
    """The timeline as it comes out of the script when each utterance lasts as long as the voice in the recording took."""
    utterances = [utterance for item in script.items for utterance in item.utterances]
    lengths: dict[Utterance, int] = {
        utterance: row.end_ms - row.start_ms for utterance, row in zip(utterances, reference, strict=True)
    }
    return lay_out(script, lengths.__getitem__)
