"""Counting after the end: when, what is kept, and what the public sees by itself."""

import json
import threading
from typing import Any

import pytest

from council.base.site import Site
from participation import results
from participation.answers import submissions
from participation.answers.submissions import NotOpenError, Origin
from participation.counting import recount
from participation.moderation.text_reviews import TextReview, digest
from participation.processes import Process
from participation.results import due_countings, publication
from participation.results.due_countings import Due
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

EVERYTHING = form(*EVERY_KIND)
PARK = form(EVERY_KIND[0], EVERY_KIND[8])


def due(site: Site) -> list[Due]:
    with site.database.reading() as db:
        return list(due_countings.due(db, site.clock()))


def texts(site: Site, result: results.Result) -> list[tuple[str, int]]:
    """What is told of texts, and how many wrote each."""
    said = [json.loads(line) for line in counted.bundle(site, result).read_bytes().splitlines()]
    return [(one["text"], one["people"]) for one in said if "text" in one]


def publish(site: Site, number: int) -> None:
    with site.database.writing() as db:
        latest = results.last(db, number)
        assert latest is not None
        publication.show(db, db.get_one(Process, number), latest.number, site.clock())


def release(site: Site, number: int, text: str) -> None:
    with site.database.writing() as db:
        db.add(TextReview(process_id=number, question="idea", digest=digest(text), released=True))


@pytest.mark.db
def test_a_survey_is_counted_a_minute_after_it_closed(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, PARK, 12)
    assert due(site) == []
    clock.advance(days=14)
    assert due(site) == []
    clock.advance(minutes=1)
    assert due(site) == [Due(number, True)]
    assert counted.count(site, number) is not None
    assert due(site) == []


@pytest.mark.db
def test_what_is_published_counts_again_without_differences(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, EVERYTHING, 60)
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    with counted.bundle(site, result).open("rb") as bundle:
        again = recount.recount(bundle)
    assert again.differences == ()
    assert again.receipts == result.people == 60
    kept = counted.latest(site, number)
    assert kept is not None
    assert kept.figures == again.figures
    assert sum(block["people"] for block in kept.blocks) == 60


def test_a_receipt_is_in_the_published_list(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, PARK, 8)
    stored = surveys.answer(site, number, {"park": "yes"}, stratum="nord")
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    with counted.bundle(site, result).open("rb") as bundle:
        assert recount.contains(bundle, submissions.receipts.published(stored.receipt))


@pytest.mark.parametrize(("how", "shown"), [("by-hand", False), ("at-closing", True), ("live", True)])
def test_results_are_public_by_themselves_where_that_was_set(
    site: Site, clock: MovableClock, how: str, shown: bool
) -> None:
    number = counted.answered(site, PARK, 12, showing=how)
    counted.close(clock)
    counted.count(site, number)
    assert (counted.public(site, number) is not None) is shown


def test_too_few_answers_are_never_counted(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, PARK, 4, showing="at-closing")
    counted.close(clock)
    assert due(site) == []
    assert due_countings.count(site, Due(number, True)) is None
    assert counted.latest(site, number) is None
    assert not list(site.storage.participation(number).glob("*"))


@pytest.mark.db
def test_paper_is_counted_until_the_results_are_public_and_refused_after(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, PARK, 12)
    counted.close(clock)
    counted.count(site, number)
    surveys.answer(site, number, {"park": "no"}, stratum="nord", origin=Origin.PAPER)
    with pytest.raises(publication.ShowingError, match="neu gezählt"):
        publish(site, number)
    result = counted.count(site, number)
    assert result is not None
    assert (result.number, result.people) == (2, 13)
    publish(site, number)
    with pytest.raises(NotOpenError):
        surveys.answer(site, number, {"park": "no"}, stratum="nord", origin=Origin.PAPER)
    with site.database.writing() as db:
        publication.take_back(db, db.get_one(Process, number), site.clock())
    with pytest.raises(NotOpenError):
        surveys.answer(site, number, {"park": "no"}, stratum="nord", origin=Origin.PAPER)


