"""Columns and what stands below them."""

from participation.results.charts import Column, columns
from tests.participation.results.charts.drawings import drawing, shapes, texts


def some(*counts: int) -> list[Column]:
    return [Column(str(10 * at), count, str(count)) for at, count in enumerate(counts)]


def test_the_highest_column_has_the_whole_height() -> None:
    chart = columns("Säulen", some(5, 10, 0), "30")
    assert [one.get("height") for one in shapes(chart, "chart__bar")] == ["75", "150"]
    assert len(shapes(chart, "chart__bar--strong")) == 1


def test_limits_stand_at_the_edges() -> None:
    chart = columns("Säulen", some(5, 10, 3), "30")
    below = [one for one in drawing(chart).iter() if (one.text or "") in ("0", "20", "30") and one.get("y") == "196"]
    assert [(one.text, one.get("x"), one.get("text-anchor")) for one in below] == [
        ("0", "0%", "start"),
        ("20", "66.67%", "middle"),
        ("30", "100%", "end"),
    ]


def test_names_stand_below_the_middle() -> None:
    chart = columns("Säulen", [Column("2025", 3, "3"), Column("2026", 5, "5")])
    assert [one.get("x") for one in drawing(chart).iter() if one.text in ("2025", "2026")] == ["25%", "75%"]


def test_where_there_is_no_room_only_the_highest_has_its_number() -> None:
    chart = columns("Säulen", [Column("", 10_000 + at, f"{10_000 + at}") for at in range(12)])
    assert texts(chart)[0] == "10011"
    assert sum(text.startswith("100") for text in texts(chart)) == 1


def test_limits_never_run_into_each_other() -> None:
    chart = columns("Säulen", [Column(f"{at}.000.000", 1, "1") for at in range(12)], "12.000.000")
    assert sum(".000.000" in text for text in texts(chart)) <= 4


def test_a_mark_is_named_and_lies_within() -> None:
    chart = columns("Säulen", some(1, 2), "20", (1.4, "Mittelwert 28"))
    [line] = shapes(chart, "chart__mark")
    assert (line.get("x1"), "Mittelwert 28" in texts(chart)) == ("100%", True)


def test_of_nothing_there_is_an_empty_picture() -> None:
    assert texts(columns("Keine Antworten", [])) == []
