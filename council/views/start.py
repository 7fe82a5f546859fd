"""The start page: search, what is open for taking part, and the last recordings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from council import published
from council.base import pages
from council.base.site import Site
from council.published import PublicItem
from council.taking_part import ProcessCard, TakingPart
from council.views.cards import Card, card

SHOWN = 3
ITEMS_SHOWN = 2
EXAMPLES = 2
PROCESSES = 3

# What every agenda has, and what nobody would search for.
_FORMAL = (
    "anfrag", "allgemein", "antrag", "anträg", "aufstellung", "aussprache", "bekannt", "bericht", "beratung",
    "beschluss", "beschlüss", "beschließ", "bestell", "bürgermeister", "eröffnung", "einwohner", "entscheidung",
    "festlegung", "feststellung", "fragestunde", "fraktion", "genehmigung", "information", "innerhalb", "kenntnis",
    "mitteilung", "niederschrift", "öffentlich", "protokoll", "sitzung", "sachstand", "satzung", "stadtrat",
    "tagesordnung", "verschieden", "verwaltung", "vorlage", "wahl", "weitere", "zustimmung", "änderung",
)  # fmt: skip


@dataclass(frozen=True)
class StartPage:
    """``examples`` are words to search for."""

    examples: tuple[str, ...]
    cards: tuple[Card, ...]
    processes: tuple[ProcessCard, ...]
    contact: str


def start(request: Request) -> Response:
    """Searching, taking part, and what was recorded last."""
    site: Site = request.app.state.site
    taking_part: TakingPart = request.app.state.taking_part
    cards, names = [], []
    with site.database.reading() as db:
        processes = tuple(taking_part.open_now(request, db, PROCESSES))
        for recording, meeting, organization in published.latest_recordings(db, SHOWN):
            items = published.agenda(db, recording.meeting_id, [recording])
            names += [item.name for item in sorted(items, key=lambda item: -item.spoken_ms)]
            titles = most_telling(items, ITEMS_SHOWN)
            cards.append(card(recording, meeting, organization, titles, len(items) - len(titles)))
    page = StartPage(examples(names), tuple(cards), processes, site.settings.contact)
    return pages.render(request, "council/start.html", page)


def most_telling(items: Sequence[PublicItem], count: int) -> list[str]:
    """The titles of the items spoken about longest, formalities last, in the order of the agenda."""
    ranked = sorted(range(len(items)), key=lambda at: (not telling_word(items[at].name), -items[at].spoken_ms))
    return [items[at].name for at in sorted(ranked[:count])]


def examples(names: Iterable[str]) -> tuple[str, ...]:
    """Words from agenda items that are worth a search: the longest telling noun of an item each."""
    found: list[str] = []
    for name in names:
        word = telling_word(name)
        if word and word not in found:
            found.append(word)
    return tuple(found[:EXAMPLES])


def telling_word(name: str) -> str:
    """The longest capitalised word of a title that is not a formality; empty where there is none."""
    words = re.findall(r"(?<![\w.-])[A-ZÄÖÜ][a-zäöüß]{4,24}(?![\w-])", name)
    telling = [word for word in words if not word.lower().startswith(_FORMAL)]
    return max(telling, key=len, default="")
