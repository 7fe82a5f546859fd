"""Opening, prolonging, closing and withdrawing: decided by the clock, each as a whole or not at all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from council.base import changes
from council.base.accounts import Account
from council.base.audit import AuditEntry
from council.base.site import Site
from participation import processes, survey_secrets
from participation.answers import submissions
from participation.answers.submissions import NotOpenError, Origin
from participation.processes import CHANGE_KIND, Process, State, form_versions, openings
from participation.processes.openings import OpeningError
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import account_of
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(EVERY_KIND[0], EVERY_KIND[2])
READY: dict[str, Any] = {"contact": "Bauamt, Telefon 0123", "officer": "dsb@musterstadt.example", "released": False}
ANSWER = {"park": "yes"}


@pytest.fixture
def planner(site: Site, cast: Cast) -> Account:
    return account_of(site, cast.planner)


def survey(site: Site, **facts: Any) -> int:
    return surveys.survey(site, FORM, **(READY | facts))


def release(site: Site, process_id: int, who: Account) -> None:
    with site.database.writing() as db:
        openings.release(db, process_id, site, who)


def saved(site: Site, process_id: int) -> Process:
    with site.database.reading() as db:
        return db.get_one(Process, process_id)


def told(site: Site, process_id: int) -> int:
    """How often search and feeds were told of a process."""
    with site.database.reading() as db:
        return len([one for one in changes.since(db, 0) if (one.kind, one.subject_id) == (CHANGE_KIND, process_id)])


@pytest.mark.db
def test_opening_is_one_step(site: Site, planner: Account, clock: MovableClock) -> None:
    process = survey(site)
    surveys.answer(site, process, ANSWER, origin=Origin.TEST)
    release(site, process, planner)
    kept = saved(site, process)
    assert processes.state(kept, clock.now) is State.OPEN
    with site.database.reading() as db:
        assert submissions.count(db, process) == 0, "test answers are deleted"
        assert submissions.hashes(db, process) == []
        assert [(one.number, one.revision) for one in form_versions.versions(db, process)] == [(1, 0)]
        assert form_versions.all_forms(db, process)[1] == FORM
        entry = db.exec(select(AuditEntry)).one()
    assert (entry.action, entry.path) == ("Umfrage geöffnet", f"/ratsbuero/beteiligung/{process}")
    assert entry.subject == "Wie soll der Marktplatz werden?: bis Donnerstag, 30. April 2026, 19:00 Uhr"
    assert told(site, process) == 1


@pytest.mark.db
def test_a_survey_with_something_in_its_way_stays_a_draft(site: Site, planner: Account) -> None:
    process = survey(site, officer="")
    surveys.answer(site, process, ANSWER, origin=Origin.TEST)
    with pytest.raises(OpeningError, match="Es steht noch etwas im Weg"):
        release(site, process, planner)
    assert saved(site, process).released_at is None
    with site.database.reading() as db:
        assert (submissions.count(db, process), len(form_versions.versions(db, process))) == (1, 0)
    assert told(site, process) == 0


@pytest.mark.db
def test_nobody_opens_twice(site: Site, planner: Account) -> None:
    process = survey(site)
    release(site, process, planner)
    surveys.answer(site, process, ANSWER)
    with pytest.raises(OpeningError, match="schon geöffnet"):
        release(site, process, planner)
    with site.database.reading() as db:
        assert submissions.count(db, process) == 1, "an answer that came meanwhile is kept"


def test_the_secret_is_there_and_stays_the_one_codes_were_made_with(site: Site, planner: Account) -> None:
    process = survey(site)
    before = surveys.secret(site, process)
    release(site, process, planner)
    assert survey_secrets.of(site.storage.root, process) == before


def test_one_that_should_have_begun_begins_now(site: Site, planner: Account, clock: MovableClock) -> None:
    process = survey(site, opens_at=None)
    release(site, process, planner)
    assert saved(site, process).opens_at == clock.now
    late = survey(site, slug="spaet", opens_at=clock.now - timedelta(days=2))
    release(site, late, planner)
    assert saved(site, late).opens_at == clock.now


@pytest.mark.db
def test_a_second_before_it_opens_and_after_it_closes_nothing_is_taken(
    site: Site, planner: Account, clock: MovableClock
) -> None:
    opens, closes = clock.now + timedelta(hours=1), clock.now + timedelta(days=1)
    process = survey(site, opens_at=opens, closes_at=closes)
    release(site, process, planner)
    second = timedelta(seconds=1)
    for at, expected in ((opens - second, State.COMING), (closes, State.CLOSED)):
        with pytest.raises(NotOpenError) as refused:
            surveys.answer(site, process, ANSWER, at=at)
        assert refused.value.state is expected
    surveys.answer(site, process, ANSWER, at=opens)
    surveys.answer(site, process, ANSWER, at=closes - second)


@pytest.mark.db
def test_prolonging_moves_the_end_and_nothing_else(site: Site, planner: Account, clock: MovableClock) -> None:
    process = survey(site)
    release(site, process, planner)
    before = saved(site, process).closes_at
    assert before is not None
    with site.database.writing() as db:
        openings.prolong(db, process, before + timedelta(days=7), site, planner)
    assert saved(site, process).closes_at == before + timedelta(days=7)
    assert told(site, process) == 2
    surveys.answer(site, process, ANSWER, at=before + timedelta(days=1))


def test_an_end_cannot_come_earlier_and_what_is_over_stays_over(
    site: Site, planner: Account, clock: MovableClock
) -> None:
    process = survey(site)
    release(site, process, planner)
    closes = saved(site, process).closes_at
    assert closes is not None
    with pytest.raises(OpeningError, match="nach dem bisherigen"), site.database.writing() as db:
        openings.prolong(db, process, closes, site, planner)
    clock.now = closes
    with pytest.raises(OpeningError, match="läuft nicht mehr"), site.database.writing() as db:
        openings.prolong(db, process, closes + timedelta(days=7), site, planner)
    assert saved(site, process).closes_at == closes


def test_a_survey_is_not_prolonged_beyond_the_day_its_answers_are_deleted(site: Site, planner: Account) -> None:
    process = survey(site, delete_on=date(2026, 5, 31))
    release(site, process, planner)
    with pytest.raises(OpeningError, match="Tag der Löschung"), site.database.writing() as db:
        openings.prolong(db, process, datetime(2026, 6, 1, tzinfo=UTC), site, planner)


@pytest.mark.db
def test_closed_now_takes_nothing_from_this_moment_on(site: Site, planner: Account, clock: MovableClock) -> None:
    process = survey(site)
    release(site, process, planner)
    clock.advance(hours=1)
    with site.database.writing() as db:
        openings.close(db, process, site, planner)
    assert saved(site, process).closes_at == clock.now
    with pytest.raises(NotOpenError):
        surveys.answer(site, process, ANSWER)
    with pytest.raises(OpeningError, match="läuft nicht"), site.database.writing() as db:
        openings.close(db, process, site, planner)


def test_closed_in_the_moment_it_opens_it_has_a_beginning_before_its_end(
    site: Site, planner: Account, clock: MovableClock
) -> None:
    process = survey(site, opens_at=None)
    release(site, process, planner)
    with site.database.writing() as db:
        openings.close(db, process, site, planner)
    kept = saved(site, process)
    assert kept.opens_at is not None
    assert kept.closes_at is not None
    assert kept.opens_at < kept.closes_at
    assert processes.state(kept, clock.advance(seconds=1)) is State.CLOSED


@pytest.mark.db
def test_withdrawn_is_no_longer_public_and_keeps_its_answers(site: Site, planner: Account) -> None:
    process = survey(site)
    release(site, process, planner)
    surveys.answer(site, process, ANSWER)
    with site.database.writing() as db:
        openings.withdraw(db, process, site, planner)
    assert not processes.is_public(saved(site, process))
    assert told(site, process) == 2, "search must forget it"
    with site.database.reading() as db:
        assert submissions.count(db, process) == 1
    with pytest.raises(OpeningError, match="nicht öffentlich"), site.database.writing() as db:
        openings.withdraw(db, process, site, planner)


def test_a_draft_can_neither_be_closed_nor_withdrawn(site: Site, planner: Account) -> None:
    process = survey(site)
    for act in (openings.close, openings.withdraw):
        with pytest.raises(OpeningError), site.database.writing() as db:
            act(db, process, site, planner)


def test_ideas_need_no_form(site: Site, planner: Account) -> None:
    process = survey(site, kind="ideation")
    release(site, process, planner)
    with site.database.reading() as db:
        assert form_versions.versions(db, process) == []
        assert db.exec(select(AuditEntry)).one().action == "Ideensammlung geöffnet"
