"""Texts people write as Markdown, as safe HTML."""

import pytest

from council.base import markdown


def test_the_first_heading_is_the_title_and_others_stay_below_it() -> None:
    found = markdown.render("# Datenschutz\n\nEin **Satz**.\n\n# Noch einer")
    assert (found.title, found.html) == ("Datenschutz", "<p>Ein <strong>Satz</strong>.</p>\n<h2>Noch einer</h2>\n")


def test_an_image_is_its_description_and_nothing_is_fetched() -> None:
    found = markdown.render("Siehe ![den *Plan* von <1990>](https://anderswo.example/plan.png)!")
    assert found.html == "<p>Siehe den Plan von &lt;1990&gt;!</p>\n"


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[hier](javascript:alert(1))",
        "[hier](data:text/html;base64,PHNjcmlwdD4=)",
        "<p style='position:fixed'>Text</p>",
    ],
)
def test_nothing_in_it_is_run(written: str) -> None:
    html = markdown.render(written).html
    for tag in ("<script", "<img", '<a href="javascript', '<a href="data', "<p style"):
        assert tag not in html
