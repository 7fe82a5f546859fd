"""The published data of surveys in a backup."""

from pathlib import Path

from council.base.settings import Settings
from council.base.site import Site
from participation import results
from participation.results import due_countings, exports
from ratsfenster import backup
from tests.conftest import MovableClock, opened
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form


def test_published_data_come_back_with_a_backup_even_when_the_answers_are_gone(
    site: Site, clock: MovableClock, tmp_path: Path
) -> None:
    number = counted.answered(site, form(*EVERY_KIND), 12, showing="at-closing")
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    written = counted.bundle(site, result).read_bytes()
    backup.save(site, tmp_path / "backup")
    with opened(Settings(data=tmp_path / "elsewhere"), clock) as other:
        backup.load(other, tmp_path / "backup")
        with other.database.reading() as db:
            shown = results.published(db, number)
        assert shown is not None
        assert counted.bundle(other, shown).read_bytes() == written
        assert not exports.are_there(counted.bundle(other, shown))
        due_countings.mend(other)
        assert exports.are_there(counted.bundle(other, shown))


def test_a_bundle_that_was_replaced_meanwhile_is_no_trouble(site: Site, clock: MovableClock, tmp_path: Path) -> None:
    number = counted.answered(site, form(*EVERY_KIND), 12)
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    counted.bundle(site, result).unlink()
    backup.save(site, tmp_path / "backup")
    assert (tmp_path / "backup" / "manifest.json").is_file()
