"""Short ways to write the forms to begin with: each text in German, English and Leichte Sprache."""

from collections.abc import Sequence

from participation.forms.kinds import Json
from participation.forms.texts import LANGUAGES, Texts


def said(german: str, english: str, plain: str) -> dict[str, str]:
    """A text in all languages."""
    return dict(zip(LANGUAGES, (german, english, plain), strict=True))


def option(key: str, german: str, english: str, plain: str = "") -> Json:
    """An option or row; what is plain already is not said twice in another way."""
    return {"key": key, "text": said(german, english, plain or german)}


def in_languages(text: Texts, languages: Sequence[str]) -> dict[str, str]:
    """A text in some languages only."""
    return {one: text[one] for one in languages if one in text}


AGE_GROUPS = [
    option("unter_18", "unter 18 Jahre", "under 18", "jünger als 18 Jahre"),
    option("von_18_bis_29", "18 bis 29 Jahre", "18 to 29"),
    option("von_30_bis_44", "30 bis 44 Jahre", "30 to 44"),
    option("von_45_bis_64", "45 bis 64 Jahre", "45 to 64"),
    option("ab_65", "65 Jahre und älter", "65 and over", "65 Jahre oder älter"),
    option("keine_angabe", "möchte ich nicht sagen", "prefer not to say", "Das möchte ich nicht sagen."),
]
AGE_QUESTION: Json = {
    "key": "altersgruppe",
    "kind": "single",
    "text": said("Wie alt sind Sie?", "How old are you?", "Wie alt sind Sie?"),
    "help": said(
        "So sehen wir, ob alle Altersgruppen zu Wort kommen.",
        "This shows us whether all age groups are heard.",
        "Dann wissen wir: Machen junge und alte Menschen mit?",
    ),
    "options": AGE_GROUPS,
    "other": False,
}
NO_NAMES = said(
    "Bitte nennen Sie keine Namen, auch nicht Ihren eigenen. Was Sie schreiben, wird gelesen, bevor es mit den Ergebnissen erscheint.",
    "Please do not mention any names, not even your own. What you write is read before it appears with the results.",
    "Bitte schreiben Sie keine Namen auf. Wir lesen den Text zuerst. Erst danach können ihn alle lesen.",
)
