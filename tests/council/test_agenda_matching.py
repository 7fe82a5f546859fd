from council.agenda_matching import match
from council.agendas import Item


def known(*items):
    return [Item(number, name, oparl_id=oparl_id) for number, name, oparl_id in items]


OLD = known(("Ö 1", "Eröffnung", "a"), ("Ö 2", "Radweg", None), ("Ö 3", "Schule", None))


def test_the_sources_own_id_comes_first():
    assert match(OLD, known(("Ö 9", "Ganz anders", "a"))).known == (0,)


def test_then_number_and_title():
    assert match(OLD, known(("Ö 2", "Radweg", None), ("Ö 3", "Schule", "c"))).known == (1, 2)


def test_then_the_title_of_an_item_that_was_renumbered():
    """An item inserted before others must not take their marks."""
    matching = match(OLD, known(("Ö 2", "Nachtrag", None), ("Ö 3", "Radweg", None), ("Ö 4", "Schule", None)))
    assert matching.known == (None, 1, 2)


def test_then_the_number_of_an_item_whose_title_was_corrected():
    assert match(OLD, known(("Ö 3", "Grundschule", None))).known == (2,)


def test_two_ids_of_a_source_are_two_items():
    assert match(OLD, known(("Ö 1", "Eröffnung", "z"))).known == (None,)


def test_what_comes_twice_is_not_guessed_at():
    doubled = known(("1", "Mitteilungen", None), ("1", "Mitteilungen", None))
    assert match(doubled, known(("1", "Mitteilungen", None))).known == (None,)
    assert match(OLD, known(("Ö 3", "A", None), ("Ö 3", "B", None))).known == (None, None)


def test_what_no_newer_item_is_is_left():
    assert match(OLD, known(("Ö 2", "Radweg", None))).left == (0, 2)
    assert match(OLD, ()).left == (0, 1, 2)
    assert match((), OLD).known == (None, None, None)
