"""What a query may become: its last word completed, its typing errors put right, and nothing that is not public."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.base.site import Site
from search import indexing, searches, suggestions, vocabulary
from search.engines import EVERYTHING, Filters, SearchEngine, UnavailableError, open_engine, open_writer
from search.suggestions import Suggestion
from tests.search.archive import add_cut, add_recording, withdraw

SAID = (
    "Der Radweg an der Bonner Straße ist schmal, die Radwege in der Stadt sind es auch.",
    "Für den Radverkehr braucht es Radwege und ein Radwegenetz.",
    "Die Kita-Gebühren sind hoch, sagt der Bürgermeister.",
    "Die Gebäude der Stadt sind alt, die Kita in der Bonner Straße ist neu.",
    "Das ist ein Antrag zur Geschäftsordnung und keiner zur Gestaltung.",
    "Der Bebauungsplan am Rotehornpark, die Bebauungspläne der Stadt und die Haltestelle der Straßenbahn.",
)


@pytest.fixture
def index(site: Site) -> Iterator[SearchEngine]:
    """An archive with one meeting, indexed."""
    add_recording(site, *SAID)
    with closing(open_writer(site)) as engine:
        follow(site, engine)
        yield engine


def follow(site: Site, engine: SearchEngine) -> None:
    while indexing.index_once(site, engine):
        pass


def complete(site: Site, index: SearchEngine, typed: str, limit: int = 8) -> list[Suggestion]:
    with site.database.reading() as db:
        return suggestions.complete(site, db, index, typed, limit)


def texts(site: Site, index: SearchEngine, typed: str) -> list[str]:
    return [suggestion.text for suggestion in complete(site, index, typed)]


def corrected(site: Site, index: SearchEngine, typed: str, within: Filters = EVERYTHING) -> str | None:
    with site.database.reading() as db:
        search = searches.prepare(site, db, index, typed, within)
        return suggestions.corrected(site, db, index, search)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "JOINT_S", 30)
    monkeypatch.setattr(suggestions, "CORRECTED_S", 30)


# --- completion


def test_the_last_word_is_completed_as_people_write_it(site: Site, index: SearchEngine) -> None:
    assert complete(site, index, "bürg") == [Suggestion("Bürgermeister", 4, 1)]
    assert complete(site, index, "Buergerm") == [Suggestion("Bürgermeister", 7, 1)]


def test_of_several_forms_there_is_one_and_the_most_found_comes_first(site: Site, index: SearchEngine) -> None:
    found = complete(site, index, "rad")
    assert [suggestion.text for suggestion in found] == ["Radweg", "Radverkehr", "Radwegenetz"]
    assert found[0].count == 2
    assert len(complete(site, index, "rad", limit=2)) == 2
    assert complete(site, index, "rad", limit=0) == []


def test_a_word_that_is_complete_is_not_offered_again(site: Site, index: SearchEngine) -> None:
    assert texts(site, index, "Radweg") == ["Radwegenetz"]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("Kita Geb", ["Kita Gebühr", "Kita Gebäude"]),
        ("Bürgermeister Geb", ["Bürgermeister Gebühr"]),
        ("Radverkehr Kit", []),
        ("Kita OR Radv", ["Kita OR Radverkehr"]),
        ("Kita-Geb", ["Kita-Gebühr", "Kita-Gebäude"]),
        ("jahr:2026 Radv", ["jahr:2026 Radverkehr"]),
        ("jahr:2020 Radv", []),
        ("-Stadt Radv", ["-Stadt Radverkehr"]),
        ("(Radv", ["(Radverkehr"]),
    ],
)
def test_only_what_is_found_with_the_rest_is_offered(
    site: Site, index: SearchEngine, typed: str, completed: list[str]
) -> None:
    found = texts(site, index, typed)
    assert sorted(text.replace("Gebühren", "Gebühr") for text in found) == sorted(completed)


def test_behind_a_hyphen_only_nouns_are_offered(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Die Kita wird gebaut.", "Die Kita ist gebaut.", "Die Kita war gebaut.")
    follow(site, index)
    assert "kita gebaut" in texts(site, index, "kita geb")
    assert sorted(texts(site, index, "kita-geb")) == ["kita-Gebäude", "kita-Gebühren"]


@pytest.mark.parametrize("quote", ['"', "„", "»"])
def test_a_phrase_goes_on_as_it_was_said(site: Site, index: SearchEngine, quote: str) -> None:
    assert texts(site, index, f"{quote}zur Ge") == [f"{quote}zur Geschäftsordnung", f"{quote}zur Gestaltung"]
    assert texts(site, index, f"{quote}der Ges") == []
    assert texts(site, index, f"{quote}Bebauungspl") == [f"{quote}Bebauungspläne", f"{quote}Bebauungsplan"]


@pytest.mark.parametrize(
    "typed",
    [
        "", "R", "Radw ", "radw\n", "gremium:Sta", 'top:"Kita Geb', "-Rad", '-"zur Ge', "2026", "DS0123", "DS01rad", "x" * 600, "\x00",
        "\u202eRad\u202c!", "'; DROP TABLE", "<script>", "😀", '"', '""', "-", "OR", "|", ":", "Xylo",
    ],
)  # fmt: skip
def test_where_nothing_can_be_completed_nothing_is_offered(site: Site, index: SearchEngine, typed: str) -> None:
    assert complete(site, index, typed) == []


@given(st.text(max_size=40), st.sampled_from(["", "Ra", '"zur Ge', "Kita Ge", " OR Rad", "-Ra", "top:Ra"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_no_error(site: Site, index: SearchEngine, before: str, word: str) -> None:
    for suggestion in complete(site, index, before + word):
        assert 0 < suggestion.typed_part_length <= len(suggestion.text)
        assert suggestion.count > 0


def test_without_an_index_nothing_is_offered(site: Site) -> None:
    vocabulary.learn(site, indexing.Source("recording", 1), {"Radweg": 1})
    with closing(open_engine(site)) as engine, site.database.reading() as db:
        assert suggestions.complete(site, db, engine, "Rad") == []
        assert suggestions.complete(site, db, engine, "Kita Rad") == []


def test_an_engine_that_fails_meanwhile_offers_nothing(
    site: Site, index: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise UnavailableError

    monkeypatch.setattr(index, "counts", fail)
    assert complete(site, index, "Rad") == []


# --- what is public


def test_what_was_withdrawn_a_moment_ago_is_not_offered(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Das Xylophon der Radwegekirche klingt.")
    follow(site, index)
    assert texts(site, index, "Xyl") == ["Xylophon"]
    withdraw(site, recording)  # the indexer does not know yet
    assert texts(site, index, "Xyl") == texts(site, index, '"Xyl') == texts(site, index, '"Das Xyl') == []
    assert texts(site, index, "Radwege") == ["Radwegenetz"]
    follow(site, index)
    assert texts(site, index, "Xyl") == []


def test_what_was_cut_a_moment_ago_is_not_offered(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Das Xylophon klingt.", "Die Zither klingt.")
    follow(site, index)
    add_cut(site, recording, 0, 10_000)
    assert texts(site, index, "Xyl") == []
    follow(site, index)
    assert texts(site, index, "Xyl") == []
    assert texts(site, index, "Zith") == ["Zither"]


def test_no_form_is_offered_that_is_only_in_what_was_withdrawn(site: Site, index: SearchEngine) -> None:
    """The word is public, but not as it stands where it is not."""
    add_recording(site, "Die Parkplätze sind belegt.")
    secret = add_recording(site, "Der Parkplatz ist belegt.")
    follow(site, index)
    assert texts(site, index, "Parkpl") == ["Parkplatz"]
    assert texts(site, index, '"Parkpl') == ['"Parkplätze', '"Parkplatz']
    assert corrected(site, index, "Parkpltaz") == "Parkplatz"
    withdraw(site, secret)
    assert texts(site, index, "Parkpl") == []
    assert texts(site, index, '"Parkpl') == ['"Parkplätze']
    assert corrected(site, index, "Parkpltaz") is None
    follow(site, index)
    assert texts(site, index, "Parkpl") == ["Parkplätze"]


# --- corrections


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bebaungsplan", "Bebauungsplan"),
        ("bebaungsplan", "bebauungsplan"),
        ("BEBAUNGSPLAN", "BEBAUUNGSPLAN"),
        ("Rotehornparc", "Rotehornpark"),
        ("Bonner Starße", "Bonner Straße"),
        ("Kita-Gebürhen", "Kita-Gebühren"),
        ('"Antrag zur Geschäftsordung"', '"Antrag zur Geschäftsordnung"'),
        ("Bebaungsplan -Autos jahr:2026", "Bebauungsplan -Autos jahr:2026"),
        ("Xylophon OR Bebaungsplan", "Xylophon OR Bebauungsplan"),
        ("Radvekehr Radwegnetzz", "Radverkehr Radwegenetz"),
    ],
)
def test_misspelt_words_are_put_right_and_nothing_else(site: Site, index: SearchEngine, typed: str, meant: str) -> None:
    assert corrected(site, index, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Radweg", "", '"', "Xylophon", "Bebaungsplan jahr:2019", "Bebaungsplan Xylophon", '"Stadt Bebaungsplan"', "-Bebaungsplan",
        "Bebaungsplan OR Radweg", "gremium:Stadtart", "😀", "DS0123/24",
    ],
)  # fmt: skip
def test_what_finds_no_more_is_not_proposed(site: Site, index: SearchEngine, typed: str) -> None:
    assert corrected(site, index, typed) is None


def test_so_many_errors_that_one_would_be_left_are_not_put_right(
    site: Site, index: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert corrected(site, index, "Radvekehr Radwegnetzz") == "Radverkehr Radwegenetz"
    monkeypatch.setattr(suggestions, "MOST_CORRECTED", 1)
    assert corrected(site, index, "Radvekehr Radwegnetzz") is None
    monkeypatch.setattr(suggestions, "MOST_CORRECTED", 2)
    monkeypatch.setattr(suggestions, "CORRECTED_S", -1)
    assert corrected(site, index, "Radvekehr Radwegnetzz") is None
    assert corrected(site, index, "Radvekehr") == "Radverkehr"


def test_a_correction_is_found_within_the_bounds_of_the_search(site: Site, index: SearchEngine) -> None:
    assert corrected(site, index, "Bebaungsplan", Filters(years=frozenset({2026}))) == "Bebauungsplan"
    assert corrected(site, index, "Bebaungsplan", Filters(years=frozenset({2019}))) is None


def test_many_more_hits_make_a_correction_worth_while(site: Site, index: SearchEngine) -> None:
    """A name as it is typed may be said somewhere, though not as a word of its own."""
    add_recording(site, "Der Hasselbachplatz.")
    follow(site, index)
    assert corrected(site, index, "Haselbach") is None
    add_recording(site, *["Der Hasselbach fließt."] * 12, "Am Haselbachtal.")
    follow(site, index)
    assert corrected(site, index, "Haselbach") == "Hasselbach"


def test_a_word_withdrawn_a_moment_ago_is_not_proposed(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Die Sparrenburgkonferenz tagt.")
    follow(site, index)
    assert corrected(site, index, "Sparenburgkonferenz") == "Sparrenburgkonferenz"
    withdraw(site, recording)
    assert corrected(site, index, "Sparenburgkonferenz") is None
