"""Commands about surveys: counting published data again, on any machine and without an installation."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO, cast

import typer

from participation import forms
from participation.answers import receipts
from participation.answers.receipts import Receipt
from participation.counting import recount
from participation.counting.bundle_checks import Difference
from participation.counting.recount import RecountError
from ratsfenster.console import die

say = typer.echo
GZIP = b"\x1f\x8b"
_NAMES = {
    "answered": "geantwortet",
    "skipped": "übersprungen",
    "shown": "gezeigt",
    "other": "Sonstiges",
    "texts": "in Worten",
    "mean": "Mittelwert",
    "median": "Median",
    "quartiles_inclusive": "Quartile",
    "options": "",
    "points": "Stufe",
    "months": "Monat",
    "cells": "Zelle",
    "rows": "Zeile",
    "bins": "",
    "first_places": "auf dem ersten Platz",
    "mean_rank_unranked_in_the_middle": "mittlerer Rang (nicht Gereihte in der Mitte der übrigen Plätze)",
}


def recount_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The download daten.jsonl, also as .gz.")],
    receipt: Annotated[str, typer.Option(metavar="CODE", help="Say whether this receipt was counted.")] = "",
) -> None:
    """Count the published data of a survey again and compare with the published figures; ends with 1 where they differ."""
    wanted = _receipt(receipt) if receipt else None
    try:
        with _opened(file) as bundle:
            counted = recount.recount(bundle)
        for line in _figures(counted.figures, _texts(file)):
            say(line)
        say(f"\n{counted.receipts} Quittungen stehen in der Datei.")
        there = wanted is None or _counted(file, wanted)
    except RecountError as error:
        die(str(error))
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        die(f"{file} lässt sich nicht lesen: {getattr(error, 'strerror', None) or error}.")
    for difference in counted.differences:
        typer.echo(_differs(difference), err=True)
    if counted.differences:
        die(
            f"{len(counted.differences)} Abweichungen: Die Datei stimmt nicht mit den Zahlen überein, die in ihr stehen."
        )
    say("Alles stimmt überein: Zahlen und Prüfsumme.")
    if not there:
        raise typer.Exit(1)


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


def _counted(file: Path, wanted: Receipt) -> bool:
    with _opened(file) as bundle:
        there = recount.contains(bundle, receipts.published(wanted))
    shown = receipts.shown(wanted)
    say(
        f"Die Quittung {shown} ist dabei: Die Antwort wurde gezählt."
        if there
        else f"Die Quittung {shown} ist nicht dabei."
    )
    return there


def _differs(difference: Difference) -> str:
    return f"{difference.where}: veröffentlicht {difference.published!r}, gezählt {difference.counted!r}"


def _texts(file: Path) -> Mapping[str, str]:
    """What the questions of a bundle ask, by their keys; one that was changed, as it was asked last."""
    with _opened(file) as bundle:
        said = json.loads(bundle.readline())
    read = [forms.from_json(said["forms"][version]) for version in sorted(said["forms"], key=int)]
    return {key: one.text.get(form.leading, "") for form in read for key, one in form.questions.items()}


def _figures(figures: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    """All figures in German, a line each."""
    yield f"{figures['submissions']} Antworten"
    for section in figures["sections"]:
        versions = ", ".join(map(str, section["versions"]))
        yield f"\nFragen der Fassung {versions}: {section['people']} Menschen"
        yield from _questions(section["questions"], texts, "  ")
        for group in section.get("strata", ()):
            names = " + ".join(name or "ohne Angabe" for name in group["strata"])
            yield f"\n  {names}: {group['people']} Menschen"
            yield from _questions(group["questions"], texts, "    ")


def _questions(questions: Mapping[str, Any], texts: Mapping[str, str], indent: str) -> Iterator[str]:
    for key, told in questions.items():
        counts = f"{told['answered']} geantwortet, {told['skipped']} übersprungen, {told['shown']} gezeigt"
        yield f"{indent}{' '.join(texts.get(key, '').split())} [{key}]: {counts}"
        for name, value in told.items():
            if name not in ("kind", "answered", "skipped", "shown"):
                yield from _told(_NAMES.get(name, str(name)), value, indent + "  ")


def _told(name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(one, Mapping):
                yield f"{indent}{name} {key}".rstrip()
                for inner, more in one.items():
                    yield from _told(_NAMES.get(inner, str(inner)), more, indent + "  ")
            else:
                yield f"{indent}{f'{name} ' if name else ''}{key}: {_number(one)}"
    elif name == "" and isinstance(value, list):
        for one in value:
            yield f"{indent}von {one['from']} bis unter {one['below']}: {one['count']}"
    elif isinstance(value, list):
        yield f"{indent}{name}: {' / '.join(map(_number, value))}"
    else:
        yield f"{indent}{name}: {_number(value)}"


def _number(value: Any) -> str:
    """As Germans write numbers."""
    return "–" if value is None else f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
