"""Many send at once: each hears what became of theirs, when it is on the disk, and of nobody else's."""

import asyncio
import contextlib
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from council.base.settings import Settings
from council.base.site import Site
from participation import codes, survey_secrets
from participation.answers import receipts, receiving, submissions
from participation.answers.receipts import Receipt
from participation.answers.receiving import Queue, Storing
from participation.answers.submissions import CodeRefusedError, Offer, Stored
from participation.codes import Code, access_codes
from participation.processes import Access
from participation.survey_secrets import SecretLostError
from tests import surveys
from tests.conftest import PROJECT, opened
from tests.participation import townsurvey
from tests.participation.crowd import PATIENCE_S, at_once

LONG_AGO, FAR_OFF = (
    datetime(2000, 1, 1, tzinfo=UTC),
    datetime(2199, 1, 1, tzinfo=UTC),
)  # by the clock of another process
FORM = townsurvey.form(*townsurvey.EVERY_KIND)
SENDER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from council.base.settings import Settings
from council.base.settings import Settings
from council.base.site import Site
from participation import codes
from participation.answers import receiving
from participation.answers.submissions import Offer

site, process_id = Site.of(Settings()), int(sys.argv[1])
pairs = [line.split() for line in sys.stdin]

def send(pair):
    key, code = pair
    receiving.receive(site, process_id, Offer(1, {"years": "1"}, key, codes.read(code)))
    sys.stdout.write(key + "\\n")
    sys.stdout.flush()

with ThreadPoolExecutor(16) as pool:
    list(pool.map(send, pairs))
