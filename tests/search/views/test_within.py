"""Search within a transcript finds and marks what the search found."""

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from council.base.site import Site
from search import expansion, german, highlights, indexing, queries
from search.engines import open_writer
from search.expansion import Knowledge
from search.plans import Plan
from search.synonyms import Synonyms
from search.views.within import PlanFinder
from search.words import Vocabulary
from tests.search.archive import add_recording
from tests.search.words import LEXICON

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SYNONYMS = Synonyms.read(["Kita, Kindergarten", "ÖPNV, öffentlicher Nahverkehr"], LEXICON)
KNOWN = Knowledge(LEXICON, Vocabulary(), SYNONYMS, lambda terms: [99] * len(terms))
SAID = (
    "der", "Der", "Radweg", "Radwege.", "Rad-", "und", "Fußweg", "Fuß-,", "Essen", "essen:", "Wir", "wir", "planen", "Plan",
    "(Bebauungsplan)",
    "B-Plan", "DS", "0123/24", "DS0123/24,", "Kita-Gebühren", "Kinderkrippen", "-gärten", "–", "„Haus“", "Bürger*innen", "17.03.2026",
    "Nahverkehr", "öffentliche", "Kindergarten", "Straße/Weg", "\u2010bau", "x\u00ady",
)  # fmt: skip
ASKED = (
    "radweg", "weg", "Fußweg", '"rad und"', '"der Radweg"', "essen", "Plan", "planen", "B-Plan", "DS0123/24", "0123/24", "Kita", "-der",
    '-"und Fußweg"', "wir", "Haus", "Bürger", "gärten", "ÖPNV", "öffentlicher", "OR", "17.03.2026",
)  # fmt: skip


def plan_of(typed: str) -> Plan:
    return expansion.plan(queries.parse(typed), KNOWN)


@settings(deadline=None)
@example(["Rad-", "und", "Fußweg"], ["radweg"])
@example(["Kinderkrippen", "und", "-gärten"], ["Kindergarten"])
@example(["DS", "0123/24"], ["DS0123/24"])
@example(["Wir", "essen:", "Essen"], ["essen"])
@given(st.lists(st.sampled_from(SAID), max_size=12), st.lists(st.sampled_from(ASKED), min_size=1, max_size=3))
def test_it_finds_exactly_what_the_search_finds(said: list[str], asked: list[str]) -> None:
    text, plan = " ".join(said), plan_of(" ".join(asked))
    spans = highlights.matching(plan, german.analyse(text, LEXICON))
    finder = PlanFinder(plan, LEXICON)
    assert finder.matches(text) == (spans is not None)
    assert finder.spans(text) == (spans or [])


def test_nothing_is_found_where_nothing_is_looked_for() -> None:
    finder = PlanFinder(Plan(), LEXICON)
    assert not finder.matches("Radweg")
    assert finder.spans("Radweg") == []


@pytest.mark.parametrize(
    ("typed", "marked"), [("weg", "Radwegen"), ("Kindergarten", "Kita"), ('"den Radwegen"', "den Radwegen")]
)
def test_a_hit_of_the_search_is_marked_on_the_recordings_page(
    client: "TestClient", site: Site, typed: str, marked: str
) -> None:
    recording = add_recording(site, "Guten Abend", "An den Radwegen steht die Kita.")
    with closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)
    assert client.get("/api/v1/search", params={"q": typed}).json()["total"] == 1
    html = client.get(f"/aufzeichnungen/{recording}", params={"q": typed, "t": "10"}).text
    assert html.count(f"<mark>{marked}</mark>") == 2  # in the list of hits and in the text
    assert f"1 Treffer für „{typed.replace(chr(34), '&#34;')}“" in html


def test_while_there_is_no_index_words_are_found_by_their_stems(client: "TestClient", site: Site) -> None:
    recording = add_recording(site, "An den Radwegen steht die Kita.")
    assert "<mark>Radwegen</mark>" in client.get(f"/aufzeichnungen/{recording}?q=Radweg").text
