"""What stands in the way of publishing."""

from dataclasses import replace
from typing import Any

import pytest

from council import consents, recordings
from council.base import jobs
from council.base.jobs import JobState
from council.base.site import Site
from council.cuts import Cut
from council.recordings import Original, Recording
from tests import evening
from transcription import obstacles
from transcription.obstacles import Facts
from transcription.speakers import CITIZEN
from transcription.transcripts import Segment

READY = Facts(1, 1, duration_ms=240_000, items=4, placed=4, utterances=5, checked=5)


def kinds(facts: Facts, **options: bool) -> list[str]:
    return [matter.text for matter in obstacles.obstacles(facts, **options)]


def test_nothing_stands_in_the_way_of_what_is_ready() -> None:
    assert obstacles.obstacles(READY) == []
    assert obstacles.hints(READY) == []


@pytest.mark.parametrize(
    ("changed", "expected", "page"),
    [
        ({"internal": True}, obstacles.INTERNAL, ""),
        ({"untimed": ("N 1",)}, obstacles.UNTIMED, "/markieren"),
        ({"without_consent": ((61_000, 62_000),)}, obstacles.WITHOUT_CONSENT, "/markieren?ab=61"),
        ({"hidden": ((0, 100_000), (100_000, 240_000))}, obstacles.NOTHING_LEFT, "/markieren"),
        ({"prepared": False}, obstacles.PREPARING, "/stand"),
        ({"stages": {"prepare": JobState.RUNNING}}, obstacles.PREPARING, "/stand"),
        ({"stages": {"prepare": JobState.FAILED}}, obstacles.PREPARING_BROKE_OFF, "/stand"),
        ({"stages": {"prepare": JobState.CANCELLED}}, obstacles.PREPARING_BROKE_OFF, "/stand"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_each_obstacle_leads_to_where_it_is_solved(changed: dict[str, Any], expected: str, page: str) -> None:
    found = obstacles.obstacles(replace(READY, **changed))
    assert [matter.text for matter in found] == [expected]
    assert found[0].path == f"/ratsbuero/aufzeichnungen/1{page}"
    assert "%" not in str(found[0])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"stages": {"transcribe": JobState.RUNNING}, "transcribed": False}, obstacles.TEXT_FOLLOWS),
        ({"transcribed": False}, obstacles.TEXT_FOLLOWS),
        ({"stages": {"transcribe": JobState.FAILED}, "transcribed": False}, obstacles.TEXT_BROKE_OFF),
        ({"stages": {"render": JobState.WAITING}}, obstacles.RENDITIONS_FOLLOW),
        ({"checked": 1}, obstacles.UNCHECKED),
        ({"placed": 0}, obstacles.UNMARKED),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_a_stage_that_runs_and_text_nobody_checked_are_only_hints(changed: dict[str, Any], expected: str) -> None:
    facts = replace(READY, **changed)
    assert obstacles.obstacles(facts) == []
    assert [matter.text for matter in obstacles.hints(facts)] == [expected]


def test_files_of_the_public_part_alone_need_no_times() -> None:
    assert kinds(replace(READY, untimed=("N 1",), public_part_only=True)) == []


def test_what_is_just_taken_in_is_published_when_it_is_ready() -> None:
    assert kinds(replace(READY, prepared=False, untimed=("N 1",)), files_follow=True) == [obstacles.UNTIMED]


def test_a_cut_over_all_but_a_moment_leaves_something() -> None:
    assert kinds(replace(READY, hidden=((0, 239_999),))) == []


def test_many_ranges_without_consent_are_counted() -> None:
    ranges = tuple((start, start + 500) for start in range(0, 9_000, 1_000))
    found = obstacles.obstacles(replace(READY, without_consent=ranges))
    assert len(found) == obstacles.SHOWN + 1
    assert found[-1].values == {"count": 4}


@pytest.fixture
def recording_id(site: Site) -> int:
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        db.add(
            Original(
                recording_id=recording_id, position=1, name="rat.mp4", stored_as="1.mp4", size=1, sha256="0", probe={}
            )
        )
    return recording_id


def found(site: Site, recording_id: int) -> Facts:
    with site.database.reading() as db:
        return obstacles.facts(db, db.get_one(Recording, recording_id))


def test_the_facts_are_the_recordings(site: Site, recording_id: int) -> None:
    facts = found(site, recording_id)
    assert (facts.prepared, facts.transcribed, facts.items, facts.placed) == (True, True, 4, 4)
    assert (facts.utterances, facts.checked, facts.untimed, facts.without_consent) == (4, 0, (), ())


def test_the_latest_attempt_of_a_stage_counts(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        job = jobs.enqueue(db, "prepare", recording_id, site.clock())
        db.flush()
        jobs.request_cancel(db, job.id or 0, site.clock())
    assert found(site, recording_id).broke_off("prepare")
    with site.database.writing() as db:
        jobs.enqueue(db, "prepare", recording_id, site.clock())
    assert found(site, recording_id).runs("prepare")


def test_a_citizen_needs_a_consent_or_a_cut(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        said = db.get_one(Segment, 2)
        said.speaker = CITIZEN
        span = (said.start_ms, said.end_ms)
    assert found(site, recording_id).without_consent == (span,)
    with site.database.writing() as db:
        consents.note(db, recording_id, *span, "Clara Amtmann", site.clock())
    assert found(site, recording_id).without_consent == ()
    with site.database.writing() as db:
        for consent in consents.of_recording(db, recording_id):
            db.delete(consent)
        db.add(Cut(recording_id=recording_id, start_ms=span[0], end_ms=span[1]))
        recordings.marked(db, db.get_one(Recording, recording_id))
    assert found(site, recording_id).without_consent == ()
