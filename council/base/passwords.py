"""Passwords: how they are kept and compared, and which are too easy to guess. They are never stored, logged or shown."""

import asyncio
import base64
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from council.base.errors import ReadableError
from council.base.i18n import message

HASHER = PasswordHasher()  # argon2id with the library's parameters (RFC 9106, low memory: 64 MiB each)
SHORTEST, LONGEST = 12, 200
OWN = 6  # letters and digits that must be left when everything usual is taken away
USUAL_WORDS = """
    passwort passwoerter password kennwort geheim secret hallo willkommen welcome login anmelden admin administrator root user
    benutzer test tester start master default changeme letmein iloveyou ichliebedich schatz liebe love mausi baby engel hase sonne
    sonnenschein sunshine dragon monkey princess football fussball baseball superman batman pokemon computer internet windows apple
    samsung google facebook fruehling sommer herbst winter januar februar maerz april juni juli august september oktober november
    dezember montag dienstag mittwoch donnerstag freitag samstag sonntag rathaus ratsbuero ratsfenster stadtrat gemeinderat stadt
    gemeinde stadtverwaltung gemeindeverwaltung verwaltung buergermeister buergermeisterin deutschland germany berlin hamburg
    muenchen bayern schalke borussia sicher sicherheit qwertz qwerty asdf yxcv"""
ROWS = (
    "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop", "zxcvbnm",
    "1q2w3e4r5t6z7u8i9o0p", "1qay2wsx3edc4rfv5tgb6zhn7ujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)  # fmt: skip
USUAL = frozenset(USUAL_WORDS.split())
DISGUISES = str.maketrans("01345", "oieas")

Outcome = TypeVar("Outcome")
_FEW = ThreadPoolExecutor(2, "password")  # many sign-ins at once cost neither memory nor the site's threads


class WeakPasswordError(ReadableError):
    """This password cannot be set; the message says why."""


async def slowly(work: Callable[..., Outcome], *arguments: object) -> Outcome:
    """Do what compares or hashes passwords beside the event loop and the site's threads, a few at a time."""
    return await asyncio.get_running_loop().run_in_executor(_FEW, work, *arguments)


def hashed(password: str) -> str:
    """What is kept of a password."""
    return HASHER.hash(_typed(password))


def match(kept: str | None, password: str) -> bool:
    """Whether this is the password of which ``kept`` was kept. It takes as long where nothing is kept."""
    try:
        return HASHER.verify(kept or _DECOY, _typed(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was kept with weaker parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def check(password: str, known: Iterable[str]) -> None:
    """Refuse what is easily guessed: short, or little more than usual words, rows of keys, and what is ``known`` of the person (login,
    name, town). Nothing else is asked of a password. Raises WeakPasswordError."""
    if len(password) < SHORTEST:
        raise WeakPasswordError(message("Bitte nehmen Sie mindestens %(count)s Zeichen."), count=SHORTEST)
    if len(password) > LONGEST:
        raise WeakPasswordError(message("Bitte nehmen Sie höchstens %(count)s Zeichen."), count=LONGEST)
    if len(own_part(password, known)) < OWN:
        raise WeakPasswordError(
            message(
                "Dieses Passwort ist leicht zu erraten: Es besteht fast nur aus üblichen Wörtern, Reihen oder Namen. Nehmen Sie zum "
                "Beispiel vier Wörter, die nichts miteinander zu tun haben."
            )
        )


def own_part(password: str, known: Iterable[str]) -> str:
    """What nobody would try first: letters and digits without repetitions, usual words, years, rows of keys, and what is known."""
    plain = _plain(password)
    words = {word for text in known for word in (_plain(text), *map(_plain, re.split(r"[\W_]+", text)))} | USUAL
    readings = (plain, plain.translate(DISGUISES), re.sub(r"(.)\1+", r"\1", plain))
    return min((_without_usual(reading, words) for reading in readings), key=len)


def _without_usual(text: str, words: Iterable[str]) -> str:
    left = _unrepeated(text)
    for word in sorted((word for word in words if len(word) > 2), key=len, reverse=True):
        left = left.replace(word, " ")
    left = re.sub(r"(19|20)\d\d", " ", left)
    return "".join(_without_rows(piece) for piece in left.split())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("@", "a"), ("$", "s")):
        folded = folded.replace(letter, written)
    return re.sub(r"[\W_]+", "", folded)


def _unrepeated(text: str) -> str:
    """'hundhundhund' is 'hund', and 'aaaaaa' is 'a'."""
    return re.sub(r"(.+?)\1{2,}", r"\1", text)


def _without_rows(text: str) -> str:
    """Without runs of four or more along a row of keys, the alphabet or the digits, in either direction."""
    left, place = "", 0
    while place < len(text):
        length = _row_at(text, place)
        left += "" if length else text[place]
        place += length or 1
    return left


def _row_at(text: str, place: int) -> int:
    """The length of the run that begins here; 0 where there is none."""
    for length in range(len(text) - place, 3, -1):
        piece = text[place : place + length]
        if any(piece in row or piece[::-1] in row for row in map(_plain, ROWS)):
            return length
    return 0


def _typed(password: str) -> str:
    """The same however the keyboard composes its letters."""
    return unicodedata.normalize("NFC", password)


def _kept_of_nothing() -> str:
    """Looks like what is kept of a password and takes as long to compare, but no password is known to match it."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    costs = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


_DECOY = _kept_of_nothing()
