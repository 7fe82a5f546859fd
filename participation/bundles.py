"""Bundles: the published data of a closed survey, as lines of canonical JSON that anybody can count again
(``recount``).

    {"format": …, "forms": {"1": …}, "grid": …, "groups": [["Nord"], …], "sections": [[1, 2], …], "submissions": …}
    {"group": 0, "part": {"trees": "more", …}, "section": 0}         parts of submissions, sorted by their bytes
    {"receipt": "64 hexadecimal digits"}                            what ``receipts.published`` gave, sorted
    {"checksum": "SHA-256 of all bytes before, figures after", "figures": …}

Sorting says nothing of an order of arrival, and takes the parts of a submission apart. A stratum that is not shown is
part of a group. There are no receipts for what the office entered from paper, so there may be fewer of them than
submissions.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation import forms
from participation.forms import Form
from participation.parts import Grid, Part
from participation.sections import Section
from participation.tally import Figures

FORMAT = "ratsfenster-survey-1"
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@dataclass(frozen=True)
class Head:
    """What the parts of a bundle are about. ``groups`` are the blocks of strata of the first section, ``sections``
    those that are published."""

    forms: Mapping[int, Form]
    sections: tuple[Section, ...]
    groups: Sequence[Sequence[str]]
    submissions: int
    grid: Grid | None = None

    def to_json(self) -> dict[str, Any]:
        grid = None if self.grid is None else {"latitude": self.grid.latitude, "metres": self.grid.metres}
        return {
            "format": FORMAT,
            "forms": {str(version): forms.to_json(form) for version, form in self.forms.items()},
            "grid": grid,
            "groups": [list(names) for names in self.groups],
            "sections": [list(section.versions) for section in self.sections],
            "submissions": self.submissions,
        }


def canonical(value: Any) -> bytes:
    """The one way a JSON value is written: members sorted, no blanks, UTF-8."""
    return _ENCODER.encode(value).encode()


def lines(
    head: Head, parts: Iterable[tuple[int, int, Part]], receipts: Iterable[str], figures: Figures
) -> Iterator[bytes]:
    """The lines of a bundle. ``parts`` come with the numbers of section and group, ``figures`` are what ``Tally``
    counted of them. All parts are held to be sorted: about a kilobyte for a submission of forty questions."""
    checksum = hashlib.sha256()
    for line in _body(head, parts, receipts):
        checksum.update(line)
        yield line
    checksum.update(canonical(figures))
    yield canonical({"checksum": checksum.hexdigest(), "figures": figures}) + b"\n"


def _body(head: Head, parts: Iterable[tuple[int, int, Part]], receipts: Iterable[str]) -> Iterator[bytes]:
    yield canonical(head.to_json()) + b"\n"
    held = [canonical({"group": group, "part": part, "section": section}) for section, group, part in parts]
    held.sort()
    for one in held:
        yield one + b"\n"
    for receipt in sorted(receipts):
        yield canonical({"receipt": receipt}) + b"\n"
