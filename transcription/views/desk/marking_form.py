"""What is asked for on the marking page: the fields of its forms, read as one step of marking."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from council import marks
from council.base.i18n import message
from council.marks import Change, MarkingError
from transcription.marking import Marking
from transcription.views import moments

LONGEST_FIELD = 40
FIELDS = (
    "tun",
    "punkt",
    "abschnitt",
    "schnitt",
    "einwilligung",
    "bei",
    "von",
    "bis",
    "um",
    "um_von",
    "um_bis",
    "grund",
    "wer",
)
MOST_FIELDS = 30
_ID = re.compile(r"\d{1,9}", re.ASCII)
_BY = re.compile(r"-?\d{1,7}", re.ASCII)

Step = Callable[[Marking], Change]


@dataclass(frozen=True)
class Asked:
    """The fields of a form. ``fields`` are all that say what is wanted, to be sent once more; ``state`` is what the person saw."""

    fields: Mapping[str, str]
    state: str
    confirmed: bool

    @classmethod
    def of(cls, form: FormData) -> "Asked":
        """What a form holds; anything unknown, too long or not text is left out."""
        fields = {name: _text(form, name) for name in FIELDS if name in form}
        return cls(fields, _text(form, "stand"), _text(form, "bestaetigt") == "ja")


def step_of(asked: Asked, at: str) -> Step:
    """The step a form asks for; ``at`` is the time in ISO 8601. Raises MarkingError where a field cannot be read."""
    act = _ACTS.get(asked.fields.get("tun", ""))
    if act is None:
        raise MarkingError(message("Diese Anfrage konnte nicht gelesen werden. Laden Sie bitte die Seite neu."))
    return act(asked.fields, at)


def _begin(fields: Mapping[str, str], again: bool) -> Step:
    item, at_ms = _number(fields, "punkt"), _time(fields, "bei")
    return lambda marking: marking.mark(lambda known: marks.begin(known, item, at_ms, again=again))


def _move(fields: Mapping[str, str]) -> Step:
    stretch, at_ms = _number(fields, "abschnitt"), _time(fields, "bei", "um")
    return lambda marking: marking.mark(lambda known: marks.move(known, stretch, at_ms))


def _clear(fields: Mapping[str, str]) -> Step:
    stretch = _number(fields, "abschnitt")
    return lambda marking: marking.mark(lambda known: marks.clear(known, stretch))


def _cut(fields: Mapping[str, str]) -> Step:
    start_ms, end_ms, reason = _time(fields, "von"), _time(fields, "bis"), fields.get("grund", "")
    return lambda marking: marking.mark(lambda known: marks.cut(known, start_ms, end_ms, reason))


def _change_cut(fields: Mapping[str, str]) -> Step:
    cut, reason = _number(fields, "schnitt"), fields.get("grund", "")
    start_ms, end_ms = _time(fields, "von", "um_von"), _time(fields, "bis", "um_bis")
    return lambda marking: marking.mark(lambda known: marks.change_cut(known, cut, start_ms, end_ms, reason))


def _remove_cut(fields: Mapping[str, str]) -> Step:
    cut = _number(fields, "schnitt")
    return lambda marking: marking.mark(lambda known: marks.remove_cut(known, cut))


def _note(fields: Mapping[str, str], at: str) -> Step:
    start_ms, end_ms = _time(fields, "von"), _time(fields, "bis")
    return lambda marking: marking.mark(
        lambda known: marks.note(known, start_ms, end_ms, marking.intent.account.name, at)
    )


def _forget(fields: Mapping[str, str]) -> Step:
    consent = _number(fields, "einwilligung")
    return lambda marking: marking.mark(lambda known: marks.forget(known, consent))


def _speak(fields: Mapping[str, str]) -> Step:
    start_ms, end_ms = _time(fields, "von"), _time(fields, "bis") if fields.get("bis") else None
    return lambda marking: marking.speak(start_ms, end_ms, fields.get("wer", ""))


_ACTS: dict[str, Callable[[Mapping[str, str], str], Step]] = {
    "beginnt": lambda fields, _: _begin(fields, again=False),
    "nochmal": lambda fields, _: _begin(fields, again=True),
    "verschieben": lambda fields, _: _move(fields),
    "beginnt-nicht": lambda fields, _: _clear(fields),
    "schneiden": lambda fields, _: _cut(fields),
    "schnitt-aendern": lambda fields, _: _change_cut(fields),
    "nicht-schneiden": lambda fields, _: _remove_cut(fields),
    "einwilligung": _note,
    "keine-einwilligung": lambda fields, _: _forget(fields),
    "spricht": lambda fields, _: _speak(fields),
    "zurueck": lambda _fields, _: Marking.undo,
    "wieder": lambda _fields, _: Marking.redo,
}


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.replace("\0", "").strip()[:LONGEST_FIELD] if isinstance(value, str) else ""


def _number(fields: Mapping[str, str], name: str) -> int:
    value = fields.get(name, "")
    if not _ID.fullmatch(value):
        raise MarkingError(message("Diese Anfrage konnte nicht gelesen werden. Laden Sie bitte die Seite neu."))
    return int(value)


def _time(fields: Mapping[str, str], name: str, by: str = "") -> int:
    """A moment in ms, moved by what a button says; not before the recording begins."""
    found = moments.parse(fields.get(name, ""))
    if found is None:
        raise MarkingError(message("Schreiben Sie Zeiten bitte so: 0:12:30,5 (Stunden, Minuten, Sekunden)."))
    moved = fields.get(by, "") if by else ""
    return max(0, found + int(moved)) if _BY.fullmatch(moved) else found
