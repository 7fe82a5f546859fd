"""A sheet from paper as it is typed in: gaps are fine, and nothing invalid is ever stored."""

from typing import Any

from participation import answers
from participation.answers import paper_entries
from tests.participation.townsurvey import EVERY_KIND, form, options, question

PARK = question("park", "single", options=options("yes", "no"), other=False)
WHY = {**question("why", "short", max=20), "shown_if": {"question": "park", "op": "is", "value": "yes"}}
RATE = question("rate", "matrix", rows=options("clean", "safe"), scale={"from": 1, "to": 4, "unknown": False})


def required(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "required": True}


def test_gaps_are_left_out_also_where_an_answer_was_required() -> None:
    asked = form(required(PARK), required(RATE), *map(required, EVERY_KIND[4:]))
    sheet = paper_entries.read(asked, {"rate": {"safe": 3}}, "de")
    assert (sheet.answers, sheet.problems) == ({"rate": {"safe": 3}}, ())


def test_what_is_wrong_is_told_and_the_rest_can_be_stored() -> None:
    asked = form(PARK, RATE, question("years", "number", min="0", max="120"))
    sheet = paper_entries.read(asked, {"park": "yes", "rate": {"clean": 9, "safe": 2}, "years": "300"}, "de")
    assert sheet.answers == {"park": "yes", "rate": {"safe": 2}}
    assert [fault.key for fault in sheet.problems] == ["rate", "years"]


def test_who_answered_what_they_were_to_skip_is_told_so() -> None:
    sheet = paper_entries.read(form(PARK, WHY), {"park": "no", "why": "Darum"}, "de")
    assert sheet.answers == {"park": "no"}
    assert [(fault.key, fault.text) for fault in sheet.problems] == [("why", paper_entries.SKIPPED)]


def test_what_only_a_wrong_answer_would_show_is_not_stored_either() -> None:
    asked = form(PARK, WHY)
    sheet = paper_entries.read(asked, {"park": "maybe", "why": "Darum"}, "de")
    assert sheet.answers == {}
    assert {fault.key for fault in sheet.problems} == {"park", "why"}
    assert answers.validate(asked, sheet.answers, "de").problems == (), "what is kept is valid by itself"
