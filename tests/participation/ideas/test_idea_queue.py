"""What moderators have before them."""

import pytest

from council.base.site import Site
from participation.ideas import Ground, Idea, IdeaComment, Shown, idea_moderation, idea_queue
from tests.participation.ideation import collection, idea


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def said(site: Site, one: Idea, text: str, shown: Shown = Shown.SHOWN, *, office: bool = False) -> int:
    with site.database.writing() as db:
        made = IdeaComment(
            idea_id=one.id or 0, receipt=text, text=text, shown=shown, office=office, sent_on=site.today()
        )
        db.add(made)
        db.flush()
        return made.id or 0


def report(site: Site, one: Idea, comment: int | None = None, words: str = "") -> None:
    with site.database.writing() as db:
        subject = one if comment is None else db.get_one(IdeaComment, comment)
        idea_moderation.report(db, subject, Ground.INSULT, words, site.today())


def queue(site: Site, process: int) -> list[str]:
    """The title of an idea, or the words of a comment; with how often it was reported."""
    with site.database.reading() as db:
        entries = idea_queue.waiting(db, process)
        return [f"{one.comment.text if one.comment else one.idea.title} {len(one.reports)}" for one in entries]


@pytest.mark.db
def test_what_was_reported_comes_first_and_then_what_nobody_has_looked_at(site: Site, process: int) -> None:
    shown = idea(site, process, "Gemeldet")
    idea(site, process, "Wartet", shown=Shown.WAITING)
    idea(site, process, "Wartet auch", shown=Shown.WAITING)
    idea(site, process, "Zurückgestellt", shown=Shown.HELD)
    idea(site, process, "In Ordnung")
    said(site, shown, "Noch ungelesen", Shown.WAITING)
    rude = said(site, shown, "Frech")
    for _ in range(2):
        report(site, shown, rude)
    report(site, shown)
    assert queue(site, process) == [
        "Gemeldet 1",
        "Frech 2",
        "Wartet 0",
        "Wartet auch 0",
        "Zurückgestellt 0",
        "Noch ungelesen 0",
    ]


@pytest.mark.db
def test_what_is_decided_is_gone_from_the_queue(site: Site, process: int) -> None:
    one = idea(site, process, shown=Shown.WAITING)
    report(site, one)
    assert len(queue(site, process)) == 1
    with site.database.writing() as db:
        idea_moderation.release(db, db.get_one(Idea, one.id))
    assert queue(site, process) == []


def test_what_the_office_says_itself_does_not_wait(site: Site, process: int) -> None:
    said(site, idea(site, process), "Wir prüfen das.", Shown.WAITING, office=True)
    assert queue(site, process) == []


def test_each_collection_has_its_own_queue(site: Site, process: int) -> None:
    other = collection(site, slug="anderswo")
    one = idea(site, other, shown=Shown.WAITING)
    said(site, one, "Dort", Shown.WAITING)
    report(site, one)
    assert queue(site, process) == []
    assert len(queue(site, other)) == 2


def test_reports_are_told_with_their_words_in_the_order_they_came(site: Site, process: int) -> None:
    one = idea(site, process)
    comment = said(site, one, "Frech")
    report(site, one, words="Das ist Werbung")
    report(site, one, comment, "Beleidigt mich")
    report(site, one, words="Schon wieder")
    with site.database.reading() as db:
        found = idea_queue.reports(db, process)
    assert {key: [each.words for each in reports] for key, reports in found.items()} == {
        (one.id, None): ["Das ist Werbung", "Schon wieder"],
        (one.id, comment): ["Beleidigt mich"],
    }


def test_all_ideas_and_comments_are_there_whatever_became_of_them(site: Site, process: int) -> None:
    made = [idea(site, process, shown, shown=shown) for shown in Shown]
    texts = [(said(site, made[0], shown, shown), shown.value)[1] for shown in Shown]
    with site.database.reading() as db:
        assert [one.title for one in idea_queue.everything(db, process)] == [shown.value for shown in Shown]
        assert [one.text for one in idea_queue.comments(db, made[0].id or 0)] == texts
