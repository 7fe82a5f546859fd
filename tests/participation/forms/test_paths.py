"""The way through a form."""

from typing import Any

import pytest
from hypothesis import given

from participation.forms import Form, Page, paths
from participation.forms.conditions import Comparison, Op
from participation.forms.kinds import Option, Short, Single
from participation.forms.questions import Question
from tests.participation.random_forms import answered_forms, some

OPTIONS = (Option("bus"), Option("bike"))
HOW = Question("how", Single(OPTIONS))
LINE = Question("line", Short())
STOP = Question("stop", Short(), shown_if=Comparison("line", Op.ANSWERED))
RACK = Question("rack", Short())
FORM = Form(
    ("de",),
    (
        Page("start", questions=(HOW,)),
        Page("bus", questions=(LINE, STOP), shown_if=Comparison("how", Op.IS, "bus")),
        Page("bike", questions=(RACK,), shown_if=Comparison("how", Op.IS, "bike")),
        Page("waiting", questions=(Question("wait", Short(), shown_if=Comparison("stop", Op.ANSWERED)),)),
        Page("end", questions=(Question("more", Short()),)),
    ),
)


def way(answers: dict[str, Any]) -> list[str]:
    return [one.page.key for one in paths.seen(FORM, answers)]


def test_pages_are_shown_by_earlier_answers() -> None:
    assert way({}) == ["start", "end"]
    assert way({"how": "bus"}) == ["start", "bus", "end"]
    assert way({"how": "bike"}) == ["start", "bike", "end"]


def test_a_page_none_of_whose_questions_is_shown_is_left_out() -> None:
    assert way({"how": "bus", "line": "3", "stop": "Markt"}) == ["start", "bus", "waiting", "end"]


def test_a_hidden_question_shows_no_others_even_if_it_was_answered() -> None:
    assert way({"how": "bike", "line": "3", "stop": "Markt"}) == ["start", "bike", "end"]


def test_answers_to_what_is_not_shown_are_dropped() -> None:
    answers = {"more": "ja", "how": "bike", "line": "3", "stop": "Markt", "wait": "5", "unheard_of": 1, "rack": None}
    assert list(paths.kept(FORM, answers).items()) == [("how", "bike"), ("more", "ja")]


def test_there_and_back() -> None:
    answers = {"how": "bike"}
    forward = [paths.next_page(FORM, answers, after) for after in (None, "start", "bike", "end")]
    assert [one and one.page.key for one in forward] == ["start", "bike", "end", None]
    back = [paths.previous_page(FORM, answers, before) for before in (None, "end", "bike", "start")]
    assert [one and one.page.key for one in back] == ["end", "bike", "start", None]


def test_from_a_page_that_is_not_shown_any_more_the_way_goes_on() -> None:
    answers = {"how": "bike"}
    after, before = paths.next_page(FORM, answers, "bus"), paths.previous_page(FORM, answers, "bus")
    assert (after and after.page.key, before and before.page.key) == ("bike", "start")


def test_progress_is_the_share_of_what_is_still_possible() -> None:
    assert paths.progress(FORM, {}, "start") == 0
    assert paths.progress(FORM, {"how": "bike"}, "bike") == pytest.approx(
        1 / 3
    )  # the waiting page is out of the question
    assert paths.progress(FORM, {"how": "bus"}, "bus") == pytest.approx(1 / 4)
    assert paths.progress(FORM, {"how": "bike"}, "end") == pytest.approx(2 / 3)
    assert paths.progress(FORM, {}, None) == 1


def steps(form: Form, answers: dict[str, Any]) -> list[str]:
    """The pages somebody sees who goes on until the review."""
    found: list[str] = []
    at = paths.next_page(form, answers, None)
    while at is not None:
        found.append(at.page.key)
        assert len(found) <= len(form.pages)
        at = paths.next_page(form, answers, at.page.key)
    return found


@some
@given(answered_forms())
def test_every_way_ends_and_leads_back_over_the_same_pages(made: Any) -> None:
    form, answers = made
    pages = steps(form, answers)
    assert pages == [one.page.key for one in paths.seen(form, answers)]
    back = []
    at = paths.previous_page(form, answers, None)
    while at is not None:
        back.append(at.page.key)
        at = paths.previous_page(form, answers, at.page.key)
    assert back == pages[::-1]


@some
@given(answered_forms())
def test_progress_never_goes_back_on_the_way_forward(made: Any) -> None:
    form, answers = made
    shares = [paths.progress(form, answers, page) for page in [*steps(form, answers), None]]
    assert shares == sorted(shares)
    assert all(0 <= share < 1 for share in shares[:-1])


@some
@given(answered_forms())
def test_dropping_what_is_hidden_changes_nothing_that_is_seen(made: Any) -> None:
    form, answers = made
    kept = paths.kept(form, answers)
    assert paths.seen(form, kept) == paths.seen(form, answers)
    assert paths.kept(form, kept) == kept
