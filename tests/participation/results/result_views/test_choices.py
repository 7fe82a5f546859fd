"""What is told of choices."""

from typing import Any

import pytest

from council.base import i18n
from participation import forms
from participation.counting.counters import counter
from participation.forms.kinds import Matrix, Multiple, Ranking, Scale, Single
from participation.results.result_views import choices
from participation.results.result_views.told import Told
from participation.results.result_views.voice import Voice
from tests.participation.townsurvey import form, options, question

NOTHING: dict[str, float] = {}


def told(asked: dict[str, Any], *answers: Any, language: str = "de", weighted: dict[str, float] = NOTHING) -> Told:
    made = form(asked)
    kind = made.questions[asked["key"]].asks
    counting = counter(kind)
    for one in answers:
        counting.add(one)
    figures, voice = counting.figures(counting), Voice(i18n.language(language), made)
    match kind:
        case Single() | Multiple():
            return choices.options(kind, figures, weighted, voice)
        case Scale():
            return choices.scale(kind, figures, weighted, voice)
        case Matrix():
            return choices.matrix(kind, figures, voice)
        case Ranking():
            return choices.ranking(kind, figures, voice)
    raise TypeError(kind)


PARK = question("park", "single", options=options("yes", "no"), other=True)
QUIET = question(
    "quiet", "scale", **{"from": 1, "to": 3, "unknown": True, "labels": {"1": {"de": "laut"}, "3": {"de": "leise"}}}
)


def test_the_most_chosen_option_is_the_headline() -> None:
    found = told(PARK, "yes", "yes", "yes", "no")
    assert found.headline == "Am häufigsten: Yes (75\N{NO-BREAK SPACE}%)"
    assert found.chart is not None
    assert "Yes 75\N{NO-BREAK SPACE}%" in found.chart.told


def test_two_that_are_level_are_both_named_and_a_tie_of_all_is_none() -> None:
    three = question("park", "single", options=options("a", "b", "c"), other=False)
    assert "A, B" in told(three, "a", "b").headline
    assert told(three, "a", "b", "c").headline == ""


def test_the_table_has_counts_shares_and_words_of_ones_own() -> None:
    table = told(PARK, "yes", "no", "no", {"other": True}).table
    assert table is not None
    assert table.head == ("Antwort", "Anzahl", "Anteil")
    assert table.rows == (
        ("Yes", "1", "25\N{NO-BREAK SPACE}%"),
        ("No", "2", "50\N{NO-BREAK SPACE}%"),
        ("Sonstiges, in eigenen Worten", "1", "25\N{NO-BREAK SPACE}%"),
    )


def test_weighted_and_unweighted_stand_side_by_side() -> None:
    found = told(PARK, "yes", "no", weighted={"yes": 0.62, "no": 0.38, "other": 0.0})
    assert found.table is not None
    assert found.table.head == ("Antwort", "Anzahl", "Anteil ungewichtet", "Anteil gewichtet")
    assert found.table.rows[0] == ("Yes", "1", "50\N{NO-BREAK SPACE}%", "62\N{NO-BREAK SPACE}%")
    assert found.chart is not None
    assert "62\N{NO-BREAK SPACE}% gewichtet" in found.chart.markup


def test_of_several_answers_it_is_said_that_shares_add_up_to_more() -> None:
    found = told(question("ways", "multiple", options=options("foot", "bus"), other=False), ["foot", "bus"], ["foot"])
    assert "mehr als hundert Prozent" in found.note
    assert found.table is not None
    assert [row[2] for row in found.table.rows] == ["100\N{NO-BREAK SPACE}%", "50\N{NO-BREAK SPACE}%"]


def test_a_scale_tells_mean_and_median_and_what_they_are() -> None:
    found = told(QUIET, 1, 1, 3, "unknown")
    assert found.headline == "Im Mittel 1,7 auf der Skala von 1 bis 3"
    assert [(fact.name, fact.value) for fact in found.facts] == [("Mittelwert", "1,67"), ("Median", "1")]
    assert "„Weiß nicht“ zählt nicht mit" in found.facts[0].explained
    assert found.table is not None
    assert [row[0] for row in found.table.rows] == ["1 – laut", "2", "3 – leise", "weiß nicht"]


