"""What is marked in a recording, and what can be done to it. Pure; times are integer milliseconds, ranges half-open.

A change is told as the rows it takes away and the rows it adds, so that it can be undone and done again. Rows are known by what they
say and not by an id: ``stretches`` [item, start], ``cuts`` [start, end, reason], ``consents`` [start, end, given, by, at],
``speakers`` [start, end, name].
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from council.base.errors import ReadableError
from council.base.i18n import message
from council.cuts import CutReason
from council.media.timeline import Range

MOST_CUTS = 500
MOST_CONSENTS = 500
MOST_STRETCHES = 1000
BEYOND_MS = 1000  # players show times a little after the end

Rows = dict[str, list[list[Any]]]


class MarkingError(ReadableError):
    """What was asked for cannot be marked."""


@dataclass(frozen=True)
class Begun:
    """Where an agenda item begins to be dealt with."""

    id: int
    item_id: int
    start_ms: int

    @property
    def row(self) -> list[Any]:
        return [self.item_id, self.start_ms]


@dataclass(frozen=True)
class Cutting:
    """A cut as it was entered."""

    id: int
    start_ms: int
    end_ms: int
    reason: str

    @property
    def row(self) -> list[Any]:
        return [self.start_ms, self.end_ms, self.reason]


@dataclass(frozen=True)
class Consented:
    """A consent that was noted; ``at`` is written as ISO 8601."""

    id: int
    start_ms: int
    end_ms: int
    given: bool
    by: str
    at: str

    @property
    def row(self) -> list[Any]:
        return [self.start_ms, self.end_ms, self.given, self.by, self.at]


_Mark = TypeVar("_Mark", Begun, Cutting, Consented)


@dataclass(frozen=True)
class Marks:
    """All marks of a recording. ``items`` are the numbers of the meeting's agenda items by id."""

    duration_ms: int
    items: Mapping[int, str] = field(default_factory=dict)
    stretches: Sequence[Begun] = ()
    cuts: Sequence[Cutting] = ()
    consents: Sequence[Consented] = ()


@dataclass(frozen=True)
class Change:
    """A step. ``action`` says for the log what kind it is, ``label`` for people what it changes."""

    action: str
    label: str
    removed: Rows
    added: Rows

    @property
    def inverse(self) -> "Change":
        """The step that takes this one back."""
        return Change(self.action, self.label, self.added, self.removed)


def begin(marks: Marks, item_id: int, at_ms: int, *, again: bool = False) -> Change:
    """The item begins here: for the first time, instead of where it was said to begin, or once more (``again``)."""
    number = _item(marks, item_id)
    _moment(marks, at_ms)
    known = [one for one in marks.stretches if one.item_id == item_id]
    if any(one.start_ms == at_ms for one in known):
        raise MarkingError(message("TOP %(number)s beginnt hier schon."), number=number)
    if again or not known:
        if len(marks.stretches) >= MOST_STRETCHES:
            raise MarkingError(message("Mehr Abschnitte kann eine Aufzeichnung nicht haben."))
        label = f"TOP {number} ab {tenths(at_ms)}"
        return Change("Beginn markiert", label, {}, {"stretches": [[item_id, at_ms]]})
    if len(known) > 1:
        raise MarkingError(
            message("TOP %(number)s wird mehrmals aufgerufen. Ändern Sie bitte den Beginn, den Sie meinen."),
            number=number,
        )
    return _moved(number, known[0], at_ms)


def move(marks: Marks, stretch_id: int, at_ms: int) -> Change:
    """An item begins earlier or later than was said."""
    known = _one(marks.stretches, stretch_id)
    _moment(marks, at_ms)
    if any(one.row == [known.item_id, at_ms] for one in marks.stretches):
        raise MarkingError(message("TOP %(number)s beginnt hier schon."), number=_item(marks, known.item_id))
    return _moved(_item(marks, known.item_id), known, at_ms)


def clear(marks: Marks, stretch_id: int) -> Change:
    """An item does not begin there."""
    known = _one(marks.stretches, stretch_id)
    label = f"TOP {_item(marks, known.item_id)} nicht mehr ab {tenths(known.start_ms)}"
    return Change("Beginn entfernt", label, {"stretches": [known.row]}, {})


def cut(marks: Marks, start_ms: int, end_ms: int, reason: str) -> Change:
    """A range is not public."""
    if len(marks.cuts) >= MOST_CUTS:
        raise MarkingError(message("Mehr als %(most)s Schnitte kann eine Aufzeichnung nicht haben."), most=MOST_CUTS)
    row = _cut_row(marks, start_ms, end_ms, reason, ())
    return Change("Schnitt gesetzt", f"Schnitt {span(row[0], row[1])}", {}, {"cuts": [row]})


def change_cut(marks: Marks, cut_id: int, start_ms: int, end_ms: int, reason: str) -> Change:
    """A cut has other edges or another reason."""
    known = _one(marks.cuts, cut_id)
    row = _cut_row(marks, start_ms, end_ms, reason, (known,))
    if row == known.row:
        raise MarkingError(message("Der Schnitt ist schon so."))
    return Change("Schnitt geändert", f"Schnitt nun {span(row[0], row[1])}", {"cuts": [known.row]}, {"cuts": [row]})


