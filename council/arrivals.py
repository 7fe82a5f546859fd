"""Files becoming a recording: the one way in, for the desk's uploads and for the command line.

Uploads that are complete get a second name in the recording's room before the transaction that makes them its originals, and lose the
first one after it. So they are in one of the two at every moment, and whatever dies in between is begun anew by the worker.
"""

import contextlib
import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, delete, select

from council import parts, publishing, recordings, uploads
from council.base import audit
from council.base.accounts import Account
from council.base.i18n import message
from council.base.site import Site
from council.base.storage import new_key, sha256_of
from council.meetings import Meeting
from council.recordings import Original, Recording
from council.uploads import Upload, UploadError, UploadState

log = logging.getLogger(__name__)

EXTENSION = re.compile(r"\.[0-9A-Za-z]{1,5}")
LOOK_S = 2.0
SWEEP_S = 3600.0
ALREADY_THERE = message("Diese Aufnahme ist schon da; es wurde nichts doppelt angelegt.")
ELSEWHERE = message(
    "Dieselben Dateien gehören schon zu einer Aufzeichnung einer anderen Sitzung. Bitte prüfen Sie, ob die Sitzung stimmt."
)


@dataclass(frozen=True)
class Handed:
    """A file that lies in its recording's room. ``name`` is what its owner called it; ``size`` in bytes, ``sha256`` in hex."""

    name: str
    stored_as: str
    size: int
    sha256: str


def shown_name(name: str) -> str:
    """A file's name as it is shown and kept: no path, no control characters, at most 300 characters."""
    last = re.split(r"[/\\]", name)[-1].encode("utf-8", "replace").decode()
    return "".join(character for character in last if character.isprintable())[:300] or "ohne Namen"


def stored_name(position: int, name: str) -> str:
    """What a file is called in its room: never what its owner called it, but for a harmless extension."""
    stem, dot, extension = name.rpartition(".")
    known = stem and EXTENSION.fullmatch(dot + extension)
    return f"{position}{(dot + extension).lower() if known else '.bin'}"


def create(
    db: Session, site: Site, key: str, meeting_id: int, files: Sequence[Handed], *, public_part_only: bool = False
) -> Recording:
    """A new recording of these files, which lie in its room already; its way through the pipeline begins."""
    recording = Recording(
        key=key,
        meeting_id=meeting_id,
        language=site.settings.language,
        public_part_only=public_part_only,
        created_at=site.clock(),
    )
    db.add(recording)
    db.flush()
    assert recording.id is not None
    for position, file in enumerate(files, 1):
        db.add(
            Original(
                recording_id=recording.id, position=position, name=file.name, stored_as=file.stored_as, size=file.size,
                sha256=file.sha256,
            )
        )  # fmt: skip
    db.flush()
    publishing.begin(db, recording, site)
    return recording


def finish(site: Site, batch: str) -> int | None:
    """Make a recording of a batch that is complete; its id, also where that was done before. None while something is missing.

    The same files again for the same meeting make nothing new.
    """
    with site.database.reading() as db:
        files = uploads.of_batch(db, batch)
    if not uploads.is_whole(files):
        return files[0].recording_id if files else None
    if any(parts.on_disk(site.storage, file) < file.size for file in files):
        _ask_again(site, batch)
        return None
    key = new_key()
    room = site.storage.originals(key)
    handed = [Handed(file.name, stored_name(file.position, file.name), file.size, file.sha256 or "") for file in files]
    try:
        for file, to in zip(files, handed, strict=True):
            site.storage.share(parts.path_of(site.storage, file), room, to.stored_as)
    except FileNotFoundError:
        site.storage.drop(room)
        _ask_again(site, batch)
        return None
    with site.database.writing() as db:
        recording_id, new = _take(db, site, batch, key, handed)
    if not new:
        site.storage.drop(room)
    for file in files if recording_id is not None else ():
        site.storage.drop(site.storage.uploads(file.key))
    return recording_id


