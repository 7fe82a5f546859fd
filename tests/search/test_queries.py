from hypothesis import given
from hypothesis import strategies as st

from search import queries
from search.queries import Clause, parse


def alternatives(typed: str) -> list[tuple[tuple[str, ...], ...]]:
    return [clause.alternatives for clause in parse(typed).clauses]


def test_words_are_all_wanted() -> None:
    assert alternatives("Radwege Straße") == [(("radweg",),), (("strass",),)]


def test_a_phrase_is_words_in_a_row() -> None:
    assert alternatives('"zur Geschäftsordnung" Antrag') == [(("zur", "geschaftsordn"),), (("antrag",),)]


def test_german_and_french_quotes_make_a_phrase_too() -> None:
    assert (
        parse("„zur Geschäftsordnung“").clauses
        == parse("»zur Geschäftsordnung«").clauses
        == (Clause((("zur", "geschaftsordn"),)),)
    )


def test_tied_words_may_be_written_together_or_apart() -> None:
    assert alternatives("Kita-Gebühren") == [(("kita", "gebuhr"), ("kitagebuhr",))]


def test_common_words_are_not_wanted_beside_telling_ones() -> None:
    assert alternatives("Was hat der Rat dazu gesagt?") == [(("rat",),)]
    assert alternatives("der") == [(("der",),)]


def test_words_that_look_common_only_without_umlauts_are_wanted() -> None:
    assert alternatives("schöne Würde") == [(("schon",),), (("wurd",),)]


def test_a_word_typed_twice_is_wanted_once() -> None:
    assert len(parse("Radweg radweg RADWEGE").clauses) == 1


def test_nothing_to_search_for_is_no_error() -> None:
    for typed in ("", "   ", '"', '""', '"""', "?!", "\x00\x07", "😀", "-", "()"):
        assert not parse(typed)


def test_wrong_syntax_is_read_as_words() -> None:
    assert alternatives('"Radweg') == [(("radweg",),)]
    assert alternatives("Radweg AND (Kita") == [(("radweg",),), (("and",),), (("kita",),)]


def test_long_input_is_cut() -> None:
    query = parse("wort " * 2000)
    assert len(query.text) <= queries.LONGEST
    assert len(parse(" ".join(f"wort{n}" for n in range(100))).clauses) == queries.MOST_CLAUSES


def test_control_and_layout_characters_vanish() -> None:
    assert parse("Rad\u00adweg\u202e\x00Kita").text == "Radweg Kita"


@given(st.text(max_size=600))
def test_anything_can_be_typed(typed: str) -> None:
    query = parse(typed)
    assert len(query.text) <= queries.LONGEST
    assert all(terms and all(terms) for clause in query.clauses for terms in clause.alternatives)
    assert parse(query.text).clauses == query.clauses
