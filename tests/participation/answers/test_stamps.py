"""The way without JavaScript: how old a page is, and a trap for machines."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.i18n import language
from participation.answers import stamps
from participation.answers.stamps import SKEW, TRAP, Doubt, Sent
from tests.participation.typing_people import anything

SECRET = b"s" * 32
KEY, OTHER_KEY = "A" * 22, "B" * 21 + "A"
NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
LEAST = timedelta(seconds=20)
seconds = st.integers(0, 10**8).map(lambda number: timedelta(seconds=number))


def sent(after: timedelta = timedelta(minutes=3), trap: str = "", key: str = KEY) -> Sent:
    """A form that comes so long after its page was made, for KEY."""
    return Sent(stamps.made(NOW - after, SECRET, KEY), trap, key)


@given(seconds)
def test_a_stamp_tells_how_old_its_page_is(old: timedelta) -> None:
    assert stamps.age(stamps.made(NOW - old, SECRET, KEY), NOW, SECRET, KEY) == old


def test_a_stamp_is_good_for_its_own_submission_and_secret_alone() -> None:
    stamp = stamps.made(NOW, SECRET, KEY)
    assert stamps.age(stamp, NOW, SECRET, OTHER_KEY) is None
    assert stamps.age(stamp, NOW, b"t" * 32, KEY) is None


def test_nobody_makes_a_page_older_than_it_is() -> None:
    seconds, _, sealed = stamps.made(NOW, SECRET, KEY).partition(".")
    assert stamps.age(f"{int(seconds) - 60}.{sealed}", NOW, SECRET, KEY) is None


@given(anything(50))
def test_what_is_no_stamp_has_no_age(text: str) -> None:
    assert stamps.age(text, NOW, SECRET, KEY) is None


@pytest.mark.parametrize("text", ["", ".", "1.", "9" * 13 + "." + "0" * 32, "١." + "0" * 32, "1." + "0" * 32 + "\n"])
def test_nor_has_what_nearly_is_one(text: str) -> None:
    assert stamps.age(text, NOW, SECRET, KEY) is None


def test_a_page_from_the_future_is_none_of_ours_unless_clocks_differ_a_little() -> None:
    assert stamps.age(stamps.made(NOW + SKEW, SECRET, KEY), NOW, SECRET, KEY) == timedelta()
    assert stamps.age(stamps.made(NOW + SKEW + timedelta(seconds=1), SECRET, KEY), NOW, SECRET, KEY) is None


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (sent(), None),
        (sent(LEAST), None),
        (sent(LEAST - timedelta(seconds=1)), Doubt.HURRIED),
        (sent(trap="https://example.org"), Doubt.TRAPPED),
        (sent(key=OTHER_KEY), Doubt.UNSTAMPED),
        (Sent("", "", KEY), Doubt.UNSTAMPED),
    ],
    ids=["a person", "just long enough", "too fast", "trapped", "another submission", "no stamp"],
)
def test_what_speaks_for_a_machine(form: Sent, expected: Doubt | None) -> None:
    assert stamps.doubt(form, LEAST, NOW, SECRET) == expected


def test_who_was_too_fast_waits_and_sends_the_same_form() -> None:
    form = sent(timedelta(seconds=1))
    assert stamps.doubt(form, LEAST, NOW, SECRET) == Doubt.HURRIED
    assert stamps.doubt(form, LEAST, NOW + LEAST, SECRET) is None


def test_people_are_told_what_to_do() -> None:
    assert all("senden Sie" in language("de").gettext(doubt) for doubt in Doubt)


def test_the_trap_is_no_key_a_question_can_have() -> None:
    assert not re.fullmatch("[a-z][a-z0-9_]{0,39}", TRAP)