def _take(db: Session, site: Site, batch: str, key: str, handed: Sequence[Handed]) -> tuple[int | None, bool]:
    """The recording of a batch, and whether it was made just now. The meeting is locked, so that the same files coming twice at once
    are seen."""
    first = uploads.of_batch(db, batch)[0]
    meeting = db.get_one(Meeting, first.meeting_id, with_for_update=True)
    files = uploads.of_batch(db, batch, lock=True)
    if not uploads.is_whole(files):  # somebody else was quicker, or it was cancelled just now
        return (files[0].recording_id if files else None), False
    same = recordings.with_files(db, [file.sha256 for file in handed], meeting.id)
    new = same is None or same.meeting_id != meeting.id
    recording = create(db, site, key, first.meeting_id, handed) if new or same is None else same
    now = site.clock()
    for file in files:
        file.state, file.recording_id, file.touched_at = UploadState.USED, recording.id, now
        db.add(file)
    account = db.get(Account, first.account_id) if first.account_id is not None else None
    action = "Aufnahme hochgeladen" if new else "Vorhandene Aufnahme noch einmal hochgeladen"
    names = ", ".join(file.name for file in files)
    audit.record(
        db, account, action, now, subject=f"{meeting.name}: {names}", path=f"/ratsbuero/aufzeichnungen/{recording.id}"
    )
    return recording.id, new


def notices(db: Session, files: Sequence[Upload]) -> list[str]:
    """What people should know of a batch that became a recording: German messages."""
    recording = db.get(Recording, files[0].recording_id) if files and files[0].recording_id else None
    if recording is None:
        return []
    if recording.created_at < files[0].created_at:
        return [ALREADY_THERE]
    same = recordings.with_files(db, [file.sha256 or "" for file in files], None)
    return [ELSEWHERE] if same is not None and same.id != recording.id else []


def _ask_again(site: Site, batch: str) -> None:
    """Files that should be there are not (a backup was restored, a disk lost): they are to be sent again from where they end."""
    with site.database.writing() as db:
        for file in uploads.of_batch(db, batch, lock=True):
            there = parts.on_disk(site.storage, file)
            if file.state == UploadState.COMPLETE and there < file.size:
                file.received, file.sha256, file.state = there, None, UploadState.RECEIVING
                db.add(file)


def finish_all(site: Site) -> None:
    """Make recordings of all batches that are complete, and before that read the files once more whose hash went lost on the way."""
    with site.database.reading() as db:
        batches = uploads.open_batches(db)
    for files in batches:
        for file in files:
            if file.state == UploadState.RECEIVING and file.received == file.size:
                _hash(site, file)
        finish(site, files[0].batch)


def _hash(site: Site, upload: Upload) -> None:
    there = parts.on_disk(site.storage, upload)
    with contextlib.suppress(UploadError):  # somebody else has it open, or it was cancelled
        part = parts.Part(parts.path_of(site.storage, upload))
        try:
            digest = sha256_of(parts.path_of(site.storage, upload)) if there == upload.size else None
            with site.database.writing() as db:
                uploads.advance(db, upload, there, digest, upload.touched_at)
        finally:
            part.close()


def sweep(site: Site) -> None:
    """Remove uploads nobody went on with, and what is left of others."""
    now = site.clock()
    before = now - timedelta(days=site.settings.keep_uploads_days)
    rooms = list((site.storage.root / "uploads").glob("*"))
    with site.database.writing() as db:
        for files in uploads.open_batches(db):
            if max(file.touched_at for file in files) < before:
                _give_up(db, site, files)
        ended = col(Upload.state).in_((UploadState.USED, UploadState.CANCELLED))
        db.exec(delete(Upload).where(ended, col(Upload.touched_at) < before))
        known = set(db.exec(select(Upload.key).where(col(Upload.state).in_(uploads.OPEN))).all())
    for room in rooms:
        if room.name not in known:
            site.storage.drop(room)


def _give_up(db: Session, site: Site, files: Sequence[Upload]) -> None:
    for file in files:
        uploads.cancel(db, file, site.clock())
    meeting = db.get_one(Meeting, files[0].meeting_id)
    names = ", ".join(file.name for file in files)
    audit.record(
        db, None, "Unvollständigen Upload entfernt", site.clock(), subject=f"{meeting.name}: {names}",
        path=f"/ratsbuero/sitzungen/{meeting.id}",
    )  # fmt: skip


def follow(site: Site, stop: threading.Event) -> None:
    """Finish and sweep until told to stop: the worker's part in uploads."""
    waited = SWEEP_S
    while not stop.wait(LOOK_S):
        waited += LOOK_S
        try:
            finish_all(site)
            if waited >= SWEEP_S:
                sweep(site)
                waited = 0.0
        except OperationalError:
            log.warning("the database does not answer; uploads are looked at again soon")
        except Exception:
            log.exception("uploads could not be finished; trying again")
