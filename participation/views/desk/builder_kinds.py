"""The kinds of question as a planner chooses among them."""

from dataclasses import dataclass

from council.base.i18n import message
from participation.forms.kinds import KINDS

ANSWERS = message("Geben Sie nun die Antworten ein, zwischen denen gewählt wird.")
GO_ON = message("Ergänzen Sie nun, was Sie möchten, und speichern Sie.")


@dataclass(frozen=True)
class KindChoice:
    """A kind with what it is good for, and what comes next once such a question was added (``then``); all texts are German messages of the
    catalogue."""

    kind: str
    name: str
    what: str
    then: str = GO_ON


CHOICES: tuple[KindChoice, ...] = (
    KindChoice(
        "single", message("Eine Antwort auswählen"), message("Mehrere Antworten stehen da, eine wird gewählt."), ANSWERS
    ),
    KindChoice(
        "multiple",
        message("Mehrere Antworten auswählen"),
        message("Mehrere Antworten können angekreuzt werden."),
        ANSWERS,
    ),
    KindChoice(
        "scale",
        message("Skala"),
        message("Eine Stufe, zum Beispiel von 1 „sehr schlecht“ bis 5 „sehr gut“."),
        message("Beschriften Sie nun die beiden Enden der Skala."),
    ),
    KindChoice(
        "matrix",
        message("Tabelle"),
        message("Zu mehreren Zeilen wird dasselbe gefragt. Am Telefon erscheinen sie als einzelne Fragen."),
        message("Geben Sie nun die Zeilen der Tabelle ein, und wählen Sie, wie jede beantwortet wird."),
    ),
    KindChoice(
        "ranking",
        message("Reihenfolge"),
        message("Antworten werden nach Wichtigkeit geordnet."),
        message("Geben Sie nun ein, was geordnet werden soll."),
    ),
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
