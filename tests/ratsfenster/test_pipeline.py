"""Recordings on their way through the stages, with real ffmpeg and the real speech model: odd ones, broken ones, several files."""

import subprocess
from pathlib import Path

import pytest
from sqlmodel import col, select

from council import agendas, cuts, media, publishing, recordings
from council.base import jobs
from council.base.jobs import Job, JobState
from council.base.site import Site
from council.recordings import Original, Recording
from ratsfenster import demo, intake, pipeline, waiting
from ratsfenster.waiting import WaitingError
from ratsfenster.worker import Worker
from tests import evening, media_files
from transcription import transcripts
from transcription.words import Word

pytestmark = [pytest.mark.media, pytest.mark.speech]

AGENDA = '{"name": "Sitzung", "start": "2026-03-17T17:00:00+01:00", "agendaItem": [{"number": "1", "name": "A", "x-recordingStart": 0}]}'


def take_in(site: Site, *files: Path, publish: bool = True) -> int:
    return intake.add_recording(
        site, list(files), agendas.parse(AGENDA, site.settings.zone), publish=publish
    ).recording_id


def excerpt(target: Path, start_s: float, length_s: float, *options: str) -> Path:
    """A piece of the demo, with its speech."""
    media_files.run("-ss", str(start_s), "-t", str(length_s), "-i", demo.RECORDING, *options, target)
    return target


def said(site: Site, recording_id: int) -> list[transcripts.PublicSegment]:
    with site.database.reading() as db:
        return transcripts.public_segments(db, recording_id, [])


def recording(site: Site, recording_id: int) -> Recording:
    with site.database.reading() as db:
        return db.get_one(Recording, recording_id)


def run_all(site: Site) -> None:
    """Everything that waits, in order, in this thread."""
    worker = Worker(site, index=False)
    while worker.run_one(list(pipeline.STAGES)):
        pass


def test_several_files_become_one_recording_with_one_time_line(site: Site, tmp_path: Path) -> None:
    first = excerpt(tmp_path / "1.mp4", 36, 10, "-c", "copy")
    second = excerpt(tmp_path / "2.mp4", 176, 10, "-c", "copy")
    recording_id = take_in(site, first, second)
    run_all(site)
    whole = recording(site, recording_id)
    with site.database.reading() as db:
        lengths = [original.duration_ms for original in recordings.originals(db, recording_id)]
    assert whole.duration_ms == sum(lengths)
    spoken = said(site, recording_id)
    assert any(segment.start_ms > lengths[0] for segment in spoken)
    assert [segment.start_ms for segment in spoken] == sorted(segment.start_ms for segment in spoken)
    assert {"master.m3u8", "audio.m4a", "video.mp4", "poster.jpg"} <= set(whole.media_files)


