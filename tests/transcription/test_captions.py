"""Captions: two lines of 42 characters, one to seven seconds, one at a time."""

import html
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from transcription.captions import Cue, lines_of, to_cues, to_srt, to_vtt
from transcription.corrections import spread
from transcription.segments import SegmentDraft, split
from transcription.words import Word

TEXT = "Der Stadtrat beschließt die Offenlage des Bebauungsplans, und zwar einstimmig. Wir kommen nun zum nächsten Punkt der Tagesordnung."


def utterance(text, start=0, end=10_000, speaker=None):
    return SegmentDraft(start, end, text, tuple(spread(text.split(), start, end)), 0.9, speaker)


def said(cues):
    return " ".join(line for cue in cues for line in cue.lines)


def test_a_long_utterance_becomes_captions_that_end_with_the_sense():
    cues = to_cues([utterance(TEXT)])
    assert [" ".join(cue.lines) for cue in cues] == [
        "Der Stadtrat beschließt die Offenlage des Bebauungsplans, und zwar einstimmig.",
        "Wir kommen nun zum nächsten Punkt der Tagesordnung.",
    ]


def test_two_lines_are_balanced():
    assert lines_of(["Wir", "kommen", "nun", "zum", "nächsten", "Punkt", "der", "Tagesordnung."]) == (
        "Wir kommen nun zum nächsten",
        "Punkt der Tagesordnung.",
    )
    assert lines_of(["kurz"]) == ("kurz",)
    assert lines_of(["x" * 42, "y" * 42, "z"]) is None


def test_times_come_from_the_words():
    words = (Word("Guten", 5000, 5300), Word("Abend.", 5400, 7100))
    (cue,) = to_cues([SegmentDraft(5000, 7100, "Guten Abend.", words)])
    assert (cue.start_ms, cue.end_ms) == (5000, 7100)


def test_without_word_times_the_words_are_spread_over_the_segment():
    cues = to_cues([SegmentDraft(60_000, 72_000, TEXT)])
    assert cues[0].start_ms == 60_000
    assert 65_000 < cues[1].start_ms < 69_000


def test_a_short_word_stays_long_enough_to_be_read():
    (first, second) = to_cues([utterance("Ja.", 1000, 1200), utterance("Und damit ist es beschlossen.", 5000, 7000)])
    assert (first.end_ms, second.start_ms) == (2000, 5000)


def test_a_pause_is_left_empty():
    (first, second) = to_cues([utterance("Ich bitte um Ruhe.", 1000, 3000), utterance("Danke.", 60_000, 61_000)])
    assert first.end_ms <= 3000
    assert second.start_ms == 60_000


def test_a_word_longer_than_a_line_is_hyphenated():
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    cues = to_cues([utterance(word)])
    assert said(cues).replace("- ", "") == word


words = st.lists(
    st.one_of(
        st.sampled_from(["Ja.", "der", "Rat,", "Bebauungsplan", "<b>", "&", "--"]),
        st.text("aäß.,", min_size=1, max_size=99),
    ),
    max_size=60,
)


@st.composite
def transcripts(draw):
    """Ordered utterances, with and without word times, dense and sparse."""
    drafts, now = [], 0
    for tokens in draw(st.lists(words, max_size=6)):
        now += draw(st.integers(0, 4000))
        end = now + draw(st.integers(0, 30_000))
        timed = spread(tokens, now, end)
        if draw(st.booleans()):
            drafts += split(timed)
        else:
            drafts.append(SegmentDraft(now, end, " ".join(tokens)))
        now = end
    return drafts


@given(transcripts())
def test_the_limits_hold_and_every_word_is_there(drafts):
    cues = to_cues(drafts)
    assert all(1 <= len(cue.lines) <= 2 for cue in cues)
    assert all(0 < len(line) <= 42 for cue in cues for line in cue.lines)
    assert all(1000 <= cue.end_ms - cue.start_ms <= 7000 for cue in cues)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(cues))
    expected = "".join(draft.text for draft in drafts)
    assert re.sub(r"[\s-]", "", said(cues)) == re.sub(r"[\s-]", "", expected)


@given(st.text(min_size=1).filter(lambda text: text.strip()), st.text(max_size=20))
def test_no_text_breaks_out_of_a_webvtt_cue(text, speaker):
    tokens = text.split()
    vtt = to_vtt(to_cues([SegmentDraft(0, 2000, " ".join(tokens), (), None, speaker)]))
    assert vtt.startswith("WEBVTT\n\n")
    times = [line for line in vtt.split("\n") if "-->" in line]
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", line) for line in times)
    payload = "\n".join(line for line in vtt.split("\n")[2:] if "-->" not in line)
    inner = re.sub(r"^<v [^<>]*>", "", payload, flags=re.MULTILINE)
    assert "<" not in inner
    assert ">" not in inner
    assert re.sub(r"[\s-]", "", html.unescape(inner)) == re.sub(r"[\s-]", "", text)


def test_webvtt_has_voices_notes_and_hours():
    cues = [Cue(3_725_004, 3_727_000, ("Wer ist <dafür> & wer", "dagegen -->"), "Dr. A <B>")]
    assert to_vtt(cues, note="Von einer Maschine\n\n--> geschrieben") == (
        "WEBVTT\n\nNOTE\nVon einer Maschine\n→ geschrieben\n\n01:02:05.004 --> 01:02:07.000\n"
        "<v Dr. A &lt;B&gt;>Wer ist &lt;dafür&gt; &amp; wer\ndagegen --&gt;\n"
    )
    assert "<v" not in to_vtt(cues, speakers=False)


def test_subrip_has_numbers_and_commas():
    cues = [Cue(0, 1000, ("a",)), Cue(1000, 2000, ("b", "c"))]
    assert to_srt(cues) == "1\n00:00:00,000 --> 00:00:01,000\na\n\n2\n00:00:01,000 --> 00:00:02,000\nb\nc\n"
    assert to_srt([]) == ""
