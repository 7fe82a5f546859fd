"""What a media file holds, found out without trusting it."""

import json
import os
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from council.base import children
from council.media import containers
from council.media.errors import INTERRUPTED, KILLED, MediaError
from council.media.ffmpeg import Cancelled, never
from council.media.sound import choose_audio
from council.media.tracks import AudioTrack, Probe, VideoTrack

TIMEOUT_S = 900
LONGEST_MS = 24 * 60 * 60 * 1000


def probe(path: Path, *, cancelled: Cancelled = never) -> Probe:
    """Look into a file. Raises MediaError, permanent where the file is at fault. Takes seconds, for broken files up to minutes."""
    container = containers.sniff(_head(path))
    found = _read(container, _examine(path, container, cancelled))
    if len(found.audio) > 1:
        found = replace(found, chosen=choose_audio(path, found, cancelled=cancelled))
    return found


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(containers.SNIFFED_BYTES)
    except OSError as error:
        raise MediaError(f"Die Datei lässt sich nicht lesen ({error.strerror}).", permanent=False) from error


def _examine(path: Path, container: containers.Container, cancelled: Cancelled) -> dict[str, Any]:
    script = Path(__file__).with_name("examine.py")
    arguments = [container.demuxer, containers.DECODERS, os.path.abspath(path)]
    try:
        done = children.run([sys.executable, "-I", str(script), *arguments], cancelled=cancelled, timeout_s=TIMEOUT_S)
    except children.ChildTimeoutError as error:
        raise MediaError("Das Lesen der Datei dauert zu lange.", permanent=False) from error
    if done.returncode in KILLED:
        raise MediaError(INTERRUPTED, permanent=False)
    if done.returncode != 0:
        raise MediaError(_reason(container, done.stderr))
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def _reason(container: containers.Container, errors: str) -> str:
    """What a clerk can do about a file libav cannot open."""
    if container is containers.MP4:
        return (
            "Die MP4-Datei ist unvollständig: ihr Inhaltsverzeichnis fehlt oder ist beschädigt. Meist wurde die Aufnahme oder das "
            "Kopieren unterbrochen. Bitte die Datei noch einmal vom Aufnahmegerät kopieren."
        )
    return f"Die {container.name}-Datei ist beschädigt und lässt sich nicht lesen. Bitte noch einmal vom Aufnahmegerät kopieren."


def _read(container: containers.Container, facts: dict[str, Any]) -> Probe:
    """The facts as a Probe, refused where codecs are not on the list or nothing can be played."""
    video = VideoTrack(**facts["video"][0]) if facts["video"] else None
    audio = tuple(AudioTrack(**track) for track in facts["audio"])
    if video is None and not audio:
        raise MediaError("Die Datei enthält weder Bild noch Ton.")
    if video is not None and video.codec not in containers.VIDEO_CODECS:
        raise MediaError(f"Das Bildformat „{video.codec}“ wird nicht unterstützt. Bitte als H.264 (MP4) speichern.")
    known = tuple(track for track in audio if track.codec in containers.AUDIO_CODECS and track.rate and track.channels)
    if audio and not known:
        raise MediaError(
            f"Das Tonformat „{audio[0].codec}“ wird nicht unterstützt. Bitte als AAC (MP4, M4A) oder MP3 speichern."
        )
    if facts["duration_s"] is None or (duration := round(Fraction(facts["duration_s"]) * 1000)) <= 0:
        raise MediaError("Die Datei enthält keine lesbaren Daten. Bitte noch einmal vom Aufnahmegerät kopieren.")
    if duration > LONGEST_MS:
        raise MediaError(
            "Die Aufnahme ist länger als 24 Stunden. Bitte in Teile zerlegen oder die Datei neu speichern."
        )
    return Probe(
        container=container.name,
        demuxer=container.demuxer,
        duration_ms=duration,
        start_ms=round(Fraction(facts["start_s"]) * 1000),
        video=video,
        audio=known,
        chosen=known[0].index if known else None,
        declared_ms=round(Fraction(facts["declared_s"] or 0) * 1000),
    )
