"""Files in the data folder."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.storage import BLOCK, Storage, new_key, sha256_of

ODD_KEYS = [
    "",
    "short",
    "../../etc",
    "a/b/c/d/e",
    "........",
    "0123456789abcde ",
    "0123456\n89",
    "schlüssel-mit-ü",
    "x" * 65,
]


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "data")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "Sitzung vom 3. März 🎥.mp4"
    file.write_bytes(b"\x00\x01\xfe" * BLOCK)  # three blocks
    return file


@pytest.mark.parametrize("key", ODD_KEYS)
@pytest.mark.parametrize("purpose", ["originals", "masters", "public", "work"])
def test_odd_keys_are_refused(storage: Storage, purpose: str, key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        getattr(storage, purpose)(key)


@given(st.text())
def test_no_key_leads_out_of_its_room(key: str) -> None:
    storage = Storage(Path("/srv/data"))
    try:
        room = storage.originals(key)
    except ValueError:
        return
    assert room.parent == Path("/srv/data/originals")


def test_new_keys_are_keys_and_never_the_same(storage: Storage) -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert len({storage.public(key) for key in keys}) == 100


def test_a_file_is_taken_with_its_size_and_sum(storage: Storage, source: Path) -> None:
    seen: list[int] = []
    stored = storage.take(source, storage.originals(new_key()), "1.mp4", seen.append)
    assert stored.path.read_bytes() == source.read_bytes()
    assert stored.size == 3 * BLOCK
    assert stored.sha256 == hashlib.sha256(source.read_bytes()).hexdigest() == sha256_of(source)
    assert seen == [BLOCK, 2 * BLOCK, 3 * BLOCK]


def test_a_file_taken_halfway_is_not_there_at_all(storage: Storage, source: Path) -> None:
    room = storage.originals(new_key())

    def disk_full(size: int) -> None:
        assert not (room / "1.mp4").exists()
        if size > BLOCK:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        storage.take(source, room, "1.mp4", disk_full)
    assert list(room.iterdir()) == []


def test_what_was_there_stays_when_taking_its_successor_fails(storage: Storage, source: Path, tmp_path: Path) -> None:
    room = storage.originals(new_key())
    storage.take(source, room, "1.mp4")
    with pytest.raises(FileNotFoundError):
        storage.take(tmp_path / "missing.mp4", room, "1.mp4")
    assert sha256_of(room / "1.mp4") == sha256_of(source)
    assert [file.name for file in room.iterdir()] == ["1.mp4"]


@pytest.mark.parametrize("name", ["", "../1.mp4", "a/b.mp4", ".hidden", "..", "eins zwei.mp4", "x" * 101, "1.mp4\n"])
def test_names_that_are_not_ours_are_refused(storage: Storage, source: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        storage.take(source, storage.originals(new_key()), name)


def test_a_room_is_dropped_with_all_in_it(storage: Storage, source: Path) -> None:
    kept, dropped = storage.work(new_key()), storage.work(new_key())
    storage.take(source, kept, "1.wav")
    storage.take(source, dropped / "deeper", "1.wav")
    storage.drop(dropped)
    storage.drop(dropped)
    assert not dropped.exists()
    assert (kept / "1.wav").exists()


def test_only_rooms_can_be_dropped(storage: Storage, tmp_path: Path) -> None:
    elsewhere = tmp_path / "precious"
    elsewhere.mkdir()
    storage.root.mkdir()
    for folder in (elsewhere, storage.root, storage.root / "work" / ".." / ".." / "precious", Path("/")):
        with pytest.raises(ValueError, match="not a room"):
            storage.drop(folder)
    assert elsewhere.exists()


def test_free_space_is_told(storage: Storage) -> None:
    storage.root.mkdir()
    assert storage.free_bytes() > 0


def test_a_file_shared_with_another_room_is_in_both_until_one_is_dropped(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    source = storage.uploads("0123456789") / "data"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"film")
    shared = storage.share(source, storage.originals("abcdefghij"), "1.mp4")
    assert source.samefile(shared)
    storage.drop(source.parent)
    assert shared.read_bytes() == b"film"
    with pytest.raises(FileNotFoundError):
        storage.share(source, storage.originals("klmnopqrst"), "1.mp4")
    with pytest.raises(ValueError, match="not a name"):
        storage.share(shared, storage.originals("klmnopqrst"), "../1.mp4")
