"""Nothing of a cut remains in anything public, and nothing else is harmed."""

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from council.media import Composition, Probe, Source, compose, fragments, prepare, probe, renditions
from tests import media_files
from tests.media_files import H264, LENGTH_S, RED_FROM_S, RED_TO_S

pytestmark = pytest.mark.media

CUT = (round(RED_FROM_S * 1000), round(RED_TO_S * 1000))
VISIBLY_RED, AUDIBLE = 60, 120
VIDEO = media_files.red_inside(rate=10)
# Pictures far apart and at odd moments, as a screen recording has them.
SPARSE = ("-vf", "select='not(mod(n,23))+not(mod(n,41))'", "-fps_mode", "vfr")
OPEN_GOP = ("-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "open-gop=1:keyint=20:bframes=3:scenecut=0")
FORMS = {
    "copied.mp4": (*H264, "-c:a", "aac"),
    "open-gop.ts": (*OPEN_GOP, "-c:a", "mp2"),
    "sparse.mkv": (*SPARSE, *H264, "-g", "4", "-c:a", "aac", "-b:a", "96k"),
    "encoded.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
    "mute.mp4": (*H264, "-an"),
    "late.mp4": (*H264, "-c:a", "aac", "-output_ts_offset", "5"),
}
SOUNDS = {"sound.mp3": ("-c:a", "libmp3lame"), "sound.m4a": ("-c:a", "aac"), "sound.ogg": ("-c:a", "libvorbis")}


@dataclass(frozen=True)
class Tone:
    """What is heard of one public piece, in windows of 20 ms: amplitudes of the high tone and of the low one."""

    start_s: float
    end_s: float
    high: "np.ndarray"
    low: "np.ndarray"


@dataclass(frozen=True)
class Published:
    """A recording, its public folder, and what is seen and heard there, by rendition or download."""

    probe: Probe
    source: Source
    folder: Path
    composition: Composition

    @cached_property
    def data(self) -> dict[str, list[bytes]]:
        return media_files.everything_public(self.folder)

    @cached_property
    def seen(self) -> dict[str, list[tuple[float, int, float]]]:
        """(time, redness, brightness) of every picture."""
        return {
            name: [(t, media_files.redness(p), float(p.mean())) for data in parts for t, p in media_files.frames(data)]
            for name, parts in self.data.items()
        }

    @cached_property
    def heard(self) -> dict[str, list[Tone]]:
        return {name: [tone_of(data) for data in parts] for name, parts in self.data.items() if self.probe.sound}


def tone_of(data: bytes) -> Tone:
    start, rate, samples = media_files.sound(data)
    high, low = (media_files.loudness(samples, rate, hertz) for hertz in (1000, 300))
    return Tone(start, start + len(samples) / rate, high, low)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studio")
    media_files.tones(folder / "tones.wav")
    media_files.run(*VIDEO, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "10", folder / "red.mkv")
    return folder


def source_in(studio: Path, name: str) -> Source:
    """A recording that is red and high inside the range, with all its masters."""
    video, tones = ("-i", studio / "red.mkv"), ("-i", studio / "tones.wav")
    if name in SOUNDS:
        media_files.run(*tones, *SOUNDS[name], studio / name)
    else:
        media_files.run(*video, *tones, "-map", "0:v", "-map", "1:a", *FORMS[name], studio / name)
    found = probe(studio / name)
    masters = studio / f"{name}.masters"
    prepare(studio / name, found, masters, quick=False)
    return Source(studio / name, found, masters)


@pytest.fixture(scope="module", params=[*FORMS, *SOUNDS])
def published(request: pytest.FixtureRequest, studio: Path) -> Published:
    source = source_in(studio, request.param)
    folder = studio / f"{request.param}.public"
    return Published(source.probe, source, folder, compose([source], [CUT], folder))


def test_no_picture_of_the_cut_remains(published: Published) -> None:
    red = {(name, time) for name, seen in published.seen.items() for time, redness, _ in seen if redness > VISIBLY_RED}
    assert red == set()


def test_no_sound_of_the_cut_remains(published: Published) -> None:
    heard = {name: max(tone.high.max() for tone in tones) for name, tones in published.heard.items()}
    assert {name: loud for name, loud in heard.items() if loud > AUDIBLE} == {}


def test_still_pictures_of_the_cut_are_not_public(published: Published) -> None:
    stills = [*published.folder.glob("*.jpg"), *published.folder.glob("thumbs/*.jpg")]
    pixels = [np.asarray(Image.open(path).convert("RGB")).astype(int) for path in stills]
    assert all(media_files.redness(picture) <= VISIBLY_RED for picture in pixels)
    assert bool(stills) == (published.probe.video is not None)


def test_outside_of_the_cut_picture_and_sound_are_there(published: Published) -> None:
    """In every half second that is at least half a second away from the cut: grey pictures, and the low tone."""
    halves = range(1, LENGTH_S * 2 - 1)
    expected = {half for half in halves if half + 1 < RED_FROM_S * 2 - 1 or half > RED_TO_S * 2 + 1}
    for seen in published.seen.values():
        if seen and published.probe.duration_ms and "sparse" not in published.folder.name:
            assert expected <= {int(time * 2) for time, _, brightness in seen if 90 < brightness < 160}
    for tones in published.heard.values():
        starts = [(tone, n) for tone in tones for n in np.flatnonzero(tone.low > 1000)]
        assert expected <= {int((tone.start_s + n * 0.02) * 2) for tone, n in starts}


def test_the_sound_has_no_holes(published: Published) -> None:
    for tones in published.heard.values():
        reached = 0.0
        for tone in tones:
            assert tone.start_s == pytest.approx(reached, abs=0.03)
            reached = tone.end_s
        assert reached * 1000 == pytest.approx(published.probe.duration_ms, abs=60)


def test_times_stay_what_they_were(published: Published) -> None:
    for name in published.composition.renditions:
        entries = media_files.playlist(published.folder / name / "index.m3u8")
        assert sum(entry[2] for entry in entries) * 1000 == pytest.approx(published.probe.duration_ms, abs=50)
    for path in published.folder.glob("*.m[p4][4a]"):
        assert probe(path).duration_ms == pytest.approx(published.probe.duration_ms, abs=150)


def test_pictures_follow_one_another_in_time(published: Published) -> None:
    """In downloads frame by frame; in renditions piece by piece, by the times the fragments themselves carry."""
    for name in set(published.seen) - set(published.composition.renditions):
        times = [time for time, _, _ in published.seen[name]]
        assert times == sorted(set(times)), name
    for name in published.composition.renditions:
        reached = 0.0
        for data in published.data[name]:
            init, found = fragments.split(io.BytesIO(data))
            leader = fragments.tracks(init)[0]
            shown = [fragment.spans[leader.id] for fragment in found if leader.id in fragment.spans]
            assert min(span.first for span in shown) / leader.timescale > reached - 0.05
            reached = max(span.last for span in shown) / leader.timescale
        if "sparse" not in published.folder.name:  # where nobody knows how long the last picture is shown
            assert reached == pytest.approx(published.probe.duration_ms / 1000, abs=0.2)


def test_untouched_segments_are_the_masters_own_and_only_they(published: Published) -> None:
    for name in published.composition.renditions:
        master = renditions.load(published.source.masters / name)
        assert master is not None
        public = {digest(path) for path in (published.folder / name).glob("*.m4s")}
        kept = {s for s in master.segments if digest(published.source.masters / name / s.name) in public}
        touching = {s for s in master.segments if s.first_us < CUT[1] * 1000 and CUT[0] * 1000 < s.last_us}
        near = {s for s in master.segments if s.first_us < (CUT[1] + 300) * 1000 and (CUT[0] - 300) * 1000 < s.last_us}
        assert not kept & touching
        assert kept >= set(master.segments) - near - {s for s in master.segments if s.leading}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_public_rendition_holds_nothing_that_its_playlist_does_not_name(published: Published) -> None:
    for name in published.composition.renditions:
        folder = published.folder / name
        named = {file for entry in media_files.playlist(folder / "index.m3u8") for file in entry[:2]}
        assert {path.name for path in folder.glob("*.m*4*")} == named
