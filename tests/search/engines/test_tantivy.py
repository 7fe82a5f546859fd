"""What only the embedded engine can meet: lost and damaged files."""

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
    (tmp_path / ".current.1234").touch()
    TantivyEngine(tmp_path).close()
    assert {path.name for path in tmp_path.iterdir()} == {"current", "lock", folder.name}
    assert is_sound(folder)
