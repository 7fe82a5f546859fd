"""Media: everything that touches ffmpeg. Paths and values in, files and values out; no database.

The pipeline calls, in this order:

- ``probe(path)``: what a file holds; refuses with a MediaError what is broken or could be an attack.
- ``prepare(original, probe, masters, quick=True)``: private master renditions that need no encoding; a copyable file of an hour is
  ready in seconds.
- ``compose(sources, cuts, folder)``: the public folder, from the masters there are. A new folder for every publishing and every
  change of the cuts (else OtherCutsError is raised); the old one is deleted by the caller.
- ``extract_audio(path, probe, start_ms, duration_ms, target)``: sound for the speech model, chunk by chunk.
- ``prepare(…, quick=False)``: all the rest, encoded, niced; after the transcription. Then ``compose`` once more into the same folder.

A public folder holds ``master.m3u8``, a folder for each of the renditions ``main`` (video), ``low`` (360p) and ``audio``, and as soon
as they are made ``video.mp4``, ``audio.m4a``, ``poster.jpg``, ``thumbs.vtt`` with ``thumbs/``.

All take ``progress`` (called with 0..1) and ``cancelled`` (asked five times a second; ChildCancelledError is then raised) where it
takes long. A MediaError carries a German ``message`` for the clerk and ``permanent``.
"""

from council.media.composition import Composition, Source, compose
from council.media.errors import MediaError, OtherCutsError
from council.media.preparation import prepare
from council.media.probing import probe
from council.media.sound import choose_audio, extract_audio
from council.media.tracks import AudioTrack, Probe, VideoTrack

__all__ = [
    "AudioTrack",
    "Composition",
    "MediaError",
    "OtherCutsError",
    "Probe",
    "Source",
    "VideoTrack",
    "choose_audio",
    "compose",
    "extract_audio",
    "prepare",
    "probe",
]
