"""What is counted of numbers, dates, places and texts, and what is refused because it does not fit."""

from typing import Any

import pytest

from participation.counting.counters import counter
from participation.forms.questions import from_json
from tests.participation.counting.counters.counting import figures
from tests.participation.townsurvey import question


def test_numbers_have_mean_quartiles_and_bins_but_no_extremes() -> None:
    told = figures("years", "10", "20", "30", "40.5")
    assert told["mean"] == 25.125
    assert told["quartiles_inclusive"] == [17.5, 25.0, 32.625]
    assert sum(one["count"] for one in told["bins"]) == 4
    assert not {"min", "max"} & told.keys()


def test_dates_are_counted_by_month_in_their_order() -> None:
    told = figures("moved", "2026-04", "2020-12", "2026-04")
    assert list(told["months"].items()) == [("2020-12", 1), ("2026-04", 2)]


def test_places_are_cells_and_words() -> None:
    told = figures("spot", {"cell": [3, -2]}, {"cell": [3, -2]}, {"text": True}, {"text": True}, True)
    assert (told["cells"], told["texts"], told["answered"]) == ({"3/-2": 2}, 2, 5)


def test_texts_are_counted_and_not_shown() -> None:
    told = figures("idea", True, True)
    assert told == {"kind": "long", "shown": 2, "answered": 2, "skipped": 0}


@pytest.mark.parametrize(
    ("month", "fits"), [("2026-01", False), ("2026-02", True), ("2026-04", True), ("2026-05", False)]
)
def test_a_month_lies_within_the_days_that_were_asked_for(month: str, fits: bool) -> None:
    days = counter(from_json(question("moved", "date", earliest="2026-02-20", latest="2026-04-01")).asks)
    if fits:
        days.add(month)
        return
    with pytest.raises(ValueError, match="limits"):
        days.add(month)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("years", 12),
        ("years", "1e5"),
        ("years", "1" * 400),
        ("years", "NaN"),
        ("years", ["1"]),
        ("years", "9999999"),
        ("years", "-1"),
        ("years", "0.10"),
        ("years", "00"),
        ("years", "-0"),
        ("years", "0.01"),
        ("name", 5),
        ("name", "Am Markt 3"),
        ("name", False),
        ("idea", {"text": "x"}),
        ("moved", "2026-13"),
        ("moved", "2026-04-01"),
        ("moved", 2026),
        ("spot", {"lon": 10.0, "lat": 52.0}),
        ("spot", {"cell": [1]}),
        ("spot", {"cell": [1, 2.0]}),
        ("spot", {"cell": [1, 10**30]}),
        ("spot", {"text": "Am Markt"}),
        ("spot", {"text": 1}),
        ("spot", {}),
        ("spot", "here"),
    ],
)
def test_what_does_not_fit_is_refused(key: str, value: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        figures(key, value)
