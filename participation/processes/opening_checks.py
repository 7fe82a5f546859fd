"""What stands in the way of opening a process, what should be thought about first, and what is in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from council.base.i18n import Language, message
from participation import forms
from participation.counting import known_shares
from participation.forms import Form, form_faults, identifying, languages, numbered
from participation.forms.faults import Fault
from participation.forms.identifying import Concern
from participation.privacy import privacy_notices
from participation.processes import Access, Kind, Process, Showing, periods


class Standing(StrEnum):
    """``OBSTACLE`` keeps a process from being opened; ``WARNING`` does not."""

    FINE = "fine"
    WARNING = "warning"
    OBSTACLE = "obstacle"


class Told(Protocol):
    """Something that can be said in a language of the site."""

    def told(self, language: Language) -> str: ...


@dataclass(frozen=True)
class Point:
    """A message of the catalogue and what fills it."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """The message in a language of the site."""
        return language.filled(self.text, self.values)


@dataclass(frozen=True)
class Untranslated:
    """What lacks in one of the process's languages: so many texts of the form, and these of the process."""

    code: str
    count: int
    besides: tuple[str, ...] = ()

    def told(self, language: Language) -> str:
        """That, with the language's name in the reader's."""
        parts = [language.gettext(part) for part in self.besides]
        if self.count:
            many = language.ngettext("%(count)s Text im Bogen", "%(count)s Texte im Bogen", self.count)
            parts.append(many % {"count": self.count})
        text = language.gettext(message("%(language)s: Es fehlt: %(parts)s"))
        return text % {"language": languages.name(self.code, language), "parts": ", ".join(parts)}


@dataclass(frozen=True)
class Wrong:
    """A fault of the form, with the question or page it is about."""

    fault: Fault
    form: Form

    def told(self, language: Language) -> str:
        """'Frage 3: …'"""
        about = numbered.place(self.fault.key, self.form, language)
        return f"{about}: {numbered.fault(self.fault, self.form, language)}"


@dataclass(frozen=True)
class Recognisable:
    """Why people could be recognised by what the form asks."""

    concern: Concern
    form: Form

    def told(self, language: Language) -> str:
        """With questions by their numbers."""
        return numbered.concern(self.concern, self.form, language)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``step`` is the page of the process where it is put right; ``points`` go into detail."""

    standing: Standing
    about: Told
    step: str
    points: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What is looked at. ``codes`` are those that can be used, by stratum."""

    process: Process
    form: Form
    codes: Mapping[str, int]
    now: datetime
    zone: ZoneInfo


def checks(subject: Subject) -> tuple[Check, ...]:
    """Everything that was looked at, in the order of the process's pages."""
    survey = subject.process.kind == Kind.SURVEY
    found = [*_questions(subject)] if survey else []
    found += [*_languages(subject), *_period(subject), *_privacy(subject)]
    if survey:
        found += [*_access(subject), *_showing(subject), *_identifying(subject), *_weighting(subject)]
    return tuple(found)


def obstacles(found: tuple[Check, ...]) -> tuple[Check, ...]:
    """What has to be put right first."""
    return tuple(check for check in found if check.standing is Standing.OBSTACLE)


def untranslated(process: Process, language: str) -> tuple[str, ...]:
    """The names, as messages, of the process's own texts that are there in another language and lack in this one."""
    own = ((message("Titel"), process.title), (message("Einleitung"), process.intro))
    return tuple(name for name, text in own if any(text.values()) and not text.get(language))


def kept_too_short(process: Process, closes_at: datetime, zone: ZoneInfo) -> str:
    """A message where answers would be deleted before a process ends at this moment; empty where they are not."""
    last = periods.last_day(closes_at).astimezone(zone).date()
    if process.delete_on and process.delete_on <= last:
        return message("Der Tag der Löschung muss nach dem Ende liegen.")
    if process.texts_until and process.texts_until < last:
        return message(
            "Freie Texte müssen mindestens bis zum Ende bleiben. Bitte prüfen Sie die Angaben zum Datenschutz."
        )
    return ""


def _questions(subject: Subject) -> Iterator[Check]:
    faults = form_faults.faults(subject.form)
    if faults:
        text = message("Im Fragebogen ist noch etwas zu berichtigen.")
        points = tuple(Wrong(fault, subject.form) for fault in faults)
        yield Check(Standing.OBSTACLE, Point(text), "/fragen", points)
        return
    text = message("Der Fragebogen ist vollständig. Fragen: %(questions)s, Seiten: %(pages)s.")
    counts = {"questions": subject.form.asked, "pages": len(subject.form.pages)}
    yield Check(Standing.FINE, Point(text, counts), "/fragen")


