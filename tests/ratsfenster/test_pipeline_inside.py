"""What the worker lays out for the desk: the whole recording, and previews of what would be public."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from council import agendas, inside, media, publishing, recordings
from council.base import jobs
from council.base.children import ChildCancelledError
from council.base.jobs import Job, JobState
from council.base.site import Site
from council.cuts import Cut
from council.recordings import Recording
from ratsfenster import intake, pipeline
from ratsfenster.worker import LANES, Worker
from tests import media_files

pytestmark = pytest.mark.media

AGENDA = '{"name": "Sitzung", "start": "2026-03-17T17:00:00+01:00", "agendaItem": [{"number": "1", "name": "A", "x-recordingStart": 0}]}'


@pytest.fixture
def recording_id(site: Site, tmp_path: Path) -> int:
    """A recording of five seconds that was taken in and prepared, and is not public."""
    film = media_files.make(media_files.KINDS[0], tmp_path)
    agenda = agendas.parse(AGENDA, site.settings.zone)
    taken = intake.add_recording(site, [film], agenda, publish=False).recording_id
    run(site, "prepare", "compose")
    return taken


def run(site: Site, *kinds: str) -> None:
    """Do what waits of these kinds, in this order."""
    for kind in kinds:
        assert Worker(site, index=False).run_one([kind])
        with site.database.reading() as db:
            assert {job.state for job in db.exec(select(Job).where(Job.kind == kind))} == {JobState.DONE}


def get(site: Site, recording_id: int) -> Recording:
    with site.database.reading() as db:
        return db.get_one(Recording, recording_id)


def cut(site: Site, recording_id: int, start_ms: int, end_ms: int) -> None:
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=start_ms, end_ms=end_ms))
        recordings.marked(db, db.get_one(Recording, recording_id))


def preview(site: Site, recording_id: int) -> Path | None:
    """Have a preview made; where it lies."""
    with site.database.writing() as db:
        inside.ask_preview(db, db.get_one(Recording, recording_id), site)
    run(site, "preview")
    return inside.preview(site, get(site, recording_id))


def test_the_whole_can_be_played_at_the_desk_as_soon_as_it_is_prepared(site: Site, recording_id: int) -> None:
    folder = inside.whole(site, get(site, recording_id))
    assert folder is not None
    assert media_files.playlist(folder / "main" / "index.m3u8")
    assert not (site.storage.root / "public").exists(), "nothing of it is public"


def test_the_whole_costs_no_disk_space_and_holds_nothing_to_download(site: Site, recording_id: int) -> None:
    folder = inside.whole_folder(site, get(site, recording_id))
    segments = list(folder.glob("main/*.m4s"))
    assert segments
    assert all(os.stat(path).st_nlink > 1 for path in segments)
    assert not list(folder.glob("*.mp4"))


def test_renditions_made_later_are_laid_beside(site: Site, recording_id: int) -> None:
    folder = inside.whole_folder(site, get(site, recording_id))
    assert not (folder / "low").exists()
    with site.database.writing() as db:
        jobs.enqueue(db, "render", recording_id, site.clock())
    run(site, "render", "compose")
    assert (folder / "low" / "index.m3u8").is_file()
    assert (folder / "thumbs.vtt").is_file()


def test_a_preview_shows_what_would_be_public_and_gives_way_to_a_newer_one(site: Site, recording_id: int) -> None:
    cut(site, recording_id, 1000, 2000)
    first = preview(site, recording_id)
    assert first is not None
    whole = inside.whole_folder(site, get(site, recording_id))
    assert media_files.parts(first / "main") != media_files.parts(whole / "main")
    cut(site, recording_id, 3000, 4000)
    assert inside.preview(site, get(site, recording_id)) is None, "an older preview shows too much"
    second = preview(site, recording_id)
    assert second is not None
    assert second != first
    assert not first.exists()


def test_a_preview_is_asked_for_once(site: Site, recording_id: int) -> None:
    preview(site, recording_id)
    with site.database.writing() as db:
        inside.ask_preview(db, db.get_one(Recording, recording_id), site)
    assert not Worker(site, index=False).run_one(["preview"])


def test_cuts_that_changed_without_a_new_edition_replace_the_preview(site: Site, recording_id: int) -> None:
    folder = preview(site, recording_id)
    assert folder is not None
    before = media_files.parts(folder / "main")
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=1000, end_ms=2000))
    (folder / inside.PLAYLIST).unlink()
    again = preview(site, recording_id)
    assert again == folder
    assert media_files.parts(folder / "main") != before


def test_what_is_public_needs_no_preview_and_the_whole_stays(site: Site, recording_id: int) -> None:
    folder = preview(site, recording_id)
    assert folder is not None
    with site.database.writing() as db:
        publishing.publish(db, db.get_one(Recording, recording_id), site)
    run(site, "compose")
    assert get(site, recording_id).media_token is not None
    assert not folder.exists()
    assert inside.whole(site, get(site, recording_id)) is not None


def test_a_whole_made_from_other_files_is_replaced(site: Site, recording_id: int) -> None:
    folder = inside.whole_folder(site, get(site, recording_id))
    (folder / ".state").write_text("something else")
    with site.database.writing() as db:
        publishing.recut(db, db.get_one(Recording, recording_id), site)
    run(site, "compose")
    assert (folder / ".state").read_text() != "something else"


def test_composing_for_cuts_that_were_changed_meanwhile_is_given_up(
    site: Site, recording_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.database.writing() as db:
        publishing.publish(db, db.get_one(Recording, recording_id), site)
    real = media.compose
    composed: list[Path] = []

    def cut_meanwhile(sources: object, hidden: object, folder: Path, **options: Any) -> object:
        if folder.parent.name == "public":
            assert not options["cancelled"]()
            with site.database.writing() as db:
                publishing.recut(db, db.get_one(Recording, recording_id), site)
            if options["cancelled"]():
                raise ChildCancelledError
            composed.append(folder)
        return real(sources, hidden, folder, **options)  # type: ignore[arg-type]  # passed on as it came

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "LOOK_S", 0)
        patched.setattr(media, "compose", cut_meanwhile)
        assert Worker(site, index=False).run_one(["compose"])
    assert composed == [], "time was spent on what nobody may see any more"
    assert get(site, recording_id).media_token is None
    while Worker(site, index=False).run_one(["compose"]):
        pass
    token = get(site, recording_id).media_token
    assert token is not None
    assert [room.name for room in (site.storage.root / "public").iterdir()] == [token]


def test_rooms_of_recordings_that_are_gone_are_swept(site: Site, recording_id: int) -> None:
    orphan = site.storage.inside("f" * 32) / inside.WHOLE
    orphan.mkdir(parents=True)
    pipeline.sweep_orphans(site, older_than_s=-1)
    assert not orphan.exists()
    assert inside.whole(site, get(site, recording_id)) is not None


def test_previews_are_made_in_the_lane_people_wait_for() -> None:
    assert inside.STAGE in pipeline.STAGES
    assert any({"compose", inside.STAGE} <= set(lane) for lane in LANES)


def test_joined_files_are_left_out_only_where_that_is_asked_for(site: Site, recording_id: int, tmp_path: Path) -> None:
    with site.database.reading() as db:
        recording = db.get_one(Recording, recording_id)
        (original,) = recordings.originals(db, recording_id)
    path, masters = (
        site.storage.originals(recording.key) / original.stored_as,
        site.storage.masters(recording.key) / "1",
    )
    media.prepare(path, original.probed(), masters, quick=False)
    sources = [media.Source(path, original.probed(), masters)]
    assert "audio.m4a" in media.compose(sources, [], tmp_path / "public").files
    assert "audio.m4a" not in media.compose(sources, [], tmp_path / "inside", joined=False).files
