"""An answer is stored exactly once, or not at all, on both databases."""

import secrets
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from council.base import locks
from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.locks import Decision
from council.base.site import Site
from participation import codes
from participation.answers import receipts, submissions
from participation.answers.submissions import CodeRefusedError, NotOpenError, Offer, Origin, Stored, Submission
from participation.codes import access_codes
from participation.processes import Access, Process, State
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import townsurvey
from tests.participation.crowd import PATIENCE_S, at_once

pytestmark = pytest.mark.db

FORM = townsurvey.form(*townsurvey.EVERY_KIND)
ANSWERS = {"park": "yes", "years": "12.5", "spot": {"lon": 10.0, "lat": 52.0}, "idea": "Bäume – und Bänke"}


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, FORM)


@pytest.fixture
def by_code(site: Site) -> int:
    """A survey only who has a code may answer."""
    return surveys.survey(site, FORM, access=Access.CODES, strata=["Nord", "Süd"])


def new_key() -> str:
    return receipts.new_key(secrets.token_bytes)


def stored(site: Site, process_id: int) -> list[Submission]:
    with site.database.reading() as db:
        return list(submissions.read(db, process_id))


def hashes(site: Site, process_id: int) -> list[str]:
    with site.database.reading() as db:
        return submissions.hashes(db, process_id)


def good(site: Site, process_id: int, code: codes.Code) -> bool:
    with site.database.reading() as db:
        return access_codes.is_good(db, process_id, code, surveys.secret(site, process_id))


# --- what is stored


def test_an_answer_comes_back_as_it_was_given_with_its_stratum(site: Site, survey: int) -> None:
    answer = surveys.answer(site, survey, ANSWERS, stratum="Nord", version=3)
    (row,) = stored(site, survey)
    assert (row.answers, row.stratum, row.version, row.origin) == (ANSWERS, "Nord", 3, Origin.WEB)
    assert hashes(site, survey) == [receipts.published(answer.receipt)]
    with site.database.reading() as db:
        assert submissions.has_receipt(db, survey, answer.receipt)
        assert submissions.people(db, survey) == {"Nord": 1}


def test_a_row_holds_nothing_else_and_no_log_is_written(site: Site, survey: int) -> None:
    surveys.answer(site, survey, ANSWERS)
    assert set(Submission.model_fields) == {"process_id", "key", "version", "origin", "stratum", "answers"}
    with site.database.reading() as db:
        assert not db.exec(select(Change)).all()
        assert not db.exec(select(AuditEntry)).all()


def test_a_code_is_gone_with_the_answer_and_its_stratum_stays(site: Site, by_code: int) -> None:
    (code,) = surveys.give_codes(site, by_code, 1, "Süd")
    surveys.answer(site, by_code, ANSWERS, code=code, stratum="Nord")
    assert [row.stratum for row in stored(site, by_code)] == ["Süd"]
    assert not good(site, by_code, code)


def test_surveys_know_nothing_of_one_another(site: Site, survey: int) -> None:
    other = surveys.survey(site, FORM, slug="anderes", access=Access.CODES)
    (code,) = surveys.give_codes(site, other, 1)
    key = new_key()
    first, second = surveys.answer(site, survey, ANSWERS, key=key), surveys.answer(site, other, {}, key=key, code=code)
    assert not second.again
    assert first.receipt != second.receipt
    with pytest.raises(CodeRefusedError):
        surveys.answer(site, survey, ANSWERS, code=surveys.give_codes(site, other, 1)[0])
    assert (len(stored(site, survey)), len(stored(site, other))) == (1, 1)


# --- once


def test_the_same_key_from_many_at_once_is_one_answer(site: Site, by_code: int) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    key = new_key()
    outcomes = at_once(12, lambda _: surveys.answer(site, by_code, ANSWERS, key=key, code=code))
    got = [outcome for outcome in outcomes if isinstance(outcome, Stored)]
    assert len({outcome.receipt for outcome in got}) == 1
    assert sorted(outcome.again for outcome in got) == [False] + [True] * 11
    assert len(stored(site, by_code)) == len(hashes(site, by_code)) == 1