def remove_cut(marks: Marks, cut_id: int) -> Change:
    """A range is not cut any more."""
    known = _one(marks.cuts, cut_id)
    return Change("Schnitt entfernt", f"Kein Schnitt {span(known.start_ms, known.end_ms)}", {"cuts": [known.row]}, {})


def note(marks: Marks, start_ms: int, end_ms: int, by: str, at: str) -> Change:
    """Who speaks in a range agreed to being heard and seen. ``at`` is written as ISO 8601."""
    start_ms, end_ms = _range(marks, start_ms, end_ms)
    if any(one.given and (one.start_ms, one.end_ms) == (start_ms, end_ms) for one in marks.consents):
        raise MarkingError(message("Diese Einwilligung ist schon vermerkt."))
    if len(marks.consents) >= MOST_CONSENTS:
        raise MarkingError(message("Mehr Einwilligungen kann eine Aufzeichnung nicht haben."))
    label = f"Einwilligung {span(start_ms, end_ms)}"
    return Change("Einwilligung vermerkt", label, {}, {"consents": [[start_ms, end_ms, True, by, at]]})


def forget(marks: Marks, consent_id: int) -> Change:
    """A consent was noted by mistake, or taken back."""
    known = _one(marks.consents, consent_id)
    label = f"Keine Einwilligung {span(known.start_ms, known.end_ms)}"
    return Change("Einwilligung entfernt", label, {"consents": [known.row]}, {})


def overlapping(cuts: Sequence[Cutting]) -> set[int]:
    """The ids of cuts that lie over another one."""
    ordered = sorted(cuts, key=lambda one: (one.start_ms, one.end_ms))
    found: set[int] = set()
    last: Cutting | None = None  # of those begun the one that ends last
    for one in ordered:
        if last is not None and one.start_ms < last.end_ms:
            found |= {one.id, last.id}
        if last is None or one.end_ms > last.end_ms:
            last = one
    return found


def without(ranges: Sequence[Range], taken: Sequence[Range]) -> list[Range]:
    """The time of ``ranges`` that is not in ``taken``; both are in order and do not overlap."""
    left: list[Range] = []
    for start, end in ranges:
        for from_ms, until_ms in taken:
            if until_ms <= start or end <= from_ms:
                continue
            if start < from_ms:
                left.append((start, from_ms))
            start = min(until_ms, end)
        if start < end:
            left.append((start, end))
    return left


def tenths(ms: int) -> str:
    """``0:12:30,4``."""
    tenths = ms // 100
    return f"{tenths // 36000}:{tenths // 600 % 60:02}:{tenths // 10 % 60:02},{tenths % 10}"


def exact(ms: int) -> str:
    """The same with as many digits as the time has: ``0:12:30,412``."""
    return f"{tenths(ms)}{ms % 100:02}".rstrip("0") if ms % 100 else tenths(ms)


def span(start_ms: int, end_ms: int) -> str:
    """``0:12:30,4–0:15:02,0``."""
    return f"{tenths(start_ms)}–{tenths(end_ms)}"


def nameless(label: str) -> str:
    """The range of a step that says who speaks, without the name."""
    return label.rpartition(": ")[2]


def _moved(number: str, known: Begun, at_ms: int) -> Change:
    label = f"TOP {number} statt {tenths(known.start_ms)} ab {tenths(at_ms)}"
    return Change("Beginn verschoben", label, {"stretches": [known.row]}, {"stretches": [[known.item_id, at_ms]]})


def _cut_row(marks: Marks, start_ms: int, end_ms: int, reason: str, instead_of: Collection[Cutting]) -> list[Any]:
    if reason not in list(CutReason):
        raise MarkingError(message("Wählen Sie bitte einen der Gründe aus."))
    start_ms, end_ms = _range(marks, start_ms, end_ms)
    others = (one for one in marks.cuts if one not in instead_of)
    if any((one.start_ms, one.end_ms) == (start_ms, end_ms) for one in others):
        raise MarkingError(message("Diesen Schnitt gibt es schon."))
    return [start_ms, end_ms, str(reason)]


def _range(marks: Marks, start_ms: int, end_ms: int) -> Range:
    if marks.duration_ms < end_ms <= marks.duration_ms + BEYOND_MS:
        end_ms = marks.duration_ms
    if not 0 <= start_ms < end_ms <= marks.duration_ms:
        raise MarkingError(
            message("Der Anfang muss vor dem Ende liegen, und beide innerhalb der Aufzeichnung (bis %(end)s)."),
            end=tenths(marks.duration_ms),
        )
    return start_ms, end_ms


def _moment(marks: Marks, at_ms: int) -> None:
    if not 0 <= at_ms < marks.duration_ms:
        raise MarkingError(
            message("Diese Zeit liegt nicht in der Aufzeichnung (bis %(end)s)."), end=tenths(marks.duration_ms)
        )


def _item(marks: Marks, item_id: int) -> str:
    if item_id not in marks.items:
        raise MarkingError(message("Diesen Punkt gibt es auf der Tagesordnung nicht mehr."))
    return marks.items[item_id]


def _one(known: Sequence[_Mark], wanted: int) -> _Mark:
    for one in known:
        if one.id == wanted:
            return one
    raise MarkingError(message("Diese Markierung gibt es nicht mehr."))
