"""What the desk plays: a recording as a whole, and what the public would see of it. Never public.

Both are composed by the worker from hard links (``ratsfenster/pipeline.py``): the whole as soon as something is prepared, a preview when
it is asked for.
"""

import re
from pathlib import Path

from sqlmodel import Session

from council import recordings
from council.base import jobs
from council.base.site import Site
from council.recordings import Recording

WHOLE = "ganz"
PREVIEW = "vorschau-"
STAGE = "preview"
PLAYLIST = "master.m3u8"
# What playlists and the list of thumbnails name; what else lies in the folders is nobody's to ask for.
NAMES = re.compile(
    r"master\.m3u8|poster\.jpg|thumbs\.vtt|thumbs/[0-9a-z]{1,20}\.jpg|(?:main|low|audio)/[0-9a-z-]{1,40}\.(?:m3u8|mp4|m4s)",
    re.ASCII,
)


def whole_folder(site: Site, recording: Recording) -> Path:
    """Where the whole recording lies, or will lie."""
    return site.storage.inside(recording.key) / WHOLE


def preview_folder(site: Site, recording: Recording) -> Path:
    """Where the preview of the present edition lies, or will lie."""
    return site.storage.inside(recording.key) / f"{PREVIEW}{recording.edition}"


def whole(site: Site, recording: Recording) -> Path | None:
    """The folder with the whole recording; None while nothing of it can be played."""
    return _playable(whole_folder(site, recording))


def preview(site: Site, recording: Recording) -> Path | None:
    """The folder with what the public would see and hear as it is marked now; None until it is composed."""
    return _playable(preview_folder(site, recording))


def ask_preview(db: Session, recording: Recording, site: Site) -> None:
    """Have the preview composed where it is not there, in the transaction that makes it necessary or in one of its own."""
    assert recording.id is not None
    if preview(site, recording) is None and recordings.originals(db, recording.id):
        jobs.enqueue(db, STAGE, recording.id, site.clock())


def file(folder: Path, name: str) -> Path | None:
    """A file of such a folder that a playlist can name; None for every other name."""
    return folder / name if NAMES.fullmatch(name) else None


def drop_old_previews(site: Site, key: str, keep: Path | None) -> None:
    """Remove the previews of a recording that show other cuts than ``keep`` does."""
    room = site.storage.inside(key)
    for folder in room.glob(f"{PREVIEW}*") if room.is_dir() else ():
        if folder != keep:
            site.storage.drop(folder)


def _playable(folder: Path) -> Path | None:
    return folder if (folder / PLAYLIST).is_file() else None
