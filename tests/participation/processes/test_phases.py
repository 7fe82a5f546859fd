"""When something is open: in the town's time, to the second, also in the nights in which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.i18n import language
from participation.processes import phases
from participation.processes.phases import Edge, Jump, Phase, PhaseError, State, moment

BERLIN, LORD_HOWE, APIA, BEIRUT = map(ZoneInfo, ("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut"))
OPENING, CLOSING = Edge.OPENING, Edge.CLOSING
GERMAN = language("de")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def sunday(year: int, month: int) -> date:
    """The last Sunday of March or October, when the clocks change."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


changes = st.builds(sunday, st.integers(2000, 2037), st.sampled_from([3, 10]))
around = st.builds(lambda day, days: day + timedelta(days=days), changes, st.integers(-1, 1))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
nights = st.builds(time, st.integers(0, 4), st.integers(0, 59))
edges = st.sampled_from(Edge)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(text: str, edge: Edge = OPENING, zone: ZoneInfo = BERLIN) -> phases.Moment:
    typed = datetime.fromisoformat(text)
    return moment(typed.date(), typed.time(), zone, edge)


@cache
def clock_of(day: date) -> dict[datetime, datetime]:
    """Every minute around a day, and what Berlin's clocks show then."""
    start = datetime.combine(day - DAY, time(12), UTC)
    minutes = (start + MINUTE * number for number in range(48 * 60))
    return {minute: minute.astimezone(BERLIN).replace(tzinfo=None) for minute in minutes}


# --- from the town's clock to a moment -------------------------------------------------------------------------------


def test_summer_and_winter_time() -> None:
    assert at("2026-07-01 08:00").at == utc("2026-07-01 06:00")
    assert at("2026-01-01 08:00").at == utc("2026-01-01 07:00")
    assert at("2026-01-01 08:00").explained(GERMAN) == ""


@pytest.mark.parametrize("edge", Edge)
def test_a_time_that_does_not_exist_is_the_moment_the_clocks_jump_and_that_is_said(edge: Edge) -> None:
    found = at("2026-03-29 02:30", edge)
    assert found.at == utc("2026-03-29 01:00")
    assert found.valid == time(3)
    assert found.explained(GERMAN) == (
        "In dieser Nacht werden die Uhren vorgestellt: 02:30 Uhr gibt es nicht. Es gilt 03:00 Uhr."
    )


def test_of_a_time_there_is_twice_the_first_opens_and_the_second_closes_and_that_is_said() -> None:
    first, second = at("2026-10-25 02:30", OPENING), at("2026-10-25 02:30", CLOSING)
    assert (first.at, second.at) == (utc("2026-10-25 00:30"), utc("2026-10-25 01:30"))
    assert first.explained(GERMAN) == (
        "In dieser Nacht werden die Uhren zurückgestellt: 02:30 Uhr gibt es zweimal. Es gilt das erste Mal."
    )
    assert second.explained(GERMAN).endswith("Es gilt das zweite Mal.")


@pytest.mark.parametrize(
    ("typed", "jump"),
    [
        ("2026-03-29 01:59", None), ("2026-03-29 02:00", Jump.SKIPPED), ("2026-03-29 02:59", Jump.SKIPPED), ("2026-03-29 03:00", None),
        ("2026-10-25 01:59", None), ("2026-10-25 02:00", Jump.FIRST), ("2026-10-25 02:59", Jump.FIRST), ("2026-10-25 03:00", None),
    ],
)  # fmt: skip
def test_the_hour_that_is_missing_or_double_is_exactly_that_hour(typed: str, jump: Jump | None) -> None:
    assert at(typed).jump == jump


