"""What planners read of a form names questions by their numbers."""

import pytest

from council.base.i18n import language
from participation.forms import form_faults, identifying, numbered
from tests.participation.townsurvey import EVERY_KIND, form, question

GERMAN = language("de")
FORM = form(EVERY_KIND[0], question("alter", "number"), question("ort", "place"), question("grund", "short", max=80))


@pytest.mark.parametrize(
    ("key", "told"), [("park", "Frage 1"), ("grund", "Frage 4"), (FORM.pages[0].key, "Seite 1"), ("", "Ganzer Bogen")]
)
def test_a_place_is_told_as_the_builder_shows_it(key: str, told: str) -> None:
    assert numbered.place(key, FORM, GERMAN) == told


def test_faults_name_the_question_they_refer_to() -> None:
    late = {**EVERY_KIND[0], "shown_if": {"question": "ort", "op": "answered"}}
    asked = form(late, question("ort", "place"))
    (fault, *_) = form_faults.faults(asked)
    assert "ort" in fault.values.values()
    assert "Frage 2" in numbered.fault(fault, asked, GERMAN)


def test_concerns_name_questions_by_their_numbers_and_groups_in_words() -> None:
    (concern,) = identifying.concerns(FORM, strata=False)
    told = numbered.concern(concern, FORM, GERMAN)
    assert "Frage 2" in told
    assert "Frage 3" in told
    assert "alter" not in told
    by_strata = identifying.concerns(form(question("alter", "number"), question("grund", "long", max=80)), strata=True)
    assert any("Gruppe der Person" in numbered.concern(one, FORM, GERMAN) for one in by_strata)
