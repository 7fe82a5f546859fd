"""What only the embedded engine can meet: lost and damaged files; and the order it has inside a grade."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search.documents import ITEM, SEGMENT, Document, Source
from search.engines import EVERYTHING, Cursor, SearchError, SearchWriter, UnavailableError
from search.engines.files import ERASED, IndexFiles, is_sound
from search.engines.schema import FILLER
from search.engines.tantivy import TantivyEngine, TantivyReader
from search.plans import All, Plan, Row, Wanted

RADWEG = Plan((Wanted(((All(("radweg",)),),)),))
IN_A_ROW = Plan((Wanted(((Row(("neue", "radweg")),),)),))


def document(number: int, text: str, *, recording: int = 1, kind: str = SEGMENT) -> Document:
    words = tuple(text.split())
    source = Source("recording" if kind == SEGMENT else "meeting", recording)
    return Document(kind, number, source, 1, 1, 2026, 739_000, 0, words, words, "Clara Amtmann", ("clara", "amtmann"))


def fill(root: Path) -> Path:
    """An index with some documents; its folder."""
    engine = TantivyEngine(root)
    for recording in range(1, 40):
        engine.replace(
            Source("recording", recording), [document(recording, "der radweg die kita", recording=recording)]
        )
    engine.commit(Cursor(1))
    engine.replace(Source("recording", 1), [])
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
    assert engine.search(RADWEG, EVERYTHING, 5).total == 0
    engine.close()


def test_a_reader_that_meets_damage_tells_the_writer(tmp_path: Path) -> None:
    folder = fill(tmp_path)
    engine = TantivyEngine(tmp_path)
    assert engine.cursor() == Cursor(2)
    cut_short(folder)
    with pytest.raises(UnavailableError):
        TantivyReader(tmp_path).search(RADWEG, EVERYTHING, 5)
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


def test_an_index_of_another_format_is_none(tmp_path: Path) -> None:
    fill(tmp_path)
    pointer = json.loads((tmp_path / "current").read_text())
    (tmp_path / "current").write_text(json.dumps({**pointer, "format": pointer["format"] - 1}))
    with pytest.raises(UnavailableError):
        TantivyReader(tmp_path).search(RADWEG, EVERYTHING, 5)
    engine = TantivyEngine(tmp_path)
    assert engine.cursor() is None
    engine.close()


def test_a_panic_of_the_engine_is_an_error_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panics(*_: object) -> None:
        raise PanicException("index out of bounds")

    fill(tmp_path)
    monkeypatch.setattr("search.engines.tantivy.graded", panics)
    with pytest.raises(UnavailableError, match="out of bounds"):
        TantivyReader(tmp_path).search(RADWEG, EVERYTHING, 5)
    monkeypatch.setattr("search.engines.tantivy.row", panics)
    engine = TantivyEngine(tmp_path)
    with pytest.raises(SearchError, match="out of bounds"):
        engine.replace(Source("recording", 1), [document(1, "radweg")])
    engine.close()


# --- the order inside a grade -----------------------------------------------------------------------------------------


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    engine = TantivyEngine(tmp_path / "index")
    yield engine
    engine.close()


def ranked(engine: TantivyEngine, plan: Plan = RADWEG) -> list[str]:
    return [hit.id for hit in engine.search(plan, EVERYTHING, 100).hits]


def told(engine: SearchWriter, *texts: str) -> None:
    """Utterances numbered from 1, among others as they are."""
    others = [document(1000 + number, "und " * 27) for number in range(200)]
    engine.replace(Source("recording", 1), [document(number, text) for number, text in enumerate(texts, 1)] + others)
    engine.commit(Cursor(1))


def test_what_is_said_more_often_ranks_higher(engine: TantivyEngine) -> None:
    told(engine, "radweg " + "und " * 20, "radweg radweg radweg " + "und " * 18)
    assert ranked(engine) == ["segment-2", "segment-1"]


def test_the_rarer_of_two_words_ranks_higher(engine: TantivyEngine) -> None:
    told(engine, *["strasse " + "und " * 20] * 5, "radweg " + "und " * 20, "strasse " + "und " * 20)
    either = Plan((Wanted(((All(("strasse",)), All(("radweg",))),)),))
    assert ranked(engine, either)[0] == "segment-6"


SENTENCE = (
    "wir haben uns im ausschuss lange beraten und sind der meinung dass der neue radweg an der strasse gebaut wird"
)


@pytest.mark.parametrize("plan", [RADWEG, IN_A_ROW], ids=["a term", "a row"])
@pytest.mark.parametrize("short", ["neue radweg", "ja der neue radweg bitte"])
def test_a_few_words_do_not_beat_a_full_sentence_about_the_matter(
    engine: TantivyEngine, plan: Plan, short: str
) -> None:
    told(engine, short, short, SENTENCE, short)
    assert ranked(engine, plan)[0] == "segment-3"


def test_one_word_does_not_even_beat_two_sentences(engine: TantivyEngine) -> None:
    told(engine, "radweg", f"{SENTENCE} und nicht erst im naechsten jahr", "radweg")
    assert ranked(engine)[0] == "segment-2"


def test_a_title_is_short_by_nature(engine: TantivyEngine) -> None:
    engine.replace(Source("meeting", 1), [document(1, "radweg bonner strasse", kind=ITEM)])
    told(engine, SENTENCE)
    assert ranked(engine) == ["agenda_item-1", "segment-1"]


def test_what_lengthens_short_texts_cannot_be_asked_for(engine: TantivyEngine) -> None:
    told(engine, "radweg", "neue radweg")
    fillers = [Plan((Wanted(((found,),)),)) for found in (All((FILLER,)), Row((FILLER,)), Row(("radweg", FILLER)))]
    assert [engine.search(plan, EVERYTHING, 10).total for plan in fillers] == [0, 0, 0]
    assert engine.counts([FILLER], EVERYTHING) == [0]
    assert ranked(engine, Plan(RADWEG.wanted, (All((FILLER,)),))) == ["segment-2", "segment-1"]


# --- what was erased --------------------------------------------------------------------------------------------------

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[TantivyEngine]:
    filled = TantivyEngine(tmp_path)
    filled.replace(Source("recording", 1), [document(1, "der radweg")])
    filled.commit(Cursor(1))
    yield filled
    filled.close()


def test_where_something_is_erased_it_is_kept_until_when_the_index_is_built_anew(
    filled: TantivyEngine, tmp_path: Path
) -> None:
    assert filled.rebuild_at() is None
    filled.erase_by(Source("recording", 1), LATER)
    filled.erase_by(Source("recording", 1), LATER + timedelta(days=1))
    filled.close()
    again = TantivyEngine(tmp_path)
    assert again.rebuild_at() == LATER
    again.erase_by(Source("recording", 1), NOON)
    assert again.rebuild_at() == NOON
    built = again.beside()
    built.commit(Cursor(2))
    again.take_over(built)
    assert again.rebuild_at() is None
    again.close()


def test_where_nothing_was_nothing_is_erased(filled: TantivyEngine) -> None:
    filled.erase_by(Source("recording", 11), LATER)
    assert filled.rebuild_at() is None
    filled.replace(Source("recording", 11), [document(11, "ein geheimnis", recording=11)])
    filled.commit(Cursor(2))
    filled.erase_by(Source("recording", 11), LATER)
    assert filled.rebuild_at() == LATER


def test_what_is_erased_while_an_index_is_built_is_erased_from_that_one_too(filled: TantivyEngine) -> None:
    built = filled.beside()
    built.replace(Source("recording", 1), [document(1, "der radweg")])
    built.erase_by(Source("recording", 1), LATER)
    built.replace(Source("recording", 1), [])
    built.commit(Cursor(2))
    assert filled.rebuild_at() is None
    filled.take_over(built)
    assert filled.rebuild_at() == LATER


def test_a_moment_half_written_is_long_over(filled: TantivyEngine, tmp_path: Path) -> None:
    filled.erase_by(Source("recording", 1), LATER)
    (live_folder(tmp_path) / ERASED).write_text("2026-")
    at = filled.rebuild_at()
    assert at is not None
    assert at < NOON
