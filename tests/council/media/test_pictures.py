"""Still pictures are named by their own time and never shown from inside a cut."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.media import probe
from council.media.pictures import best_poster, cues_as_vtt, pictures, public_times, taken, thumbnail_cues
from council.media.timeline import Range, covers
from tests import media_files
from tests.media_files import H264

LENGTH = 100_000
times = st.lists(st.integers(0, LENGTH - 1), unique=True, max_size=12)
cuts = st.lists(st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)), max_size=3)


@given(times, cuts)
def test_cues_follow_one_another_and_hide_what_is_cut(times: list[int], cuts: list[Range]) -> None:
    cues = thumbnail_cues(times, cuts, LENGTH)
    assert [cues[0][0], *(end for _, end, _ in cues)] == [*(start for start, _, _ in cues), LENGTH]
    for start, end, picture in cues:
        if covers(cuts, start, end):
            assert picture is None
        if picture is not None:
            assert picture in times
            assert not covers(cuts, picture - 999, picture + 1000)
            assert not covers(cuts, min(picture, start), max(picture, end - 1) + 1)


def test_a_picture_within_a_second_of_a_cut_is_not_public() -> None:
    assert public_times([0, 9000, 9001, 10_000, 19_999, 20_999, 21_000], [(10_001, 20_000)]) == [0, 9000, 21_000]


def test_cues_are_written_with_hours_and_addresses() -> None:
    assert cues_as_vtt([(0, 3_600_500, None), (3_600_500, 3_700_000, 3_601_000)]) == (
        "WEBVTT\n\n00:00:00.000 --> 01:00:00.500\nthumbs/slate.jpg\n\n01:00:00.500 --> 01:01:40.000\nthumbs/003601000.jpg\n"
    )


def test_the_poster_is_the_picture_with_most_to_see(tmp_path: Path) -> None:
    found = {0: tmp_path / "black", 10_000: tmp_path / "hidden", 20_000: tmp_path / "hall"}
    for path, size in zip(found.values(), (10, 900, 500), strict=True):
        path.write_bytes(bytes(size))
    assert best_poster(found, [(9000, 11_000)]) == tmp_path / "hall"
    assert best_poster(found, [(0, LENGTH)]) is None


@pytest.mark.media
def test_pictures_carry_the_exact_times_of_key_frames(tmp_path: Path) -> None:
    """Key frames every 4.2 s: the first one in each ten seconds is taken."""
    options = (*H264[:4], "-g", "42", "-keyint_min", "42", "-sc_threshold", "0", "-output_ts_offset", "5")
    media_files.run(*media_files.pattern(45, rate=10), *options, tmp_path / "a.ts")
    pictures(tmp_path / "a.ts", probe(tmp_path / "a.ts"), tmp_path / "pictures")
    assert list(taken(tmp_path / "pictures", "thumbs")) == [0, 12_600, 21_000, 33_600, 42_000]
    assert next(iter(taken(tmp_path / "pictures", "posters"))) == 0
