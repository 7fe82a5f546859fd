"""What is kept no longer is deleted, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from council import publishing
from council.base import audit, jobs
from council.base.audit import AuditEntry
from council.base.site import Site
from council.base.throttle import SignInFailure
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Original, Recording
from council.reports import BarrierReport
from ratsfenster import retiring
from tests import evening
from transcription.transcripts import Chunk, Segment


def count(site: Site, table: type) -> int:
    with site.database.reading() as db:
        return db.exec(select(func.count()).select_from(table)).one()


@pytest.mark.db
def test_the_log_reports_and_failures_go_when_their_time_is_over(site: Site, clock) -> None:
    def happen() -> None:
        with site.database.writing() as db:
            audit.record(db, None, "Etwas getan", clock())
            db.add(BarrierReport(at=clock(), page="/", message="Kein Kontrast."))
            db.add(SignInFailure(subject="x", at=clock()))

    happen()
    clock.advance(timedelta(days=366))
    happen()
    retiring.retire(site)
    assert (count(site, AuditEntry), count(site, BarrierReport), count(site, SignInFailure)) == (2, 1, 1)
    clock.advance(timedelta(days=365))
    retiring.retire(site)
    assert (count(site, AuditEntry), count(site, BarrierReport), count(site, SignInFailure)) == (1, 1, 0)


def chunk(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        db.add(
            Chunk(
                recording_id=recording_id, start_ms=0, end_ms=1, next_ms=1, engine="e", parameters="{}", result={"phrases": []}
            )
        )  # fmt: skip


def test_chunks_go_when_they_were_joined_and_nobody_is_at_it(site: Site) -> None:
    recording_id = evening.hold(site)
    chunk(site, recording_id)
    with site.database.writing() as db:
        job = jobs.enqueue(db, "transcribe", recording_id, site.clock())
        db.flush()
        job_id = job.id or 0
    retiring.retire(site)
    assert count(site, Chunk) == 1
    with site.database.writing() as db:
        jobs.request_cancel(db, job_id, site.clock())
    retiring.retire(site)
    assert count(site, Chunk) == 0


def test_chunks_of_a_transcription_that_broke_off_stay(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    chunk(site, recording_id)
    with site.database.writing() as db:
        db.get_one(Recording, recording_id).transcript_source = ""
    retiring.retire(site)
    assert count(site, Chunk) == 1


@pytest.fixture
def recording_id(site: Site) -> int:
    """A public evening with a file."""
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        recording.has_audio = True
        room = site.storage.originals(recording.key)
        room.mkdir(parents=True)
        (room / "1.mp4").write_bytes(b"x")
        db.add(
            Original(
                recording_id=recording_id, position=1, name="rat.mp4", stored_as="1.mp4", size=1, sha256="0", probe={}
            )
        )
        publishing.publish(db, recording, site, Declaration(LegalBasis.STATUTE, media=Term(Until.MINUTES)))
    return recording_id


def withdraw(site: Site, recording_id: int, **what: bool) -> None:
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, recording_id), site, **what)


def keeping(site: Site, days: int) -> Site:
    return replace(site, settings=site.settings.model_copy(update={"keep_withdrawn_days": days}))


def test_what_was_withdrawn_stays_until_deleted_by_hand_unless_the_town_says_otherwise(
    site: Site, recording_id: int, clock
) -> None:
    withdraw(site, recording_id)
    clock.advance(timedelta(days=5000))
    retiring.retire(site)
    assert count(site, Recording) == 1
    retiring.retire(keeping(site, 30))
    assert (count(site, Recording), count(site, Segment)) == (0, 0)
    assert not list((site.storage.root / "originals").iterdir())


def test_what_is_public_again_or_never_was_is_not_deleted(site: Site, recording_id: int, clock) -> None:
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    withdraw(site, recording_id)
    clock.advance(timedelta(days=31))
    with site.database.writing() as db:
        publishing.publish(db, db.get_one(Recording, recording_id), site)
    retiring.retire(keeping(site, 30))
    assert count(site, Recording) == 2


def test_where_the_transcript_goes_on_only_the_files_are_deleted(site: Site, recording_id: int, clock, client) -> None:
    withdraw(site, recording_id, text=False)
    clock.advance(timedelta(days=29))
    retiring.retire(keeping(site, 30))
    assert count(site, Original) == 1
    clock.advance(timedelta(days=2))
    retiring.retire(keeping(site, 30))
    assert count(site, Original) == 0
    assert not list((site.storage.root / "originals").iterdir())
    page = client.get(f"/aufzeichnungen/{recording_id}").text
    assert "Die Aufzeichnung war bis 16. April 2026 öffentlich." in page
    assert "Ich eröffne" in page
    with site.database.reading() as db:
        assert not db.exec(select(Original).where(col(Original.recording_id) == recording_id)).all()
