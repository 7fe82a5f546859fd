"""What happens by itself, whoever is at work."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from council import publishing
from council.base.site import Site
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Recording
from ratsfenster import housekeeping, retiring, visibility
from ratsfenster.app import create_app
from ratsfenster.worker import Worker
from tests import evening

AFTER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "TICK_S", 0.05)
    monkeypatch.setattr(housekeeping, "AFTER_START_S", 0.05)


@pytest.fixture
def recording_id(site: Site) -> int:
    """A transcript that ends on the last day of May, and a public folder nobody names."""
    recording_id = evening.hold(site, publish=False)
    (site.storage.root / "public" / ("b" * 32)).mkdir(parents=True)
    with site.database.writing() as db:
        terms = Declaration(LegalBasis.STATUTE, text=Term(Until.DATE, date(2026, 5, 31)))
        publishing.publish(db, db.get_one(Recording, recording_id), site, terms)
    return recording_id


def public(site: Site, recording_id: int) -> bool:
    with site.database.reading() as db:
        return db.get_one(Recording, recording_id).published_at is not None


def soon(happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)
    return happened()


def test_a_site_without_a_worker_ends_publications_removes_files_and_keeps_the_file(
    site: Site, recording_id: int, clock
) -> None:
    with TestClient(create_app(site)):
        assert soon(lambda: not any((site.storage.root / "public").iterdir()))
        assert soon((site.storage.root / visibility.NAME).exists)
        assert public(site, recording_id)
        clock.now = AFTER
        assert soon(lambda: not public(site, recording_id))
        assert soon(lambda: '"text":false' in (site.storage.root / visibility.NAME).read_text())


def test_a_worker_without_a_site_does_so_too_and_deletes_what_is_kept_no_longer(
    site: Site, recording_id: int, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    retired: list[Site] = []
    monkeypatch.setattr(retiring, "retire", retired.append)
    clock.now = AFTER
    worker = Worker(site, (), index=False)
    worker.start()
    try:
        assert soon(lambda: not public(site, recording_id))
        assert soon(lambda: bool(retired))
    finally:
        worker.end()


def test_what_goes_wrong_once_is_tried_again(
    site: Site, recording_id: int, clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    expire, failures = publishing.expire, [OSError("the disk is gone")]

    def fail_once(of: Site) -> int:
        if failures:
            raise failures.pop()
        return expire(of)

    monkeypatch.setattr(publishing, "expire", fail_once)
    clock.now = AFTER
    keeper = housekeeping.Housekeeper(site, deleting=False)
    keeper.start()
    try:
        assert soon(lambda: not public(site, recording_id))
    finally:
        keeper.end()
    assert "publications could not be ended" in caplog.text


def test_a_disk_that_does_not_answer_keeps_no_publication_from_ending(
    site: Site, recording_id: int, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(visibility, "keep", lambda _: answers.wait(60))
    clock.now = AFTER
    keeper = housekeeping.Housekeeper(site, deleting=False)
    keeper.start()
    assert soon(lambda: not public(site, recording_id))
    keeper.end(patience_s=0.2)
    answers.set()
