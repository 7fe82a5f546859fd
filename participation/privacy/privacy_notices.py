"""What Art. 13 DSGVO obliges a town to tell before anybody answers: drafted from what is known of the process, in each of its languages.

The planner can change each text afterwards. One that nobody changed follows the facts; a changed one stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from babel.dates import format_date

from council.base.i18n import message
from participation.forms.texts import clean
from participation.privacy import legal_bases
from participation.privacy.legal_bases import Basis
from participation.privacy.privacy_texts import DATES, MISSING, TEXTS
from participation.processes import Access, Kind, Process

NEEDED: Mapping[str, str] = {
    "controller": message("Verantwortliche Stelle"),
    "contact": message("Kontakt für Fragen"),
    "officer": message("Kontakt der oder des Datenschutzbeauftragten"),
    "purpose": message("Zweck"),
    "legal_basis": message("Rechtsgrundlage"),
    "delete_on": message("Tag der Löschung"),
}


def drafted(process: Process, *, mails: bool = False) -> dict[str, str]:
    """The information in each of the process's languages, as Markdown. What is not known yet is marked as missing. ``mails``: the town can
    send some, and people may ask to be told when there are results."""
    told = [language for language in process.languages if language in TEXTS]
    return {language: _drafted(process, language, mails=mails) for language in told}


def untouched(process: Process) -> dict[str, tuple[str, ...]]:
    """What each language's text says where nobody changed it: whether the town can send mails may have been different then."""
    return {
        language: (without, _drafted(process, language, mails=True)) for language, without in drafted(process).items()
    }


def follow(process: Process, before: Mapping[str, Sequence[str]], *, mails: bool = False) -> None:
    """Draft anew what nobody changed; ``before`` is what was ``untouched`` before the facts changed. Languages the process no longer
    has lose their text."""
    kept = {language: process.privacy.get(language, "") for language in process.languages}
    process.privacy = {
        language: text if (mine := kept[language]) in ("", *before.get(language, ())) else mine
        for language, text in drafted(process, mails=mails).items()
    }


def changed(process: Process) -> tuple[str, ...]:
    """The languages whose text is the planner's own, so that it does not follow the facts."""
    texts = untouched(process)
    return tuple(one for one in texts if process.privacy.get(one) not in (None, "", *texts[one]))


def gaps(process: Process) -> tuple[str, ...]:
    """What is missing before anybody may be asked, as messages: facts, and languages without a finished text."""
    missing = [NEEDED[name] for name in NEEDED if not getattr(process, name)]
    texts = {
        "de": message("Information auf Deutsch"),
        "en": message("Information auf Englisch"),
        "de-leicht": message("Information in Leichter Sprache"),
    }
    unfinished = [texts[one] for one in process.languages if one in texts and not _finished(process, one)]
    return (*missing, *unfinished)


def _finished(process: Process, language: str) -> bool:
    text = process.privacy.get(language, "")
    return bool(text) and MISSING[language] not in text


def _drafted(process: Process, language: str, *, mails: bool) -> str:
    missing = MISSING[language]
    values: dict[str, object] = {
        "controller": process.controller or missing,
        "contact": process.contact or missing,
        "officer": process.officer or missing,
        "purpose": process.purpose or missing,
        "basis": legal_bases.told(process.legal_basis, language) or missing,
        "recipients": process.recipients,
        "authority": process.authority,
        "least": process.least_people,
        "delete": _day(process.delete_on, language),
        "texts": _day(process.texts_until, language),
    }
    texts = TEXTS[language]
    return clean("\n\n".join(texts[name] % values for name in _parts(process, mails=mails)))


def _parts(process: Process, *, mails: bool) -> Iterator[str]:
    """The names of the passages that hold for a process, in their order."""
    survey, consent = process.kind == Kind.SURVEY, legal_bases.read(process.legal_basis)[0] is Basis.CONSENT
    yield from ("controller", "officer", "purpose", "basis")
    if consent:
        yield "consent"
    yield "survey" if survey else "ideas"
    if survey and process.access == Access.CODES:
        yield "codes"
    if survey and process.once_a_device:
        yield "device"
    if survey:
        yield "draft"
    if survey and mails:
        yield "notification"
    yield "recipients" if process.recipients else "nobody"
    if survey:
        yield "published"
    yield "until"
    if process.texts_until:
        yield "texts"
    yield "rights"
    if not consent:
        yield "objection"
    if survey:
        yield "unknown"
    yield "automatic"
    yield "authority" if process.authority else "any"


def _day(day: date | None, language: str) -> str:
    locale, pattern = DATES[language]
    return format_date(day, pattern, locale=locale) if day else MISSING[language]
