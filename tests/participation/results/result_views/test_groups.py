"""The groups to look at."""

from council.base import i18n
from participation.results.result_views import Groups, groups

GERMAN = i18n.language("de")
BLOCKS = [{"strata": ["Nord"], "people": 30}, {"strata": ["Süd", "Ost", ""], "people": 12}]


def found(wanted: str = "") -> Groups | None:
    return groups(BLOCKS, 42, wanted, GERMAN, "Ohne Angabe")


def test_all_are_looked_at_first() -> None:
    told = found()
    assert told is not None
    assert [(one.name, one.value, one.people, one.chosen) for one in told.offered] == [
        ("Alle", "", 42, True),
        ("Nord", "Nord", 30, False),
        ("Süd, Ost und Ohne Angabe zusammen", "Süd", 12, False),
    ]
    assert told.chosen is None


def test_those_put_together_are_named() -> None:
    told = found()
    assert told is not None
    assert told.joined == ("Süd", "Ost", "Ohne Angabe")


def test_who_asks_for_one_of_them_gets_all_of_them() -> None:
    told = found("Ost")
    assert told is not None
    assert told.chosen is not None
    assert (told.chosen.at, told.chosen.people) == (1, 12)


def test_there_is_no_other_group() -> None:
    assert found("West") is None
    assert groups([{"strata": [""], "people": 42}], 42, "Nord", GERMAN, "") is None


def test_with_a_single_block_there_is_nothing_to_choose() -> None:
    assert groups(BLOCKS[:1], 30, "", GERMAN, "") == Groups((), (), None)
