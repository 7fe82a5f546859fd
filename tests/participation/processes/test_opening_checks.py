"""What stands in the way of opening, what is only a warning, and what is in order."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from council.base import i18n
from participation import forms
from participation.forms import Form
from participation.privacy import privacy_notices
from participation.processes import Process, opening_checks
from participation.processes.opening_checks import Standing, Subject
from tests.participation.townsurvey import EVERY_KIND, form, question

FORM = form(EVERY_KIND[0])
NOW = datetime(2026, 4, 16, 17, 0, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "slug": "marktplatz", "title": {"de": "Marktplatz"}, "controller": "Stadt", "contact": "Bauamt", "officer": "dsb@example.org",
    "purpose": "Umbau", "legal_basis": "Art. 6 Abs. 1 Buchst. e DSGVO", "delete_on": date(2027, 1, 1), "created_at": NOW,
    "closes_at": datetime(2026, 5, 31, 22, tzinfo=UTC),
}  # fmt: skip


def subject(asked: Form = FORM, codes: dict[str, int] | None = None, **facts: Any) -> Subject:
    process = Process(**(FACTS | facts))
    if "privacy" not in facts:
        process.privacy = privacy_notices.drafted(process)
    return Subject(process, asked, codes or {}, NOW, ZoneInfo("Europe/Berlin"))


def found(looked_at: Subject) -> list[tuple[Standing, str]]:
    german = i18n.language("de")
    return [(check.standing, check.about.told(german)) for check in opening_checks.checks(looked_at)]


def obstacles(looked_at: Subject) -> list[str]:
    german = i18n.language("de")
    return [check.about.told(german) for check in opening_checks.obstacles(opening_checks.checks(looked_at))]


def warnings(looked_at: Subject) -> list[str]:
    return [text for standing, text in found(looked_at) if standing is Standing.WARNING]


def test_all_in_order() -> None:
    assert found(subject()) == [
        (Standing.FINE, "Der Fragebogen ist vollständig. Fragen: 1, Seiten: 1."),
        (Standing.FINE, "Der Zeitraum steht fest."),
        (Standing.FINE, "Die Angaben zum Datenschutz sind vollständig."),
        (Standing.FINE, "Alle können antworten."),
    ]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"title": {}}, "Der Titel fehlt."),
        ({"closes_at": None}, "Es fehlt, bis wann geantwortet werden kann."),
        ({"closes_at": NOW}, "Das Ende liegt in der Vergangenheit."),
        ({"opens_at": datetime(2026, 6, 1, tzinfo=UTC)}, "Das Ende muss nach dem Beginn liegen."),
        ({"officer": ""}, "Beim Datenschutz fehlt noch etwas."),
        ({"privacy": {}}, "Beim Datenschutz fehlt noch etwas."),
        ({"delete_on": date(2026, 5, 31)}, "Beim Datenschutz fehlt noch etwas."),
        ({"texts_until": date(2026, 5, 30)}, "Beim Datenschutz fehlt noch etwas."),
        ({"strata": ["Nord", "Süd"]}, "Es gibt Gruppen, aber keine Frage danach, zu welcher jemand gehört."),
    ],
)
def test_what_is_missing_stands_in_the_way(facts: dict[str, Any], told: str) -> None:
    assert obstacles(subject(**facts)) == [told]


def test_what_ends_at_midnight_may_be_deleted_the_day_after() -> None:
    assert obstacles(subject(delete_on=date(2026, 6, 1), texts_until=date(2026, 5, 31))) == []


def test_a_survey_without_questions_cannot_be_opened() -> None:
    looked_at = subject(Form(("de",)))
    assert obstacles(looked_at) == ["Im Fragebogen ist noch etwas zu berichtigen."]
    (check,) = opening_checks.obstacles(opening_checks.checks(looked_at))
    assert [point.told(i18n.language("de")) for point in check.points] == [
        "Ganzer Bogen: Die Umfrage enthält keine Frage. Bitte fügen Sie mindestens eine hinzu."
    ]


def test_what_is_wrong_with_a_question_is_told_with_its_number() -> None:
    looked_at = subject(form(EVERY_KIND[0], question("laut", "single", options=[])))
    (check,) = opening_checks.obstacles(opening_checks.checks(looked_at))
    (point,) = check.points
    assert point.told(i18n.language("de")).startswith("Frage 2: Zur Auswahl stehen zu wenige Antworten.")


def test_ideas_need_neither_questions_nor_codes() -> None:
    assert obstacles(subject(Form(("de",)), kind="ideation", access="codes")) == []


def test_missing_translations_are_a_warning() -> None:
    asked = replace(form(EVERY_KIND[0]), languages=("de", "en"))
    looked_at = subject(asked, languages=["de", "en"])
    assert obstacles(looked_at) == []
    assert warnings(looked_at) == ["Nicht alles ist übersetzt. Fehlende Texte erscheinen in der führenden Sprache."]
    (check,) = [one for one in opening_checks.checks(looked_at) if one.standing is Standing.WARNING]
    lacking = len(forms.coverage(asked)["en"].missing)
    told = check.points[0].told(i18n.language("de"))
    assert told == f"Englisch: Es fehlt: Titel, {lacking} Texte im Bogen"
    assert check.points[0].told(i18n.language("en")).startswith("English: ")


def test_a_title_that_lacks_in_a_language_is_told_apart_from_the_form() -> None:
    title, intro = {"de": "Was fehlt?"}, {"de": "Worum es geht", "en": "What it is about"}
    looked_at = subject(Form(("de", "en")), languages=["de", "en"], kind="ideation", title=title, intro=intro)
    (check,) = [one for one in opening_checks.checks(looked_at) if one.points and "übersetzt" in str(one.about)]
    assert [point.told(i18n.language("de")) for point in check.points] == ["Englisch: Es fehlt: Titel"]


def test_codes_that_were_not_made_are_a_warning() -> None:
    (told,) = warnings(subject(access="codes"))
    assert told.startswith("Es gibt noch keine Codes.")


def test_strata_with_too_few_codes_are_named() -> None:
    looked_at = subject(codes={"Nord": 100, "Süd": 4}, access="codes", strata=["Nord", "Süd", "West"])
    (check,) = [one for one in opening_checks.checks(looked_at) if one.standing is Standing.WARNING]
    assert [point.told(i18n.language("de")) for point in check.points] == ["Süd: 4", "West: 0"]


def test_what_identifies_people_is_a_warning_with_advice() -> None:
    asked = form(question("alter", "number"), question("ort", "place"), question("grund", "short", max=80))
    looked_at = subject(asked)
    assert obstacles(looked_at) == []
    (check,) = [one for one in opening_checks.checks(looked_at) if one.standing is Standing.WARNING]
    told = check.points[0].told(i18n.language("de"))
    assert told.startswith("Alter (Frage 1), Ort (Frage 2) und freier Text (Frage 3)")
    assert "Fragen Sie statt des genauen Alters nach Altersgruppen" in told


def test_a_text_of_ones_own_is_to_be_checked_again() -> None:
    (told,) = warnings(subject(privacy={"de": "Unser eigener Text."}))
    assert told.startswith("Diese Texte haben Sie selbst geändert.")


def test_known_shares_of_groups_that_are_gone_are_a_warning() -> None:
    stale = {"strata": {"Nord": 1.0}, "question": "", "options": {}}
    (told,) = warnings(subject(weighting=stale))
    assert told.startswith("Die bekannten Anteile passen nicht mehr")


@pytest.mark.parametrize("showing", ["at-closing", "live"])
def test_results_that_come_by_themselves_leave_no_time_for_late_paper(showing: str) -> None:
    (told,) = warnings(subject(showing=showing))
    assert "müssen alle Papierbögen eingetragen sein" in told
