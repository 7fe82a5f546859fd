"""Files on their way in (tus 1.0): how far each is, so that it goes on after a lost line, a closed browser and a restart.

Here are the rows; the bytes are ``council/receiving.py``'s, and what becomes of a whole batch is ``council/arrivals.py``'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel, col, func, select

from council.base.database import UtcDateTime
from council.base.i18n import message
from council.base.storage import new_key
from council.meetings import Meeting

LARGEST = 20 << 30  # bytes of one file
MOST_FILES = 20  # of one recording
ROOM = 3  # disk a recording needs, as a multiple of its files


class UploadState(StrEnum):
    RECEIVING = "receiving"
    COMPLETE = "complete"  # all there and hashed
    USED = "used"  # became an original
    CANCELLED = "cancelled"


OPEN = (UploadState.RECEIVING, UploadState.COMPLETE)


class Upload(SQLModel, table=True):
    """A file being received. Files chosen together share a ``batch`` and become one recording in order of ``position``."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)  # of its address and of its room in storage
    batch: str = Field(index=True)
    batch_size: int = 1
    position: int
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    account_id: int | None = None
    recording_id: int | None = None  # what it became part of
    name: str = Field(max_length=300)  # as its owner called it
    size: int = Field(sa_type=BigInteger)  # bytes
    received: int = Field(default=0, sa_type=BigInteger)  # bytes
    fingerprint: str = Field(default="", max_length=200, index=True)  # what the browser knows the file by
    sha256: str | None = None  # of the whole, once it is there
    state: str = UploadState.RECEIVING
    created_at: datetime = Field(sa_type=UtcDateTime)
    touched_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Reason(StrEnum):
    """Why something was refused, for programs."""

    INVALID = "invalid"
    UNKNOWN = "unknown"
    GONE = "gone"
    OFFSET = "offset"
    OTHER_FILE = "other-file"
    TOO_LARGE = "too-large"
    LOCKED = "locked"
    CHECKSUM = "checksum"
    SILENT = "silent"
    FULL = "full"


