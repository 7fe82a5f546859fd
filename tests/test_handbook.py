"""The council office's handbook names things as the desk does, and shows what its script makes."""

import re
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
HANDBOOK = (PROJECT / "docs" / "handbuch-ratsbuero.md").read_text(encoding="utf-8")
PACKAGES = ("council", "transcription", "search", "ratsfenster")
LABELS = sorted({" ".join(label.split()) for label in re.findall(r"\*\*(.+?)\*\*", HANDBOOK, re.DOTALL)})


@cache
def texts() -> str:
    """Everything the site can say."""
    files = [*(PROJECT / "templates").rglob("*.html")]
    files += [file for package in PACKAGES for file in (PROJECT / package).rglob("*.py")]
    return " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in files)


@pytest.mark.parametrize("label", LABELS)
def test_what_is_printed_bold_is_written_so_on_the_site(label):
    parts = [re.escape(part.strip()) for part in label.split("…")]
    assert re.search(r"\s?%\(\w+\)s\s?".join(parts), texts()), f"the site nowhere says „{label}“"


def test_it_has_ten_steps_each_with_its_picture():
    steps = re.findall(r"^## (\d+)\. ", HANDBOOK, re.MULTILINE)
    pictures = re.findall(r"^!\[[^\]]{20,}\]\(images/(handbuch-\d\d\.png)\)$", HANDBOOK, re.MULTILINE)
    assert steps == [str(number) for number in range(1, 11)]
    assert pictures == [f"handbuch-{number:02}.png" for number in range(1, 11)]
    assert all((PROJECT / "docs" / "images" / picture).is_file() for picture in pictures)
