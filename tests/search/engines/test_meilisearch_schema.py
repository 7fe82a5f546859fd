import json
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.documents import PAPER, PROCESS, SEGMENT, Document, Source
from search.engines.meilisearch_schema import (
    LONGEST,
    ORDER,
    SETTINGS,
    has_row,
    is_old,
    key,
    line,
    pairs_of,
    row_of,
    text_of,
)
from tests.search.engines.filter_expressions import LARGEST_VALUE

texts = st.text(st.characters(codec=None), max_size=30)  # None: half characters as well
words = st.lists(st.sampled_from(["a", "b", "ab", ".", "", "ä"]), max_size=9)


def stored(document: Document, written: str = "now") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line(document, written))
    return found


def document(**values: Any) -> Document:
    values = {"terms": (), "exact": ()} | values
    return Document(SEGMENT, 7, Source("recording", 3), 4, 5, 2026, 739_000, 12_000, **values)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("radweg", "radweg"),
        ("rad-weg 2", "rad-weg_202"),
        (">weg", "_3eweg"),
        ("ds0123/24", "ds0123_2f24"),
        ("Clara", "_43lara"),
        ("grün", "gr_c3_bcn"),
        ("a_b", "a_5fb"),
        ('"\\', "_22_5c"),
        ("", ""),
    ],
)
def test_a_key_is_the_text_itself_where_that_is_safe(text: str, written: str) -> None:
    assert key(text) == written
    assert text_of(written) == text


@given(texts)
@example("\udcff")
@example("__")
@example("\x00 ")
def test_a_key_holds_the_text_and_nothing_that_meilisearch_would_change(text: str) -> None:
    found = key(text)
    assert text_of(found) == text
    assert found == unicodedata.normalize("NFKD", found.strip()).lower()
    assert found.isascii()
    assert not set(found) & set(" .\"'\\()[],=<>!")


@given(texts, texts)
@example("Müller", "müller")
@example("é", "e\u0301")
@example("a", "a ")
def test_two_texts_never_have_the_same_key(one: str, other: str) -> None:
    assert (key(one) == key(other)) == (one == other)


@given(st.integers(0, 2000), st.sampled_from(["a", "ü", "🚲", "_"]))
def test_no_value_is_longer_than_meilisearch_takes(times: int, letter: str) -> None:
    long = letter * times
    assert len(key(long)) <= LONGEST < LARGEST_VALUE
    assert len(pairs_of([long, long])[0]) < LARGEST_VALUE
    assert text_of(key(long)) in (long, None)


def test_long_texts_have_keys_of_their_own() -> None:
    assert key("ü" * 500) != key("ü" * 501)
    assert text_of(key("ü" * 500)) is None
    assert text_of(key("Bürgermeisterin Dr. Clara Amtmann-Baumann (SPD)")) is not None


@given(words, words)
def test_a_row_is_where_its_words_stand_side_by_side(said: list[str], wanted: list[str]) -> None:
    said, wanted = list(filter(None, said)), list(filter(None, wanted))
    stands = any(said[place : place + len(wanted)] == wanted for place in range(len(said) - len(wanted) + 1))
    if wanted:
        assert has_row(row_of(said), wanted) == stands
    if stands:
        assert set(pairs_of(wanted)) <= set(pairs_of(said))
    if len(wanted) == 2:
        assert stands == (pairs_of(wanted)[0] in pairs_of(said))


def test_a_document_has_each_term_word_and_pair_once() -> None:
    found = stored(document(terms=("weg", ">weg", "weg"), exact=("der", "weg", "der", "weg")), "x1")
    assert found == {
        "id": "segment-7",
        "kind": "segment",
        "number": 7,
        "source": "recording-3",
        "written": "x1",
        "meeting": 4,
        "organization": 5,
        "year": 2026,
        "day": 739_000,
        "start": 12_000,
        "terms": ["_3eweg", "weg"],
        "words": ["der", "weg"],
        "pairs": ["der.weg", "weg.der"],
        "exact": "der.weg.der.weg",
        "speaker_words": [],
        "item_words": [],
    }


def test_who_speaks_is_kept_as_it_is_written() -> None:
    found = stored(document(speaker="Clara Amtmann", speaker_words=("clara", "amtmann"), item_words=("5.1",)))
    assert text_of(found["speaker"]) == "Clara Amtmann"
    assert found["speaker_words"] == ["amtmann", "clara"]
    assert found["item_words"] == [key("5.1")]


def test_a_document_is_one_line_whatever_is_said() -> None:
    said = document(terms=("a\nb", "\u2028"), exact=("a\nb", "\udcff"), speaker="x\r\n")
    assert line(said, "x").count(b"\n") == 1
    assert line(said, "x").isascii()


def test_all_that_is_filtered_and_sorted_by_is_in_the_documents_and_in_the_settings() -> None:
    fields = set(stored(document(speaker="x")))
    assert set(SETTINGS["filterableAttributes"]) <= fields
    assert {name.partition(":")[0] for name in ORDER} == set(SETTINGS["sortableAttributes"]) <= fields
    assert set(SETTINGS["searchableAttributes"]) <= fields
    json.dumps(SETTINGS)


def test_what_no_meeting_has_is_without_the_fields_so_that_no_filter_and_no_count_finds_it() -> None:
    survey = stored(Document(PROCESS, 12, Source("process", 12), None, None, 2026, 1, 0, (), ()))
    assert not {"meeting", "organization", "speaker"} & set(survey)
    assert survey["kind"] == "process"


def test_an_id_is_one_that_meilisearch_takes() -> None:
    paper = Document(PAPER, 12, Source("meeting", 1), 1, 1, 2026, 1, 0, (), ())
    for found in (stored(document())["id"], stored(paper)["id"]):
        assert found.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("version", "old"),
    [
        ("1.12.0", False),
        ("1.54.1", False),
        ("2.0.0", False),
        ("1.11.3", True),
        ("0.30.0", True),
        ("v1.9", True),
        ("neu", False),
    ],
)
def test_which_servers_are_too_old(version: str, old: bool) -> None:
    assert is_old(version) == old