def test_where_nobody_knew_there_is_no_mean() -> None:
    found = told(QUIET, "unknown")
    assert (found.headline, found.facts) == ("", ())


def test_a_weighted_scale_has_two_bars() -> None:
    found = told(QUIET, 1, 3, weighted={"1": 0.2, "3": 0.8})
    assert found.chart is not None
    assert "Ungewichtet" in found.chart.markup
    assert "Gewichtet" in found.chart.markup


def test_of_a_weighted_scale_it_is_said_which_numbers_are_not_weighted() -> None:
    found = told(QUIET, 1, 3, weighted={"1": 0.2, "3": 0.8})
    assert found.headline == "Im Mittel 2,0 auf der Skala von 1 bis 3 (ungewichtet)"
    assert [fact.name for fact in found.facts] == ["Mittelwert (ungewichtet)", "Median (ungewichtet)"]
    assert found.chart is not None
    assert ">ungewichtet</text>" in found.chart.markup, "over the shares beside the steps"
    assert found.chart.told.startswith("Geteilter Balken, ungewichtet: ")
    plain = told(QUIET, 1, 3)
    assert plain.chart is not None
    assert "ungewichtet" not in plain.chart.markup + plain.headline


def test_rows_of_a_matrix_have_their_means() -> None:
    rate = question("rate", "matrix", rows=options("clean", "safe"), scale={"from": 1, "to": 4, "unknown": False})
    found = told(rate, {"clean": 4, "safe": 1}, {"clean": 3})
    assert found.headline == "Höchster Mittelwert: Clean (3,5)"
    assert found.table is not None
    assert found.table.head == ("Zeile", "1", "2", "3", "4", "Antworten", "Mittelwert")
    assert found.table.rows[1][-2:] == ("1", "1")


def test_columns_of_a_matrix_that_are_no_scale_are_told_by_letters() -> None:
    when = question("when", "matrix", rows=options("sat", "sun"), columns=options("am", "pm"))
    found = told(when, {"sat": "am", "sun": "pm"}, {"sat": "am"})
    assert found.chart is not None
    assert found.chart.told.endswith("Sat: Am 100\N{NO-BREAK SPACE}%; Sun: Pm 100\N{NO-BREAK SPACE}%")
    assert ">A</text>" in found.chart.markup


def test_a_ranking_begins_with_what_is_ranked_first() -> None:
    first = question("first", "ranking", options=options("trees", "seats", "water"), places=3)
    found = told(first, ["seats", "trees", "water"], ["seats", "water", "trees"], ["trees", "seats"])
    assert found.headline == "Ganz vorn: Seats"
    assert found.table is not None
    assert [row[:3] for row in found.table.rows] == [
        ("Seats", "1,33", "2"),
        ("Trees", "2", "1"),
        ("Water", "2,67", "0"),
    ]


@pytest.mark.parametrize(("language", "share"), [("de", "33\N{NO-BREAK SPACE}%"), ("en", "33%")])
def test_numbers_are_those_of_the_page_and_words_those_of_the_form(language: str, share: str) -> None:
    made = forms.to_json(form(PARK))
    made["languages"] = ["de", "en"]
    asked = {
        **PARK,
        "options": [{"key": "yes", "text": {"de": "Ja", "en": "Yes"}}, {"key": "no", "text": {"de": "Nein"}}],
    }
    made["pages"][0]["questions"] = [asked]
    read = forms.from_json(made)
    kind = read.questions["park"].asks
    assert isinstance(kind, Single)
    counting = counter(kind)
    for one in ("yes", "no", "no"):
        counting.add(one)
    table = choices.options(kind, counting.figures(counting), {}, Voice(i18n.language(language), read)).table
    assert table is not None
    assert table.rows[0][0] == ("Ja" if language == "de" else "Yes")
    assert table.rows[1][0] == "Nein"
    assert table.rows[0][2].replace(" ", "").replace("\N{NO-BREAK SPACE}", "") == share.replace(
        "\N{NO-BREAK SPACE}", ""
    )
