"""When something is open: from a moment until another, the first included and the last not, in UTC.

Days and times are entered as the town's clocks show them. Twice a year these jump, and what was entered may not exist or exist twice; it
is then decided here, always the same way, and the person is told.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum
from zoneinfo import ZoneInfo

from council.base.errors import ReadableError
from council.base.i18n import Language, message

FIRST_YEAR, LAST_YEAR = 2000, 2199  # what lies outside is a typing error
_SECOND = timedelta(seconds=1)


class PhaseError(ReadableError):
    """A day or an order of days that cannot be meant."""


class Edge(Enum):
    """Which end of a phase a moment is."""

    OPENING = 0
    CLOSING = 1


class State(StrEnum):
    """Where a phase is."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Jump(StrEnum):
    """What a change of the clocks made of a time. The value is what the person is told, with ``%(typed)s`` and ``%(valid)s``."""

    SKIPPED = message(
        "In dieser Nacht werden die Uhren vorgestellt: %(typed)s Uhr gibt es nicht. Es gilt %(valid)s Uhr."
    )
    FIRST = message(
        "In dieser Nacht werden die Uhren zurückgestellt: %(typed)s Uhr gibt es zweimal. Es gilt das erste Mal."
    )
    SECOND = message(
        "In dieser Nacht werden die Uhren zurückgestellt: %(typed)s Uhr gibt es zweimal. Es gilt das zweite Mal."
    )


@dataclass(frozen=True)
class Moment:
    """A moment in UTC, made of what was typed; ``valid`` is what the town's clocks show then. ``jump``: where that needs explaining."""

    at: datetime
    typed: time
    valid: time
    jump: Jump | None = None

    def explained(self, language: Language) -> str:
        """What has to be said about it; empty in nearly all cases."""
        if self.jump is None:
            return ""
        return language.gettext(self.jump) % {"typed": f"{self.typed:%H:%M}", "valid": f"{self.valid:%H:%M}"}


@dataclass(frozen=True)
class Phase:
    """Open from ``opens`` until just before ``closes``, moments with a time zone. Raises PhaseError where that is no time at all."""

    opens: datetime
    closes: datetime

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise PhaseError(message("Das Ende muss nach dem Beginn liegen."))


def moment(day: date, at: time, zone: ZoneInfo, edge: Edge) -> Moment:
    """When the town's clocks show a time on a day. ``at`` has no zone of its own. Raises PhaseError for a year that cannot be meant.

    A time the clocks skip is the moment they jump, the first at which they show that time or a later one: so what is typed later is
    never earlier. Of a time they show twice the first opens and the second closes: so nobody finds closed what the page calls open.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PhaseError(message("Bitte prüfen Sie das Jahr: %(year)s kann nicht gemeint sein."), year=day.year)
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return Moment(first, at, at)
    if first < second:
        return Moment(first, at, at, Jump.FIRST) if edge is Edge.OPENING else Moment(second, at, at, Jump.SECOND)
    jumps = _jump_between(second, first, zone)
    return Moment(jumps, at, jumps.astimezone(zone).time(), Jump.SKIPPED)


def state(now: datetime, opens: datetime, closes: datetime) -> State:
    """Where a phase is at a moment; at ``opens`` it is open, at ``closes`` it is not any more."""
    if now >= closes:
        return State.CLOSED
    return State.OPEN if now >= opens else State.PLANNED


def told(phase: Phase, now: datetime, zone: ZoneInfo, language: Language) -> str:
    """'beginnt morgen um 08:00 Uhr', 'noch 5 Tage', 'endet heute um 18:00 Uhr', 'noch 12 Minuten', 'beendet'.

    Minutes are rounded down, so that nobody counts on time that is not there; days are those of the calendar.
    """
    current = state(now, phase.opens, phase.closes)
    if current is State.CLOSED:
        return language.gettext("beendet")
    if current is State.PLANNED:
        return _beginning(phase.opens, now, zone, language)
    return _ending(phase.closes, now, zone, language)


def _beginning(opens: datetime, now: datetime, zone: ZoneInfo, language: Language) -> str:
    minutes = (opens - now) // timedelta(minutes=1)
    if minutes < 1:
        return language.gettext("beginnt in weniger als einer Minute")
    if minutes < 60:
        text = language.ngettext("beginnt in %(count)s Minute", "beginnt in %(count)s Minuten", minutes)
        return text % {"count": minutes}
    local = opens.astimezone(zone)
    days, clock = (local.date() - now.astimezone(zone).date()).days, f"{local:%H:%M}"
    if days < 1:
        return language.gettext("beginnt heute um %(time)s Uhr") % {"time": clock}
    if days == 1:
        return language.gettext("beginnt morgen um %(time)s Uhr") % {"time": clock}
    return language.gettext("beginnt in %(days)s Tagen") % {"days": days}


def _ending(closes: datetime, now: datetime, zone: ZoneInfo, language: Language) -> str:
    minutes = (closes - now) // timedelta(minutes=1)
    if minutes < 1:
        return language.gettext("endet in weniger als einer Minute")
    if minutes < 60:
        return language.ngettext("noch %(count)s Minute", "noch %(count)s Minuten", minutes) % {"count": minutes}
    last, clock = _last_day(closes.astimezone(zone))
    days = (last - now.astimezone(zone).date()).days
    if days < 1:
        return language.gettext("endet heute um %(time)s Uhr") % {"time": clock}
    if days == 1:
        return language.gettext("endet morgen um %(time)s Uhr") % {"time": clock}
    return language.gettext("noch %(days)s Tage") % {"days": days}


def _last_day(local: datetime) -> tuple[date, str]:
    """The last day and the time it ends at: midnight is the end of a day, not the beginning of one on which nothing is open."""
    if local.time() == time():
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def _jump_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment the clocks jump, to the second: the first in (``before``, ``after``] that has the later moment's offset from UTC."""
    new = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        before, after = (before, middle) if middle.astimezone(zone).utcoffset() == new else (middle, after)
    return after
