"""All questions of a result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from council.base import i18n
from participation.counting.answer_counts import AnswerCounts
from participation.counting.parts import Parting
from participation.counting.sections import sections
from participation.results.result_views import Shown, sections_view
from tests.participation.townsurvey import EVERY_KIND, form, question

GERMAN = i18n.language("de")
WHY = question("why", "long", max=500, shown_if={"question": "park", "op": "is", "value": "yes"})
FIRST = form(EVERY_KIND[0], WHY, EVERY_KIND[2])
SECOND = form(EVERY_KIND[0], WHY, question("quiet", "scale", **{"from": 0, "to": 10, "unknown": False}))


def shown(given: Sequence[tuple[int, int, Mapping[str, Any]]], **besides: Any) -> Shown:
    """Version, group and answers of each."""
    told = sections({1: FIRST, 2: SECOND})
    parting, counts = Parting({1: FIRST, 2: SECOND}, told), AnswerCounts(told, [["Nord"], ["Süd"]])
    for version, group, answers in given:
        for section, part in parting.parts(version, answers):
            counts.add(section, 0 if section else group, part)
    return Shown(counts.figures(), {1: FIRST, 2: SECOND}, **besides)


GIVEN: list[tuple[int, int, Mapping[str, Any]]] = [
    (1, 0, {"park": "yes", "why": "Darum", "quiet": 2}),
    (1, 1, {"park": "no"}),
    (2, 1, {"park": "yes", "quiet": 9}),
]


def test_what_only_some_were_asked_stands_apart_and_says_why() -> None:
    views = sections_view(shown(GIVEN), GERMAN)
    assert [one.title for one in views] == ["", "Nur in Fassung 1", "Nur in Fassung 2"]
    assert views[0].why == ""
    assert "2 Personen haben diese Fassung ausgefüllt" in views[1].why
    assert [one.anchor for view in views for one in view.questions] == [
        "frage-park",
        "frage-why",
        "frage-quiet-2",
        "frage-quiet-3",
    ]
    assert [one.number for view in views for one in view.questions] == [1, 2, 3, 4]


def test_who_was_not_shown_a_question_is_told_of_apart() -> None:
    why = sections_view(shown(GIVEN), GERMAN)[0].questions[1]
    assert why.asked == ("1 Person hat geantwortet, 1 hat übersprungen, 1 bekam die Frage nicht zu sehen.")


def test_a_group_has_its_own_figures() -> None:
    [everybody] = sections_view(shown(GIVEN, group=1), GERMAN)
    park, _ = everybody.questions
    assert park.table is not None
    assert [row[1] for row in park.table.rows][:2] == ["1", "1"]


def test_what_only_some_were_asked_is_told_of_all_together_alone() -> None:
    _, why = sections_view(shown(GIVEN, group=0, texts={(1, "why"): ("Darum",)}), GERMAN)[0].questions
    assert (why.number, why.asked) == (
        2,
        "Diese Frage bekam nur ein Teil gestellt. Die Antworten stehen bei allen zusammen.",
    )
    assert (why.chart, why.table, why.free) == (None, None, None)


@pytest.mark.parametrize(
    ("group", "final", "said"),
    [
        (None, True, "1 Person hat geantwortet."),
        (0, True, "Sie stehen bei allen zusammen."),
        (None, False, "steht hier nach dem Ende."),
    ],
)
def test_places_are_told_of_all_together_alone(group: int | None, final: bool, said: str) -> None:
    asked = form(EVERY_KIND[0], question("spot", "place"), EVERY_KIND[2])
    told = sections({1: asked})
    parting, counts = Parting({1: asked}, told), AnswerCounts(told, [["Nord"], ["Süd"]])
    for section, part in parting.parts(1, {"park": "yes", "spot": {"lon": 10.0, "lat": 52.0}}):
        counts.add(section, 0, part)
    figures = counts.figures()
    if not final:
        figures = {**figures, "sections": figures["sections"][:1]}
    view = sections_view(Shown(figures, {1: asked}, group=group, final=final), GERMAN)[0].questions[1]
    assert (view.number, view.anchor) == (2, "frage-spot")
    assert said in view.asked
    assert (view.free, view.table is None or final) == (None, True)


@pytest.mark.parametrize(("final", "reason"), [(True, "es waren zu wenige"), (False, "stehen hier nach dem Ende")])
def test_a_question_whose_answers_are_withheld_stands_in_its_place_and_says_why(final: bool, reason: str) -> None:
    told = shown(GIVEN, final=final)
    without = {**told.figures, "sections": [one for one in told.figures["sections"] if "why" not in one["questions"]]}
    park, why = sections_view(replace(told, figures=without), GERMAN)[0].questions
    assert (park.anchor, why.anchor) == ("frage-park", "frage-why")
    assert reason in why.asked
    assert (why.table, why.free) == (None, None)


def test_a_version_in_which_all_is_asked_under_conditions_tells_of_no_number() -> None:
    changed = form(EVERY_KIND[0], WHY, question("how", "number", shown_if=WHY["shown_if"]))
    told = sections({1: form(EVERY_KIND[0]), 2: changed})
    figures = AnswerCounts(told).figures()
    _, second = sections_view(Shown(figures, {1: form(EVERY_KIND[0]), 2: changed}), GERMAN)
    assert second.title == "Nur in Fassung 2"
    assert second.why.endswith(
        "wurde geändert, während die Umfrage lief. Die Antworten werden mit den anderen nicht vermischt."
    )


def test_released_texts_are_told_once_with_how_many_wrote_them() -> None:
    given = [(1, 0, {"park": "yes", "why": "Darum"})] * 3
    why = sections_view(shown(given, texts={(1, "why"): ("Darum", "Darum")}), GERMAN)[0].questions[1]
    assert why.free is not None
    assert (why.free.shown, why.free.closed, why.free.more) == ((("Darum", 2),), 1, 0)


def test_weighted_shares_are_those_of_everybody_alone() -> None:
    weighted = {"park": {"options": {"yes": 0.9, "no": 0.1, "both": 0.0, "other": 0.0}}}
    everybody = sections_view(shown(GIVEN, weighted=weighted), GERMAN)[0].questions[0]
    group = sections_view(shown(GIVEN, weighted=weighted, group=1), GERMAN)[0].questions[0]
    assert everybody.table is not None
    assert group.table is not None
    assert (len(everybody.table.head), len(group.table.head)) == (4, 3)


def test_a_question_nobody_answered_has_no_chart() -> None:
    asked = sections_view(shown([(1, 0, {})]), GERMAN)[0].questions[0]
    assert (asked.chart, asked.table) == (None, None)
    assert asked.asked == "0 Personen haben geantwortet, 1 hat übersprungen."


def test_a_form_without_questions_has_nothing_to_show() -> None:
    empty = form(question("hint", "info"))
    figures = AnswerCounts(sections({1: empty})).figures()
    assert sections_view(Shown(figures, {1: empty}), GERMAN) == ()
