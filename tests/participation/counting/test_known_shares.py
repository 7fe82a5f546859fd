"""Known shares: typed as percentages, kept as shares of one, and of use only while they fit the survey."""

from dataclasses import replace

import pytest

from participation.counting import known_shares
from participation.counting.known_shares import KnownShares, SharesError
from participation.forms import Form
from tests.participation.townsurvey import EVERY_KIND, form, options, question

AGE = question("age", "single", options=options("young", "old"))


def test_percentages_become_shares() -> None:
    assert known_shares.read("Alter", {"jung": "33,3", "alt": " 66.7 % "}) == {"jung": 0.333, "alt": 0.667}
    assert known_shares.read("Alter", {"jung": "33,3", "alt": "33,3", "mittel": "33,3"}), "rounded shares are taken"


def test_nothing_typed_is_nothing_known() -> None:
    assert known_shares.read("Alter", {"jung": "", "alt": ""}) == {}
    assert known_shares.to_json(KnownShares()) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"jung": "40", "alt": "50"}, "Alter: Die Anteile ergeben zusammen 90,0 % statt 100 %."),
        ({"jung": "60", "alt": "60"}, "zusammen 120,0 %"),
        ({"jung": "100", "alt": ""}, "Alter: Für „alt“ fehlt der Anteil."),
        ({"jung": "100", "alt": "0"}, "Für „alt“ fehlt der Anteil."),
        ({"jung": "150", "alt": "-50"}, "Für „jung“ fehlt der Anteil."),
        ({"jung": "viele", "alt": "1"}, "Für „jung“ fehlt der Anteil."),
        ({"jung": "nan", "alt": "1e2"}, "Für „jung“ fehlt der Anteil."),
    ],
)
def test_what_does_not_add_up_is_told(typed: dict[str, str], told: str) -> None:
    with pytest.raises(SharesError, match=told):
        known_shares.read("Alter", typed)


def test_kept_as_json_and_read_again() -> None:
    known = KnownShares({"Nord": 0.4, "Süd": 0.6}, "age", {"young": 0.3, "old": 0.7})
    assert known_shares.from_json(known_shares.to_json(known)) == known
    assert not known_shares.from_json(None)


def test_they_fit_the_groups_and_answers_they_were_made_for() -> None:
    known = KnownShares({"Nord": 0.4, "Süd": 0.6}, "age", {"young": 0.3, "old": 0.7})
    assert known_shares.fitting(known, ["Süd", "Nord"], form(AGE))
    assert not known_shares.fitting(known, ["Süd"], form(AGE))
    assert not known_shares.fitting(known, ["Süd", "Nord"], form(question("age", "single", options=options("young"))))
    assert not known_shares.fitting(known, ["Süd", "Nord"], form(question("age", "number")))
    assert known_shares.fitting(KnownShares(), ["Süd"], form(AGE))


def test_only_single_choice_without_words_of_ones_own_can_be_weighted_by() -> None:
    assert known_shares.questions(form(AGE, *EVERY_KIND)) == {"age": ("young", "old")}


def test_what_only_some_are_asked_cannot_be_weighted_by() -> None:
    hidden = {**AGE, "key": "hidden", "shown_if": {"question": "age", "op": "is", "value": "old"}}
    assert list(known_shares.questions(form(AGE, hidden))) == ["age"]
    page = replace(form(AGE).pages[0], shown_if=form(AGE, hidden).questions["hidden"].shown_if)
    assert known_shares.questions(Form(("de",), (page,))) == {}
