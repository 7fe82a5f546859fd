"""What was withdrawn, cut, deleted or over since a backup was made stays so when it is restored."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from council import cuts, meetings, publications, publishing
from council.base import changes
from council.base.settings import Settings
from council.base.site import Site
from council.cuts import Cut
from council.meetings import AgendaItem
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Recording
from ratsfenster import backup, migrations, visibility
from ratsfenster.backup import BackupError
from ratsfenster.withholding import Withheld
from tests import evening
from tests.conftest import opened
from transcription import deletion, releases
from transcription.transcripts import Segment

BASIS = LegalBasis.STATUTE
LAST = date(2026, 5, 31)


def publish(
    site: Site, declaration: Declaration | None = None, *, agenda: str = evening.AGENDA, has_audio: bool = False
) -> int:
    recording_id = evening.hold(site, publish=False, agenda=agenda)
    with site.database.writing() as db:
        db.get_one(Recording, recording_id).has_audio = has_audio
    change(site, recording_id, lambda db, recording: releases.publish(db, recording, site, declaration))
    return recording_id


def change(site: Site, recording_id: int, act: Callable) -> None:
    with site.database.writing() as db:
        act(db, db.get_one(Recording, recording_id))


@pytest.fixture
def saved(site: Site, tmp_path: Path, clock) -> Path:
    """A backup of one public evening, an hour old."""
    publish(site)
    folder = tmp_path / "backup"
    backup.save(site, folder)
    clock.advance(hours=1)
    return folder


@pytest.fixture
def restore(
    site: Site, tmp_path: Path, clock, empty_database_url: str
) -> Iterator[Callable[..., tuple[Site, Withheld]]]:
    """Restores into another, empty installation."""
    with restored_site(tmp_path / "elsewhere", clock, empty_database_url) as fresh:

        def load(folder: Path, named: Path | None = None) -> tuple[Site, Withheld]:
            return fresh, backup.load(fresh, folder, visibility_file=named)

        yield load


@contextmanager
def restored_site(folder: Path, clock, database_url: str, **settings: Path) -> Iterator[Site]:
    with opened(Settings(data=folder, database_url=database_url, **settings), clock) as fresh:  # type: ignore[arg-type]  # paths
        yield fresh


def state(site: Site, recording_id: int = 1) -> Recording:
    with site.database.reading() as db:
        return db.get_one(Recording, recording_id)


def hidden(site: Site, recording_id: int = 1) -> list[tuple[int, int]]:
    with site.database.reading() as db:
        return cuts.hidden(db, recording_id, evening.DURATION_MS)


@pytest.mark.db
def test_what_was_withdrawn_stays_withdrawn(site: Site, saved: Path, restore) -> None:
    change(site, 1, lambda db, recording: publishing.withdraw(db, recording, site))
    visibility.keep(site)
    fresh, held = restore(saved)
    assert state(fresh).published_at is None
    assert held.as_of == site.clock()
    assert len(held.recordings) == 1
    assert "12. Sitzung des Stadtrats" in held.recordings[0]


@pytest.mark.db
def test_what_was_cut_stays_cut_and_its_text_stays_erased(site: Site, saved: Path, restore) -> None:
    def cut(db, recording: Recording) -> None:
        db.add(Cut(recording_id=recording.id, start_ms=80_000, end_ms=100_000))
        db.flush()
        releases.recut(db, recording, site)

    change(site, 1, cut)
    visibility.keep(site)
    fresh, held = restore(saved)
    assert hidden(fresh) == [(80_000, 100_000), (120_000, 180_000)]
    assert held.cuts == 1
    assert state(fresh).published_at is not None
    with fresh.database.reading() as db:
        assert not [one for one in db.exec(select(Segment)) if "Haushalt" in one.text]


def test_media_and_text_are_held_back_apart(site: Site, tmp_path: Path, restore) -> None:
    publish(site, has_audio=True)
    backup.save(site, tmp_path / "backup")
    change(site, 1, lambda db, recording: publishing.withdraw(db, recording, site, media=False))
    visibility.keep(site)
    fresh, _ = restore(tmp_path / "backup")
    assert (state(fresh).shows_media, state(fresh).shows_text) == (True, False)


def test_what_was_deleted_since_is_not_public(site: Site, saved: Path, restore) -> None:
    publish(site, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    change(site, 1, lambda db, recording: publishing.withdraw(db, recording, site))
    change(site, 1, lambda db, recording: deletion.delete_recording(db, recording, site, None))
    again = saved.with_name("second")
    shutil.copytree(saved, again)
    with_both(site, again)
    fresh, held = restore(again)
    assert state(fresh).published_at is None
    assert len(held.recordings) == 1
    assert held.deleted == held.recordings


def test_what_was_not_public_and_deleted_since_is_named_for_it_is_there_again(
    site: Site, tmp_path: Path, restore, clock
) -> None:
    publish(site)
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    backup.save(site, tmp_path / "backup")
    clock.advance(hours=1)
    change(site, 2, lambda db, recording: deletion.delete_recording(db, recording, site, None))
    visibility.keep(site)
    fresh, held = restore(tmp_path / "backup")
    assert state(fresh, 2).published_at is None
    assert held.recordings == []
    (named,) = held.deleted
    assert "13. Sitzung" in named


def with_both(site: Site, folder: Path) -> None:
    """The backup holds a recording that there still is, so that one can tell whose visibility file it is."""
    with site.database.reading() as db:
        newer = visibility.of(db, site.clock())
        left = db.get_one(Recording, 2)
    rows = folder / "tables" / "recording.jsonl.gz"
    old = json.loads(gzip.decompress(rows.read_bytes()).decode().splitlines()[0])
    second = old | {"id": 2, "key": left.key, "meeting_id": 1, "published_at": None}
    rows.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in (old, second)).encode() + b"\n"))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["rows"]["recording"] = 2
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / visibility.NAME).write_text(visibility.to_json(newer))


def test_an_agenda_item_that_became_secret_is_not_named_again(site: Site, saved: Path, restore) -> None:
    with site.database.writing() as db:
        item = db.exec(select(AgendaItem).where(AgendaItem.number == "3")).one()
        item.public = False
        releases.recut(db, db.get_one(Recording, 1), site)
    visibility.keep(site)
    fresh, held = restore(saved)
    with fresh.database.reading() as db:
        public = {item.number for item in db.exec(select(AgendaItem)) if item.public}
        told = {change.subject_id for change in changes.since(db, 0) if change.kind == meetings.KIND}
    assert public == {"1", "2"}
    assert told == {1}, "an index that was kept has to follow"
    assert held.items == 1
    assert hidden(fresh) == [(120_000, 240_000)]


def test_an_end_that_was_set_earlier_since_counts(site: Site, tmp_path: Path, restore, clock) -> None:
    publish(site, Declaration(BASIS, text=Term(Until.DATE, date(2030, 1, 1))))
    backup.save(site, tmp_path / "backup")
    clock.advance(hours=1)
    sooner = Declaration(BASIS, text=Term(Until.DATE, LAST))
    change(site, 1, lambda db, recording: publishing.publish(db, recording, site, sooner))
    visibility.keep(site)
    fresh, _ = restore(tmp_path / "backup")
    with fresh.database.reading() as db:
        kept = publications.of_recording(db, 1)
    assert kept is not None
    assert publications.declared(kept).text == Term(Until.DATE, LAST)


def test_what_is_over_by_the_clock_is_over_even_where_nothing_is_known(
    site: Site, tmp_path: Path, restore, clock
) -> None:
    publish(site, Declaration(BASIS, text=Term(Until.DATE, LAST)))
    backup.save(site, tmp_path / "backup")
    (tmp_path / "backup" / visibility.NAME).unlink()
    clock.now = datetime(2026, 6, 1, tzinfo=UTC)
    fresh, held = restore(tmp_path / "backup")
    assert state(fresh).published_at is None
    assert held.as_of is None


def test_where_nothing_newer_is_found_that_is_said(saved: Path, restore) -> None:
    _, held = restore(saved)
    assert held.as_of is None
    assert held.recordings == []


def test_the_newest_of_all_places_counts_and_a_damaged_one_is_passed_over(
    site: Site, saved: Path, tmp_path: Path, clock
) -> None:
    (tmp_path / "disk").mkdir()
    extra = tmp_path / "disk" / "visibility.json"
    change(site, 1, lambda db, recording: publishing.withdraw(db, recording, site))
    with opened(site.settings.model_copy(update={"visibility_file": extra}), clock) as with_extra:
        visibility.keep(with_extra)
    (saved / visibility.NAME).write_text("{ damaged")
    (tmp_path / "elsewhere").mkdir()
    with restored_site(tmp_path / "elsewhere", clock, "", visibility_file=extra) as fresh:
        assert backup.load(fresh, saved).as_of == site.clock()
        assert state(fresh).published_at is None


def test_a_data_folder_with_nothing_but_that_file_is_empty_and_the_file_counts(
    site: Site, saved: Path, tmp_path: Path, clock
) -> None:
    change(site, 1, lambda db, recording: publishing.withdraw(db, recording, site))
    visibility.keep(site)
    (saved / visibility.NAME).unlink()
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(site.storage.root / visibility.NAME, tmp_path / "elsewhere")
    with restored_site(tmp_path / "elsewhere", clock, "") as fresh:
        backup.load(fresh, saved)
        assert state(fresh).published_at is None


def test_a_file_can_be_named(site: Site, saved: Path, tmp_path: Path, restore) -> None:
    change(site, 1, lambda db, recording: publishing.withdraw(db, recording, site))
    visibility.keep(site)
    (saved / visibility.NAME).rename(tmp_path / "rescued.json")
    fresh, _ = restore(saved, tmp_path / "rescued.json")
    assert state(fresh).published_at is None


def test_a_named_file_that_is_none_stops_the_restore_before_anything_is_written(
    saved: Path, tmp_path: Path, restore
) -> None:
    (tmp_path / "other.json").write_text('{"format": 1}')
    with pytest.raises(BackupError, match=r"other\.json"):
        restore(saved, tmp_path / "other.json")
    assert not (tmp_path / "elsewhere").exists()


def test_the_file_of_another_installation_says_nothing(site: Site, saved: Path, tmp_path: Path, restore, clock) -> None:
    with restored_site(tmp_path / "another", clock, "") as another:
        migrations.bring_up(another)
        publish(another)
        visibility.keep(another)
        shutil.copy(another.storage.root / visibility.NAME, saved / visibility.NAME)
    fresh, held = restore(saved)
    assert held.as_of is None
    assert state(fresh).published_at is not None
