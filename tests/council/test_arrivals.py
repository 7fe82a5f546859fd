"""Uploads becoming a recording: once, whole, and at whatever moment a process dies."""

import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from council import arrivals, parts, recordings, uploads
from council.base.audit import AuditEntry
from council.base.site import Site
from council.base.storage import Storage
from council.recordings import Recording
from council.uploads import Announced, Upload, UploadState
from tests.uploading import a_meeting

FILM = b"not looked into before it is a recording"


def received(
    site: Site, *contents: bytes, hashed: bool = True, batch: str = "stapel-0001", meeting: int = 0
) -> list[Upload]:
    """A batch of which every byte is there."""
    meeting = meeting or a_meeting(site)
    made = []
    for position, content in enumerate(contents, 1):
        announced = Announced(
            f"{position}.mp4", len(content), f"f{position}", meeting, batch, len(contents), 0, position
        )
        with site.database.writing() as db:
            upload, _ = uploads.announce(db, announced, None, 10**12, site.clock())
            path = parts.path_of(site.storage, upload)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            made.append(
                uploads.advance(
                    db, upload, len(content), hashlib.sha256(content).hexdigest() if hashed else None, site.clock()
                )
            )
    return made


def originals(site: Site) -> list[Path]:
    return sorted(path for path in (site.storage.root / "originals").rglob("*") if path.is_file())


def kept(site: Site) -> list[Recording]:
    with site.database.reading() as db:
        return list(db.exec(select(Recording)).all())


@pytest.mark.db
def test_a_batch_that_is_complete_becomes_one_recording(site: Site) -> None:
    files = received(site, FILM, FILM[1:])
    assert arrivals.finish(site, files[0].batch) == arrivals.finish(site, files[0].batch) == 1
    assert [path.read_bytes() for path in originals(site)] == [FILM, FILM[1:]]
    assert not any(site.storage.uploads(file.key).exists() for file in files)
    with site.database.reading() as db:
        assert {(file.state, file.recording_id) for file in uploads.of_batch(db, files[0].batch)} == {("used", 1)}
        assert [one.sha256 for one in recordings.originals(db, 1)] == [file.sha256 for file in files]


def test_one_that_lacks_a_file_waits_for_it(site: Site) -> None:
    (first, _) = received(site, FILM, FILM[1:])
    with site.database.writing() as db:
        db.get_one(Upload, first.id).state = UploadState.RECEIVING
    assert arrivals.finish(site, first.batch) is None
    assert kept(site) == []


class KilledError(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("moment", ["share", "drop"], ids=["before the transaction", "after it"])
def test_a_process_that_dies_on_the_way_loses_nothing_and_doubles_nothing(site: Site, monkeypatch, moment: str) -> None:
    files = received(site, FILM)
    original = getattr(Storage, moment)

    def dies(self: Storage, *arguments: object) -> None:
        if moment == "share":
            original(self, *arguments)
        raise KilledError

    monkeypatch.setattr(Storage, moment, dies)
    with pytest.raises(KilledError):
        arrivals.finish(site, files[0].batch)
    monkeypatch.undo()
    arrivals.finish_all(site)
    arrivals.sweep(site)
    (recording,) = kept(site)
    with site.database.reading() as db:
        (one,) = recordings.originals(db, recording.id or 0)
    assert (site.storage.originals(recording.key) / one.stored_as).read_bytes() == FILM
    assert list((site.storage.root / "uploads").iterdir()) == []


@pytest.mark.db
def test_two_that_finish_the_same_batch_at_once_make_one_recording(site: Site, monkeypatch) -> None:
    (file,) = received(site, FILM)
    share, others = Storage.share, [file.batch]

    def quicker(self: Storage, *arguments: Any) -> Path:
        shared = share(self, *arguments)
        if others:
            assert arrivals.finish(site, others.pop()) == 1
        return shared

    monkeypatch.setattr(Storage, "share", quicker)
    assert arrivals.finish(site, file.batch) == 1
    assert len(kept(site)) == len(originals(site)) == 1
    with site.database.reading() as db:
        assert [entry.action for entry in db.exec(select(AuditEntry)).all()] == ["Aufnahme hochgeladen"]


@pytest.mark.db
def test_of_two_that_take_a_batch_at_once_only_one_tells_the_log(site: Site, monkeypatch) -> None:
    (file,) = received(site, FILM)
    share, with_files, together = Storage.share, recordings.with_files, threading.Barrier(2, timeout=20)

    def both(self: Storage, *arguments: Any) -> Path:
        shared = share(self, *arguments)
        together.wait()
        return shared

    def slowly(*arguments: Any) -> Recording | None:
        time.sleep(0.3)
        return with_files(*arguments)

    monkeypatch.setattr(Storage, "share", both)
    monkeypatch.setattr(recordings, "with_files", slowly)
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _: arrivals.finish(site, file.batch), range(2))) == [1, 1]
    with site.database.reading() as db:
        assert [entry.action for entry in db.exec(select(AuditEntry)).all()] == ["Aufnahme hochgeladen"]


