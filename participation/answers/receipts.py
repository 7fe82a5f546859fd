"""Receipts: with theirs a person sees that their answer was counted, and nobody sees what they answered.

Each submission has a key, drawn before it is sent: by the browser, or by the server for the first page where there is no JavaScript. The
same key any number of times is the same submission, so retries change nothing and show the same receipt.

    key  ──SHA-256──▶  stored(key)         a row, to recognise a retry
    key  ──HMAC─────▶  receipt(key, …)     on the person's page
                         └──SHA-256──▶  published(receipt)    in the public list

No arrow can be gone backwards, so a receipt, or the list of them, leads to no key and thus to no row. That holds as long as those who keep
these values do their part: the key itself is never stored or logged; what ``published`` gives lies in a table of its own, in no order,
and never in the submission's row (or the receipt on somebody's kitchen table would lead to their answers); and ``stored`` lies beside no
answer either, since a retry needs only to be recognised, and can be forgotten when the survey is closed. A key is as good as a look at who
held it, so pages forget theirs as soon as they show the receipt.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.codes import letters
from participation.codes.letters import Mistyped
from participation.randomness import Randomness
from participation.seals import seal

KEY_BYTES = 16
MISSING = message("Bitte geben Sie Ihre Quittung ein.")
RANDOM_LETTERS = (
    15  # 74 bits: no two of a million receipts are the same, and a receipt cannot be taken for a code, which is shorter
)
LENGTH = RANDOM_LETTERS + 1
_KEY = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")  # 128 bits; of the last letter only the first two count, the others are 0


@dataclass(frozen=True)
class Receipt:
    """A receipt that can have been given. Its letters are kept out of logs and tracebacks."""

    letters: str = field(repr=False)


@dataclass(frozen=True)
class NoReceipt:
    """Nothing was typed; ``error`` tells the person."""

    @property
    def error(self) -> ReadableError:
        return ReadableError(MISSING)


def new_key(randomness: Randomness) -> str:
    """A key of 128 random bits, as 22 letters that need no escaping anywhere."""
    return base64.urlsafe_b64encode(randomness(KEY_BYTES)).decode().rstrip("=")


def is_key(text: str) -> bool:
    """Whether a browser sent what can be a key. Each has one way of being written, so nobody makes two of one."""
    return _KEY.fullmatch(text) is not None


def stored(key: str) -> str:
    """What the database keeps to recognise a retry, 64 hexadecimal digits. It needs no secret: 128 random bits are not tried out."""
    return hashlib.sha256(f"stored:{_key(key)}".encode()).hexdigest()


def receipt(key: str, secret: bytes) -> Receipt:
    """The receipt for a key. ``secret`` is the survey's own, so that a browser that sent one key to two surveys has two receipts and
    the two public lists have nothing in common. Without it, not even who knows a key knows the receipt."""
    number = int.from_bytes(seal(secret, "receipt", _key(key))) % letters.MODULUS**RANDOM_LETTERS
    return Receipt(letters.of_number(number, RANDOM_LETTERS))


def shown(receipt: Receipt) -> str:
    """As people see it, ``7H2M-XW9C-4TKA-PL37``."""
    return letters.grouped(receipt.letters)


def read(typed: str) -> Receipt | Mistyped | NoReceipt:
    """What somebody typed to see whether theirs was counted."""
    found = letters.read(typed, LENGTH)
    if isinstance(found, Mistyped):
        return found
    return Receipt(found) if found else NoReceipt()


def published(receipt: Receipt) -> str:
    """What the public list shows: the SHA-256 of the receipt as it is shown, with its dashes and without a line break, so that anybody
    can work it out with what their computer has (``printf 7H2M-XW9C-4TKA-PL37 | sha256sum``).

    It need not be slow. To try out 74 bits is dear, though not beyond a state; but there is nothing to find: who guesses a receipt
    knows that somebody took part, which the length of the list says anyway, and is no step nearer to a key or an answer.
    """
    return hashlib.sha256(shown(receipt).encode()).hexdigest()


def _key(text: str) -> str:
    if not is_key(text):
        raise ValueError("not a key of a submission")
    return text
