"""The published data as files, made from the bundle and kept beside it."""

import tracemalloc
from pathlib import Path

import pytest

from participation.counting.bundles import Text
from participation.results import exports
from participation.results.exports.tables import Tables
from tests.participation.results.exports.exported import EVERYTHING, SOME, bundle


def test_all_files_of_a_bundle_are_named_its_own_first(written: Path) -> None:
    assert exports.endings(written) == (".jsonl", "-felder.csv", "-texte.csv", ".csv", ".geojson", ".json", ".xlsx")


def test_what_belongs_to_pages_is_no_file_to_download(written: Path) -> None:
    before = exports.endings(written)
    exports.path(written, "-bericht-de.pdf").write_bytes(b"%PDF")
    assert exports.endings(written) == before
    assert len(list(written.parent.iterdir())) > len(before)


def test_exports_that_were_not_made_to_the_end_are_not_there(written: Path) -> None:
    assert exports.are_there(written)
    exports.path(written, exports.FIELDS).unlink()
    assert not exports.are_there(written)
    exports.write(written, "Umfrage")
    assert exports.are_there(written)


def test_however_many_texts_there_are_the_tables_take_no_more_memory(tmp_path: Path) -> None:
    sizes = []
    for count in (500, 5_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        texts = [Text(0, "idea", f"Idee {at}", 1) for at in range(count)]
        path = bundle(folder, {1: EVERYTHING}, SOME, *texts)
        opened = exports.source.opened(path, "Umfrage")
        tables = Tables(opened.head)
        tracemalloc.start()
        exports.json.write(opened, tables.answers(opened.given()), tables.texts(opened.texts()), folder / "a.json")
        exports.xlsx.write(opened, tables.answers(opened.given()), tables.texts(opened.texts()), folder / "a.xlsx")
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert sizes[1] < sizes[0] + 500_000


def test_dropping_a_bundle_takes_its_exports_along_and_nothing_else(written: Path) -> None:
    other = written.with_name("2-00000000.jsonl")
    other.write_bytes(written.read_bytes())
    exports.drop(written.parent, written.name)
    assert [one.name for one in written.parent.iterdir()] == [other.name]
    exports.drop(written.parent, "")
    assert other.is_file()


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ({"2-bb.jsonl"}, {"2-bb", "10-cc"}),
        ({"10-cc.jsonl"}, {"10-cc"}),
        ({"1-aa.jsonl", "10-cc.jsonl", ""}, {"1-aa", "10-cc"}),
        (set(), {"1-aa", "2-bb", "10-cc"}),
    ],
)
def test_tidying_leaves_what_is_kept_and_what_may_still_be_being_made(
    tmp_path: Path, kept: set[str], left: set[str]
) -> None:
    for name in ("1-aa", "2-bb", "10-cc"):
        for ending in (".jsonl", ".csv"):
            (tmp_path / f"{name}{ending}").write_bytes(b"")
    exports.tidy(tmp_path, kept)
    assert {one.name for one in tmp_path.iterdir()} == {
        f"{one}{ending}" for one in left for ending in (".jsonl", ".csv")
    }
