"""Transcripts from elsewhere: WebVTT and SubRip as they are found in the wild."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.timecodes import milliseconds
from transcription.imports import TranscriptFormatError, parse, rows

SIMPLE = """WEBVTT

00:00:01.000 --> 00:00:03.500
<v Dr. Anna Schmidt>Guten Abend.

00:00:04.000 --> 00:00:06.000
Wir beginnen.
"""


def spoken(text):
    return [(one.start_ms, one.end_ms, one.speaker, one.text) for one in parse(text).segments]


def cue(times, text="Guten Abend."):
    return f"WEBVTT\n\n{times}\n{text}\n"


def test_webvtt_with_voices():
    assert spoken(SIMPLE) == [(1000, 3500, "Dr. Anna Schmidt", "Guten Abend."), (4000, 6000, None, "Wir beginnen.")]
    assert parse(SIMPLE).warnings == ()


def test_subrip_with_a_byte_order_mark_and_windows_line_ends():
    text = "\ufeff1\n00:00:01,000 --> 00:00:03,500\nAnna: Guten\nAbend.\n\n2\n01:00:04,000 --> 01:00:06,000\n<i>Wir</i> {\\an8}beginnen.\n"
    expected = [(1000, 3500, None, "Anna: Guten Abend."), (3_604_000, 3_606_000, None, "Wir beginnen.")]
    assert spoken(text) == expected
    assert spoken(text.replace("\n", "\r\n")) == expected
    assert spoken(text.replace("\n\n2\n", "\n2\n")) == expected


def test_hours_are_optional_and_cue_settings_ignored():
    assert spoken(cue("12:34.5 --> 12:36.000 align:start position:0%")) == [(754_500, 756_000, None, "Guten Abend.")]
    assert spoken(cue("100:00.000 --> 100:01.000".replace("100", "99")))[0][0] == 99 * 60_000


def test_comments_styles_headers_and_identifiers_are_no_text():
    text = (
        "WEBVTT - Ratssitzung\nKind: captions\nLanguage: de\n\nSTYLE\n::cue { color: red }\n\nNOTE --> kein Text\nüber zwei Zeilen\n\n"
        "REGION\nid:fred\n\nanfang\n"
        "00:01.000 --> 00:02.000\nNOTE an alle: hier ist Text\n\n12\n00:03.000 --> 00:04.000\nEnde\n\nNOTE\nSchluss"
    )
    assert [one[3] for one in spoken(text)] == ["NOTE an alle: hier ist Text", "Ende"]


def test_tags_and_entities_become_text():
    text = cue(
        "00:01.000 --> 00:02.000",
        "<c.yellow>3 &lt; 4</c> &amp; <b><i>5</i></b> &gt;<00:01.500> 2&nbsp;€ <lang en>well</lang>",
    )
    assert spoken(text)[0][3] == "3 < 4 & 5 > 2 € well"


def test_a_smaller_than_sign_in_subrip_stays():
    assert (
        spoken("1\n00:00:01,000 --> 00:00:02,000\n3 < 5 und 7 > 4 &amp; <b>so</b>")[0][3] == "3 < 5 und 7 > 4 &amp; so"
    )


def test_voices_with_classes_and_entities():
    assert spoken(cue("00:01.000 --> 00:02.000", "<v.first.loud Müller &amp;  Söhne>Ja.</v>"))[0][2:] == (
        "Müller & Söhne",
        "Ja.",
    )
    assert spoken(cue("00:01.000 --> 00:02.000", "<v>Ja.</v>"))[0][2:] == (None, "Ja.")


def test_two_voices_in_one_cue_share_its_time():
    text = cue("00:10.000 --> 00:20.000", "<v Anna>Wer ist dafür</v>\n<v Bert>Alle sind so</v>")
    assert spoken(text) == [(10_000, 15_185, "Anna", "Wer ist dafür"), (15_185, 20_000, "Bert", "Alle sind so")]


def test_up_to_thirty_words_stay_one_segment_and_longer_cues_are_divided():
    thirty = " ".join(["Wort"] * 30)
    assert len(spoken(cue("00:00.000 --> 00:31.000", thirty))) == 1
    first, second = spoken(
        cue("00:00.000 --> 00:31.000", f"<v Anna>{thirty.replace('Wort Wort', 'Wort. Wort', 1)} noch eins")
    )
    assert len(first[3].split() + second[3].split()) == 32
    assert first[1] == second[0]
    assert first[2] == second[2] == "Anna"


def test_cues_out_of_order_are_ordered():
    imported = parse("WEBVTT\n\n00:10.000 --> 00:12.000\nzwei\n\n00:01.000 --> 00:02.000\neins\n")
    assert [one.text for one in imported.segments] == ["eins", "zwei"]
    assert "Zeile 6" in imported.warnings[0]
    assert "Reihenfolge" in imported.warnings[0]


def test_overlapping_cues_lose_time_but_no_text():
    imported = parse("WEBVTT\n\n00:01.000 --> 00:05.000\neins\n\n00:04.000 --> 00:06.000\nzwei\n")
    assert [(one.start_ms, one.end_ms, one.text) for one in imported.segments] == [
        (1000, 4000, "eins"),
        (4000, 6000, "zwei"),
    ]
    assert "überlappen" in imported.warnings[0]


def test_an_end_before_the_beginning_is_guessed():
    imported = parse("WEBVTT\n\n00:05.000 --> 00:01.000\neins zwei\n\n00:20.000 --> 00:20.000\ndrei\n")
    assert [(one.start_ms, one.end_ms) for one in imported.segments] == [(5000, 5800), (20_000, 20_400)]
    assert imported.warnings == ("Zeile 3: das Ende lag nicht nach dem Anfang und wurde geschätzt (insgesamt 2-mal)",)


def test_negative_times_become_zero():
    imported = parse(cue("-00:00:02.000 --> 00:00:01.000"))
    assert imported.segments[0].start_ms == 0
    assert "negative Zeit" in imported.warnings[0]


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("", 1, "keine Untertitel"),
        ("WEBVTT\n", 1, "keine Untertitel"),
        ("Das ist ein Brief.\nMit zwei Zeilen.\n", 1, "fehlt eine Zeitangabe"),
        (cue("00:00:aa.000 --> 00:00:02.000"), 3, "nicht lesbar"),
        (cue("--> 00:00:02.000"), 3, "nicht lesbar"),
        (cue("00:01 --> 00:02"), 3, "nicht lesbar"),
        (cue("99999:00:00.000 --> 99999:00:01.000"), 3, "jenseits von 100 Stunden"),
        (SIMPLE + "\nhier geht es\nohne Zeit weiter\n", 9, "fehlt eine Zeitangabe"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text, line, about):
    with pytest.raises(TranscriptFormatError, match=about) as caught:
        parse(text)
    assert caught.value.line == line
    assert f"Zeile {line}:" in str(caught.value)


def test_control_characters_never_reach_the_database():
    assert spoken(cue("00:01.000 --> 00:02.000", "<v An\x00na>Gu\x00ten\x1b Ab\ud800end&#0;&#1;"))[0][2:] == (
        "Anna",
        "Guten Ab?end\ufffd",
    )


def test_rows_fit_the_table_of_segments():
    assert rows(parse(SIMPLE))[1] == {
        "position": 1,
        "start_ms": 4000,
        "end_ms": 6000,
        "speaker": None,
        "text": "Wir beginnen.",
        "words": [],
        "confidence": None,
        "machine_text": None,
        "checked_at": None,
    }


fragments = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "1",
        "00:00:01.000",
        " --> ",
        "00:01.5",
        "-00:00:03,000 --> 00:00:01,000",
        "NOTE",
        "<v Anna>",
        "</v>",
        "<",
        "&lt;",
        "00:00:05.000 --> 00:00:07.000\n",
        "Guten Abend.",
        " ".join(["Wort"] * 40),
        "\ufeff",
        "STYLE\n",
        "{",
        "\x00",
        "--> -->",
        "\x0b",
        "\u2028",
    ]
)


@given(st.lists(st.one_of(fragments, st.text(max_size=5)), max_size=40).map("".join))
def test_nothing_but_a_clear_error_comes_of_garbage(text):
    try:
        imported = parse(text)
    except TranscriptFormatError as refused:
        line = refused.line
    else:
        line = 1
        _check(imported)
    lines = text.count("\n") + text.count("\r") + 1
    assert 1 <= line <= lines


def _check(imported):
    assert imported.segments
    for one in imported.segments:
        assert one.text.strip()
        assert len(one.text.split()) <= 30
        assert 0 <= one.start_ms <= one.end_ms
    starts = [one.start_ms for one in imported.segments]
    assert starts == sorted(starts)


spans = st.tuples(
    st.integers(0, 9_000_000),
    st.integers(0, 60_000),
    st.lists(st.sampled_from(["der", "Rat.", "tagt", "&", "<heute>"]), min_size=1, max_size=70),
)


@given(st.lists(spans, min_size=1, max_size=20))
def test_no_word_is_lost_whatever_the_times(cues):
    blocks = [
        f"{milliseconds(start)} --> {milliseconds(start + length)}\n"
        + " ".join(tokens).replace("&", "&amp;").replace("<", "&lt;")
        for start, length, tokens in cues
    ]
    imported = parse("WEBVTT\n\n" + "\n\n".join(blocks))
    ordered = sorted(cues, key=lambda one: one[0])
    assert " ".join(one.text for one in imported.segments).split() == [
        token for _, _, tokens in ordered for token in tokens
    ]


def test_many_thousand_cues_take_a_moment():
    text = "WEBVTT\n\n" + "\n\n".join(
        f"{milliseconds(n * 2000)} --> {milliseconds(n * 2000 + 1900)}\n<v Anna>Wort und {n}" for n in range(20_000)
    )
    begin = time.process_time()
    assert len(parse(text).segments) == 20_000
    assert time.process_time() - begin < 5


HOSTILE = {
    "a voice tag that never ends": cue("00:01.000 --> 00:02.000", "<v" + " " * 100_000 + "Anna"),
    "voice tags in voice tags": cue("00:01.000 --> 00:02.000", "<v " * 50_000 + "Anna"),
    "a tag that never ends": cue("00:01.000 --> 00:02.000", "<a" * 50_000 + "<b" + " " * 100_000 + "Anna"),
    "styles that never end": "1\n00:00:01,000 --> 00:00:02,000\n" + "{\\" * 50_000 + "<font" + " " * 100_000 + "Anna",
    "a time far behind": cue("00:01.000 --> 00:02.000" + " " * 100_000 + "Anna", "Anna"),
    "identifiers without cues": "WEBVTT\n\n" + "x\n\n" * 100_000 + "00:01.000 --> 00:02.000\nAnna",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_takes_a_moment(text):
    begin = time.process_time()
    assert parse(text).segments[-1].text.endswith("Anna")
    assert time.process_time() - begin < 5


def test_numbers_beyond_all_characters_are_no_characters():
    """Python refuses to read a number of so many digits."""
    digits = "9" * 5000
    (only,) = spoken(cue("00:01.000 --> 00:02.000", f"<v A&#{digits};>Gu&#{digits}ten &#65;bend"))
    assert only[2:] == ("A\ufffd", "Gu\ufffdten Abend")


def test_real_meetings_lose_nothing(test_data: Path, tmp_path: Path):
    script = test_data.parent / "bench" / "speech_to_vtt.py"
    if not script.is_file():
        pytest.skip(f"{script} is missing")
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)
    files = sorted(tmp_path.glob("*.vtt"))
    for file in [*files[:3], *files[-3:]]:
        text = file.read_text(encoding="utf-8")
        imported = parse(text)
        assert len(imported.segments) == text.count(" --> ")
        assert all(one.speaker for one in imported.segments)
