from search.groups import PER_MEETING, grouped, in_time
from search.moments import Spot


def spot(segment: int, meeting: int, start_ms: int = 0, recording: int = 1) -> Spot:
    return Spot(segment, recording, meeting, start_ms)


def test_meetings_come_in_the_order_of_their_best_hit() -> None:
    groups = grouped([spot(5, 2), spot(3, 1), spot(4, 2)])
    assert [(group.meeting_id, group.segment_ids) for group in groups] == [(2, (5, 4)), (1, (3,))]


def test_the_best_moments_of_a_meeting_are_its_first() -> None:
    (group,) = grouped([spot(number, 1) for number in range(9, 0, -1)])
    assert group.best == tuple(range(9, 9 - PER_MEETING, -1))


def test_one_meeting_is_read_in_the_order_it_was_said() -> None:
    assert in_time([spot(1, 1, 500), spot(2, 1, 100), spot(3, 1, 0, recording=2)]) == [2, 1, 3]
