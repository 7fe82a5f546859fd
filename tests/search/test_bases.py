import pytest

from council.base.settings import Settings
from search import german, lexicon
from search.bases import bases
from search.lexicon import Lexicon


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.opened(Settings().models)


def test_each_word_has_one_base_form(words: Lexicon) -> None:
    assert bases("Gebühren", words) == ("gebuehr",)
    assert bases("öffentlicher Nahverkehr", words) == ("oeffentlich", "nahverkehr")


def test_tied_words_are_one(words: Lexicon) -> None:
    assert len(bases("B-Plan", words)) == 1


def test_common_words_do_not_count_beside_others(words: Lexicon) -> None:
    assert bases("Bus und Bahn", words) == ("bus", "bahn")
    assert len(bases("und", words)) == 1


def test_who_asks_in_small_letters_means_the_noun(words: Lexicon) -> None:
    assert bases("antrag", words, asked=True) == bases("Antrag", words)


@pytest.mark.parametrize("said", ["B-Plan", "Kita-Gebühren", "Gebühr", "Elternbeitrag", "Grüne", "E-Mobilität"])
def test_a_base_form_is_what_a_sentence_is_found_by(words: Lexicon, said: str) -> None:
    [base] = bases(said, words)
    assert base in {term for token in german.analyse(f"Es geht um {said} in der Stadt.", words) for term in token.terms}


def test_without_words_there_are_none(words: Lexicon) -> None:
    assert bases("", words) == ()
    assert bases("?!", words) == ()
