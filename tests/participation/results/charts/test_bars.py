"""Bars with their words and numbers."""

from participation.results.charts import Bar, bars, ranks
from tests.participation.results.charts.drawings import shapes, texts


def test_each_bar_has_its_words_and_its_number() -> None:
    chart = bars("Balken", [Bar("Bäume", 0.5, "50 %", "(40)"), Bar("Parkplätze", 0.25, "25 %", "(20)")])
    assert texts(chart) == ["Bäume", "50 % (40)", "Parkplätze", "25 % (20)"]
    assert [one.get("width") for one in shapes(chart, "chart__bar")] == ["31%", "15.5%"]
    assert {one.get("width") for one in shapes(chart, "chart__track")} == {"62%"}, "what all would be"


def test_nobody_has_no_bar() -> None:
    assert shapes(bars("Balken", [Bar("Nichts", 0, "0 %")]), "chart__bar") == []


def test_weighted_shares_stand_below_the_counted_ones() -> None:
    chart = bars("Balken", [Bar("Bäume", 0.5, "50 %", second=0.4, second_value="40 % gewichtet")])
    assert [one.get("width") for one in shapes(chart, "chart__bar")] == ["31%", "24.8%"]
    assert texts(chart)[-1] == "40 % gewichtet"


def test_long_words_are_broken_and_then_cut() -> None:
    chart = bars("Balken", [Bar("Ein sehr langer Satz, " * 10, 1, "100 %")])
    *lines, value = texts(chart)
    assert len(lines) == 3
    assert all(len(line) <= 36 for line in lines)
    assert lines[-1].endswith("…")
    assert value == "100 %"


def test_markup_in_words_is_text() -> None:
    assert texts(bars("<script>", [Bar("<b>&amp;", 1, "x")]))[0] == "<b>&amp;"


def test_ranks_are_numbered_and_the_first_stands_out() -> None:
    chart = ranks("Rangfolge", [Bar("Bäume", 1, "Rang 1"), Bar("Sitze", 0.5, "Rang 2")])
    assert texts(chart)[::2] == ["1. Bäume", "2. Sitze"]
    assert len(shapes(chart, "chart__bar--strong")) == 1
