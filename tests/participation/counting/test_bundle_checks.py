"""What has to agree in a bundle besides its figures."""

from typing import Any

import pytest

from participation.counting import bundle_checks
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundle_checks import Difference, Words
from participation.counting.bundles import Head
from participation.counting.parts import Grid, Parting
from participation.counting.sections import sections
from tests.participation.townsurvey import EVERY_KIND, form, question

EVERYTHING = form(*EVERY_KIND)
ANSWERS: list[dict[str, Any]] = [
    {"park": {"other": "Wiese"}, "ways": ["foot", {"other": "Boot"}], "idea": "Bäume", "spot": {"text": "Am Markt"}},
    {"park": "yes", "ways": ["foot"], "idea": "Bänke", "name": "Ida", "spot": {"lon": 10.0, "lat": 52.0}},
    {"park": "no", "quiet": 3},
]


def counted(asked: Any, answers: list[dict[str, Any]]) -> tuple[Head, Any]:
    """The head and the figures of a survey of one version and one group."""
    told = sections({1: asked})
    counts, parting = AnswerCounts(told), Parting({1: asked}, told, Grid(500, 52))
    for given in answers:
        for section, part in parting.parts(1, given):
            counts.add(section, 0, part)
    return Head({1: asked}, told, [[]], counts.people), counts.figures()


HEAD, FIGURES = counted(EVERYTHING, ANSWERS)


@pytest.mark.parametrize(("key", "most"), [("park", 1), ("ways", 1), ("idea", 2), ("name", 1), ("spot", 1)])
def test_of_a_question_as_many_texts_are_told_as_people_wrote(key: str, most: int) -> None:
    words, section = Words(HEAD), int(key == "spot")
    for _ in range(most):
        assert words.add(section, key, 1)
        assert not words.are_too_many(FIGURES)
    words.add(section, key, 1)
    assert words.are_too_many(FIGURES)


def test_what_several_people_wrote_counts_for_each_of_them() -> None:
    words = Words(HEAD)
    words.add(0, "idea", 3)
    assert words.are_too_many(FIGURES)


@pytest.mark.parametrize("key", ["quiet", "rate", "when", "first", "years", "moved", "unknown"])
def test_where_nobody_writes_there_is_no_room_for_a_text(key: str) -> None:
    assert not Words(HEAD).add(0, key, 1)


def test_a_choice_without_words_of_ones_own_has_no_room_either() -> None:
    head, _ = counted(form({**EVERY_KIND[0], "other": False}), [])
    assert not Words(head).add(0, "park", 1)


def wrong(people: int, asked: Any = EVERYTHING, answers: list[dict[str, Any]] = ANSWERS) -> list[Difference]:
    head, figures = counted(asked, answers)
    told = [[people] for _ in head.sections]
    return list(bundle_checks.wrong_people(Head(head.forms, head.sections, [[]], told), figures))


def test_as_many_were_shown_each_question_as_were_asked() -> None:
    assert wrong(3) == []
    assert Difference("head.people.0.0 (park)", 4, 3) in wrong(4)
    assert Difference("head.people.0.0 (park)", 2, 3) in wrong(2)
    assert len(wrong(4)) == len(EVERY_KIND), "every question is named"


def test_what_everybody_was_asked_is_told_of_as_many_as_there_are_in_all() -> None:
    """Places stand apart from the first section, and are asked of all as well."""
    head, figures = counted(form(EVERY_KIND[0], EVERY_KIND[10]), ANSWERS)
    fewer = Head(head.forms, head.sections, [[]], [[3], [2]])
    assert Difference("head.people.1", 2, 3) in bundle_checks.wrong_people(fewer, figures)


def test_of_questions_with_a_condition_there_are_those_who_were_shown_them() -> None:
    why = question("why", "long", max=500, shown_if={"question": "park", "op": "is", "value": "yes"})
    asked = form(EVERY_KIND[0], why)
    answers: list[dict[str, Any]] = [{"park": "yes", "why": "Ruhe"}, {"park": "yes"}, {"park": "no"}]
    head, figures = counted(asked, answers)
    assert head.people == [[3], [2]]
    assert list(bundle_checks.wrong_people(head, figures)) == []
    all_of_them = Head(head.forms, head.sections, [[]], [[3], [3]])
    assert list(bundle_checks.wrong_people(all_of_them, figures)) == [Difference("head.people.1.0 (why)", 3, 2)]


def test_each_group_is_looked_at_by_itself() -> None:
    asked = form(EVERY_KIND[0])
    told = sections({1: asked})
    groups = [("nord",), ("sued",)]
    counts, parting = AnswerCounts(told, groups), Parting({1: asked}, told)
    for at, group in enumerate((0, 0, 1)):
        for section, part in parting.parts(1, {"park": ("yes", "no", "both")[at]}):
            counts.add(section, group, part)
    assert list(bundle_checks.wrong_people(Head({1: asked}, told, groups, [[2, 1]]), counts.figures())) == []
    swapped = Head({1: asked}, told, groups, [[1, 2]])
    assert [
        (one.where, one.published, one.counted) for one in bundle_checks.wrong_people(swapped, counts.figures())
    ] == [
        ("head.people.0.0 (park)", 1, 2),
        ("head.people.0.1 (park)", 2, 1),
    ]