class UploadError(Exception):
    """An upload or a part of it was refused; nothing that was received before is lost. The message is a German one for people."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


UNREADABLE = message(
    "Die Angaben zu dieser Datei sind unvollständig. Bitte laden Sie die Seite neu und wählen Sie die Datei noch einmal."
)
NO_MEETING = message("Diese Sitzung gibt es nicht mehr. Bitte laden Sie die Seite neu.")
EMPTY = message("Diese Datei ist leer (0 Bytes). Bitte kopieren Sie sie noch einmal vom Aufnahmegerät.")
TOO_LARGE = message("Diese Datei ist größer als 20 GB. Bitte teilen Sie die Aufnahme in mehrere Dateien.")
TOO_MANY = message("Eine Aufzeichnung kann aus höchstens 20 Dateien bestehen.")
OTHER_FILE = message(
    "Das ist eine andere Datei als die, deren Upload begonnen wurde. Bitte wählen Sie dieselbe Datei wie beim ersten Mal."
)
NO_SPACE = message(
    "Auf dem Server ist zu wenig Platz für diese Dateien. Bitte geben Sie der Technik Bescheid; begonnene Uploads bleiben erhalten."
)
UNKNOWN = message("Diesen Upload gibt es nicht. Bitte laden Sie die Seite neu.")
CANCELLED = message("Dieser Upload wurde abgebrochen.")
TAKEN_OVER = message("Diese Datei gehört schon zu einer Aufzeichnung.")


@dataclass(frozen=True)
class Announced:
    """A file somebody is about to send. ``batch_bytes``: the size of all files chosen together."""

    name: str
    size: int
    fingerprint: str
    meeting_id: int
    batch: str
    batch_size: int
    batch_bytes: int
    position: int

    def check(self) -> None:
        """Raises UploadError where such a file cannot be taken."""
        if self.size == 0:
            raise UploadError(Reason.INVALID, EMPTY)
        if self.size > LARGEST:
            raise UploadError(Reason.TOO_LARGE, TOO_LARGE)
        if self.batch_size > MOST_FILES:
            raise UploadError(Reason.INVALID, TOO_MANY)
        if not 1 <= self.position <= self.batch_size:
            raise UploadError(Reason.INVALID, UNREADABLE)


def announce(
    db: Session, file: Announced, account_id: int | None, free_bytes: int, now: datetime
) -> tuple[Upload, bool]:
    """The upload of a file, and whether it is new; the same announcement again (an answer was lost) gives the same upload.

    Raises UploadError.
    """
    file.check()
    if db.exec(select(Meeting).where(Meeting.id == file.meeting_id).with_for_update()).first() is None:
        raise UploadError(Reason.INVALID, NO_MEETING)
    others = of_batch(db, file.batch)
    if any((other.meeting_id, other.batch_size) != (file.meeting_id, file.batch_size) for other in others):
        raise UploadError(Reason.INVALID, UNREADABLE)
    for other in others:
        if other.position == file.position:
            require_same(other, file.fingerprint)
            return other, False
    whole_batch = max(file.batch_bytes, file.size + sum(other.size for other in others))
    require_space(free_bytes, ROOM * whole_batch + _expected(db, file.batch))
    upload = Upload(
        key=new_key(), batch=file.batch, batch_size=file.batch_size, position=file.position, meeting_id=file.meeting_id,
        account_id=account_id, name=file.name, size=file.size, fingerprint=file.fingerprint, created_at=now, touched_at=now,
    )  # fmt: skip
    db.add(upload)
    db.flush()
    return upload, True


def _expected(db: Session, batch: str) -> int:
    """Bytes that are still to come of other batches."""
    query = select(func.sum(Upload.size - Upload.received)).where(col(Upload.state).in_(OPEN), Upload.batch != batch)
    return int(db.exec(query).one() or 0)


def require_space(free_bytes: int, needed: int) -> None:
    """Raises UploadError where the disk has less than is needed."""
    if needed > free_bytes:
        raise UploadError(Reason.FULL, NO_SPACE)


def require_same(upload: Upload, fingerprint: str) -> None:
    """Raises UploadError where the file to go on with is not the one that was begun."""
    if upload.fingerprint != fingerprint:
        raise UploadError(Reason.OTHER_FILE, OTHER_FILE)


def require(db: Session, key: str, *, lock: bool = False) -> Upload:
    """The upload at an address. Raises UploadError where there is none, or none any more."""
    query = select(Upload).where(Upload.key == key)
    upload = db.exec(query.with_for_update() if lock else query).first()
    if upload is None:
        raise UploadError(Reason.UNKNOWN, UNKNOWN)
    if upload.state == UploadState.CANCELLED:
        raise UploadError(Reason.GONE, CANCELLED)
    return upload


def of_batch(db: Session, batch: str, *, lock: bool = False) -> Sequence[Upload]:
    """The files chosen together, in their order, without those that were cancelled; with ``lock`` as they are now, whatever was read
    before."""
    query = (
        select(Upload)
        .where(Upload.batch == batch, Upload.state != UploadState.CANCELLED)
        .order_by(col(Upload.position))
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.exec(query).all()


def is_whole(files: Sequence[Upload]) -> bool:
    """Whether all files of a batch are there and hashed, and not used yet."""
    return (
        bool(files) and len(files) == files[0].batch_size and all(file.state == UploadState.COMPLETE for file in files)
    )


def expires(upload: Upload, keep_days: int) -> datetime:
    """Until when one can go on with it."""
    return upload.touched_at + timedelta(days=keep_days)


def open_batches(db: Session, meeting_id: int | None = None) -> list[list[Upload]]:
    """What is on its way, of a meeting or of all, batch by batch, the oldest first."""
    query = select(Upload).where(col(Upload.state).in_(OPEN))
    if meeting_id is not None:
        query = query.where(Upload.meeting_id == meeting_id)
    batches: dict[str, list[Upload]] = {}
    for upload in db.exec(query.order_by(col(Upload.id))).all():
        batches.setdefault(upload.batch, []).append(upload)
    return [sorted(files, key=lambda file: file.position) for files in batches.values()]


def advance(db: Session, upload: Upload, received: int, sha256: str | None, now: datetime) -> Upload:
    """A verified chunk lies on the disk; with ``sha256`` the file is complete. Raises UploadError where the upload changed meanwhile."""
    current = require(db, upload.key, lock=True)
    if (current.received, current.state) != (upload.received, UploadState.RECEIVING):
        raise UploadError(Reason.GONE, CANCELLED)
    current.received, current.touched_at, current.sha256 = received, now, sha256
    if sha256 is not None:
        current.state = UploadState.COMPLETE
    db.add(current)
    return current


def cancel(db: Session, upload: Upload, now: datetime) -> None:
    """Take a file out of its batch; the others close up. Its room is the caller's to drop. Raises UploadError where it is used."""
    others = of_batch(
        db, upload.batch, lock=True
    )  # all of them, so that two who cancel at once do not wait for each other
    db.refresh(upload)
    if upload.state not in OPEN:
        raise UploadError(Reason.GONE, TAKEN_OVER if upload.state == UploadState.USED else CANCELLED)
    for other in others:
        other.batch_size -= 1
        other.position -= other.position > upload.position
        db.add(other)
    upload.state, upload.touched_at = UploadState.CANCELLED, now
    db.add(upload)
    db.flush()
