"""Taking recordings and transcripts in: what is accepted, what is refused, and that nothing is lost or doubled."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import func, select

from council import agendas, meetings, recordings
from council.base.jobs import Job
from council.base.site import Site
from council.meetings import Meeting
from council.recordings import Recording
from ratsfenster import intake
from ratsfenster.intake import IntakeError
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


def test_control_characters_and_overlong_names_are_cut() -> None:
    assert intake.shown_name(Path("a\x1b[31m\nb.mp4")) == "a[31mb.mp4"
    assert len(intake.shown_name(Path("x" * 400))) == 300


def test_an_empty_file_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "leer.mp4").touch()
    with pytest.raises(IntakeError, match="leer"):
        intake.add_recording(site, [tmp_path / "leer.mp4"], agenda(site), publish=False)


def test_a_missing_file_is_refused_and_nothing_of_the_others_stays(site: Site, file: Path, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="gibt es nicht"):
        intake.add_recording(site, [file, tmp_path / "fehlt.mp4"], agenda(site), publish=False)
    assert stored(site) == []


def test_a_non_public_item_without_a_time_keeps_a_recording_from_being_published(site: Site, file: Path) -> None:
    with pytest.raises(IntakeError, match="N 1"):
        intake.add_recording(site, [file], agenda(site, UNTIMED_SECRET), publish=True)
    assert intake.add_recording(site, [file], agenda(site, UNTIMED_SECRET), publish=True, whole=True).new


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
