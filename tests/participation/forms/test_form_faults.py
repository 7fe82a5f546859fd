"""What a planner is told before a form can be opened to anybody."""

from dataclasses import replace

import pytest
from hypothesis import given

from council.base.i18n import language
from participation.forms import Form, Page, form_faults
from participation.forms.conditions import AllOf, Comparison, Condition, Op
from participation.forms.kinds import Info, Matrix, Number, Option, Scale, Short, Single
from participation.forms.questions import Question
from participation.forms.reachability import unreachable
from tests.participation import random_forms

GERMAN = language("de")
HOW = {"de": "Wie?"}
OPTIONS = (Option("yes", {"de": "Ja"}), Option("no", {"de": "Nein"}))
FIRST = Question("bus", Single(OPTIONS, other=True), HOW)
SECOND = Question("steps", Scale(1, 5), HOW)
FORM = Form(("de",), (Page("p1", questions=(FIRST, SECOND)),))


def told(form: Form) -> list[tuple[str, str]]:
    return [(fault.key, fault.told(GERMAN)) for fault in form_faults.faults(form)]


def with_page(shown_if: Condition | None, question: Question | None = None) -> Form:
    page = Page("p2", questions=(question or Question("why", Short(), HOW),), shown_if=shown_if)
    return replace(FORM, pages=(*FORM.pages, page))


def test_a_form_without_faults() -> None:
    assert told(FORM) == []
    assert told(with_page(Comparison("bus", Op.IS, "other"))) == []


@pytest.mark.parametrize(
    ("form", "key", "said"),
    [
        (Form(("de",)), "", "enthält keine Frage"),
        (Form(("de",), (Page("p1", questions=(Question("n", Info(), HOW),)),)), "", "enthält keine Frage"),
        (replace(FORM, languages=("de", "fr")), "", "„fr“ gibt es nicht"),
        (replace(FORM, languages=("de", "de")), "", "mehrmals ausgewählt"),
        (replace(FORM, pages=(*FORM.pages, Page("p2"))), "p2", "Seite ist leer"),
        (replace(FORM, pages=(replace(FORM.pages[0], key="S 1"),)), "S 1", "Kennung geht nicht"),
        (replace(FORM, pages=(replace(FORM.pages[0], key="pruefen"),)), "pruefen", "Kennung „pruefen“ ist vergeben"),
        (with_page(None, FIRST), "bus", "„bus“ kommt mehrmals vor"),
        (with_page(None, Question("p1", Short(), HOW)), "p1", "„p1“ kommt mehrmals vor"),
        (with_page(None, Question("why", Short())), "why", "Text der Frage fehlt"),
        (with_page(None, Question("why", Short(), {"en": "Why?"})), "why", "Text der Frage fehlt"),
        (with_page(None, Question("why", Short(), HOW, {"en": "Help"})), "why", "Hilfetext fehlt"),
        (with_page(None, Question("why", Short(), {"de": "x" * 2001})), "why", "2001 Zeichen lang, erlaubt sind 2000"),
        (with_page(None, Question("why", Single((OPTIONS[0], Option("b"))), HOW)), "why", "Die Antwort „b“ hat"),
        (with_page(None, Question("why", Matrix((Option("r"),), OPTIONS), HOW)), "why", "Die Zeile „r“ hat"),
        (with_page(None, Question("why", Scale(1, 3, {2: {"en": "so"}}), HOW)), "why", "Die Stufe „2“ hat"),
        (with_page(None, Question("why", Number(unit={"en": "km"}), HOW)), "why", "Einheit fehlt"),
        (with_page(None, Question("why", Short(0), HOW)), "why", "Länge des Textes"),
        (with_page(Comparison("why", Op.ANSWERED)), "p2", "erst später"),
        (with_page(None, Question("why", Short(), HOW, shown_if=Comparison("why", Op.ANSWERED))), "why", "erst später"),
        (with_page(Comparison("gone", Op.ANSWERED)), "p2", "gibt es nicht"),
        (
            Form(("de",), tuple(Page(f"p{n}", questions=(Question(f"q{n}", Short(), HOW),)) for n in range(101))),
            "",
            "100",
        ),
    ],
)
def test_a_planner_is_told_what_to_put_right(form: Form, key: str, said: str) -> None:
    assert any(where == key and said in text for where, text in told(form))


def test_a_form_needs_a_language() -> None:
    assert "keine Sprache" in told(replace(FORM, languages=()))[0][1]


def test_a_hundred_questions_and_no_more() -> None:
    many = tuple(Question(f"q{n}", Short(), HOW) for n in range(101))
    assert told(Form(("de",), (Page("p1", questions=many[:100]),))) == []
    assert "Mehr als 100 Fragen" in told(Form(("de",), (Page("p1", questions=many),)))[0][1]


NEVER = AllOf((Comparison("bus", Op.IS, "yes"), Comparison("bus", Op.IS, "no")))


def test_a_page_nobody_can_ever_see_is_told() -> None:
    assert [(key, "Seite kann nie erscheinen" in text) for key, text in told(with_page(NEVER))] == [("p2", True)]


def test_a_question_nobody_can_ever_see_is_told() -> None:
    never = Question("why", Short(), HOW, shown_if=NEVER)
    page = Page("p2", questions=(never, Question("end", Short(), HOW)))
    (only,) = told(replace(FORM, pages=(*FORM.pages, page)))
    assert (only[0], "Frage kann nie erscheinen" in only[1]) == ("why", True)


def test_what_can_be_seen_is_asked_only_of_a_form_that_is_right_otherwise() -> None:
    """What cannot be seen follows from conditions, and those may be what is wrong."""
    assert [key for key, _ in told(with_page(NEVER, Question("why", Short(0), HOW)))] == ["why"]


@random_forms.some
@given(random_forms.forms())
def test_a_form_can_be_answered_unless_it_asks_nothing_or_parts_are_never_shown(form: Form) -> None:
    asks_nothing = all(isinstance(question.asks, Info) for question in form.questions.values())
    found = {fault.key for fault in form_faults.faults(form)}
    assert found == ({""} if asks_nothing else set(unreachable(form)))
