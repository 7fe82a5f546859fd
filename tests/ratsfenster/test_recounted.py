"""What was counted again, as lines for a terminal."""

import io

import pytest

from participation.counting import recount
from participation.counting.bundle_checks import Difference
from ratsfenster import recounted
from tests.participation.counting.published import FIGURES, WRITTEN

TOLD = list(recounted.lines(recount.recount(io.BytesIO(WRITTEN))))


def test_rows_of_a_matrix_and_places_of_a_ranking_are_told_by_their_names() -> None:
    rated = FIGURES["sections"][0]["questions"]["rate"]["rows"]["clean"]
    at = TOLD.index(f"    Clean: {rated['answered']} geantwortet")
    assert f"      1: {rated['points']['1']}" in TOLD[at:]
    assert "    auf dem ersten Platz:" in TOLD
    assert any(line.startswith("      Water: ") for line in TOLD)


def test_options_stand_in_the_order_in_which_they_were_offered() -> None:
    """In figures they stand in that of their keys."""
    named = [line.strip().partition(":")[0] for line in TOLD]
    at = named.index("Foot")
    assert named[at : at + 5] == ["Foot", "Bike", "Bus", "Car", "Train"]


def test_of_cells_those_with_most_people_are_told_and_how_many_more_there_are() -> None:
    cells = FIGURES["sections"][2]["questions"]["spot"]["cells"]
    assert len([line for line in TOLD if line.startswith("    Feld ")]) == recounted.MOST_CELLS
    assert any(line.startswith(f"    {len(cells) - recounted.MOST_CELLS} weitere Felder: ") for line in TOLD)


def test_numbers_are_written_as_germans_read_them() -> None:
    mean = FIGURES["sections"][1]["questions"]["years"]["mean"]
    assert f"    Mittelwert: {mean:g}".replace(".", ",") in TOLD


@pytest.mark.parametrize("letter", ["\x1b", "\r", "\n", "\u202e", "\x9b", "\u2028"])
def test_a_line_stays_one_and_commands_no_terminal(letter: str) -> None:
    assert recounted.printable(f"Nord{letter}Süd") == "Nord Süd"


def test_a_difference_is_short_whatever_stands_in_the_file() -> None:
    assert recounted.differs(Difference("a", 1, 2)) == "a: veröffentlicht 1, gezählt 2"
    assert len(recounted.differs(Difference("a" * 10_000, "b" * 10_000, None))) < 600
