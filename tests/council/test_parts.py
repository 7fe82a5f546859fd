"""The file of an upload: written in place, undone where a chunk does not count, and open to one at a time."""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from council import parts
from council.parts import Hashes, Part
from council.uploads import Reason, UploadError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "room" / "data"


def test_a_chunk_is_appended_at_its_place_and_hashed(path: Path) -> None:
    part = Part(path)
    part.begin(0, hashlib.sha256())
    part.write([b"first ", b"piece"])
    end, whole = part.seal(hashlib.sha256(b"first piece").digest())
    part.close()
    assert (end, path.read_bytes()) == (11, b"first piece")
    assert whole is not None
    assert whole.hexdigest() == hashlib.sha256(b"first piece").hexdigest()


def test_what_lies_behind_the_last_chunk_that_counted_is_cut_off(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"good" + b"half a chunk of a process that died")
    part = Part(path)
    part.begin(4, None)
    part.write([b" and on"])
    assert part.seal(hashlib.sha256(b" and on").digest()) == (11, None)
    part.close()
    assert path.read_bytes() == b"good and on"


def test_a_chunk_is_sealed_only_when_it_is_on_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr(parts.os, "fdatasync", synced.append)
    part = Part(path)
    part.begin(0, None)
    part.write([b"x"])
    with pytest.raises(UploadError) as refused:
        part.seal(hashlib.sha256(b"y").digest())
    assert (refused.value.reason, synced) == (Reason.CHECKSUM, [])
    part.seal(hashlib.sha256(b"x").digest())
    assert len(synced) == 1
    part.close()


def test_a_short_write_is_continued(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = os.write
    monkeypatch.setattr(parts.os, "write", lambda fd, data: written(fd, data[:3]))
    part = Part(path)
    part.begin(0, None)
    part.write([b"0123456789"])
    part.close()
    assert path.read_bytes() == b"0123456789"


def test_what_is_given_up_is_undone_and_later_writes_go_nowhere(path: Path) -> None:
    part = Part(path)
    part.begin(0, None)
    part.write([b"unwanted"])
    part.undo()
    part.close()
    part.write([b"a thread that came too late"])
    assert path.read_bytes() == b""


def test_only_one_attempt_at_a_time_also_of_another_process(path: Path) -> None:
    part = Part(path)
    with pytest.raises(UploadError) as refused:
        Part(path)
    assert refused.value.reason == Reason.LOCKED
    part.close()
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import fcntl; f = open({str(path)!r}); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(UploadError):
            Part(path)
        holder.kill()
    Part(path).close()  # whoever dies lets go


def test_the_lock_lies_on_the_file_itself(path: Path) -> None:
    part = Part(path)
    with path.open() as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    part.close()


def test_a_hash_is_known_only_for_where_the_file_ends() -> None:
    hashes = Hashes()
    assert hashes.up_to("a", 0) is not None
    hashes.keep("a", 5, hashlib.sha256(b"12345"))
    known = hashes.up_to("a", 5)
    assert known is not None
    known.update(b"spoiled")  # a copy: what does not count does no harm
    again = hashes.up_to("a", 5)
    assert again is not None
    assert again.digest() == hashlib.sha256(b"12345").digest()
    assert hashes.up_to("a", 4) is hashes.up_to("b", 5) is None
    hashes.keep("a", 9, None)
    assert hashes.up_to("a", 9) is None


def test_hashes_of_many_uploads_take_no_endless_memory() -> None:
    hashes = Hashes()
    for number in range(parts.MOST_HASHES + 10):
        hashes.keep(str(number), 1, hashlib.sha256())
    assert hashes.up_to("0", 1) is None
    assert hashes.up_to(str(parts.MOST_HASHES + 9), 1) is not None
