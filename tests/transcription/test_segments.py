"""Utterances: at most 30 words, ending where sentences end, broken by pauses and boundaries."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.segments import MOST_WORDS, PAUSE_MS, ends_sentence, split
from transcription.words import Word


def spoken(text, start=0, each=300):
    """Words without pauses between them."""
    return [Word(token, start + n * each, start + (n + 1) * each, 0.9) for n, token in enumerate(text.split())]


@st.composite
def speech(draw):
    tokens = draw(
        st.lists(
            st.sampled_from(
                ["Ja", "nein.", "der", "Rat,", "stimmt?", "12.", "Nr.", "Uhr;", "z.", "B.", "gut!", "2024."]
            ),
            max_size=120,
        )
    )
    words, now = [], 0
    for token in tokens:
        now += draw(st.sampled_from([0, 0, 0, 50, 400, 2000]))
        words.append(Word(token, now, now + 200, 0.5))
        now += 200
    return words


def texts(words, boundaries=()):
    return [draft.text for draft in split(words, boundaries)]


def test_short_sentences_stay_together_up_to_thirty_words():
    sentence = "Der Rat stimmt dem Antrag der Verwaltung heute zu. "
    assert texts(spoken(sentence * 5)) == [(sentence * 3).strip(), (sentence * 2).strip()]


def test_an_utterance_ends_at_a_sentence_end_not_in_the_middle():
    first = " ".join(["Wort"] * 19) + " Ende."
    second = " ".join(["Wort"] * 19) + " Schluss."
    assert texts(spoken(f"{first} {second}")) == [first, second]


def test_a_sentence_too_long_is_split_at_a_comma():
    text = " ".join(["wort"] * 21) + " hier, " + " ".join(["wort"] * 20) + " aus."
    assert texts(spoken(text)) == [text[: text.index(",") + 1], text[text.index(",") + 2 :]]


def test_a_sentence_without_marks_is_split_near_the_middle():
    assert [len(text.split()) for text in texts(spoken("wort " * 50))] == [25, 25]
    assert [len(text.split()) for text in texts(spoken("wort " * 100))] == [30, 30, 20, 20]


def test_a_sentence_of_a_whole_evening_takes_a_moment():
    words = [Word("wort", 0, 300, 0.9)] * 600_000
    begin = time.process_time()
    assert sum(len(draft.words) for draft in split(words)) == 600_000
    assert time.process_time() - begin < 10


def test_a_long_pause_ends_an_utterance():
    words = spoken("Wir stimmen ab") + spoken("Danke sehr", start=900 + PAUSE_MS + 1)
    assert texts(words) == ["Wir stimmen ab", "Danke sehr"]
    assert len(texts(spoken("Wir stimmen ab") + spoken("Danke sehr", start=900 + PAUSE_MS))) == 1


def test_a_boundary_ends_an_utterance_and_a_word_belongs_where_its_middle_lies():
    words = spoken("eins zwei drei vier", each=1000)
    assert texts(words, [1400]) == ["eins", "zwei drei vier"]
    assert texts(words, [1600]) == ["eins zwei", "drei vier"]
    assert texts(words, [0, 9_000_000]) == ["eins zwei drei vier"]


def test_an_utterance_has_its_words_times_and_mean_confidence():
    (draft,) = split([Word("Guten", 500, 900, 1.0), Word("Abend.", 1000, 1700, 0.5)])
    assert (draft.start_ms, draft.end_ms, draft.confidence, draft.speaker) == (500, 1700, 0.75, None)
    assert len(draft.words) == 2


@pytest.mark.parametrize(
    ("word", "following"),
    [
        ("Nr.", "12"),
        ("z.", "B."),
        ("B.", "Straßen"),
        ("Dr.", "Maier"),
        ("12.", "März"),
        ("III.", "Quartal"),
        ("ca.", "Zehn"),
        ("z.B.", "Autos"),
        ("Abs.", "2"),
        ("(vgl.", "Anlage"),
        ("aus.", "und"),
        ("Haus", "Das"),
        ("St.", "Marien"),
    ],
)
def test_these_do_not_end_a_sentence(word, following):
    assert not ends_sentence(word, following)


@pytest.mark.parametrize(
    ("word", "following"),
    [
        ("zu.", "Wir"),
        ("2024.", "Dann"),
        ("dafür?", "dagegen"),
        ("gut!“", "Sagte"),
        ("Danke…", "Bitte"),
        ("Nr.", None),
        ("Rat.)", "Das"),
    ],
)
def test_these_end_a_sentence(word, following):
    assert ends_sentence(word, following)


def test_an_ordinal_ends_a_sentence_where_the_speaker_pauses():
    assert ends_sentence("12.", "Wir", pause_ms=800)


@given(speech(), st.lists(st.integers(0, 60_000), max_size=5))
def test_no_word_is_lost_and_no_utterance_is_too_long(words, boundaries):
    drafts = split(words, boundaries)
    assert [word for draft in drafts for word in draft.words] == words
    assert all(1 <= len(draft.text.split()) <= MOST_WORDS for draft in drafts)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(drafts))
    for draft in drafts:
        assert not any(draft.words[0].end_ms <= boundary <= draft.words[-1].start_ms for boundary in boundaries)
