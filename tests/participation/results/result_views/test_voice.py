"""Words and numbers in a language."""

import pytest

from council.base import i18n
from participation.results.result_views.voice import Voice, share
from tests.participation.townsurvey import EVERY_KIND, form

GERMAN = Voice(i18n.language("de"), form(*EVERY_KIND))
ENGLISH = Voice(i18n.language("en"), form(*EVERY_KIND))


@pytest.mark.parametrize(
    ("part", "shown"), [(0, "0"), (0.001, "unter 1"), (0.005, "1"), (0.425, "43"), (0.995, "über 99"), (1, "100")]
)
def test_what_is_not_nobody_is_not_nothing_and_what_is_not_all_not_everybody(part: float, shown: str) -> None:
    assert GERMAN.percent(part) == f"{shown}\N{NO-BREAK SPACE}%"


def test_numbers_are_written_as_people_write_them() -> None:
    assert (GERMAN.count(28412), GERMAN.decimal(3.25, 2), GERMAN.exact("0.25")) == ("28.412", "3,25", "0,25")
    assert (ENGLISH.count(28412), ENGLISH.decimal(3.25, 2), ENGLISH.exact("0.25")) == ("28,412", "3.25", "0.25")


def test_months_have_names() -> None:
    assert (GERMAN.month("2026-03"), GERMAN.short_month("2026-03")) == ("März 2026", "03/26")


def test_a_form_in_another_language_than_the_page_says_so() -> None:
    assert (GERMAN.foreign, ENGLISH.foreign) == ("", "de")


def test_a_share_of_nobody_is_nothing() -> None:
    assert share(0, 0) == 0
