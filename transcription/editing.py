"""Changing what an utterance says: one at a time, on the state the person saw, with what stood there before kept beside."""

import unicodedata
from datetime import datetime

from sqlmodel import Session, col, select

from council import recordings
from council.base.errors import ReadableError
from council.base.i18n import message
from council.recordings import Recording
from transcription.corrections import realign
from transcription.revisions import Revision
from transcription.transcripts import Segment, words_of

LONGEST = 5_000  # characters; the machine's utterances have some 200
UNINTELLIGIBLE = "[unverständlich]"
EMPTY = message(
    "Der Text ist leer. Ist nichts zu verstehen, schreiben Sie bitte [unverständlich]; soll die Stelle nicht öffentlich "
    "sein, markieren Sie sie als Schnitt."
)
TOO_LONG = message("Der Text ist zu lang. Erlaubt sind höchstens 5.000 Zeichen für eine Äußerung.")
DIVIDED = message("Diese Äußerung wurde inzwischen anders eingeteilt; der frühere Stand passt nicht mehr zu ihr.")
GONE = message("Diese Äußerung gibt es nicht mehr: Sie wurde inzwischen anders eingeteilt oder herausgeschnitten.")
ERASED = message("Den Text der Maschine gibt es zu dieser Äußerung nicht.")

_INVISIBLE = frozenset(
    {"Cc", "Cf", "Cs"}
)  # control characters, marks for the direction of writing, broken halves of characters


class TextError(ReadableError):
    """The text cannot be kept as it is."""


class GoneError(Exception):
    """There is no such utterance, or no longer."""


class ConflictError(Exception):
    """Somebody changed the utterance since: to ``text``, which is ``version``; ``who`` and ``when`` are None where that is not known."""

    def __init__(self, text: str, version: int, who: str | None, when: datetime | None) -> None:
        super().__init__(f"the utterance is at version {version}")
        self.text, self.version, self.who, self.when = text, version, who, when


def normal(text: str) -> str:
    """The text as it is kept: single spaces, no line breaks, nothing invisible. Raises TextError where nothing is left or too much."""
    spaced = " ".join(text.split())
    visible = "".join(sign for sign in spaced if unicodedata.category(sign) not in _INVISIBLE)
    kept = unicodedata.normalize("NFC", " ".join(visible.split()))
    if not kept:
        raise TextError(EMPTY)
    if len(kept) > LONGEST:
        raise TextError(TOO_LONG)
    return kept


def change(
    db: Session,
    segment_id: int,
    *,
    text: str,
    based_on: int,
    by: str,
    now: datetime,
    checked: bool = True,
    seen: str | None = None,
) -> Segment:
    """Store what a person heard. ``checked``: they vouch for all of it; else what was said of that before stays.

    Raises TextError, GoneError, and ConflictError where not the version ``based_on`` stands there; or, where it is known, not the text
    they have ``seen``, since a change of who speaks is no reason to stop them. What says the same anyway is no conflict.
    """
    text = normal(text)
    recording, row = locked(db, segment_id)
    if text != row.text:
        if not (row.version == based_on if seen is None else row.text == seen):
            raise _conflict(db, row)
    elif row.checked_at is not None or not checked:
        return row
    write(db, row, text, by=by, now=now, checked=checked)
    tell(db, recording, now)
    return row


def undo(db: Session, revision_id: int, *, based_on: int, by: str, now: datetime) -> Segment:
    """Bring back what stood there before a change. Raises GoneError, ConflictError, and TextError where the utterance was divided since."""
    revision = db.get(Revision, revision_id)
    if revision is None or revision.segment_id is None:
        raise GoneError
    recording, row = locked(db, revision.segment_id)
    require(db, row, based_on)
    if not is_of(revision, row):
        raise TextError(DIVIDED)
    revert(db, row, revision, by=by, now=now)
    tell(db, recording, now)
    return row


