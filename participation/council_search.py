"""Looking for the meeting a process has to do with: by words of its name and body, or by its day."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from council.meetings import Meeting
from council.organizations import Organization

MOST_FOUND = 20
_DAY = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})")


def find(db: Session, text: str, zone: ZoneInfo) -> Sequence[tuple[Meeting, Organization]]:
    """Meetings that have each of the words in their name or that of their body, and were on the day where the text names one; the
    latest first, at most twenty."""
    day, words = asked(text)
    conditions = [_holds(word) for word in words]
    if day is not None:
        begins = datetime.combine(day, time(), zone)
        conditions += [col(Meeting.start) >= begins, col(Meeting.start) < begins + timedelta(days=1)]
    query = select(Meeting, Organization).join(Organization).where(*conditions)
    return db.exec(query.order_by(col(Meeting.start).desc(), col(Meeting.id).desc()).limit(MOST_FOUND)).all()


def asked(text: str) -> tuple[date | None, tuple[str, ...]]:
    """The day a text names, as 17.3.2026 or 2026-03-17, and its words."""
    found = _DAY.search(text)
    if found is None:
        return None, tuple(text.split())
    by_point, rest = found.groups()[:3], text[: found.start()] + " " + text[found.end() :]
    day, month, year = by_point if by_point[0] else reversed(found.groups()[3:])
    try:
        return date(int(year), int(month), int(day)), tuple(rest.split())
    except ValueError:
        return None, tuple(text.split())


def _holds(word: str) -> ColumnElement[bool]:
    """Whatever the case; SQLite does not know that of umlauts, so words that begin with one are tried both ways."""
    spelt = {word.lower(), word.capitalize(), word}
    names = (col(Meeting.name), col(Organization.name))
    return or_(*(name.icontains(one, autoescape=True) for name in names for one in sorted(spelt)))
