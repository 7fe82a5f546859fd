"""What the public reads of ideas."""

from datetime import UTC, datetime

import pytest

from council.base.site import Site
from participation import ideas
from participation.ideas import Ground, Idea, IdeaComment, Shown
from participation.processes import Moderation, Process
from tests.participation.ideation import collection, idea, process

READABLE = {
    Moderation.BEFORE: {Shown.SHOWN, Shown.MERGED},
    Moderation.AFTER: {Shown.SHOWN, Shown.MERGED, Shown.WAITING},
}


def said(site: Site, one: Idea, receipt: str, shown: Shown = Shown.SHOWN) -> None:
    with site.database.writing() as db:
        db.add(IdeaComment(idea_id=one.id or 0, receipt=receipt, text=receipt, shown=shown, sent_on=site.today()))


@pytest.mark.parametrize("moderation", Moderation)
@pytest.mark.parametrize("shown", Shown)
def test_what_nobody_has_looked_at_is_read_only_where_moderation_comes_after(
    moderation: Moderation, shown: Shown
) -> None:
    asked = Process(slug="ideen", moderation=moderation, created_at=datetime(2026, 4, 16, tzinfo=UTC))
    assert ideas.is_visible(asked, shown) == (shown in READABLE[moderation])


@pytest.mark.db
@pytest.mark.parametrize("moderation", Moderation)
def test_the_list_holds_what_stands_for_itself_and_may_be_read_the_newest_first(
    site: Site, moderation: Moderation
) -> None:
    number = collection(site, moderation=moderation)
    first = idea(site, number, "Erste")
    for shown in Shown:
        idea(site, number, shown, shown=shown, merged_into=first.id if shown is Shown.MERGED else None)
    idea(site, collection(site, slug="anderswo"), "Andere")
    asked = process(site, number)
    with site.database.reading() as db:
        listed = [one.title for one in ideas.listed(db, asked)]
    waiting = [Shown.WAITING.value] if moderation is Moderation.AFTER else []
    assert listed == [Shown.SHOWN.value, *waiting, "Erste"]


def test_an_idea_is_known_by_its_number_within_its_collection(site: Site) -> None:
    one, other = collection(site), collection(site, slug="anderswo")
    mine, theirs = idea(site, one, "Meine"), idea(site, other, "Deine")
    assert (mine.number, theirs.number) == (1, 1)
    with site.database.reading() as db:
        assert [found and found.title for found in (ideas.by_number(db, number, 1) for number in (one, other))] == [
            "Meine",
            "Deine",
        ]
        assert ideas.by_number(db, one, 2) is None


@pytest.mark.db
def test_merged_ideas_stand_with_the_one_they_went_into(site: Site) -> None:
    number = collection(site)
    first, second = idea(site, number), idea(site, number)
    for title in ("Auch", "Ebenso"):
        idea(site, number, title, shown=Shown.MERGED, merged_into=first.id)
    idea(site, number, "Einmal vereint", shown=Shown.WITHHELD, merged_into=first.id)
    with site.database.reading() as db:
        assert [one.title for one in ideas.merged(db, [first.id or 0])] == ["Auch", "Ebenso"]
        assert ideas.merged(db, [second.id or 0]) == []
        assert ideas.merged(db, []) == []


@pytest.mark.db
@pytest.mark.parametrize(("moderation", "waiting"), [(Moderation.BEFORE, 0), (Moderation.AFTER, 1)])
def test_comments_that_may_be_read_are_told_and_counted_with_those_of_merged_ideas(
    site: Site, moderation: Moderation, waiting: int
) -> None:
    number = collection(site, moderation=moderation)
    first, quiet = idea(site, number), idea(site, number)
    second = idea(site, number, shown=Shown.MERGED, merged_into=first.id)
    said(site, first, "eins")
    said(site, second, "zwei")
    for shown in (Shown.WAITING, Shown.WITHHELD, Shown.HELD, Shown.TAKEN_BACK):
        said(site, first, shown, shown)
    asked = process(site, number)
    with site.database.reading() as db:
        told = [one.text for one in ideas.comments(db, asked, [first.id or 0, second.id or 0])]
        assert told == ["eins", "zwei", *[Shown.WAITING.value] * waiting], "the oldest first"
        assert ideas.comments(db, asked, [quiet.id or 0]) == []
        assert ideas.comment_counts(db, asked) == {first.id: 2 + waiting}


@pytest.mark.db
def test_how_many_are_withheld_is_told_with_the_ground(site: Site) -> None:
    number = collection(site)
    for ground in (Ground.ADVERTISING, Ground.INSULT, Ground.ADVERTISING):
        idea(site, number, shown=Shown.WITHHELD, ground=ground)
    idea(site, number)
    with site.database.reading() as db:
        assert ideas.withheld(db, number) == {Ground.ADVERTISING: 2, Ground.INSULT: 1}
