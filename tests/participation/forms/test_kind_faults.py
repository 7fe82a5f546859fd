"""What a planner is told about what a question asks for."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from council.base.i18n import language
from participation.forms import kind_faults
from participation.forms.kinds import (
    Day,
    Info,
    Kind,
    Long,
    Matrix,
    Multiple,
    Number,
    Option,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)
from tests.participation import random_forms

GERMAN = language("de")
TWO = (Option("yes", {"de": "Ja"}), Option("no", {"de": "Nein"}))


def told(asks: Kind) -> list[str]:
    return [fault.told(GERMAN) for fault in kind_faults.faults("q1", asks)]


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        (Single(), "mindestens 2 sein"),
        (Single(TWO[:1]), "mindestens 2 sein"),
        (Single(other=True), "mindestens 1 sein"),
        (Single((*TWO, TWO[0])), "„yes“ kommt mehrmals vor"),
        (Single((*TWO, Option("other"))), "„other“ ist vergeben"),
        (Single((*TWO, Option("Grün"))), "„Grün“ geht nicht"),
        (Single((*TWO, Option("a" * 41))), "geht nicht"),
        (Single(tuple(Option(f"o{n}") for n in range(201))), "Mehr als 200"),
        (Multiple(TWO, most=3), "zwischen 1 und 2"),
        (Multiple(TWO, least=0), "zwischen 1 und 2"),
        (Multiple(TWO, least=2, most=1), "mehr Antworten gewählt werden als erlaubt"),
        (Scale(1, 1), "2 bis 11 Stufen"),
        (Scale(1, 12), "2 bis 11 Stufen"),
        (Scale(5, 1), "2 bis 11 Stufen"),
        (Scale(-10_000, 999_999), "2 bis 11 Stufen"),
        (Scale(1000, 1005), "zwischen -100 und 100"),
        (Scale(1, 5, {7: {"de": "gut"}}), "Stufe 7"),
        (Matrix((), TWO), "keine Zeilen"),
        (Matrix(TWO, ()), "mindestens 2 sein"),
        (Matrix((TWO[0], TWO[0]), TWO), "kommt mehrmals vor"),
        (Matrix(TWO, Scale(1, 20)), "2 bis 11 Stufen"),
        (Ranking(TWO, 3), "1 bis 2 Plätze, nicht 3"),
        (Ranking(TWO, 0), "1 bis 2 Plätze, nicht 0"),
        (Number(Decimal(5), Decimal(4)), "liegt keine"),
        (Number(Decimal("0.2"), Decimal("0.8")), "liegt keine"),
        (Number(decimals=7), "0 bis 6 Stellen"),
        (Short(0), "zwischen 1 und 300"),
        (Short(301), "zwischen 1 und 300"),
        (Long(10_001), "zwischen 1 und 10000"),
        (Day(date(2026, 2, 1), date(2026, 1, 1)), "nach dem spätesten"),
    ],
)
def test_a_planner_is_told_what_is_wrong(asks: Kind, said: str) -> None:
    assert len(told(asks)) == 1
    assert said in told(asks)[0]


@pytest.mark.parametrize(
    "asks",
    [
        Single(TWO),
        Single(TWO[:1], other=True),
        Multiple(TWO, other=True, most=3),
        Scale(0, 10),
        Scale(1, 2),
        Place(),
        Info(),
        Number(Decimal("0.2"), Decimal("0.8"), 1),
        Number(Decimal(3), Decimal(3)),
        Day(date(2026, 1, 1), date(2026, 1, 1)),
        Ranking(TWO, 2),
    ],
)
def test_limits_themselves_are_allowed(asks: Kind) -> None:
    assert told(asks) == []


@random_forms.some
@given(random_forms.kinds())
def test_what_makes_sense_has_no_faults(asks: Kind) -> None:
    assert told(asks) == []


def test_a_fault_names_the_question_and_the_option_it_is_about() -> None:
    (fault,) = kind_faults.faults("bus", Single((*TWO, Option("Grün"))))
    assert (fault.key, fault.part) == ("bus", "Grün")