"""


@pytest.fixture
def by_code(site: Site) -> int:
    return surveys.survey(site, FORM, access=Access.CODES)


def offer(code: Code | None = None, key: str | None = None, **answers: str) -> Offer:
    return Offer(1, answers, key or receipts.new_key(secrets.token_bytes), code)


def count(site: Site, process_id: int) -> tuple[int, int]:
    """Answers and receipts."""
    with site.database.reading() as db:
        return submissions.count(db, process_id), len(submissions.hashes(db, process_id))


@contextlib.contextmanager
def held_up(site: Site) -> Iterator[None]:
    """Nobody is stored until the block ends, so that all who come meanwhile wait together."""
    with site.database.writing():
        yield
        time.sleep(0.2)


@contextlib.contextmanager
def held_back(queue: Queue) -> Iterator[None]:
    """A queue whose thread begins when the block ends, and so takes all in one turn."""
    begin = threading.Event()
    queue._thread.submit(begin.wait, PATIENCE_S)
    yield
    begin.set()


@pytest.mark.db
def test_all_who_come_at_once_are_stored_once_though_each_sends_twice(site: Site, by_code: int) -> None:
    offers = [offer(code) for code in surveys.give_codes(site, by_code, 20)]
    outcomes = at_once(40, lambda number: receiving.receive(site, by_code, offers[number % 20]))
    got = [outcome for outcome in outcomes if isinstance(outcome, Stored)]
    assert (len(got), sum(stored.again for stored in got)) == (40, 20)
    assert [stored.receipt for stored in got[:20]] == [stored.receipt for stored in got[20:]]
    assert count(site, by_code) == (20, 20)


@pytest.mark.db
def test_who_is_refused_undoes_nobody_else(site: Site, by_code: int) -> None:
    """All in one transaction on SQLite: good ones beside an unknown code, a code used by two, and an answer that cannot be written."""
    given = surveys.give_codes(site, by_code, 6)
    wrong = offer(codes.new(secrets.token_bytes))
    broken = Offer(1, {"idea": object()}, receipts.new_key(secrets.token_bytes), given[5])
    offers = [*map(offer, given[:4]), wrong, offer(given[4]), offer(given[4]), broken]
    outcomes: list[Stored | Exception] = []

    def send() -> None:
        outcomes.extend(at_once(len(offers), lambda number: receiving.receive(site, by_code, offers[number])))

    sending = threading.Thread(target=send)
    with held_up(site) if site.database.is_sqlite else contextlib.nullcontext():
        sending.start()
    sending.join(PATIENCE_S)
    assert all(isinstance(outcome, Stored) for outcome in outcomes[:4])
    assert isinstance(outcomes[4], CodeRefusedError)
    assert {type(outcome) for outcome in outcomes[5:7]} == {Stored, CodeRefusedError}
    assert isinstance(outcomes[7], Exception)
    assert count(site, by_code) == (5, 5)
    with site.database.reading() as db:
        assert access_codes.is_good(db, by_code, given[5], surveys.secret(site, by_code))


@pytest.mark.db
def test_what_was_refused_can_be_sent_again_with_the_right_code(site: Site, by_code: int) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    key = receipts.new_key(secrets.token_bytes)
    with pytest.raises(CodeRefusedError):
        receiving.receive(site, by_code, offer(codes.new(secrets.token_bytes), key))
    assert not receiving.receive(site, by_code, offer(code, key)).again


def test_those_who_wait_share_one_transaction_and_none_is_overlong(
    site: Site, by_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "TOGETHER", 8)
    offers = [offer(code) for code in surveys.give_codes(site, by_code, 20)]
    transactions: list[int] = []
    writing = site.database.writing

    @contextlib.contextmanager
    def noted() -> Iterator[Session]:
        with writing() as db:
            before = submissions.count(db, by_code)
            yield db
            transactions.append(submissions.count(db, by_code) - before)

    outcomes: list[Stored | Exception] = []
    sending = threading.Thread(
        target=lambda: outcomes.extend(at_once(20, lambda number: receiving.receive(site, by_code, offers[number])))
    )
    with held_up(site):
        monkeypatch.setattr(site.database, "writing", noted)
        sending.start()
    sending.join(PATIENCE_S)
    assert all(isinstance(outcome, Stored) for outcome in outcomes)
    assert sum(transactions) == 20
    assert max(transactions) <= 8
    assert len(transactions) < 20


def test_where_it_does_not_reach_the_disk_everybody_hears_so(
    site: Site, by_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = [offer(code) for code in surveys.give_codes(site, by_code, 5)]
    writing = site.database.writing

    @contextlib.contextmanager
    def full() -> Iterator[Session]:
        with writing() as db:
            yield db
            raise OSError("no space left on the disk")

    monkeypatch.setattr(site.database, "writing", full)
    outcomes = at_once(5, lambda number: receiving.receive(site, by_code, offers[number]))
    assert all(isinstance(outcome, OSError) for outcome in outcomes)
    monkeypatch.setattr(site.database, "writing", writing)
    assert count(site, by_code) == (0, 0)
    assert not any(receiving.receive(site, by_code, one).again for one in offers)


def test_nobody_hears_anything_before_it_is_on_the_disk(
    site: Site, by_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = surveys.give_codes(site, by_code, 1)
    writing, on_the_disk = site.database.writing, threading.Event()

    @contextlib.contextmanager
    def slow() -> Iterator[Session]:
        with writing() as db:
            yield db
            on_the_disk.wait(PATIENCE_S)

    monkeypatch.setattr(site.database, "writing", slow)
    heard: list[Stored] = []
    sending = threading.Thread(target=lambda: heard.append(receiving.receive(site, by_code, offer(code))))
    sending.start()
    sending.join(0.3)
    assert heard == []
    on_the_disk.set()
    sending.join(PATIENCE_S)
    assert len(heard) == 1


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_two_web_processes_that_hold_each_other_up_store_everything_once(
    site: Site, settings: Settings, by_code: int
) -> None:
    """Two people send twice, and their requests arrive at two processes the other way round: PostgreSQL refuses one of four."""
    secret = surveys.secret(site, by_code)
    offers = [offer(code) for code in surveys.give_codes(site, by_code, 2)]
    both_began = threading.Barrier(2)
    refused: list[OperationalError] = []

    def storing(one: Offer, *, first: bool) -> Storing:
        def store(db: Session) -> Stored:
            try:
                stored = submissions.store(db, by_code, one, secret, site.clock, secrets.token_bytes)
            except OperationalError as error:
                refused.append(error)
                raise
            if first:
                both_began.wait(PATIENCE_S)
            return stored

        return store

    with opened(settings, site.clock) as other:
        outcomes = []
        for database, order in ((site.database, offers), (other.database, offers[::-1])):
            queue = Queue()
            with held_back(queue):
                outcomes += [queue.put(database, storing(one, first=one is order[0])) for one in order]
        stored = [outcome.result(PATIENCE_S) for outcome in outcomes]
    assert len(refused) == 1
    assert sorted(one.again for one in stored) == [False, False, True, True]
    assert (stored[0].receipt, stored[1].receipt) == (stored[3].receipt, stored[2].receipt)
    assert count(site, by_code) == (2, 2)


def test_a_queue_that_is_needed_no_more_leaves_no_thread(site: Site) -> None:
    others = set(threading.enumerate())
    queue = Queue()
    queue.put(site.database, lambda _: Stored(Receipt(""))).result()
    (its_own,) = set(threading.enumerate()) - others
    del queue
    its_own.join(PATIENCE_S)
    assert not its_own.is_alive()


@pytest.mark.db
def test_who_stops_waiting_spoils_nothing_for_those_beside_them(site: Site, by_code: int) -> None:
    left, stayed = (offer(code) for code in surveys.give_codes(site, by_code, 2))

    async def both() -> Stored:
        leaving = asyncio.create_task(receiving.received(site, by_code, left))
        staying = asyncio.create_task(receiving.received(site, by_code, stayed))
        await asyncio.sleep(0.1)
        leaving.cancel()
        return await staying

    with held_up(site) if site.database.is_sqlite else contextlib.nullcontext():
        found: list[Stored] = []
        waiting = threading.Thread(target=lambda: found.append(asyncio.run(both())))
        waiting.start()
        time.sleep(0.3)
    waiting.join(PATIENCE_S)
    assert [stored.again for stored in found] == [False]
    assert receiving.receive(site, by_code, left).again, "what was handed over is stored"


@pytest.mark.db
def test_a_survey_whose_secret_is_lost_takes_no_answer(site: Site, by_code: int) -> None:
    survey_secrets.forget(site.storage.root, by_code)
    with pytest.raises(SecretLostError):
        receiving.receive(site, by_code, offer())
    assert count(site, by_code) == (0, 0)


@pytest.mark.db
def test_killed_in_the_middle_nothing_acknowledged_is_lost_and_no_code_burnt(site: Site, tmp_path: Path) -> None:
    by_code = surveys.survey(site, FORM, access=Access.CODES, opens_at=LONG_AGO, closes_at=FAR_OFF)
    secret, given = surveys.secret(site, by_code), surveys.give_codes(site, by_code, 2000)
    keys = [receipts.new_key(secrets.token_bytes) for _ in given]
    lines = "".join(f"{key} {codes.shown(code)}\n" for key, code in zip(keys, given, strict=True))
    (tmp_path / "pairs").write_text(lines)
    variables = {"RATSFENSTER_DATA": str(site.settings.data), "RATSFENSTER_DATABASE_URL": site.settings.database_url}
    with (tmp_path / "pairs").open() as pairs:
        sender = subprocess.Popen(
            [sys.executable, "-c", SENDER, str(by_code)],
            stdin=pairs, stdout=subprocess.PIPE, text=True, env={"PATH": "/usr/bin:/bin", **variables}, cwd=PROJECT,
        )  # fmt: skip
        assert sender.stdout is not None
        acknowledged = {sender.stdout.readline().strip() for _ in range(100)}
        sender.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in sender.stdout if line.endswith("\n")}
        sender.stdout.close()
        sender.wait()
    assert 100 <= len(acknowledged) < 2000
    with site.database.reading() as db:
        known = {key for key in keys if submissions.known(db, by_code, key, secret)}
        unused = {key for key, code in zip(keys, given, strict=True) if access_codes.is_good(db, by_code, code, secret)}
    assert acknowledged <= known
    assert known.isdisjoint(unused)
    assert known | unused == set(keys)
    assert count(site, by_code) == (len(known), len(known))
