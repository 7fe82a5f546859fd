"""Fragmented MP4 read, grouped and moved without losing a sample."""

import io
import itertools

import pytest

from council.media import ffmpeg, fragments, masters
from council.media.fragments import Fragment, Span, Track
from council.media.renditions import grouped
from tests import media_files
from tests.media_files import H264, SOUNDING

TRACK = Track(1, "video", 1000, "avc1.640016", b"")


def found(starts_s: list[float], end_s: float) -> list[Fragment]:
    """Fragments of a video track that follow one another."""
    ticks = [round(second * 1000) for second in (*starts_s, end_s)]
    spans = [Span(a, b, a, b, leading=False) for a, b in itertools.pairwise(ticks)]
    return [Fragment(100 * number, 100, {1: span}) for number, span in enumerate(spans)]


def lengths(groups: list[list[Fragment]]) -> list[float]:
    return [(group[-1].spans[1].last - group[0].spans[1].first) / 1000 for group in groups]


@pytest.mark.parametrize(
    ("starts", "end", "expected"),
    [
        ([0, 2, 4, 6, 8, 10, 12, 14], 16, [6, 6, 4]),
        ([0, 5, 10], 15, [5, 5, 5]),
        ([0, 10, 20], 30, [10, 10, 10]),
        ([0, 4, 8, 12, 16], 20, [8, 8, 4]),
        ([0, 6, 12, 18], 18.4, [6, 6, 6.4]),
        ([0], 0.4, [0.4]),
        ([], 0, []),
    ],
)
def test_fragments_make_segments_of_some_six_seconds(starts: list[float], end: float, expected: list[float]) -> None:
    fragments_found = found(starts, end) if starts else []
    groups = grouped(fragments_found, [TRACK])
    assert lengths(groups) == pytest.approx(expected)
    assert [fragment for group in groups for fragment in group] == fragments_found


@pytest.fixture(scope="module")
def fragmented(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("fragmented")
    media_files.run(*media_files.pattern(5, rate=10), *SOUNDING, *H264, "-c:a", "aac", folder / "a.mp4")
    target = folder / "whole.mp4"
    ffmpeg.run(
        [
            *ffmpeg.own(folder / "a.mp4", "mov"),
            "-c",
            "copy",
            "-bsf:a",
            "noise=drop='lt(pts,0)'",
            *masters.fragmented(target, key_frames=True),
        ]
    )
    return target.read_bytes()


@pytest.mark.media
def test_tracks_and_times_are_read(fragmented: bytes) -> None:
    init, parts = fragments.split(io.BytesIO(fragmented))
    video, audio = fragments.tracks(init)
    assert (video.kind, video.codec[:5], audio.kind, audio.codec, audio.timescale) == (
        "video",
        "avc1.",
        "audio",
        "mp4a.40.2",
        48000,
    )
    assert sum(part.size for part in parts) + len(init) <= len(fragmented)
    for track in (video, audio):
        spans = [part.spans[track.id] for part in parts]
        assert spans[0].begin == 0
        assert [span.begin for span in spans[1:]] == [span.end for span in spans[:-1]]
        assert fragments.seconds(spans[-1].last, track) == pytest.approx(5, abs=0.03)


@pytest.mark.media
def test_moving_changes_times_and_nothing_else(fragmented: bytes) -> None:
    init, parts = fragments.split(io.BytesIO(fragmented))
    video, audio = fragments.tracks(init)
    segment = fragmented[parts[0].offset : parts[0].offset + parts[0].size]
    moved = fragments.moved(segment, {video.id: 7 * video.timescale, audio.id: 336_000})
    assert len(moved) == len(segment)
    _, (part,) = fragments.split(io.BytesIO(init + moved))
    assert part.spans[audio.id].begin == 336_000
    assert part.spans[video.id].begin == 7 * video.timescale
    assert fragments.moved(moved, {video.id: -7 * video.timescale, audio.id: -336_000}) == segment
