from pathlib import Path

import numpy as np

from ratsfenster.demo.make_recording import concat_list, mix
from ratsfenster.demo.speech import SAMPLE_RATE
from ratsfenster.demo.timeline import scenes


def test_each_voice_is_heard_in_its_place_and_nothing_between(timeline):
    voices = {
        said.utterance: np.full((said.end_ms - said.start_ms) * SAMPLE_RATE // 1000, 0.5, dtype=np.float32)
        for said in timeline.said
    }
    sound = mix(timeline, voices)
    first, second = timeline.said[:2]
    at = [ms * SAMPLE_RATE // 1000 for ms in (first.start_ms, first.end_ms, second.start_ms)]
    assert len(sound) == timeline.duration_ms * SAMPLE_RATE // 1000
    assert not sound[: at[0]].any()
    assert (sound[at[0] : at[1]] == 0.5).all()
    assert not sound[at[1] : at[2]].any()


def test_pictures_are_shown_for_as_long_as_their_scenes_last(script, timeline):
    shown = scenes(script, timeline)
    lines = concat_list(shown, [Path(f"{number}.png") for number in range(len(shown))]).splitlines()
    lengths = [float(line.removeprefix("duration ")) for line in lines if line.startswith("duration ")]
    assert round(sum(lengths) * 1000) == timeline.duration_ms
    assert lines[1:3] == ["file '0.png'", f"duration {shown[0].end_ms / 1000:.3f}"]
    assert lines[-1] == f"file '{len(shown) - 1}.png'"
