"""Mixing loses nothing, doubles nothing, and keeps up by itself."""

import contextlib
import secrets
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from council.base.site import Site
from participation.answers import mixing, receipts, submissions
from participation.answers.mixing import Mixer, batches
from participation.answers.submissions import Origin
from ratsfenster import housekeeping
from ratsfenster.worker import Worker
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import townsurvey
from tests.participation.crowd import PATIENCE_S

FORM = townsurvey.form(*townsurvey.EVERY_KIND)
ANSWERS = {
    "park": "yes",
    "spot": {"lon": 10.123456, "lat": 52.0},
    "years": "12.5",
    "idea": "Bäume – „schön“ ✓",
    "ways": [],
}


def fill(site: Site, process_id: int, count: int) -> None:
    for number in range(count):
        surveys.answer(site, process_id, ANSWERS | {"name": str(number)}, stratum="Nord", origin=Origin.WEB)


def contents(site: Site) -> tuple[list[object], list[object]]:
    """All submissions and receipts, as they are stored."""
    with site.database.engine.connect() as connection:
        answers = connection.exec_driver_sql(
            "SELECT process_id, key, version, origin, stratum, CAST(answers AS varchar) FROM submission ORDER BY 1, 2"
        ).all()
        hashes = connection.exec_driver_sql("SELECT process_id, hash FROM submission_receipt ORDER BY 1, 2").all()
    return list(answers), list(hashes)


@pytest.mark.db
def test_every_row_is_the_same_afterwards_to_the_letter(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "BATCH", 7)
    one, other = surveys.survey(site, FORM), surveys.survey(site, FORM, slug="anderes")
    for process_id in (one, other):
        fill(site, process_id, 25)
    before = contents(site)
    mixing.mix(site.database, one)
    mixing.sweep(site.database)
    assert contents(site) == before
    assert mixing.unmixed(site.database) == [other]


@pytest.mark.db
def test_answers_that_come_meanwhile_are_kept_and_retries_known(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading the keys and rewriting any of them others answer, and somebody sends once more."""
    monkeypatch.setattr(mixing, "BATCH", 3)
    survey = surveys.survey(site, FORM)
    fill(site, survey, 10)
    key = receipts.new_key(secrets.token_bytes)
    surveys.answer(site, survey, ANSWERS, key=key)
    parts, outcomes = mixing.batches, []

    def cut_up(keys: list[str], size: int) -> Iterator[object]:
        for part in parts(keys, size):
            fill(site, survey, 3)
            outcomes.append(surveys.answer(site, survey, ANSWERS, key=key).again)
            yield part

    monkeypatch.setattr(mixing, "batches", cut_up)
    mixing.mix(site.database, survey)
    assert set(outcomes) == {True}
    with site.database.reading() as db:
        names = [row.answers.get("name") for row in submissions.read(db, survey)]
        assert len(names) == len(submissions.hashes(db, survey)) == 11 + 3 * len(outcomes)
    assert mixing.unmixed(site.database) == [survey], "what came meanwhile is for the next time"


@pytest.mark.db
def test_many_answer_while_it_mixes_again_and_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "BATCH", 5)
    survey, over = surveys.survey(site, FORM), threading.Event()
    fill(site, survey, 20)

    def mix() -> None:
        while not over.is_set():
            mixing.mix(site.database, survey)

    mixers = [threading.Thread(target=mix) for _ in range(2)]
    for mixer in mixers:
        mixer.start()
    fill(site, survey, 60)
    over.set()
    for mixer in mixers:
        mixer.join(PATIENCE_S)
    with site.database.reading() as db:
        assert submissions.count(db, survey) == len(submissions.hashes(db, survey)) == 80


@pytest.mark.db
def test_a_crash_in_the_middle_loses_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "BATCH", 4)
    survey = surveys.survey(site, FORM)
    fill(site, survey, 12)
    before, writing, left = contents(site), site.database.writing, [4]

    @contextlib.contextmanager
    def crash() -> Iterator[Session]:
        with writing() as db:
            yield db
            left[0] -= 1
            if left[0] == 0:
                raise OSError("the machine is gone")

    monkeypatch.setattr(site.database, "writing", crash)
    with pytest.raises(OSError, match="gone"):
        mixing.mix(site.database, survey)
    assert contents(site) == before
    assert mixing.unmixed(site.database) == [survey]


@pytest.mark.parametrize("count", [1, 2, 499, 500, 501, 999, 1001, 5003])
def test_batches_hold_every_key_and_none_is_small(count: int) -> None:
    keys = sorted(secrets.token_hex(16) for _ in range(count))
    parts = list(batches(keys, 500))
    assert parts[0].first == ""
    assert parts[-1].end is None
    assert [part.end for part in parts[:-1]] == [part.first for part in parts[1:]]
    sizes = [sum(part.first <= key and (part.end is None or key < part.end) for key in keys) for part in parts]
    assert sum(sizes) == count
    assert max(sizes) <= 500
    assert max(sizes) - min(sizes) <= 1


def test_nothing_to_mix_needs_no_batch() -> None:
    assert list(batches([], 500)) == []


# --- by itself


@pytest.mark.db
def test_what_is_new_is_mixed_once(site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "PAUSE", 0)
    survey, mixer = surveys.survey(site, FORM), Mixer(site)
    assert mixing.unmixed(site.database) == []
    fill(site, survey, 3)
    assert mixing.unmixed(site.database) == [survey]
    mixer.keep_up()
    assert mixing.unmixed(site.database) == []
    clock.advance(timedelta(days=20))
    surveys.answer(site, survey, ANSWERS, origin=Origin.PAPER)
    assert mixing.unmixed(site.database) == [survey], "a letter after the last day"


def test_a_drafts_test_answers_need_no_mixing(site: Site) -> None:
    draft = surveys.survey(site, FORM, released=False)
    surveys.answer(site, draft, ANSWERS, origin=Origin.TEST)
    assert mixing.unmixed(site.database) == []


def test_what_takes_long_has_its_turn_less_often(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    mixed: list[int] = []
    monkeypatch.setattr(mixing, "mix", lambda _, process_id: mixed.append(process_id))
    times = iter([100.0, 103.0, 150.0, 164.0, 165.0])  # it begins, ends; is too early; begins, ends
    monkeypatch.setattr("participation.answers.mixing.time.monotonic", lambda: next(times))
    survey, mixer = surveys.survey(site, FORM), Mixer(site)
    fill(site, survey, 1)
    mixer.keep_up()
    mixer.keep_up()
    assert mixed == [survey]
    mixer.keep_up()
    assert mixed == [survey] * 2


def test_a_worker_mixes_by_itself(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "MIXED_S", 0.05)
    survey, done = surveys.survey(site, FORM), threading.Event()
    fill(site, survey, 3)
    monkeypatch.setattr(mixing, "sweep", lambda _: done.set())
    worker = Worker(site, (), index=False)
    worker.start()
    try:
        assert done.wait(PATIENCE_S)
    finally:
        worker.end()
    assert mixing.unmixed(site.database) == []
