"""The form for access and period: what stands in its fields, what comes back from it, and what may be wrong with that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from council.base import forms
from council.base.i18n import Language
from participation.counting.disclosure import PEOPLE
from participation.forms.members import day as read_day
from participation.forms.texts import clean
from participation.processes import Access, Kind, Moderation, Process, Showing, State, opening_checks, phases
from participation.processes.locked_settings import Part
from participation.processes.phases import Edge, PhaseError

LARGEST_BODY = 100_000
MOST_FIELDS = 40
MOST_STRATA, MOST_CATEGORIES, LONGEST_NAME, LONGEST_QUESTION = 60, 30, 100, 500
LEAST_PEOPLE, MOST_PEOPLE = 2, 1000
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = timedelta(days=1)
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Entered:
    """What stands in the fields. Days as 2026-05-31, times as 17:00; ``gruppenfrage`` is by language."""

    wer: str = Access.ANYONE
    einmal: bool = False
    gruppen: str = ""
    gruppenfrage: Mapping[str, str] = field(default_factory=dict)
    mindestens: str = str(PEOPLE)
    ergebnisse: str = Showing.BY_HAND
    beginn_tag: str = ""
    beginn_zeit: str = ""
    ende_tag: str = ""
    ende_zeit: str = ""
    adresse: str = ""
    formell: bool = False
    moderation: str = Moderation.BEFORE
    kommentare: bool = True
    kategorien: str = ""


def entered(given: FormData, languages: tuple[str, ...]) -> Entered:
    """What was entered."""
    return Entered(
        wer=forms.line(given, "wer"),
        einmal=forms.line(given, "einmal") == "1",
        gruppen=clean(forms.text(given, "gruppen")),
        gruppenfrage={one: forms.line(given, f"gruppenfrage_{one}") for one in languages},
        mindestens=forms.line(given, "mindestens"),
        ergebnisse=forms.line(given, "ergebnisse"),
        beginn_tag=forms.line(given, "beginn_tag"),
        beginn_zeit=forms.line(given, "beginn_zeit"),
        ende_tag=forms.line(given, "ende_tag"),
        ende_zeit=forms.line(given, "ende_zeit"),
        adresse=forms.line(given, "adresse").lower(),
        formell=forms.line(given, "formell") == "1",
        moderation=forms.line(given, "moderation"),
        kommentare=forms.line(given, "kommentare") == "1",
        kategorien=clean(forms.text(given, "kategorien")),
    )


def of(process: Process, zone: ZoneInfo) -> Entered:
    """The form as it shows what is set."""
    opens, closes = _typed(process.opens_at, zone), _typed_end(process.closes_at, zone)
    return Entered(
        wer=process.access,
        einmal=process.once_a_device,
        gruppen="\n".join(process.strata),
        gruppenfrage={one: process.strata_question.get(one, "") for one in process.languages},
        mindestens=str(process.least_people),
        ergebnisse=process.showing,
        beginn_tag=opens[0],
        beginn_zeit=opens[1],
        ende_tag=closes[0],
        ende_zeit=closes[1],
        adresse=process.slug,
        formell=process.formal,
        moderation=process.moderation,
        kommentare=process.comments,
        kategorien="\n".join(process.categories),
    )


class Reading:
    """Reads what was entered into a process, but for the parts that are fixed. ``errors`` say what is wrong, by field; then the process
    must not be stored. ``notes`` say what was made of times the clocks skip or show twice."""

    def __init__(self, fixed: Mapping[Part, str], state: State, zone: ZoneInfo, language: Language) -> None:
        self.errors: dict[str, str] = {}
        self.notes: list[str] = []
        self._fixed, self._state, self._zone, self._language = fixed, state, zone, language
        self._ = language.gettext

    def read(self, typed: Entered, process: Process, now: datetime) -> None:
        """Set what was entered."""
        if Part.ADDRESS not in self._fixed:
            self._address(typed, process)
        if Part.FORMAL not in self._fixed:
            process.formal = typed.formell
        self._period(typed, process, now)
        if process.kind == Kind.SURVEY:
            self._survey(typed, process)
        else:
            self._ideation(typed, process)

    def _address(self, typed: Entered, process: Process) -> None:
        if not 3 <= len(typed.adresse) <= 60 or not _SLUG.fullmatch(typed.adresse):
            self.errors["adresse"] = self._(
                "Die Adresse braucht 3 bis 60 Zeichen: Kleinbuchstaben ohne Umlaute, Ziffern und einzelne Bindestriche."
            )
            return
        process.slug = typed.adresse

    def _survey(self, typed: Entered, process: Process) -> None:
        if Part.ACCESS not in self._fixed:
            process.access = self._one_of(Access, typed.wer, "wer")
            process.once_a_device = typed.einmal and process.access == Access.ANYONE
        if Part.STRATA not in self._fixed:
            process.strata = self._names("gruppen", typed.gruppen, MOST_STRATA)
            process.strata_question = {one: text for one, text in typed.gruppenfrage.items() if text}
            self._strata_question(typed, process)
        if Part.SHOWING not in self._fixed:
            process.showing = self._one_of(Showing, typed.ergebnisse, "ergebnisse")
            self._least(typed, process)

    def _strata_question(self, typed: Entered, process: Process) -> None:
        if len(process.strata) == 1:
            self.errors.setdefault("gruppen", self._("Eine einzige Gruppe teilt niemanden ein. Bitte nennen Sie zwei."))
        field_name = f"gruppenfrage_{process.leading}"
        if process.access == Access.ANYONE and process.strata and not process.strata_question.get(process.leading):
            self.errors[field_name] = self._(
                "Bitte schreiben Sie die Frage, mit der jemand seine Gruppe nennt, zum Beispiel: In welchem Stadtteil wohnen Sie?"
            )
        for one, text in typed.gruppenfrage.items():
            if len(text) > LONGEST_QUESTION:
                self.errors[f"gruppenfrage_{one}"] = self._("Diese Frage ist zu lang (höchstens 500 Zeichen).")

    def _least(self, typed: Entered, process: Process) -> None:
        if not re.fullmatch(r"[0-9]{1,4}", typed.mindestens) or not (
            LEAST_PEOPLE <= int(typed.mindestens) <= MOST_PEOPLE
        ):
            self.errors["mindestens"] = self._("Bitte geben Sie eine Zahl von 2 bis 1000 ein. Üblich sind 5.")
            return
        process.least_people = int(typed.mindestens)

    def _ideation(self, typed: Entered, process: Process) -> None:
        process.moderation = self._one_of(Moderation, typed.moderation, "moderation")
        process.comments = typed.kommentare
        process.categories = self._names("kategorien", typed.kategorien, MOST_CATEGORIES)

    def _period(self, typed: Entered, process: Process, now: datetime) -> None:
        if Part.OPENING not in self._fixed:
            process.opens_at = self._moment(typed.beginn_tag, typed.beginn_zeit, "beginn", Edge.OPENING)
        if Part.CLOSING not in self._fixed:
            process.closes_at = self._moment(typed.ende_tag, typed.ende_zeit, "ende", Edge.CLOSING)
        if self._state is State.COMING:
            self._still_to_come(process, now)
        opens, closes = process.opens_at, process.closes_at
        if opens and closes and closes <= opens:
            self.errors.setdefault("ende_tag", self._("Das Ende muss nach dem Beginn liegen."))

    def _still_to_come(self, process: Process, now: datetime) -> None:
        """What was announced keeps a beginning and an end."""
        if process.opens_at is None:
            self.errors.setdefault("beginn_tag", self._("Bitte nennen Sie den Tag, an dem die Beteiligung beginnt."))
        if process.closes_at is None:
            self.errors.setdefault("ende_tag", self._("Bitte nennen Sie den letzten Tag."))
        elif process.closes_at <= now:
            self.errors.setdefault("ende_tag", self._("Das Ende liegt in der Vergangenheit."))
        elif too_short := opening_checks.kept_too_short(process, process.closes_at, self._zone):
            self.errors.setdefault("ende_tag", self._(too_short))

    def _moment(self, day: str, clock: str, name: str, edge: Edge) -> datetime | None:
        """The moment that was typed, None where no day was; ``name`` begins those of the fields."""
        try:
            found = moment(day, clock, edge, self._zone)
        except PhaseError as error:
            self.errors[f"{name}_tag"] = error.told(self._language)
            return None
        except ValueError:
            told = self._("Bitte geben Sie einen Tag ein, zum Beispiel 31.05.2026, und die Uhrzeit wie 18:00.")
            self.errors[f"{name}_tag"] = told
            return None
        if found is None:
            return None
        if said := found.explained(self._language):
            self.notes.append(said)
        return found.at

    def _names(self, name: str, text: str, most: int) -> list[str]:
        """The names in a list, one a line."""
        names = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        if len(names) > most:
            told = self._("Das sind %(count)s Namen, möglich sind %(most)s. Bitte fassen Sie einige zusammen.")
            self.errors[name] = told % {"count": len(names), "most": most}
        elif len({one.casefold() for one in names}) < len(names):
            twice = next(one for at, one in enumerate(names) if one.casefold() in map(str.casefold, names[:at]))
            self.errors[name] = self._("„%(name)s“ steht zweimal in der Liste.") % {"name": twice}
        elif any(len(one) > LONGEST_NAME for one in names):
            self.errors[name] = self._("Ein Name ist zu lang (höchstens 100 Zeichen).")
        return names

    def _one_of(self, kind: type[Choice], text: str, name: str) -> Choice:
        try:
            return kind(text)
        except ValueError:
            self.errors[name] = self._("Bitte wählen Sie etwas aus.")
            return next(iter(kind))


def moment(day: str, clock: str, edge: Edge, zone: ZoneInfo) -> phases.Moment | None:
    """The moment somebody typed; None without a day. Without a time a day begins at 0:00 and ends at 24:00. ValueError for what is no
    day or time, PhaseError for a year that cannot be meant."""
    if not day:
        return None
    found = read_day(day)
    if found is None:
        raise ValueError(day)
    if clock:
        return phases.moment(found, time.fromisoformat(clock).replace(tzinfo=None, second=0, microsecond=0), zone, edge)
    return phases.moment(_next(found) if edge is Edge.CLOSING else found, time(), zone, edge)


def _next(day: date) -> date:
    return day + _DAY if day < date.max else day


def _typed(at: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    if at is None:
        return "", ""
    local = at.astimezone(zone)
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def _typed_end(at: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    """Midnight is the end of the day before, for which no time is typed."""
    if at is not None and at.astimezone(zone).time() == time():
        return f"{at.astimezone(zone).date() - _DAY:%Y-%m-%d}", ""
    return _typed(at, zone)
