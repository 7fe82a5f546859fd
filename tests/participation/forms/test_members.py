"""Reading plain JSON values into the parts of a form."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.forms import members
from participation.forms.members import LARGEST_WHOLE, DefinitionError, Members
from tests.participation.random_forms import anything

READERS = (
    "text",
    "truth",
    "whole",
    "whole_or_none",
    "decimal_or_none",
    "day_or_none",
    "many",
    "texts",
    "labels",
    "raw",
)


def read(how: str, value: object) -> Any:
    return getattr(Members({"x": value}, "q7"), how)("x")


@pytest.mark.parametrize(
    ("how", "value", "found"),
    [
        ("text", " Gru\u0308n\r\n ", "Grün"),
        ("truth", True, True),
        ("whole", -3, -3),
        ("whole", LARGEST_WHOLE, LARGEST_WHOLE),
        ("decimal_or_none", "12.50", Decimal("12.5")),
        ("day_or_none", "2028-02-29", date(2028, 2, 29)),
        ("many", [1, "a"], [1, "a"]),
        ("texts", {"de-leicht": "Ja", "de": " Ja ", "en": " "}, {"de": "Ja", "de-leicht": "Ja"}),
        ("labels", {"10": {"de": "viel"}, "-1": {"de": "wenig"}, "2": {}}, {-1: {"de": "wenig"}, 10: {"de": "viel"}}),
        ("raw", {"any": "thing"}, {"any": "thing"}),
    ],
)
def test_a_member_is_read_as_what_it_is_meant_to_be(how: str, value: object, found: object) -> None:
    assert read(how, value) == found


@pytest.mark.parametrize(
    ("how", "values"),
    [
        ("text", [1, True, ["a"], {}]),
        ("truth", [1, 0, "true", []]),
        ("whole", [1.0, "1", True, LARGEST_WHOLE + 1, -LARGEST_WHOLE - 1]),
        ("whole_or_none", ["1", True, 10**5000]),
        ("decimal_or_none", [1, "1,5", "1e5", "NaN", "", "1" * 400]),
        ("day_or_none", ["2026-02-29", "26-12-24", "2026-1-1", "20261224", "2026-12-24T00:00", 20261224]),
        ("many", ["ab", {"0": "a"}, 3]),
        ("texts", ["Hallo", ["Hallo"], {"fr": "Bonjour"}, {"de": 1}, {"de": None}]),
        ("labels", [{"eins": {}}, {"1.0": {}}, {"9" * 8: {}}, {"1": "viel"}, [{"de": "viel"}]]),
    ],
)
def test_what_is_something_else_is_refused_with_its_place_and_name(how: str, values: list[object]) -> None:
    for value in values:
        with pytest.raises(DefinitionError, match=r"^„q7“: Die Angabe „x“ muss "):
            read(how, value)


@given(anything)
def test_whatever_stands_there_is_read_or_refused(value: object) -> None:
    for how in READERS:
        with suppress(DefinitionError):
            read(how, value)


def test_null_is_missing_and_what_is_missing_has_a_meaning() -> None:
    for given_members in ({}, dict.fromkeys("abcdefgh")):
        found = Members(given_members)
        assert not found.has("a")
        assert (found.text("a", "?"), found.truth("b"), found.whole("c", 4)) == ("?", False, 4)
        assert (found.whole_or_none("d"), found.decimal_or_none("e"), found.day_or_none("f")) == (None, None, None)
        assert (found.many("g"), found.texts("h"), found.labels("a"), found.raw("b")) == ([], {}, {}, None)
        found.end()


@pytest.mark.parametrize("how", ["text", "whole"])
def test_what_has_no_meaning_by_itself_must_be_there(how: str) -> None:
    with pytest.raises(DefinitionError, match="„key“ muss"):
        getattr(Members({}, "q7"), how)("key")


def test_what_nobody_took_would_be_lost_and_is_refused() -> None:
    found = Members({"a": 1, "zz" * 100: 2}, "q7")
    with pytest.raises(DefinitionError, match="„a“ ist unbekannt"):
        found.end()
    found.raw("a")
    with pytest.raises(DefinitionError, match=r"„z{80}“ ist unbekannt"):
        found.end()


@pytest.mark.parametrize("value", [None, [], "{}", 3, {1: "a"}])
def test_only_objects_have_members(value: object) -> None:
    with pytest.raises(DefinitionError, match="„q7“: Hier wird ein Objekt"):
        Members(value, "q7")


@given(st.text(max_size=12))
def test_only_a_day_is_a_day(text: str) -> None:
    found = members.day(text)
    assert found is None or found.isoformat() == text