def _languages(subject: Subject) -> Iterator[Check]:
    process = subject.process
    if not process.title.get(process.leading):
        yield Check(Standing.OBSTACLE, Point(message("Der Titel fehlt.")), "")
    covered = forms.coverage(subject.form)
    lacking: list[Untranslated] = []
    for language in process.languages:
        count = len(covered[language].missing) if language in covered else 0
        if count or untranslated(process, language):
            lacking.append(Untranslated(language, count, untranslated(process, language)))
    if lacking:
        text = message("Nicht alles ist übersetzt. Fehlende Texte erscheinen in der führenden Sprache.")
        step = "/fragen" if any(one.count for one in lacking) else ""
        yield Check(Standing.WARNING, Point(text), step, tuple(lacking))
    elif len(process.languages) > 1:
        yield Check(Standing.FINE, Point(message("Alle Texte sind in allen Sprachen da.")), "/fragen")


def _period(subject: Subject) -> Iterator[Check]:
    opens, closes = subject.process.opens_at, subject.process.closes_at
    problem = ""
    if closes is None:
        problem = message("Es fehlt, bis wann geantwortet werden kann.")
    elif closes <= subject.now:
        problem = message("Das Ende liegt in der Vergangenheit.")
    elif opens is not None and closes <= opens:
        problem = message("Das Ende muss nach dem Beginn liegen.")
    if problem:
        yield Check(Standing.OBSTACLE, Point(problem), "/zugang")
    else:
        yield Check(Standing.FINE, Point(message("Der Zeitraum steht fest.")), "/zugang")


def _privacy(subject: Subject) -> Iterator[Check]:
    process, points = subject.process, [Point(gap) for gap in privacy_notices.gaps(subject.process)]
    if process.closes_at and (too_short := kept_too_short(process, process.closes_at, subject.zone)):
        points.append(Point(too_short))
    if points:
        text = message("Beim Datenschutz fehlt noch etwas.")
        yield Check(Standing.OBSTACLE, Point(text), "/datenschutz", tuple(points))
        return
    if own := privacy_notices.changed(process):
        text = message("Diese Texte haben Sie selbst geändert. Bitte prüfen Sie, ob sie noch zu den Angaben passen.")
        yield Check(Standing.WARNING, Point(text), "/datenschutz", tuple(Point(languages.NAMES[one]) for one in own))
    yield Check(Standing.FINE, Point(message("Die Angaben zum Datenschutz sind vollständig.")), "/datenschutz")


def _access(subject: Subject) -> Iterator[Check]:
    process = subject.process
    if process.access == Access.ANYONE:
        if process.strata and not process.strata_question.get(process.leading):
            text = message("Es gibt Gruppen, aber keine Frage danach, zu welcher jemand gehört.")
            yield Check(Standing.OBSTACLE, Point(text), "/zugang")
        often = message(
            "Wer es darauf anlegt, kann sehr oft antworten. Gruppen werden deshalb erst ab %(least)s Antworten gezeigt. Hängt vom Ergebnis "
            "viel ab, nehmen Sie Codes."
        )
        told = Point(often, {"least": process.least_in_groups})
        yield Check(Standing.FINE, Point(message("Alle können antworten.")), "/zugang", (told,))
        return
    made = sum(subject.codes.values())
    if not made:
        yield Check(
            Standing.WARNING,
            Point(
                message(
                    "Es gibt noch keine Codes. Ohne Code kann niemand antworten; Sie können sie auch später anlegen."
                )
            ),
            "/codes",
        )
        return
    yield Check(Standing.FINE, Point(message("Codes sind angelegt: %(count)s."), {"count": made}), "/codes")
    few = {name: subject.codes.get(name, 0) for name in process.strata}
    points = tuple(
        Point(message("%(stratum)s: %(count)s"), {"stratum": name, "count": count})
        for name, count in few.items()
        if count < process.least_people
    )
    if points:
        text = message(
            "Für diese Gruppen gibt es weniger Codes, als Menschen nötig sind, um eine Gruppe einzeln zu zeigen. Sie werden mit anderen "
            "zusammengefasst."
        )
        yield Check(Standing.WARNING, Point(text), "/codes", points)


def _showing(subject: Subject) -> Iterator[Check]:
    """Paper that arrives late cannot be entered once results were public."""
    if subject.process.showing != Showing.BY_HAND:
        text = message(
            "Die Ergebnisse erscheinen von selbst, eine Minute nach dem Ende. Bis dahin müssen alle Papierbögen eingetragen sein; danach "
            "geht es nicht mehr."
        )
        yield Check(Standing.WARNING, Point(text), "/zugang")


def _identifying(subject: Subject) -> Iterator[Check]:
    found = identifying.concerns(subject.form, strata=bool(subject.process.strata))
    if found:
        text = message("Aus den Antworten könnte hervorgehen, von wem sie sind. Sie entscheiden, ob Sie das ändern.")
        points = tuple(Recognisable(one, subject.form) for one in found)
        yield Check(Standing.WARNING, Point(text), "/fragen", points)


def _weighting(subject: Subject) -> Iterator[Check]:
    known = known_shares.from_json(subject.process.weighting)
    if not known_shares.fitting(known, subject.process.strata, subject.form):
        text = message(
            "Die bekannten Anteile passen nicht mehr zu den Gruppen oder Antworten. So wird nicht gewichtet."
        )
        yield Check(Standing.WARNING, Point(text), "/zugang/gewichtung")
