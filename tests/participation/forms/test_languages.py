"""What the languages of texts are called, and how browsers know them."""

import pytest

from council.base import i18n
from participation.forms import languages
from participation.forms.texts import LANGUAGES

GERMAN, ENGLISH = i18n.language("de"), i18n.language("en")


@pytest.mark.parametrize("names", [languages.OWN_NAMES, languages.NAMES, languages.TAGS])
def test_there_is_one_for_each_language(names: dict[str, str]) -> None:
    assert tuple(names) == LANGUAGES


def test_a_language_is_called_as_the_reader_speaks() -> None:
    assert (languages.name("en", GERMAN), languages.name("en", ENGLISH)) == ("Englisch", "English")


def test_only_words_in_another_language_than_the_pages_are_marked() -> None:
    assert (languages.tag("de", GERMAN), languages.tag("en", GERMAN)) == ("", "en")
    assert languages.tag("de-leicht", GERMAN) == "de-simple"


def test_plain_language_is_heard_in_german() -> None:
    assert [languages.spoken(one) for one in LANGUAGES] == ["de", "en", "de"]
