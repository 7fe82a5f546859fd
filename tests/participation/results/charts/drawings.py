"""Charts read back, as whoever looks at them would."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from participation.results.charts import Chart

SVG = "{http://www.w3.org/2000/svg}"


def drawing(chart: Chart) -> Element:
    """The chart's picture; fails where it is no well-formed one that says what it shows, or carries a style of its own."""
    root = ElementTree.fromstring(str(chart.markup))  # our own markup
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.told
    for one in root.iter():
        assert not {"style", "fill", "stroke", "onclick"} & set(one.keys()), one.tag
    return root


def texts(chart: Chart) -> list[str]:
    """What stands in the picture, line by line."""
    return ["".join(one.itertext()) for one in drawing(chart).iter(f"{SVG}text")]


def shapes(chart: Chart, kind: str) -> list[Element]:
    """The shapes of a class."""
    return [one for one in drawing(chart).iter() if kind in one.get("class", "").split() and one.tag != f"{SVG}text"]
