"""Forms: read and written, and how much of it is translated."""

import json

import pytest
from hypothesis import given

from participation import forms
from participation.forms import Coverage, Form, Missing, Page
from participation.forms.kinds import Option, Short, Single
from participation.forms.members import DefinitionError
from participation.forms.questions import Question
from tests.participation import random_forms


@random_forms.some
@given(random_forms.forms())
def test_a_form_is_read_back_as_it_was_written(form: Form) -> None:
    assert forms.from_json(json.loads(json.dumps(forms.to_json(form)))) == form


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "Objekt"),
        ({"languages": "de"}, "„languages“ muss eine Liste"),
        ({"languages": [1]}, "„languages“ muss ein Text"),
        ({"languages": ["de"], "pages": [{}]}, "„key“ muss ein Text"),
        ({"languages": ["de"], "pages": [{"key": "p1", "questions": [3]}]}, "Objekt"),
        ({"languages": ["de"], "pages": [{"key": "p1", "shown_if": "immer"}]}, "„p1“: Hier wird ein Objekt"),
        ({"languages": ["de"], "owner": "x"}, "„owner“ ist unbekannt"),
    ],
)
def test_what_is_no_form_is_refused(value: object, said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        forms.from_json(value)
    assert said in str(refused.value)


def test_a_form_that_is_being_built_can_be_kept() -> None:
    started = {"languages": ["de"], "pages": [{"key": "p1", "questions": [{"key": "q1", "kind": "single"}]}]}
    assert forms.to_json(forms.from_json(started))["pages"][0]["questions"][0]["options"] == []


def test_coverage_counts_what_has_to_be_written_and_names_what_is_missing() -> None:
    question = Question(
        "bus", Single((Option("yes", {"de": "Ja", "en": "Yes"}), Option("no", {"de": "Nein"}))), {"de": "Bus?"}
    )
    form = Form(("de", "en"), (Page("p1", {}, (question,)),))
    found = forms.coverage(form)
    assert found["de"] == Coverage(1.0, ())
    assert found["en"] == Coverage(pytest.approx(1 / 3), (Missing("bus", "text"), Missing("bus", "option.no")))  # type: ignore[arg-type]


def test_a_help_text_counts_where_some_language_has_one() -> None:
    question = Question("bus", Short(), {"de": "Bus?", "en": "Bus?"}, {"de": "Linie"})
    assert forms.coverage(Form(("de", "en"), (Page("p1", {}, (question,)),)))["en"].missing == (Missing("bus", "help"),)


def test_a_missing_text_is_shown_in_the_leading_language() -> None:
    form = Form(("de", "en"))
    assert form.shown({"de": "Wie?"}, "en") == "Wie?"
    assert form.shown({"en": "How?"}, "de") == ""


def test_questions_and_pages_are_found_by_their_keys_in_their_order() -> None:
    first, second = Question("bus", Short()), Question("bahn", Short())
    form = Form(("de",), (Page("p1", questions=(first,)), Page("p2", questions=(second,))))
    assert list(form.questions.items()) == [("bus", first), ("bahn", second)]
    assert form.positions == {"p1": 0, "p2": 1}
    assert (form.leading, Form(()).leading) == ("de", "")
