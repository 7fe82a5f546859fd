"""What was answered goes when its time is over, and what was published stays right."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from council.base import audit
from council.base.site import Site
from participation import survey_secrets
from participation.answers import submissions
from participation.answers.submissions import NotOpenError, Origin, Submission
from participation.counting import recount
from participation.mails.subscriptions import ResultSubscription
from participation.moderation import text_reviews
from participation.moderation.text_reviews import TextReview, Verdict, digest
from participation.privacy import answer_deletion
from participation.processes import Process
from participation.results import due_countings
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0], EVERY_KIND[1], EVERY_KIND[7], EVERY_KIND[8], EVERY_KIND[10])
SAID: dict[str, Any] = {
    "park": {"other": "ein Wald"},
    "ways": ["bus", {"other": "auf Stelzen"}],
    "name": "Am Ring",
    "idea": "Mehr Schatten",
    "spot": {"text": "hinter der Kirche"},
}
FORGOTTEN = {
    "park": {"other": True},
    "ways": ["bus", {"other": True}],
    "name": True,
    "idea": True,
    "spot": {"text": True},
}
POINT = {"park": "yes", "spot": {"lon": 10.5, "lat": 52.0}}


def survey(site: Site, clock: MovableClock, **facts: Any) -> int:
    """Closes in two weeks; its texts are kept for thirty days, all else for a hundred."""
    today = clock.now.date()
    kept = {"texts_until": today + timedelta(days=30), "delete_on": today + timedelta(days=100)}
    number = surveys.survey(site, ASKED, **(kept | facts))
    for _ in range(6):
        surveys.answer(site, number, SAID)
    surveys.answer(site, number, POINT)
    with site.database.writing() as db:
        verdict = Verdict(released=True, reason="", by="Mona Richter")
        text_reviews.decide(db, number, "idea", [digest("Mehr Schatten")], verdict)
        db.add(
            ResultSubscription(
                key="k", process_id=number, address="r@stadt.example", mailbox="r", token="t", asked_on=today
            )
        )
    return number


def answers(site: Site, number: int) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        return [row.answers for row in submissions.read(db, number)]


def process(site: Site, number: int) -> Process:
    with site.database.reading() as db:
        return db.get_one(Process, number)


def log(site: Site, number: int) -> list[str]:
    with site.database.reading() as db:
        return [one.action for one in audit.about(db, [f"/ratsbuero/beteiligung/{number}"], limit=20)]


def beside(site: Site) -> int:
    with site.database.reading() as db:
        return len(db.exec(select(TextReview)).all()) + len(db.exec(select(ResultSubscription)).all())


@pytest.mark.db
def test_texts_stay_on_their_last_day_and_go_on_the_next(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock)
    with site.database.writing() as db:
        db.get_one(ResultSubscription, "k").confirmed_on = clock.now.date()
    clock.advance(days=30)
    answer_deletion.retire(site)
    assert SAID in answers(site, number)
    assert beside(site) == 2
    clock.advance(days=1)
    answer_deletion.retire(site)
    found = answers(site, number)
    assert found.count(FORGOTTEN) == 6
    assert POINT in found, "a point is no text: it goes with all answers"
    assert beside(site) == 0
    assert log(site, number) == ["Freie Texte und Adressen gelöscht, Frist abgelaufen"]


@pytest.mark.db
def test_texts_of_more_answers_than_one_transaction_takes(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_deletion, "TOGETHER", 3)
    number = survey(site, clock)
    clock.advance(days=31)
    answer_deletion.retire(site)
    assert answers(site, number).count(FORGOTTEN) == 6
    clock.advance(days=70)
    answer_deletion.retire(site)
    assert answers(site, number) == []


def test_published_texts_go_too_and_the_figures_stay_right(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock, showing="at-closing")
    counted.close(clock)
    before = counted.count(site, number)
    assert before is not None
    assert b"Mehr Schatten" in counted.bundle(site, before).read_bytes()
    clock.advance(days=17)
    answer_deletion.retire(site)
    after = counted.public(site, number)
    assert after is not None
    assert after.figures == before.figures
    for file in site.storage.participation(number).iterdir():
        assert b"Mehr Schatten" not in file.read_bytes()
    with counted.bundle(site, after).open("rb") as bundle:
        assert recount.recount(bundle).differences == ()


@pytest.mark.db
def test_what_is_counted_after_the_texts_are_gone_counts_the_same(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock)
    counted.close(clock)
    before = counted.count(site, number)
    clock.advance(days=20)
    answer_deletion.retire(site)
    surveys.answer(site, number, SAID, origin=Origin.PAPER)
    with site.database.reading() as db:
        (due,) = due_countings.due(db, site.clock())
    after = due_countings.count(site, due)
    assert before is not None
    assert after is not None
    assert (before.people, after.people) == (7, 8)


def test_texts_from_paper_that_come_later_go_with_the_next_round(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock)
    clock.advance(days=31)
    answer_deletion.retire(site)
    surveys.answer(site, number, SAID, origin=Origin.PAPER)
    assert SAID in answers(site, number)
    answer_deletion.retire(site)
    assert answers(site, number).count(FORGOTTEN) == 7


def test_nothing_is_read_again_where_nothing_came(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = survey(site, clock)
    clock.advance(days=31)
    answer_deletion.retire(site)
    monkeypatch.setattr(answer_deletion, "_forget_some", lambda *_: pytest.fail("read again"))
    answer_deletion.retire(site)
    assert len(log(site, number)) == 1


@pytest.mark.db
def test_on_the_day_of_deletion_answers_receipts_codes_and_secret_go(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock, showing="at-closing")
    surveys.give_codes(site, number, 5)
    counted.close(clock)
    before = counted.count(site, number)
    assert before is not None
    clock.advance(days=85)
    answer_deletion.retire(site)
    assert process(site, number).deleted_on is None
    clock.advance(days=1)
    answer_deletion.retire(site)
    assert process(site, number).deleted_on == date(2026, 7, 25)
    assert not survey_secrets.is_there(site.storage.root, number)
    with site.database.reading() as db:
        for table, _ in answer_deletion.ROWS:
            assert db.exec(select(table)).all() == [], table
    after = counted.public(site, number)
    assert after is not None
    assert after.figures == before.figures
    with counted.bundle(site, after).open("rb") as bundle:
        assert recount.recount(bundle).receipts == 7
    assert log(site, number)[0] == "Antworten gelöscht, Löschdatum erreicht"


def test_published_texts_without_a_time_of_their_own_go_with_the_answers(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock, showing="at-closing", texts_until=None)
    counted.close(clock)
    counted.count(site, number)
    clock.advance(days=86)
    answer_deletion.retire(site)
    for file in site.storage.participation(number).iterdir():
        assert b"Mehr Schatten" not in file.read_bytes()


def test_what_was_broken_off_is_done_to_its_end_the_next_time(
    site: Site, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = survey(site, clock)
    clock.advance(days=101)
    with monkeypatch.context() as broken:
        broken.setattr(answer_deletion, "_delete_some", lambda *_: (_ for _ in ()).throw(OSError("power is out")))
        with pytest.raises(OSError, match="power"):
            answer_deletion.retire(site)
    assert process(site, number).deleted_on is not None
    assert len(answers(site, number)) == 7
    answer_deletion.retire(site)
    assert answers(site, number) == []
    assert not survey_secrets.is_there(site.storage.root, number)
    assert log(site, number) == ["Antworten gelöscht, Löschdatum erreicht"]


def test_nothing_can_be_answered_after(site: Site, clock: MovableClock) -> None:
    number = survey(site, clock)
    secret = surveys.secret(site, number)
    clock.advance(days=101)
    answer_deletion.retire(site)
    survey_secrets.make(site.storage.root, number)
    assert surveys.secret(site, number) != secret
    with pytest.raises(NotOpenError):
        surveys.answer(site, number, SAID, origin=Origin.PAPER)


def test_drafts_and_what_has_time_stay(site: Site, clock: MovableClock) -> None:
    draft = surveys.survey(site, ASKED, released=False, slug="entwurf", delete_on=clock.now.date())
    surveys.answer(site, draft, SAID, origin=Origin.TEST)
    number = survey(site, clock, texts_until=None)
    answer_deletion.retire(site)
    assert answers(site, draft) == [SAID]
    assert len(answers(site, number)) == 7
    with site.database.reading() as db:
        assert len(db.exec(select(Submission)).all()) == 8
