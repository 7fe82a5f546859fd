"""The kinds of question as a planner chooses among them."""

from dataclasses import dataclass

from council.base.i18n import message
from participation.forms.kinds import KINDS


@dataclass(frozen=True)
class KindChoice:
    """A kind with what it is good for; both texts are German messages of the catalogue."""

    kind: str
    name: str
    what: str


CHOICES: tuple[KindChoice, ...] = (
    KindChoice("single", message("Eine Antwort auswählen"), message("Mehrere Antworten stehen da, eine wird gewählt.")),
    KindChoice(
        "multiple", message("Mehrere Antworten auswählen"), message("Mehrere Antworten können angekreuzt werden.")
    ),
    KindChoice("scale", message("Skala"), message("Eine Stufe, zum Beispiel von 1 „sehr schlecht“ bis 5 „sehr gut“.")),
    KindChoice(
        "matrix",
        message("Tabelle"),
        message("Zu mehreren Zeilen wird dasselbe gefragt. Am Telefon erscheinen sie als einzelne Fragen."),
    ),
    KindChoice("ranking", message("Reihenfolge"), message("Antworten werden nach Wichtigkeit geordnet.")),
    KindChoice("number", message("Zahl"), message("Eine Zahl, auf Wunsch mit Grenzen und Einheit.")),
    KindChoice("short", message("Kurzer Text"), message("Ein paar Worte in einer Zeile.")),
    KindChoice(
        "long",
        message("Langer Text"),
        message("Mehrere Sätze. Solche Antworten werden geprüft, bevor sie jemand sieht."),
    ),
    KindChoice("date", message("Datum"), message("Ein Tag im Kalender.")),
    KindChoice("place", message("Ort auf der Karte"), message("Ein Punkt auf der Karte, oder der Ort in Worten.")),
    KindChoice("info", message("Hinweistext"), message("Ein Text zum Lesen, auf den niemand antwortet.")),
)
BY_KIND = {choice.kind: choice for choice in CHOICES}
assert set(BY_KIND) == set(KINDS)