def test_silence_is_a_result_and_not_a_failure(site: Site, tmp_path: Path) -> None:
    media_files.run("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "8", tmp_path / "still.wav")
    recording_id = take_in(site, tmp_path / "still.wav")
    run_all(site)
    assert said(site, recording_id) == []
    assert recording(site, recording_id).transcript_source
    assert "audio.m4a" in recording(site, recording_id).media_files


def test_no_sound_at_all_is_a_result_and_not_a_failure(site: Site, tmp_path: Path) -> None:
    media_files.run(*media_files.pattern(5), "-pix_fmt", "yuv420p", "-c:v", "libx264", tmp_path / "stumm.mp4")
    recording_id = take_in(site, tmp_path / "stumm.mp4")
    run_all(site)
    assert said(site, recording_id) == []
    assert "master.m3u8" in recording(site, recording_id).media_files


def test_forty_kilobytes_of_zeros_cost_only_what_they_covered(site: Site, tmp_path: Path) -> None:
    whole = excerpt(tmp_path / "ganz.mp4", 31, 24, "-c", "copy")
    broken = media_files.with_hole(whole, tmp_path / "loch.mp4")
    recording_id = take_in(site, broken)
    run_all(site)
    assert len(" ".join(segment.text for segment in said(site, recording_id)).split()) > 10


@pytest.mark.parametrize("pretence", ["truncated.mp4", *media_files.impostors(Path("geheim.txt"))])
def test_what_is_no_recording_fails_for_good_and_says_why(site: Site, tmp_path: Path, pretence: str) -> None:
    (tmp_path / "geheim.txt").write_text("das darf niemand sehen")
    whole = excerpt(tmp_path / "ganz.mp4", 36, 8, "-c", "copy").read_bytes()  # its index is at its end
    files = media_files.impostors(tmp_path / "geheim.txt") | {"truncated.mp4": whole[: len(whole) // 2]}
    file = tmp_path / "sitzung.mp4"
    file.write_bytes(files[pretence])
    recording_id = take_in(site, file)
    worker = Worker(site, index=False)
    worker.run_one(["prepare"])
    with site.database.reading() as db:
        job = db.exec(select(Job).where(Job.kind == "prepare")).one()
    assert job.state == JobState.FAILED
    assert len(job.message) > 30
    assert "geheim" not in job.message
    assert recording(site, recording_id).media_token is None
    assert (site.storage.root / "originals").exists(), "the original stays, nothing is lost"


def test_a_file_that_was_not_copied_to_its_end_is_used_as_far_as_it_goes_and_told(site: Site, tmp_path: Path) -> None:
    (tmp_path / "sitzung.mp4").write_bytes(demo.RECORDING.read_bytes()[:400_000])
    recording_id = take_in(site, tmp_path / "sitzung.mp4")
    notices = waiting.wait(site, recording_id, quiet=True)
    assert any("sitzung.mp4 bricht nach" in notice for notice in notices)
    assert waiting.LATER in notices, "nobody but the waiting process worked, and it does not encode"
    assert 5_000 < recording(site, recording_id).duration_ms < 100_000


def test_a_full_disk_is_waited_out(site: Site, tmp_path: Path, clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from council.media.errors import DISK_FULL

    def full(*_: object, **__: object) -> None:
        raise media.MediaError(DISK_FULL, permanent=False)

    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 5, "-c", "copy"))
    with monkeypatch.context() as patched:
        patched.setattr(media, "prepare", full)
        Worker(site, index=False).run_one(["prepare"])
    with site.database.reading() as db:
        assert db.exec(select(Job).where(Job.kind == "prepare")).one().message == DISK_FULL
    clock.advance(seconds=10)
    run_all(site)
    assert recording(site, recording_id).media_token is not None


def test_a_transcript_that_people_worked_on_is_never_written_over(site: Site, tmp_path: Path) -> None:
    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 8, "-c", "copy"))
    run_all(site)
    with site.database.writing() as db:
        row = db.exec(select(transcripts.Segment).order_by(col(transcripts.Segment.position))).first()
        assert row is not None
        row.text = "Von Hand."
        db.add(row)
        publishing.begin(db, db.get_one(Recording, recording_id), site)
    run_all(site)
    assert said(site, recording_id)[0].text == "Von Hand."


def test_withdrawn_files_are_gone_from_the_disk(site: Site, tmp_path: Path) -> None:
    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 5, "-c", "copy"))
    run_all(site)
    assert list((site.storage.root / "public").iterdir())
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, recording_id), site)
    run_all(site)
    assert list((site.storage.root / "public").iterdir()) == []


def test_waiting_says_which_step_failed_and_why(site: Site, tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("Ich bin ein Text.\n" * 500)
    with pytest.raises(WaitingError, match="Aufnahme prüfen: "):
        waiting.wait(site, take_in(site, tmp_path / "text.mp4"), quiet=True)


def test_a_failed_step_can_be_taken_up_again(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 5, "-c", "copy"))

    def refuse(_: object) -> None:
        raise pipeline.PipelineError("heute nicht", permanent=True)

    with monkeypatch.context() as patched:
        patched.setitem(pipeline.STAGES, "prepare", refuse)
        Worker(site, index=False).run_one(["prepare"])
    with site.database.writing() as db:
        publishing.begin(db, db.get_one(Recording, recording_id), site)
    run_all(site)
    assert recording(site, recording_id).transcript_source


