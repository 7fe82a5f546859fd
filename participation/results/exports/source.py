"""Reading a bundle for the exports, a line at a time. It is our own file: nothing is checked (``recount`` does that)."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from participation import forms
from participation.counting import bundles
from participation.counting.answer_counts import Given
from participation.counting.bundles import Head, Text
from participation.counting.parts import Grid
from participation.counting.tally import Figures


@dataclass(frozen=True)
class Source:
    """A bundle with the town's name of the survey."""

    path: Path
    title: str
    head: Head
    figures: Figures
    checksum: str

    def given(self) -> Iterator[Given]:
        """The answers, in the order of the file."""
        return (Given(**said) for said in self._lines(b'{"answer"'))

    def texts(self) -> Iterator[Text]:
        """The texts that were released."""
        return (Text(**said) for said in self._lines(b'{"people"'))

    def receipts(self) -> Iterator[str]:
        """The hashes of receipts."""
        return (said["receipt"] for said in self._lines(b'{"receipt"'))

    def _lines(self, beginning: bytes) -> Iterator[dict[str, Any]]:
        """All lines that begin like this; canonical JSON tells by it what they are."""
        with self.path.open("rb") as reading:
            for line in reading:
                if line.startswith(beginning):
                    yield json.loads(line)


def opened(path: Path, title: str) -> Source:
    """The bundle in a file."""
    with path.open("rb") as reading:
        first = reading.readline()
        last = deque(reading, maxlen=1)
    end = json.loads(last[0])
    return Source(path, title, _head(json.loads(first)), end["figures"], end["checksum"])


def _head(said: dict[str, Any]) -> Head:
    read = {int(version): forms.from_json(form) for version, form in said["forms"].items()}
    grid = None if said["grid"] is None else Grid(said["grid"]["metres"], said["grid"]["latitude"])
    return Head(read, bundles.chosen(read, said["sections"]), said["groups"], said["people"], grid)
