"""Receiving chunks when the line, the clerk or the server does not behave."""

import asyncio
import hashlib
import os
import threading
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from council import parts, receiving, uploads
from council.base.site import Site
from council.receiving import Chunk, Receiver
from council.uploads import Announced, Reason, Upload, UploadError, UploadState
from tests.uploading import a_meeting

FILM = bytes(range(256)) * 8  # 2048 bytes


def run(story: Coroutine[Any, Any, Any]) -> Any:
    """asyncio.run, in a thread of its own: where a browser was used before, a loop is running in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


@pytest.fixture
def upload(site: Site) -> Upload:
    announced = Announced("sitzung.mp4", len(FILM), "known", a_meeting(site), "stapel-0001", 1, 0, 1)
    with site.database.writing() as db:
        return uploads.announce(db, announced, None, 10**12, site.clock())[0]


def chunk(upload: Upload, start: int, end: int) -> Chunk:
    return Chunk(upload.key, start, hashlib.sha256(FILM[start:end]).digest(), "known")


async def body(*pieces: bytes, then: BaseException | None = None) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
    if then is not None:
        raise then


def now(site: Site, upload: Upload) -> Upload:
    with site.database.reading() as db:
        return uploads.require(db, upload.key)


def on_disk(site: Site, upload: Upload) -> bytes:
    return parts.path_of(site.storage, upload).read_bytes()


def test_a_line_lost_in_the_middle_of_a_chunk_costs_that_chunk_alone(site: Site, upload: Upload) -> None:
    receiver = Receiver()

    async def story() -> None:
        await receiver.receive(site, chunk(upload, 0, 1000), body(FILM[:1000]))
        with pytest.raises(ClientDisconnect):
            await receiver.receive(site, chunk(upload, 1000, 2000), body(FILM[1000:1500], then=ClientDisconnect()))
        assert on_disk(site, upload) == FILM[:1000]
        await receiver.receive(site, chunk(upload, 1000, 2048), body(FILM[1000:1100], FILM[1100:]))

    run(story())
    assert on_disk(site, upload) == FILM
    assert (now(site, upload).state, now(site, upload).sha256) == (
        UploadState.COMPLETE,
        hashlib.sha256(FILM).hexdigest(),
    )


def test_a_block_is_never_larger_than_needed_and_comes_in_order(site: Site, upload: Upload, monkeypatch) -> None:
    monkeypatch.setattr(receiving, "BLOCK", 64)
    run(Receiver().receive(site, chunk(upload, 0, 2048), body(*(FILM[n : n + 10] for n in range(0, 2048, 10)))))
    assert on_disk(site, upload) == FILM


@pytest.mark.parametrize("fails", [0, 300, 2047])
def test_a_disk_that_is_full_anywhere_in_a_chunk_is_told(site: Site, upload: Upload, monkeypatch, fails: int) -> None:
    monkeypatch.setattr(receiving, "BLOCK", 64)
    written = os.write

    def full_once(fd: int, data: bytes) -> int:
        if os.lseek(fd, 0, os.SEEK_CUR) <= fails < os.lseek(fd, 0, os.SEEK_CUR) + len(data):
            raise OSError(28, "No space left on device")
        return written(fd, data)

    monkeypatch.setattr(parts.os, "write", full_once)
    pieces = [FILM[n : n + 10] for n in range(0, 2048, 10)]
    with pytest.raises(UploadError) as refused:
        run(Receiver().receive(site, chunk(upload, 0, 2048), body(*pieces)))
    assert refused.value.reason == Reason.FULL
    assert on_disk(site, upload) == b""


def test_two_at_once_the_second_waits_its_turn(site: Site, upload: Upload) -> None:
    receiver = Receiver()

    async def story() -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield FILM[:500]
            begun.set()
            await go_on.wait()
            yield FILM[500:1000]

        first = asyncio.create_task(receiver.receive(site, chunk(upload, 0, 1000), slow()))
        await begun.wait()
        with pytest.raises(UploadError) as refused:
            await receiver.receive(site, chunk(upload, 0, 1000), body(FILM[:1000]))
        assert refused.value.reason == Reason.LOCKED
        go_on.set()
        assert (await first).received == 1000

    run(story())


def test_an_attempt_whose_line_went_silent_gives_way(site: Site, upload: Upload, monkeypatch) -> None:
    monkeypatch.setattr(receiving, "STALLED_S", 0.05)
    receiver = Receiver()

    async def story() -> None:
        begun = asyncio.Event()

        async def silent() -> AsyncIterator[bytes]:
            yield FILM[:500]
            begun.set()
            await asyncio.sleep(60)

        first = asyncio.create_task(receiver.receive(site, chunk(upload, 0, 1000), silent()))
        await begun.wait()
        await asyncio.sleep(0.1)
        assert (await receiver.receive(site, chunk(upload, 0, 1000), body(FILM[:1000]))).received == 1000
        with pytest.raises(UploadError) as refused:
            await first
        assert refused.value.reason == Reason.SILENT

    run(story())
    assert on_disk(site, upload) == FILM[:1000]


def test_a_line_that_stays_silent_is_given_up(site: Site, upload: Upload, monkeypatch) -> None:
    monkeypatch.setattr(receiving, "IDLE_S", 0.05)

    async def silent() -> AsyncIterator[bytes]:
        yield FILM[:500]
        await asyncio.sleep(60)

    with pytest.raises(UploadError) as refused:
        run(Receiver().receive(site, chunk(upload, 0, 1000), silent()))
    assert refused.value.reason == Reason.SILENT
    assert on_disk(site, upload) == b""


def test_another_process_goes_on_and_the_hash_is_left_to_the_worker(site: Site, upload: Upload) -> None:
    run(Receiver().receive(site, chunk(upload, 0, 1000), body(FILM[:1000])))
    done = run(Receiver().receive(site, chunk(upload, 1000, 2048), body(FILM[1000:])))
    assert (done.received, done.state, done.sha256) == (2048, UploadState.RECEIVING, None)


def test_what_the_disk_lost_is_asked_for_again(site: Site, upload: Upload) -> None:
    receiver = Receiver()
    run(receiver.receive(site, chunk(upload, 0, 1000), body(FILM[:1000])))
    path = parts.path_of(site.storage, upload)
    path.write_bytes(FILM[:600])
    assert parts.on_disk(site.storage, now(site, upload)) == 600
    run(receiver.receive(site, chunk(upload, 600, 2048), body(FILM[600:])))
    assert path.read_bytes() == FILM
    assert now(site, upload).sha256 is None  # the hash in memory was of what is gone


@pytest.mark.db
def test_a_chunk_of_an_upload_that_was_cancelled_meanwhile_does_not_count(site: Site, upload: Upload) -> None:
    async def cancelled() -> AsyncIterator[bytes]:
        yield FILM[:500]
        with site.database.writing() as db:
            uploads.cancel(db, uploads.require(db, upload.key), site.clock())
        yield FILM[500:1000]

    with pytest.raises(UploadError) as refused:
        run(Receiver().receive(site, chunk(upload, 0, 1000), cancelled()))
    assert refused.value.reason == Reason.GONE
    assert on_disk(site, upload) == b""


def test_cancelled_while_the_last_chunk_is_counted_the_file_is_whole_and_so_is_the_row(
    site: Site, upload: Upload, monkeypatch
) -> None:
    counting, go_on, advance = threading.Event(), threading.Event(), uploads.advance

    def slow(*arguments: Any) -> Upload:
        counting.set()
        go_on.wait(10)
        return advance(*arguments)

    monkeypatch.setattr(uploads, "advance", slow)

    async def story() -> None:
        receiving_it = asyncio.create_task(Receiver().receive(site, chunk(upload, 0, 2048), body(FILM)))
        await asyncio.to_thread(counting.wait, 10)
        receiving_it.cancel()
        await asyncio.sleep(0.05)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await receiving_it

    run(story())
    assert now(site, upload).state == UploadState.COMPLETE
    assert on_disk(site, upload) == FILM
