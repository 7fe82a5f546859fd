"""What single lines of a pasted agenda are: a heading, the beginning of an item, a state, or the furniture of a page. Made for what
people copy out of SD.NET, Session and ALLRIS, from web pages and from PDFs.

Pure; every pattern is bounded, so that no line takes long, whatever it holds.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from council.meetings import ItemState

LONGEST_HEADING = 120


class Part(StrEnum):
    """What a heading or a number says about the items it stands for."""

    UNKNOWN = ""
    PUBLIC = "public"
    NON_PUBLIC = "non-public"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Start:
    """The beginning of an item. ``marked``: it cannot be anything else. ``rest`` is what follows the number on the line."""

    number: str  # as it is shown: "Ö 7", "4.1"
    steps: tuple[int, ...]
    part: Part
    marked: bool
    rest: str


def lines(text: str) -> list[str]:
    """The lines of a text with the oddities of copying taken out: unbreakable and invisible characters, decomposed umlauts."""
    return [_plain(line) for line in text.splitlines()]


def _plain(line: str) -> str:
    kept = []
    for letter in unicodedata.normalize("NFC", line):
        kind = unicodedata.category(letter)
        if letter == "\t" or kind[0] not in "CZ":
            kept.append(letter)
        elif kind[0] == "Z":
            kept.append(" ")
    return "".join(kept).strip()


# --- headings --------------------------------------------------------------------------------------------------------

_WHAT = r"(?:teil|abschnitt|sitzungsteil|sitzung|tagesordnung(?:spunkte?)?|tops?|punkte|beratung(?:spunkte)?)"
_BEFORE = (
    r"(?:(?:[ivx]{1,4}|[a-c]|\d)[.):]\s*|teil\s+(?:[ivx]{1,4}|[a-c]|\d)\b\s*|tagesordnung\s*|für\s+|zur?m?\s+|der\s+|des\s+|den\s+|die\s+|in\s+"
    r"|tops?\s+|[-–—*:_|#=>\s])"
)
_AFTER = rf"(?:\s*(?:{_WHAT}|der|des|sitzung|tagesordnung|[-–—*:_.|#=<]|\((?:n|nö|ö)\)))"
_PUBLIC = r"(?:ö|oe|o)ffentliche?[rsn]?"
_NOT_PUBLIC = rf"(?:(?:nicht\s*[-–]?\s*|n\.\s?){_PUBLIC}|nichtöff\.?|n\.?ö\.?)"
_HEADING = {
    Part.NON_PUBLIC: re.compile(rf"{_BEFORE}{{0,8}}{_NOT_PUBLIC}{_AFTER}{{0,8}}\s*", re.IGNORECASE),
    Part.PUBLIC: re.compile(rf"{_BEFORE}{{0,8}}{_PUBLIC}{_AFTER}{{0,8}}\s*", re.IGNORECASE),
    Part.DOUBTFUL: re.compile(
        rf"{_BEFORE}{{0,8}}(?:{_NOT_PUBLIC}|{_PUBLIC}){_AFTER}{{0,2}}\s*(?:und|/|&|,)\s*(?:{_NOT_PUBLIC}|{_PUBLIC}){_AFTER}{{0,8}}\s*",
        re.IGNORECASE,
    ),
}
_MENTION = re.compile(r"nicht\s*[-–]?\s*(?:ö|oe|o)ffentlich|nichtöff|\bn\.?ö\.?\b|vertraulich", re.IGNORECASE)
_SET_APART = re.compile(
    r"(?:^|[-–(\[|:\t]|\s\s)\s*(?:nicht\s*[-–]?\s*öffentlich|nö|n\.\s?ö\.)\s*[)\]–-]*\s*$", re.IGNORECASE
)


def heading(line: str) -> Part | None:
    """The part of the agenda that a heading begins; None where the line is no heading. Such a line begins with a capital letter or a
    mark: "nichtöffentlicher Sitzung" alone is the rest of a sentence."""
    if len(line) > LONGEST_HEADING or line[:1].islower():
        return None
    for part, pattern in _HEADING.items():
        if pattern.fullmatch(line):
            return part
    return None


def mentions_non_public(text: str) -> bool:
    """Whether a text speaks of something not public, be it in passing."""
    return _MENTION.search(text) is not None


def is_called_non_public(text: str) -> bool:
    """Whether a title ends in a remark that says so: "Grundstück (nichtöffentlich)"."""
    return _SET_APART.search(text[-60:]) is not None


# --- the beginning of an item ----------------------------------------------------------------------------------------

_TOP = r"(?P<top>(?:TOP|Tagesordnungspunkt)(?![^\W\d_])\s*:?\s*)?"
_PREFIX = r"(?P<prefix>N\.?\s?Ö\.?|N\.?|Ö\.?|OE\.?)?"
_NUMBER = r"(?P<digits>\d{1,3}(?:\.\d{1,3}){0,4})"
_MARKED = re.compile(
    rf"{_TOP}{_PREFIX}\s*{_NUMBER}(?P<letter>[a-z](?![^\W\d_]))?(?P<end>[.):]{{0,2}})(?!\d)(?P<rest>.*)", re.I | re.S
)
_BARE = re.compile(rf"{_NUMBER}(?P<letter>[a-z])?(?P<end>[.):]{{0,2}})(?=\s|$)(?P<rest>.*)", re.DOTALL)
_PREFIX_ALONE = re.compile(r"(?:TOP|Tagesordnungspunkt)?\s*:?\s*(?:N\.?\s?Ö\.?|N\.?|Ö\.?|OE\.?|TOP)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?[.):]{0,2}")
_NUMBERED_NON_PUBLIC = re.compile(r"\s*(?:TOP\s*)?N\.?\s?(?:Ö\.?)?\s*(?:\d|$)", re.IGNORECASE)
_STRAY = re.compile(r"(?:TOP\s*)?(?:N|NÖ|Ö)(?:[.:\s]|$)")


def start(line: str) -> Start | None:
    """The beginning of an item, where the line may be one."""
    found = _MARKED.match(line)
    if found is None or not (found["top"] or found["prefix"]):
        found = _BARE.match(line)
    if found is None:
        return None
    named = found.groupdict()
    prefix = re.sub(r"[.\s]", "", named.get("prefix") or "").upper().replace("OE", "Ö")
    number = found["digits"] + (found["letter"] or "").lower()
    return Start(
        number=f"{prefix} {number}".strip(),
        steps=tuple(map(int, found["digits"].split("."))),
        part=Part.NON_PUBLIC if prefix.startswith("N") else Part.PUBLIC if prefix else Part.UNKNOWN,
        marked=bool(prefix or named.get("top")),
        rest=found["rest"].strip(),
    )


def is_stray_mark(line: str) -> bool:
    """Whether a line begins as an item would, with "N" or "Ö", but without a number: nobody can say what it belongs to."""
    return _STRAY.match(line) is not None


def is_numbered_non_public(number: str) -> bool:
    """Whether a number says by itself that its item is not public: "N 3", "NÖ 1"."""
    return _NUMBERED_NON_PUBLIC.match(number) is not None


def is_prefix_alone(line: str, following: str) -> bool:
    """Whether the line is "Ö", "N" or "TOP", and the number stands on the following one."""
    return _PREFIX_ALONE.fullmatch(line) is not None and _NUMBER_ALONE.fullmatch(following) is not None


def follows(steps: tuple[int, ...], before: tuple[int, ...] | None) -> bool:
    """Whether a number without mark can come after another one: its first child, or one of the next three at any level."""
    if before is None or steps == before:
        return True
    for level in range(min(len(steps), len(before))):
        if steps[level] != before[level]:
            deeper = all(step <= 1 for step in steps[level + 1 :])
            return before[level] < steps[level] <= before[level] + 3 and deeper
    return len(steps) == len(before) + 1 and steps[-1] <= 1


# --- states -----------------------------------------------------------------------------------------------------------

_WITHDRAWN = r"(?:von\s+der\s+tagesordnung\s+)?(?:abgesetzt|genommen)|zurückgezogen|entfällt|entfallen"
_ADJOURNED = r"vertagt|zurückgestellt|verschoben"
_STATE = re.compile(rf"(?:{_WITHDRAWN}|(?P<adjourned>{_ADJOURNED}))", re.IGNORECASE)
_STATE_ALONE = re.compile(
    rf"[\W_]{{0,5}}(?:(?:top|wird|wurde|ist)\s+){{0,2}}(?:{_WITHDRAWN}|{_ADJOURNED})[\W_]{{0,5}}", re.IGNORECASE
)
_STATE_APART = re.compile(rf"\s*[(\[–-]\s*(?:{_WITHDRAWN}|{_ADJOURNED})\s*[)\]–-]?\s*$", re.IGNORECASE)
_STATE_LAST = re.compile(rf"\s(?:abgesetzt|{_ADJOURNED})[.!]?$", re.IGNORECASE)


def only_state(text: str) -> ItemState | None:
    """The state, where a line or cell says nothing else: "vertagt", "(abgesetzt)"."""
    return _state_in(text) if len(text) < 60 and _STATE_ALONE.fullmatch(text) else None


def split_state(title: str) -> tuple[str, ItemState | None]:
    """A title without the state set apart at its end, and that state."""
    tail = title[-60:]
    found = _STATE_APART.search(tail)
    if found is None:
        return title, None
    return title[: len(title) - len(tail) + found.start()].rstrip(), _state_in(found.group())


def last_state(title: str) -> ItemState | None:
    """The state a title's last word names; it may be part of the title."""
    found = _STATE_LAST.search(title[-60:])
    return _state_in(found.group()) if found else None


