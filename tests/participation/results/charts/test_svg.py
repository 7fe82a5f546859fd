"""The pieces of all charts."""

from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from participation.results.charts import svg
from tests.participation.results.charts.drawings import drawing

HOSTILE = '<script>"&amp;"</script>'


def test_words_of_people_stay_words_wherever_they_stand() -> None:
    chart = svg.drawn("bars", HOSTILE, 40, svg.words(HOSTILE, 21), svg.element("rect", data_name=HOSTILE))
    root = drawing(chart)
    assert root.get("aria-label") == HOSTILE
    assert [one.text for one in root if one.text] == [HOSTILE]
    assert [one.get("data-name") for one in root][1] == HOSTILE


def test_names_of_attributes_are_written_as_svg_has_them_and_none_is_left_out() -> None:
    drawn = ElementTree.fromstring(svg.element("rect", class_="bar", stroke_width=0.5, x="10%", dx=None))
    assert drawn.attrib == {"class": "bar", "stroke-width": "0.5", "x": "10%"}


def test_what_is_drawn_already_is_not_written_twice() -> None:
    assert svg.element("g", Markup("<rect/>")) == "<g><rect/></g>"
    assert svg.element("text", "a < b") == "<text>a &lt; b</text>"


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (0.001, "0"), (10, "10"), (100.0, "100"), (33.333333, "33.33"), (-0.5, "-0.5")]
)
def test_numbers_are_as_short_as_they_can_be(value: float, written: str) -> None:
    assert svg.number(value) == written


def test_a_long_text_is_broken_into_lines_and_ends_where_there_are_too_many() -> None:
    short, one_line = svg.block("Ja", 21)
    assert (short.count("<text"), one_line) == (1, svg.LINE)
    lines, height = svg.block("Wort " * 100, 21)
    assert (lines.count("<text"), height) == (svg.MOST_LINES, svg.MOST_LINES * svg.LINE)
    assert "…" in lines
    assert svg.block("", 21)[1] == svg.LINE


def test_a_picture_is_as_wide_as_the_page_unless_it_has_a_view_of_its_own() -> None:
    wide = drawing(svg.drawn("bars", "Balken", 40.5))
    assert (wide.get("width"), wide.get("height"), wide.get("viewBox")) == ("100%", "40.5", None)
    viewed = drawing(svg.drawn("map", "Karte", 40, view="0 0 10 20"))
    assert (viewed.get("width"), viewed.get("viewBox")) == (None, "0 0 10 20")
    assert svg.across(0.125) == "12.5%"
