"""What moderators and authors decide: changeable at any time, support united without joining anybody, and what is forgotten in the end."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from council.base.site import Site
from participation.ideas import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Ground,
    Idea,
    IdeaComment,
    IdeaReport,
    IdeaSupport,
    Shown,
    idea_moderation,
    idea_support,
)
from participation.ideas.idea_moderation import IdeaError
from participation.processes import Moderation, Process
from tests import surveys
from tests.participation.ideation import collection, idea, stored

DAY = date(2026, 4, 16)


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def do(site: Site, process: int, act: Callable[..., Any], *numbers: int, **rest: Any) -> None:
    with site.database.writing() as db:
        rows = [_of(db, process, number) for number in numbers]
        act(db, *rows, **rest)


def _of(db: Session, process: int, number: int) -> Idea:
    return db.exec(select(Idea).where(Idea.process_id == process, Idea.number == number)).one()


def support(site: Site, process: int) -> dict[int, int]:
    with site.database.reading() as db:
        return dict(idea_support.counts(db, process))


@pytest.mark.db
def test_merging_adds_up_and_can_be_undone(site: Site, process: int) -> None:
    first, second, third = (idea(site, process, f"Idee {number}") for number in (1, 2, 3))
    secret = surveys.secret(site, process)
    with site.database.writing() as db:
        for number, browser in ((first.id, "a"), (second.id, "a"), (second.id, "b"), (third.id, "c")):
            idea_support.add(db, secret, [number or 0], browser)
    do(site, process, idea_moderation.merge, 3, 2)
    do(site, process, idea_moderation.merge, 2, 1)
    assert support(site, process) == {first.id: 4}, "who supported two of them counts twice, as nobody can tell"
    assert stored(site, process, 3).merged_into == first.id, "what was merged goes along"
    do(site, process, idea_moderation.release, 2)
    assert support(site, process) == {first.id: 2, second.id: 2}


@pytest.mark.parametrize("shown", [Shown.WAITING, Shown.WITHHELD, Shown.HELD, Shown.TAKEN_BACK])
def test_merging_publishes_nothing(site: Site, process: int, shown: Shown) -> None:
    idea(site, process)
    idea(site, process, shown=shown)
    with pytest.raises(IdeaError):
        do(site, process, idea_moderation.merge, 2, 1)
    assert stored(site, process, 2).shown == shown


def test_what_is_read_before_anybody_looked_can_be_merged(site: Site) -> None:
    process = collection(site, moderation=Moderation.AFTER)
    idea(site, process)
    idea(site, process, shown=Shown.WAITING)
    do(site, process, idea_moderation.merge, 2, 1)
    assert stored(site, process, 2).shown == Shown.MERGED


@pytest.mark.parametrize("shown", [Shown.WAITING, Shown.WITHHELD, Shown.MERGED, Shown.TAKEN_BACK])
def test_merging_needs_an_idea_that_can_be_read(site: Site, process: int, shown: Shown) -> None:
    idea(site, process)
    idea(site, process, shown=shown)
    for target in (1, 2):
        with pytest.raises(IdeaError):
            do(site, process, idea_moderation.merge, 1, target)


def test_what_is_withheld_lets_go_of_what_was_merged_into_it(site: Site, process: int) -> None:
    first = idea(site, process)
    idea(site, process, shown=Shown.MERGED, merged_into=first.id)
    do(site, process, idea_moderation.withhold, 1, ground=Ground.ADVERTISING, reason="Werbung für ein Café.")
    assert stored(site, process, 2).shown == Shown.SHOWN
    assert stored(site, process, 2).merged_into is None


def test_a_decision_settles_what_was_reported(site: Site, process: int) -> None:
    first = idea(site, process)
    with site.database.writing() as db:
        said = IdeaComment(idea_id=first.id or 0, receipt="c", text="Nein!", sent_on=DAY)
        db.add(said)
        db.flush()
        idea_moderation.report(db, first, Ground.INSULT, "", DAY)
        idea_moderation.report(db, said, Ground.INSULT, "", DAY)
    do(site, process, idea_moderation.release, 1)
    with site.database.reading() as db:
        (left,) = db.exec(select(IdeaReport)).all()
    assert left.comment_id is not None, "that about the comment is still to be decided"


def test_blackening_is_for_good(site: Site, process: int) -> None:
    idea(site, process, "Bank vor Haus Meier", text="Frau Meier, Tel. 123, will das. Frau Meier!")
    do(site, process, idea_moderation.blacken, 1, passage="Meier")
    one = stored(site, process, 1)
    assert (one.title, one.text) == ("Bank vor Haus […]", "Frau […], Tel. 123, will das. Frau […]!")
    for passage in ("Meier", " ", ""):
        with pytest.raises(IdeaError):
            do(site, process, idea_moderation.blacken, 1, passage=passage)


def test_the_words_for_a_place_can_be_blackened(site: Site, process: int) -> None:
    idea(site, process, place={"text": "vor dem Haus von Frau Meier"})
    idea(site, process, place={"lon": 8.05, "lat": 49.05}, text="Frau Meier")
    for number in (1, 2):
        do(site, process, idea_moderation.blacken, number, passage="Meier")
    assert stored(site, process, 1).place == {"text": "vor dem Haus von Frau […]"}
    assert stored(site, process, 2).place == {"lon": 8.05, "lat": 49.05}


@pytest.mark.db
@pytest.mark.parametrize("facts", [{"title": "e" * LONGEST_TITLE}, {"text": "e" * LONGEST_TEXT}])
def test_what_would_be_too_long_is_not_blackened(site: Site, process: int, facts: dict[str, str]) -> None:
    """A blackened passage has three signs, and may have had one."""
    idea(site, process, **facts)
    before = stored(site, process, 1)
    with pytest.raises(IdeaError, match="zu lang"):
        do(site, process, idea_moderation.blacken, 1, passage="e")
    assert stored(site, process, 1) == before


@pytest.mark.db
def test_what_its_author_takes_back_is_gone(site: Site, process: int) -> None:
    first = idea(site, process, "Meine Adresse", place={"text": "Weg 1"}, answer="Ja.", answered_on=DAY)
    idea(site, process, shown=Shown.MERGED, merged_into=first.id)
    with site.database.writing() as db:
        idea_support.add(db, surveys.secret(site, process), [first.id or 0], "a")
        said = IdeaComment(idea_id=first.id or 0, receipt="c", text="Gern", sent_on=DAY)
        db.add(said)
        db.flush()
        idea_moderation.report(db, said, Ground.OTHER, "", DAY)
    do(site, process, idea_moderation.take_back, 1)
    one = stored(site, process, 1)
    assert (one.shown, one.title, one.text, one.place, one.answer) == (Shown.TAKEN_BACK, "", "", None, "")
    with site.database.reading() as db:
        for table in (IdeaComment, IdeaReport, IdeaSupport):
            assert db.exec(select(table)).all() == []
    assert stored(site, process, 2).shown == Shown.SHOWN
    with pytest.raises(IdeaError):
        do(site, process, idea_moderation.release, 1)


@pytest.mark.db
def test_in_the_end_the_published_stays_and_the_rest_is_forgotten(site: Site, process: int) -> None:
    first = idea(site, process, "Bleibt")
    idea(site, process, "Nie gelesen", shown=Shown.WAITING)
    idea(site, process, "Werbung", shown=Shown.WITHHELD, ground="Werbung", reason="Für Sie persönlich")
    with site.database.writing() as db:
        idea_support.add(db, surveys.secret(site, process), [first.id or 0], "a")
        idea_moderation.report(db, first, Ground.OTHER, "", DAY)
    for _ in range(2):
        with site.database.writing() as db:
            idea_moderation.forget(db, db.get_one(Process, process))
    assert support(site, process)[first.id or 0] == 1, "counts stay"
    assert stored(site, process, 1).title == "Bleibt"
    assert {stored(site, process, number).title + stored(site, process, number).text for number in (2, 3)} == {""}
    assert stored(site, process, 3).reason == ""
    with site.database.reading() as db:
        assert db.exec(select(IdeaSupport)).all() == []
        assert db.exec(select(IdeaReport)).all() == []
