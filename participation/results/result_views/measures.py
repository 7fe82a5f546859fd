"""What people said in their own way: numbers, dates, places, texts."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from council.base.i18n import message
from participation.counting.parts import Grid
from participation.forms.kinds import Number
from participation.maps.boundary import Boundary
from participation.results.charts import Column, Map, columns, places
from participation.results.charts.places import Cell, middle
from participation.results.result_views.told import Fact, Table, Told
from participation.results.result_views.voice import Voice, share

MOST_MONTHS = 24
MOST_YEARS = 24
MOST_CELLS = 25  # in the table; all are in the files
COUNTED_CELLS = (message("Nummer auf der Karte"), message("Breite und Länge der Mitte"), message("Anzahl"))

Figures = Mapping[str, Any]


def numbers(asks: Number, figures: Figures, voice: Voice) -> Told:
    """Columns of equal ranges, with the mean."""
    bins, mean = _whole(figures["bins"]) if asks.decimals == 0 else figures["bins"], figures["mean"]
    if mean is None or not bins:
        return Told("")
    unit = voice.said(asks.unit)
    whole = asks.decimals == 0 and all(float(one["below"]) - float(one["from"]) == 1 for one in bins)
    drawn = [Column(voice.exact(one["from"]), one["count"], voice.count(one["count"])) for one in bins]
    names = [_range(one, whole, unit, voice) for one in bins]
    first, below = float(bins[0]["from"]), float(bins[-1]["below"])
    half = 0.5 if whole else 0.0  # whole numbers stand below the middle of their columns
    mark = ((mean - first + half) / (below - first), voice.gettext("Mittelwert %(mean)s", mean=voice.decimal(mean)))
    told = _told(names, [one["count"] for one in bins], voice)
    chart = columns(told, drawn, "" if whole else voice.exact(bins[-1]["below"]), mark)
    return Told(
        voice.gettext("Im Mittel %(mean)s", mean=_with_unit(voice.decimal(mean), unit)),
        chart,
        _table(names, [one["count"] for one in bins], figures["answered"], voice),
        _averages(figures, unit, voice),
    )


def months(figures: Figures, voice: Voice) -> Told:
    """Columns of months; of years or decades where there are many."""
    found = _spans(figures["months"])
    if not found:
        return Told("")
    by = len(found[0][0])
    names = [_span(key, by, voice) for key, _ in found]
    short = [voice.short_month(key) if by == len("2026-03") else key for key, _ in found]
    counts = [count for _, count in found]
    drawn = [Column(name, count, voice.count(count)) for name, count in zip(short, counts, strict=True)]
    filled = [(name, count) for name, count in zip(names, counts, strict=True) if count]
    table = _table([name for name, _ in filled], [count for _, count in filled], figures["answered"], voice)
    return Told("", columns(_told(names, counts, voice), drawn), table)


def marked(figures: Figures, grid: Grid | None, boundary: Boundary | None, voice: Voice) -> Told:
    """A map of the cells that were marked."""
    cells = {_cell(name): count for name, count in figures["cells"].items()}
    on_map, in_words = figures["answered"] - figures["texts"], figures["texts"]
    headline = voice.ngettext("%(count)s Ort auf der Karte", "%(count)s Orte auf der Karte", on_map)
    if in_words:
        headline = voice.gettext("%(places)s, %(words)s in Worten", places=headline, words=voice.count(in_words))
    if grid is None or not cells:
        return Told(headline)
    shown = Map(grid, cells, boundary)
    told = voice.ngettext(
        "Karte mit %(count)s Feld, in dem etwas markiert wurde. Die meisten Markierungen stehen in der Tabelle.",
        "Karte mit %(count)s Feldern, in denen etwas markiert wurde. Die meisten Markierungen stehen in der Tabelle.",
        len(cells),
    )
    note = voice.gettext(
        "Je größer ein Quadrat, desto mehr Menschen haben dort etwas markiert. Ein Feld ist %(metres)s Meter breit; genauer "
        "wird nichts gezeigt, damit niemand zu erkennen ist. Die Zahlen bezeichnen die häufigsten Felder.",
        metres=voice.count(grid.metres),
    )
    if hidden := on_map - sum(cells.values()):
        note += " " + voice.ngettext(
            "%(count)s Ort steht nicht auf der Karte, weil zu wenige dasselbe Feld gewählt haben.",
            "%(count)s Orte stehen nicht auf der Karte, weil zu wenige dasselbe Feld gewählt haben.",
            hidden,
        )
    return Told(headline, places(told, shown), _cell_table(shown, voice), note=note)


def _whole(bins: Sequence[Figures]) -> list[Figures]:
    """The bins of whole numbers, which have no halves."""
    if not bins or Decimal(bins[0]["below"]) - Decimal(bins[0]["from"]) >= 1:
        return list(bins)
    counts: dict[int, int] = {}
    for one in bins:
        number = math.floor(Decimal(one["from"]))
        counts[number] = counts.get(number, 0) + one["count"]
    return [{"from": str(at), "below": str(at + 1), "count": count} for at, count in counts.items()]


def _averages(figures: Figures, unit: str, voice: Voice) -> tuple[Fact, ...]:
    low, median, high = (_with_unit(voice.decimal(one, 2), unit) for one in figures["quartiles_inclusive"])
    return (
        Fact(
            voice.gettext("Mittelwert"),
            _with_unit(voice.decimal(figures["mean"], 2), unit),
            voice.gettext("Die Summe aller Antworten, geteilt durch ihre Zahl. Einzelne sehr große Zahlen heben ihn."),
        ),
        Fact(
            voice.gettext("Median"),
            median,
            voice.gettext("Je die Hälfte der Antworten liegt darunter und darüber, oder genau darauf."),
        ),
        Fact(
            voice.gettext("Mittlere Hälfte"),
            voice.gettext("%(low)s bis %(high)s", low=low, high=high),
            voice.gettext("Ein Viertel der Antworten liegt darunter, ein Viertel darüber."),
        ),
    )


def _range(one: Figures, whole: bool, unit: str, voice: Voice) -> str:
    low = voice.exact(one["from"])
    if whole:
        return _with_unit(low, unit)
    return voice.gettext("%(low)s bis unter %(high)s", low=low, high=_with_unit(voice.exact(one["below"]), unit))


def _with_unit(value: str, unit: str) -> str:
    return f"{value} {unit}" if unit else value


def _told(names: Sequence[str], counts: Sequence[int], voice: Voice) -> str:
    values = "; ".join(f"{name}: {voice.count(count)}" for name, count in zip(names, counts, strict=True) if count)
    return voice.gettext("Säulen: %(values)s", values=values)


def _table(names: Sequence[str], counts: Sequence[int], answered: int, voice: Voice) -> Table:
    rows = tuple(
        (name, voice.count(count), voice.percent(share(count, answered)))
        for name, count in zip(names, counts, strict=True)
    )
    head = (voice.gettext("Antwort"), voice.gettext("Anzahl"), voice.gettext("Anteil"))
    return Table(voice.gettext("Anzahl und Anteil der Antworten"), head, rows)


def _spans(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Months, years ("2026") or decades ("202") without a gap, and their counts."""
    if not counted:
        return []
    first, last = _number(min(counted)), _number(max(counted))
    if last - first < MOST_MONTHS:
        every = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]
        return [(month, counted.get(month, 0)) for month in every]
    letters = 4 if last // 12 - first // 12 < MOST_YEARS else 3
    sums = {
        key: sum(counted[month] for month in same)
        for key, same in groupby(sorted(counted), lambda month: month[:letters])
    }
    keys = range(int(min(sums)), int(max(sums)) + 1)
    return [(f"{key:0{letters}}", sums.get(f"{key:0{letters}}", 0)) for key in keys]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _span(key: str, letters: int, voice: Voice) -> str:
    if letters == 3:
        return voice.gettext("%(first)s bis %(last)s", first=f"{key}0", last=f"{key}9")
    return key if letters == 4 else voice.month(key)


def _cell(name: str) -> Cell:
    column, _, row = name.partition("/")
    return int(column), int(row)


def _cell_table(shown: Map, voice: Voice) -> Table:
    order = sorted(shown.cells, key=lambda cell: (-shown.cells[cell], cell))
    numbers_of = {cell: str(at) for at, cell in enumerate(shown.first, 1)}
    rows = tuple(
        (numbers_of.get(cell, "–"), _coordinates(shown.grid, cell, voice), voice.count(shown.cells[cell]))
        for cell in order[:MOST_CELLS]
    )
    caption = voice.gettext("Die häufigsten Felder; alle stehen in der GeoJSON-Datei")
    return Table(caption, tuple(map(voice.gettext, COUNTED_CELLS)), rows)


def _coordinates(grid: Grid, cell: Cell, voice: Voice) -> str:
    lon, lat = middle(grid, cell)
    return f"{voice.decimal(lat, 4)}° / {voice.decimal(lon, 4)}°"
