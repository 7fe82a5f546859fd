"""The one way published data is written."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.counting.canonical import canonical

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=4), inside, max_size=4),
    max_leaves=8,
)


def turned(value: Any) -> Any:
    """The same value, with the members of all objects the other way round."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return [turned(one) for one in value] if isinstance(value, list) else value


@given(values)
def test_the_order_of_members_makes_no_difference(value: Any) -> None:
    assert canonical(turned(value)) == canonical(value)


@given(values)
def test_it_says_what_was_meant_in_one_line_and_once_is_for_all(value: Any) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written
    assert b"\n" not in written


@given(values, values)
def test_what_differs_is_written_differently(one: Any, other: Any) -> None:
    """Also 1 and true, and 1 and 1.0, which Python takes for the same."""
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) is same


def test_it_is_written_so_for_good() -> None:
    """Checksums that people noted are reckoned from it."""
    told = {"z": [1, 2.5, True, None], "a": {"ö": "Größe <b>", "b": 'ein "Wort"\n'}}
    assert canonical(told) == '{"a":{"b":"ein \\"Wort\\"\\n","ö":"Größe <b>"},"z":[1,2.5,true,null]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [{"a": -float("inf")}], "\ud800", {1, 2}, b"x"])
def test_what_has_no_way_to_be_written_is_refused(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical(value)