def _state_in(text: str) -> ItemState:
    found = _STATE.search(text)
    return ItemState.ADJOURNED if found and found["adjourned"] else ItemState.WITHDRAWN


# --- what belongs to nothing -----------------------------------------------------------------------------------------

_PAGE = re.compile(
    r"(?:seite|blatt)\s*:?\s*\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]|\d{1,4}\s*(?:/|von)\s*\d{1,4}",
    re.IGNORECASE,
)
_COLUMNS = frozenset(
    {"top", "nr", "nummer", "betreff", "bezeichnung", "titel", "thema", "vorlage", "vorlagen", "vorlagennummer", "drucksache",
     "drucksachen", "beschluss", "ergebnis", "status", "dokumente", "anlagen", "tagesordnungspunkt", "inhalt", "bemerkung",
     "gegenstand", "art"}
)  # fmt: skip
_OUTCOME = re.compile(
    r"(?:beschluss(?:art)?\s*:?\s*)?(?:(?:un)?geändert\s+|einstimmig\s+|mehrheitlich\s+)?(?:beschlossen|zugestimmt|abgelehnt|empfohlen|"
    r"(?:zur\s+)?kenntnis\s+genommen|verwiesen|beraten)|einstimmig|mehrheitlich|pdf|download|herunterladen|dokumente? anzeigen"
    r"|anlagen?(?:\s+\d{1,3})?|\w{0,20}vorlagen?:?|drucksachen?:?",
    re.IGNORECASE,
)  # fmt: skip
_HEAD_WORDS = re.compile(r"sitzung|tagesordnung|einladung|stadt|gemeinde|kreis|stand:|datum|uhr|www|@", re.IGNORECASE)


def is_furniture(line: str, *, repeated: bool) -> bool:
    """Page numbers, heads of columns, outcomes, and heads of pages that come again and again."""
    if len(line) > 200:
        return False
    words = re.findall(r"\w+", line.lower())
    columns = bool(words) and set(words) <= _COLUMNS and len(words) > 1
    head = repeated and _HEAD_WORDS.search(line) is not None and not line[:1].islower()
    return columns or head or _PAGE.fullmatch(line) is not None or _OUTCOME.fullmatch(line) is not None
