"""Proofs: one check for all forms of residents, in the same order everywhere."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.datastructures import FormData

from council.base.i18n import Language, language
from participation.answers import altcha, receipts, stamps
from participation.answers.altcha import Refusal
from participation.answers.gates import Gate, Limit, Limits
from participation.answers.stamps import Doubt
from participation.views import proofs
from participation.views.doors import TurnedAway
from participation.views.proofs import KEYLESS, Door, Proof
from tests.participation.answers.test_altcha import solved

GERMAN, NOW = language("de"), datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
MANY = "Bitte kommen Sie %(wait)s wieder."


@dataclass(frozen=True)
class AVisit:
    now: datetime = NOW
    language: Language = GERMAN
    network: str = "192.0.2.1"
    takes: bool = True

    @property
    def secret(self) -> bytes:
        assert self.takes, "where nothing is taken there may be none"
        return b"s" * 32


@pytest.fixture
def visit() -> AVisit:
    return AVisit()


def gate() -> Gate:
    return Gate(Limits(Limit(1, 60_000), Limit(100, 1)))


@pytest.fixture
def door() -> Door:
    """A person needs five seconds; one may come with a proof of work, and one without scripts."""
    return Door(timedelta(seconds=5), MANY, gate(), gate())


def given(proof: Proof, **changed: str) -> FormData:
    """What a page's form sends."""
    return FormData({"schluessel": proof.key, "stempel": proof.stamp, **changed})


def work(visit: AVisit, key: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a browser makes of the challenge."""
    monkeypatch.setattr(proofs, "COST", 100)
    challenge: dict[str, Any] = json.loads(bytes(proofs.challenge(visit, key).body))
    return base64.b64encode(json.dumps(solved(challenge)).encode()).decode()


def test_what_a_page_began_with_comes_back(visit: AVisit) -> None:
    begun = proofs.fresh(visit)
    assert receipts.is_key(begun.key)
    assert proofs.read(visit, given(begun, altcha="x", **{stamps.TRAP: "y"})) == Proof(begun.key, begun.stamp, "y", "x")
    assert begun.key not in repr(begun)


def test_a_key_that_is_none_is_replaced_with_its_stamp(visit: AVisit, door: Door) -> None:
    begun = proofs.fresh(visit)
    read = proofs.read(visit, given(begun, schluessel="kaputt"))
    assert read.keyless
    assert receipts.is_key(read.key)
    assert stamps.age(read.stamp, NOW, visit.secret, read.key) == timedelta()
    assert proofs.check(AVisit(NOW + timedelta(minutes=1)), read, door) == TurnedAway(KEYLESS)


def test_where_nothing_is_taken_there_is_a_key_without_a_stamp() -> None:
    read = proofs.read(AVisit(takes=False), FormData())
    assert (receipts.is_key(read.key), read.stamp, read.keyless) == (True, "", True)


@pytest.mark.parametrize(
    ("after_s", "changed", "doubt"),
    [
        (5, {}, None),
        (4, {}, Doubt.HURRIED),
        (60, {stamps.TRAP: "https://x.example"}, Doubt.TRAPPED),
        (60, {"stempel": ""}, Doubt.UNSTAMPED),
        (60, {"altcha": "x"}, Refusal.UNREADABLE),
    ],
)
def test_without_scripts_a_person_takes_some_time(
    visit: AVisit, door: Door, after_s: int, changed: dict[str, str], doubt: str | None
) -> None:
    read = proofs.read(visit, given(proofs.fresh(visit), **changed))
    later = AVisit(NOW + timedelta(seconds=after_s))
    assert proofs.check(later, read, door) == (TurnedAway(doubt) if doubt else None)


def test_who_is_doubted_is_not_counted(visit: AVisit, door: Door) -> None:
    read = proofs.read(visit, given(proofs.fresh(visit)))
    assert [proofs.check(visit, read, door) for _ in range(3)] == [TurnedAway(Doubt.HURRIED)] * 3
    assert door.without_script.places == 0


def test_work_is_taken_at_once_for_its_own_key(visit: AVisit, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = proofs.fresh(visit)
    worked = work(visit, begun.key, monkeypatch)
    assert proofs.check(visit, proofs.read(visit, given(begun, altcha=worked)), door) is None
    other = proofs.read(visit, given(proofs.fresh(visit), altcha=worked))
    assert proofs.check(visit, other, door) == TurnedAway(Refusal.FORGED)
    late = AVisit(NOW + altcha.LASTS)
    assert proofs.check(late, proofs.read(visit, given(begun, altcha=worked)), door) == TurnedAway(Refusal.EXPIRED)


def test_neither_work_nor_time_lets_one_network_in_without_end(
    visit: AVisit, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, later = proofs.fresh(visit), AVisit(NOW + timedelta(minutes=1))
    for changed in ({}, {"altcha": work(visit, begun.key, monkeypatch)}):
        read = proofs.read(visit, given(begun, **changed))
        first, second = (proofs.check(later, read, door) for _ in range(2))
        assert first is None
        assert second is not None
        assert (second.status, second.text) == (429, MANY)


def test_what_bounds_itself_has_no_gate_for_work(visit: AVisit, monkeypatch: pytest.MonkeyPatch) -> None:
    door, begun = Door(timedelta(), MANY, gate()), proofs.fresh(visit)
    read = proofs.read(visit, given(begun, altcha=work(visit, begun.key, monkeypatch)))
    assert [proofs.check(visit, read, door) for _ in range(5)] == [None] * 5


def test_there_is_no_work_for_a_key_that_is_none(visit: AVisit) -> None:
    answer = proofs.challenge(visit, "kaputt")
    assert (answer.status_code, json.loads(bytes(answer.body))) == (400, {"error": KEYLESS})
    assert proofs.challenge(visit, proofs.fresh(visit).key).headers["Cache-Control"] == "no-store"