def back_to_machine(db: Session, segment_id: int, *, based_on: int, by: str, now: datetime) -> Segment:
    """Bring back what the machine wrote; the utterance is unchecked then. Raises as ``undo`` does."""
    recording, row = locked(db, segment_id)
    require(db, row, based_on)
    if not row.machine_text:
        raise TextError(ERASED)
    first = db.exec(
        select(Revision)
        .where(Revision.segment_id == row.id, Revision.text_before == row.machine_text)
        .order_by(col(Revision.id))
    ).first()
    if first is not None and is_of(first, row):
        revert(db, row, first, by=by, now=now)
    else:
        _store(db, row, row.machine_text, _fitted(row, row.machine_text, heard_all=False), by=by, now=now)
    row.checked_at, row.checked_by = None, None
    tell(db, recording, now)
    return row


def latest_revision(db: Session, segment_id: int) -> Revision | None:
    """The last change of an utterance."""
    return db.exec(
        select(Revision).where(Revision.segment_id == segment_id).order_by(col(Revision.id).desc()).limit(1)
    ).first()


def is_of(revision: Revision, row: Segment) -> bool:
    """Whether a change was made to this very utterance, before it was divided or shortened."""
    return revision.recording_id == row.recording_id and (revision.start_ms, revision.end_ms) == (
        row.start_ms,
        row.end_ms,
    )


def locked(db: Session, segment_id: int) -> tuple[Recording, Segment]:
    """An utterance read anew with its recording locked, so that nobody else changes it in this transaction. Raises GoneError."""
    recording_id = db.exec(select(Segment.recording_id).where(Segment.id == segment_id)).first()
    recording = db.get(Recording, recording_id) if recording_id is not None else None
    if recording is None:
        raise GoneError
    recordings.lock(db, recording)
    row = db.get(Segment, segment_id, populate_existing=True)
    if row is None:
        raise GoneError
    return recording, row


def require(db: Session, row: Segment, based_on: int) -> None:
    """Raise ConflictError where the utterance is not at this version."""
    if row.version != based_on:
        raise _conflict(db, row)


def write(
    db: Session, row: Segment, text: str, *, by: str, now: datetime, checked: bool, batch: str | None = None
) -> None:
    """Put a text in an utterance's place and keep what stood there. Its recording is locked, its version was required."""
    words = row.words if text == row.text else _fitted(row, text, heard_all=checked)
    _store(db, row, text, words, by=by, now=now, batch=batch)
    if checked:
        row.checked_at, row.checked_by = now, by


def revert(db: Session, row: Segment, revision: Revision, *, by: str, now: datetime, batch: str | None = None) -> None:
    """Put in an utterance's place what stood there before a change of it."""
    _store(db, row, revision.text_before, revision.words_before, by=by, now=now, batch=batch)
    row.checked_at, row.checked_by = revision.checked_at_before, revision.checked_by_before
    if row.text == row.machine_text:
        row.machine_text = None  # it is the machine's own again, with its times


def tell(db: Session, recording: Recording, now: datetime) -> None:
    """Tell caches and followers of a text that is public; of another there is nothing to tell."""
    if recording.shows_text:
        recordings.text_changed(db, recording, now)


def _conflict(db: Session, row: Segment) -> ConflictError:
    assert row.id is not None
    last = latest_revision(db, row.id)
    return ConflictError(row.text, row.version, last.by if last else None, last.at if last else None)


def _store(
    db: Session, row: Segment, text: str, words: list[list[float]], *, by: str, now: datetime, batch: str | None = None
) -> None:
    db.add(
        Revision(
            recording_id=row.recording_id,
            segment_id=row.id,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            text_before=row.text,
            text_after=text,
            words_before=row.words,
            checked_at_before=row.checked_at,
            checked_by_before=row.checked_by,
            speaker_before=row.speaker,
            speaker_after=row.speaker,
            batch=batch,
            by=by,
            at=now,
        )
    )
    if text != row.text and row.machine_text is None:
        row.machine_text = row.text
    row.text, row.words, row.version = text, words, row.version + 1
    if words:
        row.confidence = round(sum(probability for _, _, probability in words) / len(words), 4)
    db.add(row)


def _fitted(row: Segment, text: str, *, heard_all: bool) -> list[list[float]]:
    """The words of a text on the utterance's times; none where it has none."""
    if not row.words:
        return []
    words = realign(words_of(row), text, row.start_ms, row.end_ms, heard_all=heard_all)
    return [[word.start_ms, word.end_ms, word.probability] for word in words]
