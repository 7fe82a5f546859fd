"""Results as they were counted: which one the public sees, and what the office asked for."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from council.base.site import Site
from participation import results
from participation.results import Result
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.crowd import at_once
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0])
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, ASKED)


def counted(site: Site, process_id: int, *, final: bool = True, public: bool = False) -> int:
    """Another counting; its number."""
    with site.database.writing() as db:
        number = results.next_number(db, process_id)
        made = Result(process_id=process_id, number=number, final=final, people=9, figures={}, made_at=site.clock())
        db.add(made)
        if public:
            results.publish(db, made, site.clock())
        return number


def shown(site: Site, process_id: int) -> int | None:
    """The number of the result the public sees."""
    with site.database.reading() as db:
        found = results.published(db, process_id)
        assert (found is not None) == (process_id in results.all_published(db, [process_id]))
        return found.number if found else None


def take_back(site: Site, process_id: int) -> None:
    with site.database.writing() as db:
        results.take_back(db, process_id, site.clock())


@pytest.mark.db
def test_countings_of_each_survey_have_numbers_of_their_own(site: Site, survey: int) -> None:
    other = surveys.survey(site, ASKED, slug="anderswo")
    assert [counted(site, survey), counted(site, survey), counted(site, other)] == [1, 2, 1]
    with site.database.reading() as db:
        assert [one.number for one in results.of_process(db, survey)] == [1, 2]
    with pytest.raises(IntegrityError), site.database.writing() as db:
        db.add(Result(process_id=survey, number=2, final=True, people=9, figures={}, made_at=site.clock()))


@pytest.mark.db
def test_the_public_sees_the_latest_that_was_published(site: Site, survey: int) -> None:
    assert shown(site, survey) is None
    counted(site, survey)
    assert shown(site, survey) is None
    counted(site, survey, public=True)
    counted(site, survey)
    assert shown(site, survey) == 2
    counted(site, survey, public=True)
    assert shown(site, survey) == 4


@pytest.mark.db
def test_what_is_taken_back_does_not_uncover_an_earlier_one(site: Site, survey: int) -> None:
    other = surveys.survey(site, ASKED, slug="anderswo")
    for number in (survey, survey, other):
        counted(site, number, public=True)
    take_back(site, survey)
    assert (shown(site, survey), shown(site, other)) == (None, 1)


@pytest.mark.db
def test_what_was_taken_back_can_be_shown_again(site: Site, survey: int, clock: MovableClock) -> None:
    counted(site, survey, public=True)
    take_back(site, survey)
    clock.advance(A_MINUTE)
    with site.database.writing() as db:
        found = results.last(db, survey)
        assert found is not None
        assert not found.is_public
        results.publish(db, found, clock.now)
        assert found.is_public
    assert shown(site, survey) == 1


@pytest.mark.db
def test_once_final_results_were_public_no_answer_may_be_added_though_they_were_taken_back(
    site: Site, survey: int
) -> None:
    def settled() -> bool:
        with site.database.reading() as db:
            assert results.is_settled(db, survey) == (survey in results.all_settled(db, [survey]))
            return results.is_settled(db, survey)

    counted(site, survey, final=False, public=True)
    counted(site, survey)
    assert not settled(), "live ones, and final ones nobody has seen, leave room"
    counted(site, survey, public=True)
    assert settled()
    take_back(site, survey)
    assert settled()


@pytest.mark.db
def test_the_latest_is_told_for_the_desk_and_the_latest_ever_shown_for_the_next(site: Site, survey: int) -> None:
    for final, public in ((False, True), (True, True), (False, False), (True, False)):
        counted(site, survey, final=final, public=public)
    take_back(site, survey)
    with site.database.reading() as db:
        latest = [results.last(db, survey, final=final) for final in (None, False, True)]
        ever = [results.last_published(db, survey, final=final) for final in (False, True)]
    assert [one and one.number for one in latest] == [4, 3, 4]
    assert [one and one.number for one in ever] == [1, 2]


@pytest.mark.db
def test_live_results_that_were_replaced_are_forgotten_and_final_ones_stay(site: Site, survey: int) -> None:
    for final in (False, True, False, False):
        counted(site, survey, final=final)
    with site.database.writing() as db:
        results.drop_live(db, survey, 4)
        assert [one.number for one in results.of_process(db, survey)] == [2, 4]


@pytest.mark.db
def test_an_order_waits_until_what_was_asked_by_then_is_done(site: Site, survey: int, clock: MovableClock) -> None:
    asked_at = clock.now
    with site.database.writing() as db:
        results.order(db, survey, asked_at)
        results.order(db, survey, asked_at + A_MINUTE)
        results.done(db, survey, asked_at - A_MINUTE)
        assert results.ordered(db, survey), "what was done before is not what was asked for"
        results.done(db, survey, asked_at)
        assert not results.ordered(db, survey), "asking twice is asking once"


@pytest.mark.db
def test_many_who_order_at_once_order_once(site: Site, survey: int, clock: MovableClock) -> None:
    def order(_number: int) -> None:
        with site.database.writing() as db:
            results.order(db, survey, clock.now)

    assert at_once(8, order) == [None] * 8
    with site.database.writing() as db:
        results.done(db, survey, clock.now)
        assert not results.ordered(db, survey)


@pytest.mark.db
def test_a_failure_is_told_until_counting_succeeds_the_latest_first(
    site: Site, survey: int, clock: MovableClock
) -> None:
    other = surveys.survey(site, ASKED, slug="anderswo")
    with site.database.writing() as db:
        results.failed(db, survey, "OSError", clock.now)
        results.failed(db, other, "OSError", clock.advance(A_MINUTE))
        results.failed(db, survey, "MemoryError", clock.advance(A_MINUTE))
    with site.database.reading() as db:
        told = results.failures(db)
        assert [(one.process_id, one.reason) for one in told] == [(survey, "MemoryError"), (other, "OSError")]
    with site.database.writing() as db:
        results.succeeded(db, survey)
        assert results.failure(db, survey) is None
        assert results.failure(db, other) is not None
