"""The kinds of question: what each asks for, as plain JSON values and back, and the texts it has."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from participation.forms import kinds
from participation.forms.kinds import (
    KINDS,
    Day,
    Info,
    Kind,
    Long,
    Matrix,
    Number,
    Option,
    Ranking,
    Scale,
    Short,
    Single,
)
from participation.forms.members import DefinitionError, Members
from tests.participation import random_forms

TWO = (Option("a"), Option("b"))


def read(kind: str, **asks: Any) -> Kind:
    """What a question of this kind asks for; nothing else may be said."""
    members = Members(asks, "q")
    found = kinds.read(kind, members)
    members.end()
    return found


@random_forms.some
@given(random_forms.kinds())
def test_every_kind_is_read_back_as_it_was_written(asks: Kind) -> None:
    assert read(asks.kind, **json.loads(json.dumps(asks.to_json()))) == asks


@pytest.mark.parametrize(
    ("kind", "asks", "found"),
    [
        ("single", {"options": [{"key": "a"}, {"key": "b"}]}, Single(TWO)),
        ("ranking", {"options": [{"key": "a"}, {"key": "b"}]}, Ranking(TWO, 2)),
        ("matrix", {"rows": [{"key": "a"}]}, Matrix((TWO[0],))),
        ("number", {"min": "0.50"}, Number(Decimal("0.5"))),
        ("short", {}, Short(200)),
        ("long", {}, Long(2000)),
        ("date", {"earliest": None}, Day()),
    ],
)
def test_what_is_not_said_has_a_sensible_meaning(kind: str, asks: dict[str, Any], found: Kind) -> None:
    assert read(kind, **asks) == found


@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        ("essay", {}),
        ("Single", {}),
        ("", {}),
        ("single", {"options": ["a"]}),
        ("single", {"options": [{"text": {"de": "Ja"}}]}),
        ("single", {"options": [{"key": "a", "price": 3}]}),
        ("single", {"columns": []}),
        ("multiple", {"min": "1"}),
        ("multiple", {"max": 1.0}),
        ("scale", {"to": 5}),
        ("matrix", {"rows": [], "scale": {"from": 1, "to": 5, "steps": 2}}),
        ("matrix", {"rows": [], "scale": [1, 5]}),
        ("matrix", {"rows": [], "scale": {"from": 1, "to": 5}, "columns": []}),
        ("ranking", {"places": True}),
        ("number", {"min": 1}),
        ("number", {"max": "NaN"}),
        ("date", {"latest": "24.12.2026"}),
        ("place", {"zoom": 3}),
        ("info", {"required": True}),
    ],
)
def test_what_a_kind_does_not_ask_for_is_refused(kind: str, asks: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError, match="„q“"):
        read(kind, **asks)


def test_all_texts_are_told_by_name_with_whether_they_are_needed() -> None:
    yes, ends = Option("yes", {"de": "Ja"}), {1: {"de": "nie"}}
    assert list(Single((yes,)).said()) == [("option.yes", {"de": "Ja"}, True)]
    assert list(Matrix((yes,), Scale(1, 3, ends)).said()) == [
        ("row.yes", {"de": "Ja"}, True),
        ("label.1", {"de": "nie"}, False),
    ]
    assert list(Matrix((), (yes,)).said()) == [("column.yes", {"de": "Ja"}, True)]
    assert list(Number(unit={"de": "km"}).said()) == [("unit", {"de": "km"}, False)]
    assert not [*Short().said(), *Day().said(), *Info().said()]


def test_every_kind_goes_by_its_own_name() -> None:
    assert {name: one.kind for name, one in KINDS.items()} == {name: name for name in KINDS}