@given(around, st.one_of(clocks, nights), edges)
def test_it_is_what_the_clocks_on_the_wall_say(day: date, typed: time, edge: Edge) -> None:
    wall, shown = datetime.combine(day, typed), clock_of(day)
    those = [minute for minute, clock in shown.items() if clock == wall]
    if those:
        assert moment(day, typed, BERLIN, edge).at == (those[0] if edge is OPENING else those[-1])
    else:
        assert moment(day, typed, BERLIN, edge).at == min(minute for minute, clock in shown.items() if clock >= wall)


@given(around, st.one_of(clocks, nights), edges)
def test_what_is_said_to_be_valid_is_what_the_clocks_show(day: date, typed: time, edge: Edge) -> None:
    found = moment(day, typed, BERLIN, edge)
    assert found.at.astimezone(BERLIN).time().replace(fold=0) == found.valid
    assert (found.valid != typed) == (found.jump is Jump.SKIPPED)
    assert bool(found.explained(GERMAN)) == (found.jump is not None)
    assert found.at.tzinfo is UTC


@given(around, st.lists(nights, min_size=2, max_size=2), edges)
def test_what_is_typed_later_is_never_earlier(day: date, typed: list[time], edge: Edge) -> None:
    first, second = (moment(day, one, BERLIN, edge).at for one in sorted(typed))
    assert first <= second


@given(changes)
def test_the_days_of_the_change_have_23_and_25_hours(day: date) -> None:
    length = moment(day + DAY, time(), BERLIN, CLOSING).at - moment(day, time(), BERLIN, OPENING).at
    assert length == timedelta(hours=23 if day.month == 3 else 25)


def test_other_towns_have_other_changes() -> None:
    half_an_hour = at("2026-10-04 02:15", zone=LORD_HOWE)
    assert (half_an_hour.at, half_an_hour.valid) == (utc("2026-10-03 15:30"), time(2, 30))
    a_whole_day = at("2011-12-30 12:00", zone=APIA)
    assert (a_whole_day.at, a_whole_day.valid) == (utc("2011-12-30 10:00"), time(0))
    at_midnight = at("2024-03-31 00:00", CLOSING, BEIRUT)
    assert (at_midnight.at, at_midnight.valid) == (utc("2024-03-30 22:00"), time(1))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 12, 31), date(2200, 1, 1), date(9999, 12, 31)], ids=str)
def test_a_year_that_cannot_be_meant_is_refused(day: date) -> None:
    with pytest.raises(PhaseError, match=str(day.year)):
        moment(day, time(), BERLIN, OPENING)


# --- open or not -----------------------------------------------------------------------------------------------------

OPENS, CLOSES = utc("2026-05-04 06:00"), utc("2026-05-18 16:00")


def test_it_is_open_from_the_first_moment_until_just_before_the_last() -> None:
    tick = timedelta(microseconds=1)
    assert phases.state(OPENS - tick, OPENS, CLOSES) is State.PLANNED
    assert phases.state(OPENS, OPENS, CLOSES) is State.OPEN
    assert phases.state(CLOSES - tick, OPENS, CLOSES) is State.OPEN
    assert phases.state(CLOSES, OPENS, CLOSES) is State.CLOSED


def test_the_state_does_not_depend_on_the_zone_moments_are_written_in() -> None:
    assert phases.state(CLOSES.astimezone(BERLIN), OPENS.astimezone(APIA), CLOSES) is State.CLOSED


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_of_two_phases_that_follow_each_other_exactly_one_is_open(now: datetime) -> None:
    late = utc("2026-06-01 00:00")
    both = [phases.state(now, OPENS, CLOSES), phases.state(now, CLOSES, late)]
    assert both.count(State.OPEN) == (OPENS <= now < late)


@pytest.mark.parametrize("closes", [OPENS, OPENS - MINUTE])
def test_a_phase_ends_after_it_begins(closes: datetime) -> None:
    with pytest.raises(PhaseError, match="Ende"):
        Phase(OPENS, closes)


# --- in words --------------------------------------------------------------------------------------------------------


