"""The pieces of all charts: elements, text that is broken into lines, and the picture around them."""

import textwrap
from dataclasses import dataclass

from markupsafe import Markup, escape

LINE = 21  # px, of letters of 16
LETTERS = 36  # that surely fit on a line of a phone
MOST_LINES = 3


@dataclass(frozen=True)
class Chart:
    """A drawn chart. ``told`` is what it shows, in words, for who does not see it; ``kind`` names its sort for styles."""

    told: str
    markup: Markup
    kind: str


def drawn(kind: str, told: str, height: float, *pieces: Markup, view: str = "") -> Chart:
    """The picture of these pieces; ``view`` is a viewBox for one that is not as wide as the page."""
    size = Markup(' viewBox="{}"').format(view) if view else Markup(' width="100%" height="{}"').format(number(height))
    start = Markup('<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{}" role="img" aria-label="{}"{}>')
    return Chart(told, start.format(kind, told, size) + Markup("").join(pieces) + Markup("</svg>"), kind)


def element(name: str, content: str | Markup = "", **attributes: str | float | None) -> Markup:
    """An SVG element. Names of attributes may end with _, and _ within them is a hyphen; those that are None are left
    out. ``content`` is text unless it is Markup."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    written = f"<{name}{told}>{escape(content)}</{name}>" if content else f"<{name}{told}/>"
    return Markup(written)  # noqa: S704  # all that is not ours was escaped; thousands of these make a page


def words(
    text: str, y: float, kind: str = "label", *, x: str = "0", dx: float | None = None, anchor: str = ""
) -> Markup:
    """A line of text."""
    return element("text", escape(text), class_=f"chart__{kind}", x=x, y=y, dx=dx, text_anchor=anchor or None)


def block(text: str, y: float, letters: int = LETTERS, kind: str = "label") -> tuple[Markup, float]:
    """A text on as many lines as it needs, of which the first is drawn at ``y``; and how high they are. Longer ones
    end with an ellipsis: the whole stands in the table."""
    lines = textwrap.wrap(text, letters, max_lines=MOST_LINES, placeholder=" …") or [""]
    drawn_lines = [words(line, y + at * LINE, kind) for at, line in enumerate(lines)]
    return Markup("").join(drawn_lines), len(lines) * LINE


def across(share: float, of: float = 100.0) -> str:
    """A share of a width as a percentage of the picture's."""
    return f"{number(share * of)}%"


def number(value: float) -> str:
    """A number as short as it can be written."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
