"""The data of a closed survey as it is published: what is told, what is not, and in which order."""

import hashlib

import pytest

from participation.counting import bundles
from participation.counting.bundles import Head
from participation.counting.canonical import canonical
from participation.counting.sections import sections
from tests.participation.counting.published import EVERYTHING, FIGURES, GRID, IDEA, WRITTEN, bundle, lines, receipts
from tests.participation.townsurvey import EVERY_KIND, form, question


def test_a_bundle_says_nothing_of_the_order_in_which_answers_came() -> None:
    assert bundle(mixed=lambda values: values[::-1])[0] == WRITTEN


def test_a_bundle_keeps_closed_texts_exact_places_days_and_small_strata_to_itself() -> None:
    answers = b"".join(line for line in WRITTEN.splitlines() if b'"answer"' in line).decode()
    assert "Vielleicht" not in answers
    assert "Am Markt" not in answers
    assert IDEA not in answers
    assert '"lon"' not in answers
    assert [one["text"] for one in lines() if "text" in one] == [IDEA, "Zwei"]
    groups = lines()[0]["groups"]
    assert next(names for names in groups if "sued" in names) != ["sued"]
    assert {one["group"] for one in lines() if "answer" in one and one["section"]} == {0}


def test_a_line_is_about_one_question() -> None:
    answers = [one for one in lines() if "answer" in one]
    assert all(one.keys() == {"answer", "group", "people", "question", "section"} for one in answers)
    asked = [(one["section"], one["question"], one["group"], canonical(one["answer"])) for one in answers]
    assert len(set(asked)) == len(asked)
    assert sum(one["people"] for one in answers if one["question"] == "park") == 60
    assert all(one.keys() == {"people", "question", "section", "text"} for one in lines() if "text" in one)


def test_receipts_and_texts_are_told_in_an_order_of_their_own() -> None:
    assert [one["receipt"] for one in lines() if "receipt" in one] == sorted(receipts(60))
    told = [(one["section"], one["question"], one["text"]) for one in lines() if "text" in one]
    assert told == sorted(told)


def test_the_head_says_what_was_asked_and_of_how_many() -> None:
    head = lines()[0]
    assert head["submissions"] == sum(head["people"][0]) == 60
    assert head["grid"] == {"latitude": 52, "metres": 500}
    assert [one["versions"] for one in head["sections"]] == [[1, 2], [1], [1]]
    assert head["sections"][2]["questions"] == ["spot"], "places stand apart, without groups"
    assert {key for one in head["sections"] for key in one["questions"]} == {one["key"] for one in EVERY_KIND}
    assert set(head["forms"]) == {"1", "2"}
    assert [len(counts) for counts in head["people"]] == [len(head["groups"]), 1, 1]


def test_the_last_line_sums_up_all_bytes_before_it_and_the_figures() -> None:
    *body, last = WRITTEN.splitlines(keepends=True)
    checksum = hashlib.sha256(b"".join(body) + canonical(FIGURES)).hexdigest()
    assert last == canonical({"checksum": checksum, "figures": FIGURES}) + b"\n"


def test_without_places_there_is_no_grid() -> None:
    asked = form(EVERY_KIND[0])
    assert Head({1: asked}, sections({1: asked}), [[]], [[0]]).to_json()["grid"] is None


def test_a_head_names_its_sections_by_versions_and_questions() -> None:
    why = question("why", "long", max=500, shown_if={"question": "park", "op": "is", "value": "yes"})
    versions = {1: form(EVERY_KIND[0], why), 2: form(EVERY_KIND[0])}
    told = sections(versions)
    named = Head(versions, told, [[]], [[3], [2]]).to_json()["sections"]
    assert named == [{"questions": ["park"], "versions": [1, 2]}, {"questions": ["why"], "versions": [1]}]
    assert bundles.chosen(versions, named) == told
    for wrong in ({"questions": ["why"], "versions": [1, 2]}, {"questions": ["park", "why"], "versions": [1]}):
        with pytest.raises(KeyError):
            bundles.chosen(versions, [wrong])


def test_the_same_survey_is_the_same_file() -> None:
    head = Head({1: EVERYTHING}, sections({1: EVERYTHING}), [[]], [[0]], GRID)
    once, again = (b"".join(bundles.lines(head, (), (), (), FIGURES)) for _ in range(2))
    assert once == again
    assert IDEA.encode() not in once
