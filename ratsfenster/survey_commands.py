"""Commands about surveys: counting published data again, on any machine and without an installation."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer

from participation.answers import receipts
from participation.answers.receipts import Receipt
from participation.counting import recount
from participation.counting.recount import Recount, RecountError
from ratsfenster import recounted
from ratsfenster.console import die

say = typer.echo
GZIP = b"\x1f\x8b"


def recount_file(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The download “Rohdaten zum Nachzählen” (.jsonl), also packed as .gz."),
    ],
    receipt: Annotated[str, typer.Option(metavar="CODE", help="Say whether this receipt was counted.")] = "",
) -> None:
    """Count the published data of a survey again and compare with the published figures; ends with 1 where they differ."""
    wanted = _receipt(receipt) if receipt else None
    counted, there = _read(file, wanted)
    for line in recounted.lines(counted):
        say(line)
    say("Dieselbe muss auf der Seite der Ergebnisse stehen, unter „Zum Herunterladen und Nachrechnen“.")
    if wanted is not None:
        shown = receipts.shown(wanted)
        say(f"Die Quittung {shown} ist {'dabei: Die Antwort wurde gezählt' if there else 'nicht dabei'}.")
    for difference in counted.differences:
        say(recounted.differs(difference), err=True)
    if counted.differences:
        die(
            f"{len(counted.differences)} Abweichungen: Die Datei stimmt nicht mit den Zahlen überein, die in ihr stehen."
        )
    say("Alles stimmt überein: Zahlen und Prüfsumme.")
    if not there:
        raise typer.Exit(1)


def _read(file: Path, wanted: Receipt | None) -> tuple[Recount, bool]:
    """What is counted, and whether the receipt is in it, true without one; ends where the file cannot be counted."""
    try:
        with _opened(file) as bundle:
            counted = recount.recount(bundle)
        if wanted is None:
            return counted, True
        with _opened(file) as bundle:
            return counted, recount.contains(bundle, receipts.published(wanted))
    except RecountError as error:
        die(recounted.printable(str(error)))
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        die(f"{file} lässt sich nicht lesen: {getattr(error, 'strerror', None) or error}.")


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """The file, unpacked where it is packed."""
    with file.open("rb") as plain:
        packed = plain.read(2) == GZIP
    with gzip.open(file) if packed else file.open("rb") as reading:
        yield cast(BinaryIO, reading)


def _receipt(typed: str) -> Receipt:
    read = receipts.read(typed)
    if not isinstance(read, Receipt):
        die("Das ist keine Quittung, oder sie ist vertippt. Sie sieht so aus: 7H2M-XW9C-4TKA-PL37.", 2)
    return read
