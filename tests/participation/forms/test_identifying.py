"""The warning where questions together would tell who answered."""

from typing import Any

import pytest

from council.base.i18n import language
from participation.forms.identifying import Concern, concerns
from tests.participation.townsurvey import form, options, question


def asked(key: str, kind: str, text: str, **asks: Any) -> dict[str, Any]:
    return {**question(key, kind, **asks), "text": {"de": text}}


AGE = asked("q1", "number", "Wie alt sind Sie?")
AGE_GROUPS = asked("q1", "single", "Wie alt sind Sie?", options=options("u18", "u30", "u65", "older"))
STREET = asked("q2", "short", "In welcher Straße wohnen Sie?", max=80)
DISTRICT = asked("q2", "single", "In welchem Stadtteil wohnen Sie?", options=options("nord", "sued", "mitte"))
SPOT = asked("q2", "place", "Wo fehlt ein Baum?")
IDEA = asked("q3", "long", "Was schlagen Sie vor?", max=2000)
TREES = asked("q4", "single", "Mehr Bäume?", options=options("yes", "no"))
JOB = asked("q5", "short", "Was sind Sie von Beruf?", max=80)
GENDER = asked("q6", "single", "Ihr Geschlecht", options=options("f", "m", "d"))


def told(*questions: dict[str, Any], strata: bool = False) -> tuple[Concern, ...]:
    return concerns(form(*questions), strata)


def test_age_place_and_free_text_together_are_named_with_what_to_do() -> None:
    (found,) = told(AGE, STREET, IDEA)
    assert found.keys == ("q1", "q2", "q3")
    text = found.told(language("de"))
    assert "Alter (q1), Ort (q2) und freier Text (q2, q3)" in text
    assert "Altersgruppen" in text
    assert "Stadtteil" in text


def test_a_point_on_the_map_is_a_place() -> None:
    assert told(AGE, SPOT, IDEA)
    assert told(AGE_GROUPS, SPOT, IDEA)


def test_words_under_other_are_free_text() -> None:
    other = asked("q4", "single", "Mehr Bäume?", options=options("yes", "no"), other=True)
    assert told(AGE, DISTRICT, other)
    assert not told(AGE, DISTRICT, TREES)


def test_age_groups_and_districts_are_what_is_advised() -> None:
    assert not told(AGE_GROUPS, DISTRICT, IDEA)


def test_many_small_age_groups_are_an_exact_age() -> None:
    years = asked("q1", "single", "Ihr Alter", options=options(*(f"a{at}" for at in range(80))))
    assert told(years, DISTRICT, IDEA)


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_two_of_the_three_alone_are_no_such_combination(left_out: int) -> None:
    three = [AGE, DISTRICT, IDEA]
    del three[left_out]
    assert not told(*three)


def test_exact_age_and_exact_place_need_no_text() -> None:
    (found,) = told(AGE, SPOT)
    assert "Genaues Alter (q1) und genauer Ort (q2)" in found.told(language("de"))


def test_the_stratum_of_a_code_is_a_place_that_nobody_asks_for() -> None:
    assert not told(AGE, IDEA)
    (found,) = told(AGE, IDEA, strata=True)
    assert "Ort (–)" in found.told(language("de"))


def test_several_things_of_a_person_are_named() -> None:
    (found,) = told(AGE_GROUPS, GENDER, JOB)
    assert found.keys == ("q1", "q6", "q5")
    assert not told(AGE_GROUPS, GENDER, TREES)


def test_names_and_contact_data_are_always_named() -> None:
    for text in ("Wie ist Ihr Name?", "Ihre E-Mail-Adresse", "Telefonnummer", "Vorname und Nachname"):
        (found, *_) = told(asked("q9", "short", text, max=80))
        assert "Namen oder Kontaktdaten" in found.text
    assert not told(asked("q9", "single", "Haben Sie ein Telefon?", options=options("yes", "no")))


@pytest.mark.parametrize(
    "text",
    [
        "Ihr Alter in Jahren",
        "Geburtsjahr",
        "In welchem Jahr sind Sie geboren?",
        "Ihr Jahrgang",
        "ALTER",
        "How old are you?",
        "Your age",
    ],
)
def test_age_is_recognised(text: str) -> None:
    assert told(asked("q1", "number", text), DISTRICT, IDEA)


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Straße",
        "Strasse und Hausnummer",
        "Postleitzahl",
        "PLZ",
        "Ihre Adresse",
        "Wohnort",
        "Ihre Anschrift",
        "Your street",
    ],
)
def test_places_are_recognised(text: str) -> None:
    assert told(AGE, asked("q2", "short", text, max=80))


def test_a_key_speaks_too() -> None:
    assert told(asked("alter", "number", "Und Sie?"), DISTRICT, IDEA)
    assert told(asked("geburtsjahr", "number", "Und Sie?"), DISTRICT, IDEA)


@pytest.mark.parametrize(
    "text", ["Welche Alternative ist besser?", "Wie gut ist die Verwaltung?", "Was halten Sie vom Mittelalterfest?"]
)
def test_words_that_only_contain_others_are_no_concern(text: str) -> None:
    assert not told(asked("q1", "number", text), STREET, IDEA)


def test_a_text_to_read_asks_for_nothing() -> None:
    assert not told(asked("q1", "info", "Ihr Alter und Ihre Straße brauchen wir nicht."), IDEA)


def test_a_long_answer_about_age_or_streets_asks_for_neither() -> None:
    assert not told(asked("q1", "long", "Was fehlt im Alter, und in welcher Straße?", max=500), IDEA)


def test_a_usual_survey_is_no_concern() -> None:
    assert not told(TREES, IDEA, AGE_GROUPS, DISTRICT, GENDER)
