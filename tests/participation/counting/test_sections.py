"""Which questions of several versions of a form are counted together."""

from typing import Any

from participation import forms
from participation.counting.sections import publishable, sections
from participation.forms import Form
from tests.participation.townsurvey import form, options, question

PARK = question("park", "single", options=options("yes", "no"))
WHY = question("why", "long", max=500, shown_if={"question": "park", "op": "is", "value": "yes"})
NOTE = question("note", "info")
AGE = question("age", "number")


HOW = question("how", "number", shown_if={"question": "park", "op": "is", "value": "yes"})
BUT = question("but", "number", shown_if={"question": "park", "op": "is", "value": "no"})


def found(*versions: Form) -> dict[tuple[int, ...], list[str]]:
    """Keys of questions by version, whatever their conditions."""
    told: dict[tuple[int, ...], list[str]] = {}
    for one in sections(dict(enumerate(versions, 1))):
        told.setdefault(one.versions, []).extend(asked.key for asked in one.questions)
    return told


def keys(*versions: Form) -> list[list[str]]:
    return [list(one.name[1]) for one in sections(dict(enumerate(versions, 1)))]


def test_a_single_version_is_one_section_without_what_is_only_read() -> None:
    assert keys(form(PARK, NOTE, AGE)) == [["park", "age"]]


def test_questions_under_one_condition_stand_apart_together() -> None:
    """Whoever was shown them said yes before: a group of people, who must be as many as a group."""
    assert keys(form(PARK, WHY, BUT, AGE, HOW)) == [["park", "age"], ["why", "how"], ["but"]]
    assert [one.conditional for one in sections({1: form(PARK, WHY, AGE)})] == [False, True]


def test_places_stand_apart_so_that_no_group_tells_who_pointed_where() -> None:
    spot = question("spot", "place")
    assert keys(form(PARK, spot, AGE)) == [["park", "age"], ["spot"]]
    assert [one.conditional for one in sections({1: form(spot)})] == [False, False]
    assert keys(form(PARK, {**spot, "shown_if": WHY["shown_if"]}, WHY)) == [["park"], ["spot"], ["why"]]


def test_same_questions_are_joined_and_others_stand_apart() -> None:
    assert found(form(PARK, WHY), form(PARK, AGE)) == {(1, 2): ["park"], (1,): ["why"], (2,): ["age"]}
    assert keys(form(PARK, WHY), form(PARK, WHY, AGE)) == [["park"], ["why"], ["age"]]


def test_other_words_options_or_limits_make_another_question() -> None:
    for change in ({"text": {"de": "Park neu?"}}, {"options": options("yes", "no", "both")}, {"required": True}):
        assert found(form(PARK, AGE), form({**PARK, **change}, AGE)) == {
            (1, 2): ["age"],
            (1,): ["park"],
            (2,): ["park"],
        }


def test_help_and_translations_do_not() -> None:
    with_help = {**PARK, "help": {"de": "Der am Fluss."}, "text": {"de": "park?", "en": "Park?"}}
    assert found(form(PARK), form(with_help)) == {(1, 2): ["park"]}


def test_a_question_is_another_one_where_it_is_shown_to_others() -> None:
    unconditional = {name: value for name, value in WHY.items() if name != "shown_if"}
    assert found(form(PARK, WHY), form(PARK, unconditional)) == {(1, 2): ["park"], (1,): ["why"], (2,): ["why"]}
    other_park = {**PARK, "options": options("yes", "no", "both")}
    assert found(form(PARK, WHY), form(other_park, WHY))[(1, 2)] == []


def test_the_condition_of_its_page_belongs_to_a_question() -> None:
    def paged(condition: dict[str, Any] | None) -> Form:
        pages: list[dict[str, Any]] = [{"key": "one", "questions": [PARK]}, {"key": "two", "questions": [AGE]}]
        if condition:
            pages[1]["shown_if"] = condition
        return forms.from_json({"languages": ["de"], "pages": pages})

    told = found(paged(None), paged({"question": "park", "op": "answered"}))
    assert told == {(1, 2): ["park"], (1,): ["age"], (2,): ["age"]}


def test_everybody_is_counted_in_the_first_section_even_without_a_common_question() -> None:
    first, *_ = sections({2: form(PARK), 7: form(AGE)})
    assert (first.versions, first.questions) == ((2, 7), ())


def test_sections_of_too_few_people_are_not_shown() -> None:
    told = publishable(sections({1: form(PARK, WHY), 2: form(PARK, AGE)}), [84, 5, 4])
    assert [one.versions for one in told] == [(1, 2), (1,)]
    assert publishable(told, [3, 4]) == told[:1], "of the first, disclosure decides"
