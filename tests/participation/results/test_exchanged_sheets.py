"""A sheet from paper taken back and another one entered: as many answers as before, and yet others. Nothing may go by their number."""

import secrets
from datetime import timedelta

import pytest

from council.base.site import Site
from participation import results
from participation.answers import mixing, receipts, submissions
from participation.answers.submissions import Offer, Origin
from participation.privacy import answer_deletion
from participation.processes import Process
from participation.results import Result, due_countings, publication
from participation.results.due_countings import Due
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

pytestmark = pytest.mark.db
FORM = form(EVERY_KIND[0], EVERY_KIND[8])


def enter(site: Site, number: int, choice: str, idea: str = "") -> str:
    """A sheet; the key its page still has."""
    key = receipts.new_key(secrets.token_bytes)
    surveys.answer(site, number, {"park": choice} | ({"idea": idea} if idea else {}), key=key, origin=Origin.PAPER)
    return key


def take_back(site: Site, number: int, key: str) -> None:
    with site.database.writing() as db:
        offer = Offer(0, {}, key, origin=Origin.PAPER)
        assert submissions.take_back(db, number, offer, surveys.secret(site, number), site.clock)


@pytest.fixture
def counted_once(site: Site, clock: MovableClock) -> tuple[int, str]:
    """A survey that was counted with a sheet that can be taken back, and the sheet's key."""
    number = counted.answered(site, FORM, 12, strata=[])
    counted.close(clock)
    key = enter(site, number, "yes")
    assert counted.count(site, number) is not None
    return number, key


def chosen(result: Result | None) -> int:
    assert result is not None
    return int(result.figures["sections"][0]["questions"]["park"]["options"]["no"])


def test_it_is_counted_again(site: Site, counted_once: tuple[int, str]) -> None:
    number, key = counted_once
    before = counted.latest(site, number)
    take_back(site, number, key)
    enter(site, number, "no")
    assert chosen(counted.count(site, number)) == chosen(before) + 1


def test_what_was_counted_before_is_not_published(site: Site, counted_once: tuple[int, str]) -> None:
    number, key = counted_once
    take_back(site, number, key)
    enter(site, number, "no")
    with site.database.writing() as db, pytest.raises(publication.ShowingError, match="neu gezählt"):
        publication.show(db, db.get_one(Process, number), 1, site.clock())


def test_nothing_is_published_while_another_counting_was_asked_for(site: Site, counted_once: tuple[int, str]) -> None:
    number, _ = counted_once
    with site.database.writing() as db:
        results.order(db, number, site.clock())
    with site.database.writing() as db, pytest.raises(publication.ShowingError, match="neu gezählt"):
        publication.show(db, db.get_one(Process, number), 1, site.clock())
    due_countings.count(site, Due(number, True))
    with site.database.writing() as db:
        assert publication.show(db, db.get_one(Process, number), 2, site.clock()).number == 2


def test_a_counting_that_was_under_way_meanwhile_is_not_kept(
    site: Site, counted_once: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, key = counted_once
    write = due_countings.exports.write

    def meanwhile(*given: object, **named: object) -> None:
        take_back(site, number, key)
        enter(site, number, "no")
        write(*given, **named)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(due_countings.exports, "write", meanwhile)
    assert due_countings.count(site, Due(number, True)) is None


def test_its_text_does_not_outlive_the_deadline(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, FORM, texts_until=(clock.now + timedelta(days=20)).date())
    clock.advance(days=30)
    key = enter(site, number, "yes", "Alt")
    answer_deletion.retire(site)
    take_back(site, number, key)
    enter(site, number, "yes", "Mein Name ist Erna")
    answer_deletion.retire(site)
    with site.database.reading() as db:
        assert [row.answers["idea"] for row in submissions.read(db, number)] == [True]


def test_it_is_mixed(site: Site) -> None:
    number = surveys.survey(site, FORM)
    key = enter(site, number, "yes")
    mixing.mix(site.database, number)
    assert mixing.unmixed(site.database) == []
    take_back(site, number, key)
    enter(site, number, "no")
    assert mixing.unmixed(site.database) == [number]
    mixing.mix(site.database, number)
    assert mixing.unmixed(site.database) == []
