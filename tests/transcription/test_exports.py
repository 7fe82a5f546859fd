"""Transcripts to take away."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcription.corrections import spread
from transcription.exports import MEDIA_TYPES, About, export
from transcription.imports import parse
from transcription.segments import SegmentDraft

ABOUT = About("Stadtrat, 16.04.2026", "https://rat.example/aufzeichnung/1", "faster-whisper base", 0.257)
NOTICE = "Maschinell erstelltes Transkript (faster-whisper base). Davon von einem Menschen geprüft: 25 %."


def utterance(text, start, end, speaker=None):
    return SegmentDraft(start, end, text, tuple(spread(text.split(), start, end, 0.8)), 0.8, speaker)


SEGMENTS = [
    utterance("Guten Abend.", 3_600_000, 3_601_500, "Anna Schmidt"),
    utterance("Wir beginnen nun.", 3_602_000, 3_604_000, "Anna Schmidt"),
    utterance("Danke.", 3_605_000, 3_606_000, "Bert <B>"),
]


def test_webvtt_says_who_wrote_it_in_a_note():
    text = export(SEGMENTS, "vtt", ABOUT)
    assert text.startswith(
        f"WEBVTT\n\nNOTE\nStadtrat, 16.04.2026\n{NOTICE}\nhttps://rat.example/aufzeichnung/1\n\n01:00:00.000 --> 01:00:01.500\n"
    )
    assert "<v Bert &lt;B&gt;>Danke.\n" in text


def test_subrip_says_it_in_a_caption_before_the_first():
    assert export(SEGMENTS, "srt", ABOUT).startswith(
        "1\n00:00:00,000 --> 00:00:03,000\nUntertitel von einer Software,\nsie können Fehler enthalten.\n\n"
        "2\n01:00:00,000 --> 01:00:01,500\nGuten Abend.\n\n3\n01:00:02,000 --> "
    )


def test_subrip_says_it_after_the_last_caption_where_speech_begins_at_once():
    text = export([utterance("Guten Abend.", 0, 1500)], "srt", ABOUT)
    assert text.startswith(
        "1\n00:00:00,000 --> 00:00:01,500\nGuten Abend.\n\n2\n00:00:01,600 --> 00:00:04,600\nUntertitel"
    )


def test_subrip_of_a_wholly_checked_transcript_says_nothing():
    assert "Software" not in export(SEGMENTS, "srt", About("Stadtrat", checked_share=1.0))


def test_plain_text_has_times_speakers_and_the_notice():
    assert export(SEGMENTS, "txt", ABOUT) == (
        f"Stadtrat, 16.04.2026\n{NOTICE}\nhttps://rat.example/aufzeichnung/1\n\n"
        "Anna Schmidt:\n[01:00:00] Guten Abend.\n[01:00:02] Wir beginnen nun.\n\nBert <B>:\n[01:00:05] Danke.\n"
    )


def test_json_has_everything():
    document = json.loads(export(SEGMENTS, "json", ABOUT))
    assert (document["machine_written"], document["checked_share"], document["notice"]) == (True, 0.257, NOTICE)
    first = document["segments"][0]
    assert (first["start"], first["end"], first["start_ms"], first["speaker"], first["text"]) == (
        "01:00:00.000", "01:00:01.500", 3_600_000, "Anna Schmidt", "Guten Abend."
    )  # fmt: skip
    assert first["words"][0] == ["Guten", 3_600_000, 3_600_692]


def test_checked_is_only_what_is_wholly_checked():
    assert "99 %" in About("", checked_share=0.999).notice
    assert "Das ganze Transkript wurde von einem Menschen geprüft." in About("", checked_share=1.0).notice


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_an_empty_transcript_can_be_exported(form):
    export([], form, ABOUT)


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="docx"):
        export(SEGMENTS, "docx", ABOUT)


tokens = st.lists(
    st.one_of(
        st.sampled_from(["der", "Rat.", "<b>", "&amp;", "-->", "NOTE", "1", "WEBVTT"]),
        st.text("aä<>&;-{}", min_size=1, max_size=42),
    ),
    min_size=1,
    max_size=30,
)


@given(
    st.lists(
        st.tuples(tokens, st.integers(100, 20_000), st.sampled_from([None, "Anna", "A & B"])), min_size=1, max_size=8
    )
)
def test_webvtt_comes_back_by_import_with_the_same_text(utterances):
    segments, now = [], 0
    for words, length, speaker in utterances:
        segments.append(SegmentDraft(now, now + length, " ".join(words), (), None, speaker))
        now += length
    back = parse(export(segments, "vtt", ABOUT))
    assert " ".join(one.text for one in back.segments) == " ".join(one.text for one in segments)
    assert {one.speaker for one in back.segments} == {one.speaker for one in segments}
