"""The handbooks name things as the desk does, and show what their scripts make."""

import re
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
PACKAGES = ("council", "transcription", "participation", "search", "ratsfenster")
HANDBOOKS = {"handbuch-ratsbuero.md": "handbuch", "beteiligung.md": "beteiligung"}
"""Each with what the names of its pictures begin with."""


def written(handbook: str) -> str:
    return (DOCS / handbook).read_text(encoding="utf-8")


def labels() -> list[tuple[str, str]]:
    """What is printed bold, with the handbook in which it is."""
    return [
        (handbook, label)
        for handbook in HANDBOOKS
        for label in sorted(
            {" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", written(handbook), re.DOTALL)}
        )
    ]


@cache
def texts() -> str:
    """Everything the site can say."""
    files = [*(PROJECT / "templates").rglob("*.html")]
    files += [file for package in PACKAGES for file in (PROJECT / package).rglob("*.py")]
    return " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in files)


@pytest.mark.parametrize(("handbook", "label"), labels())
def test_what_is_printed_bold_is_written_so_on_the_site(handbook, label):
    parts = [re.escape(part.strip()) for part in label.split("…")]
    assert re.search(r"(?:\s?%\(\w+\)s\s?|\s?…)".join(parts), texts()), f"{handbook}: the site nowhere says „{label}“"


@pytest.mark.parametrize("handbook", HANDBOOKS)
def test_its_steps_are_numbered_and_its_table_of_contents_leads_to_each(handbook):
    steps = re.findall(r"^## ((\d+)\. .+)$", written(handbook), re.MULTILINE)
    contents = re.findall(r"^\| \[(\d+)\]\(#([^)]+)\)", written(handbook), re.MULTILINE)
    assert [number for _, number in steps] == [str(number) for number in range(1, len(steps) + 1)]
    assert contents == [(number, _anchor(heading)) for heading, number in steps]


@pytest.mark.parametrize("handbook", HANDBOOKS)
def test_its_links_lead_to_its_own_headings(handbook):
    headings = re.findall(r"^#+ (.+)$", written(handbook), re.MULTILINE)
    wanted = re.findall(r"\]\(#([^)]+)\)", written(handbook))
    assert {_anchor(heading) for heading in headings} >= set(wanted) > set()


def _anchor(heading: str) -> str:
    """As GitHub and others make it: lower case, without punctuation, each space a hyphen."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("handbook", HANDBOOKS)
def test_its_pictures_are_there_in_their_order_and_described(handbook):
    begins = HANDBOOKS[handbook]
    pictures = re.findall(r"^!\[[^\]]{20,}\]\(images/([^)]+)\)$", written(handbook), re.MULTILINE)
    assert pictures == [f"{begins}-{number:02}.png" for number in range(1, 11)]
    assert all((DOCS / "images" / picture).is_file() for picture in pictures)