def told(now: str, opens: str = "2026-05-04 08:00", closes: str = "2026-05-18 18:00") -> str:
    """What the page says; all by Berlin's clocks."""
    phase = Phase(at(opens, OPENING).at, at(closes, CLOSING).at)
    return phases.told(phase, at(now).at, BERLIN, GERMAN)


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("2026-04-29 23:59", "beginnt in 5 Tagen"),
        ("2026-05-03 00:00", "beginnt morgen um 08:00 Uhr"),
        ("2026-05-04 00:00", "beginnt heute um 08:00 Uhr"),
        ("2026-05-04 07:00", "beginnt heute um 08:00 Uhr"),
        ("2026-05-04 07:01", "beginnt in 59 Minuten"),
        ("2026-05-04 07:58:30", "beginnt in 1 Minute"),
        ("2026-05-04 07:59:01", "beginnt in weniger als einer Minute"),
        ("2026-05-04 08:00", "noch 14 Tage"),
        ("2026-05-13 20:00", "noch 5 Tage"),
        ("2026-05-16 23:59", "noch 2 Tage"),
        ("2026-05-17 00:00", "endet morgen um 18:00 Uhr"),
        ("2026-05-18 00:00", "endet heute um 18:00 Uhr"),
        ("2026-05-18 17:00", "endet heute um 18:00 Uhr"),
        ("2026-05-18 17:00:01", "noch 59 Minuten"),
        ("2026-05-18 17:47:10", "noch 12 Minuten"),
        ("2026-05-18 17:58:59", "noch 1 Minute"),
        ("2026-05-18 17:59:01", "endet in weniger als einer Minute"),
        ("2026-05-18 18:00", "beendet"),
        ("2027-01-01 00:00", "beendet"),
    ],
)
def test_what_the_page_says(now: str, text: str) -> None:
    assert told(now) == text


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("2026-05-16 12:00", "noch 2 Tage"),
        ("2026-05-17 12:00", "endet morgen um 24:00 Uhr"),
        ("2026-05-18 12:00", "endet heute um 24:00 Uhr"),
        ("2026-05-18 23:48", "noch 12 Minuten"),
        ("2026-05-19 00:00", "beendet"),
    ],
)
def test_midnight_is_the_end_of_the_day_before(now: str, text: str) -> None:
    assert told(now, closes="2026-05-19 00:00") == text


def test_minutes_are_counted_across_midnight() -> None:
    assert told("2026-05-18 23:50", closes="2026-05-19 00:10") == "noch 20 Minuten"


def test_an_hour_that_comes_twice_is_counted_twice() -> None:
    phase = Phase(OPENS, at("2026-10-25 02:30", CLOSING).at)
    assert phases.told(phase, utc("2026-10-25 00:15"), BERLIN, GERMAN) == "endet heute um 02:30 Uhr"
    assert phases.told(phase, utc("2026-10-25 01:15"), BERLIN, GERMAN) == "noch 15 Minuten"


def test_days_are_counted_by_the_calendar_also_over_a_change() -> None:
    assert told("2026-10-23 10:00", closes="2026-10-26 10:00") == "noch 3 Tage"
    assert told("2026-03-27 10:00", opens="2026-03-01 08:00", closes="2026-03-30 10:00") == "noch 3 Tage"


@given(st.integers(1, 40 * 24 * 60), st.integers(0, 59))
def test_nobody_is_promised_more_time_than_there_is(minutes: int, seconds: int) -> None:
    left = minutes * MINUTE - timedelta(seconds=seconds)
    if left <= timedelta():
        return
    text = phases.told(Phase(OPENS - 100 * DAY, CLOSES), CLOSES - left, BERLIN, GERMAN)
    if text.startswith("noch") and "Minute" in text:
        assert timedelta() <= left - int(text.split()[1]) * MINUTE < MINUTE
    elif text.startswith("noch"):
        assert abs(left - int(text.split()[1]) * DAY) < DAY
