"""What a planner can begin with: processes that are complete, in all languages, and only need what the town knows.

Nothing in them stands for something to be filled in: who opens one as it is asks sensible questions. None of them asks what would make
people recognisable.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from council.base.i18n import message
from participation import forms
from participation.building import starting_opinion, starting_residents
from participation.building.starting_words import in_languages
from participation.forms import Form, durations
from participation.forms.texts import LANGUAGES, Texts
from participation.processes import Kind


@dataclass(frozen=True)
class StartingForm:
    """One to begin with. ``name`` and ``good_for`` are German messages of the catalogue; the other texts are what residents read."""

    key: str
    name: str
    good_for: str
    kind: Kind
    intro: Texts
    form: Form
    categories: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """About how long residents take, in German."""
        return durations.minutes(self.form, LANGUAGES[0]) if self.form.pages else 0

    def introduced(self, languages: Sequence[str]) -> dict[str, str]:
        """Its introduction in some languages, as Markdown."""
        return in_languages(self.intro, languages)


_IDEA_INTRO: Texts = {
    "de": "Was fehlt, was stört, was könnte schöner sein? Schreiben Sie Ihre Idee auf, und unterstützen Sie Ideen von anderen. "
    "Wir sehen uns alle Ideen an und antworten hier öffentlich darauf.\n\nBitte nennen Sie in Ihrer Idee keine Namen von "
    "Menschen, auch nicht Ihren eigenen.",
    "en": "What is missing, what bothers you, what could be better? Write down your idea, and support the ideas of others. We "
    "look at every idea and answer it here in public.\n\nPlease do not mention anybody's name in your idea, not even your own.",
    "de-leicht": "Haben Sie eine Idee für die Stadt?\n\nSchreiben Sie Ihre Idee auf.\n\nSie können auch Ideen von anderen "
    "Menschen gut finden.\n\nWir lesen alle Ideen.\n\nWir antworten auf jede Idee. Alle können die Antwort lesen.\n\nBitte "
    "schreiben Sie keine Namen auf.",
}

STARTING_FORMS: tuple[StartingForm, ...] = (
    StartingForm(
        "meinungsbild",
        message("Meinungsbild"),
        message("Was halten die Menschen von einem Vorhaben, und was ist ihnen dabei wichtig? Kurz, für alle offen."),
        Kind.SURVEY,
        starting_opinion.INTRO,
        forms.from_json(starting_opinion.FORM),
    ),
    StartingForm(
        "buergerumfrage",
        message("Bürgerumfrage"),
        message(
            "Wie lebt es sich in der Stadt? Viele Themen, alle paar Jahre gleich gefragt. Am besten mit Codes, die Sie verschicken."
        ),
        Kind.SURVEY,
        starting_residents.INTRO,
        forms.from_json(starting_residents.FORM),
    ),
    StartingForm(
        "ideensammlung",
        message("Ideensammlung"),
        message("Menschen schlagen etwas vor, unterstützen einander, und Sie antworten öffentlich auf jede Idee."),
        Kind.IDEATION,
        _IDEA_INTRO,
        Form(LANGUAGES),
        ("Verkehr", "Grün und Natur", "Spielen und Sport", "Kultur und Treffpunkte", "Sauberkeit", "Anderes"),
    ),
    StartingForm(
        "leer",
        message("Leere Umfrage"),
        message("Sie bauen den Bogen von Anfang an selbst."),
        Kind.SURVEY,
        {},
        Form(LANGUAGES),
    ),
)
BY_KEY = {one.key: one for one in STARTING_FORMS}
