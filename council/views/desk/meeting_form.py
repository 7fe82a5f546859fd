"""The form with the facts of a meeting: what it shows, what comes back from it, and what may be wrong with that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.datastructures import FormData

from council import organizations
from council.agendas import Agenda
from council.base import forms
from council.base.i18n import Language
from council.meetings import Meeting
from council.organizations import OrganizationKind
from council.views.selection import EARLIEST, LATEST

LARGEST_BODY = 32_000
MOST_FIELDS = 20
USUAL = "17:00"


@dataclass(frozen=True)
class Facts:
    """What stands in the fields: body, name, day as 2026-03-17, time as 17:00, place."""

    gremium: str = ""
    name: str = ""
    tag: str = ""
    uhrzeit: str = USUAL
    ort: str = ""


def entered(given: FormData) -> Facts:
    """What was entered."""
    return Facts(*(forms.line(given, name) for name in ("gremium", "name", "tag", "uhrzeit", "ort")))


def of(meeting: Meeting, organization: str, zone: ZoneInfo) -> Facts:
    """The facts of a meeting as the form shows them."""
    return at(organization, meeting.name, meeting.start, meeting.location or "", zone)


def at(organization: str, name: str, start: datetime, location: str, zone: ZoneInfo) -> Facts:
    """Facts with a time on the town's clock."""
    local = start.astimezone(zone)
    return Facts(organization, name, f"{local:%Y-%m-%d}", f"{local:%H:%M}", location)


def problems(facts: Facts, language: Language) -> dict[str, str]:
    """What has to be changed, by field."""
    _ = language.gettext
    found: dict[str, str] = {}
    if not facts.gremium:
        found["gremium"] = _("Bitte nennen Sie das Gremium.")
    elif len(facts.gremium) > organizations.LONGEST_NAME:
        found["gremium"] = _("Der Name des Gremiums ist zu lang (höchstens 300 Zeichen).")
    if len(facts.name) > 500:
        found["name"] = _("Der Name ist zu lang (höchstens 500 Zeichen).")
    if _day(facts.tag) is None:
        found["tag"] = _("Bitte nennen Sie den Tag der Sitzung.")
    if _time(facts.uhrzeit) is None:
        found["uhrzeit"] = _("Bitte nennen Sie die Uhrzeit, zum Beispiel 17:00.")
    if len(facts.ort) > 300:
        found["ort"] = _("Der Ort ist zu lang (höchstens 300 Zeichen).")
    return found


def read(facts: Facts, zone: ZoneInfo) -> Agenda:
    """The meeting that flawless facts describe; without a name it is called by its day."""
    day, clock = _day(facts.tag), _time(facts.uhrzeit)
    assert day is not None
    assert clock is not None
    name = facts.name or f"Sitzung vom {day:%d.%m.%Y}"
    return Agenda(facts.gremium, name, datetime.combine(day, clock, zone), location=facts.ort or None)


def approved(entered: str, today: date, language: Language) -> tuple[date | None, str]:
    """The day on which minutes were approved, None where nothing was entered; and what is wrong with it."""
    if not entered:
        return None, ""
    day = _day(entered)
    if day is None:
        return None, language.gettext("Das ist kein Datum.")
    return day, language.gettext("Dieser Tag liegt noch in der Zukunft.") if day > today else ""


def bodies(db: Session) -> Sequence[str]:
    """The names of bodies to choose from."""
    return tuple(body.name for body in organizations.of_kind(db, OrganizationKind.BODY))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None
