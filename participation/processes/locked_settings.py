"""What of a process can no longer be changed, since people answer by it or hold codes for it, and why."""

from collections.abc import Mapping
from enum import StrEnum

from council.base.i18n import message
from participation.processes import State


class Part(StrEnum):
    """A part of what is set for a process."""

    ACCESS = "access"  # who may answer, once a device
    STRATA = "strata"
    SHOWING = "showing"  # when results are shown, and k
    OPENING = "opening"
    CLOSING = "closing"
    ADDRESS = "address"
    FORMAL = "formal"
    BOUNDARY = "boundary"


_BY_CODES = message("Es gibt schon Codes dafür. Löschen Sie erst die Codes, wenn Sie das ändern möchten.")
_PUBLIC = message(
    "Das steht seit dem Öffnen fest: Darauf verlassen sich alle, die davon erfahren oder geantwortet haben."
)
_OPEN = message("Die Beteiligung hat begonnen.")
_CLOSING = message("Verlängern oder sofort schließen können Sie unter „Öffnen“.")
_OVER = message("Die Beteiligung ist vorbei.")


def fixed(state: State, codes: bool) -> Mapping[Part, str]:
    """The parts that cannot be changed, each with a message that says why. ``codes``: some were given out."""
    if state is State.DRAFT:
        return {Part.ACCESS: _BY_CODES, Part.STRATA: _BY_CODES} if codes else {}
    released = (Part.ACCESS, Part.STRATA, Part.SHOWING, Part.ADDRESS, Part.FORMAL, Part.BOUNDARY)
    found = dict.fromkeys(released, _PUBLIC)
    if state is State.OPEN:
        return found | {Part.OPENING: _OPEN, Part.CLOSING: _CLOSING}
    if state in (State.CLOSED, State.WITHDRAWN):
        return found | {Part.OPENING: _OVER, Part.CLOSING: _OVER}
    return found
