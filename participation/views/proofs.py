"""Proofs that a person sends a form: what travels in its hidden fields, and the check that surveys, ideas, comments and addresses share.

Each form carries a key, which is that of what will be stored, and with it either the work a browser did for that key (``altcha``) or,
where no script runs, a stamp that says how long the page was open, and a trap (``stamps``). Behind both stands a gate, since neither
keeps anybody from doing it a thousand times.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from starlette.datastructures import FormData
from starlette.responses import JSONResponse, Response

from council.base import forms, pages
from council.base.i18n import Language, message
from participation.answers import altcha, receipts, stamps
from participation.answers.altcha import Accepted
from participation.answers.gates import Gate
from participation.views import doors
from participation.views.doors import TurnedAway

COST = 40_000  # hashes, halved on average: about a second on a phone
KEYLESS = message("Diese Seite kam nicht vollständig bei uns an. Bitte senden Sie noch einmal ab.")


class Visit(Protocol):
    """What a form is sent to. ``takes``: whether anything is taken at this moment; where it is not, there may be no secret any more."""

    @property
    def now(self) -> datetime: ...
    @property
    def language(self) -> Language: ...
    @property
    def network(self) -> str: ...
    @property
    def takes(self) -> bool: ...
    @property
    def secret(self) -> bytes: ...


@dataclass(frozen=True)
class Proof:
    """What comes with a form beside what people typed. ``keyless``: no key came, so this is a new one."""

    key: str = field(repr=False)
    stamp: str
    trap: str = ""
    altcha: str = ""
    keyless: bool = False


@dataclass(frozen=True)
class Door:
    """What forms of one kind have to pass. ``least`` is the time a person needs without scripts; ``many`` what is told where a gate is
    shut, with ``%(wait)s``. ``worked``: the gate for who did the work; None: something else bounds them."""

    least: timedelta
    many: str
    without_script: Gate
    worked: Gate | None = None


def fresh(visit: Visit) -> Proof:
    """Of a form that begins now. One that cannot be sent needs no stamp."""
    key = receipts.new_key(secrets.token_bytes)
    return Proof(key, stamps.made(visit.now, visit.secret, key) if visit.takes else "")


def read(visit: Visit, given: FormData) -> Proof:
    """What came with a form. A key that is none is replaced, with its stamp: the page that answers brings the new one."""
    key, trap = forms.line(given, "schluessel"), forms.line(given, stamps.TRAP)[:200]
    if not receipts.is_key(key):
        return replace(fresh(visit), trap=trap, keyless=True)
    return Proof(key, forms.line(given, "stempel")[:100], trap, forms.typed(given, "altcha"))


def check(visit: Visit, proof: Proof, door: Door) -> TurnedAway | None:
    """Why this may be no person, or one too many; None where nothing says so, and then they are counted as through the gate."""
    if proof.keyless:
        return TurnedAway(KEYLESS)
    if proof.altcha:
        worked = altcha.check(proof.altcha, visit.secret, visit.now, proof.key)
        if not isinstance(worked, Accepted):
            return TurnedAway(worked)
        return doors.enter(door.worked, visit.network, door.many) if door.worked else None
    came = stamps.Sent(proof.stamp, proof.trap, proof.key)
    doubt = stamps.doubt(came, door.least, visit.now, visit.secret)
    return TurnedAway(doubt) if doubt else doors.enter(door.without_script, visit.network, door.many)


def challenge(visit: Visit, key: str) -> Response:
    """Work for the browser, as JSON, good for one key alone; 400 where that is none."""
    if not receipts.is_key(key):
        return JSONResponse({"error": visit.language.gettext(KEYLESS)}, 400)
    made = altcha.challenge(visit.secret, visit.now, secrets.token_bytes, COST, key)
    return JSONResponse(made, headers={"Cache-Control": pages.KEEP_NOTHING})
