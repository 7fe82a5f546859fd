"""What is found that nobody said: the text by which meetings, agenda items and papers are found, the same when they are indexed and when
a hit is checked; and the words by which speakers and items narrow a search. Pure."""

import re
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from council.base import dates, i18n
from search.documents import exact_of
from search.forms import MARKS
from search.german import analyse
from search.highlights import Span
from search.lexicon import Lexicon
from search.spelling import fold

LANGUAGE = "de"  # agendas are German
_BETWEEN = ", "

_WORD = re.compile(r"[^\W_]+")
_LETTERS_IN_FRONT = re.compile(r"^[^\W\d_]+(?=\d)")


def of_meeting(name: str, organization: str, location: str | None, start: datetime, zone: ZoneInfo) -> str:
    """'12. Sitzung, Stadtrat, Rathaus, 17. März 2026'."""
    day = dates.short_day(start, i18n.language(LANGUAGE), zone)
    return _BETWEEN.join(part for part in (name, organization, location, day) if part)


def beside_the_name(text: str, name: str, organization: str) -> list[Span]:
    """Where in the text of a meeting its organization, its location and its day stand."""
    ends = [len(name), len(name) + len(_BETWEEN) + len(organization), text.rfind(_BETWEEN), len(text)]
    return [(start + len(_BETWEEN), end) for start, end in pairwise(ends) if start < end]


def of_item(number: str, name: str, reference: str) -> str:
    """'Ö 5 Radweg an der Bonner Straße (DS0123/24)'."""
    return f"{number} {name}".strip() + (f" ({reference})" if reference else "")


def of_paper(reference: str, name: str) -> str:
    """'DS0123/24 Radweg an der Bonner Straße'."""
    return f"{reference} {name}"


def speaker_words(label: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a speaker's name, folded: 'renate', 'burger', 'spd'."""
    return exact_of(analyse(label, lexicon))


def item_words(number: str, name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """An item's number, folded and without spaces, with the letter in front of it and without, then the words of its title and
    what they are made of: 'oe5', '5', 'radweg', 'weg', 'rad'."""
    full = item_number(number)
    words = (term.lstrip("".join(MARKS)) for token in analyse(name, lexicon) for term in token.terms)
    return tuple(dict.fromkeys(word for word in (full, _LETTERS_IN_FRONT.sub("", full), *words) if word))


def item_number(number: str) -> str:
    """An item's number, folded and without spaces: 'Ö 5.1' is 'oe5.1'."""
    folded = _WORD.sub(lambda match: fold(match.group()), number)
    return "".join(folded.split()).rstrip(".")
