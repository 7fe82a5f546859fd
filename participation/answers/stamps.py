"""Stamps: how long ago a page was made, for people whose browser runs no JavaScript and so can do no proof of work.

A stamp lies in a hidden field and is sealed, so nothing is kept on the server. It is made for one submission's key and is good for no
other, so a machine cannot wait once and send a thousand times. Beside it lies a trap: a field people do not see and machines fill in.
Both only slow machines down; ``gates`` says how many may come by this way at all.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from council.base.i18n import message
from participation.seals import seal

TRAP = "home-page"  # no key of a question has a hyphen, and browsers fill in no such field by themselves; autocomplete="off" all the same
SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ
_FORM = re.compile(r"([0-9]{1,12})\.([0-9a-f]{32})")


class Doubt(StrEnum):
    """Why somebody may be no person. The value is what they are told; their answers stay in the form."""

    HURRIED = message("Das ging sehr schnell. Bitte warten Sie einen Augenblick und senden Sie dann noch einmal ab.")
    TRAPPED = message(
        "Ein Feld, das leer bleiben muss, ist ausgefüllt. Bitte leeren Sie es und senden Sie noch einmal ab."
    )
    UNSTAMPED = message("Diese Seite ist nicht vollständig angekommen. Bitte senden Sie noch einmal ab.")


@dataclass(frozen=True)
class Sent:
    """What came with a form: its stamp, what stood in the trap, and the key of the submission."""

    stamp: str
    trap: str
    key: str


def made(now: datetime, secret: bytes, key: str) -> str:
    """The stamp of a page that is made now, for the submission with this key."""
    seconds = int(now.timestamp())
    return f"{seconds}.{_sealed(seconds, secret, key)}"


def age(stamp: str, now: datetime, secret: bytes, key: str) -> timedelta | None:
    """How old a page is, to the second; None where we made no such stamp for this key. Never below nothing."""
    found = _FORM.fullmatch(stamp)
    if found is None or not hmac.compare_digest(_sealed(int(found[1]), secret, key), found[2]):
        return None
    old = now - datetime.fromtimestamp(int(found[1]), UTC)
    return max(old, timedelta()) if old >= -SKEW else None


def doubt(sent: Sent, least: timedelta, now: datetime, secret: bytes) -> Doubt | None:
    """Why a form may come from a machine; None where nothing says so. ``least`` is the time a person needs for it."""
    old = age(sent.stamp, now, secret, sent.key)
    if old is None:
        return Doubt.UNSTAMPED
    if sent.trap:
        return Doubt.TRAPPED
    return Doubt.HURRIED if old < least else None


def _sealed(seconds: int, secret: bytes, key: str) -> str:
    return seal(secret, "stamp", f"{seconds}:{key}").hex()[:32]