def test_where_rooms_lie_on_different_disks_files_are_copied(site: Site, monkeypatch) -> None:
    def elsewhere(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", elsewhere)
    (file,) = received(site, FILM)
    arrivals.finish(site, file.batch)
    assert [path.read_bytes() for path in originals(site)] == [FILM]


def test_a_file_whose_hash_went_lost_in_a_restart_is_read_once_more(site: Site) -> None:
    (file,) = received(site, FILM, hashed=False)
    assert file.state == UploadState.RECEIVING
    arrivals.finish_all(site)
    with site.database.reading() as db:
        (one,) = recordings.originals(db, 1)
    assert one.sha256 == hashlib.sha256(FILM).hexdigest()


@pytest.mark.parametrize("hashed", [True, False])
def test_files_that_are_not_there_any_more_are_asked_for_again(site: Site, hashed: bool) -> None:
    first, second = received(site, FILM, FILM[1:], hashed=hashed)
    site.storage.drop(site.storage.uploads(first.key))
    path = parts.path_of(site.storage, second)
    path.write_bytes(FILM[1:10])
    arrivals.finish_all(site)
    arrivals.finish_all(site)
    assert (kept(site), originals(site)) == ([], [])
    with site.database.reading() as db:
        found = [(file.state, file.received, file.sha256) for file in uploads.of_batch(db, first.batch)]
    assert found[0] == ("receiving", 0, None)
    assert found[1] == ("receiving", 9, None)


def test_a_file_that_is_shorter_than_acknowledged_makes_no_recording(site: Site) -> None:
    (file,) = received(site, FILM)
    parts.path_of(site.storage, file).write_bytes(FILM[:9])
    assert arrivals.finish(site, file.batch) is None
    assert (kept(site), originals(site)) == ([], [])
    with site.database.reading() as db:
        (found,) = uploads.of_batch(db, file.batch)
    assert (found.state, found.received, found.sha256) == ("receiving", 9, None)


def test_a_file_somebody_is_just_sending_is_left_alone(site: Site) -> None:
    (file,) = received(site, FILM, hashed=False)
    part = parts.Part(parts.path_of(site.storage, file))
    arrivals.finish_all(site)
    assert kept(site) == []
    part.close()
    arrivals.finish_all(site)
    assert len(kept(site)) == 1


def test_what_nobody_went_on_with_for_a_week_is_removed(site: Site, clock) -> None:
    meeting = a_meeting(site)
    (old,) = received(site, FILM, hashed=False, meeting=meeting)
    clock.advance(days=6)
    (young,) = received(site, FILM, hashed=False, batch="stapel-0002", meeting=meeting)
    clock.advance(timedelta(days=1, seconds=1))
    arrivals.sweep(site)
    assert not site.storage.uploads(old.key).exists()
    assert site.storage.uploads(young.key).exists()
    with site.database.reading() as db:
        assert [batch[0].key for batch in uploads.open_batches(db)] == [young.key]
        (entry,) = db.exec(select(AuditEntry)).all()
    assert (entry.who, entry.action) == ("Ratsfenster", "Unvollständigen Upload entfernt")
    clock.advance(days=8)
    arrivals.sweep(site)
    arrivals.sweep(site)
    with site.database.reading() as db:
        assert [upload.key for upload in db.exec(select(Upload)).all()] == [young.key]  # cancelled last, forgotten next


def test_a_file_that_came_long_ago_is_kept_while_the_next_one_of_its_batch_comes(site: Site, clock) -> None:
    first, second = received(site, FILM, FILM[1:], hashed=False)
    clock.advance(days=8)
    with site.database.writing() as db:
        db.get_one(Upload, second.id).touched_at = site.clock()
    arrivals.sweep(site)
    assert site.storage.uploads(first.key).exists()


def test_rooms_that_no_upload_has_are_removed(site: Site) -> None:
    (file,) = received(site, FILM, hashed=False)
    orphan = site.storage.uploads("0123456789abcdef")
    orphan.mkdir()
    (orphan / "data").write_bytes(b"left behind")
    arrivals.sweep(site)
    assert not orphan.exists()
    assert site.storage.uploads(file.key).exists()


def test_the_worker_goes_on_finishing_whatever_goes_wrong_once(site: Site, monkeypatch) -> None:
    monkeypatch.setattr(arrivals, "LOOK_S", 0.01)
    (file,) = received(site, FILM)
    finish_all, tries = arrivals.finish_all, []

    def fails_twice(site: Site) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("", {}, Exception()) if len(tries) == 1 else ValueError
        finish_all(site)

    monkeypatch.setattr(arrivals, "finish_all", fails_twice)
    stop = threading.Event()
    thread = threading.Thread(target=arrivals.follow, args=(site, stop))
    thread.start()
    deadline = time.monotonic() + 20
    while site.storage.uploads(file.key).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    thread.join()
    assert len(kept(site)) == 1


@given(st.text(max_size=400))
def test_whatever_a_file_is_called_its_place_is_harmless_and_its_name_can_be_shown(name: str) -> None:
    assert arrivals.shown_name(name).isprintable()
    assert 0 < len(arrivals.shown_name(name)) <= 300
    stored = arrivals.stored_name(1, name)
    assert stored.isascii()
    assert stored.startswith("1.")
    assert "/" not in stored
    assert len(stored) < 10


@pytest.mark.parametrize(
    ("name", "shown", "stored"),
    [
        ("Sitzung.MP4", "Sitzung.MP4", "1.mp4"),
        ("C:\\Filme\\Rat.mov", "Rat.mov", "1.mov"),
        ("../../etc/passwd", "passwd", "1.bin"),
        ("a\x1b[31m\nb.mp4", "a[31mb.mp4", "1.mp4"),
        ("x.tar.gz.sehrlangeendung", "x.tar.gz.sehrlangeendung", "1.bin"),
        (".mp4", ".mp4", "1.bin"),
        ("", "ohne Namen", "1.bin"),
        ("x" * 400, "x" * 300, "1.bin"),
    ],
)
def test_names_as_they_are_shown_and_stored(name: str, shown: str, stored: str) -> None:
    assert (arrivals.shown_name(name), arrivals.stored_name(1, name)) == (shown, stored)
