"""The published data in the formats people download, made once from the bundle when it is written and kept beside it: so a download costs
no counting, and however large a survey is, only the answers to one question are held.

``NUMBER-RANDOM.jsonl`` is the bundle; the exports have the same name with another ending. So has what the results page needs besides the
figures (``published_words``), and the report (``reports``): they go with the bundle, and are no data to download.
"""

import re
from collections.abc import Collection
from pathlib import Path

from participation.results import published_words
from participation.results.exports import csv, geojson, json, source, xlsx
from participation.results.exports.tables import ANSWERS, TEXTS, Tables

FIELDS = "-felder.csv"
WORDS = "-texte.csv"
_DOWNLOAD = re.compile(r"\.(jsonl|csv|json|xlsx|geojson)|-(felder|texte)\.csv")


def write(bundle: Path, title: str) -> None:
    """All exports of a bundle, complete when this returns; what is there already is made anew."""
    opened = source.opened(bundle, title)
    tables = Tables(opened.head)
    csv.write_rows(ANSWERS, tables.answers(opened.given()), path(bundle, ".csv"))
    csv.write_rows(TEXTS, tables.texts(opened.texts()), path(bundle, WORDS))
    for kind, ending in ((json, ".json"), (xlsx, ".xlsx")):
        kind.write(opened, tables.answers(opened.given()), tables.texts(opened.texts()), path(bundle, ending))
    published_words.write(bundle, published_words.gathered(opened.texts(), opened.head.grid))
    if geojson.has_places(opened):
        geojson.write(opened, path(bundle, ".geojson"))
    csv.write_dictionary(opened, path(bundle, FIELDS))


def are_there(bundle: Path) -> bool:
    """Whether the exports of a bundle were made to the end: the dictionary is the last to be written."""
    return path(bundle, FIELDS).is_file()


def path(bundle: Path, ending: str) -> Path:
    """The export beside a bundle with an ending such as ``.csv``."""
    return bundle.with_name(bundle.name.removesuffix(".jsonl") + ending)


def endings(bundle: Path) -> tuple[str, ...]:
    """The endings of the files to download there are of a bundle, its own first and then by name."""
    found = sorted(ending for ending in _all_endings(bundle) if _DOWNLOAD.fullmatch(ending))
    return tuple(sorted(found, key=lambda ending: (ending != ".jsonl", ending)))


def drop(folder: Path, bundle: str) -> None:
    """Remove a bundle and its exports."""
    for ending in _all_endings(folder / bundle) if bundle else ():
        path(folder / bundle, ending).unlink(missing_ok=True)


def tidy(folder: Path, kept: Collection[str]) -> None:
    """Remove the bundles that are older than the newest of those kept, and are not among them."""
    newest = max((_number(name) for name in kept if name), default=0)
    for bundle in folder.glob("*.jsonl"):
        if bundle.name not in kept and _number(bundle.name) <= newest:
            drop(folder, bundle.name)


def _number(name: str) -> int:
    first = name.partition("-")[0]
    return int(first) if first.isdigit() else 0


def _all_endings(bundle: Path) -> list[str]:
    """Of the bundle and of everything beside it that was made from it."""
    stem = bundle.name.removesuffix(".jsonl")
    return [one.name.removeprefix(stem) for one in bundle.parent.glob(f"{stem}*")]
