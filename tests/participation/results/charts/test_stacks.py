"""Stacked bars and what their steps mean."""

import pytest

from participation.results.charts import Stack, Step, stacks
from tests.participation.results.charts.drawings import shapes, texts

STEPS = [
    Step("1", "schlecht", "10 %"),
    Step("2", "", "60 %"),
    Step("3", "gut", "25 %"),
    Step("?", "weiß nicht", "5 %", True),
]


def test_steps_share_the_whole_width_and_carry_their_sign() -> None:
    chart = stacks("Stapel", STEPS, [Stack("", [0.1, 0.6, 0.25, 0.05])])
    parts = shapes(chart, "chart__step")[:4]
    ends = [float(one.get("x", "").rstrip("%")) + float(one.get("width", "").rstrip("%")) for one in parts]
    assert ends[-1] == pytest.approx(100)
    assert all(float(after.get("x", "").rstrip("%")) >= end for end, after in zip(ends, parts[1:], strict=False))
    assert texts(chart)[:5] == ["1", "2", "3", "1", "schlecht"], "a step of five per cent has no room for its sign"


def test_below_stands_what_each_step_means() -> None:
    said = texts(stacks("Stapel", STEPS, [Stack("", [0.1, 0.6, 0.25, 0.05])]))
    assert said[-12:] == ["1", "schlecht", "10 %", "2", "", "60 %", "3", "gut", "25 %", "?", "weiß nicht", "5 %"]


def test_ordered_steps_get_darker_and_others_differ() -> None:
    ordered = stacks("Stapel", STEPS[:3], [Stack("", [0.2, 0.3, 0.5])])
    assert [one.get("class") for one in shapes(ordered, "chart__step")[:3]] == [
        "chart__step chart__step--1",
        "chart__step chart__step--4",
        "chart__step chart__step--7",
    ]
    other = stacks("Stapel", STEPS[:3], [Stack("", [0.2, 0.3, 0.5])], ordered=False)
    assert len({one.get("class") for one in shapes(other, "chart__step")[:3]}) == 3


def test_rows_have_their_words_and_their_average() -> None:
    chart = stacks("Stapel", STEPS[:3], [Stack("Markt", [0.5, 0.5, 0], "Ø 1,5"), Stack("Park", [0, 0, 1], "Ø 3")])
    said = texts(chart)
    assert ("Markt" in said, "Ø 1,5" in said, "Park" in said, "Ø 3" in said) == (True,) * 4
    assert max(float(one.get("width", "").rstrip("%")) for one in shapes(chart, "chart__step")[:3]) <= 84


def test_steps_that_say_nothing_more_are_not_explained() -> None:
    plain = [Step("1", "schlecht"), Step("2", ""), Step("3", "gut")]
    said = texts(stacks("Stapel", plain, [Stack("", [0.0, 1.0, 0.0])]))
    assert said == ["2", "1", "schlecht", "3", "gut"]
