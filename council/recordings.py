"""Recordings of meetings: their originals, whether they are public, and under which token their media are served."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from council.base import changes
from council.base.database import UtcDateTime
from council.media import MediaError, Probe

KIND = "recording"  # in the feed of changes: anything public of it changed
EDITION_KIND = "edition"  # besides, where it was published, withdrawn or cut


class Recording(SQLModel, table=True):
    """A recording of a meeting, or of an imported transcript its text alone.

    ``media_token`` names the folder its public media are served from; empty while there are none. ``edition`` counts publishings and
    cuts, so that media composed for an older state are never shown. ``text_edition`` counts changes of the text, for caches.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    language: str = "de"
    duration_ms: int = 0
    has_video: bool = False
    has_audio: bool = False
    transcript_source: str = ""  # the engine and model, or "import"; empty: no transcript yet
    transcript_sha256: str | None = Field(default=None, index=True)  # of an imported transcript
    public_part_only: bool = False  # somebody said that the files hold nothing of the non-public items
    internal: bool = False  # nur für die Niederschrift: never public
    media_public: bool = True  # where it is published: whether sound and picture are, and …
    text_public: bool = True  # … whether the transcript is
    media_ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when they stopped being public
    text_ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edition: int = 1
    text_edition: int = 1
    media_token: str | None = Field(default=None, unique=True)
    composing_token: str | None = None  # the folder being filled for this edition
    media_files: list[str] = Field(default_factory=list, sa_type=JSON)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def shows_media(self) -> bool:
        """Whether the public may see and hear it."""
        return self.published_at is not None and self.media_public

    @property
    def shows_text(self) -> bool:
        """Whether the public may read what was said."""
        return self.published_at is not None and self.text_public

    @property
    def ended_at(self) -> datetime | None:
        """When the last of it stopped being public; None while something is, and where nothing ever was."""
        ends = [end for end in (self.media_ended_at, self.text_ended_at) if end is not None]
        return max(ends) if ends and self.published_at is None else None


class Original(SQLModel, table=True):
    """A file as it was handed in. Several make up one recording, in order of ``position``."""

    __table_args__ = (UniqueConstraint("recording_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="recording.id", index=True)
    position: int
    name: str = Field(max_length=300)  # as its owner called it
    stored_as: str  # its name in the storage room of the recording
    size: int = Field(sa_type=BigInteger)  # bytes
    sha256: str = Field(index=True)
    duration_ms: int = 0
    probe: dict[str, Any] | None = Field(default=None, sa_type=JSON)

    def probed(self) -> Probe:
        """What the file holds. Raises MediaError where nobody has looked into it yet."""
        if self.probe is None:
            raise MediaError(f"{self.name} wurde noch nicht geprüft.", permanent=False)
        return Probe.from_json(self.probe)


def originals(db: Session, recording_id: int) -> Sequence[Original]:
    """A recording's files in order."""
    return db.exec(select(Original).where(Original.recording_id == recording_id).order_by(col(Original.position))).all()


def with_files(db: Session, sha256s: Sequence[str], meeting_id: int | None) -> Recording | None:
    """A recording made of exactly these files, in this order: of this meeting rather than of another."""
    candidates = db.exec(
        select(Recording)
        .join(Original, col(Original.recording_id) == col(Recording.id))
        .where(Original.sha256 == sha256s[0], Original.position == 1)
    ).all()
    found = [
        recording
        for recording in candidates
        if [original.sha256 for original in originals(db, recording.id or 0)] == list(sha256s)
    ]
    return min(found, key=lambda recording: recording.meeting_id != meeting_id, default=None)


def public(db: Session, recording_id: int) -> Recording | None:
    """A recording if the public may know of it."""
    recording = db.get(Recording, recording_id)
    return recording if recording is not None and recording.published_at is not None else None


def by_token(db: Session, token: str) -> Recording | None:
    """The public recording whose media are served under this token."""
    recording = db.exec(select(Recording).where(Recording.media_token == token)).first()
    return recording if recording is not None and recording.shows_media else None


def text_is_public() -> ColumnElement[bool]:
    """The condition under which the public may read what was said in a recording."""
    return col(Recording.published_at).is_not(None) & col(Recording.text_public)


def publish(db: Session, recording: Recording, now: datetime, *, media: bool = True, text: bool = True) -> None:
    """Make a recording public: its sound and picture, its transcript, or both. Media follow when they are composed for this edition."""
    renew(db, recording, now)
    recording.media_ended_at = None if media else now if recording.shows_media else recording.media_ended_at
    recording.text_ended_at = None if text else now if recording.shows_text else recording.text_ended_at
    recording.published_at = recording.published_at or now
    recording.media_public, recording.text_public = media, text


def withdraw(db: Session, recording: Recording, now: datetime, *, media: bool = True, text: bool = True) -> None:
    """Take a recording, or its sound and picture, or its transcript from the public, the media's address included, with this
    transaction. When neither is left nobody may know of it."""
    renew(db, recording, now)
    if media and recording.shows_media:
        recording.media_ended_at = now
    if text and recording.shows_text:
        recording.text_ended_at = now
    recording.media_public = recording.media_public and not media
    recording.text_public = recording.text_public and not text
    if not (recording.media_public and has_media(db, recording)) and not recording.text_public:
        recording.published_at = None


def has_media(db: Session, recording: Recording) -> bool:
    """Whether there is sound or picture, or files in which nobody has looked for it yet."""
    assert recording.id is not None
    return recording.has_audio or recording.has_video or bool(originals(db, recording.id))


def lock(db: Session, recording: Recording) -> None:
    """Read the row anew and keep others from changing it until this transaction ends. Whoever changes a recording and its jobs locks
    the recording first, so that no two wait for each other; and counters are only ever counted up under this lock."""
    db.flush()
    db.refresh(recording, with_for_update=True)


def renew(db: Session, recording: Recording, now: datetime) -> None:
    """What is public changed: media made for the earlier state are no longer served, followers are told."""
    lock(db, recording)
    assert recording.id is not None
    changes.record(db, EDITION_KIND, recording.id, now)
    recording.edition += 1
    recording.text_edition += 1
    recording.media_token, recording.composing_token, recording.media_files = None, None, []
    db.add(recording)
    _tell(db, recording, now)


def marked(db: Session, recording: Recording) -> None:
    """The marks of a recording changed of which the public does not know: what the desk composed for the earlier ones is outdated.
    Nobody else needs to be told."""
    lock(db, recording)
    recording.edition += 1
    recording.text_edition += 1
    db.add(recording)


def text_changed(db: Session, recording: Recording, now: datetime) -> None:
    """The transcript changed: caches and followers are told, media stay."""
    lock(db, recording)
    recording.text_edition += 1
    db.add(recording)
    _tell(db, recording, now)


def media_composed(
    db: Session, recording: Recording, token: str, files: list[str], edition: int, now: datetime
) -> None:
    """Serve media from a folder that was filled for an edition; where the recording was cut, withdrawn or published anew since, the
    folder is nobody's and will be swept away."""
    lock(db, recording)
    if recording.edition != edition or not recording.shows_media:
        return
    recording.media_token, recording.media_files, recording.composing_token = token, files, None
    db.add(recording)
    _tell(db, recording, now)


def tokens(db: Session) -> set[str]:
    """The folders of public media that are in use or being filled."""
    rows = db.exec(select(Recording.media_token, Recording.composing_token)).all()
    return {token for row in rows for token in row if token is not None}


def _tell(db: Session, recording: Recording, now: datetime) -> None:
    assert recording.id is not None
    changes.record(db, KIND, recording.id, now)
