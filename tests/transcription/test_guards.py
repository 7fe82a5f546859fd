"""What a speech model makes up is taken out again; what was said stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.guards import clean, in_order, is_known_invention
from transcription.words import Phrase, Word, words_of

LENGTH = 60_000


def phrase(text, start=1000, each=400, probability=0.9, **stats):
    words = [Word(t, start + n * each, start + (n + 1) * each, probability) for n, t in enumerate(text.split())]
    return Phrase(tuple(words), **stats)


def said(*phrases, voice=((0, LENGTH),)):
    return " ".join(one.text for one in clean(phrases, list(voice), LENGTH))


@pytest.mark.parametrize(
    "text",
    [
        "Untertitel im Auftrag des ZDF",
        "Untertitel im Auftrag des ZDF für funk, 2017",
        "Untertitel der Amara.org-Community",
        "Copyright WDR 2021",
        "Untertitelung des ZDF, 2020",
        "Untertitel von Stephanie Geiges",
        "Vielen Dank fürs Zuschauen!",
        "Das war's für heute.",
        "Vielen Dank.",
        "SWR 2020",
        "Bis zum nächsten Mal!",
        "Danke fürs Zuhören.",
        "Vielen Dank für Ihre Aufmerksamkeit.",
        "Musik",
        "Thanks for watching!",
    ],
)
def test_known_inventions_go_when_the_model_was_unsure_and_stay_when_they_were_said(text):
    assert is_known_invention(text)
    assert said(phrase(text, probability=0.3)) == ""
    assert said(phrase(text), voice=[(0, 900)]) == ""
    assert said(phrase(text, probability=0.8)) == text


@pytest.mark.parametrize(
    "text", ["Die Untertitel der Sitzung fehlen noch.", "Wir danken der Verwaltung.", "Das war eine gute Beratung.", ""]
)
def test_ordinary_sentences_are_no_known_inventions(text):
    assert not is_known_invention(text)


def test_an_unsure_sentence_that_nobody_is_known_to_invent_stays():
    assert said(phrase("Kassel Korbach fährt", probability=0.2)) == "Kassel Korbach fährt"


def test_words_far_from_any_voice_were_not_said():
    assert said(phrase("Der Rat stimmt zu."), voice=[]) == ""
    assert said(phrase("Der Rat stimmt zu.", start=20_000), voice=[(0, 10_000)]) == ""


def test_more_words_than_fit_into_a_blip_of_voice_were_not_said():
    assert said(phrase("Ich bin der Meinung dass das so richtig ist."), voice=[(1000, 1200)]) == ""


def test_a_phrase_the_model_itself_takes_for_silence_goes():
    doubtful = {"no_speech_probability": 0.9, "average_log_probability": -1.5}
    assert said(phrase("Wir gehen jetzt weiter.", probability=0.3, **doubtful)) == ""
    assert said(phrase("Wir gehen jetzt weiter.", probability=0.9, **doubtful)) != ""


def test_a_stuck_record_is_reduced_to_one_round():
    stuck = "Ja gut. " + "Das ist so. " * 12 + "Danke sehr."
    assert said(phrase(stuck, each=150, compression_ratio=4.0)) == "Ja gut. Das ist so. Danke sehr."
    assert said(phrase("nein " * 20, each=100)) == "nein"


def test_a_vote_that_repeats_itself_at_a_speakers_pace_stays():
    vote = "Wer ist dafür? Wer ist dagegen? Enthaltungen? Einstimmig. " * 3
    assert said(phrase(vote, each=450, compression_ratio=2.6)) == vote.strip()
    assert said(phrase("ja, ja, ja.", each=250)) == "ja, ja, ja."


def test_a_first_word_begins_where_the_voice_does():
    voice = [(2000, 4000), (6000, 8000)]
    words = words_of(
        clean([phrase("Guten Abend", start=1700, each=800), phrase("alle zusammen", start=6300)], voice, LENGTH)
    )
    assert [word.start_ms for word in words] == [2000, 2500, 6000, 6700]


def test_a_word_far_from_a_beginning_voice_keeps_its_time():
    voice = [(2000, 4000), (6000, 8000)]
    (late,) = words_of(clean([phrase("zusammen", start=7000)], voice, LENGTH))
    assert late.start_ms == 7000
    (last, first) = words_of(clean([Phrase((Word("so", 3000, 6100), Word("und", 6200, 6500)))], voice, LENGTH))
    assert (last.start_ms, first.start_ms) == (3000, 6000)


def test_words_of_zero_length_get_some_time():
    words = in_order([Word("a", 100, 100), Word("b", 100, 100), Word("c", 400, 400)], LENGTH)
    assert [(word.start_ms, word.end_ms) for word in words] == [(100, 120), (120, 140), (400, 420)]


times = st.integers(-5000, LENGTH + 5000)
heard = st.lists(
    st.builds(
        lambda words, no_speech, log, ratio: Phrase(tuple(words), log, no_speech, ratio),
        st.lists(
            st.builds(
                Word,
                st.sampled_from(["Ja.", "nein", "der", "Vielen", "Dank.", "12.", "!", "„So“"]),
                times,
                times,
                st.floats(0, 1),
            ),
            min_size=1,
            max_size=30,
        ),
        st.floats(0, 1),
        st.floats(-3, 0),
        st.floats(0, 10),
    ),
    max_size=5,
)
voices = (
    st.sets(st.integers(0, LENGTH), max_size=20)
    .map(lambda found: sorted(found))
    .map(lambda e: list(zip(e[::2], e[1::2], strict=False)))
)


@given(heard, voices)
def test_whatever_an_engine_says_comes_out_in_order_and_within_the_sound(phrases, voice):
    cleaned = clean(phrases, voice, LENGTH)
    edges = [edge for word in words_of(cleaned) for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= LENGTH for edge in edges)
    assert all(one.words for one in cleaned)
    assert voice or not cleaned
