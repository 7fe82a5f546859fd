"""Deleting a recording for good."""

import pytest
from sqlmodel import SQLModel, select

from council import publishing
from council.base import jobs
from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.jobs import Job
from council.base.site import Site
from council.publications import Declaration, LegalBasis
from council.recordings import Original, Recording
from tests import evening
from transcription import deletion, releases
from transcription.deletion import StillPublicError


def tables_about_recordings() -> set[str]:
    return {
        table.name
        for table in SQLModel.metadata.tables.values()
        if any(key.column.table.name == "recording" for key in table.foreign_keys)
    }


def test_no_table_about_recordings_is_forgotten() -> None:
    assert tables_about_recordings() == {str(part.__tablename__) for part in deletion._PARTS}


@pytest.mark.db
def test_nothing_of_it_is_left_and_followers_are_told(site: Site) -> None:
    recording_id, other_id = evening.hold(site, publish=False), evening.hold(site)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        key = recording.key
        db.add(
            Original(recording_id=recording_id, position=1, name="rat.mp4", stored_as="1", size=1, sha256="0", probe={})
        )
        releases.publish(db, recording, site, Declaration(LegalBasis.STATUTE))
        publishing.withdraw(db, recording, site)
        meeting_id = db.get_one(Recording, recording_id).meeting_id
        newest = db.exec(select(Change.id).order_by(Change.id.desc())).first()  # type: ignore[union-attr]  # a column
    for room in deletion.ROOMS:
        folder = getattr(site.storage, room)(key)
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x")
    with site.database.writing() as db:
        deletion.delete_recording(db, db.get_one(Recording, recording_id), site, None)
    deletion.drop_files(site, key)
    with site.database.reading() as db:
        for name in tables_about_recordings():
            table = SQLModel.metadata.tables[name]
            assert not db.execute(select(table).where(table.c.recording_id == recording_id)).all(), name
        assert db.get(Recording, recording_id) is None
        assert db.get(Recording, other_id) is not None
        assert not db.exec(select(Job).where(Job.subject_id == recording_id)).all()
        told = db.exec(select(Change.kind, Change.subject_id).where(Change.id > newest)).all()  # type: ignore[operator]  # not None
        assert set(told) == {("recording", recording_id), ("edition", recording_id), ("meeting", meeting_id)}
        assert "Aufzeichnung gelöscht" in [entry.action for entry in db.exec(select(AuditEntry))]
    assert not list(site.storage.root.rglob(key))


def test_what_is_public_is_not_deleted(site: Site) -> None:
    recording_id = evening.hold(site)
    with pytest.raises(StillPublicError), site.database.writing() as db:
        deletion.delete_recording(db, db.get_one(Recording, recording_id), site, None)


def test_whoever_works_on_it_notices(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        jobs.enqueue(db, "transcribe", recording_id, site.clock())
    with site.database.writing() as db:
        claim = jobs.claim(db, ["transcribe"], "somebody", site.clock())
    assert claim is not None
    with site.database.writing() as db:
        deletion.delete_recording(db, db.get_one(Recording, recording_id), site, None)
    with site.database.writing() as db:
        assert not jobs.renew(db, claim, site.clock())
