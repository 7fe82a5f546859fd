"""Branching on paper, told by the numbers of questions."""

from typing import Any

import pytest

from council.base import i18n
from participation import forms
from participation.forms import form_skips
from participation.forms.form_skips import Numbering
from tests.participation.townsurvey import form, option, options, question

PARK = question("park", "single", options=options("yes", "no", "both"), other=True)
WAYS = question("ways", "multiple", options=options("foot", "bike"), other=False)
QUIET = question("quiet", "scale", **{"from": 1, "to": 5, "unknown": True})
TEXT = question("hint", "info")
IDEA = question("idea", "long")
WHY = question("why", "long")


def compared(key: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"question": key, "op": op, **({"value": value} if value is not None else {})}


def told(shown_if: dict[str, Any], *after: dict[str, Any], language: str = "de") -> str:
    asked = form(PARK, WAYS, QUIET, TEXT, {**IDEA, "shown_if": shown_if}, *after)
    numbering = Numbering(asked, form_skips.numbers(asked), "de", i18n.language(language))
    idea = asked.questions["idea"]
    return form_skips.told(idea.shown_if, form_skips.last_alike(asked, "idea"), numbering)


def test_texts_to_read_have_no_number() -> None:
    assert form_skips.numbers(form(PARK, TEXT, IDEA)) == {"park": 1, "idea": 2}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (compared("park", "is", "yes"), "bei Frage 1 „Yes“"),
        (compared("park", "is", "other"), "bei Frage 1 „Eigene Antwort“"),
        (compared("park", "is_not", "no"), "bei Frage 1 etwas anderes als „No“"),
        (compared("ways", "includes", "bike"), "bei Frage 2 auch „Bike“"),
        (compared("quiet", "at_least", 4), "bei Frage 3 mindestens „4“"),
        (compared("quiet", "is", "unknown"), "bei Frage 3 „Weiß nicht“"),
        (compared("ways", "answered"), "bei Frage 2 irgendetwas"),
        (
            {"any": [compared("park", "is", "yes"), compared("park", "is", "both"), compared("park", "is", "no")]},
            "bei Frage 1 „Yes“, „Both“ oder „No“",
        ),
        (
            {"all": [compared("park", "is", "yes"), compared("quiet", "at_most", 2)]},
            "bei Frage 1 „Yes“ und bei Frage 3 höchstens „2“",
        ),
        (
            {
                "all": [
                    compared("ways", "answered"),
                    {"any": [compared("park", "is", "no"), compared("quiet", "is", 5)]},
                ]
            },
            "bei Frage 2 irgendetwas und (bei Frage 1 „No“ oder bei Frage 3 „5“)",
        ),
    ],
)
def test_a_condition_names_questions_by_their_numbers(condition: dict[str, Any], words: str) -> None:
    assert told(condition, WHY) == f"Nur wenn Sie {words} geantwortet haben. Sonst weiter mit Frage 5."


def test_the_others_go_on_behind_all_that_hang_on_the_same() -> None:
    only = compared("park", "is", "yes")
    more = {**WHY, "shown_if": only}
    assert told(only, more, question("end", "short")).endswith("Sonst weiter mit Frage 6.")
    assert told(only, more).endswith("Sonst sind Sie fertig.")


def test_no_condition_says_nothing() -> None:
    asked = form(PARK)
    assert form_skips.told(None, "park", Numbering(asked, {"park": 1}, "de", i18n.language("de"))) == ""


def test_answers_are_named_in_the_language_of_the_paper() -> None:
    both = {**option("yes"), "text": {"de": "Ja", "en": "Yes, please"}}
    asked = forms.from_json(
        {
            "languages": ["de", "en"],
            "pages": [
                {
                    "key": "one",
                    "title": {},
                    "questions": [
                        {**PARK, "options": [both]},
                        {**IDEA, "shown_if": compared("park", "is", "yes")},
                    ],
                }
            ],
        }
    )
    numbering = Numbering(asked, form_skips.numbers(asked), "en", i18n.language("en"))
    assert "Yes, please" in form_skips.told(asked.questions["idea"].shown_if, "idea", numbering)
