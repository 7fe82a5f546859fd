"""The form with the facts on data protection and the text of the information: what is entered, and what may be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from council.base import forms
from council.base.i18n import Language
from participation.forms.members import day as read_day
from participation.forms.texts import clean
from participation.privacy import legal_bases
from participation.privacy.legal_bases import Basis
from participation.processes import Process, periods

LARGEST_BODY = 200_000
MOST_FIELDS = 30
LONGEST_TEXT = 20_000
FACTS: Mapping[str, int] = {
    "controller": 500, "contact": 500, "officer": 500, "authority": 500, "purpose": 1000, "recipients": 1000
}  # fmt: skip
LONGEST_LAW = 400
FIXED = ("purpose", "legal_basis", "recipients")  # once people have answered by them


@dataclass(frozen=True)
class Entered:
    """What stands in the fields. ``texts`` by language; days as 2026-05-31."""

    facts: Mapping[str, str]
    grundlage: str = Basis.TASK
    gesetz: str = ""
    loeschen_am: str = ""
    texte_bis: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def entered(given: FormData, languages: tuple[str, ...]) -> Entered:
    """What was entered."""
    return Entered(
        facts={name: forms.line(given, name) for name in FACTS},
        grundlage=forms.line(given, "grundlage"),
        gesetz=forms.line(given, "gesetz"),
        loeschen_am=forms.line(given, "loeschen_am"),
        texte_bis=forms.line(given, "texte_bis"),
        texts={one: clean(forms.text(given, f"text_{one}")) for one in languages},
    )


def of(process: Process, texts: Mapping[str, str]) -> Entered:
    """The form as it shows what is kept."""
    basis, law = legal_bases.read(process.legal_basis) if process.legal_basis else (Basis.TASK, "")
    return Entered(
        facts={name: getattr(process, name) for name in FACTS},
        grundlage=basis,
        gesetz=law,
        loeschen_am=forms.day(process.delete_on),
        texte_bis=forms.day(process.texts_until),
        texts={one: process.privacy.get(one) or texts.get(one, "") for one in process.languages},
    )


class Reading:
    """Reads what was entered into a process. ``errors`` say what is wrong, by field; then the process must not be stored. ``released``:
    people answer by it already, so what it is for stays, and what was promised to be deleted is deleted no later."""

    def __init__(self, released: bool, zone: ZoneInfo, language: Language) -> None:
        self.errors: dict[str, str] = {}
        self._released, self._zone, self._ = released, zone, language.gettext

    def read(self, typed: Entered, process: Process) -> None:
        """Set the facts that were entered; the texts are not among them."""
        for name, longest in FACTS.items():
            if len(typed.facts[name]) > longest:
                self.errors[name] = self._("Das ist zu lang (höchstens %(most)s Zeichen).") % {"most": longest}
            elif not (self._released and name in FIXED):
                setattr(process, name, typed.facts[name])
        if not self._released:
            self._basis(typed, process)
        process.delete_on = self._day(typed.loeschen_am, "loeschen_am", process.delete_on)
        process.texts_until = self._day(typed.texte_bis, "texte_bis", process.texts_until)
        self._order(process)

    def texts(self, typed: Entered, process: Process) -> None:
        """Set the texts that were entered."""
        for language, text in typed.texts.items():
            if len(text) > LONGEST_TEXT:
                self.errors[f"text_{language}"] = self._("Der Text ist zu lang (höchstens 20.000 Zeichen).")
        process.privacy = {one: text for one, text in typed.texts.items() if text and one in process.languages}

    def _basis(self, typed: Entered, process: Process) -> None:
        if typed.grundlage not in set(Basis):
            self.errors["grundlage"] = self._("Bitte wählen Sie etwas aus.")
        elif len(typed.gesetz) > LONGEST_LAW:
            self.errors["gesetz"] = self._("Das ist zu lang (höchstens %(most)s Zeichen).") % {"most": LONGEST_LAW}
        else:
            process.legal_basis = legal_bases.written(Basis(typed.grundlage), typed.gesetz)

    def _day(self, text: str, name: str, before: date | None) -> date | None:
        day = read_day(text) if text else None
        if text and day is None:
            self.errors[name] = self._("Das ist kein Datum.")
        elif self._released and before and (day is None or day > before):
            self.errors[name] = self._("Versprochen ist der %(day)s. Früher geht, später nicht.") % {
                "day": f"{before:%d.%m.%Y}"
            }
        return day

    def _order(self, process: Process) -> None:
        ends = _last_day(process, self._zone)
        if ends and process.delete_on and process.delete_on <= ends:
            self.errors.setdefault("loeschen_am", self._("Der Tag der Löschung muss nach dem Ende liegen."))
        if ends and process.texts_until and process.texts_until < ends:
            self.errors.setdefault("texte_bis", self._("Texte müssen mindestens bis zum Ende bleiben."))
        if process.delete_on and process.texts_until and process.texts_until >= process.delete_on:
            told = self._("Texte können nicht länger bleiben als alles andere.")
            self.errors.setdefault("texte_bis", told)


def _last_day(process: Process, zone: ZoneInfo) -> date | None:
    """The last day on which answers are taken."""
    return periods.last_day(process.closes_at).astimezone(zone).date() if process.closes_at else None