def test_an_answer_that_comes_while_it_is_counted_is_not_left_out(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = counted.answered(site, PARK, 12, showing="at-closing")
    counted.close(clock)
    write = due_countings.exports.write

    def slowly(*args: Any) -> None:
        write(*args)
        surveys.answer(site, number, {"park": "no"}, stratum="nord", origin=Origin.PAPER)

    monkeypatch.setattr(due_countings.exports, "write", slowly)
    assert counted.count(site, number) is None
    assert counted.latest(site, number) is None
    assert not list(site.storage.participation(number).glob("*"))
    monkeypatch.undo()
    result = counted.count(site, number)
    assert result is not None
    assert result.people == 13


def test_only_released_texts_are_published_and_renewing_adds_those_released_since(
    site: Site, clock: MovableClock
) -> None:
    number = surveys.survey(site, PARK)
    for at in range(6):
        surveys.answer(site, number, {"park": "yes", "idea": f"Idee {at}"})
    release(site, number, "Idee 1")
    counted.close(clock)
    first = counted.count(site, number)
    assert first is not None
    assert texts(site, first) == [("Idee 1", 1)]
    publish(site, number)
    release(site, number, "Idee 2")
    with site.database.writing() as db:
        results.order(db, number, site.clock())
    second = counted.count(site, number)
    assert second is not None
    assert texts(site, second) == [("Idee 1", 1), ("Idee 2", 1)]
    shown = counted.public(site, number)
    assert shown is not None
    assert shown.number == 1
    assert counted.bundle(site, first).is_file()
    publish(site, number)
    shown = counted.public(site, number)
    assert shown is not None
    assert shown.number == 2


def test_files_that_nobody_needs_any_more_are_removed(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, EVERYTHING, 12)
    counted.close(clock)
    counted.count(site, number)
    with site.database.writing() as db:
        results.order(db, number, site.clock())
    result = counted.count(site, number)
    assert result is not None
    stem = result.bundle.removesuffix(".jsonl")
    assert all(file.name.startswith(stem) for file in site.storage.participation(number).iterdir())


def test_what_was_taken_back_stays_away_when_it_is_counted_again(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, PARK, 12, showing="at-closing")
    counted.close(clock)
    counted.count(site, number)
    with site.database.writing() as db:
        publication.take_back(db, db.get_one(Process, number), site.clock())
        results.order(db, number, site.clock())
    assert counted.public(site, number) is None
    counted.count(site, number)
    assert counted.public(site, number) is None
    publish(site, number)
    shown = counted.public(site, number)
    assert shown is not None
    assert shown.number == 2


def test_two_workers_that_count_at_once_keep_one_result(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, PARK, 12)
    counted.close(clock)
    keep = due_countings._keep
    first: list[object] = []

    def after_another(*args: Any) -> Any:
        if not first:
            first.append(True)
            due_countings.count(site, Due(number, True))
        return keep(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(due_countings, "_keep", after_another)
        assert due_countings.count(site, Due(number, True)) is None
    with site.database.reading() as db:
        assert [one.number for one in results.of_process(db, number)] == [1]
    result = counted.latest(site, number)
    assert result is not None
    assert [file.name for file in site.storage.participation(number).glob("*.jsonl")] == [result.bundle]


def test_a_stratum_with_few_people_is_told_with_another(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, PARK, strata=["Nord", "Mitte", "Süd"], access="codes")
    for stratum, people in (("Nord", 9), ("Mitte", 6), ("Süd", 2)):
        for _ in range(people):
            surveys.answer(site, number, {"park": "yes"}, stratum=stratum, origin=Origin.PAPER)
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    assert result.blocks == [{"strata": ["Nord"], "people": 9}, {"strata": ["Mitte", "Süd"], "people": 8}]
    assert [one["strata"] for one in result.figures["sections"][0]["strata"]] == [["Nord"], ["Mitte", "Süd"]]
    groups = json.loads(counted.bundle(site, result).read_bytes().splitlines()[0])["groups"]
    assert groups == [["Nord"], ["Mitte", "Süd"]]


def test_what_is_missing_of_the_files_is_made_again(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, EVERYTHING, 12, showing="at-closing")
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    bundle = counted.bundle(site, result)
    before = {file.name for file in bundle.parent.iterdir()}
    for file in bundle.parent.iterdir():
        if file != bundle:
            file.unlink()
    due_countings.mend(site)
    assert {file.name for file in bundle.parent.iterdir()} == before
    assert due(site) == []
    written = bundle.read_bytes()
    bundle.unlink()
    due_countings.mend(site)
    again = counted.count(site, number)
    assert again is not None
    assert counted.bundle(site, again).read_bytes() == written


def test_following_counts_until_told_to_stop(site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    number = counted.answered(site, PARK, 12)
    counted.close(clock)
    looks: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            looks.append(timeout or 0)
            return len(looks) > 1

    due_countings.follow(site, Stop())
    assert counted.latest(site, number) is not None
    assert looks == [due_countings.LOOK_S] * 2


def test_trouble_with_one_survey_is_tried_again_later(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = counted.answered(site, PARK, 12)
    counted.close(clock)
    tried: list[Due] = []

    class Stop(threading.Event):
        rounds = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.rounds += 1
            if self.rounds == 3:
                clock.advance(due_countings.AFTER_TROUBLE)
            return self.rounds > 3

    def fail(_: Site, wanted: Due) -> None:
        tried.append(wanted)
        raise RuntimeError("disk")

    monkeypatch.setattr(due_countings, "count", fail)
    due_countings.follow(site, Stop())
    assert tried == [Due(number, True)] * 2


@pytest.mark.db
def test_a_counting_that_failed_is_kept_until_one_succeeds(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = counted.answered(site, PARK, 12)
    counted.close(clock)

    def full(*args: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(due_countings.exports, "write", full)
    assert not due_countings.counted(site, Due(number, True))
    with site.database.reading() as db:
        failure = results.failure(db, number)
        assert failure is not None
        assert (failure.reason, failure.failed_at) == ("OSError", clock.now)
    monkeypatch.undo()
    assert due_countings.counted(site, Due(number, True))
    with site.database.reading() as db:
        assert results.failure(db, number) is None
    assert counted.latest(site, number) is not None
