import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.settings import Settings
from council.base.site import Site
from search import bounds, lexicon, queries, texts
from search.bounds import FIRST_YEAR, LAST_YEAR, Fields, Miss, years
from search.engines import EVERYTHING, Filters
from search.lexicon import Lexicon
from search.queries import Bound
from tests.search.archive import add_recording, withdraw

BODIES = {
    1: "Stadtrat",
    2: "Ausschuss für Stadtentwicklung, Bauen und Verkehr",
    3: "Bauausschuss",
    4: "Finanz- und Grundstücksausschuss",
    5: "Ortschaftsrat Pechau",
    6: "Verwaltungsausschuss (VA)",
    7: "Arbeitsgruppe Stadtrat",
}


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.opened(Settings().models)


def filters(site: Site, typed: str, fields: Fields | None = None) -> Filters:
    with site.database.reading() as db:
        return bounds.filters(db, queries.parse(typed), fields or Fields(), lexicon.of(site))


# --- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("bau", {2, 3}),
        ("Bau", {2, 3}),
        ("verkehr", {2}),
        ("Bauen Verkehr", {2}),
        ("bau und verkehr", {2}),
        ("Finanzen", {4}),
        ("finanz", {4}),
        ("rat", {1, 5, 7}),
        ("Stadtrat", {1}),
        ("stadtrat", {1}),
        ("VA", {6}),
        ("Ausschuss für Stadtentwicklung Bauen und Verkehr", {2}),
        ("Stadtentwicklung", {2}),
        ("Sport", set()),
        ("Bau Sport", set()),
    ],
)
def test_a_body_is_meant_by_words_of_its_name(words: Lexicon, value: str, found: set[int]) -> None:
    assert bounds.bodies(value, BODIES, words) == found


def test_only_bodies_the_public_may_know_of_are_meant(site: Site) -> None:
    add_recording(site, "Guten Abend", organization="Bauausschuss")
    hidden = add_recording(site, "Guten Abend", organization="Baukommission")
    both = filters(site, "Kita gremium:bau").organizations
    assert both is not None
    assert len(both) == 2
    withdraw(site, hidden)
    assert filters(site, "Kita gremium:bau").organizations == filters(site, "gremium:Bauausschuss").organizations
    assert filters(site, "Kita gremium:Baukommission").organizations == frozenset()


def test_several_bodies_are_alternatives(site: Site) -> None:
    for name in ("Bauausschuss", "Sportausschuss", "Stadtrat"):
        add_recording(site, "Guten Abend", organization=name)
    either = filters(site, "gremium:bau gremium:sport").organizations
    assert either is not None
    assert len(either) == 2


def test_what_is_typed_and_what_is_chosen_both_count(site: Site) -> None:
    add_recording(site, "Guten Abend", organization="Bauausschuss")
    [number] = filters(site, "gremium:bau").organizations or ()
    assert filters(site, "gremium:bau", Fields(organizations=frozenset((number, 99)))).organizations == {number}
    assert filters(site, "gremium:bau", Fields(organizations=frozenset((99,)))).organizations == frozenset()
    assert filters(site, "jahr:2023-2025", Fields(years=frozenset((2024, 2026)))).years == {2024}


# --- years -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2024", {2024}),
        ("24", {2024}),
        ("98", {1998}),
        ("2023-2025", {2023, 2024, 2025}),
        ("2023 – 2025", {2023, 2024, 2025}),
        ("2025-2023", {2023, 2024, 2025}),
        ("2023/24", {2023, 2024}),
        ("23-24", {2023, 2024}),
        ("2021,2024", {2021, 2024}),
        ("202", set()),
        ("20242025", set()),
        ("letztes", set()),
        ("-", set()),
        ("", set()),
        ("²", set()),
    ],
)
def test_years_are_read(value: str, found: set[int]) -> None:
    assert years(value) == found


def test_an_open_range_goes_on() -> None:
    assert years("2020-") == set(range(2020, LAST_YEAR + 1))
    assert years("-1990") == set(range(FIRST_YEAR, 1991))


def test_several_years_are_alternatives(site: Site) -> None:
    assert filters(site, "Kita jahr:2021 jahr:2024").years == {2021, 2024}


@given(st.text(max_size=30) | st.text("0123456789-/, ", max_size=30))
def test_anything_can_be_a_year(value: str) -> None:
    assert len(years(value)) <= 10_000


# --- speakers and items ----------------------------------------------------------------------------------------------


def test_all_words_of_a_speaker_are_wanted(words: Lexicon) -> None:
    assert bounds.speaker_words("Müller", words) == ("mueller",)
    assert bounds.speaker_words("Frau Dr. Müller-Lüdenscheidt", words) == ("dr", "mueller", "luedenscheidt")
    assert bounds.speaker_words("Frau", words) == ("frau",)
    assert set(bounds.speaker_words("Mueller", words)) <= set(texts.speaker_words("Petra Müller (SPD)", words))


@pytest.mark.parametrize(
    "typed", ["5", "Ö 5", "ö5", "Ö5", "TOP 5", "TOP Ö 5", "Tagesordnungspunkt 5", "Haushalt", "haushalt", "Plan 2026"]
)
def test_an_item_is_meant_by_its_number_or_its_title(words: Lexicon, typed: str) -> None:
    known = texts.item_words("Ö 5", "Haushalt und Plan 2026", words)
    assert bounds.item_words(typed, words)
    assert set(bounds.item_words(typed, words)) <= set(known)


@pytest.mark.parametrize("typed", ["6", "N 5", "TOP N 5", "15", "Radweg"])
def test_other_items_are_not_meant(words: Lexicon, typed: str) -> None:
    known = texts.item_words("Ö 5", "Haushalt und Plan 2026", words)
    assert not set(bounds.item_words(typed, words)) <= set(known)


def test_fields_are_read_as_bounds_are(site: Site) -> None:
    typed = filters(site, 'Kita redner:Amtmann top:"Ö 5"')
    assert typed == filters(site, "Kita", Fields(speaker="Amtmann", item="Ö 5"))
    assert typed.speaker_words == ("amtmann",)
    assert len(typed.item_words) == 1


def test_without_bounds_all_is_searched(site: Site) -> None:
    assert filters(site, "Kita") == EVERYTHING


# --- bounds that fit nothing -----------------------------------------------------------------------------------------


def test_a_bound_that_fits_nothing_leaves_nothing_and_says_what_there_is(site: Site) -> None:
    add_recording(site, "Guten Abend", organization="Bauausschuss")
    typed = "Kita gremium:Sport gremium:Bau jahr:letztes jahr:2024"
    with site.database.reading() as db:
        found = bounds.misses(db, queries.parse(typed), lexicon.of(site))
    assert found == (Miss(Bound("gremium", "Sport"), ("Bauausschuss",)), Miss(Bound("jahr", "letztes"), ()))
    assert filters(site, "Kita jahr:letztes").years == frozenset()
