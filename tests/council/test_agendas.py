"""Reading an agenda: what is clear is mended and told, what is not is refused with what to do."""

import contextlib
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import agendas
from council.agendas import AgendaError, Item

BERLIN = ZoneInfo("Europe/Berlin")


def meeting(*items: dict[str, Any], **fields: Any) -> str:
    return json.dumps(
        {"name": "12. Sitzung", "start": "2026-03-17T17:00:00+01:00", "agendaItem": list(items), **fields}
    )


def item(number: str = "1", name: str = "Eröffnung", **fields: Any) -> dict[str, Any]:
    return {"number": number, "name": name, "public": True, **fields}


def test_an_oparl_meeting_is_read() -> None:
    agenda = agendas.parse(
        meeting(
            item(order=1, **{"x-recordingStart": 15.2}),
            organization=[{"name": "Stadtrat"}],
            location={"description": "Saal"},
        ),
        BERLIN,
    )
    assert agenda.organization == "Stadtrat"
    assert agenda.location == "Saal"
    assert agenda.start == datetime(2026, 3, 17, 16, tzinfo=UTC)
    assert agenda.items == (Item("1", "Eröffnung", public=True, starts_ms=(15200,)),)
    assert agenda.warnings == ()


def test_a_start_without_a_zone_is_the_towns_time() -> None:
    assert agendas.parse(meeting(start="2026-07-01T17:00:00"), BERLIN).start == datetime(2026, 7, 1, 15, tzinfo=UTC)


def test_unordered_items_are_put_in_order_and_it_is_told() -> None:
    agenda = agendas.parse(meeting(item("2", "B", order=2), item("1", "A", order=1)), BERLIN)
    assert [one.number for one in agenda.items] == ["1", "2"]
    assert any("geordnet" in warning for warning in agenda.warnings)


def test_a_doubled_item_becomes_one_with_all_its_stretches() -> None:
    agenda = agendas.parse(meeting(item(**{"x-recordingStart": 60}), item(**{"x-recordingStart": 5})), BERLIN)
    assert [one.starts_ms for one in agenda.items] == [(5000, 60000)]
    assert any("zweimal" in warning for warning in agenda.warnings)


def test_an_item_that_is_non_public_once_stays_non_public_when_doubled() -> None:
    agenda = agendas.parse(meeting(item(), item(public=False)), BERLIN)
    assert [one.public for one in agenda.items] == [False]


def test_missing_items_are_told() -> None:
    assert agendas.parse(json.dumps({"start": "2026-03-17T17:00:00"}), BERLIN).warnings


@pytest.mark.parametrize("start", [-1, "bald", True, 1e9, float("inf")])
def test_a_start_that_is_no_time_is_passed_over_and_told(start: Any) -> None:
    agenda = agendas.parse(meeting(item(**{"x-recordingStart": start})), BERLIN)
    assert agenda.items[0].starts_ms == ()
    assert any("Beginn" in warning for warning in agenda.warnings)


@pytest.mark.parametrize("value", ["false", 0, None, "nein"])
def test_public_is_true_or_false_and_nothing_that_could_be_taken_for_either(value: Any) -> None:
    with pytest.raises(AgendaError, match="public"):
        agendas.parse(meeting(item(public=value)), BERLIN)


def test_a_non_public_item_with_a_start_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(AgendaError, match="herausgeschnitten"):
        agendas.parse(meeting(item(public=False, **{"x-recordingStart": [10, "0:50:00"]})), BERLIN)


def test_a_non_public_item_that_is_doubled_but_timed_only_once_is_refused() -> None:
    with pytest.raises(AgendaError, match="mehrmals"):
        agendas.parse(meeting(item(public=False, **{"x-recordingStart": 10}), item(public=False)), BERLIN)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "JSON"),
        ("[1]", "OParl-Meeting"),
        ("[" * 100_000, "JSON"),
        ("{}", "start"),
        ('{"start": "gestern"}', "2026-03-17T17:00:00"),
        ('{"start": "2026-03-17T17:00:00", "agendaItem": "viel"}', "Liste"),
        (meeting(*(item(str(n), str(n)) for n in range(501))), "501"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(text: str, hint: str) -> None:
    with pytest.raises(AgendaError, match=hint):
        agendas.parse(text, BERLIN)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(json_values, json_values, json_values)
def test_nonsense_is_read_or_refused_but_never_breaks(items: Any, organization: Any, start: Any) -> None:
    text = json.dumps(
        {
            "start": "2026-03-17T17:00:00",
            "agendaItem": [{"x-recordingStart": start, "order": start}, items],
            "organization": organization,
        }
    )
    with contextlib.suppress(AgendaError):
        agendas.parse(text, BERLIN)
