"""Sending ideas and comments: each is stored once, in its turn, and only while it is open."""

import secrets
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from council.base.site import Site
from participation.answers import receipts
from participation.answers.submissions import NotOpenError
from participation.ideas import Idea, IdeaComment, Shown, idea_sending
from participation.ideas.idea_sending import Proposal, Sending
from participation.processes import Moderation, State
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.crowd import at_once
from tests.participation.ideation import collection, idea, stored
from tests.participation.outcomes import withdrawn

BENCH = Proposal("Eine Bank", "Am Bach.", "Grün", {"text": "Am Bach"})


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def sending(site: Site, process: int, key: str = "") -> Sending:
    receipt = receipts.receipt(key or receipts.new_key(secrets.token_bytes), surveys.secret(site, process))
    return Sending(process, receipt, site.clock, site.settings.zone)


def send(site: Site, process: int, key: str = "", proposal: Proposal = BENCH) -> int:
    """The number the idea got."""
    with site.database.writing() as db:
        return idea_sending.store(db, sending(site, process, key), proposal).number


def comment(site: Site, process: int, number: int, key: str = "") -> IdeaComment | None:
    with site.database.writing() as db:
        return idea_sending.comment(db, sending(site, process, key), number, "Gute Idee!")


@pytest.mark.db
def test_an_idea_waits_for_a_moderator_with_all_that_was_said_and_the_day_alone(site: Site, process: int) -> None:
    assert send(site, process) == 1
    kept = stored(site, process, 1)
    assert (kept.title, kept.text, kept.category, kept.place) == ("Eine Bank", "Am Bach.", "Grün", {"text": "Am Bach"})
    assert (kept.shown, kept.sent_on) == (Shown.WAITING, date(2026, 4, 16))


def test_the_day_is_that_of_the_town(site: Site, process: int, clock: MovableClock) -> None:
    clock.now = datetime.fromisoformat("2026-04-16T22:30:00+00:00")
    send(site, process)
    assert stored(site, process, 1).sent_on == date(2026, 4, 17)


@pytest.mark.db
def test_whoever_comes_at_the_same_moment_gets_a_number_of_their_own(site: Site, process: int) -> None:
    found = at_once(8, lambda _: send(site, process))
    assert sorted(map(str, found)) == sorted(map(str, range(1, 9)))


@pytest.mark.db
def test_any_number_of_retries_is_one_idea_and_one_comment(site: Site, process: int) -> None:
    key = receipts.new_key(secrets.token_bytes)
    assert at_once(6, lambda _: send(site, process, key)) == [1] * 6
    idea(site, process)
    made = at_once(6, lambda _: comment(site, process, 2, key))
    assert len({one.id for one in made if isinstance(one, IdeaComment)}) == 1
    with site.database.reading() as db:
        assert len(db.exec(select(Idea)).all()) == 2
        assert len(db.exec(select(IdeaComment)).all()) == 1


def test_a_retry_is_recognised_whatever_else_is_true_by_now(site: Site, process: int, clock: MovableClock) -> None:
    key = receipts.new_key(secrets.token_bytes)
    idea(site, process)
    send(site, process, key)
    said = comment(site, process, 1, key)
    clock.advance(days=30)
    assert send(site, process, key, Proposal("Etwas anderes", "…")) == 2
    again = comment(site, process, 1, key)
    assert said is not None
    assert again is not None
    assert again.id == said.id
    assert stored(site, process, 2).title == "Eine Bank"


@pytest.mark.parametrize(
    ("after", "state"),
    [(timedelta(hours=-2), State.COMING), (timedelta(days=14), State.CLOSED), (timedelta(days=15), State.CLOSED)],
)
def test_before_it_opens_and_from_its_end_on_nothing_is_taken(
    site: Site, process: int, clock: MovableClock, after: timedelta, state: State
) -> None:
    idea(site, process)
    clock.advance(after)
    for act in (lambda: send(site, process), lambda: comment(site, process, 1)):
        with pytest.raises(NotOpenError) as refused:
            act()
        assert refused.value.state is state


def test_what_was_withdrawn_takes_nothing(site: Site, process: int) -> None:
    withdrawn(site, process)
    with pytest.raises(NotOpenError):
        send(site, process)


@pytest.mark.parametrize(
    ("moderation", "shown", "taken"),
    [
        (Moderation.BEFORE, Shown.SHOWN, True),
        (Moderation.BEFORE, Shown.WAITING, False),
        (Moderation.AFTER, Shown.WAITING, True),
        (Moderation.AFTER, Shown.HELD, False),
        (Moderation.AFTER, Shown.WITHHELD, False),
        (Moderation.AFTER, Shown.MERGED, False),
        (Moderation.AFTER, Shown.TAKEN_BACK, False),
    ],
)
def test_only_on_what_can_be_read_and_stands_for_itself_something_can_be_said(
    site: Site, moderation: Moderation, shown: Shown, taken: bool
) -> None:
    process = collection(site, moderation=moderation)
    idea(site, process, shown=shown)
    assert (comment(site, process, 1) is not None) is taken


def test_where_the_town_wants_no_comments_none_is_taken(site: Site) -> None:
    process = collection(site, comments=False)
    idea(site, process)
    assert comment(site, process, 1) is None


def test_an_idea_of_another_collection_is_none_of_this_one(site: Site, process: int) -> None:
    other = collection(site, slug="anderswo")
    idea(site, other)
    assert comment(site, process, 1) is None


@pytest.mark.db
def test_with_the_receipt_its_author_finds_it_again_and_nobody_else(site: Site, process: int) -> None:
    key = receipts.new_key(secrets.token_bytes)
    send(site, process, key)
    comment(site, process, 1)
    mine, other = sending(site, process, key).receipt, sending(site, process).receipt
    elsewhere = collection(site, slug="anderswo")
    with site.database.reading() as db:
        found = idea_sending.idea_of(db, process, mine)
        assert found is not None
        assert found.number == 1
        assert idea_sending.idea_of(db, process, other) is None
        assert idea_sending.idea_of(db, elsewhere, mine) is None
        assert idea_sending.comment_of(db, process, mine) is None
        assert found.receipt == receipts.published(mine), "what is stored is only its hash"