def test_one_code_with_many_keys_at_once_is_good_for_one(site: Site, by_code: int) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    outcomes = at_once(12, lambda number: surveys.answer(site, by_code, {"years": str(number)}, code=code))
    assert sum(isinstance(outcome, CodeRefusedError) for outcome in outcomes) == 11
    assert len(stored(site, by_code)) == len(hashes(site, by_code)) == 1


def test_a_retry_is_known_before_its_used_code_is_looked_up(site: Site, by_code: int) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    key = new_key()
    first = surveys.answer(site, by_code, ANSWERS, key=key, code=code)
    again = surveys.answer(site, by_code, {"park": "no"}, key=key, code=code)
    assert (again.again, again.receipt) == (True, first.receipt)
    assert [row.answers for row in stored(site, by_code)] == [ANSWERS]


def test_a_retry_is_known_when_the_survey_is_over(site: Site, survey: int, clock: MovableClock) -> None:
    key = new_key()
    first = surveys.answer(site, survey, ANSWERS, key=key)
    clock.advance(days=30)
    assert surveys.answer(site, survey, ANSWERS, key=key).receipt == first.receipt
    with site.database.reading() as db:
        assert submissions.known(db, survey, key, surveys.secret(site, survey)) == first.receipt
        assert submissions.known(db, survey, new_key(), surveys.secret(site, survey)) is None


# --- when


@pytest.mark.parametrize(
    ("moved", "standing"),
    [
        (timedelta(hours=-1, microseconds=-1), State.COMING),
        (timedelta(hours=-1), None),
        (timedelta(days=14, microseconds=-1), None),
        (timedelta(days=14), State.CLOSED),
    ],
)
def test_it_is_open_from_its_first_moment_until_before_its_last(
    site: Site, survey: int, clock: MovableClock, moved: timedelta, standing: State | None
) -> None:
    clock.advance(moved)
    if standing is None:
        surveys.answer(site, survey, ANSWERS)
        return
    with pytest.raises(NotOpenError) as refused:
        surveys.answer(site, survey, ANSWERS)
    assert refused.value.state is standing


def test_the_clock_is_read_while_the_lock_is_held(site: Site, survey: int, clock: MovableClock) -> None:
    """Who waits for the lock until the survey is over comes too late."""
    outcomes: list[object] = []

    def answer() -> None:
        try:
            outcomes.append(surveys.answer(site, survey, ANSWERS))
        except NotOpenError as error:
            outcomes.append(error.state)

    thread = threading.Thread(target=answer)
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, survey)
        thread.start()
        thread.join(0.3)
        assert outcomes == []
        clock.advance(days=14)
    thread.join(PATIENCE_S)
    assert outcomes == [State.CLOSED]


def test_closing_waits_for_the_answers_that_are_being_stored(site: Site, survey: int, clock: MovableClock) -> None:
    counted: list[int] = []

    def close() -> None:
        with site.database.writing() as db:
            locks.alone(db, Decision.PROCESS, survey)
            counted.append(submissions.count(db, survey))

    closing = threading.Thread(target=close)
    offer, secret = Offer(1, ANSWERS, new_key()), surveys.secret(site, survey)
    with site.database.writing() as db:
        submissions.store(db, survey, offer, secret, clock, secrets.token_bytes)
        closing.start()
        closing.join(0.3)
        assert counted == []
    closing.join(PATIENCE_S)
    assert counted == [1]


