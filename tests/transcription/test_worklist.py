"""Which utterances are listed, and which comes next."""

from dataclasses import replace

from transcription.worklist import NOBODY, Choice, Line, Order, Stretch, chosen, following, item_at

LINES = [
    Line(1, 1_000, 2_000, "Anna", checked=True, hidden=False, confidence=0.2),
    Line(2, 3_000, 4_000, "Paul", checked=False, hidden=False, confidence=0.9),
    Line(3, 5_000, 6_000, None, checked=False, hidden=False, confidence=0.4),
    Line(4, 7_000, 8_000, "Paul", checked=False, hidden=True, confidence=0.1),
    Line(5, 9_000, 9_500, "Anna", checked=False, hidden=False, confidence=0.6),
]
STRETCHES = (Stretch(2_500, 10), Stretch(6_500, 20), Stretch(8_500, 10))


def ids(choice: Choice) -> list[int]:
    return [line.id for line in chosen(LINES, choice, STRETCHES)]


def test_in_order_of_time_all_are_listed() -> None:
    assert ids(Choice()) == [1, 2, 3, 4, 5]


def test_in_order_of_doubt_what_is_checked_or_hidden_drops_out() -> None:
    assert ids(Choice(Order.DOUBT)) == [3, 5, 2]


def test_only_unchecked_ones_are_listed_where_wanted() -> None:
    assert ids(Choice(open_only=True)) == [2, 3, 5]


def test_those_of_a_speaker_are_listed_also_of_an_unknown_one() -> None:
    assert ids(Choice(speaker="Paul")) == [2, 4]
    assert ids(Choice(speaker=NOBODY)) == [3]


def test_those_of_an_agenda_item_are_listed_in_all_its_stretches() -> None:
    assert ids(Choice(item_id=10)) == [2, 3, 5]
    assert item_at(2_000, STRETCHES) is None


def test_the_next_to_be_checked_follows_and_after_the_last_the_first() -> None:
    def after(line_id: int) -> int | None:
        found = following(LINES, line_id)
        return found.id if found else None

    assert (after(1), after(3), after(5), after(4711)) == (2, 5, 2, 2)


def test_nothing_follows_where_all_is_checked() -> None:
    assert following([replace(line, checked=True) for line in LINES], 1) is None
