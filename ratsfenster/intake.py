"""Taking recordings and transcripts in: files into storage, rows into the database, in one transaction at the end."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sqlmodel import Session, select

from council import cuts, meetings, recordings
from council.agendas import Agenda
from council.base.site import Site
from council.base.storage import StoredFile, new_key
from council.recordings import Original, Recording
from ratsfenster import pipeline
from transcription import imports, transcripts

EXTENSION = re.compile(r"\.[0-9A-Za-z]{1,5}")
DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
USUAL_HOUR = 17


class IntakeError(Exception):
    """The input cannot be taken; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True)
class Taken:
    """What came of it. ``new`` is False where the same recording was there already."""

    recording_id: int
    new: bool
    warnings: tuple[str, ...] = ()


def add_recording(
    site: Site,
    files: Sequence[Path],
    agenda: Agenda,
    *,
    publish: bool,
    whole: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Taken:
    """Take in one meeting's recording, in one or several files. ``whole``: the recording holds no non-public item, so an item
    without a time stands in the way of nothing. Raises IntakeError."""
    untimed = [item for item in agenda.items if not item.public and not item.starts_ms]
    if publish and untimed and not whole:
        raise IntakeError(
            f"TOP {untimed[0].number} ist nichtöffentlich, aber es fehlt, wo er in der Aufzeichnung beginnt (x-recordingStart). "
            "So kann er nicht herausgeschnitten werden. Bitte die Zeit angeben, ohne --publish aufnehmen oder, wenn die "
            "Aufzeichnung keinen nichtöffentlichen Teil enthält, --public-part-only angeben."
        )
    _check_files(files)
    _check_space(site, files)
    key = new_key()
    room = site.storage.originals(key)
    try:
        stored = [
            site.storage.take(path, room, f"{number}{_extension(path)}", progress)
            for number, path in enumerate(files, 1)
        ]
        with site.database.writing() as db:
            taken = _store(db, site, key, files, stored, agenda, publish=publish)
    except BaseException:
        site.storage.drop(room)
        raise
    if not taken.new:
        site.storage.drop(room)
    return taken


def _check_files(files: Sequence[Path]) -> None:
    for path in files:
        if not path.is_file():
            raise IntakeError(f"{path} gibt es nicht oder ist keine Datei.")
        if path.stat().st_size == 0:
            raise IntakeError(
                f"{path.name} ist leer (0 Bytes). Bitte die Datei noch einmal vom Aufnahmegerät kopieren."
            )


def _check_space(site: Site, files: Sequence[Path]) -> None:
    needed = 3 * sum(path.stat().st_size for path in files)
    free = site.storage.free_bytes()
    if needed > free:
        raise IntakeError(
            f"Zu wenig Platz: gebraucht werden etwa {needed / 1e9:.1f} GB, frei sind {free / 1e9:.1f} GB. "
            "Bitte Platz schaffen oder RATSFENSTER_DATA auf eine größere Platte legen."
        )


def _extension(path: Path) -> str:
    return path.suffix.lower() if EXTENSION.fullmatch(path.suffix) else ".bin"


def shown_name(path: Path) -> str:
    """A file's name as it is shown and kept: no path, no control characters, at most 300 characters."""
    name = path.name.encode("utf-8", "replace").decode()
    return "".join(character for character in name if character.isprintable())[:300] or "ohne Namen"


def _store(
    db: Session,
    site: Site,
    key: str,
    files: Sequence[Path],
    stored: Sequence[StoredFile],
    agenda: Agenda,
    *,
    publish: bool,
) -> Taken:
    warnings = list(agenda.warnings)
    same = recordings.with_files(db, [file.sha256 for file in stored])
    meeting = meetings.find(db, agenda)
    if same is not None and same.id is not None:
        if meeting is not None and same.meeting_id == meeting.id:
            if publish and same.published_at is None:
                pipeline.publish(db, same, site)
            return Taken(
                same.id, new=False, warnings=("Diese Aufnahme ist schon da; es wurde nichts doppelt angelegt.",)
            )
        warnings.append(f"Dieselben Dateien gehören schon zu Aufzeichnung {same.id} einer anderen Sitzung.")
    meeting = meeting or meetings.create(db, agenda)
    assert meeting.id is not None
    recording = Recording(key=key, meeting_id=meeting.id, language=site.settings.language, created_at=site.clock())
    db.add(recording)
    db.flush()
    assert recording.id is not None
    for position, (path, file) in enumerate(zip(files, stored, strict=True), 1):
        db.add(
            Original(
                recording_id=recording.id, position=position, name=shown_name(path), stored_as=file.path.name,
                size=file.size, sha256=file.sha256,
            )
        )  # fmt: skip
    meetings.mark(db, meeting.id, recording.id, agenda)
    pipeline.begin(db, recording, site)
    if publish:
        pipeline.publish(db, recording, site)
    return Taken(recording.id, new=True, warnings=tuple(warnings))


def import_transcript(site: Site, path: Path, on: date | None, *, publish: bool) -> Taken:
    """Take in a transcript (VTT or SRT) as a meeting of its own. The date is ``on`` or the file name's beginning."""
    raw = _read(path)
    day = on or date_of(path)
    try:
        imported = imports.parse(raw.decode("utf-8-sig", errors="replace"))
    except imports.TranscriptFormatError as error:
        raise IntakeError(f"{path.name}: {error}") from error
    start = datetime.combine(day, time(USUAL_HOUR), site.settings.zone)
    name = "Sitzung vom " + f"{day:%d.%m.%Y}" if path.stem == day.isoformat() else _spoken_name(path, day)
    digest = hashlib.sha256(raw).hexdigest()
    rows = imports.rows(imported)
    warnings = list(imported.warnings)
    with site.database.writing() as db:
        same = _imported_before(db, digest)
        agenda = Agenda(organization="Stadtrat", name=name, start=start)
        meeting = meetings.find(db, agenda)
        if same is not None and meeting is not None and same.meeting_id == meeting.id and same.id is not None:
            if publish and same.published_at is None:
                recordings.publish(db, same, site.clock())
            return Taken(
                same.id, new=False, warnings=("Dieses Transkript ist schon da; es wurde nichts doppelt angelegt.",)
            )
        if same is not None:
            warnings.append(f"Derselbe Inhalt ist schon Aufzeichnung {same.id}.")
        meeting = meeting or meetings.create(db, agenda)
        assert meeting.id is not None
        recording = Recording(
            key=new_key(), meeting_id=meeting.id, language=site.settings.language, transcript_source="import",
            transcript_sha256=digest, duration_ms=max(row["end_ms"] for row in rows), created_at=site.clock(),
        )  # fmt: skip
        db.add(recording)
        db.flush()
        assert recording.id is not None
        transcripts.append(db, ({**row, "recording_id": recording.id} for row in rows))
        if publish:
            recordings.publish(db, recording, site.clock())
    return Taken(recording.id, new=True, warnings=tuple(warnings))


def _imported_before(db: Session, digest: str) -> Recording | None:
    return db.exec(select(Recording).where(Recording.transcript_sha256 == digest)).first()


def _read(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
    if not raw.strip():
        raise IntakeError(f"{path.name} ist leer.")
    return raw


def date_of(path: Path) -> date:
    """The date a file's name begins with. Raises IntakeError."""
    found = DATED.match(path.name)
    try:
        return date(*map(int, found.groups())) if found else _refuse_undated(path)
    except ValueError as error:
        raise IntakeError(f"{path.name}: {found.group() if found else ''} ist kein Datum.") from error


def _refuse_undated(path: Path) -> date:
    raise IntakeError(
        f"{path.name}: der Name beginnt nicht mit dem Datum (2026-03-17 …). Bitte --meeting-date angeben."
    )


def _spoken_name(path: Path, day: date) -> str:
    rest = path.stem.removeprefix(day.isoformat()).strip(" -_")
    return f"Sitzung vom {day:%d.%m.%Y}" + (f" ({shown_name(Path(rest))})" if rest else "")


def add_cut(site: Site, recording_id: int, start_ms: int, end_ms: int, reason: str) -> None:
    """Take a range from the public, at once and everywhere. Raises IntakeError."""
    with site.database.writing() as db:
        recording = db.get(Recording, recording_id)
        if recording is None:
            raise IntakeError(f"Die Aufzeichnung {recording_id} gibt es nicht.")
        if not 0 <= start_ms < end_ms:
            raise IntakeError("Der Schnitt muss vor seinem Ende beginnen.")
        db.add(cuts.Cut(recording_id=recording_id, start_ms=start_ms, end_ms=end_ms, reason=reason))
        pipeline.recut(db, recording, site)
