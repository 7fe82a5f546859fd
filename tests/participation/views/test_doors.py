"""Doors: the gates of each site are its own, and who finds one shut is told how long."""

from typing import TYPE_CHECKING

import pytest

from council.base.i18n import language
from participation.answers.gates import Gate, Limit, Limits
from participation.views import doors
from participation.views.doors import TurnedAway
from ratsfenster.app import create_app

if TYPE_CHECKING:
    from council.base.site import Site

GERMAN, ENGLISH = language("de"), language("en")
HERE, THERE = "192.0.2.1", "192.0.2.2"
TEXT = "Bitte kommen Sie %(wait)s wieder."


@pytest.fixture
def gate() -> Gate:
    """Lets one in from each place, and the next a minute later."""
    return Gate(Limits(Limit(1, 60_000), Limit(100, 1)))


def test_who_comes_too_soon_is_told_when_to_come_again(gate: Gate) -> None:
    assert doors.enter(gate, HERE, TEXT) is None
    away = doors.enter(gate, HERE, TEXT)
    assert away is not None
    assert (away.status, away.retry_s, away.headers) == (429, 60, {"Retry-After": "60"})
    assert away.told(GERMAN) == "Bitte kommen Sie in 1 Minute wieder."
    assert doors.enter(gate, THERE, TEXT) is None


def test_where_waiting_does_not_help_nobody_is_told_to_wait() -> None:
    away = TurnedAway("100 % sicher.")
    assert (away.status, away.retry_s, away.headers) == (422, 0, None)
    assert away.told(GERMAN) == "100 % sicher."


@pytest.mark.parametrize(
    ("wait_ms", "german", "english"),
    [
        (1, "in 1 Sekunde", "in 1 second"),
        (39_001, "in 40 Sekunden", "in 40 seconds"),
        (59_001, "in 1 Minute", "in 1 minute"),
        (121_000, "in 3 Minuten", "in 3 minutes"),
    ],
)
def test_waits_are_rounded_up(wait_ms: int, german: str, english: str) -> None:
    assert (doors.waiting(wait_ms, GERMAN), doors.waiting(wait_ms, ENGLISH)) == (german, english)


def test_each_site_has_gates_of_its_own(site: "Site") -> None:
    one, other = create_app(site), create_app(site)
    assert doors.of_app(one) is doors.of_app(one)
    assert doors.of_app(one) is not doors.of_app(other)
    assert doors.of_app(one).ideas_worked is not doors.of_app(one).answers_worked
