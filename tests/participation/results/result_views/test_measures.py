"""What is told of numbers, dates and places."""

from typing import Any

from council.base import i18n
from participation.counting.counters import counter
from participation.counting.parts import Grid
from participation.forms.kinds import Number
from participation.results.result_views import measures
from participation.results.result_views.told import Told
from participation.results.result_views.voice import Voice
from tests.participation.townsurvey import form, question

GRID = Grid(500, 52)


def told(asked: dict[str, Any], *answers: Any, grid: Grid | None = GRID) -> Told:
    made = form(asked)
    kind = made.questions[asked["key"]].asks
    counting = counter(kind)
    for one in answers:
        counting.add(one)
    figures, voice = counting.figures(counting), Voice(i18n.language("de"), made)
    if isinstance(kind, Number):
        return measures.numbers(kind, figures, voice)
    return measures.months(figures, voice) if asked["kind"] == "date" else measures.marked(figures, grid, None, voice)


YEARS = question("years", "number", min="0", max="120", decimals=0, unit={"de": "Jahre"})
MOVED = question("moved", "date")
SPOT = question("spot", "place")


def rows(found: Told) -> list[tuple[str, ...]]:
    assert found.table is not None
    return list(found.table.rows)


def test_numbers_are_told_by_mean_quartiles_and_ranges() -> None:
    found = told(YEARS, "2", "4", "30", "44")
    assert found.headline == "Im Mittel 20 Jahre"
    assert [(fact.name, fact.value) for fact in found.facts] == [
        ("Mittelwert", "20 Jahre"),
        ("Median", "17 Jahre"),
        ("Mittlere Hälfte", "3,5 Jahre bis 33,5 Jahre"),
    ]
    assert rows(found)[0][:2] == ("0 bis unter 5 Jahre", "2")
    assert found.chart is not None
    assert "Mittelwert 20" in found.chart.markup


def test_few_whole_numbers_are_no_ranges() -> None:
    found = told(YEARS, "0", "1", "1", "3")
    assert [row[:2] for row in rows(found)] == [("0 Jahre", "1"), ("1 Jahre", "2"), ("2 Jahre", "0"), ("3 Jahre", "1")]


def test_months_have_no_gaps_in_the_picture_and_no_empty_rows_in_the_table() -> None:
    found = told(MOVED, "2026-01", "2026-03", "2026-03")
    assert [row[:2] for row in rows(found)] == [("Januar 2026", "1"), ("März 2026", "2")]
    assert found.chart is not None
    assert "02/26" in found.chart.markup


def test_many_months_become_years_and_many_years_decades() -> None:
    assert [row[:2] for row in rows(told(MOVED, "2020-01", "2020-11", "2026-03"))] == [("2020", "2"), ("2026", "1")]
    assert [row[:2] for row in rows(told(MOVED, "1949-07", "2026-03", "2021-01"))] == [
        ("1940 bis 1949", "1"),
        ("2020 bis 2029", "2"),
    ]


def test_places_are_counted_and_the_most_marked_are_told() -> None:
    one, other = {"cell": GRID.cell(10.0, 52.0)}, {"cell": GRID.cell(10.1, 52.15)}
    found = told(SPOT, one, other, other, {"text": True}, True)
    assert found.headline == "4 Orte auf der Karte, 1 in Worten"
    assert [(row[0], row[2]) for row in rows(found)] == [("1", "2"), ("2", "1")]
    assert rows(found)[0][1].startswith("52,1")
    assert "500 Meter" in found.note
    assert "1 Ort steht nicht auf der Karte" in found.note, "the one whose cell is not told"


def test_without_a_grid_places_are_only_counted() -> None:
    found = told(SPOT, True, grid=None)
    assert (found.headline, found.chart, found.table) == ("1 Ort auf der Karte", None, None)
