"""Options, rows and columns as a planner changes them."""

import pytest

from participation.forms import choices
from participation.forms.kinds import Info, Matrix, Multiple, Option, Ranking, Scale, Single

YES, NO, BOTH = (Option(key, {"de": key.title(), "en": key}) for key in ("ja", "nein", "beides"))
ALL = (YES, NO, BOTH)


def keys(options):
    return [option.key for option in options]


def test_new_ones_stand_at_the_end_under_keys_of_their_own():
    more = choices.added(ALL, ["Vielleicht", "Ja"], "de")
    assert keys(more) == ["ja", "nein", "beides", "vielleicht", "ja_2"]
    assert more[-1].text == {"de": "Ja"}


def test_another_text_leaves_key_and_translations_alone():
    changed = choices.reworded(ALL, {"nein": "Auf keinen Fall", "fremd": "x"}, "de")
    assert changed == (YES, Option("nein", {"en": "nein", "de": "Auf keinen Fall"}), BOTH)


def test_an_empty_text_is_taken_away():
    assert choices.reworded(ALL, {"ja": ""}, "de")[0] == Option("ja", {"en": "ja"})


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [
        ("ja", 1, ["nein", "ja", "beides"]),
        ("beides", -1, ["ja", "beides", "nein"]),
        ("ja", -1, ["ja", "nein", "beides"]),
        ("beides", 1, ["ja", "nein", "beides"]),
        ("fremd", 1, ["ja", "nein", "beides"]),
    ],
)
def test_one_is_moved_and_stays_at_the_ends(key, by, order):
    assert keys(choices.moved(ALL, key, by)) == order


def test_one_is_taken_away():
    assert keys(choices.without(ALL, "nein")) == ["ja", "beides"]


@pytest.mark.parametrize("kind", [Single(ALL), Multiple(ALL), Ranking(ALL), Matrix((YES,), ALL)])
def test_every_kind_with_options_gives_and_takes_them(kind):
    assert choices.of(kind) == ALL
    assert choices.of(choices.with_options(kind, (YES,))) == (YES,)


@pytest.mark.parametrize("kind", [Scale(), Info(), Matrix((YES,), Scale())])
def test_others_have_none(kind):
    assert choices.of(kind) == ()