def test_the_text_of_the_demo_is_cut_where_an_item_is_not_public(site: Site, tmp_path: Path) -> None:
    agenda = AGENDA.replace(
        '"x-recordingStart": 0}]',
        '"x-recordingStart": 0}, {"number": "N 1", "name": "B", "public": false, "x-recordingStart": 5}]',
    )
    file = excerpt(tmp_path / "1.mp4", 36, 12, "-c", "copy")
    recording_id = intake.add_recording(
        site, [file], agendas.parse(agenda, site.settings.zone), publish=True
    ).recording_id
    run_all(site)
    with site.database.reading() as db:
        hidden = [(5000, recording(site, recording_id).duration_ms)]
        public = transcripts.public_segments(db, recording_id, hidden)
    assert all(segment.end_ms <= 5000 for segment in public)
    (room,) = (site.storage.root / "public").iterdir()
    command = [
        "ffmpeg",
        "-v",
        "info",
        "-ss",
        "5",
        "-i",
        str(room / "audio.m4a"),
        "-af",
        "volumedetect",
        "-f",
        "null",
        "-",
    ]
    log = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "max_volume: -91.0 dB" in log


def test_composing_before_the_files_were_looked_into_waits_for_that_and_fails_nothing(
    site: Site, tmp_path: Path
) -> None:
    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 5, "-c", "copy"))
    worker = Worker(site, index=False)
    assert worker.run_one(["compose"])
    assert worker.run_one(["prepare"])
    assert worker.run_one(["compose"])
    assert recording(site, recording_id).media_token is not None


def test_what_is_withdrawn_while_it_is_composed_does_not_stay_on_the_disk(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 5, "-c", "copy"))
    real = media.compose

    def withdrawn_meanwhile(*arguments: object, **options: object) -> object:
        with site.database.writing() as db:
            publishing.withdraw(db, db.get_one(Recording, recording_id), site)
        return real(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(media, "compose", withdrawn_meanwhile)
        worker = Worker(site, index=False)
        assert worker.run_one(["prepare"])
        assert worker.run_one(["compose"])
    run_all(site)
    assert list((site.storage.root / "public").iterdir()) == []
    assert recording(site, recording_id).media_token is None


def test_a_public_folder_filled_for_other_cuts_is_given_up_for_a_new_one(site: Site, tmp_path: Path, clock) -> None:
    recording_id = take_in(site, excerpt(tmp_path / "1.mp4", 36, 8, "-c", "copy"))
    run_all(site)
    old = recording(site, recording_id).media_token
    with site.database.writing() as db:
        db.add(cuts.Cut(recording_id=recording_id, start_ms=2000, end_ms=4000))
        jobs.enqueue(db, "compose", recording_id, site.clock())
    run_all(site)
    assert recording(site, recording_id).media_token is None
    clock.advance(seconds=10)
    run_all(site)
    assert recording(site, recording_id).media_token not in (None, old)


def test_a_public_transcript_without_files_can_be_withdrawn_and_leaves_no_failed_work(site: Site) -> None:
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, recording_id), site)
    with site.database.reading() as db:
        assert db.exec(select(Job)).all() == []


def test_text_that_comes_after_publishing_is_kept_without_what_is_cut(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = evening.hold(site)
    heard = [Word("Offenes", 62_000, 63_000, 1.0), Word("Geheimnis", 130_000, 131_000, 1.0)]
    monkeypatch.setattr(pipeline.hearing, "hear", lambda work, recording, files: (heard, "model"))
    with site.database.writing() as db:
        db.get_one(Recording, recording_id).transcript_source = ""
        db.add(Original(recording_id=recording_id, position=1, name="a", stored_as="1", size=1, sha256="0", probe={}))
        jobs.enqueue(db, "transcribe", recording_id, site.clock())
    assert Worker(site).run_one(("transcribe",))
    with site.database.reading() as db:
        assert [one.text for one in db.exec(select(transcripts.Segment))] == ["Offenes"]
