"""Doors: the gates before what residents send, and what somebody is told who finds one shut, or finds that we can take nothing.

How many may pass is ``gates``' to say; a gate is entered with the network a request comes from (``throttle.network_of``).
"""

import time
from dataclasses import dataclass, field
from functools import partial

from starlette.applications import Starlette

from council.base.i18n import Language, message
from participation.answers import gates
from participation.answers.gates import Gate

SECRET_LOST = message(
    "Auf unserem Rechner fehlt eine Datei, ohne die wir hier nichts annehmen können. Der Fehler liegt nicht bei Ihnen. Es ist nichts "
    "verloren, und es wurde nichts gespeichert: Bitte versuchen Sie es später noch einmal."
)
SECRET_RETRY_S = 600


@dataclass(frozen=True)
class Gates:
    """The gates of a running site, all open. Surveys and ideas have their own, so that a flood of one holds up nobody at the other."""

    answers_worked: Gate = field(default_factory=partial(Gate, gates.WORKED))
    answers_without_script: Gate = field(default_factory=partial(Gate, gates.WITHOUT_SCRIPT))
    large_answers: Gate = field(default_factory=partial(Gate, gates.LARGE))
    wrong_codes: Gate = field(default_factory=partial(Gate, gates.WRONG_CODES))
    receipts: Gate = field(default_factory=partial(Gate, gates.RECEIPTS))
    addresses: Gate = field(default_factory=partial(Gate, gates.ADDRESSES))
    ideas_worked: Gate = field(default_factory=partial(Gate, gates.WORKED))
    ideas_without_script: Gate = field(default_factory=partial(Gate, gates.WITHOUT_SCRIPT))
    idea_receipts: Gate = field(default_factory=partial(Gate, gates.IDEA_RECEIPTS))
    titles: Gate = field(default_factory=partial(Gate, gates.TITLES))
    support: Gate = field(default_factory=partial(Gate, gates.SUPPORT))
    reports: Gate = field(default_factory=partial(Gate, gates.REPORTS))


@dataclass(frozen=True)
class TurnedAway:
    """Why something was not taken: a German message. Where ``wait_ms`` is not 0, waiting helps, and the message says how long with
    ``%(wait)s``."""

    text: str
    wait_ms: int = 0

    @property
    def retry_s(self) -> int:
        """How long to wait, in whole seconds; 0: it does not help."""
        return -(-self.wait_ms // 1000)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 429 if self.wait_ms else 422

    @property
    def headers(self) -> dict[str, str] | None:
        """What goes with it for programs; None where there is nothing to say."""
        return retry_after(self.retry_s)

    def told(self, language: Language) -> str:
        """The message, for people."""
        said = language.gettext(self.text)
        return said % {"wait": waiting(self.wait_ms, language)} if self.wait_ms else said


def of_app(app: Starlette) -> Gates:
    """The gates of a site, made with it."""
    found: Gates = app.state.gates
    return found


def enter(gate: Gate, network: str, text: str = "") -> TurnedAway | None:
    """Let somebody through, or say why not; without ``text`` the page of the status says it."""
    wait_ms = gate.enter(network, _now_ms())
    return TurnedAway(text, wait_ms) if wait_ms else None


def retry_after(seconds: int) -> dict[str, str] | None:
    """The header that says when to come again; None for 0."""
    return {"Retry-After": str(seconds)} if seconds else None


def waiting(wait_ms: int, language: Language) -> str:
    """'in 40 Sekunden', 'in 3 Minuten'; rounded up."""
    seconds = -(-wait_ms // 1000)
    if seconds < 60:
        return language.ngettext("in %(count)s Sekunde", "in %(count)s Sekunden", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return language.ngettext("in %(count)s Minute", "in %(count)s Minuten", minutes) % {"count": minutes}


def _now_ms() -> int:
    """The clock of gates, which only goes forward."""
    return time.monotonic_ns() // 1_000_000
