"""Make the demo's files from its script: ``python -m ratsfenster.demo.make_recording [FOLDER]``.

Needs espeak-ng, ffmpeg with libx264, and Liberation Sans or DejaVu Sans. The same versions of these make the same files.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from council.media import ffmpeg
from ratsfenster import demo
from ratsfenster.demo.documents import agenda_of, corrections_of, reference_of, speakers_of
from ratsfenster.demo.pictures import draw_scene
from ratsfenster.demo.script import Script, Utterance, read_script
from ratsfenster.demo.speech import SAMPLE_RATE, Samples, speak, write_wav
from ratsfenster.demo.timeline import FRAME_MS, Scene, Timeline, lay_out, scenes

FRAME_RATE = 1000 // FRAME_MS
KEY_FRAME_EVERY = 4 * FRAME_RATE
PICTURE = ["-c:v", "libx264", "-preset", "veryslow", "-pix_fmt", "yuv420p"]
QUALITY = [
    "-qp",
    "34",
    "-x264-params",
    "ipratio=1.0:chroma-qp-offset=-6",
]  # still pictures: smaller than by -crf, colours intact
KEY_FRAMES = ["-g", str(KEY_FRAME_EVERY), "-keyint_min", str(KEY_FRAME_EVERY), "-sc_threshold", "0"]
SOUND = ["-c:a", "aac", "-b:a", "40k", "-ac", "1", "-ar", "48000"]
SAME_EVERY_TIME = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]


def main() -> None:
    """Make everything anew."""
    parser = argparse.ArgumentParser(description="Make the recording of the demo and the papers that come with it.")
    parser.add_argument("folder", nargs="?", type=Path, default=demo.FOLDER, help="where to (default: the package)")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    script = read_script(demo.SCRIPT)
    voices = {utterance: _spoken(script, utterance) for item in script.items for utterance in item.utterances}
    timeline = lay_out(script, lambda utterance: round(len(voices[utterance]) * 1000 / SAMPLE_RATE))
    _write_papers(folder, script, timeline)
    _write_recording(folder / demo.RECORDING.name, script, timeline, mix(timeline, voices))


def mix(timeline: Timeline, voices: dict[Utterance, Samples]) -> Samples:
    """All voices in their places, silence between them."""
    sound = np.zeros(_sample_at(timeline.duration_ms), dtype=np.float32)
    for said in timeline.said:
        voice = voices[said.utterance]
        start = _sample_at(said.start_ms)
        sound[start : start + len(voice)] = voice
    return sound


def concat_list(shown: list[Scene], pictures: list[Path]) -> str:
    """ffmpeg's list of pictures with their lengths; the last is named twice, since ffmpeg ignores the length of the last."""
    lines = ["ffconcat version 1.0"]
    for scene, picture in zip(shown, pictures, strict=True):
        lines += [f"file '{picture.name}'", f"duration {(scene.end_ms - scene.start_ms) / 1000:.3f}"]
    return "\n".join([*lines, f"file '{pictures[-1].name}'"]) + "\n"


def _spoken(script: Script, utterance: Utterance) -> Samples:
    return speak(utterance.spoken, utterance.speaker.voice, script.delivery)


def _sample_at(ms: int) -> int:
    return ms * SAMPLE_RATE // 1000


def _write_papers(folder: Path, script: Script, timeline: Timeline) -> None:
    _write_json(folder / demo.AGENDA.name, agenda_of(script, timeline))
    _write_json(folder / demo.SPEAKERS.name, speakers_of(timeline))
    _write_json(folder / demo.CORRECTIONS.name, corrections_of(timeline))
    (folder / demo.REFERENCE.name).write_text(reference_of(timeline), encoding="utf-8")


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_recording(target: Path, script: Script, timeline: Timeline, sound: Samples) -> None:
    with tempfile.TemporaryDirectory() as name:
        workshop = Path(name)
        write_wav(workshop / "sound.wav", sound)
        shown = scenes(script, timeline)
        pictures = [workshop / f"{number:03}.png" for number in range(len(shown))]
        for scene, picture in zip(shown, pictures, strict=True):
            draw_scene(script, scene).save(picture)
        (workshop / "pictures.txt").write_text(concat_list(shown, pictures), encoding="utf-8")
        inputs = ["-f", "concat", "-i", str(workshop / "pictures.txt"), "-i", str(workshop / "sound.wav")]
        length = ["-vf", f"fps={FRAME_RATE}", "-t", f"{timeline.duration_ms / 1000:.3f}"]
        outputs = [*length, *PICTURE, *QUALITY, *KEY_FRAMES, *SOUND, *SAME_EVERY_TIME]
        ffmpeg.run([*inputs, *outputs, "-movflags", "+faststart", str(target)], duration_ms=timeline.duration_ms)


if __name__ == "__main__":
    main()
