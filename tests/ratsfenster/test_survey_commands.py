"""``ratsfenster recount``: anybody can count a survey again."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from participation.answers import receipts
from ratsfenster.cli import app
from tests.participation.counting.published import FIGURES, WRITTEN, joined, lines

RUN = CliRunner()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "daten.jsonl"
    path.write_bytes(WRITTEN)
    return path


def test_the_figures_are_printed_and_it_says_that_they_agree(file: Path) -> None:
    told = RUN.invoke(app, ["recount", str(file)])
    assert told.exit_code == 0
    assert "60 Antworten" in told.stdout
    yes = FIGURES["sections"][0]["questions"]["park"]["options"]["yes"]
    assert f"    Yes: {yes}\n" in told.stdout
    assert "60 Quittungen" in told.stdout
    assert "Alles stimmt überein" in told.stdout


def test_it_is_told_in_the_words_of_the_form(file: Path) -> None:
    told = RUN.invoke(app, ["recount", str(file)]).stdout
    for words in ("weiß nicht: ", "Foot: ", "Clean: ", " weitere Felder: "):
        assert words in told
    for key in ("unknown", "foot", "clean:"):
        assert f" {key}" not in told


def test_the_checksum_is_told_so_that_file_and_page_can_be_compared(file: Path) -> None:
    told = RUN.invoke(app, ["recount", str(file)]).stdout
    assert f"Prüfsumme (SHA-256): {lines()[-1]['checksum']}\n" in told
    assert "„Zum Herunterladen und Nachrechnen“" in told


def test_no_file_commands_the_terminal(file: Path) -> None:
    said = lines()
    said[0]["groups"][-1] = ["\x1b[2J\x1b[HAlles stimmt überein.\x1b[8m\u202e\r\n"]
    said[-1]["figures"]["\x1b[2J"] = "\x1b[2J"
    file.write_bytes(joined(said))
    told = RUN.invoke(app, ["recount", str(file)], color=True)
    assert told.exit_code == 1
    assert not [letter for letter in told.stdout + told.stderr if not letter.isprintable() and letter != "\n"]


@pytest.mark.parametrize("content", [b'{"title": "Markt",\n', "\ufefffassung;gruppe\r\n".encode(), b"PK\x03\x04", b""])
def test_another_download_is_told_which_one_it_has_to_be(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    told = RUN.invoke(app, ["recount", str(file)])
    assert told.exit_code == 1
    assert "Das ist nicht die Datei „Rohdaten zum Nachzählen“" in told.stderr


def test_who_reads_only_the_beginning_hears_nothing_bad_of_the_file(file: Path) -> None:
    command = f"'{sys.executable}' -m ratsfenster recount '{file}'"
    told = subprocess.run(["sh", "-c", f"{command} | head -c 10"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("60 Antwort")
    assert "lesen" not in told.stderr


def test_packed_files_are_read_too(file: Path) -> None:
    packed = file.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(WRITTEN))
    assert RUN.invoke(app, ["recount", str(packed)]).exit_code == 0


def test_a_difference_is_named_and_ends_with_1(file: Path) -> None:
    said = lines()
    said[-1]["figures"]["sections"][0]["questions"]["park"]["options"]["yes"] += 1
    file.write_bytes(joined(said))
    told = RUN.invoke(app, ["recount", str(file)])
    assert told.exit_code == 1
    assert "sections.0.questions.park.options.yes" in told.stderr
    assert "Alles stimmt überein" not in told.stdout


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", WRITTEN[:-20], gzip.compress(WRITTEN)[:-9], b"\x1f\x8b\x08kaputt"]
)
def test_a_file_that_cannot_be_counted_is_told_plainly(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    told = RUN.invoke(app, ["recount", str(file)])
    assert told.exit_code == 1
    assert told.stderr.strip()
    assert "Traceback" not in told.stderr + told.stdout


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = RUN.invoke(app, ["recount", str(tmp_path / "fehlt.jsonl")])
    assert told.exit_code == 1
    assert "lässt sich nicht lesen" in told.stderr


def test_a_receipt_is_looked_for(file: Path) -> None:
    mine = receipts.receipt(receipts.new_key(lambda count: b"r" * count), b"s" * 32)
    shown = receipts.shown(mine)
    told = RUN.invoke(app, ["recount", str(file), "--receipt", shown])
    assert (told.exit_code, f"{shown} ist nicht dabei" in told.stdout) == (1, True)
    said = lines()
    given = [one["receipt"] for one in said if "receipt" in one]
    given[0] = receipts.published(mine)
    others = [one for one in said[:-1] if "receipt" not in one]
    file.write_bytes(joined([*others, *({"receipt": one} for one in sorted(given)), said[-1]]))
    told = RUN.invoke(app, ["recount", str(file), "--receipt", shown.lower().replace("-", " ")])
    assert (told.exit_code, f"{shown} ist dabei" in told.stdout) == (0, True)


def test_a_mistyped_receipt_is_told_before_anything_is_counted(file: Path) -> None:
    told = RUN.invoke(app, ["recount", str(file), "--receipt", "7H2M-XW9C-4TKA-PL38"])
    assert told.exit_code == 2
    assert "vertippt" in told.stderr
