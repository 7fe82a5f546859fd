"""Questions as pages show them: fields, limits in words, and answers to read again."""

from typing import Any

import pytest

from council.base import i18n
from participation import answers
from participation.forms import Form, questions
from participation.forms.faults import Fault
from participation.views import answering_limits, answering_questions, answering_review
from participation.views.answering_questions import Choice, Choices, Line, Ranks, Shown, Spot, Telling
from tests.participation.townsurvey import EVERY_KIND, form, options, question

GERMAN, ENGLISH = i18n.language("de"), i18n.language("en")
ASKED = form(*EVERY_KIND)


def shown(key: str, given: object = None, *problems: Fault, asked: Form = ASKED) -> Shown:
    return answering_questions.one(asked.questions[key], given, Telling(asked, "de", GERMAN, problems))


def chosen(asked: object) -> list[str]:
    assert isinstance(asked, Choices)
    return [choice.value for choice in asked.options if choice.chosen]


def test_what_was_chosen_is_chosen_again() -> None:
    assert chosen(shown("park", "no").asked) == ["no"]
    assert chosen(shown("ways", ["foot", {"other": "Roller"}]).asked) == ["foot", "other"]
    assert chosen(shown("quiet", 3).asked) == ["3"]
    assert chosen(shown("quiet", "unknown").asked) == ["unknown"]


def test_words_of_ones_own_stand_in_their_field() -> None:
    asked = shown("park", {"other": "Ein <Zirkus>"}).asked
    assert isinstance(asked, Choices)
    assert asked.own is not None
    assert (asked.own.name, asked.own.value) == ("q-park-other", "Ein <Zirkus>")


def test_rows_places_and_spots_say_what_was_answered() -> None:
    rows = shown("rate", {"clean": 2}).asked
    assert isinstance(rows, tuple)
    assert [chosen(row.choices) for row in rows] == [["2"], [], []]
    ranks = shown("first", ["water", "trees"]).asked
    assert isinstance(ranks, Ranks)
    assert [[one.value for one in place.options if one.chosen] for place in ranks.places] == [["water"], ["trees"], []]
    spot = shown("spot", {"lon": 10.5, "lat": 52.0}).asked
    assert isinstance(spot, Spot)
    assert (spot.lon, spot.lat) == ("10.50000", "52.00000")


def test_what_cannot_be_an_answer_is_shown_as_it_was_typed() -> None:
    line = shown("years", "viele").asked
    assert isinstance(line, Line)
    assert line.value == "viele"
    for key in ASKED.questions:
        for nonsense in (["x"], {"x": 1}, 1.5, True, "x"):
            shown(key, nonsense)


def test_a_problem_of_a_row_stands_at_the_row() -> None:
    one = shown("rate", None, Fault("rate", "Bitte!", {}, "safe"), Fault("park", "anderswo"))
    assert one.problems == ()
    assert isinstance(one.asked, tuple)
    assert [row.problems for row in one.asked] == [(), ("Bitte!",), ()]


@pytest.mark.parametrize(
    ("columns", "fits"),
    [
        (("nie", "selten", "oft", "immer"), True),
        (("sehr wichtig", "wichtig", "egal"), True),
        (("sehr zufrieden", "eher zufrieden", "eher unzufrieden", "sehr unzufrieden"), False),
        (("ja", "nein", "das kann ich nicht beurteilen", "vielleicht"), False),
    ],
)
def test_the_answers_of_a_row_stand_in_a_line_where_no_word_is_too_long(columns: tuple[str, ...], fits: bool) -> None:
    options = tuple(Choice(word, word, word) for word in columns)
    assert Choices("row", options).in_line is fits


def test_the_words_of_a_scale_are_those_of_its_labelled_steps() -> None:
    steps = (Choice("1", "1", "1", label="gar nicht"), Choice("2", "2", "2"), Choice("3", "3", "3", label="sehr"))
    scale = Choices("row", steps, scale=True)
    assert [step.label for step in scale.labelled] == ["gar nicht", "sehr"]
    assert scale.in_line


