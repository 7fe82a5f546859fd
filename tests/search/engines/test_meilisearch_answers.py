from hypothesis import given
from hypothesis import strategies as st

from search.engines.meilisearch_answers import by_name, by_number, impostors, page, parts, total
from search.engines.meilisearch_schema import key, row_of
from search.plans import Row


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(-3, 40), st.integers(-3, 40))
def test_a_page_is_a_part_of_all_levels_in_a_row(sizes: list[int], limit: int, offset: int) -> None:
    everything = [(level, number) for level, size in enumerate(sizes) for number in range(size)]
    upto = [sum(sizes[: level + 1]) for level in range(len(sizes))]
    shared = parts(upto, limit, offset)
    assert all(part.size > 0 for part in shared)
    found = [(part.level, number) for part in shared for number in range(part.begin, part.begin + part.size)]
    assert found == everything[max(0, offset) :][: max(0, limit)]


def test_levels_that_shrank_meanwhile_give_less_and_no_error() -> None:
    assert [tuple(part) for part in parts([5, 3, 8], 10, 0)] == [(0, 0, 5), (2, 0, 5)]


def test_a_page_is_asked_for_in_the_lasting_order() -> None:
    asked = page("x", 20, 10, ["id"])
    assert (asked["offset"], asked["limit"], asked["attributesToRetrieve"]) == (20, 10, ["id"])
    assert asked["sort"][-2:] == ["kind:asc", "number:asc"]


def test_a_total_is_asked_for_without_documents() -> None:
    assert total("x") == {"filter": "x", "hitsPerPage": 0}
    assert total("x", ["year"])["facets"] == ["year"]


def test_documents_with_all_pairs_but_not_the_row_are_told() -> None:
    said = ["a b c", "b c a b", "a b c x"]
    hits = [{"kind": "segment", "number": n, "exact": row_of(text.split())} for n, text in enumerate(said)]
    assert impostors(Row(("a", "b", "c")), hits) == {"segment": [1]}
    assert impostors(Row(("a", "b", "c")), []) == {}


def test_counts_come_with_the_largest_first() -> None:
    assert list(by_number({"1": 2, "2": 9, "3.0": 2, "0": 1}).items()) == [(2, 9), (1, 2), (3, 2), (0, 1)]
    assert list(by_name({key("Clara Amtmann"): 1, key("Bürger/in"): 4}).items()) == [
        ("Bürger/in", 4),
        ("Clara Amtmann", 1),
    ]


def test_a_name_that_was_too_long_is_not_shown() -> None:
    assert by_name({key("x" * 2000): 3, "clara": 1}) == {"clara": 1}
