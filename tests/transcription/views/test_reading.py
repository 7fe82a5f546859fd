"""A part of a transcript as it is read."""

from transcription.transcripts import PublicSegment
from transcription.views.reading import Gap, Reading, Turn, entries


def said(start_ms: int, speaker: str | None = None, *, checked: bool = False) -> PublicSegment:
    return PublicSegment(start_ms, start_ms, start_ms + 500, speaker, "Ein Satz.", (), checked, None)


READING = Reading("/aufzeichnungen/1")


def test_what_one_speaker_says_is_one_turn() -> None:
    found = entries([said(0, "A"), said(1000, "A"), said(2000, "B"), said(3000, "A")], [], READING)
    assert [(turn.speaker, len(turn.utterances)) for turn in found if isinstance(turn, Turn)] == [
        ("A", 2),
        ("B", 1),
        ("A", 1),
    ]


def test_a_gap_stands_where_it_was_and_parts_a_turn() -> None:
    found = entries([said(0, "A"), said(100_000, "A")], [(1000, 61_000)], READING)
    assert [entry.kind for entry in found] == ["turn", "gap", "turn"]
    gap = found[1]
    assert isinstance(gap, Gap)
    assert gap.minutes == 1


def test_who_wrote_it_is_said_where_it_changes() -> None:
    (turn,) = entries([said(0), said(1, checked=True), said(2, checked=True), said(3)], [], READING)
    assert isinstance(turn, Turn)
    assert [utterance.status for utterance in turn.utterances] == ["machine", "checked", "", "machine"]


def test_who_wrote_it_is_said_anew_when_somebody_else_speaks() -> None:
    found = entries([said(0, "A", checked=True), said(1, "B", checked=True)], [], READING)
    assert [turn.utterances[0].status for turn in found if isinstance(turn, Turn)] == ["checked", "checked"]


def test_a_jump_begins_at_the_whole_second() -> None:
    (turn,) = entries([said(12_900)], [], READING)
    assert isinstance(turn, Turn)
    assert (turn.utterances[0].seconds, turn.utterances[0].clock) == ("12", "0:00:12")


def test_the_utterance_a_link_means_is_marked() -> None:
    (turn,) = entries([said(0), said(1000)], [], Reading("/aufzeichnungen/1", meant=1000))
    assert isinstance(turn, Turn)
    assert [utterance.meant for utterance in turn.utterances] == [False, True]
