import pytest

from ratsfenster.demo.script import read_script

SCRIPT = """
town = "Mühlenrode"
organization = "Stadtrat"
meeting = "Probe"
start = 2026-05-19T18:00:00+02:00
words_per_minute = 115
word_gap = 5
gap = 0.5
item_gap = 1.5
tail = 1

[[speaker]]
name = "Almut Sonntag"
role = "Bürgermeisterin"
voice = "de+f2"

[[item]]
number = "1"
name = "Probe"
utterances = [
    {{ speaker = "Almut Sonntag", text = "Guten Abend." }},
    {{ speaker = "{second}", text = "TOP 2 folgt.", say = "Topp zwei folgt.", pause = 0.25, checked = true }},
]
"""


@pytest.fixture
def written(tmp_path):
    def write(second):
        path = tmp_path / "script.toml"
        path.write_text(SCRIPT.format(second=second), encoding="utf-8")
        return path

    return write


def test_pauses_are_those_of_the_item_then_those_between_utterances(written):
    first, second = read_script(written("Almut Sonntag")).items[0].utterances
    assert (first.pause_ms, second.pause_ms) == (1500, 250)


def test_what_is_said_may_differ_from_what_is_written(written):
    first, second = read_script(written("Almut Sonntag")).items[0].utterances
    assert first.spoken == first.text
    assert (second.text, second.spoken) == ("TOP 2 folgt.", "Topp zwei folgt.")


def test_an_item_is_public_and_text_unchecked_unless_told_otherwise(written):
    item = read_script(written("Almut Sonntag")).items[0]
    assert item.public
    assert [utterance.checked for utterance in item.utterances] == [False, True]


def test_a_speaker_nobody_introduced_is_refused(written):
    with pytest.raises(KeyError, match="Niemand"):
        read_script(written("Niemand"))
