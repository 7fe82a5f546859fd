"""The recording in the repository: what it is, and that it sounds and looks as its papers say."""

import io
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from PIL import Image

from ratsfenster import demo
from ratsfenster.demo.room import CURTAIN, WINDOWS
from ratsfenster.demo.timeline import scenes

pytestmark = pytest.mark.media

MEGABYTE = 1_000_000
LATE_MS = 150  # the encoder's delay and a soft first sound


@dataclass(frozen=True)
class Heard:
    """The sound as its loudness in steps of 10 ms."""

    loudness: np.ndarray

    def within(self, start_ms: int, end_ms: int) -> np.ndarray:
        return self.loudness[start_ms // 10 : end_ms // 10]


@pytest.fixture(scope="module")
def heard() -> Heard:
    with av.open(io.BytesIO(demo.RECORDING.read_bytes())) as container:
        stream = container.streams.audio[0]
        rate = stream.rate
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(stream)])
    step = rate // 100
    steps = samples[: len(samples) // step * step].reshape(-1, step)
    return Heard(np.abs(steps).max(axis=1))


def picture_at(ms: int) -> Image.Image:
    with av.open(io.BytesIO(demo.RECORDING.read_bytes())) as container:
        stream = container.streams.video[0]
        container.seek(ms * 1000)
        for frame in container.decode(stream):
            if frame.time is not None and frame.time * 1000 >= ms:
                return frame.to_image()
    raise AssertionError(f"no picture at {ms} ms")


def curtains_are_drawn(picture: Image.Image) -> bool:
    for window in WINDOWS:
        red, green, blue = picture.getpixel((window + 12, 90))
        if max(abs(red - CURTAIN[0]), abs(green - CURTAIN[1]), abs(blue - CURTAIN[2])) > 24:
            return False
    return True


def test_it_is_small_enough_for_the_repository():
    assert demo.RECORDING.stat().st_size <= 3 * MEGABYTE


def test_every_browser_plays_it_as_it_is():
    with av.open(io.BytesIO(demo.RECORDING.read_bytes())) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (audio.codec_context.name, audio.codec_context.channels) == ("aac", 1)
        assert video.average_rate == Fraction(10)
        keys = [packet.pts * video.time_base for packet in container.demux(video) if packet.is_keyframe]
    assert max(after - before for before, after in pairwise(keys)) <= 4


def test_it_lasts_two_to_four_minutes(timeline):
    assert 120_000 <= timeline.duration_ms <= 240_000
    with av.open(io.BytesIO(demo.RECORDING.read_bytes())) as container:
        assert abs(container.duration / 1000 - timeline.duration_ms) < 150


def test_voices_are_heard_where_the_reference_says(heard, reference):
    for row in reference:
        assert heard.within(row.start_ms, row.start_ms + LATE_MS).max() > 0.005, row
        assert np.mean(heard.within(row.start_ms, row.end_ms) > 0.02) > 0.5, row


def test_it_is_silent_between_the_utterances(heard, reference):
    ends = [0, *(row.end_ms for row in reference)]
    for end, row in zip(ends, reference, strict=False):
        assert heard.within(end + LATE_MS, row.start_ms - 50).max() < 0.01, row


def test_curtains_are_drawn_while_the_meeting_is_not_public_and_only_then(script, timeline):
    shown = scenes(script, timeline)
    first_secret = next(scene for scene in shown if scene.speaker and not scene.item.public)
    assert curtains_are_drawn(picture_at(first_secret.start_ms + 100))
    assert curtains_are_drawn(picture_at(timeline.duration_ms - 300))
    for moment in (1_000, first_secret.start_ms // 2, first_secret.start_ms - 200):
        assert not curtains_are_drawn(picture_at(moment))
