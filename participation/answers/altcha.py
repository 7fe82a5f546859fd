"""The server's side of altcha, the proof of work a browser does instead of showing pictures to a person.

The protocol is altcha's first one (https://altcha.org/docs/v2/server-integration, ``altcha-lib/v1``), which its widgets of versions 2 and 3
speak, read in the sources of npm ``altcha`` 2.3.0 and 3.2.2 and ``altcha-lib`` 2.8.0:

    challenge   {"algorithm": "SHA-256", "challenge": SHA-256 of salt and number in hex, "maxnumber": …, "salt": …, "signature": …}
    signature   HMAC-SHA-256 of ``challenge`` in hex
    salt        hex, "?", parameters as in a query, "&"; of them ``expires`` (seconds) is known to the widget
    payload     base64 of {"algorithm", "challenge", "number", "salt", "signature", "took", …}, as the form's field ``altcha``

The browser tries numbers until the hash fits; we compare one hash and one signature. The "&" at the end keeps anybody from moving
digits between ``expires`` and the number (https://altcha.org/security-advisory/); we take no salt that is not exactly
of our form.

**Replay:** a solved challenge would be good any number of times. Either the caller stores ``Accepted.challenge_id`` until
``Accepted.expires`` and refuses it a second time: apart from the submission and in another transaction, as its time is finer than the
day. Or it is made ``about`` the submission's key (see ``receipts``): then it is good for that submission alone, which any number of
retries leave one, and nothing need be stored.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeGuard

from council.base.i18n import message
from participation.randomness import Randomness, below
from participation.seals import seal

ALGORITHM = "SHA-256"
LASTS = timedelta(minutes=30)  # the review page may stay open for a while; the widget gets a new one when it is over
SALT_BYTES = 16
LONGEST_PAYLOAD = 2000
_HEX = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}\?for=([0-9a-f]{32})&expires=([0-9]{1,12})&")


class Refusal(StrEnum):
    """Why a payload is not accepted. The value is what people are told; their answers stay in the form."""

    MISSING = message("Die Prüfung gegen automatische Eingaben fehlt noch. Bitte warten Sie, bis sie fertig ist.")
    UNREADABLE = message(
        "Die Prüfung gegen automatische Eingaben kam nicht richtig an. Bitte senden Sie noch einmal ab."
    )
    FORGED = message(
        "Die Prüfung gegen automatische Eingaben gehört nicht zu dieser Seite. Bitte senden Sie noch einmal ab."
    )
    WRONG = message("Die Prüfung gegen automatische Eingaben ist nicht gelungen. Bitte senden Sie noch einmal ab.")
    EXPIRED = message("Die Prüfung gegen automatische Eingaben ist zu lange her. Bitte senden Sie noch einmal ab.")


@dataclass(frozen=True)
class Accepted:
    """Somebody's computer has worked for this challenge, and it has not expired."""

    challenge_id: str
    expires: datetime


@dataclass(frozen=True)
class _Payload:
    challenge: str
    number: int
    salt: str
    signature: str


def challenge(secret: bytes, now: datetime, randomness: Randomness, cost: int, about: str = "") -> dict[str, str | int]:
    """A challenge, as the widget takes it in JSON. It costs half of ``cost`` hashes on average; a worker in a browser does some ten
    thousands a second."""
    expires = int((now + LASTS).timestamp())
    salt = f"{randomness(SALT_BYTES).hex()}?for={_subject(about)}&expires={expires}&"
    hashed = _hash(salt, below(cost, randomness) + 1)
    signature = _sign(hashed, secret)
    return {"algorithm": ALGORITHM, "challenge": hashed, "maxnumber": cost, "salt": salt, "signature": signature}


def check(payload: str, secret: bytes, now: datetime, about: str = "") -> Accepted | Refusal:
    """Whether the work was done, for a challenge of ours that was made ``about`` the same and has not expired. See the module on replay."""
    if not payload:
        return Refusal.MISSING
    given = _read(payload)
    if given is None:
        return Refusal.UNREADABLE
    salt = _SALT.fullmatch(given.salt)
    if (
        salt is None
        or salt[1] != _subject(about)
        or not hmac.compare_digest(_sign(given.challenge, secret), given.signature)
    ):
        return Refusal.FORGED
    if _hash(given.salt, given.number) != given.challenge:
        return Refusal.WRONG
    expires = datetime.fromtimestamp(int(salt[2]), UTC)
    return Accepted(given.challenge, expires) if now < expires else Refusal.EXPIRED


def _read(payload: str) -> _Payload | None:
    if len(payload) > LONGEST_PAYLOAD:
        return None
    try:
        found: Any = json.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("algorithm") != ALGORITHM:
        return None
    number, hashed, salt, signature = (found.get(name) for name in ("number", "challenge", "salt", "signature"))
    if type(number) is not int or not isinstance(salt, str) or not (_is_hash(hashed) and _is_hash(signature)):
        return None
    return _Payload(hashed, number, salt, signature)


def _is_hash(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def _hash(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _sign(hashed: str, secret: bytes) -> str:
    return hmac.digest(_key(secret), hashed.encode(), hashlib.sha256).hex()


@lru_cache(maxsize=100)
def _key(secret: bytes) -> bytes:
    """A text, as altcha-lib's keys are, so that it can check what we make."""
    return seal(secret, "altcha", "").hex().encode()


def _subject(about: str) -> str:
    """What the salt shows of it: not what the database keeps of a key, or an access log could be joined to that."""
    return hashlib.sha256(f"altcha:{about}".encode()).hexdigest()[:32]
