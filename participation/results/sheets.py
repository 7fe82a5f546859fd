"""Sheets as a table for the office: a row a person, with all that they chose, so that answers can be compared across questions.

Such rows tell a person from others, which is why they are never published: what is public is taken apart by question (``answer_counts``).
Even here there are no texts, no places, months instead of days, and strata only as the blocks results are told by. Rows come in the order
of their random keys. An empty cell means: not answered; where not everybody was shown a question, a column of its own tells who was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from council.base import spreadsheets
from participation.answers.submissions import Answered
from participation.counting.bundles import Head
from participation.counting.disclosure import Publication
from participation.counting.parts import Part, Parting
from participation.forms.kinds import OTHER, Matrix, Multiple, Number, Place, Ranking, Short
from participation.forms.questions import Question
from participation.results.exports.codes import Codes, asked, labels, named
from participation.results.exports.tables import Cell

FIRST = (("fassung", "Welche Fassung des Fragebogens ausgefüllt wurde"), ("gruppe", "Gruppe; kleine stehen zusammen"))
FIELDS = ("spalte", "frage", "inhalt", "werte")


@dataclass(frozen=True)
class Column:
    """A column, the section it belongs to, and what is said of it. ``codes``: what stands in it, and what that means."""

    section: int
    name: str
    label: str
    what: str
    value: Callable[[Part], Cell]
    codes: Codes = ()


class Sheets:
    """The table of a survey."""

    def __init__(self, head: Head, publication: Publication) -> None:
        self._parting = Parting(head.forms, head.sections)
        self._groups = {
            stratum: " + ".join(name or "ohne Angabe" for name in block.strata)
            for block in publication.blocks
            for stratum in block.strata
        }
        self.columns = tuple(_named_apart(_columns(head)))

    def first(self) -> str:
        """The line with the names of the columns, and what a table begins with."""
        return spreadsheets.table([[*(name for name, _ in FIRST), *(column.name for column in self.columns)]])

    def lines(self, answers: Iterable[Answered]) -> Iterator[str]:
        """A line for each sheet."""
        for one in answers:
            parts = dict(self._parting.parts(one.version, one.answers))
            cells = (column.value(parts.get(column.section, {})) for column in self.columns)
            yield spreadsheets.line([one.version, self._groups.get(one.stratum), *cells])

    def dictionary(self) -> str:
        """What stands in the columns, as a table of its own."""
        rows = [FIELDS, *((name, "", what, "") for name, what in FIRST)]
        for column in self.columns:
            codes = "; ".join(f"{code} = {text}" for code, text in column.codes)
            rows.append((column.name, column.label, column.what, codes))
        return spreadsheets.table(rows)


def _columns(head: Head) -> Iterator[Column]:
    for at, section in enumerate(head.sections):
        language = head.forms[section.versions[0]].leading
        for question in section.questions:
            if len(section.versions) < len(head.forms) or section.conditional:
                what = "Ob die Frage gezeigt wurde: 1 ja, 0 nein"
                yield Column(at, f"{question.key}_gezeigt", asked(question, language), what, _shown(question.key))
            yield from _of(at, question, language)


def _named_apart(columns: Iterable[Column]) -> Iterator[Column]:
    """Keys of questions may end like our own names, and be the same in two sections."""
    taken = {name for name, _ in FIRST}
    for column in columns:
        name = column.name
        while name in taken:
            name += "_"
        taken.add(name)
        yield replace(column, name=name)


def _of(at: int, question: Question, language: str) -> Iterator[Column]:
    asks, codes = question.asks, labels(question.asks, language)

    def column(suffix: str, what: str, value: Callable[[Any], Cell], codes: Codes = ()) -> Column:
        cell = _answered(question.key, value)
        return Column(at, f"{question.key}{suffix}", asked(question, language), what, cell, codes)

    match asks:
        case Multiple():
            for code, text in codes:
                yield column(f".{code}", f"Gewählt: {text} (1 ja, 0 nein)", partial(_chosen, code))
        case Matrix():
            for code, text in named(asks.rows, language):
                yield column(f".{code}", f"Antwort zu: {text}", partial(_in_row, code), codes)
        case Ranking():
            for code, text in named(asks.options, language):
                yield column(f".{code}", f"Rang von: {text}", partial(_rank, code))
        case Number():
            yield column("", "Antwort, mit Komma in Dezimalzahlen", Decimal)
        case Short():
            yield column("", "Ob etwas geschrieben wurde: 1 ja", lambda _: 1)
        case Place():
            ways = (("karte", "auf der Karte"), ("worte", "in Worten"))
            yield column("", "Wie ein Ort genannt wurde", lambda value: "karte" if value is True else "worte", ways)
        case _:
            yield column("", "Antwort", lambda value: OTHER if isinstance(value, Mapping) else value, codes)


def _answered(key: str, value: Callable[[Any], Cell]) -> Callable[[Part], Cell]:
    def cell(part: Part) -> Cell:
        given = part.get(key)
        return None if given is None else value(given)

    return cell


def _shown(key: str) -> Callable[[Part], Cell]:
    return lambda part: int(key in part)


def _chosen(key: str, value: Sequence[Any]) -> Cell:
    return int(key in value or (key == OTHER and any(isinstance(one, Mapping) for one in value)))


def _in_row(key: str, value: Mapping[str, Any]) -> Cell:
    return value.get(key)


def _rank(key: str, value: Sequence[str]) -> Cell:
    return value.index(key) + 1 if key in value else None
