import threading
import time
from contextlib import closing

import pytest

from council.base import changes
from council.base.site import Site
from search import history, indexing, pacing
from search.engines import SearchError, open_writer
from search.pacing import Pace
from tests.search.archive import add_recording


def took(pace: Pace) -> float:
    began = time.monotonic()
    pace.keep()
    return time.monotonic() - began


@pytest.fixture
def far_ahead(site: Site) -> Site:
    """A site of which the index has nothing yet."""
    for _ in range(pacing.MOST_BEHIND):
        add_recording(site, "Radweg")
    return site


def test_who_is_not_far_ahead_does_not_wait(site: Site) -> None:
    add_recording(site, "Radweg")
    assert took(Pace(site)) < 1


def test_who_is_far_ahead_waits_until_the_index_has_followed(far_ahead: Site) -> None:
    stop = threading.Event()
    following = threading.Thread(target=indexing.follow, args=(far_ahead, stop))
    following.start()
    try:
        Pace(far_ahead).keep()
        with far_ahead.database.reading() as db:
            assert changes.latest(db) - indexing.position(far_ahead) <= pacing.MOST_BEHIND
    finally:
        stop.set()
        following.join(30)


def test_an_index_that_nobody_keeps_is_waited_for_once(far_ahead: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PATIENCE_S", 0.3)
    pace = Pace(far_ahead)
    assert 0.3 < took(pace) < 3
    assert took(pace) < 0.2
    with closing(open_writer(far_ahead)) as engine:
        with far_ahead.database.reading() as db:
            first, *_ = changes.since(db, 0, limit=1)
        engine.commit(history.cursor_at(first))
    assert took(pace) > 0.3


def test_an_engine_that_cannot_be_asked_is_not_waited_for(far_ahead: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(_: Site) -> int:
        raise SearchError("Die Suche ist nicht erreichbar.")

    monkeypatch.setattr(indexing, "position", down)
    assert took(Pace(far_ahead)) < 0.2