def test_fields_have_ids_of_their_own() -> None:
    ids: list[str] = []
    for key in ASKED.questions:
        match shown(key).asked:
            case Choices(options=several):
                ids += [choice.id for choice in several]
            case tuple(rows):
                ids += [choice.id for row in rows for choice in row.choices.options]
            case Line(id=identity):
                ids.append(identity)
    assert len(ids) == len(set(ids))


def test_only_questions_of_the_same_page_are_followed_by_scripts() -> None:
    first = question("park", "single", options=options("yes", "no"))
    then = question("why", "short", shown_if={"question": "park", "op": "is", "value": "no"})
    together, apart = form(first, then), form(first, then, pages=2)

    def on(asked: Form, page: int) -> dict[str, Shown]:
        telling = Telling(asked, "de", GERMAN)
        found = answering_questions.on_page(asked.pages[page], {}, ["park"], telling)
        return {one.key: one for one in found}

    assert on(together, 0)["why"].shown_if.startswith('{"question": "park"')
    assert not on(together, 0)["why"].visible
    assert on(apart, 1) == {}


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        ({"kind": "multiple", "options": options("a", "b", "c")}, "Sie können mehrere Antworten auswählen."),
        ({"kind": "multiple", "options": options("a", "b", "c"), "max": 2}, "Sie können bis zu 2 Antworten auswählen."),
        ({"kind": "multiple", "options": options("a", "b", "c"), "min": 2}, "Bitte wählen Sie mindestens 2 Antworten aus."),
        ({"kind": "multiple", "options": options("a", "b", "c"), "min": 2, "max": 2}, "Bitte wählen Sie genau 2 Antworten aus."),
        ({"kind": "multiple", "options": options("a", "b", "c", "d"), "min": 2, "max": 3}, "Bitte wählen Sie 2 bis 3 Antworten aus."),
        ({"kind": "ranking", "options": options("a", "b"), "places": 1}, "Wählen Sie das, was Ihnen am wichtigsten ist."),
        ({"kind": "number", "min": "0", "max": "2.5", "decimals": 1}, "Eine Zahl von 0 bis 2,5."),
        ({"kind": "number", "min": "1"}, "Eine ganze Zahl ab 1."),
        ({"kind": "date", "latest": "2026-12-24"}, "Ein Tag bis 24.12.2026. Tag, Monat und Jahr, zum Beispiel 24.12.2026."),
        ({"kind": "date", "earliest": "2027-05-01", "latest": "2027-09-30"},
         "Ein Tag von 01.05.2027 bis 30.09.2027. Tag, Monat und Jahr, zum Beispiel 24.05.2027."),
        ({"kind": "date"}, "Tag, Monat und Jahr, zum Beispiel 24.12.2026."),
        ({"kind": "short"}, ""),
    ],
)  # fmt: skip
def test_limits_are_said_in_words(asks: dict[str, Any], told: str) -> None:
    one = questions.from_json({"key": "q", "text": {}, "help": {}, **asks})
    assert answering_limits.told(one.asks, GERMAN) == told


def test_answers_can_be_read_again() -> None:
    given = {
        "park": {"other": "Zirkus"}, "ways": ["foot", "bus"], "quiet": 2, "when": {"sat": "am"}, "first": ["seats"],
        "years": "12.5", "moved": "2026-12-24", "spot": {"lon": 10.1, "lat": 52.5}, "idea": "Mehr\nBäume",
    }  # fmt: skip
    valid = answers.validate(ASKED, given, "de").answers
    (section,) = answering_review.sections(ASKED, valid, Telling(ASKED, "de", GERMAN))
    told = {one.text: one.lines for one in section.answers}
    assert told["park?"] == ("„Zirkus“",)
    assert told["ways?"] == ("Foot", "Bus")
    assert told["quiet?"] == ("2 von 5",)
    assert told["when?"] == ("Sat: Am",)
    assert told["years?"] == ("12,5",)
    assert told["moved?"] == ("24.12.2026",)
    assert told["spot?"] == ("Punkt auf der Karte (52,50000, 10,10000)",)
    assert told["rate?"] == ()
    (section,) = answering_review.sections(ASKED, valid, Telling(ASKED, "de", ENGLISH))
    assert {one.text: one.lines for one in section.answers}["years?"] == ("12.5",)
