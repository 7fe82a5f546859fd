"""After a restore, what people wrote and must not be read any more is not read again: ideas, comments, and texts of surveys."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from council.base.settings import Settings
from council.base.site import Site
from participation import ideas, processes, results
from participation.ideas import Ground, Idea, IdeaComment, Shown, idea_moderation, idea_queue
from participation.moderation import text_reviews
from participation.moderation.text_reviews import Verdict, digest
from participation.privacy.text_deletion import has_words
from participation.processes import Moderation, Process
from participation.results import due_countings
from ratsfenster import backup, declaring, visibility, visible_words
from ratsfenster.housekeeping import VisibilityKeeper
from ratsfenster.visible_words import Fate, HiddenWords, Post
from ratsfenster.withholding import Withheld
from tests import surveys
from tests.conftest import MovableClock, opened
from tests.participation import counted
from tests.participation.ideation import collection, idea
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0], EVERY_KIND[8])
NAMES = "Frau Meier ist schuld"
RELEASED = Verdict(released=True, reason="", by="Mona Richter")
WITHHELD = Verdict(released=False, reason="Nennt Menschen", by="Mona Richter")
Restore = Callable[[], tuple[Site, Withheld]]


@pytest.fixture
def restore(tmp_path: Path, clock: MovableClock, empty_database_url: str) -> Iterator[Restore]:
    settings = Settings(data=tmp_path / "elsewhere", database_url=empty_database_url)
    with opened(settings, clock) as fresh:
        yield lambda: (fresh, backup.load(fresh, tmp_path / "backup"))


@pytest.fixture
def town(site: Site) -> int:
    """Three ideas that can be read, and a comment on the first."""
    process = collection(site, moderation=Moderation.AFTER)
    for title, where in (("Bank vor Haus Meier", "am Bach"), ("Brunnen", "im Hof Schmidt"), ("Wiese", "")):
        idea(site, process, title, place={"text": where} if where else None)
    with site.database.writing() as db:
        first = _idea(db, process, 1)
        said = IdeaComment(idea_id=first.id or 0, receipt="c" * 64, text="Gern bei Meier", sent_on=date(2026, 4, 16))
        said.shown = Shown.SHOWN
        db.add(said)
    return process


@pytest.fixture
def saved(site: Site, town: int, tmp_path: Path, clock: MovableClock) -> Path:
    backup.save(site, tmp_path / "backup")
    clock.advance(hours=1)
    return tmp_path / "backup"


def _idea(db: Session, process: int, number: int) -> Idea:
    found = ideas.by_number(db, process, number)
    assert found is not None
    return found


def do(site: Site, process: int, number: int, act: Callable[..., Any], **rest: Any) -> None:
    with site.database.writing() as db:
        act(db, _idea(db, process, number), **rest)
    visibility.keep(site)


def stand(site: Site, process: int) -> list[str]:
    with site.database.reading() as db:
        return [one.shown for one in idea_queue.everything(db, process)]


@pytest.mark.db
def test_what_was_withheld_since_stays_so_with_its_ground(site: Site, town: int, saved: Path, restore: Restore) -> None:
    do(site, town, 2, idea_moderation.withhold, ground=Ground.INSULT, reason="Das sagen wir Ihnen.")
    fresh, held = restore()
    assert stand(fresh, town) == [Shown.SHOWN, Shown.WITHHELD, Shown.SHOWN]
    with fresh.database.reading() as db:
        assert _idea(db, town, 2).ground == Ground.INSULT
    assert any("1 Ideen und Kommentare" in line for line in declaring.held_back(held, site.settings.zone))


@pytest.mark.db
def test_what_its_author_took_back_since_is_gone(site: Site, town: int, saved: Path, restore: Restore) -> None:
    do(site, town, 1, idea_moderation.take_back)
    fresh, held = restore()
    assert stand(fresh, town)[0] == Shown.TAKEN_BACK
    with fresh.database.reading() as db:
        assert _idea(db, town, 1).text == ""
        assert db.exec(select(IdeaComment)).all() == []
    assert held.posts == 1


@pytest.mark.db
@pytest.mark.parametrize(("number", "passage"), [(1, "Meier"), (2, "Schmidt"), (3, "Wiese")])
def test_what_was_blackened_since_waits_for_a_moderator(
    site: Site, town: int, saved: Path, restore: Restore, number: int, passage: str
) -> None:
    """Even where posts appear before anybody has looked at them; the words for a place count as well."""
    do(site, town, number, idea_moderation.blacken, passage=passage)
    fresh, _ = restore()
    assert stand(fresh, town)[number - 1] == Shown.HELD
    with fresh.database.reading() as db:
        process = db.get_one(Process, town)
        assert len(ideas.listed(db, process)) == 2
        assert [entry.idea.number for entry in idea_queue.waiting(db, town)] == [number]


def test_what_was_blackened_before_is_read_as_before(
    site: Site, town: int, tmp_path: Path, restore: Restore, clock: MovableClock
) -> None:
    do(site, town, 1, idea_moderation.blacken, passage="Meier")
    do(site, town, 2, idea_moderation.blacken, passage="Schmidt")
    backup.save(site, tmp_path / "backup")
    clock.advance(hours=1)
    visibility.keep(site)
    fresh, held = restore()
    assert stand(fresh, town) == [Shown.SHOWN] * 3
    assert held.posts == 0


def test_comments_are_hidden_too(site: Site, town: int, saved: Path, restore: Restore) -> None:
    with site.database.writing() as db:
        (said,) = db.exec(select(IdeaComment)).all()
        idea_moderation.blacken(db, said, "Meier")
    visibility.keep(site)
    fresh, _ = restore()
    with fresh.database.reading() as db:
        (said,) = db.exec(select(IdeaComment)).all()
        assert said.shown == Shown.HELD


def test_where_moderators_look_first_now_they_do_so_again(site: Site, town: int, saved: Path, restore: Restore) -> None:
    with site.database.writing() as db:
        db.get_one(Process, town).moderation = Moderation.BEFORE
    visibility.keep(site)
    fresh, _ = restore()
    with fresh.database.reading() as db:
        assert db.get_one(Process, town).moderation == Moderation.BEFORE


def test_too_many_to_tell_apart_all_wait(
    site: Site, town: int, saved: Path, restore: Restore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visible_words, "MOST", 1)
    for number in (1, 2):
        do(site, town, number, idea_moderation.withhold, ground=Ground.INSULT, reason="")
    fresh, _ = restore()
    assert stand(fresh, town) == [Shown.HELD] * 3


def test_the_file_is_written_anew_after_a_decision_and_holds_no_words(site: Site, town: int, client: Any) -> None:
    keeper = VisibilityKeeper(site)
    keeper.keep_up()
    path = site.storage.root / visibility.NAME
    before = path.read_text()
    keeper.keep_up()
    assert path.read_text() == before, "nothing changed, nothing is written"
    with site.database.writing() as db:
        idea_moderation.blacken(db, _idea(db, town, 1), "Meier")
        processes.changed(db, db.get_one(Process, town), site.clock())
    keeper.keep_up()
    after = path.read_text()
    assert Fate.BLACKENED in after
    assert not any(word in after for word in ("Meier", "Bank", "Brunnen", "sitzen"))


def test_what_is_written_is_read_again() -> None:
    words = HiddenWords(
        before=True,
        posts={"a" * 16: Post(Fate.WITHHELD, "insult"), "b" * 16: Post(Fate.TAKEN_BACK)},
        texts={"idea": frozenset({digest(NAMES)})},
    )
    for one in (words, HiddenWords(before=False, posts=None, texts=None)):
        assert visible_words.from_json(visible_words.to_json(one)) == one


@pytest.fixture
def survey(site: Site, clock: MovableClock) -> int:
    """One that is over; its results show a text that moderators released."""
    number = surveys.survey(site, ASKED, showing="at-closing")
    for _ in range(8):
        surveys.answer(site, number, {"idea": NAMES})
    decide(site, number, RELEASED)
    counted.close(clock)
    result = counted.count(site, number)
    assert result is not None
    assert has_words(counted.bundle(site, result))
    return number


@pytest.fixture
def survey_saved(site: Site, survey: int, tmp_path: Path, clock: MovableClock) -> Path:
    backup.save(site, tmp_path / "backup")
    clock.advance(hours=1)
    return tmp_path / "backup"


def decide(site: Site, survey: int, verdict: Verdict | None) -> None:
    with site.database.writing() as db:
        text_reviews.decide(db, survey, "idea", {digest(NAMES)}, verdict)


@pytest.mark.db
@pytest.mark.parametrize("verdict", [WITHHELD, None])
def test_a_text_that_is_released_no_more_is_not_shown_again(
    site: Site, survey: int, survey_saved: Path, restore: Restore, verdict: Verdict | None
) -> None:
    decide(site, survey, verdict)
    visibility.keep(site)
    fresh, held = restore()
    assert counted.public(fresh, survey) is None, "the files hold the text"
    with fresh.database.reading() as db:
        assert text_reviews.released_digests(db, survey) == {}
        assert results.ordered(db, survey)
        (due,) = due_countings.due(db, fresh.clock())
    assert held.texts == 1
    assert any("Texte aus Umfragen" in line for line in declaring.held_back(held, site.settings.zone))
    again = due_countings.count(fresh, due)
    assert again is not None
    assert not has_words(counted.bundle(fresh, again))


def test_a_text_that_is_still_released_is_shown_again(
    site: Site, survey: int, survey_saved: Path, restore: Restore
) -> None:
    decide(site, survey, None)
    decide(site, survey, RELEASED)
    visibility.keep(site)
    fresh, held = restore()
    assert counted.public(fresh, survey) is not None
    assert held.texts == 0


def test_the_file_is_written_anew_when_a_text_is_released_no_more(site: Site, survey: int) -> None:
    with site.database.reading() as db:
        before = visibility.state_of(db)
    decide(site, survey, WITHHELD)
    with site.database.reading() as db:
        assert visibility.state_of(db) != before
    visibility.keep(site)
    assert NAMES not in (site.storage.root / visibility.NAME).read_text()
