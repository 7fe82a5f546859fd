"""Building a form: every change makes another form, and touches nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import building, forms
from participation.building import BuildError
from participation.forms import Form
from participation.forms.form_faults import MOST_PAGES, MOST_QUESTIONS
from participation.forms.kinds import KINDS
from tests.participation.townsurvey import options, question


@pytest.fixture
def form():
    """Two pages; the second question depends on the first, and the second page too."""
    asked = {"question": "ort", "op": "is", "value": "markt"}
    return forms.from_json(
        {
            "languages": ["de", "en"],
            "pages": [
                {
                    "key": "eins",
                    "questions": [
                        question("ort", "single", options=options("markt", "park")),
                        question("warum", "long", max=100, shown_if=asked),
                    ],
                },
                {"key": "zwei", "shown_if": asked, "questions": [question("note", "scale", **{"from": 1, "to": 5})]},
            ],
        }
    )


def order(form):
    return [[page.key, *(one.key for one in page.questions)] for page in form.pages]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_added_at_the_end_of_its_page(form, kind):
    after, key = building.add_question(form, "eins", kind, "Wie alt sind Sie?")
    assert key == "wie_alt_sind_sie"
    assert order(after) == [["eins", "ort", "warum", key], ["zwei", "note"]]
    assert after.questions[key].text == {"de": "Wie alt sind Sie?"}
    assert after.questions[key].kind == kind
    assert forms.from_json(forms.to_json(after)) == after


def test_a_kind_that_does_not_exist_is_refused(form):
    with pytest.raises(BuildError):
        building.add_question(form, "eins", "magic", "x")


def test_keys_of_pages_and_questions_differ(form):
    after, key = building.add_question(form, "eins", "short", "eins")
    assert key == "eins_2"
    assert building.add_page(after, "Ort")[1] == "ort_2"


@pytest.mark.parametrize(
    ("key", "by", "moved"),
    [
        ("warum", -1, [["eins", "warum", "ort"], ["zwei", "note"]]),
        ("warum", 1, [["eins", "ort"], ["zwei", "warum", "note"]]),
        ("note", -1, [["eins", "ort", "warum", "note"], ["zwei"]]),
        ("ort", -1, [["eins", "ort", "warum"], ["zwei", "note"]]),
        ("note", 1, [["eins", "ort", "warum"], ["zwei", "note"]]),
    ],
)
def test_a_question_moves_across_the_edge_of_its_page(form, key, by, moved):
    assert order(building.move_question(form, key, by)) == moved


def test_a_page_moves_and_stays_at_the_ends(form):
    assert order(building.move_page(form, "zwei", -1)) == [["zwei", "note"], ["eins", "ort", "warum"]]
    assert building.move_page(form, "zwei", 1) == form


@given(st.lists(st.tuples(st.sampled_from(["ort", "warum", "note"]), st.sampled_from([-1, 1]))))
def test_moving_loses_no_question(moves):
    form = forms.from_json(
        {
            "languages": ["de"],
            "pages": [
                {"key": "a", "questions": [question("ort", "short"), question("warum", "short")]},
                {"key": "b"},
                {"key": "c", "questions": [question("note", "short")]},
            ],
        }
    )
    for key, by in moves:
        form = building.move_question(form, key, by)
    assert sorted(form.questions) == ["note", "ort", "warum"]
    assert len(form.pages) == 3


def test_a_copied_question_asks_the_same_under_another_key(form):
    after, key = building.duplicate_question(form, "ort")
    assert order(after)[0] == ["eins", "ort", "ort_2", "warum"]
    assert after.questions[key].asks == form.questions["ort"].asks
    assert building.duplicate_question(after, key)[1] == "ort_3"


def test_conditions_within_a_copied_page_follow_its_copies(form):
    after, key = building.duplicate_page(form, "eins")
    assert order(after)[1] == [key, "ort_2", "warum_2"]
    assert after.questions["warum_2"].shown_if.question == "ort_2"
    assert after.questions["warum"].shown_if.question == "ort"
    assert building.duplicate_page(after, "zwei")[0].pages[-1].shown_if.question == "ort", "it lies on another page"


def test_questions_and_pages_are_taken_away(form):
    assert order(building.without_question(form, "ort")) == [["eins", "warum"], ["zwei", "note"]]
    assert order(building.without_page(form, "eins")) == [["zwei", "note"]]


def test_only_what_comes_before_can_be_compared(form):
    assert building.earlier(form, "ort") == ()
    assert [one.key for one in building.earlier(form, "warum")] == ["ort"]
    assert [one.key for one in building.earlier(form, "zwei")] == ["ort", "warum"]


@pytest.mark.parametrize("change", [building.without_question, building.duplicate_question, building.question])
def test_a_question_that_is_gone_is_told(form, change):
    with pytest.raises(BuildError, match="gibt es nicht mehr"):
        change(form, "fort")


def test_there_are_not_more_questions_and_pages_than_a_form_may_have():
    form, key = building.add_page(Form(("de",)))
    for _ in range(MOST_QUESTIONS):
        form, _ = building.add_question(form, key, "short", "")
    for change in (lambda: building.add_question(form, key, "short", ""), lambda: building.duplicate_page(form, key)):
        with pytest.raises(BuildError, match="Mehr als 100 Fragen"):
            change()
    pages = Form(("de",))
    for _ in range(MOST_PAGES):
        pages, _ = building.add_page(pages)
    with pytest.raises(BuildError, match="Mehr als 100 Seiten"):
        building.add_page(pages)


def test_texts_of_a_language_that_was_left_out_come_back_with_it(form):
    english = building.with_languages(form, ["en", "de"])
    assert english.leading == "en"
    alone = building.with_languages(form, ["en"])
    assert building.with_languages(alone, ["de", "en"]) == form
    with pytest.raises(BuildError):
        building.with_languages(form, ["fr"])
