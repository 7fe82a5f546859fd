"""How long a form takes, as people are told before they begin."""

import pytest

from council.base import i18n
from participation.forms import Form, durations
from tests.participation.townsurvey import EVERY_KIND, big_form, form, options, question


def test_nothing_takes_less_than_a_minute() -> None:
    assert durations.minutes(Form(("de",)), "de") == 1


def test_more_questions_take_longer() -> None:
    few, many = form(*EVERY_KIND[:3]), form(*EVERY_KIND)
    assert durations.minutes(few, "de") < durations.minutes(many, "de")


def test_a_survey_of_twenty_quick_questions_takes_minutes_not_half_an_hour() -> None:
    quick = form(*(question(f"q{n}", "single", options=options("yes", "no"), other=False) for n in range(20)))
    assert 2 <= durations.minutes(quick, "de") <= 5


def test_what_not_everybody_sees_counts_half() -> None:
    asked = [question(f"q{n}", "long", max=2000, required=True) for n in range(9)]
    seldom = {"shown_if": {"question": "q0", "op": "answered"}}
    whole, branched = form(*asked), form(asked[0], *({**one, **seldom} for one in asked[1:]))
    assert durations.minutes(branched, "de") < durations.minutes(whole, "de")


def test_long_explanations_are_read() -> None:
    told = form({**question("intro", "info"), "text": {"de": "Wort " * 400}})
    assert durations.minutes(told, "de") == 3
    assert durations.minutes(told, "en") == 3  # what is not translated is read in the leading language


def test_nobody_is_promised_minutes_exactly_where_it_takes_long() -> None:
    assert durations.minutes(big_form(60), "de") % 5 == 0


@pytest.mark.parametrize(("count", "words"), [(1, "etwa 1 Minute"), (3, "etwa 3 Minuten")])
def test_it_is_told_in_words(count: int, words: str) -> None:
    assert durations.told(count, i18n.language("de")) == words
