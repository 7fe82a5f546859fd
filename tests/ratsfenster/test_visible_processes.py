"""After a restore, surveys that were withdrawn, taken back or deleted since the backup stay so."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from council.base.settings import Settings
from council.base.site import Site
from participation import processes, results
from participation.answers import submissions
from participation.processes import Process
from participation.results import due_countings
from ratsfenster import backup, declaring, visibility
from ratsfenster.withholding import Withheld
from tests.conftest import MovableClock, opened
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0], EVERY_KIND[8])
Restore = Callable[[Path], tuple[Site, Withheld]]


@pytest.fixture
def restore(tmp_path: Path, clock: MovableClock, empty_database_url: str) -> Iterator[Restore]:
    settings = Settings(data=tmp_path / "elsewhere", database_url=empty_database_url)
    with opened(settings, clock) as fresh:
        yield lambda folder: (fresh, backup.load(fresh, folder))


@pytest.fixture
def survey(site: Site, clock: MovableClock) -> int:
    """One that is over, with results the public sees."""
    number = counted.answered(site, ASKED, 8, showing="at-closing")
    counted.close(clock)
    counted.count(site, number)
    return number


@pytest.fixture
def saved(site: Site, survey: int, tmp_path: Path, clock: MovableClock) -> Path:
    backup.save(site, tmp_path / "backup")
    clock.advance(hours=1)
    return tmp_path / "backup"


def change(site: Site, number: int, **facts: Any) -> None:
    with site.database.writing() as db:
        process = db.get_one(Process, number)
        for name, value in facts.items():
            setattr(process, name, value)
    visibility.keep(site)


def public(site: Site, number: int) -> bool:
    with site.database.reading() as db:
        return processes.is_public(db.get_one(Process, number))


def answers(site: Site, number: int) -> int:
    with site.database.reading() as db:
        return submissions.count(db, number)


@pytest.mark.db
def test_what_was_withdrawn_since_stays_so(
    site: Site, survey: int, saved: Path, restore: Restore, clock: MovableClock
) -> None:
    change(site, survey, withdrawn_at=clock.now)
    fresh, held = restore(saved)
    assert not public(fresh, survey)
    assert held.processes == ["Wie soll der Marktplatz werden?"]
    told = list(declaring.held_back(held, site.settings.zone))
    assert "Nicht wieder öffentlich: Wie soll der Marktplatz werden?" in told


def test_results_that_were_taken_back_since_stay_so(site: Site, survey: int, saved: Path, restore: Restore) -> None:
    with site.database.writing() as db:
        results.take_back(db, survey, site.clock())
    visibility.keep(site)
    fresh, _ = restore(saved)
    assert public(fresh, survey)
    assert counted.public(fresh, survey) is None


def test_results_that_were_replaced_since_are_not_shown_again(
    site: Site, survey: int, saved: Path, restore: Restore
) -> None:
    """The later ones may lack a text that should not have been released."""
    with site.database.writing() as db:
        results.order(db, survey, site.clock())
    with site.database.reading() as db:
        (due,) = due_countings.due(db, site.clock())
    assert due_countings.count(site, due) is not None
    visibility.keep(site)
    fresh, held = restore(saved)
    assert counted.public(fresh, survey) is None
    assert len(held.processes) == 1


def test_what_did_not_change_is_shown_again(site: Site, survey: int, saved: Path, restore: Restore) -> None:
    visibility.keep(site)
    fresh, held = restore(saved)
    assert public(fresh, survey)
    assert counted.public(fresh, survey) is not None
    assert held.processes == []
    assert answers(fresh, survey) == 8


@pytest.mark.db
def test_answers_whose_end_was_set_earlier_since_are_deleted_again(
    site: Site, survey: int, saved: Path, restore: Restore, clock: MovableClock
) -> None:
    change(site, survey, delete_on=clock.now.date())
    fresh, _ = restore(saved)
    assert answers(fresh, survey) == 0
    assert counted.public(fresh, survey) is not None, "the figures stay"


def test_answers_that_may_be_kept_longer_since_are_not_deleted(
    site: Site, survey: int, saved: Path, restore: Restore, clock: MovableClock
) -> None:
    change(site, survey, delete_on=clock.now.date() + timedelta(days=900))
    clock.advance(days=401)
    visibility.keep(site)
    fresh, _ = restore(saved)
    assert answers(fresh, survey) == 8


def test_by_the_clock_alone_answers_go_even_where_nothing_is_known(
    survey: int, saved: Path, restore: Restore, clock: MovableClock
) -> None:
    (saved / visibility.NAME).unlink()
    clock.advance(days=401)
    fresh, _ = restore(saved)
    assert answers(fresh, survey) == 0


def test_files_of_earlier_versions_tell_nothing_of_surveys(
    site: Site, survey: int, saved: Path, restore: Restore
) -> None:
    with site.database.reading() as db:
        written = visibility.to_json(visibility.of(db, site.clock()))
    old = written.replace('"processes"', '"processes of later versions"')
    (saved / visibility.NAME).write_text(old)
    fresh, held = restore(saved)
    assert held.as_of is not None
    assert public(fresh, survey)


def test_what_is_known_of_another_town_counts_for_nothing(
    site: Site, survey: int, saved: Path, restore: Restore, clock: MovableClock
) -> None:
    change(site, survey, slug="anderswo", withdrawn_at=clock.now)
    fresh, _ = restore(saved)
    assert public(fresh, survey)


def test_the_file_is_written_anew_when_a_survey_is_withdrawn(site: Site, survey: int, clock: MovableClock) -> None:
    with site.database.reading() as db:
        before = visibility.state_of(db)
    change(site, survey, withdrawn_at=clock.now)
    with site.database.reading() as db:
        assert visibility.state_of(db) != before
