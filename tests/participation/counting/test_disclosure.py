"""Disclosure control, attacked by somebody who has everything that was published and solves equations."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.counting import disclosure
from participation.counting.disclosure import Block, DisclosureError, Publication, may_publish, publish


def shown(publication: Publication) -> dict[str, int]:
    return {block.strata[0]: block.people for block in publication.shown}


def test_strata_with_enough_people_are_shown() -> None:
    publication = publish({"Nord": 5, "Süd": 12})
    assert shown(publication) == {"Nord": 5, "Süd": 12}
    assert not publication.hidden


def test_a_small_stratum_is_hidden_together_with_the_smallest_other_one_so_that_it_does_not_follow_from_the_total() -> (
    None
):
    publication = publish({"Nord": 4, "Süd": 12, "West": 30})
    assert shown(publication) == {"West": 30}
    assert publication.blocks[-1] == Block(("Nord", "Süd"), 16)


def test_two_small_strata_hide_each_other_where_they_are_enough_people_together() -> None:
    publication = publish({"Nord": 4, "Süd": 12, "West": 1})
    assert shown(publication) == {"Süd": 12}
    assert publication.hidden == {"Nord", "West"}


def test_two_small_strata_that_are_too_few_together_hide_a_third() -> None:
    assert publish({"Nord": 2, "Süd": 12, "West": 1}).blocks == (Block(("Nord", "Süd", "West"), 15),)


def test_that_nobody_of_a_stratum_took_part_is_hidden_too() -> None:
    assert publish({"Nord": 0, "Süd": 12, "West": 7}).hidden == {"Nord", "West"}


def test_nothing_is_shown_of_fewer_than_k_people() -> None:
    with pytest.raises(DisclosureError, match="ab 5 Antworten"):
        publish({"Nord": 2, "Süd": 2})


def test_k_counts_the_people_of_a_stratum() -> None:
    assert shown(publish({"Nord": 9, "Süd": 10}, k=10)) == {}


@pytest.mark.parametrize("k", [-1, 0, 1])
def test_there_is_no_k_that_protects_nobody(k: int) -> None:
    with pytest.raises(ValueError, match="k"):
        publish({"Nord": 9}, k)


def test_the_next_publication_waits_for_k_new_people_in_each_stratum_that_changes() -> None:
    first = publish({"Nord": 6, "Süd": 10})
    assert not may_publish(first, publish({"Nord": 7, "Süd": 20}))
    assert may_publish(first, publish({"Nord": 6, "Süd": 20}))
    assert may_publish(first, publish({"Nord": 11, "Süd": 15}))
    assert not may_publish(first, publish({"Nord": 5, "Süd": 15}))


def test_a_stratum_that_has_grown_is_shown_from_then_on() -> None:
    first = publish({"Nord": 2, "Süd": 10, "West": 4})
    assert first.hidden == {"Nord", "West"}
    following = publish({"Nord": 6, "Süd": 10, "West": 10})
    assert may_publish(first, following)
    assert shown(following) == {"Nord": 6, "Süd": 10, "West": 10}


def test_a_stratum_that_was_shown_is_not_put_into_a_block_later() -> None:
    first = publish({"Nord": 6, "Süd": 10})
    assert not may_publish(first, Publication((Block(("Nord", "Süd"), 40),)))


def test_blocks_that_overlap_those_of_the_last_publication_are_refused() -> None:
    first = Publication((Block(("A", "B"), 10), Block(("C", "D"), 10)))
    assert not may_publish(first, Publication((Block(("A",), 20), Block(("B", "C"), 20), Block(("D",), 20))))


def test_a_first_publication_needs_k_people_in_each_block() -> None:
    assert not may_publish(None, Publication(()))
    assert not may_publish(None, Publication((Block(("Nord",), 4), Block(("Süd",), 9))))
    assert may_publish(None, Publication((Block(("Nord",), 5), Block(("Süd",), 9))))


def test_other_strata_than_before_cannot_be_published() -> None:
    first = publish({"Nord": 6, "Süd": 10})
    assert not may_publish(first, publish({"Nord": 60, "Süd": 100, "West": 50}))
    assert not may_publish(first, publish({"Nord": 60}))


PEOPLE = st.integers(0, 9)


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, np.ndarray]:
    """A k, and how many people of each stratum (row) came before each publication (column)."""
    strata, times = draw(st.sampled_from([(2, 1), (3, 1), (5, 1), (2, 3), (3, 2), (4, 2), (3, 3), (3, 4), (4, 3)]))
    new = draw(st.lists(st.lists(PEOPLE, min_size=times, max_size=times), min_size=strata, max_size=strata))
    return draw(st.integers(2, 5)), np.array(new)


def live(k: int, new: np.ndarray) -> tuple[list[Publication], np.ndarray]:
    """All publications of a history, and what they tell as equations over the people of each stratum and time."""
    names = [f"s{at}" for at in range(len(new))]
    told: list[Publication] = []
    until: dict[str, int] = {}
    rows: list[np.ndarray] = []
    for at in range(new.shape[1]):
        people = {name: int(new[row, : at + 1].sum()) for row, name in enumerate(names)}
        if sum(people.values()) < k:
            continue
        publication = publish(people, k)
        if not may_publish(told[-1] if told else None, publication, k):
            continue
        for block in publication.blocks:
            if not told or block not in told[-1].blocks:  # else it is told as before
                until.update(dict.fromkeys(block.strata, at))
            row = np.zeros(new.shape)
            for name in block.strata:
                row[names.index(name), : until[name] + 1] = 1
            assert (row * new).sum() == block.people
            rows.append(row.ravel())
        told.append(publication)
    return told, np.array(rows)


def follows(rows: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Which groups' sums (a row of noughts and ones each) are determined by the equations."""
    known = np.linalg.pinv(rows) @ rows
    return np.abs(groups @ known - groups).max(axis=1) < 1e-6


