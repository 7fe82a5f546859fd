"""What an answer has to be, kind by kind: what is kept, and what people are told to do."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.answers import checks
from participation.answers.checks import AnswerError, Asked
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
from participation.maps import boundary
from tests.participation import random_forms

OPTIONS = (Option("a"), Option("b"), Option("c"))
TOWN = boundary.from_json({"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]})
checked_whole = random_forms.kinds().filter(lambda kind: not isinstance(kind, Matrix | Info))


def check(asks: Kind, given: object, *, spoken: str = "de") -> object:
    """The answer as it is kept, in a town with a boundary."""
    return checks.checked(asks, given, Asked(spoken, TOWN))


@pytest.mark.parametrize(
    ("asks", "sent", "kept"),
    [
        (Single(OPTIONS), "b", "b"),
        (Single(OPTIONS, other=True), {"other": "  Quitte\n"}, {"other": "Quitte"}),
        (Multiple(OPTIONS, other=True), [{"other": "Quitte"}, "c", "a", "c"], ["a", "c", {"other": "Quitte"}]),
        (Scale(0, 10), 0, 0),
        (Scale(1, 5, unknown=True), "unknown", "unknown"),
        (Ranking(OPTIONS, 2), ["c", "a"], ["c", "a"]),
        (Ranking(OPTIONS, 2), ["c"], ["c"]),
        (Number(decimals=1), "12,50", "12.5"),
        (Number(Decimal(-5)), "-5.0", "-5"),
        (Short(20), " viel\r\nGrün ", "viel Grün"),
        (Long(200), "eins\r\n\r\nzwei ", "eins\n\nzwei"),
        (Long(200), "<b>fett</b><script>", "<b>fett</b><script>"),
        (Day(), "2026-12-24", "2026-12-24"),
        (Day(), " 1. 2.2026", "2026-02-01"),
        (Day(), "2024-02-29", "2024-02-29"),
        (Place(), {"lon": 10.123456789, "lat": 50}, {"lon": 10.12346, "lat": 50.0}),
        (Place(), {"text": " am  Bahnhof "}, {"text": "am  Bahnhof"}),
    ],
)
def test_a_valid_answer_is_kept_in_one_form(asks: Kind, sent: object, kept: object) -> None:
    assert check(asks, sent) == kept


@pytest.mark.parametrize(
    ("asks", "sent", "told"),
    [
        (Single(OPTIONS), "d", "steht nicht zur Auswahl"),
        (Single(OPTIONS), 1, "steht nicht zur Auswahl"),
        (Single(OPTIONS), ["a"], "steht nicht zur Auswahl"),
        (Single(OPTIONS), {"other": "Quitte"}, "steht nicht zur Auswahl"),
        (Single(OPTIONS, other=True), {"other": " "}, "Ihre eigene Antwort dazu"),
        (Single(OPTIONS, other=True), {"other": 3}, "passt nicht"),
        (Single(OPTIONS, other=True), {"other": "x", "more": 1}, "passt nicht"),
        (Single(OPTIONS, other=True), {"other": "x" * 301}, "301 Zeichen lang, möglich sind 300"),
        (Multiple(OPTIONS), "a", "passt nicht"),
        (Multiple(OPTIONS), ["a", "d"], "steht nicht zur Auswahl"),
        (Multiple(OPTIONS), ["a"] * 1000, "passt nicht"),
        (Multiple(OPTIONS, other=True), [{"other": ""}], "Ihre eigene Antwort dazu"),
        (Multiple(OPTIONS, other=True), [{"other": "x"}, {"other": "y"}], "passt nicht"),
        (Multiple(OPTIONS, least=2), ["a", "a"], "mehr aus: mindestens 2, bisher 1"),
        (Multiple(OPTIONS, most=2), ["a", "b", "c"], "weniger aus: höchstens 2, jetzt 3"),
        (Scale(1, 5), 6, "steht nicht zur Auswahl"),
        (Scale(1, 5), "3", "steht nicht zur Auswahl"),
        (Scale(1, 5), 3.0, "steht nicht zur Auswahl"),
        (Scale(1, 5), True, "steht nicht zur Auswahl"),
        (Scale(1, 5), "unknown", "steht nicht zur Auswahl"),
        (Ranking(OPTIONS, 3), ["a", "b", "a"], "auf zwei Plätzen"),
        (Ranking(OPTIONS, 1), ["a", "b"], "weniger Plätze: höchstens 1, jetzt 2"),
        (Ranking(OPTIONS, 3), ["a", ["b"]], "steht nicht zur Auswahl"),
        (Ranking(OPTIONS, 3), {"a": 1}, "passt nicht"),
        (Number(), 12, "passt nicht"),
        (Number(), "viel", "eine ganze Zahl ein, zum Beispiel 12."),
        (Number(decimals=1), "viel", "nur eine Zahl"),
        (Number(), "12,5", "ganze Zahl"),
        (Number(least=Decimal("0.5"), decimals=1), "0,4", "Bitte geben Sie eine ab 0,5 ein"),
        (Number(most=Decimal(120)), "121", "Bitte geben Sie eine bis 120 ein"),
        (Short(5), "sechs!", "6 Zeichen lang, möglich sind 5"),
        (Long(2000), "x" * 1_000_000, "1000000 Zeichen lang, möglich sind 2000"),
        (Long(2000), ["x"], "passt nicht"),
        (Day(), "29.2.2026", "Dieses Datum gibt es nicht"),
        (Day(), "24.12.26", "das Jahr mit vier Ziffern"),
        (Day(), 20261224, "passt nicht"),
        (Day(earliest=date(2026, 5, 1)), "2026-04-30", "ab dem 01.05.2026"),
        (Day(latest=date(2026, 5, 1)), "2026-05-02", "bis zum 01.05.2026"),
        (Place(), {"lon": 9.9, "lat": 50.5}, "außerhalb des Gebiets"),
        (Place(), {"lon": 200, "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": float("nan"), "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": 10**400, "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": True, "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": "10.5", "lat": 50.5}, "gibt es auf der Karte nicht"),
        (Place(), {"lon": 10.5}, "passt nicht"),
        (Place(), {"lon": 10.5, "lat": 50.5, "text": "hier"}, "passt nicht"),
        (Place(), {"text": "x" * 301}, "301 Zeichen lang"),
        (Place(), "Bahnhof", "passt nicht"),
    ],
)
def test_what_cannot_be_taken_is_told_with_what_to_do(asks: Kind, sent: object, told: str) -> None:
    with pytest.raises(AnswerError) as refused:
        check(asks, sent)
    assert told in str(refused.value)
    assert "Bitte" in str(refused.value)


def test_limits_are_told_as_the_person_writes_them() -> None:
    with pytest.raises(AnswerError, match=r"ab 0\.5"):
        check(Number(Decimal("0.5"), decimals=1), "0", spoken="en")
    with pytest.raises(AnswerError, match="01/05/2026"):
        check(Day(date(2026, 5, 1)), "2026-04-30", spoken="en")


@pytest.mark.parametrize(
    ("asks", "sent", "part"),
    [
        (Single(OPTIONS, other=True), {"other": ""}, "other"),
        (Multiple(OPTIONS, other=True), ["a", {"other": "x" * 301}], "other"),
        (Place(), {"text": "x" * 301}, "text"),
        (Place(), {"lon": 200, "lat": 50}, ""),
        (Short(5), "sechs!", ""),
    ],
)
def test_what_is_wrong_leads_to_its_field(asks: Kind, sent: object, part: str) -> None:
    with pytest.raises(AnswerError) as refused:
        check(asks, sent)
    assert refused.value.part == part


@pytest.mark.parametrize("empty", [None, "", "  \n", "\0", [], {}, {"text": " "}])
def test_nothing_is_no_answer(empty: object) -> None:
    assert checks.is_empty(empty)
    assert check(Short(), empty) is None


@pytest.mark.parametrize("given", [0, False, "0", [""], {"text": None, "lon": 1}, {"other": ""}, " " * 40_001])
def test_what_somebody_may_mean_is_an_answer(given: object) -> None:
    """Also blanks without end, which are not even looked at: they are too long for any field."""
    assert not checks.is_empty(given)


def test_without_a_boundary_a_place_lies_anywhere() -> None:
    anywhere = Asked("de")
    assert checks.checked(Place(), {"lon": -180, "lat": 90}, anywhere) == {"lon": -180.0, "lat": 90.0}
    assert json.dumps(checks.checked(Place(), {"lon": -0.000001, "lat": 0}, anywhere)) == '{"lon": 0.0, "lat": 0.0}'


@pytest.mark.parametrize("kind", [Info(), Matrix(OPTIONS, OPTIONS)])
def test_a_text_to_read_and_a_matrix_take_no_answer_as_a_whole(kind: Kind) -> None:
    with pytest.raises(AnswerError):
        check(kind, "a")


@given(checked_whole, random_forms.anything)
def test_anything_at_all_is_kept_in_one_form_or_refused(asks: Kind, sent: object) -> None:
    with suppress(AnswerError):
        kept = check(asks, sent)
        written = json.loads(json.dumps(kept, allow_nan=False))
        assert check(asks, written) == kept == written


@given(st.data())
def test_a_valid_answer_is_kept_as_it_is(data: Any) -> None:
    asks = data.draw(checked_whole)
    answer = data.draw(random_forms.answers(asks))
    assert checks.checked(asks, answer, Asked("de")) == answer
