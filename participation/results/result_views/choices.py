"""What was chosen: options, several options, steps of a scale, rows of a matrix, an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.base.i18n import message
from participation.forms.kinds import OTHER, UNKNOWN, Matrix, Multiple, Ranking, Scale, Single
from participation.results.charts import Bar, Stack, Step, bars, ranks, stacks
from participation.results.result_views.told import Fact, Table, Told
from participation.results.result_views.voice import Voice, share

COUNTED = (message("Antwort"), message("Anzahl"), message("Anteil"))
WEIGHTED = (message("Antwort"), message("Anzahl"), message("Anteil ungewichtet"), message("Anteil gewichtet"))
RANKED = (message("Antwort"), message("Mittlerer Rang"), message("Auf Platz 1"), message("Anteil"))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Figures = Mapping[str, Any]
Weighted = Mapping[str, float]
"""The weighted share of each option or step; empty where nothing was weighted."""


@dataclass(frozen=True)
class Row:
    """An option or a step with the number of its answers."""

    key: str
    name: str
    count: int


def options(asks: Single | Multiple, figures: Figures, weighted: Weighted, voice: Voice) -> Told:
    """Bars in the order the options were offered."""
    rows = [Row(key, name, figures["options"][key]) for key, name in voice.options(asks.options).items()]
    if asks.other:
        rows.append(Row(OTHER, voice.gettext("Sonstiges, in eigenen Worten"), figures[OTHER]))
    answered, most = figures["answered"], max((row.count for row in rows), default=0)
    drawn = [_bar(row, answered, row.count == most, weighted, voice) for row in rows]
    told = voice.gettext("Balken: %(values)s", values="; ".join(f"{one.label} {one.value}" for one in drawn))
    note = ""
    if isinstance(asks, Multiple):
        note = voice.gettext(
            "Mehrere Antworten waren möglich. Die Anteile beziehen sich auf alle, die geantwortet haben; zusammen sind "
            "es mehr als hundert Prozent."
        )
    return Told(_most(rows, answered, voice), bars(told, drawn), _shares(rows, answered, weighted, voice), note=note)


def _bar(row: Row, answered: int, strong: bool, weighted: Weighted, voice: Voice) -> Bar:
    part = share(row.count, answered)
    second = weighted.get(row.key)
    beside = "" if second is None else voice.gettext("%(share)s gewichtet", share=voice.percent(second))
    return Bar(
        row.name, part, voice.percent(part), f"({voice.count(row.count)})", strong and row.count > 0, second, beside
    )


def scale(asks: Scale, figures: Figures, weighted: Weighted, voice: Voice) -> Told:
    """One bar, divided between the steps; a second one where answers were weighted."""
    points, answered = figures["points"], figures["answered"]
    names = steps(asks, voice)
    labels = _labels(asks, voice)
    drawn = [
        Step(_sign(key), labels[key], voice.percent(share(points[key], answered)), key == UNKNOWN) for key in names
    ]
    given = [Stack("", [share(points[key], answered) for key in names])]
    if weighted:
        given = [
            Stack(voice.gettext("Ungewichtet"), given[0].shares),
            Stack(voice.gettext("Gewichtet"), [weighted.get(key, 0.0) for key in names]),
        ]
    text = message("Geteilter Balken, ungewichtet: %(values)s") if weighted else message("Geteilter Balken: %(values)s")
    values = "; ".join(f"{name} {one.value}" for name, one in zip(names.values(), drawn, strict=True))
    heading = voice.gettext("ungewichtet") if weighted else ""
    rows = [Row(key, name, points[key]) for key, name in names.items()]
    return Told(
        _scale_headline(asks, figures["mean"], voice, weighted=bool(weighted)),
        stacks(voice.gettext(text, values=values), drawn, given, heading=heading) if answered else None,
        _shares(rows, answered, weighted, voice),
        _averages(asks, figures, voice, weighted=bool(weighted)),
    )


def matrix(asks: Matrix, figures: Figures, voice: Voice) -> Told:
    """A divided bar for each row."""
    graded = isinstance(asks.columns, Scale)
    columns = steps(asks.columns, voice) if isinstance(asks.columns, Scale) else voice.options(asks.columns)
    signs = [_sign(key) if graded else LETTERS[at % len(LETTERS)] for at, key in enumerate(columns)]
    names = voice.options(asks.rows)
    rows = [(names[key], row) for key, row in figures["rows"].items()]
    given = [_stack(name, row, columns, voice) for name, row in rows if row["answered"]]
    labels = _labels(asks.columns, voice) if isinstance(asks.columns, Scale) else columns
    drawn = [Step(sign, labels[key], apart=key == UNKNOWN) for sign, key in zip(signs, columns, strict=True)]
    told = voice.gettext(
        "Geteilte Balken: %(values)s",
        values="; ".join(f"{name}: {_largest(row, columns, voice)}" for name, row in rows),
    )
    return Told(
        _best_row(rows, voice) if graded else "",
        stacks(told, drawn, given, ordered=graded) if given else None,
        _matrix_table(rows, columns, graded, voice),
        note=voice.gettext("Ø ist der Mittelwert der Zeile; „weiß nicht“ zählt darin nicht mit.") if graded else "",
    )


def ranking(asks: Ranking, figures: Figures, voice: Voice) -> Told:
    """Bars by the mean rank, the first place first."""
    names, places = voice.options(asks.options), len(asks.options)
    means, first = figures["mean_rank_unranked_in_the_middle"], figures["first_places"]
    known = {key: mean for key, mean in means.items() if mean is not None}
    order = sorted(known, key=lambda key: known[key])
    drawn = [
        Bar(
            names[key],
            (places + 1 - known[key]) / places,
            voice.gettext("Rang %(rank)s", rank=voice.average(known[key])),
        )
        for key in order
    ]
    rows = tuple(
        (
            names[key],
            voice.decimal(known[key], 2),
            voice.count(first[key]),
            voice.percent(share(first[key], figures["answered"])),
        )
        for key in order
    )
    head = tuple(map(voice.gettext, RANKED))
    told = voice.gettext(
        "Reihenfolge nach mittlerem Rang: %(values)s", values="; ".join(f"{one.label} {one.value}" for one in drawn)
    )
    return Told(
        voice.gettext("Ganz vorn: %(name)s", name=names[order[0]]) if order else "",
        ranks(told, drawn) if drawn else None,
        Table(voice.gettext("Rangfolge"), head, rows),
        note=voice.gettext(
            "Je länger der Balken, desto weiter vorn. Der mittlere Rang reicht von 1 (alle setzen es auf Platz 1) bis "
            "%(places)s. Was jemand nicht eingeordnet hat, zählt in der Mitte der Plätze, die übrig bleiben.",
            places=places,
        ),
    )


def steps(asks: Scale, voice: Voice) -> dict[str, str]:
    """What each step of a scale is called, by its key in the figures: '1 – sehr schlecht'."""
    labels = _labels(asks, voice)
    return {key: label if key == UNKNOWN else f"{key} – {label}" if label else key for key, label in labels.items()}


def _labels(asks: Scale, voice: Voice) -> dict[str, str]:
    """The words at the steps of a scale; most have none."""
    told = {str(step): voice.said(asks.labels.get(step, {})) for step in asks.steps}
    return {**told, UNKNOWN: voice.gettext("weiß nicht")} if asks.unknown else told


def _sign(key: str) -> str:
    return "?" if key == UNKNOWN else key


def _stack(name: str, row: Figures, columns: Mapping[str, str], voice: Voice) -> Stack:
    counts = row.get("points", row.get("options", {}))
    mean = row.get("mean")
    shares = [share(counts[key], row["answered"]) for key in columns]
    return Stack(name, shares, f"Ø {voice.average(mean)}" if mean is not None else "")


def _largest(row: Figures, columns: Mapping[str, str], voice: Voice) -> str:
    counts = row.get("points", row.get("options", {}))
    if not row["answered"]:
        return voice.gettext("keine Antworten")
    key = max(columns, key=lambda one: counts[one])
    return f"{columns[key]} {voice.percent(share(counts[key], row['answered']))}"


def _most(rows: Sequence[Row], answered: int, voice: Voice) -> str:
    """The option most often chosen; those, where several are."""
    most = max((row.count for row in rows), default=0)
    first = [row.name for row in rows if row.count == most]
    if not most or len(first) == len(rows):
        return ""
    return voice.gettext(
        "Am häufigsten: %(names)s (%(share)s)", names=", ".join(first), share=voice.percent(share(most, answered))
    )


def _scale_headline(asks: Scale, mean: float | None, voice: Voice, *, weighted: bool) -> str:
    """The mean, which is always that of all answers alike; it says so where there are weighted ones beside it."""
    if mean is None:
        return ""
    text = message("Im Mittel %(mean)s auf der Skala von %(first)s bis %(last)s")
    if weighted:
        text = message("Im Mittel %(mean)s auf der Skala von %(first)s bis %(last)s (ungewichtet)")
    return voice.gettext(text, mean=voice.average(mean), first=asks.first, last=asks.last)


def _averages(asks: Scale, figures: Figures, voice: Voice, *, weighted: bool) -> tuple[Fact, ...]:
    if figures["mean"] is None:
        return ()
    mean = voice.gettext("Die Summe aller Antworten, geteilt durch ihre Zahl.")
    if asks.unknown:
        mean = voice.gettext("Die Summe aller Antworten, geteilt durch ihre Zahl. „Weiß nicht“ zählt nicht mit.")
    median = voice.gettext("Je die Hälfte der Antworten liegt darunter und darüber, oder genau darauf.")
    names = (message("Mittelwert (ungewichtet)"), message("Median (ungewichtet)"))
    first, second = names if weighted else (message("Mittelwert"), message("Median"))
    return (
        Fact(voice.gettext(first), voice.decimal(figures["mean"], 2), mean),
        Fact(voice.gettext(second), voice.decimal(figures["median"], 2), median),
    )


def _best_row(rows: Sequence[tuple[str, Figures]], voice: Voice) -> str:
    means = [(row["mean"], name) for name, row in rows if row["mean"] is not None]
    if len(means) < 2:
        return ""
    mean, best = max(means)
    return voice.gettext("Höchster Mittelwert: %(name)s (%(mean)s)", name=best, mean=voice.average(mean))


def _shares(rows: Sequence[Row], answered: int, weighted: Weighted, voice: Voice) -> Table:
    head = tuple(map(voice.gettext, COUNTED))
    told = [(row.name, voice.count(row.count), voice.percent(share(row.count, answered))) for row in rows]
    caption = voice.gettext("Anzahl und Anteil der Antworten")
    if not weighted:
        return Table(caption, head, tuple(told))
    more = [voice.percent(weighted[row.key]) if row.key in weighted else "–" for row in rows]
    with_more = tuple((*row, one) for row, one in zip(told, more, strict=True))
    return Table(caption, tuple(map(voice.gettext, WEIGHTED)), with_more)


def _matrix_table(rows: Sequence[tuple[str, Figures]], columns: Mapping[str, str], graded: bool, voice: Voice) -> Table:
    head = (voice.gettext("Zeile"), *columns.values(), voice.gettext("Antworten"))
    told = []
    for name, row in rows:
        counts = row.get("points", row.get("options", {}))
        cells = [
            f"{voice.percent(share(counts[key], row['answered']))} ({voice.count(counts[key])})" for key in columns
        ]
        mean = ["–" if row["mean"] is None else voice.decimal(row["mean"], 2)] if graded else []
        told.append((name, *cells, voice.count(row["answered"]), *mean))
    if graded:
        head = (*head, voice.gettext("Mittelwert"))
    return Table(voice.gettext("Anteil und Anzahl der Antworten je Zeile"), head, tuple(told))
