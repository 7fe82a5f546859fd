"""Days as people type them; nothing is guessed."""

from datetime import date

import pytest

from participation.forms import days
from participation.forms.days import DayError
from participation.forms.kinds import Day

SUMMER = Day(date(2027, 5, 1), date(2027, 9, 30))
ANY = Day()


@pytest.mark.parametrize(
    "typed",
    ["7.6.2027", " 07. 06. 2027 ", "7/6/2027", "2027-06-07", "7-6-2027", "7. Juni 2027", "7 June 2027", "7.juni 2027"],
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert days.typed(typed, ANY, "de") == date(2027, 6, 7)


@pytest.mark.parametrize(("typed", "month"), [("3. März 2027", 3), ("3. Okt. 2027", 10), ("3 October 2027", 10)])
def test_months_have_names_in_both_languages(typed: str, month: int) -> None:
    assert days.typed(typed, ANY, "de") == date(2027, month, 3)


def test_a_year_of_two_digits_counts_where_only_one_such_day_can_be_answered() -> None:
    assert days.typed("7.6.27", SUMMER, "de") == date(2027, 6, 7)
    assert days.typed("7. Juni 27", SUMMER, "de") == date(2027, 6, 7)
    assert days.typed("29.2.24", Day(date(1950, 1, 1), date(2049, 12, 31)), "de") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("7.6.27", ANY),
        ("7.6.27", Day(earliest=date(2027, 5, 1))),
        ("7.6.27", Day(latest=date(2027, 9, 30))),
        ("7.6.20", Day(date(1910, 1, 1), date(2026, 1, 1))),  # born in 1920, or in 2020
        ("7.6.26", SUMMER),
        ("7. Juni", SUMMER),
        ("7.6.", ANY),
    ],
)
def test_else_the_year_is_asked_for(typed: str, asks: Day) -> None:
    with pytest.raises(DayError, match="das Jahr mit vier Ziffern an, zum Beispiel"):
        days.typed(typed, asks, "de")


@pytest.mark.parametrize("typed", ["29.2.2027", "32.1.2027", "1.13.2027", "31.6.", "7. Brumaire 2027"])
def test_a_day_that_does_not_exist_is_told_as_that(typed: str) -> None:
    with pytest.raises(DayError, match="Dieses Datum gibt es nicht"):
        days.typed(typed, ANY, "de")


@pytest.mark.parametrize(
    "typed", ["gestern", "٢٤.12.2026", "Juni 2027", "24.1227", "7.6.202", "1.1.2027" * 20, "2027-02-29"]
)
def test_what_is_no_day_is_asked_for_again(typed: str) -> None:
    with pytest.raises(DayError, match="Tag, Monat und Jahr ein"):
        days.typed(typed, ANY, "de")


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        (ANY, "24.12.2026"),
        (SUMMER, "24.05.2027"),
        (Day(date(2027, 5, 26), date(2027, 6, 25)), "24.06.2027"),
        (Day(date(2027, 5, 3), date(2027, 5, 7)), "03.05.2027"),
        (Day(date(2027, 5, 7), date(2027, 5, 3)), "24.12.2026"),  # a draft that is still wrong
    ],
)
def test_the_example_can_be_answered(asks: Day, told: str) -> None:
    assert days.shown(days.example(asks), "de") == told
    with pytest.raises(DayError, match=told):
        days.typed("", asks, "de")


def test_in_english_days_stand_with_slashes() -> None:
    with pytest.raises(DayError, match="24/05/2027"):
        days.typed("morgen", SUMMER, "en")
