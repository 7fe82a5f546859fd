"""Codes on paper: letters, a page each, or cards to cut out, as HTML for printing. Both carry a QR code of the address with the code
behind its ``#``, which browsers send to nobody; a short address to type; and the code in groups.

WeasyPrint prints some 20 letters a second on one core, in about 0.3 MB each; so there are files of ``A_FILE`` letters, made one after the
other while they are downloaded, and no more than ``MOST`` at once. Whoever needs more prints serial letters from the list.
"""

import io
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from council import links
from council.base import pages
from council.base.i18n import Language
from participation import codes
from participation.codes import Code, Series
from participation.results import printing

_T = TypeVar("_T")
A_FILE = 250
A_SECOND = 17  # letters, for telling people how long it takes; a slow machine has fewer
MOST = 2000
CARDS_A_ROW, ROWS_A_PAGE = 3, 7


class Layout(StrEnum):
    """How codes are printed; the values are templates."""

    LETTERS = "letters"
    CARDS = "cards"


@dataclass(frozen=True)
class Occasion:
    """What stands in all letters. ``address`` is the site's, without a slash at the end; ``ends`` says until when; ``words`` are the
    office's own paragraphs."""

    town: str
    title: str
    address: str
    ends: str
    contact: str
    formal: bool
    words: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The address people type."""
        return f"{self.address.partition('://')[2]}/c"


@dataclass(frozen=True)
class Card:
    """A code as it is printed. ``picture`` is its QR code, as an address of its own."""

    shown: str = field(repr=False)
    picture: str = field(repr=False)
    stratum: str


@dataclass(frozen=True)
class Sheets:
    """What the templates show. ``cards`` are in rows, ``rows`` in pages."""

    occasion: Occasion
    language: str
    cards: tuple[Card, ...]

    @property
    def sheets(self) -> tuple[tuple[tuple[Card, ...], ...], ...]:
        """The cards page by page and row by row."""
        rows = _parts(self.cards, CARDS_A_ROW)
        return _parts(rows, ROWS_A_PAGE)


@dataclass(frozen=True)
class LetterFile:
    """A file of letters that is still to be printed."""

    name: str
    codes: Series


def target(address: str, code: Code) -> str:
    """What a QR code leads to."""
    return f"{address}/code#{code.letters}"


def files(every: Sequence[Series], name: str) -> tuple[LetterFile, ...]:
    """The files of a series: each stratum in files of its own, called by ``name`` and the stratum."""
    found = []
    for one in every:
        parts = _parts(one.codes, A_FILE)
        for at, part in enumerate(parts, 1):
            words = (name, _plain(one.stratum), f"{at:02}" if len(parts) > 1 else "")
            found.append(LetterFile(f"{'-'.join(filter(None, words))}.pdf", Series(one.stratum, part)))
    return tuple(found)


def html(one: Series, occasion: Occasion, layout: Layout, language: Language, timezone: str) -> str:
    """The letters of a file."""
    cards = tuple(
        Card(codes.shown(code), links.qr_inline(target(occasion.address, code)), one.stratum) for code in one.codes
    )
    template = pages.environment(language.code, timezone).get_template(f"participation/print/{layout}.html")
    return template.render(page=Sheets(occasion, language.code, cards))


def printed(page: str) -> bytes:
    """A page as PDF; what lay on the disk for it is gone. Raises PrintingError."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "codes.pdf"
        printing.write(page, file)
        return file.read_bytes()


def packed(made: Iterator[tuple[str, bytes]]) -> Iterator[bytes]:
    """Files as a ZIP archive, written while they come."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:  # type: ignore[call-overload]  # a stream that cannot seek is enough to write
        for name, content in made:
            archive.writestr(name, content)
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """Takes what is written until somebody fetches it."""

    def __init__(self) -> None:
        self._held = io.BytesIO()

    def write(self, content: bytes) -> int:
        return self._held.write(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        held, self._held = self._held.getvalue(), io.BytesIO()
        return held


def _parts(every: Sequence[_T], size: int) -> tuple[tuple[_T, ...], ...]:
    return tuple(tuple(every[start : start + size]) for start in range(0, len(every), size))


def _plain(name: str) -> str:
    """A stratum's name as part of the name of a file."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()
