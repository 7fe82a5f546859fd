"""One question of a results page: how many answered, and what people wrote."""

from typing import Any

import pytest

from council.base import i18n
from participation.counting.counters import counter
from participation.counting.parts import Grid
from participation.forms.questions import from_json
from participation.results.result_views.questions import MOST_TEXTS, Besides, FreeTexts, QuestionView, question_view
from participation.results.result_views.voice import Voice
from tests.participation.townsurvey import EVERY_KIND, form

GERMAN = i18n.language("de")
BY_KEY = {one["key"]: one for one in EVERY_KIND}
ANSWERED: dict[str, Any] = {
    "park": "yes",
    "ways": ["foot"],
    "quiet": 4,
    "rate": {"clean": 1},
    "when": {"sat": "am"},
    "first": ["trees"],
    "years": "40",
    "moved": "2026-04",
    "spot": {"cell": [1, 2]},
}


def view(key: str, *answers: Any, skipped: int = 0, besides: Besides | None = None, **figures: int) -> QuestionView:
    """Of a question of the town's survey; its figures besides the counted ones."""
    question = from_json(BY_KEY[key])
    counting = counter(question.asks)
    for answer in answers:
        counting.add(answer)
    counting.skipped = skipped
    told = {**counting.figures(counting), **figures}
    return question_view(question, told, 1, f"frage-{key}", besides or Besides(), Voice(GERMAN, form(BY_KEY[key])))


@pytest.mark.parametrize("key", ANSWERED)
def test_every_kind_has_its_chart_and_its_table(key: str) -> None:
    told = view(key, *[ANSWERED[key]] * 3, besides=Besides(grid=Grid(500, 52)))
    assert told.table is not None
    assert told.chart is not None
    assert told.chart.told


@pytest.mark.parametrize("key", BY_KEY)
def test_of_what_nobody_answered_nothing_is_told_but_that(key: str) -> None:
    told = view(key, skipped=2)
    assert (told.headline, told.chart, told.table, told.facts, told.free) == ("", None, None, (), None)
    assert told.asked == "0 Personen haben geantwortet, 2 haben übersprungen."


def test_who_skipped_it_is_told_apart_from_who_was_not_asked() -> None:
    assert view("quiet", 1).asked == "1 Person hat geantwortet."
    assert view("quiet", 1, 2, skipped=1).asked == "2 Personen haben geantwortet, 1 hat übersprungen."
    assert "7 bekamen die Frage nicht zu sehen" in view("quiet", 1, unasked=7).asked
    assert view("quiet").asked == "Diese Frage wurde niemandem gezeigt."


@pytest.mark.parametrize(
    ("key", "answers", "written"),
    [
        ("idea", [True, True, True], 3),
        ("name", [True], 1),
        ("park", ["yes", {"other": True}, {"other": True}], 2),
        ("ways", [["foot", {"other": True}], ["foot"]], 1),
        ("spot", [{"text": True}, {"cell": [1, 2]}], 1),
    ],
)
def test_how_many_texts_stay_closed_is_told(key: str, answers: list[Any], written: int) -> None:
    assert view(key, *answers).free == FreeTexts((), 0, written)
    released = Besides(texts={key: ["Mehr Bäume"], "andere": ["Nein"]})
    assert view(key, *answers, besides=released).free == FreeTexts((("Mehr Bäume", 1),), 0, written - 1)


@pytest.mark.parametrize("key", ["quiet", "rate", "first", "years", "moved"])
def test_where_nothing_can_be_written_there_are_no_texts(key: str) -> None:
    assert view(key, ANSWERED[key]).free is None


def test_texts_stand_by_the_alphabet_each_once_with_how_many_wrote_it() -> None:
    texts = ["zwei", "Änderung", "Zwei", "zwei", "eins"]
    free = view("idea", *[True] * 6, besides=Besides(texts={"idea": texts})).free
    assert free is not None
    assert sorted(free.shown) == sorted([("zwei", 2), ("Zwei", 1), ("eins", 1), ("Änderung", 1)])
    assert [text for text, _ in free.shown].index("eins") < [text for text, _ in free.shown].index("Zwei")
    assert free.closed == 1


def test_very_many_texts_are_only_in_the_files() -> None:
    texts = [f"Idee {at:03}" for at in range(MOST_TEXTS + 7)]
    free = view("idea", *[True] * 200, besides=Besides(texts={"idea": texts})).free
    assert free is not None
    assert (len(free.shown), free.more, free.closed) == (MOST_TEXTS, 7, 200 - len(texts))


def test_a_group_is_told_of_without_texts() -> None:
    assert view("idea", True, besides=Besides(texts={"idea": ["Ja"]}, with_texts=False)).free is None