def every_group(cells: int) -> np.ndarray:
    return (np.arange(1, 2**cells)[:, None] >> np.arange(cells)) & 1


@given(histories())
def test_no_group_of_fewer_than_k_people_follows_from_everything_published(history: tuple[int, np.ndarray]) -> None:
    k, new = history
    told, rows = live(k, new)
    if told:
        groups = every_group(new.size)
        people = groups @ new.ravel()
        small = groups[(people > 0) & (people < k)]
        assert not follows(rows, small).any() if len(small) else True


@given(histories())
def test_no_hidden_stratum_follows_at_any_time_not_even_an_empty_one(history: tuple[int, np.ndarray]) -> None:
    k, new = history
    told, rows = live(k, new)
    for publication in told:
        for name in publication.hidden:
            for at in range(new.shape[1]):
                cell = np.zeros(new.shape)
                cell[int(name[1:]), : at + 1] = 1
                if told[-1].hidden >= {name}:
                    assert not follows(rows, cell.reshape(1, -1)).any()


@given(histories())
def test_what_is_hidden_is_in_a_block_of_k_people_and_more_than_one_stratum(history: tuple[int, np.ndarray]) -> None:
    k, new = history
    for publication in live(k, new)[0]:
        assert all(block.people >= k for block in publication.blocks)
        assert sorted(name for block in publication.blocks for name in block.strata) == [
            f"s{at}" for at in range(len(new))
        ]
        assert all(len(publication.blocks[publication.block(name)].strata) > 1 for name in publication.hidden)


def test_the_attacker_finds_what_a_careless_publication_tells() -> None:
    total_and_one_of_two = np.array([[1.0, 1.0], [1.0, 0.0]])
    assert follows(total_and_one_of_two, np.array([[0, 1]])).all()
    two_totals_in_time = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert follows(two_totals_in_time, np.array([[0, 1]])).all()


@given(st.lists(st.text("abc", min_size=3, max_size=8), unique=True, max_size=40), st.data())
def test_who_was_once_in_live_results_stays_in_them_and_k_people_are_left_for_the_end(
    keys: list[str], data: st.DataObject
) -> None:
    before = keys[: data.draw(st.integers(0, len(keys)))]
    early, late = set(before) - disclosure.held_back(before), set(keys) - disclosure.held_back(keys)
    assert early <= late
    assert len(keys) - len(late) == min(5, len(keys))


def rates(people: dict[str, int], invited: dict[str, int]) -> list[tuple[Sequence[str], int | None]]:
    return [(rate.strata, rate.invited) for rate in disclosure.return_rates(publish(people), invited)]


def test_return_rates_are_told_by_block() -> None:
    told = rates({"Nord": 2, "Süd": 12, "West": 30}, {"Nord": 10, "Süd": 100, "West": 100})
    assert told == [(("West",), 100), (("Nord", "Süd"), 110)]


def test_a_rate_that_tells_of_fewer_than_k_people_that_they_took_no_part_is_not_told() -> None:
    assert rates({"Süd": 12, "West": 30}, {"Süd": 16, "West": 35}) == [(("Süd",), None), (("West",), 35)]


def test_the_whole_rate_is_told_unless_a_rate_that_is_not_told_follows_from_it() -> None:
    people = {"Süd": 12, "West": 30, "Ost": 20}
    publication = publish(people)
    assert disclosure.whole_rate(publication, {"Süd": 50, "West": 50, "Ost": 50}).invited == 150
    assert disclosure.whole_rate(publication, {"Süd": 13, "West": 50, "Ost": 50}).invited is None
    assert disclosure.whole_rate(publication, {"Süd": 13, "West": 31, "Ost": 50}).invited is None
    assert disclosure.whole_rate(publication, {"Süd": 15, "West": 33, "Ost": 50}).invited == 98


def test_more_answers_than_invitations_are_no_rate() -> None:
    with pytest.raises(DisclosureError, match=r"mehr Antworten \(12\) als Einladungen \(10\)"):
        rates({"Süd": 12, "West": 30}, {"Süd": 10, "West": 50})


def test_a_group_that_agrees_is_found() -> None:
    figures = {
        "all": {"answered": 7, "options": {"yes": 7, "no": 0}},
        "some": {"answered": 7, "options": {"yes": 6, "no": 1}},
        "nobody": {"answered": 0, "options": {"yes": 0, "no": 0}},
        "points": {"answered": 5, "points": {"1": 5, "2": 0}},
        "rows": {
            "answered": 6,
            "rows": {"a": {"answered": 6, "points": {"1": 3, "2": 3}}, "b": {"answered": 2, "points": {"1": 2}}},
        },
        "texts": {"answered": 6},
    }
    assert disclosure.unanimous(figures) == ("all", "points", "rows")
