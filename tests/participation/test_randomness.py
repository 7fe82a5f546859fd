"""Numbers drawn from random bytes: within their bounds, and none more likely than another."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from participation.randomness import below


@given(st.integers(1, 2**80), st.randoms(use_true_random=False))
def test_a_number_stays_below_its_limit(limit: int, source: random.Random) -> None:
    assert 0 <= below(limit, source.randbytes) < limit


def test_of_one_number_there_is_no_choice() -> None:
    assert below(1, random.Random(1).randbytes) == 0


def test_what_would_make_some_numbers_likelier_is_drawn_again() -> None:
    drawn = iter([b"\x1f", b"\x07"])  # 31 of 0 to 31 is no number below 31
    assert below(31, lambda size: next(drawn)) == 7


def test_all_numbers_are_drawn_about_equally_often() -> None:
    source = random.Random(5)
    found = Counter(below(5, source.randbytes) for _ in range(10_000))
    assert sorted(found) == [0, 1, 2, 3, 4]
    assert all(1850 < times < 2150 for times in found.values())
