"""What stands for what in tables."""

import pytest

from participation.forms.kinds import (
    Day,
    Info,
    Kind,
    Long,
    Matrix,
    Multiple,
    Number,
    Option,
    Place,
    Ranking,
    Scale,
    Single,
)
from participation.forms.questions import Question
from participation.results.exports import codes

YES, NO = Option("yes", {"de": "Ja", "en": "Yes"}), Option("no", {"en": "No"})
ENDS = Scale(1, 3, {1: {"de": "nie"}, 3: {"de": "oft"}}, unknown=True)


@pytest.mark.parametrize(
    ("asks", "named"),
    [
        (Single((YES, NO)), {"yes": "Ja", "no": "no"}),
        (Multiple((YES,), other=True), {"yes": "Ja", "other": "Sonstiges, in eigenen Worten"}),
        (ENDS, {"1": "nie", "2": "", "3": "oft", "unknown": "weiß nicht"}),
        (Matrix((YES,), ENDS), {"1": "nie", "2": "", "3": "oft", "unknown": "weiß nicht"}),
        (Matrix((NO,), (YES,)), {"yes": "Ja"}),
        (Ranking((YES, NO), 2), {"1": "Rang 1", "2": "Rang 2"}),
        (Long(), {"text": "etwas geschrieben"}),
        (Place(), {"gezaehlt": "auf der Karte, Ort nicht gezeigt", "worte": "in Worten"}),
        (Number(), {}),
        (Day(), {}),
        (Info(), {}),
    ],
)
def test_answers_that_have_names_are_named_in_the_order_they_are_offered(asks: Kind, named: dict[str, str]) -> None:
    assert codes.labels(asks, "de") == tuple(named.items())


def test_what_has_no_name_in_a_language_is_called_by_its_key() -> None:
    assert codes.labels(Single((YES, NO)), "en") == (("yes", "Yes"), ("no", "No"))
    assert codes.asked(Question("q1", Long(), {"de": "Warum?"}), "de") == "Warum?"
    assert codes.asked(Question("q1", Long(), {"de": "Warum?"}), "en") == "q1"
