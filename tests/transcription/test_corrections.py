"""A corrected text keeps the machine's times."""

from hypothesis import given
from hypothesis import strategies as st

from transcription.corrections import realign, spread
from transcription.words import Word

HEARD = [
    Word("Der", 1000, 1200, 0.9),
    Word("Koso", 1300, 1800, 0.4),
    Word("Prozessor", 1800, 2600, 0.7),
    Word("läuft.", 2700, 3000, 0.9),
]


def test_unchanged_words_keep_their_times_and_a_person_is_sure():
    assert realign(HEARD, "der Crusoe-Prozessor läuft!", 1000, 3000) == [
        Word("der", 1000, 1200), Word("Crusoe-Prozessor", 1300, 2600), Word("läuft!", 2700, 3000)
    ]  # fmt: skip


def test_inserted_words_take_the_time_between():
    result = realign(HEARD[:1] + HEARD[3:], "Der neue läuft.", 1000, 3000)
    assert [(word.text, word.start_ms, word.end_ms) for word in result] == [
        ("Der", 1000, 1200),
        ("neue", 1200, 2700),
        ("läuft.", 2700, 3000),
    ]


def test_words_before_and_after_reach_to_the_bounds():
    result = realign(HEARD[1:2], "Ja Koso gut", 500, 3000)
    assert [(word.start_ms, word.end_ms) for word in result] == [(500, 1300), (1300, 1800), (1800, 3000)]


def test_without_machine_words_the_text_is_spread_over_the_bounds():
    assert realign([], "aa bbb", 0, 700) == [Word("aa", 0, 300), Word("bbb", 300, 700)]


def test_an_emptied_text_has_no_words():
    assert realign(HEARD, " \n ", 1000, 3000) == []


texts = st.lists(st.sampled_from(["der", "die", "Rat", "rat,", "tagt", "heute", "!", "–"]), max_size=12)


@given(texts, texts)
def test_there_is_one_word_a_token_in_order_and_within_the_bounds(heard, corrected):
    words = spread(heard, 2000, 9000, 0.5)
    result = realign(words, " ".join(corrected), 1000, 8000)
    assert [word.text for word in result] == corrected
    edges = [edge for word in result for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert all(1000 <= edge <= 8000 for edge in edges)
    if heard == corrected:
        assert [word.start_ms for word in result] == [min(word.start_ms, 8000) for word in words]
