"""Corrections and new versions of a form."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from participation.forms import Form, Page, versions
from participation.forms.conditions import Comparison, Op
from participation.forms.kinds import Kind, Multiple, Option, Ranking, Scale, Short, Single
from participation.forms.questions import Question
from participation.forms.versions import Rewording
from tests.participation.random_forms import answered_forms, some

OPTIONS = (Option("a", {"de": "Apfel"}), Option("b", {"de": "Birne"}))
FRUIT = Question("fruit", Single(OPTIONS), {"de": "Welches Opst?"}, required=True)
RATING = Question("rating", Scale(1, 5, {1: {"de": "schlecht"}}), {"de": "Wie gut?"})
WHY = Question("why", Short(100), {"de": "Warum?"}, shown_if=Comparison("fruit", Op.IS, "a"))
BEFORE = Form(("de",), (Page("p1", {"de": "Obst"}, (FRUIT, RATING)), Page("p2", questions=(WHY,))))


def with_first(question: Question) -> Form:
    return replace(BEFORE, pages=(replace(BEFORE.pages[0], questions=(question, RATING)), BEFORE.pages[1]))


def with_kind(asks: Kind) -> Form:
    return with_first(replace(FRUIT, asks=asks))


def test_other_words_are_a_correction_and_each_is_told() -> None:
    fruit = replace(
        FRUIT,
        text={"de": "Welches Obst?"},
        help={"de": "Eines."},
        asks=Single((OPTIONS[0], Option("b", {"de": "Birnen"}))),
    )
    rating = replace(RATING, asks=Scale(1, 5, {5: {"de": "gut"}}))
    after = replace(BEFORE, pages=(Page("p1", {}, (fruit, rating)), BEFORE.pages[1]))
    assert versions.is_correction(BEFORE, after)
    assert versions.rewordings(BEFORE, after) == (
        Rewording("p1", "title", "de", "Obst", ""),
        Rewording("fruit", "text", "de", "Welches Opst?", "Welches Obst?"),
        Rewording("fruit", "help", "de", "", "Eines."),
        Rewording("fruit", "option.b", "de", "Birne", "Birnen"),
        Rewording("rating", "label.5", "de", "", "gut"),
        Rewording("rating", "label.1", "de", "schlecht", ""),
    )


def test_a_language_may_be_added_but_not_taken_away_or_put_first() -> None:
    english = replace(BEFORE, languages=("de", "en"))
    after = replace(english, pages=with_first(replace(FRUIT, text={**FRUIT.text, "en": "Which fruit?"})).pages)
    assert versions.is_correction(BEFORE, after)
    assert versions.rewordings(BEFORE, after) == (Rewording("fruit", "text", "en", "", "Which fruit?"),)
    assert not versions.is_correction(english, BEFORE)
    assert not versions.is_correction(BEFORE, replace(BEFORE, languages=("en", "de")))


@pytest.mark.parametrize(
    "after",
    [
        with_first(replace(FRUIT, key="fruits")),
        with_first(replace(FRUIT, required=False)),
        with_first(replace(FRUIT, shown_if=Comparison("x", Op.ANSWERED))),
        with_kind(Single(OPTIONS, other=True)),
        with_kind(Single(OPTIONS[::-1])),
        with_kind(Single((*OPTIONS, Option("c")))),
        with_kind(Multiple(OPTIONS)),
        with_kind(Ranking(OPTIONS, 2)),
        replace(BEFORE, pages=BEFORE.pages[::-1]),
        replace(BEFORE, pages=BEFORE.pages[:1]),
        replace(BEFORE, pages=(replace(BEFORE.pages[0], questions=(RATING, FRUIT)), BEFORE.pages[1])),
        replace(BEFORE, pages=(BEFORE.pages[0], replace(BEFORE.pages[1], questions=(replace(WHY, asks=Short(50)),)))),
        replace(BEFORE, pages=(BEFORE.pages[0], replace(BEFORE.pages[1], questions=(replace(WHY, shown_if=None),)))),
        replace(BEFORE, pages=(BEFORE.pages[0], replace(BEFORE.pages[1], shown_if=Comparison("fruit", Op.IS, "b")))),
        replace(BEFORE, pages=(replace(BEFORE.pages[0], key="first"), BEFORE.pages[1])),
    ],
)
def test_everything_else_is_a_new_version(after: Form) -> None:
    assert not versions.is_correction(BEFORE, after)


def test_questions_that_ask_the_same_can_be_compared_between_versions() -> None:
    after = with_kind(Single((*OPTIONS, Option("c"))))
    assert versions.comparable(BEFORE, after) == ("rating", "why")
    assert versions.comparable(BEFORE, with_first(replace(FRUIT, text={"de": "Obst?"}, required=False))) == (
        "fruit",
        "rating",
        "why",
    )


@some
@given(answered_forms(every=True))
def test_a_form_is_a_correction_of_itself(made: Any) -> None:
    form, _ = made
    assert versions.is_correction(form, form)
    assert versions.rewordings(form, form) == ()
    assert versions.comparable(form, form) == tuple(form.questions)
