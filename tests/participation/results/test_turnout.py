"""How many answered, as the desk is told."""

import pytest

from council.base import i18n
from participation.processes import State
from participation.results import turnout


@pytest.mark.parametrize(
    ("count", "standing", "told"),
    [
        (0, State.OPEN, "weniger als 5"),
        (4, State.OPEN, "weniger als 5"),
        (5, State.OPEN, "mindestens 5"),
        (24, State.OPEN, "mindestens 20"),
        (1234, State.OPEN, "mindestens 1.230"),
        (0, State.COMING, "0"),
        (0, State.CLOSED, "0"),
        (1, State.CLOSED, "weniger als 5"),
        (1234, State.CLOSED, "1.234"),
        (3, State.WITHDRAWN, "weniger als 5"),
    ],
)
def test_whole_groups_while_it_is_open_and_all_afterwards(count: int, standing: State, told: str) -> None:
    assert turnout.told(count, 5, standing, i18n.language("de")) == told
