"""Taking recordings and transcripts in: what is accepted, what is refused, and that nothing is lost or doubled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from council import agendas, cuts, meetings, publishing, recordings
from council.base.database import Database
from council.base.jobs import Job
from council.base.site import Site
from council.meetings import Meeting
from council.publishing import NotPublishableError
from council.recordings import Recording
from ratsfenster import intake, pipeline
from ratsfenster.intake import IntakeError
from tests import evening
from transcription import transcripts

AGENDA = '{"name": "S", "start": "2026-03-17T17:00:00+01:00", "agendaItem": [{"number": "1", "name": "A", "x-recordingStart": 0}]}'
UNTIMED_SECRET = AGENDA.replace('"x-recordingStart": 0', '"public": false').replace('"1"', '"N 1"')
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Renate Bürger>Guten Abend zusammen.\n\n00:00:04.000 --> 00:00:06.000\nWeiter so.\n"


def agenda(site: Site, text: str = AGENDA) -> agendas.Agenda:
    return agendas.parse(text, site.settings.zone)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "aufnahme.mp4"
    path.write_bytes(b"not looked into at intake")
    return path


def stored(site: Site) -> list[Path]:
    room = site.storage.root / "originals"
    return [path for path in room.rglob("*") if path.is_file()] if room.exists() else []


def test_a_recording_is_stored_with_its_meeting_and_its_first_job(site: Site, file: Path) -> None:
    taken = intake.add_recording(site, [file], agenda(site), publish=True)
    assert (taken.recording_id, taken.new) == (1, True)
    with site.database.reading() as db:
        (original,) = recordings.originals(db, 1)
        kinds = set(db.exec(select(Job.kind)).all())
        marks = meetings.stretches(db, 1)
    assert original.size == file.stat().st_size
    assert [path.read_bytes() for path in stored(site)] == [file.read_bytes()]
    assert kinds == {"prepare", "compose"}
    assert [stretch.start_ms for stretch, _ in marks] == [0]


def test_several_files_make_up_one_recording_in_their_order(site: Site, file: Path, tmp_path: Path) -> None:
    second = tmp_path / "teil-2.mp4"
    second.write_bytes(b"the rest")
    intake.add_recording(site, [file, second], agenda(site), publish=False)
    with site.database.reading() as db:
        assert [one.name for one in recordings.originals(db, 1)] == ["aufnahme.mp4", "teil-2.mp4"]


def test_the_same_file_for_the_same_meeting_is_not_taken_twice(site: Site, file: Path) -> None:
    first = intake.add_recording(site, [file], agenda(site), publish=False)
    again = intake.add_recording(site, [file], agenda(site), publish=True)
    assert (again.recording_id, again.new) == (first.recording_id, False)
    assert again.warnings
    assert len(stored(site)) == 1
    with site.database.reading() as db:
        assert db.get_one(Recording, 1).published_at is not None


def test_the_same_file_for_another_meeting_is_taken_with_a_warning(site: Site, file: Path) -> None:
    intake.add_recording(site, [file], agenda(site), publish=False)
    other = intake.add_recording(site, [file], agenda(site, AGENDA.replace("03-17", "04-17")), publish=False)
    assert other.new
    assert any("Aufzeichnung 1" in warning for warning in other.warnings)


@pytest.mark.parametrize(
    "name", ["🎥 Sitzung.mp4", "-i.mp4", "ä" * 120 + ".mp4", "a b;$(rm).MP4", "ohne-endung", "x.tar.gz.sehrlangeendung"]
)
def test_odd_names_are_shown_but_never_used_as_paths(site: Site, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(name.encode())
    intake.add_recording(site, [path], agenda(site), publish=False)
    (kept,) = stored(site)
    assert kept.name.startswith("1.")
    assert kept.name.isascii()
    with site.database.reading() as db:
        assert recordings.originals(db, 1)[0].name == name


def test_an_empty_file_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "leer.mp4").touch()
    with pytest.raises(IntakeError, match="leer"):
        intake.add_recording(site, [tmp_path / "leer.mp4"], agenda(site), publish=False)


def test_a_missing_file_is_refused_and_nothing_of_the_others_stays(site: Site, file: Path, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="gibt es nicht"):
        intake.add_recording(site, [file, tmp_path / "fehlt.mp4"], agenda(site), publish=False)
    assert stored(site) == []


def test_a_non_public_item_without_a_time_keeps_a_recording_from_being_published(site: Site, file: Path) -> None:
    with pytest.raises(NotPublishableError, match="N 1"):
        intake.add_recording(site, [file], agenda(site, UNTIMED_SECRET), publish=True)
    assert stored(site) == []
    assert intake.add_recording(site, [file], agenda(site, UNTIMED_SECRET), publish=True, whole=True).new


def test_what_could_not_be_published_at_intake_cannot_be_published_later_either(site: Site, file: Path) -> None:
    taken = intake.add_recording(site, [file], agenda(site, UNTIMED_SECRET), publish=False)
    with pytest.raises(NotPublishableError), site.database.writing() as db:
        publishing.publish(db, db.get_one(Recording, taken.recording_id), site)
    with site.database.reading() as db:
        assert db.get_one(Recording, taken.recording_id).published_at is None


def test_a_corrected_agenda_counts_when_the_same_file_comes_again(site: Site, file: Path) -> None:
    intake.add_recording(site, [file], agenda(site, UNTIMED_SECRET), publish=False)
    timed = UNTIMED_SECRET.replace('"public": false', '"public": false, "x-recordingStart": 30')
    again = intake.add_recording(site, [file], agenda(site, timed), publish=True)
    assert not again.new
    with site.database.reading() as db:
        assert [(stretch.start_ms, item.public) for stretch, item in meetings.stretches(db, 1)] == [(30_000, False)]
        assert db.get_one(Recording, 1).published_at is not None


TWO = """{"name": "S", "start": "2026-03-17T17:00:00+01:00", "agendaItem": [
  {"number": "1", "name": "A", "x-recordingStart": 0}, {"number": "2", "name": "B", "x-recordingStart": 60}]}"""


def test_an_item_that_becomes_non_public_is_cut_from_every_recording_of_the_meeting(
    site: Site, file: Path, tmp_path: Path
) -> None:
    intake.add_recording(site, [file], agenda(site, TWO), publish=True)
    with site.database.reading() as db:
        before = db.get_one(Recording, 1).edition
    second = tmp_path / "zweite.mp4"
    second.write_bytes(b"another camera")
    intake.add_recording(
        site, [second], agenda(site, TWO.replace('"name": "B"', '"name": "B", "public": false')), publish=True
    )
    with site.database.reading() as db:
        assert db.get_one(Recording, 1).edition > before
        assert cuts.hidden(db, 1, 90_000) == cuts.hidden(db, 2, 90_000) == [(60_000, 90_000)]


@pytest.mark.parametrize(
    "without",
    [
        TWO.replace('"x-recordingStart": 60', '"public": false'),
        TWO[: TWO.index('{"number": "2"')].rstrip().rstrip(",") + "]}",
    ],
    ids=["its start", "the item"],
)
def test_a_newer_agenda_never_makes_public_what_was_cut(site: Site, file: Path, without: str) -> None:
    timed = TWO.replace('"name": "B"', '"name": "B", "public": false')
    intake.add_recording(site, [file], agenda(site, timed), publish=True)
    with pytest.raises(NotPublishableError, match="withdraw 1"):
        intake.add_recording(site, [file], agenda(site, without), publish=True)
    with site.database.reading() as db:
        assert cuts.hidden(db, 1, 90_000) == [(60_000, 90_000)]


@pytest.mark.parametrize("duration_ms", [0, 240_000], ids=["not looked into yet", "its length known"])
def test_neither_does_one_that_cuts_the_same_item_for_a_shorter_time(site: Site, file: Path, duration_ms: int) -> None:
    """N 1 was dealt with twice; the newer agenda knows of the first time only."""
    twice = evening.AGENDA.replace('"x-recordingStart": 120', '"x-recordingStart": [120, 200]')
    intake.add_recording(site, [file], agenda(site, twice), publish=True)
    with site.database.writing() as db:
        db.get_one(Recording, 1).duration_ms = duration_ms
    with pytest.raises(NotPublishableError, match=r"0:03:20,0.*withdraw 1"):
        intake.add_recording(site, [file], agenda(site, evening.AGENDA), publish=True)
    with site.database.reading() as db:
        assert cuts.hidden(db, 1, 240_000) == [(120_000, 180_000), (200_000, 240_000)]


def test_one_that_cuts_more_counts(site: Site, file: Path) -> None:
    intake.add_recording(site, [file], agenda(site, evening.AGENDA), publish=True)
    more = evening.AGENDA.replace('"x-recordingStart": 120', '"x-recordingStart": [110, 200]')
    intake.add_recording(site, [file], agenda(site, more), publish=True)
    with site.database.reading() as db:
        assert cuts.hidden(db, 1, 240_000) == [(110_000, 180_000), (200_000, 240_000)]


def test_what_was_withdrawn_or_is_over_is_not_public_again_because_the_files_come_again(
    site: Site, file: Path, tmp_path: Path
) -> None:
    intake.add_recording(site, [file], agenda(site), publish=True)
    intake.import_transcript(site, transcript(tmp_path), None, publish=True)
    for recording_id in (1, 2):
        with site.database.writing() as db:
            publishing.withdraw(db, db.get_one(Recording, recording_id), site)
    with pytest.raises(IntakeError, match="ratsfenster publish 1"):
        intake.add_recording(site, [file], agenda(site, AGENDA.replace('"A"', '"B"')), publish=True)
    with pytest.raises(IntakeError, match="ratsfenster publish 2"):
        intake.import_transcript(site, transcript(tmp_path), None, publish=True)
    assert not intake.import_transcript(site, transcript(tmp_path), None, publish=False).new
    with site.database.reading() as db:
        assert [db.get_one(Recording, number).published_at for number in (1, 2)] == [None, None]
        assert [item.name for item in meetings.items(db, 1)] == ["A"]
    assert len(stored(site)) == 1


def test_a_name_that_should_not_have_been_public_is_gone_with_the_corrected_agenda(site: Site, file: Path) -> None:
    intake.add_recording(site, [file], agenda(site, TWO), publish=True)
    corrected = TWO.replace('"name": "B"', '"name": "Grundstücksangelegenheit", "public": false')
    intake.add_recording(site, [file], agenda(site, corrected), publish=True)
    with site.database.reading() as db:
        assert [(item.name, item.public) for item in meetings.items(db, 1)] == [
            ("A", True),
            ("Grundstücksangelegenheit", False),
        ]


def test_the_same_file_twice_in_two_meetings_is_not_doubled_in_either(site: Site, file: Path) -> None:
    for month in ("03", "04", "04", "03"):
        intake.add_recording(site, [file], agenda(site, AGENDA.replace("03-17", f"{month}-17")), publish=False)
    with site.database.reading() as db:
        assert db.exec(select(func.count()).select_from(Recording)).one() == 2


def test_a_second_agenda_in_another_order_marks_the_right_items(site: Site, file: Path, tmp_path: Path) -> None:
    intake.add_recording(site, [file], agenda(site, TWO), publish=False)
    second = tmp_path / "zweite.mp4"
    second.write_bytes(b"another camera")
    turned = """{"name": "S", "start": "2026-03-17T17:00:00+01:00", "agendaItem": [
      {"number": "2", "name": "B", "x-recordingStart": 5}, {"number": "3", "name": "C", "x-recordingStart": 70},
      {"number": "1", "name": "A", "x-recordingStart": 40}]}"""
    taken = intake.add_recording(site, [second], agenda(site, turned), publish=False)
    with site.database.reading() as db:
        marked = [(item.number, stretch.start_ms) for stretch, item in meetings.stretches(db, taken.recording_id)]
    assert marked == [("2", 5_000), ("1", 40_000), ("3", 70_000)]


def test_files_are_kept_where_nobody_knows_whether_they_were_stored(
    site: Site, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption after the commit must not delete the files of a recording that exists."""
    real = Database.writing

    @contextmanager
    def interrupted_after_commit(database: Database) -> Iterator[Session]:
        with real(database) as db:
            yield db
        raise KeyboardInterrupt

    monkeypatch.setattr(Database, "writing", interrupted_after_commit)
    with pytest.raises(KeyboardInterrupt):
        intake.add_recording(site, [file], agenda(site), publish=False)
    with site.database.reading() as db:
        assert db.get(Recording, 1) is not None
    assert len(stored(site)) == 1


