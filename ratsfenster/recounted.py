"""What was counted again, as lines in German for a terminal, in the words of the survey's form and in its order.

The file may come from anywhere: what it says is printed on one line and without the characters that command a terminal.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from participation.counting.bundle_checks import Difference
from participation.counting.recount import Recount
from participation.forms.kinds import Kind, Matrix, Ranking
from participation.forms.questions import Question
from participation.results.exports.codes import asked, labels, named

MOST_CELLS = 5
LONGEST = 200
_INDENT = "  "
_PARTS = {
    "other": "Sonstiges, in eigenen Worten",
    "texts": "in Worten",
    "mean": "Mittelwert",
    "median": "Median",
    "quartiles_inclusive": "Quartile",
    "first_places": "auf dem ersten Platz",
    "mean_rank_unranked_in_the_middle": "mittlerer Rang (nicht Gereihte in der Mitte der übrigen Plätze)",
}


def lines(counted: Recount) -> Iterator[str]:
    """All figures, and the checksum."""
    for line in _figures(counted):
        yield printable(line)


def differs(difference: Difference) -> str:
    """Where a published figure is another one."""
    published, found = repr(difference.published)[:LONGEST], repr(difference.counted)[:LONGEST]
    return printable(f"{difference.where[:LONGEST]}: veröffentlicht {published}, gezählt {found}")


def printable(line: str) -> str:
    """A line that stays one, and says nothing to the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _figures(counted: Recount) -> Iterator[str]:
    figures, head = counted.figures, counted.head
    yield f"{figures['submissions']} Antworten"
    for section, told in zip(head.sections, figures["sections"], strict=True):
        if not section.questions:
            continue
        language = head.forms[section.versions[0]].leading
        yield ""
        yield f"Fragen der Fassung {', '.join(map(str, section.versions))}: {told['people']} Menschen"
        for question in section.questions:
            yield from _question(question, told["questions"][question.key], language, _INDENT)
        for group in told.get("strata", ()):
            yield ""
            names = " + ".join(name or "ohne Angabe" for name in group["strata"])
            yield f"{_INDENT}{names}: {group['people']} Menschen"
            for question in section.questions:
                yield from _question(question, group["questions"][question.key], language, _INDENT * 2)
    yield ""
    yield f"{counted.receipts} Quittungen stehen in der Datei."
    yield f"Prüfsumme (SHA-256): {counted.checksum}"


def _question(question: Question, told: Mapping[str, Any], language: str, indent: str) -> Iterator[str]:
    counts = f"{told['answered']} geantwortet, {told['skipped']} übersprungen, {told['shown']} gezeigt"
    yield f"{indent}{' '.join(asked(question, language).split())} [{question.key}]: {counts}"
    yield from _answers(question.asks, told, language, indent + _INDENT)


def _answers(asks: Kind, told: Mapping[str, Any], language: str, indent: str) -> Iterator[str]:
    names = _names(asks, language)
    for part, value in told.items():
        match part:
            case "options" | "points":
                yield from (f"{indent}{_name(key, names)}: {value[key]}" for key in names if key in value)
            case "months":
                yield from (f"{indent}{month}: {count}" for month, count in value.items())
            case "bins":
                yield from (f"{indent}von {one['from']} bis unter {one['below']}: {one['count']}" for one in value)
            case "cells":
                yield from (f"{indent}{line}" for line in _cells(value))
            case "rows" if isinstance(asks, Matrix):
                rows = dict(named(asks.rows, language))
                for row in rows:
                    yield f"{indent}{_name(row, rows)}: {value[row]['answered']} geantwortet"
                    yield from _answers(asks, value[row], language, indent + _INDENT)
            case "first_places" | "mean_rank_unranked_in_the_middle":
                yield f"{indent}{_PARTS[part]}:"
                yield from (f"{indent}{_INDENT}{_name(key, names)}: {_number(value[key])}" for key in names)
            case _ if part in _PARTS:
                yield f"{indent}{_PARTS[part]}: {_number(value)}"


def _names(asks: Kind, language: str) -> Mapping[str, str]:
    return dict(named(asks.options, language) if isinstance(asks, Ranking) else labels(asks, language))


def _name(key: str, names: Mapping[str, str]) -> str:
    """'Ja', '4', '1 – sehr schlecht': an option by its words, a step by its number as well."""
    said = " ".join(names.get(key, "").split())
    if key.removeprefix("-").isdigit():
        return f"{key} – {said}" if said else key
    return said or key


def _cells(cells: Mapping[str, int]) -> Iterator[str]:
    """The cells most people pointed into; of the others how many there are, since a map says it better."""
    most = sorted(cells.items(), key=lambda one: -one[1])
    yield from (f"Feld {cell}: {count}" for cell, count in most[:MOST_CELLS])
    if len(most) > MOST_CELLS:
        yield f"{len(most) - MOST_CELLS} weitere Felder: {sum(count for _, count in most[MOST_CELLS:])}"


def _number(value: Any) -> str:
    """As Germans write numbers."""
    if isinstance(value, list):
        return " / ".join(map(_number, value))
    return "–" if value is None else f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
