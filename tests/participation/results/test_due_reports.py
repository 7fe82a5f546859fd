"""Reports that are written before anybody asks for them."""

import threading
from pathlib import Path

import pytest

from council.base import i18n
from council.base.site import Site
from participation import results
from participation.results import Result, due_reports, printing, reports
from participation.results.due_reports import Due, Writer
from tests.conftest import MovableClock
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form

PARK = form(EVERY_KIND[0])


@pytest.fixture
def result(site: Site) -> Result:
    number = outcomes.closed(site, PARK)
    return outcomes.results(site, number, {1: PARK}, outcomes.everybody([("", {"park": "yes"})] * 6))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was printed, without printing it."""
    found: list[Path] = []

    def write(html: str, target: Path) -> None:
        assert "park?" in html
        target.write_bytes(b"%PDF-")
        found.append(target)

    monkeypatch.setattr(printing, "write", write)
    monkeypatch.setattr(printing, "missing_library", lambda: None)
    return found


def due(site: Site) -> list[Due]:
    with site.database.reading() as db:
        return list(due_reports.due(db, site))


@pytest.mark.db
def test_what_is_public_gets_its_report_in_both_languages_once(site: Site, result: Result, printed: list[Path]) -> None:
    assert {one.language for one in due(site)} == {"de", "en"}
    Writer(site).keep_up(threading.Event())
    bundle = site.storage.participation(result.process_id) / result.bundle
    assert printed == [reports.path(bundle, i18n.language(code)) for code in ("de", "en")]
    assert due(site) == []


def test_what_was_taken_back_gets_none(site: Site, result: Result, printed: list[Path]) -> None:
    waiting = due(site)
    with site.database.writing() as db:
        results.take_back(db, result.process_id, site.clock())
    assert due(site) == []
    for one in waiting:  # taken back after they were looked for
        due_reports.write(site, one)
    assert printed == []


def test_a_withdrawn_survey_gets_none(site: Site, result: Result) -> None:
    outcomes.withdrawn(site, result.process_id)
    assert due(site) == []


def test_one_that_fails_keeps_nobody_waiting_and_has_its_turn_again(
    site: Site, clock: MovableClock, result: Result, printed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[str] = []

    def broken(html: str, target: Path) -> None:
        attempts.append(target.name)
        raise OSError("full")

    monkeypatch.setattr(printing, "write", broken)
    writer = Writer(site)
    writer.keep_up(threading.Event())
    writer.keep_up(threading.Event())
    assert len(attempts) == 2
    clock.advance(hours=2)
    writer.keep_up(threading.Event())
    assert len(attempts) == 4


def test_nothing_is_tried_where_nothing_can_be_printed(
    site: Site, result: Result, printed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "missing_library", lambda: "libpango-1.0-0")
    Writer(site).keep_up(threading.Event())
    assert printed == []