def test_files_of_an_intake_that_was_killed_are_swept_up_after_a_day(site: Site, file: Path) -> None:
    intake.add_recording(site, [file], agenda(site), publish=False)
    orphan = site.storage.originals("0123456789abcdef")
    orphan.mkdir(parents=True)
    (orphan / "1.mp4").write_bytes(b"half")
    pipeline.sweep_orphans(site)
    assert orphan.exists()
    pipeline.sweep_orphans(site, older_than_s=-1)
    assert not orphan.exists()
    assert len(stored(site)) == 1


def test_too_little_disk_is_told_before_anything_is_copied(
    site: Site, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(site.storage), "free_bytes", lambda self: 10)
    with pytest.raises(IntakeError, match="Zu wenig Platz"):
        intake.add_recording(site, [file], agenda(site), publish=False)
    assert stored(site) == []


# --- transcripts -----------------------------------------------------------------------------------------------------


def transcript(folder: Path, name: str = "2026-03-17.vtt", text: str = VTT) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_transcript_becomes_a_meeting_with_speakers(site: Site, tmp_path: Path) -> None:
    taken = intake.import_transcript(site, transcript(tmp_path), None, publish=True)
    with site.database.reading() as db:
        said = transcripts.public_segments(db, taken.recording_id, [])
        meeting = db.exec(select(Meeting)).one()
    assert [(one.speaker, one.text) for one in said] == [
        ("Renate Bürger", "Guten Abend zusammen."),
        (None, "Weiter so."),
    ]
    assert meeting.start.astimezone(site.settings.zone).date() == date(2026, 3, 17)


