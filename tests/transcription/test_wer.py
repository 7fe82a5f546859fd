"""Word error rate."""

import pytest

from transcription.wer import distance, normalized, word_error_rate


def test_case_and_punctuation_do_not_count():
    assert normalized("Der Rat, (bzw. das „Gremium“) – tagt!") == ["der", "rat", "bzw", "das", "gremium", "tagt"]
    assert word_error_rate("Die West- und Südseite.", "die west und südseite") == 0


@pytest.mark.parametrize(
    ("wanted", "heard", "errors"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a b c", "a b b c", 1),
        ("a b c", "", 3),
        ("", "a", 1),
        ("a b", "b a", 2),
    ],
)
def test_substitutions_deletions_and_insertions_count_once(wanted, heard, errors):
    assert distance(wanted.split(), heard.split()) == errors


def test_the_rate_is_a_share_of_the_reference():
    assert word_error_rate("eins zwei drei vier", "eins zwei drei fünf") == 0.25
    assert word_error_rate("", "") == 0
    assert word_error_rate("...", "etwas") == 1
