from collections.abc import Iterable

from search.engines import Hit
from search.groups import GROUPED, PER_MEETING, Line, grouped, in_time
from search.plans import WHOLE
from search.spots import Spot


def spot(segment: int, meeting: int, start_ms: int = 0, recording: int = 1) -> Spot:
    return Spot(Hit(f"segment-{segment}", WHOLE), meeting, recording, start_ms)


def matter(kind: str, number: int) -> Spot:
    return Spot(Hit(f"{kind}-{number}", WHOLE), 1)


def ids(lines: Iterable[Line]) -> list[str]:
    return [line.hit.id for line in lines]


def test_meetings_come_in_the_order_of_their_best_hit() -> None:
    groups = grouped([spot(5, 2), spot(3, 1), spot(4, 2)])
    assert [(group.meeting_id, ids(group.lines)) for group in groups] == [
        (2, ["segment-5", "segment-4"]),
        (1, ["segment-3"]),
    ]


def test_the_best_of_a_meeting_are_its_first() -> None:
    (group,) = grouped([spot(number, 1) for number in range(9, 0, -1)])
    assert ids(group.best) == [f"segment-{number}" for number in range(9, 9 - PER_MEETING, -1)]


def test_only_the_best_thousand_are_grouped() -> None:
    (group,) = grouped([spot(number, 1) for number in range(GROUPED + 1)])
    assert len(group.lines) == GROUPED


def test_one_meeting_is_read_in_the_order_it_was_said_and_first_what_nobody_said() -> None:
    item = Spot(Hit("agenda_item-9", WHOLE), 1)
    said = [spot(1, 1, 500), spot(2, 1, 100), item, spot(3, 1, 0, recording=2)]
    assert ids(in_time(said)) == ["agenda_item-9", "segment-2", "segment-1", "segment-3"]


def test_an_agenda_item_and_its_paper_are_one_line_where_the_better_of_them_stands() -> None:
    found = [matter("paper", 7), spot(7, 1), matter("agenda_item", 8), matter("agenda_item", 7), matter("paper", 8)]
    (group,) = grouped(found)
    assert ids(group.lines) == ["agenda_item-7", "segment-7", "agenda_item-8"]
    assert [line.paper for line in group.lines] == [True, False, True]
    assert ids(in_time(found)) == ["agenda_item-7", "agenda_item-8", "segment-7"]


def test_a_paper_whose_agenda_item_was_not_found_stands_for_itself() -> None:
    (group,) = grouped([matter("paper", 7), matter("agenda_item", 8), matter("meeting", 7)])
    assert group.lines == tuple(Line(Hit(each, WHOLE)) for each in ("paper-7", "agenda_item-8", "meeting-7"))
