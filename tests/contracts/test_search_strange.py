"""Whatever people say and type, every search engine takes as it is."""

import pytest

from search.engines import (
    EVERYTHING,
    Filters,
    SearchEngine,
)
from search.plans import (
    All,
    Plan,
    Row,
)
from tests.contracts.searching import RADWEG, document, fill, found, of, only, term, texts, wanted, word

STRANGE = [
    'sag"mal"',
    "o'neill",
    "back\\slash\\",
    "{geschweift}",
    "[eckig]",
    "größe",
    "straße",
    "ÖPNV",
    "🚲🚏",
    "שלום",
    "\u202eumgekehrt",
    "a\x00b",
    "\x1b[31m",
    "\x7f",
    "'; drop table segment; --",
    "<b>fett</b>",
    "*:*",
    "feld:wert",
    "a=b",
    "-minus",
    "%20",
    "ds0123/24",
    "17.03.2026",
    "$$",
    "OR",
    "NOT",
    "speaker IS NULL",
    "x" * 100,
]
STRANGE_WORDS = [text for text in STRANGE if " " not in text]


@pytest.mark.parametrize("text", STRANGE_WORDS, ids=ascii)
def test_a_strange_word_is_found_as_any_other_and_is_no_other(index: SearchEngine, text: str) -> None:
    fill(
        index,
        document(1, f"radweg {text} neu", exact=("radweg", text, "neu"), speaker_words=(text,), item_words=(text,)),
        document(2, "radweg a b fett x geschweift eckig back slash minus neu"),
    )
    for plan in (
        of(text),
        of(text, "neu"),
        only(Row((text,))),
        only(Row((text, "neu"))),
        only(All((text, "radweg"))),
    ):
        assert found(index, plan) == {1}
    assert found(index, Plan((word("neu"),), (term(text),))) == {2}
    assert found(index, Plan((word("neu"),), (Row(("radweg", text)),))) == {2}
    assert found(index, RADWEG, Filters(speaker_words=(text,))) == {1}
    assert found(index, RADWEG, Filters(item_words=(text,))) == {1}
    assert index.counts([text], EVERYTHING) == [1]


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_a_strange_name_is_counted_and_chosen_as_it_is(index: SearchEngine, name: str) -> None:
    fill(index, document(1, "radweg", speaker=name), document(2, "radweg", speaker="Clara Amtmann"))
    assert index.facets(RADWEG, EVERYTHING).speakers == {name: 1, "Clara Amtmann": 1}
    assert found(index, RADWEG, Filters(speakers=frozenset({name}))) == {1}
    assert found(index, RADWEG, Filters(speakers=frozenset({name, "Niemand"}))) == {1}


@pytest.mark.parametrize(
    "text", ["y" * 300, "ü" * 5000, "z" * 200_000, "\udcff", "\ue000", ""], ids=lambda t: ascii(t[:9])
)
def test_a_word_that_is_none_disturbs_nothing(index: SearchEngine, text: str) -> None:
    texts(index, "radweg", "strasse")
    plans = (
        of(text),
        of(text, "radweg"),
        only(Row((text,))),
        only(Row(("radweg", text))),
        only(All(("radweg", text))),
    )
    for plan in plans:
        assert found(index, plan) == set()
    assert found(index, Plan((wanted((term(text), term("radweg"))),), (term(text), Row((text, text))))) == {1}
    assert found(index, RADWEG, Filters(speakers=frozenset({text}))) == set()
    assert found(index, RADWEG, Filters(speaker_words=(text,))) == set()
    assert found(index, RADWEG, Filters(item_words=(text,))) == set()
    assert index.counts([text, "radweg"], EVERYTHING) == [0, 1]


def test_a_document_with_a_monstrous_word_is_found_by_its_others(index: SearchEngine) -> None:
    fill(index, document(1, f"radweg {'ü' * 100_000} neu", speaker="n" * 300), document(2, ""))
    assert found(index, of("radweg", "neu")) == {1}
