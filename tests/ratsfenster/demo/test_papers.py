"""The papers in the repository are those the script makes, and they fit each other."""

import json
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from council import agendas
from ratsfenster import demo
from ratsfenster.demo.documents import agenda_of, corrections_of, reference_of, speakers_of

BERLIN = ZoneInfo("Europe/Berlin")


def read(path: Any) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def agenda() -> agendas.Agenda:
    return agendas.parse(demo.AGENDA.read_text(encoding="utf-8"), BERLIN)


def test_script_makes_the_reference_text(timeline):
    assert reference_of(timeline) == demo.REFERENCE.read_text(encoding="utf-8")


def test_script_makes_the_agenda(script, timeline):
    assert read(demo.AGENDA) == agenda_of(script, timeline)


def test_script_makes_the_corrections_and_the_speakers(timeline):
    assert read(demo.CORRECTIONS) == corrections_of(timeline)
    assert read(demo.SPEAKERS) == speakers_of(timeline)


def test_agenda_is_read_without_a_warning(agenda):
    assert agenda.warnings == ()
    assert agenda.organization == "Stadtrat"
    assert agenda.start.isoformat() == "2026-05-19T18:00:00+02:00"
    assert 5 <= len(agenda.items) <= 7


def test_only_the_last_item_is_not_public(agenda):
    assert [item.number for item in agenda.items if not item.public] == ["N 1"]
    assert agenda.items[-1].number == "N 1"


def test_agenda_items_begin_in_order_within_the_recording(agenda, timeline):
    starts = [item.starts_ms[0] for item in agenda.items]
    assert starts == sorted(set(starts))
    assert starts[0] >= 0
    assert starts[-1] < timeline.duration_ms


def test_everything_is_said_within_its_agenda_item(agenda, reference, timeline):
    starts = [item.starts_ms[0] for item in agenda.items]
    stretches = list(pairwise([*starts, timeline.duration_ms]))
    within = {item.number: stretch for item, stretch in zip(agenda.items, stretches, strict=True)}
    for row in reference:
        start, end = within[row.agenda_item]
        assert start <= row.start_ms < row.end_ms <= end, row


def test_nobody_speaks_while_another_does(reference):
    for before, after in pairwise(reference):
        assert before.end_ms < after.start_ms


def test_the_meeting_pauses_once_for_some_seconds(reference, agenda):
    starts = {item.number: item.starts_ms[0] for item in agenda.items}
    gaps = [(after.start_ms - before.end_ms, after) for before, after in pairwise(reference)]
    length, after = max(gaps, key=lambda gap: gap[0])
    assert 5_000 <= length <= 15_000
    assert after.agenda_item == "5"
    assert starts["5"] <= after.start_ms


def test_a_third_of_the_public_text_is_checked_word_for_word(reference):
    said = {(row.start_ms, row.end_ms): row for row in reference}
    corrections = read(demo.CORRECTIONS)
    for correction in corrections:
        row = said[correction["start_ms"], correction["end_ms"]]
        assert (correction["text"], correction["speaker"]) == (row.text, row.speaker)
        assert row.agenda_item != "N 1"
    assert 0.25 <= len(corrections) / len(reference) <= 0.4


def test_speakers_cover_what_they_say(reference):
    turns = read(demo.SPEAKERS)
    for row in reference:
        assert [
            turn["speaker"] for turn in turns if turn["start_ms"] <= row.start_ms and row.end_ms <= turn["end_ms"]
        ] == [row.speaker]
    assert len({turn["speaker"] for turn in turns}) == 4


def test_the_search_word_is_public_and_left_to_the_machine(reference):
    rows = [row for row in reference if demo.SEARCH_WORD in row.text]
    assert rows
    assert all(row.agenda_item != "N 1" for row in rows)
    assert not any(demo.SEARCH_WORD in correction["text"] for correction in read(demo.CORRECTIONS))


def test_the_non_public_word_is_said_in_the_non_public_part_alone(reference, agenda):
    word = demo.NON_PUBLIC_WORD.casefold()
    assert {row.agenda_item for row in reference if word in row.text.casefold()} == {"N 1"}
    assert not any(word in item.name.casefold() for item in agenda.items)
