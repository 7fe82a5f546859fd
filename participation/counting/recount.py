"""Counting a published survey again, from the answers in its bundle, and telling where the published figures differ.

A bundle may come from anywhere, so nothing in it is trusted: each line has a limit and must be canonical JSON,
everything must fit the form, and what makes no sense ends the reading with a message that names the line. One line is
held at a time. What can be counted, but not as it was published, is a difference: another checksum, another figure, or
other people than those who were shown the questions.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from council.base.errors import ReadableError
from council.base.i18n import message
from participation import forms
from participation.counting import bundles
from participation.counting.answer_counts import Given
from participation.counting.bundle_checks import Difference, Words, wrong_people
from participation.counting.bundles import FORMAT, Head
from participation.counting.canonical import canonical
from participation.counting.parts import Grid
from participation.counting.sections import sections
from participation.counting.tally import Figures, Tally, TallyError
from participation.forms import Form, form_faults
from participation.forms.members import DefinitionError

LONGEST_LINE = 4 * 2**20
LONGEST_ANSWER = 2**20
BEGINNING = b'{"format":"ratsfenster-survey-'
MOST_VERSIONS = 100
MOST_GROUPS = 1000
MOST_DIFFERENCES = 100
LARGEST_NUMBER = 10**9
_ANSWERS, _TEXTS, _RECEIPTS = 0, 1, 2  # in this order
_ASKED = {"section", "question"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"[1-9][0-9]{0,5}")


class RecountError(ReadableError):
    """A file is no bundle, or a damaged one."""


@dataclass(frozen=True)
class Recount:
    """A bundle that was read to its end. ``figures`` were counted from its answers; ``receipts`` is how many it has,
    ``checksum`` what was reckoned of its bytes."""

    head: Head
    figures: Figures
    checksum: str
    receipts: int
    differences: tuple[Difference, ...]


def recount(bundle: BinaryIO) -> Recount:
    """Reads a bundle and counts it again; RecountError where it cannot be counted at all."""
    return _Reading(bundle).recount()


def figures(bundle: BinaryIO) -> Figures:
    """The figures of a bundle, counted from its answers."""
    return recount(bundle).figures


def differences(bundle: BinaryIO) -> tuple[Difference, ...]:
    """What does not agree in a bundle; at most a hundred."""
    return recount(bundle).differences


def contains(bundle: BinaryIO, published_receipt: str) -> bool:
    """Whether a receipt is among those counted, as ``receipts.published`` writes it."""
    wanted = canonical({"receipt": published_receipt})
    return any(line == wanted for line, _ in _Reading(bundle).lines())


class _Reading:
    """A walk through a bundle: head, answers, texts, receipts, end, in this order."""

    def __init__(self, bundle: BinaryIO) -> None:
        self._bundle = bundle
        self._number = 0
        self._digest = hashlib.sha256()
        self._receipts = 0

    def recount(self) -> Recount:
        walk = self.lines()
        head = self._head(self._first(walk))
        tally, words = Tally(head.sections, head.groups, head.people), Words(head)
        published, digest = self._count(walk, head, tally, words)
        if next(walk, None) is not None:
            raise self._error(message("Nach dem Ende der Datei kommt noch etwas (Zeile %(line)s)."))
        counted: Figures = json.loads(canonical(tally.figures()))
        if words.are_too_many(counted):
            raise self._error(message("Die Datei enthält mehr Texte als Antworten; so kann nicht gezählt werden."))
        found = [*wrong_people(head, counted), *compare(published["figures"], counted)]
        if self._receipts != head.submissions:
            found.insert(0, Difference("receipts", head.submissions, self._receipts))
        if published["checksum"] != digest:
            found.insert(0, Difference("checksum", published["checksum"], digest))
        return Recount(head, counted, digest, self._receipts, tuple(found[:MOST_DIFFERENCES]))

    def lines(self) -> Iterator[tuple[bytes, Any]]:
        """Each line without its end, and what it says."""
        while line := self._bundle.readline(LONGEST_LINE + 1):
            self._number += 1
            if self._number == 1 and not line.startswith(BEGINNING):
                raise self._another_file()
            if len(line) > LONGEST_LINE:
                raise self._error(
                    message("Zeile %(line)s ist zu lang; das ist keine Datei mit den Daten einer Umfrage.")
                )
            if not line.endswith(b"\n"):
                raise self._error(
                    message("Die Datei hört mitten in Zeile %(line)s auf. Bitte laden Sie sie noch einmal herunter.")
                )
            yield line[:-1], self._said(line[:-1])

    def _said(self, line: bytes) -> Any:
        try:
            said = _DECODER.decode(line.decode())
            as_written = canonical(said) == line
        except (ValueError, RecursionError):
            as_written = False
        if not as_written:
            raise self._error(
                message("Zeile %(line)s ist beschädigt oder anders geschrieben, als diese Dateien es sind.")
            )
        return said

    def _first(self, walk: Iterator[tuple[bytes, Any]]) -> Any:
        line, said = next(walk, (b"", None))
        self._digest.update(line + b"\n")
        return said

    def _head(self, said: Any) -> Head:
        if type(said) is not dict:
            raise self._another_file()
        if said.get("format") != FORMAT:
            raise self._error(message("Diese Datei ist aus einer neueren Ausgabe von Ratsfenster."))
        try:
            return _read_head(said)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError, DefinitionError):
            raise self._error(message("Der Anfang der Datei, der die Umfrage beschreibt, ist beschädigt.")) from None

    def _count(
        self, walk: Iterator[tuple[bytes, Any]], head: Head, tally: Tally, words: Words
    ) -> tuple[dict[str, Any], str]:
        """Counts answers, then texts, then receipts; gives the last line's content and the checksum of all lines
        before."""
        places = [{one.key: at for at, one in enumerate(section.questions)} for section in head.sections]
        last: tuple[Any, ...] = ()
        here: tuple[Any, ...]
        for line, said in walk:
            match said:
                case {"answer": answer, "group": int(group), "people": int(people), **rest} if rest.keys() == _ASKED:
                    section, question = self._asked(said, places)
                    here = (_ANSWERS, section, places[section][question], group, canonical(answer))
                    if not 0 <= group < len(head.people[section]) or len(line) > LONGEST_ANSWER:
                        raise self._misplaced()
                    self._add(tally, Given(section, group, question, answer, self._people(people)))
                case {"text": str(text), "people": int(people), **rest} if rest.keys() == _ASKED and text:
                    section, question = self._asked(said, places)
                    here = (_TEXTS, section, question, text)
                    if not words.add(section, question, self._people(people)) or len(line) > LONGEST_ANSWER:
                        raise self._misplaced()
                case {"receipt": str(receipt), **rest} if not rest:
                    here = (_RECEIPTS, receipt)
                    if not _DIGEST.fullmatch(receipt) or here <= last:
                        raise self._error(
                            message("Die Quittung in Zeile %(line)s ist doppelt, ungültig oder an der falschen Stelle.")
                        )
                    self._receipts += 1
                case {"checksum": str(), "figures": dict(), **rest} if not rest:
                    self._digest.update(canonical(said["figures"]))
                    return said, self._digest.hexdigest()
                case _:
                    raise self._misplaced()
            if here <= last:
                raise self._misplaced()
            last = here
            self._digest.update(line + b"\n")
        raise self._error(message("Der Datei fehlt das Ende. Bitte laden Sie sie noch einmal herunter."))

    def _asked(self, said: Mapping[str, Any], places: Sequence[Mapping[str, int]]) -> tuple[int, str]:
        """Section and question of a line."""
        section, question = said["section"], said["question"]
        if type(section) is not int or not 0 <= section < len(places) or type(question) is not str:
            raise self._misplaced()
        if question not in places[section]:
            raise self._misfit(question)
        return section, question

    def _people(self, people: int) -> int:
        if type(people) is not int or not 0 < people <= LARGEST_NUMBER:
            raise self._misplaced()
        return people

    def _add(self, tally: Tally, given: Given) -> None:
        if type(given.group) is not int:
            raise self._misplaced()
        try:
            tally.add(given.section, given.group, given.question, given.answer, given.people)
        except TallyError:
            raise self._misfit(given.question) from None

    def _another_file(self) -> RecountError:
        return self._error(
            message(
                "Das ist nicht die Datei „Rohdaten zum Nachzählen“ (….jsonl). Bitte laden Sie diese herunter; aus den "
                "anderen lässt sich nicht nachzählen."
            )
        )

    def _misfit(self, question: str) -> RecountError:
        return self._error(message("Zeile %(line)s: Eine Antwort passt nicht zur Frage „%(key)s“."), key=question[:60])

    def _misplaced(self) -> RecountError:
        return self._error(message("Was in Zeile %(line)s steht, gehört nicht dorthin."))

    def _error(self, text: str, **values: object) -> RecountError:
        return RecountError(text, **{"line": self._number, **values})


def compare(published: Any, counted: Any, where: str = "") -> Iterator[Difference]:
    """All places where two JSON values are not the same; 1 and true are not."""
    if type(published) is dict and type(counted) is dict:
        for name in sorted(published.keys() | counted.keys()):
            yield from compare(published.get(name), counted.get(name), f"{where}.{name}" if where else name)
    elif type(published) is list and type(counted) is list and len(published) == len(counted):
        for at, (one, other) in enumerate(zip(published, counted, strict=True)):
            yield from compare(one, other, f"{where}.{at}")
    elif type(published) is not type(counted) or published != counted:
        yield Difference(where, published, counted)


def _read_head(said: Mapping[str, Any]) -> Head:
    read: dict[int, Form] = {}
    if not said["forms"] or len(said["forms"]) > MOST_VERSIONS or len(said["groups"]) > MOST_GROUPS:
        raise ValueError("head")
    for version, form in said["forms"].items():
        if not _VERSION.fullmatch(version):
            raise ValueError("version")
        read[int(version)] = forms.from_json(form)
    chosen = bundles.chosen(read, said["sections"])
    groups = [[str(name) for name in names] for names in said["groups"]]
    people = [[_whole(count) for count in counts] for counts in said["people"]]
    sizes = [len(groups) if at == 0 else 1 for at in range(len(chosen))]
    grid = None if said["grid"] is None else Grid(_whole(said["grid"]["metres"]), _whole(said["grid"]["latitude"]))
    head = Head(read, chosen, groups, people, grid)
    faulty = any(form_faults.faults(form) for form in read.values())
    everybody = chosen and chosen[0] == sections(read)[0]
    counted = [len(counts) for counts in people] == sizes and min(map(min, people)) >= 0
    if faulty or not groups or not everybody or not counted or canonical(head.to_json()) != canonical(said):
        raise ValueError("head")
    return head


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > LARGEST_NUMBER:
        raise TypeError("whole")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text[:40])
    return value


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_float=_finite)
