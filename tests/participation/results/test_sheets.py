"""The table of sheets for the office."""

import csv
import io
from typing import Any

from participation.answers.submissions import Answered
from participation.counting.bundles import Head
from participation.counting.disclosure import Block, Publication
from participation.counting.sections import sections
from participation.results.sheets import Sheets
from tests.participation.townsurvey import EVERY_KIND, form, options, question

GROUPS = Publication((Block(("Nord",), 9), Block(("Mitte", "Süd", ""), 8)))
ANSWERS: dict[str, Any] = {
    "park": {"other": "Ein Teich"},
    "ways": ["bus", {"other": "Auf Stelzen"}],
    "quiet": "unknown",
    "rate": {"safe": 4},
    "first": ["water", "trees"],
    "years": "91",
    "name": "Amsel",
    "moved": "1987-04-23",
    "spot": {"lon": 10.123, "lat": 52.123},
}


def sheets(*versions: Any) -> Sheets:
    read = dict(enumerate(versions, 1))
    return Sheets(Head(read, sections(read), [], [[17]]), GROUPS)


def table(made: Sheets, *given: tuple[int, str, dict[str, Any]]) -> list[dict[str, str]]:
    lines = made.lines(Answered("", version, "web", stratum, answers) for version, stratum, answers in given)
    return read(made.first() + "".join(lines))


def read(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff")), delimiter=";"))


def test_a_row_joins_what_one_person_chose() -> None:
    (row,) = table(sheets(form(*EVERY_KIND)), (1, "Süd", ANSWERS))
    assert (row["fassung"], row["park"], row["years"], row["quiet"], row["moved"]) == (
        "1",
        "other",
        "91",
        "unknown",
        "1987-04",
    )
    assert (row["ways.bus"], row["ways.foot"], row["ways.other"]) == ("1", "0", "1")
    assert (row["rate.safe"], row["rate.clean"]) == ("4", "")
    assert (row["first.water"], row["first.trees"], row["first.seats"]) == ("1", "2", "")
    assert (row["name"], row["idea"]) == ("1", "")


def test_there_are_no_texts_no_places_and_no_small_groups() -> None:
    made = sheets(form(*EVERY_KIND))
    (row,) = table(made, (1, "Süd", ANSWERS))
    assert row["gruppe"] == "Mitte + Süd + ohne Angabe"
    assert row["spot"] == "karte"
    written = "".join(made.lines([Answered("", 1, "web", "Süd", ANSWERS)]))
    for word in ("Teich", "Stelzen", "Amsel", "10.1", "-23"):
        assert word not in written


def test_who_was_shown_a_question_is_told_where_not_everybody_was() -> None:
    asked = form(
        EVERY_KIND[0], {**question("why", "short"), "shown_if": {"question": "park", "op": "is", "value": "no"}}
    )
    rows = table(sheets(asked), (1, "Nord", {"park": "yes"}), (1, "Nord", {"park": "no"}))
    assert [row["why_gezeigt"] for row in rows] == ["0", "1"]
    assert "park_gezeigt" not in rows[0]


def test_versions_stand_side_by_side_and_two_questions_of_one_name_apart() -> None:
    older = form(EVERY_KIND[0], question("age", "single", options=options("young", "old")))
    newer = form(EVERY_KIND[0], question("age", "number"))
    rows = table(
        sheets(older, newer), (1, "Nord", {"park": "yes", "age": "old"}), (2, "Nord", {"park": "no", "age": "7"})
    )
    assert [(row["fassung"], row["park"], row["age"], row["age_"]) for row in rows] == [
        ("1", "yes", "old", ""), ("2", "no", "", "7"),
    ]  # fmt: skip
    assert [(row["age_gezeigt"], row["age_gezeigt_"]) for row in rows] == [("1", "0"), ("0", "1")]


def test_numbers_are_numbers_for_german_spreadsheets() -> None:
    (row,) = table(sheets(form(question("years", "number", min="-5", decimals=1))), (1, "Nord", {"years": "-2.5"}))
    assert row["years"] == "-2,5"


def test_every_column_is_explained() -> None:
    made = sheets(form(*EVERY_KIND))
    described = read(made.dictionary())
    assert [row["spalte"] for row in described] == made.first().strip("\ufeff\r\n").split(";")
    park = next(row for row in described if row["spalte"] == "park")
    assert (park["frage"], park["werte"]) == (
        "park?", "yes = Yes; no = No; both = Both; other = Sonstiges, in eigenen Worten",
    )  # fmt: skip
