"""Published data with their exports, and the tables read back."""

import csv
from pathlib import Path
from typing import Any

from participation.counting import bundles
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head, Text
from participation.counting.parts import Grid, Parting
from participation.counting.sections import sections
from participation.results import exports
from tests.participation.townsurvey import EVERY_KIND, form, submissions

IDEA = Text(0, "idea", "Mehr Schatten", 3)
EVERYTHING = form(*EVERY_KIND)
SOME = [(1, at % 2, answers) for at, (_, answers) in enumerate(submissions(EVERYTHING, 40))]


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
    with exports.path(path, ending).open(encoding="utf-8-sig", newline="") as reading:
        rows = list(csv.DictReader(reading, delimiter=";"))
    return [row for row in rows if wanted.items() <= row.items()]


def people(rows: list[dict[str, str]]) -> int:
    return sum(int(row["anzahl"]) for row in rows)
