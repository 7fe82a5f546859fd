"""Replacing a name everywhere in one recording: where it stands, what would stand there then, and all of it back again in one step."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select  # sqlmodel types at most four columns
from sqlmodel import Session, col

from council import recordings
from council.base.storage import new_key
from council.media.timeline import Range
from council.recordings import Recording
from transcription import editing, revisions
from transcription.editing import TextError
from transcription.transcripts import Segment
from transcription.worklist import touches

LONGEST = 200  # characters of a name
MOST = 500  # places replaced in one go, so that the transaction stays short
CONTEXT = 60  # characters shown on either side

_SIBILANT = ("s", "ß", "z", "x", "ce")


@dataclass(frozen=True)
class Place:
    """Where a name stands: in which utterance at which version, from which character on, and what would stand there instead."""

    segment_id: int
    version: int
    at: int
    start_ms: int
    end_ms: int
    heard: str
    instead: str
    before: str
    after: str
    genitive: bool

    @property
    def key(self) -> str:
        """Names the place in a form; ``chosen`` reads it."""
        return f"{self.segment_id}.{self.version}.{self.at}"


@dataclass(frozen=True)
class Replaced:
    """What was done: how many places in how many utterances, in how many utterances not, since somebody changed them meanwhile. ``batch``
    takes it back."""

    batch: str
    places: int
    utterances: int
    skipped: int


def forms(old: str, new: str) -> list[tuple[str, str, bool]]:
    """What is looked for, what replaces it, and whether it is the genitive: ``Meier → Mayer``, ``Meiers → Mayers``."""
    plain = (old, new, False)
    if not old or old.casefold().endswith(_SIBILANT):
        return [plain]
    return [plain, (f"{old}s", f"{new}’" if new.casefold().endswith(_SIBILANT) else f"{new}s", True)]


def find(text: str, old: str, new: str) -> list[tuple[int, str, str, bool]]:
    """Where a name stands in a text, as a whole word and whatever its case: from which character on, what stands there, what would, and
    whether it is the genitive."""
    if not old.strip():
        return []
    found = [
        (match.start(), match[0], _in_case(match[0], replacement), genitive)
        for wanted, replacement, genitive in forms(old, new)
        for match in _pattern(wanted).finditer(text)
    ]
    return sorted((at, heard, instead, genitive) for at, heard, instead, genitive in found if heard != instead)


def replaced(text: str, places: Iterable[tuple[int, str, str]]) -> str:
    """The text with what stands at these characters replaced; places where something else stands are left."""
    for at, heard, instead in sorted(places, reverse=True):
        if text.startswith(heard, at):
            text = text[:at] + instead + text[at + len(heard) :]
    return text


def places(db: Session, recording_id: int, hidden: Sequence[Range], old: str, new: str) -> list[Place]:
    """Every place of a recording where a name stands, in order; what will not be public is left out."""
    rows = db.execute(
        select(col(Segment.id), col(Segment.version), col(Segment.start_ms), col(Segment.end_ms), col(Segment.text))
        .where(col(Segment.recording_id) == recording_id)
        .order_by(col(Segment.start_ms), col(Segment.id))
    )
    return [
        Place(
            segment_id=row.id,
            version=row.version,
            at=at,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            heard=heard,
            instead=instead,
            before=row.text[max(0, at - CONTEXT) : at],
            after=row.text[at + len(heard) : at + len(heard) + CONTEXT],
            genitive=genitive,
        )
        for row in rows
        if not touches(row.start_ms, row.end_ms, hidden)
        for at, heard, instead, genitive in find(row.text, old, new)
    ]


def chosen(keys: Iterable[str]) -> list[tuple[int, int, int]]:
    """Utterance, version and character of the places a form names; what is no such name is left out."""
    read = (re.fullmatch(r"(\d{1,18})\.(\d{1,9})\.(\d{1,6})", key, re.ASCII) for key in keys)
    return sorted({(int(match[1]), int(match[2]), int(match[3])) for match in read if match})


def apply(
    db: Session,
    recording_id: int,
    hidden: Sequence[Range],
    old: str,
    new: str,
    keys: Iterable[str],
    *,
    by: str,
    now: datetime,
) -> Replaced:
    """Replace a name at these places, but in utterances that somebody changed or hid meanwhile. Whether one counts as checked stays."""
    wanted = _by_utterance(keys)
    recording = db.get_one(Recording, recording_id)
    recordings.lock(db, recording)
    batch, places, utterances = new_key(), 0, 0
    for row in _rows(db, recording_id, wanted):
        version, characters = wanted[row.id or 0]
        found = [(at, heard, instead) for at, heard, instead, _ in find(row.text, old, new) if at in characters]
        if row.version != version or len(found) != len(characters) or touches(row.start_ms, row.end_ms, hidden):
            continue
        try:
            text = editing.normal(replaced(row.text, found))
        except TextError:
            continue
        editing.write(db, row, text, by=by, now=now, checked=False, batch=batch)
        places, utterances = places + len(found), utterances + 1
    if utterances:
        editing.tell(db, recording, now)
    return Replaced(batch, places, utterances, len(wanted) - utterances)


def undo(db: Session, recording_id: int, batch: str, *, by: str, now: datetime) -> Replaced:
    """Take a replacement back, but for utterances that somebody changed since."""
    made = {revision.segment_id or 0: revision for revision in revisions.of_batch(db, recording_id, batch)}
    recording = db.get_one(Recording, recording_id)
    recordings.lock(db, recording)
    undone = 0
    for row in _rows(db, recording_id, made):
        revision = made[row.id or 0]
        if editing.is_of(revision, row) and row.text == revision.text_after:
            editing.revert(db, row, revision, by=by, now=now)
            undone += 1
    if undone:
        editing.tell(db, recording, now)
    return Replaced(batch, undone, undone, len(made) - undone)


def _by_utterance(keys: Iterable[str]) -> dict[int, tuple[int, set[int]]]:
    """The version and the characters wanted of each utterance, of at most MOST places."""
    return {
        segment_id: (min(version for _, version, _ in group), {at for _, _, at in group})
        for segment_id, group in (
            (segment_id, list(group)) for segment_id, group in groupby(chosen(keys)[:MOST], key=lambda one: one[0])
        )
    }


def _rows(db: Session, recording_id: int, ids: Iterable[int]) -> Sequence[Segment]:
    """These utterances of a recording, as they are now."""
    wanted = (col(Segment.recording_id) == recording_id, col(Segment.id).in_(list(ids)))
    query = select(Segment).where(*wanted).order_by(col(Segment.id)).execution_options(populate_existing=True)
    return db.scalars(query).all()


def _pattern(wanted: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in wanted.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _in_case(heard: str, instead: str) -> str:
    """The replacement in capitals where all that was heard is, and with a capital at its beginning where that has one."""
    if len(heard) > 1 and heard.isupper():
        return instead.upper()
    return instead[:1].upper() + instead[1:] if heard[:1].isupper() else instead
