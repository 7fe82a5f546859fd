"""Words and phrases, as engines hand them over."""

import json

from transcription.words import Phrase, Word, from_json, glued, interleaved, to_json, words_of


def test_pieces_without_a_leading_space_continue_the_word_before():
    pieces = [Word(" Luftwaffen", 0, 500, 0.9), Word("-Hauptquartier.", 500, 1200, 0.7), Word(" Ja", 1300, 1500, 1.0)]
    assert glued(pieces) == [Word("Luftwaffen-Hauptquartier.", 0, 1200, 0.8), Word("Ja", 1300, 1500, 1.0)]


def test_blank_pieces_vanish():
    assert glued([Word(" ", 0, 10), Word(" da", 10, 20), Word("", 20, 30)]) == [Word("da", 10, 20, 1.0)]


def test_a_phrase_survives_json():
    phrase = Phrase((Word("Grüß", 5, 90, 0.5), Word("Gott.", 90, 400)), -0.3, 0.01, 1.2)
    assert from_json(json.loads(json.dumps(to_json(phrase)))) == phrase


def test_a_phrase_knows_its_bounds_and_text():
    phrase = Phrase((Word("Guten", 5, 90), Word("Abend.", 95, 400)))
    assert (phrase.start_ms, phrase.end_ms, phrase.text) == (5, 400, "Guten Abend.")
    assert words_of([phrase, phrase]) == [*phrase.words, *phrase.words]


def test_a_phrase_with_another_in_its_midst_is_divided_there():
    outer = Phrase((Word("a", 0, 10), Word("b", 20, 30), Word("c", 15, 18), Word("d", 90, 95)), -0.5)
    inner = Phrase((Word("x", 50, 60), Word("y", 60, 70)), -0.1)
    result = interleaved([outer, inner])
    assert [(one.text, one.average_log_probability) for one in result] == [("a b c", -0.5), ("x y", -0.1), ("d", -0.5)]
    assert interleaved([]) == []
