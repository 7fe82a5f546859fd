"""What the public may see, as a small file that is newer than any backup: so what was withdrawn, cut, deleted or over since a backup was
made stays so when that is restored.

It is written after every publishing, withdrawing and cutting, and every hour, into the data folder, into all backups that can be
reached, and to ``RATSFENSTER_VISIBILITY_FILE``. It names no people and holds no text.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from council import cuts, expiry
from council.base.changes import Change
from council.base.site import Site
from council.media.keeping import keep_text
from council.media.timeline import Range
from council.meetings import AgendaItem, Meeting
from council.recordings import EDITION_KIND, Recording
from participation import processes
from participation.moderation.text_reviews import TextRecall
from ratsfenster import visible_processes, visible_words
from ratsfenster.visible_processes import SeenProcess
from ratsfenster.visible_words import HiddenWords

log = logging.getLogger(__name__)

FORMAT = 1
NAME = "visibility.json"
ALL = "visibility*.json"  # with those of another installation that were put aside
BACKUPS = "backups.json"
MOST_BACKUPS = 100


@dataclass(frozen=True)
class Seen:
    """What of a recording is public, until the end of which day, and what of it is cut."""

    media: bool
    text: bool
    media_end: date | None
    text_end: date | None
    hidden: tuple[Range, ...]


@dataclass(frozen=True)
class Visibility:
    """What was public at a moment, by the recordings' keys; ``items`` are the keys of public agenda items, ``processes`` what is seen of
    surveys and ideations by their addresses (None: written by a version that knew none), ``words`` what people wrote there that must not be
    read (written by versions that knew of it)."""

    as_of: datetime
    recordings: dict[str, Seen]
    items: frozenset[str]
    processes: Mapping[str, SeenProcess] | None = None
    words: Mapping[str, HiddenWords] = field(default_factory=dict)


def of(db: Session, now: datetime) -> Visibility:
    """What is public now."""
    hidden = cuts.hidden_everywhere(db)
    ends = {one.recording_id: one for one in expiry.running(db)}
    return Visibility(
        now,
        {
            recording.key: _seen(recording, ends.get(recording.id or 0), hidden[recording.id or 0])
            for recording in db.exec(select(Recording))
        },
        _public_items(db),
        visible_processes.of(db),
        visible_words.of(db),
    )


def _seen(recording: Recording, running: expiry.Running | None, hidden: Sequence[Range]) -> Seen:
    media_end, text_end = (
        expiry.last_day(term, running.approved_on) if running is not None and term is not None else None
        for term in ((running.media, running.text) if running is not None else (None, None))
    )
    return Seen(recording.shows_media, recording.shows_text, media_end, text_end, tuple(hidden))


def state_of(db: Session) -> tuple[int, ...]:
    """Numbers that change with all that this file tells of: what was published, withdrawn, cut, marked or deleted, how long recordings
    are, which agenda items and processes are public, what people read of them, which texts are released no more, and on which days minutes
    were approved. They can be compared within one process."""
    told = col(Change.kind).in_((EDITION_KIND, processes.CHANGE_KIND))
    newest = db.exec(select(func.max(Change.id)).where(told)).one()
    count, editions, length_ms = db.exec(
        select(func.count(), func.sum(Recording.edition), func.sum(Recording.duration_ms)).select_from(Recording)
    ).one()
    approved = db.execute(
        select(col(Meeting.id), col(Meeting.minutes_approved_on)).where(col(Meeting.minutes_approved_on).is_not(None))
    )
    days = hash(frozenset((meeting_id, day) for meeting_id, day in approved))
    asked = hash(frozenset(visible_processes.of(db).items()))
    recalled = hash(frozenset(db.exec(select(TextRecall.process_id, TextRecall.question, TextRecall.digest)).all()))
    return newest or 0, count, editions or 0, int(length_ms or 0), days, hash(_public_items(db)), asked, recalled


def _public_items(db: Session) -> frozenset[str]:
    return frozenset(db.exec(select(AgendaItem.key).where(col(AgendaItem.public))))


def keep(site: Site) -> list[Path]:
    """Write the present state wherever it is kept; the places that could not be written."""
    with site.database.reading() as db:
        state = of(db, site.clock())
    site.storage.root.mkdir(parents=True, exist_ok=True)
    failed = []
    for path in places(site):
        try:
            _write(path, state)
        except OSError as error:
            log.warning("%s could not be written: %s", path, error)
            failed.append(path)
    return failed


def _write(path: Path, state: Visibility) -> None:
    """Write a state in place of an older one. A new, empty installation writes over nothing; what another installation wrote is put
    aside."""
    before = read(path) if path.exists() else None
    if before is not None and before.recordings and not before.recordings.keys() & state.recordings.keys():
        if not state.recordings:
            return
        path.rename(path.with_name(f"visibility-{before.as_of:%Y%m%dT%H%M%S}.json"))
    keep_text(path, to_json(state))


def places(site: Site) -> list[Path]:
    """Where the file is kept, as far as it can be reached."""
    folders = [site.storage.root, *(folder for folder in backups(site) if (folder / "manifest.json").is_file())]
    found = [folder / NAME for folder in folders if folder.is_dir()]
    extra = site.settings.visibility_file
    return found if extra is None or not extra.parent.is_dir() else [*found, extra]


def backups(site: Site) -> list[Path]:
    """The backups that were made, the latest last, whether they can be reached or not."""
    try:
        return [Path(name) for name in json.loads((site.storage.root / BACKUPS).read_text())]
    except (OSError, ValueError, TypeError):
        return []


def remember_backup(site: Site, folder: Path) -> None:
    """Keep the file in this backup too, from now on."""
    known = [one for one in backups(site) if one != folder.absolute()]
    names = [str(one) for one in (*known, folder.absolute())]
    site.storage.root.mkdir(parents=True, exist_ok=True)
    keep_text(site.storage.root / BACKUPS, json.dumps(names[-MOST_BACKUPS:]))


def found(site: Site, backup: Path) -> list[Visibility]:
    """All states that lie where a restore can find them; damaged files are passed over."""
    extra = site.settings.visibility_file
    paths = [*backup.glob(ALL), *site.storage.root.glob(ALL), *([extra] if extra is not None else [])]
    return [state for path in paths if (state := read(path)) is not None]


def newest(states: Iterable[Visibility], keys: frozenset[str], since: datetime) -> Visibility | None:
    """The newest state that was written since a backup was made and is of the same installation. ``keys`` are the recordings in the
    backup."""
    fitting = [
        state for state in states if state.as_of >= since and (not keys or not state.recordings.keys().isdisjoint(keys))
    ]
    return max(fitting, key=lambda state: state.as_of, default=None)


def read(path: Path) -> Visibility | None:
    """The state in a file; None where there is none or it is damaged."""
    try:
        return from_json(path.read_text())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s could not be read: %s", path, error)
        return None


def to_json(state: Visibility) -> str:
    """A state as it is written."""
    written: dict[str, Any] = {
        "format": FORMAT,
        "as_of": state.as_of.isoformat(),
        "recordings": {key: _seen_json(seen) for key, seen in state.recordings.items()},
        "items": sorted(state.items),
    }
    if state.processes is not None:
        written["processes"] = {slug: visible_processes.to_json(seen) for slug, seen in state.processes.items()}
    if state.words:
        written["words"] = {slug: visible_words.to_json(words) for slug, words in state.words.items()}
    return json.dumps(written, separators=(",", ":"))


def from_json(text: str) -> Visibility:
    """The state in a file's text. Raises ValueError, KeyError or TypeError where it is none."""
    raw = json.loads(text)
    if raw["format"] != FORMAT:
        raise ValueError(f"format {raw['format']} is not known")
    as_of = datetime.fromisoformat(raw["as_of"])
    if as_of.tzinfo is None:
        raise ValueError("a time without a zone")
    recordings = {key: _seen_from(one) for key, one in raw["recordings"].items()}
    written = raw.get("processes")
    seen = None if written is None else {slug: visible_processes.from_json(one) for slug, one in written.items()}
    words = {slug: visible_words.from_json(one) for slug, one in raw.get("words", {}).items()}
    return Visibility(as_of, recordings, frozenset(raw["items"]), seen, words)


def _seen_json(seen: Seen) -> dict[str, Any]:
    return {
        "media": seen.media,
        "text": seen.text,
        "media_end": seen.media_end.isoformat() if seen.media_end else None,
        "text_end": seen.text_end.isoformat() if seen.text_end else None,
        "hidden": [list(one) for one in seen.hidden],
    }


def _seen_from(raw: dict[str, Any]) -> Seen:
    media_end, text_end = (
        date.fromisoformat(raw[name]) if raw[name] is not None else None for name in ("media_end", "text_end")
    )
    hidden = tuple((int(start), int(end)) for start, end in raw["hidden"])
    return Seen(raw["media"] is True, raw["text"] is True, media_end, text_end, hidden)
