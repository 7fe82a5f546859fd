"""Transcripts to and from files, for the command line."""

from enum import StrEnum
from pathlib import Path

from council import cuts
from council.base.site import Site
from council.recordings import Recording
from transcription import exporting

SUFFIXES = (".vtt", ".srt")


class Format(StrEnum):
    """What a transcript can be written as."""

    vtt = "vtt"
    srt = "srt"
    txt = "txt"
    json = "json"


def in_folder(folder: Path) -> list[Path]:
    """The transcript files in a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())


def export(site: Site, recording_id: int, form: Format) -> str | None:
    """A recording's transcript as the public may read it, published or not; None where there is no such recording."""
    with site.database.reading() as db:
        recording = db.get(Recording, recording_id)
        if recording is None:
            return None
        hidden = cuts.hidden(db, recording_id, recording.duration_ms)
        return exporting.export(db, recording, hidden, form, site.settings)
