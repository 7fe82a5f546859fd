"""What a recording's page says of its own publication: on which basis, until when, and what is public no more."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from council import expiry, publications, recordings
from council.base import dates
from council.base.i18n import Language, message
from council.meetings import Meeting
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Recording

BASES = {
    LegalBasis.STATUTE: message("Hauptsatzung"),
    LegalBasis.RULES_OF_PROCEDURE: message("Geschäftsordnung"),
    LegalBasis.CONSENTS: message("Einwilligungen aller Beteiligten"),
    LegalBasis.OTHER: "",
}
_MEDIA_AND_TEXT = {
    Until.DATE: message("Öffentlich bis %(day)s."),
    Until.MINUTES: message("Öffentlich, bis die Niederschrift genehmigt ist."),
}
_MEDIA = {
    Until.DATE: message("Video und Ton sind öffentlich bis %(day)s."),
    Until.MINUTES: message("Video und Ton sind öffentlich, bis die Niederschrift genehmigt ist."),
}
_TEXT = {
    Until.DATE: message("Der Wortlaut ist öffentlich bis %(day)s."),
    Until.MINUTES: message("Der Wortlaut ist öffentlich, bis die Niederschrift genehmigt ist."),
}


@dataclass(frozen=True)
class Terms:
    """Sentences for the page. ``media`` and ``text`` say where these are when they are not public; else they are empty."""

    lines: tuple[str, ...] = ()
    media: str = ""
    text: str = ""


def of(db: Session, recording: Recording, language: Language, zone: ZoneInfo) -> Terms:
    """What a public recording's page says."""
    assert recording.id is not None
    publication = publications.of_recording(db, recording.id)
    declaration = publications.declared(publication) if publication else None
    approved_on = db.get_one(Meeting, recording.meeting_id).minutes_approved_on
    has_media = recordings.has_media(db, recording) or recording.media_ended_at is not None
    media = text = ""
    if has_media and not recording.media_public:
        ended = _ended(recording.media_ended_at, declaration.media if declaration else None, approved_on, zone)
        media = _gone(ended, message("Die Aufzeichnung war bis %(day)s öffentlich."), NO_MEDIA, language, zone)
    if not recording.text_public:
        ended = _ended(recording.text_ended_at, declaration.text if declaration else None, approved_on, zone)
        text = _gone(ended, message("Der Wortlaut war bis %(day)s öffentlich."), NO_TEXT, language, zone)
    shown_media = has_media and recording.media_public
    lines = _lines(declaration, approved_on, language, zone, media=shown_media, text=recording.text_public)
    return Terms(lines, media, text)


NO_MEDIA = message("Video und Ton dieser Sitzung sind nicht öffentlich.")
NO_TEXT = message("Der Wortlaut dieser Sitzung ist nicht öffentlich.")


def basis(declaration: Declaration, language: Language) -> str:
    """'Hauptsatzung, § 7 Absatz 2'."""
    return ", ".join(filter(None, (language.gettext(BASES[declaration.legal_basis]), declaration.reference)))


def ending(term: Term, language: Language, zone: ZoneInfo) -> str:
    """'bis 31. Dezember 2027', for the desk."""
    day = _day(term.day, language, zone) if term.day is not None else ""
    return language.gettext(_ENDINGS[term.until]) % {"day": day}


_ENDINGS = {
    Until.DATE: message("bis %(day)s"),
    Until.MINUTES: message("bis die Niederschrift genehmigt ist"),
    Until.OPEN: message("ohne Ende"),
    Until.NEVER: message("gar nicht"),
}


def _lines(
    declaration: Declaration | None,
    approved_on: date | None,
    language: Language,
    zone: ZoneInfo,
    *,
    media: bool,
    text: bool,
) -> tuple[str, ...]:
    if declaration is None:
        return ()
    ends = [_end(term, approved_on) for term, shown in ((declaration.media, media), (declaration.text, text)) if shown]
    if len(set(ends)) == 1:
        found = [_line(ends[0], _MEDIA_AND_TEXT, language, zone)]
    else:
        found = [_line(ends[0], _MEDIA, language, zone), _line(ends[1], _TEXT, language, zone)] if ends else []
    why = basis(declaration, language)
    if why:
        found.append(language.gettext(message("Grundlage der Veröffentlichung: %(basis)s.")) % {"basis": why})
    return tuple(filter(None, found))


def _end(term: Term, approved_on: date | None) -> tuple[Until, date | None]:
    """How it ends; minutes that are approved give the day."""
    last = expiry.last_day(term, approved_on)
    return (Until.DATE, last) if last is not None else (term.until, None)


def _line(end: tuple[Until, date | None], sentences: dict[Until, str], language: Language, zone: ZoneInfo) -> str:
    until, last = end
    if until not in sentences:
        return ""
    day = _day(last, language, zone) if last is not None else ""
    return language.gettext(sentences[until]) % {"day": day}


def _ended(at: datetime | None, term: Term | None, approved_on: date | None, zone: ZoneInfo) -> date | None:
    """The last day of what is over: the declared one where it came, else the day it was withdrawn on."""
    if at is None:
        return None
    day = at.astimezone(zone).date()
    last = expiry.last_day(term, approved_on) if term is not None else None
    return last if last is not None and last < day else day


def _gone(ended: date | None, was: str, never: str, language: Language, zone: ZoneInfo) -> str:
    if ended is None:
        return language.gettext(never)
    return language.gettext(was) % {"day": _day(ended, language, zone)}


def _day(day: date, language: Language, zone: ZoneInfo) -> str:
    return dates.short_day(datetime.combine(day, time(12), zone), language, zone)
