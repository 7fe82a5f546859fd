"""What can no longer be changed, by where a process stands."""

from participation.processes import State
from participation.processes.locked_settings import Part, fixed


def test_a_draft_is_free_until_codes_are_made() -> None:
    assert fixed(State.DRAFT, codes=False) == {}
    assert set(fixed(State.DRAFT, codes=True)) == {Part.ACCESS, Part.STRATA}


def test_what_is_announced_keeps_everything_but_its_time() -> None:
    assert set(Part) - set(fixed(State.COMING, codes=False)) == {Part.OPENING, Part.CLOSING}


def test_once_it_runs_or_is_over_all_is_fixed() -> None:
    for state in (State.OPEN, State.CLOSED, State.WITHDRAWN):
        assert set(fixed(state, codes=False)) == set(Part)
    assert "Verlängern" in fixed(State.OPEN, codes=False)[Part.CLOSING]