def test_a_date_given_goes_before_the_names(site: Site, tmp_path: Path) -> None:
    intake.import_transcript(site, transcript(tmp_path, "sitzung.vtt"), date(2025, 1, 2), publish=False)
    with site.database.reading() as db:
        assert db.exec(select(Meeting)).one().start.year == 2025


@pytest.mark.parametrize(("name", "hint"), [("sitzung.vtt", "Datum"), ("2026-13-41.vtt", "kein Datum")])
def test_without_a_date_a_transcript_is_refused(site: Site, tmp_path: Path, name: str, hint: str) -> None:
    with pytest.raises(IntakeError, match=hint):
        intake.import_transcript(site, transcript(tmp_path, name), None, publish=False)


def test_the_same_transcript_is_taken_once_and_under_another_date_with_a_warning(site: Site, tmp_path: Path) -> None:
    first = intake.import_transcript(site, transcript(tmp_path), None, publish=False)
    again = intake.import_transcript(site, transcript(tmp_path), None, publish=False)
    other = intake.import_transcript(site, transcript(tmp_path, "2026-04-17.vtt"), None, publish=False)
    assert (again.recording_id, again.new) == (first.recording_id, False)
    assert other.new
    assert any("Derselbe Inhalt" in warning for warning in other.warnings)
    with site.database.reading() as db:
        assert db.exec(select(func.count()).select_from(Recording)).one() == 2


@pytest.mark.parametrize("text", ["", "   \n", "nichts davon", "WEBVTT\n\n"])
def test_what_is_no_transcript_is_refused_with_its_name(site: Site, tmp_path: Path, text: str) -> None:
    with pytest.raises(IntakeError, match=r"2026-03-17\.vtt"):
        intake.import_transcript(site, transcript(tmp_path, text=text), None, publish=False)
    with site.database.reading() as db:
        assert db.exec(select(func.count()).select_from(Meeting)).one() == 0


def test_a_file_too_large_for_a_transcript_is_not_read(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LARGEST_TRANSCRIPT", 10)
    with pytest.raises(IntakeError, match="20 MB"):
        intake.import_transcript(site, transcript(tmp_path), None, publish=False)
