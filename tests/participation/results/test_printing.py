"""Printing HTML as a PDF: complete or not there, and of nothing but our own files."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest

from council.base import children
from participation.results import printing
from participation.results.printing import PrintingError

PAGE = "<!doctype html><html lang=de><title>T</title><body><h1>Da</h1>"


@pytest.mark.parametrize(
    "foreign",
    [
        '<img alt="x" src="https://example.org/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<link rel="stylesheet" href="../pyproject.toml">',
    ],
)
def test_a_page_that_names_what_is_not_ours_is_not_printed(tmp_path: Path, foreign: str) -> None:
    target = tmp_path / "x.pdf"
    with pytest.raises(PrintingError):
        printing.write(PAGE + foreign, target)
    assert not target.exists()


def test_what_goes_wrong_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SCRIPT", tmp_path / "not-there.py")
    target = tmp_path / "reports" / "x.pdf"
    with pytest.raises(PrintingError):
        printing.write("<html>", target)
    assert list(target.parent.iterdir()) == []


def test_a_page_is_printed_in_place_of_an_older_one(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "x.pdf"
    target.parent.mkdir()
    target.write_bytes(b"older")
    printing.write(PAGE, target)
    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert list(target.parent.iterdir()) == [target]


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "slow.py"
    script.write_text("import pathlib, sys, time\npathlib.Path(sys.argv[1]).write_text('half')\ntime.sleep(60)\n")
    monkeypatch.setattr(printing, "SCRIPT", script)
    monkeypatch.setattr(printing, "TIMEOUT_S", 0.5)
    target = tmp_path / "reports" / "x.pdf"
    with pytest.raises(PrintingError) as refused:
        printing.write(PAGE, target)
    assert isinstance(refused.value.__cause__, children.ChildTimeoutError)
    assert list(target.parent.iterdir()) == []


@pytest.fixture
def looked_up_anew() -> Iterator[None]:
    """Which libraries there are is remembered; not beyond this test."""
    printing.missing_library.cache_clear()
    yield
    printing.missing_library.cache_clear()


@pytest.mark.usefixtures("looked_up_anew")
def test_where_a_library_is_missing_its_package_is_named_and_nothing_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> None:
        if name == "libpangoft2-1.0.so.0":
            raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", load)
    assert printing.missing_library() == "libpangoft2-1.0-0"
    with pytest.raises(PrintingError, match="auf diesem Rechner"):
        printing.write(PAGE, tmp_path / "reports" / "x.pdf")
    assert list(tmp_path.iterdir()) == []
