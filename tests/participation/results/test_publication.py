"""Showing results: nothing follows from the difference between what was shown and what is shown next."""

import pytest

from council.base.site import Site
from participation import results
from participation.answers import submissions
from participation.processes import Process, Showing
from participation.results import Result, publication
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

PARK = form(*EVERY_KIND[:2])
FIGURES = {"submissions": 0, "sections": []}


def result(site: Site, process_id: int, final: bool, *people: int, number: int = 1) -> Result:
    blocks = [{"strata": [f"group {at}"], "people": count} for at, count in enumerate(people)]
    return Result(
        process_id=process_id, number=number, final=final, people=sum(people), figures=FIGURES, blocks=blocks,
        made_at=site.clock(),
    )  # fmt: skip


def shown_before(site: Site, final: bool, *people: int) -> int:
    """A survey that has shown a result of blocks with so many people."""
    number = surveys.survey(site, PARK)
    with site.database.writing() as db:
        first = result(site, number, final, *people)
        db.add(first)
        results.publish(db, first, site.clock())
    return number


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [((8, 9), (8, 9), True), ((8, 9), (8, 10), False), ((8, 9), (8, 14), True), ((8, 9), (9, 13), False)],
)
def test_final_results_that_were_shown_are_followed_by_no_single_person(
    site: Site, before: tuple[int, ...], after: tuple[int, ...], may: bool
) -> None:
    number = shown_before(site, True, *before)
    with site.database.writing() as db:
        following = result(site, number, True, *after, number=2)
        assert publication.may_follow(db, db.get_one(Process, number), following) is may


@pytest.mark.parametrize(("people", "may"), [((5, 9), False), ((5, 10), True), ((3, 12), False)])
def test_final_results_add_people_enough_to_the_last_batch_and_have_no_small_group(
    site: Site, people: tuple[int, ...], may: bool
) -> None:
    number = shown_before(site, False, 10)
    with site.database.writing() as db:
        following = result(site, number, True, *people, number=2)
        assert publication.may_follow(db, db.get_one(Process, number), following) is may


def test_no_batch_follows_final_results(site: Site) -> None:
    number = shown_before(site, True, 10)
    with site.database.writing() as db:
        assert not publication.may_follow(db, db.get_one(Process, number), result(site, number, False, 30, number=2))


@pytest.mark.db
def test_publishing_is_refused_where_answers_were_taken_out_since(site: Site, clock: MovableClock) -> None:
    """Nobody deletes single answers; if somebody does, two publications must not tell which."""
    number = counted.answered(site, PARK, 12, strata=[])
    counted.close(clock)
    counted.count(site, number)
    with site.database.writing() as db:
        publication.show(db, db.get_one(Process, number), 1, site.clock())
        gone = next(iter(submissions.read(db, number)))
        db.delete(db.get_one(submissions.Submission, (number, gone.key)))
        db.delete(db.get_one(submissions.SubmissionReceipt, (number, submissions.hashes(db, number)[0])))
        results.order(db, number, site.clock())
    counted.count(site, number)
    with site.database.writing() as db, pytest.raises(publication.ShowingError, match="können nicht gezeigt werden"):
        publication.show(db, db.get_one(Process, number), 2, site.clock())
    kept = counted.public(site, number)
    assert kept is not None
    assert kept.number == 1


@pytest.mark.parametrize("how", Showing)
def test_by_hand_nothing_is_shown_by_itself(site: Site, how: Showing) -> None:
    number = surveys.survey(site, PARK, showing=how)
    with site.database.writing() as db:
        process = db.get_one(Process, number)
        assert publication.at_once(db, process, result(site, number, True, 9)) is (how is not Showing.BY_HAND)
        assert publication.at_once(db, process, result(site, number, False, 9)) is (how is Showing.LIVE)


def test_taking_back_tells_the_search(site: Site) -> None:
    from council.base import changes

    number = shown_before(site, True, 10)
    with site.database.writing() as db:
        before = changes.latest(db)
        publication.take_back(db, db.get_one(Process, number), site.clock())
        assert changes.latest(db) > before
    assert counted.public(site, number) is None
