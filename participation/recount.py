"""Counting a published survey again, from the raw parts of its bundle, and telling where the published figures differ.

A bundle may come from anywhere, so nothing in it is trusted: each line has a limit and must be canonical JSON,
everything must fit the form, and what makes no sense ends the reading with a message that names the line. One line is
held at a time. What can be counted, but not as it was published, is a difference: another checksum, another figure.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from council.base.errors import ReadableError
from council.base.i18n import message
from participation import form_faults, forms
from participation.bundles import FORMAT, Head, canonical
from participation.forms import Form
from participation.members import DefinitionError
from participation.parts import Grid
from participation.sections import sections
from participation.tally import Figures, Tally, TallyError

LONGEST_LINE = 4 * 2**20
LONGEST_PART = 2**20
MOST_VERSIONS = 100
MOST_GROUPS = 1000
MOST_DIFFERENCES = 100
LARGEST_NUMBER = 10**9
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"[1-9][0-9]{0,5}")


class RecountError(ReadableError):
    """A file is no bundle, or a damaged one."""


@dataclass(frozen=True)
class Difference:
    """Where something published is not what was counted; ``where`` is the way into the figures, such as
    "sections.0.people"."""

    where: str
    published: Any
    counted: Any


@dataclass(frozen=True)
class Recount:
    """A bundle that was read to its end. ``figures`` were counted from its parts; ``receipts`` is how many it has."""

    figures: Figures
    receipts: int
    differences: tuple[Difference, ...]


def recount(bundle: BinaryIO) -> Recount:
    """Reads a bundle and counts it again; RecountError where it cannot be counted at all."""
    return _Reading(bundle).recount()


def figures(bundle: BinaryIO) -> Figures:
    """The figures of a bundle, counted from its parts."""
    return recount(bundle).figures


def differences(bundle: BinaryIO) -> tuple[Difference, ...]:
    """What does not agree in a bundle; at most a hundred."""
    return recount(bundle).differences


def contains(bundle: BinaryIO, published_receipt: str) -> bool:
    """Whether a receipt is among those counted, as ``receipts.published`` writes it."""
    wanted = canonical({"receipt": published_receipt})
    return any(line == wanted for line, _ in _Reading(bundle).lines())


class _Reading:
    """A walk through a bundle: head, parts, receipts, end, in this order."""

    def __init__(self, bundle: BinaryIO) -> None:
        self._bundle = bundle
        self._number = 0
        self._digest = hashlib.sha256()
        self._receipts = 0

    def recount(self) -> Recount:
        walk = self.lines()
        head = self._head(self._first(walk))
        tally = Tally(head.sections, head.groups)
        published, digest = self._count(walk, head, tally)
        if next(walk, None) is not None:
            raise self._error(message("Nach dem Ende der Datei kommt noch etwas (Zeile %(line)s)."))
        counted = self._figures(tally)
        if self._receipts > tally.submissions:
            raise self._error(message("Die Datei enthält mehr Quittungen als Antworten; so kann nicht gezählt werden."))
        found = [*self._sums(head, tally, published, digest), *compare(published["figures"], counted)]
        return Recount(counted, self._receipts, tuple(found[:MOST_DIFFERENCES]))

    def lines(self) -> Iterator[tuple[bytes, Any]]:
        """Each line without its end, and what it says."""
        while line := self._bundle.readline(LONGEST_LINE + 1):
            self._number += 1
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
        if type(said) is not dict or said.get("format") != FORMAT:
            raise self._error(
                message(
                    "Das ist keine Datei mit den Daten einer Umfrage, oder eine aus einer neueren Ausgabe von "
                    "Ratsfenster."
                )
            )
        try:
            return _read_head(said)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError, DefinitionError):
            raise self._error(message("Der Anfang der Datei, der die Umfrage beschreibt, ist beschädigt.")) from None

    def _count(self, walk: Iterator[tuple[bytes, Any]], head: Head, tally: Tally) -> tuple[dict[str, Any], str]:
        """Counts parts, then receipts; gives the last line's content and the checksum of all lines before."""
        last, last_receipt = b"", ""
        groups = [len(head.groups)] + [1] * (len(head.sections) - 1)
        for line, said in walk:
            match said:
                case {"part": dict(part), "section": int(section), "group": int(group), **rest} if (
                    not rest and not last_receipt
                ):
                    if type(section) is not int or type(group) is not int or len(line) > LONGEST_PART:
                        raise self._misplaced()
                    if not 0 <= section < len(groups) or not 0 <= group < groups[section] or line < last:
                        raise self._misplaced()
                    last = line
                    self._add(tally, section, group, part)
                case {"receipt": str(receipt), **rest} if not rest:
                    if not _DIGEST.fullmatch(receipt) or receipt <= last_receipt:
                        raise self._error(
                            message("Die Quittung in Zeile %(line)s ist doppelt, ungültig oder an der falschen Stelle.")
                        )
                    last_receipt = receipt
                    self._receipts += 1
                case {"checksum": str(), "figures": dict(), **rest} if not rest:
                    self._digest.update(canonical(said["figures"]))
                    return said, self._digest.hexdigest()
                case _:
                    raise self._misplaced()
            self._digest.update(line + b"\n")
        raise self._error(message("Der Datei fehlt das Ende. Bitte laden Sie sie noch einmal herunter."))

    def _add(self, tally: Tally, section: int, group: int, part: Mapping[str, Any]) -> None:
        try:
            tally.add(section, group, part)
        except TallyError as error:
            raise self._error(
                message("Zeile %(line)s: Eine Antwort passt nicht zur Frage „%(key)s“."), **error.values
            ) from None

    def _figures(self, tally: Tally) -> Figures:
        try:
            counted: Figures = json.loads(canonical(tally.figures()))
        except TallyError as error:
            raise self._error(
                message("Mindestens eine Antwort passt nicht zur Frage „%(key)s“."), **error.values
            ) from None
        return counted

    def _sums(self, head: Head, tally: Tally, published: Mapping[str, Any], digest: str) -> Iterator[Difference]:
        if published["checksum"] != digest:
            yield Difference("checksum", published["checksum"], digest)
        if head.submissions != tally.submissions:
            yield Difference("head.submissions", head.submissions, tally.submissions)

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
    known = {one.versions: one for one in sections(read)}
    chosen = tuple(known[tuple(versions)] for versions in said["sections"])
    groups = [[str(name) for name in names] for names in said["groups"]]
    grid = None if said["grid"] is None else Grid(_whole(said["grid"]["metres"]), _whole(said["grid"]["latitude"]))
    head = Head(read, chosen, groups, _whole(said["submissions"]), grid)
    faulty = any(form_faults.faults(form) for form in read.values())
    everybody = chosen and chosen[0].versions == tuple(sorted(read))
    if faulty or not groups or not everybody or canonical(head.to_json()) != canonical(said):
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