def test_test_answers_are_for_drafts_and_paper_may_come_late(site: Site, survey: int, clock: MovableClock) -> None:
    draft = surveys.survey(site, FORM, slug="entwurf", released=False)
    surveys.answer(site, draft, ANSWERS, origin=Origin.TEST)
    for process_id, origin in ((draft, Origin.WEB), (draft, Origin.PAPER), (survey, Origin.TEST)):
        with pytest.raises(NotOpenError):
            surveys.answer(site, process_id, ANSWERS, origin=origin)
    surveys.answer(site, survey, ANSWERS, origin=Origin.PAPER)
    clock.advance(days=20)
    surveys.answer(site, survey, ANSWERS, origin=Origin.PAPER)
    with pytest.raises(NotOpenError):
        surveys.answer(site, survey, ANSWERS)
    assert [row.origin for row in stored(site, survey)] == [Origin.PAPER] * 2


@pytest.mark.parametrize("over", ["withdrawn_at", "deleted_on"])
def test_a_survey_that_was_withdrawn_or_deleted_takes_not_even_paper(
    site: Site, survey: int, clock: MovableClock, over: str
) -> None:
    with site.database.writing() as db:
        setattr(db.get_one(Process, survey), over, clock() if over == "withdrawn_at" else clock().date())
    for origin in (Origin.WEB, Origin.PAPER):
        with pytest.raises(NotOpenError):
            surveys.answer(site, survey, ANSWERS, origin=origin)


# --- not at all


def test_who_has_no_good_code_is_refused_and_nothing_is_left(site: Site, by_code: int) -> None:
    unknown = codes.new(secrets.token_bytes)
    for code in (None, unknown):
        with pytest.raises(CodeRefusedError):
            surveys.answer(site, by_code, ANSWERS, code=code)
    assert stored(site, by_code) == []
    assert hashes(site, by_code) == []


def test_the_office_enters_paper_without_a_code(site: Site, by_code: int) -> None:
    surveys.answer(site, by_code, ANSWERS, origin=Origin.PAPER, stratum="Nord")
    assert [row.stratum for row in stored(site, by_code)] == ["Nord"]


def test_what_is_refused_leaves_nothing_and_can_be_sent_again(site: Site, by_code: int, clock: MovableClock) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    key = new_key()
    early = clock() - timedelta(days=1)
    with pytest.raises(NotOpenError):
        surveys.answer(site, by_code, ANSWERS, key=key, code=code, at=early)
    assert good(site, by_code, code)
    assert not surveys.answer(site, by_code, ANSWERS, key=key, code=code).again


def test_a_crash_in_the_middle_burns_no_code(site: Site, by_code: int, clock: MovableClock) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    offer, secret = Offer(1, ANSWERS, new_key(), code), surveys.secret(site, by_code)

    def crash() -> None:
        with site.database.writing() as db:
            submissions.store(db, by_code, offer, secret, clock, secrets.token_bytes)
            raise OSError("the machine is gone")

    with pytest.raises(OSError, match="gone"):
        crash()
    assert good(site, by_code, code)
    assert hashes(site, by_code) == []
    assert not surveys.answer(site, by_code, ANSWERS, key=offer.key, code=code).again


# --- reading


def test_all_are_read_in_the_order_of_their_keys(site: Site, survey: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "READ_AT_ONCE", 4)
    for number in range(9):
        surveys.answer(site, survey, {"years": str(number)})
    found = stored(site, survey)
    assert [row.key for row in found] == sorted(row.key for row in found)
    assert {row.answers["years"] for row in found} == {str(number) for number in range(9)}
    assert hashes(site, survey) == sorted(hashes(site, survey))


def test_dropping_deletes_answers_and_receipts_of_this_survey_alone(site: Site, survey: int) -> None:
    other = surveys.survey(site, FORM, slug="anderes")
    for process_id in (survey, other):
        surveys.answer(site, process_id, ANSWERS)
    with site.database.writing() as db:
        submissions.drop(db, survey)
    assert (stored(site, survey), hashes(site, survey)) == ([], [])
    assert len(stored(site, other)) == len(hashes(site, other)) == 1
