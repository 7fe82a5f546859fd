"""What only the embedded engine can meet: lost and damaged files."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from search import queries
from search.documents import SEGMENT, Document, terms_of
from search.engines import EVERYTHING, Cursor, UnavailableError
from search.engines.files import IndexFiles, is_sound
from search.engines.tantivy import TantivyEngine, TantivyReader


def fill(root: Path) -> Path:
    """An index with some documents; its folder."""
    engine = TantivyEngine(root)
    words, wholes = terms_of("Der Radweg, die Kita-Gebühr")
    for recording in range(1, 40):
        engine.replace(recording, [Document(SEGMENT, recording, 1, recording, 1, 2026, 0, words, wholes)])
    engine.commit(Cursor(1))
    engine.replace(1, [])
    engine.commit(Cursor(2))
    engine.close()
    return live_folder(root)


def live_folder(root: Path) -> Path:
    pointer = IndexFiles(root).pointer()
    assert pointer is not None
    return root / pointer.folder


def flip_a_byte(folder: Path) -> None:
    file = next(folder.glob("*.idx"))
    content = bytearray(file.read_bytes())
    content[3] ^= 0xFF
    file.write_bytes(content)


def cut_short(folder: Path) -> None:
    file = next(folder.glob("*.term"))
    file.write_bytes(file.read_bytes()[:20])


DAMAGES: list[Callable[[Path], None]] = [
    flip_a_byte,
    cut_short,
    lambda folder: next(folder.glob("*.pos")).unlink(),
    lambda folder: next(folder.glob("*.del")).unlink(),
    lambda folder: (folder / "meta.json").write_text("{"),
    lambda folder: (folder / "meta.json").unlink(),
    lambda folder: shutil.rmtree(folder),
    lambda folder: (folder.parent / "current").unlink(),
    lambda folder: (folder.parent / "current").write_text("{}"),
]


def test_an_index_as_written_is_sound(tmp_path: Path) -> None:
    assert is_sound(fill(tmp_path))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_writer_that_starts_notices_damage(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    damage(fill(tmp_path))
    engine = TantivyEngine(tmp_path)
    assert engine.cursor() is None
    built = engine.beside()
    built.commit(Cursor(3))
    engine.take_over(built)
    assert engine.cursor() == Cursor(3)
    assert engine.search(queries.parse("Radweg"), EVERYTHING, 5).total == 0
    engine.close()


def test_a_reader_that_meets_damage_tells_the_writer(tmp_path: Path) -> None:
    folder = fill(tmp_path)
    engine = TantivyEngine(tmp_path)
    assert engine.cursor() == Cursor(2)
    cut_short(folder)
    with pytest.raises(UnavailableError):
        TantivyReader(tmp_path).search(queries.parse("Radweg"), EVERYTHING, 5)
    assert engine.cursor() is None
    engine.close()


def test_what_a_killed_rebuild_left_is_swept_away(tmp_path: Path) -> None:
    folder = fill(tmp_path)
    (tmp_path / "0123456789abcdef").mkdir()
    (tmp_path / ".current.01234567").touch()
    TantivyEngine(tmp_path).close()
    assert {path.name for path in tmp_path.iterdir()} == {"current", "lock", folder.name}
    assert is_sound(folder)


def test_an_index_that_is_live_no_more_is_swept_away(tmp_path: Path) -> None:
    folder = fill(tmp_path)
    (tmp_path / "current").unlink()
    TantivyEngine(tmp_path).close()
    assert not folder.exists()


def test_what_is_not_ours_is_never_touched(tmp_path: Path) -> None:
    """The index may have been given a folder that holds other things as well."""
    others = [
        "originals",
        "postgresql",
        "0123456789abcdef",
        "a" * 16,
        "0123456789ABCDEF",
        "0123456789abcdef0",
        ".current.01234567",
    ]
    for name in others:
        (tmp_path / name / "within").mkdir(parents=True)
        (tmp_path / name / "file").write_text("of somebody else")
    (tmp_path / "originals" / "meta.json").write_text("{}")
    elsewhere = fill(tmp_path / "elsewhere")
    (tmp_path / "fedcba9876543210").symlink_to(elsewhere)
    fill(tmp_path)
    TantivyEngine(tmp_path).close()
    assert all((tmp_path / name / "file").read_text() == "of somebody else" for name in others)
    assert is_sound(tmp_path / "fedcba9876543210")


@pytest.mark.parametrize("folder", ["..", "../data", "originals", "", 7])
def test_a_pointer_to_anything_but_an_index_is_none(tmp_path: Path, folder: object) -> None:
    fill(tmp_path / "index")
    pointer = json.loads((tmp_path / "index" / "current").read_text())
    (tmp_path / "index" / "current").write_text(json.dumps({**pointer, "folder": folder}))
    assert IndexFiles(tmp_path / "index").pointer() is None
