"""Taking recordings and transcripts in: files into storage, rows into the database, in one transaction at the end."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sqlmodel import Session, select

from council import arrivals, cuts, marks, meetings, publishing, recordings
from council.agendas import Agenda
from council.arrivals import Handed
from council.base.site import Site
from council.base.storage import StoredFile, new_key
from council.media.timeline import Range
from council.publications import Declaration
from council.publishing import NotPublishableError
from council.recordings import Recording
from transcription import imports, releases, transcripts

DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
USUAL_HOUR = 17
ENDLESS_MS = 10**12  # longer than any recording
LARGEST_TRANSCRIPT = 20_000_000  # bytes; a day of speech is under two


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
    declaration: Declaration | None = None,
    whole: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Taken:
    """Take in one meeting's recording, in one or several files, and publish it as declared (else as the settings say). ``whole``: the
    files hold nothing of the non-public items, so one without a time stands in the way of nothing. Raises IntakeError,
    NotPublishableError."""
    _check_files(files)
    _check_space(site, files)
    key = new_key()
    room = site.storage.originals(key)
    try:
        stored = [
            site.storage.take(path, room, arrivals.stored_name(number, path.name), progress)
            for number, path in enumerate(files, 1)
        ]
        with site.database.writing() as db:
            taken = _store(db, site, key, files, stored, agenda, whole=whole)
            if publish:
                _publish(db, site, taken.recording_id, declaration)
    except BaseException:
        _drop_unless_stored(site, key)
        raise
    if not taken.new:
        site.storage.drop(room)
    return taken


def _drop_unless_stored(site: Site, key: str) -> None:
    """Remove the files of a recording that was not stored. Where that cannot be known they stay; the worker's sweep finds them later."""
    with site.database.reading() as db:
        stored = db.exec(select(Recording.id).where(Recording.key == key)).first()
    if stored is None:
        site.storage.drop(site.storage.originals(key))


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


def _store(
    db: Session,
    site: Site,
    key: str,
    files: Sequence[Path],
    stored: Sequence[StoredFile],
    agenda: Agenda,
    *,
    whole: bool,
) -> Taken:
    warnings = list(agenda.warnings)
    meeting = meetings.find(db, agenda)
    same = recordings.with_files(db, [file.sha256 for file in stored], meeting.id if meeting else None)
    if same is not None and meeting is not None and same.meeting_id == meeting.id:
        return _again(db, site, same, agenda, whole=whole)
    if meeting is not None and meeting.id is not None and meetings.follow(db, meeting.id, None, agenda):
        _recut_all(db, site, meeting.id)
    if same is not None:
        warnings.append(f"Dieselben Dateien gehören schon zu Aufzeichnung {same.id} einer anderen Sitzung.")
    meeting = meeting or meetings.create(db, agenda)
    assert meeting.id is not None
    handed = [
        Handed(arrivals.shown_name(path.name), file.path.name, file.size, file.sha256)
        for path, file in zip(files, stored, strict=True)
    ]
    recording = arrivals.create(db, site, key, meeting.id, handed, public_part_only=whole)
    assert recording.id is not None
    meetings.mark(db, meeting.id, recording.id, agenda)
    return Taken(recording.id, new=True, warnings=tuple(warnings))


def _publish(db: Session, site: Site, recording_id: int, declaration: Declaration | None = None) -> None:
    recording = db.get_one(Recording, recording_id)
    recordings.lock(db, recording)
    if recording.ended_at is not None:
        raise IntakeError(
            f"Aufzeichnung {recording_id} war schon öffentlich und ist es nicht mehr: Sie wurde zurückgezogen oder ist abgelaufen. "
            f"Noch einmal öffentlich wird sie nur ausdrücklich: ratsfenster publish {recording_id}"
        )
    if recording.published_at is None:
        releases.publish(db, recording, site, declaration, files_follow=True)


def _again(db: Session, site: Site, recording: Recording, agenda: Agenda, *, whole: bool) -> Taken:
    """The same files for the same meeting: nothing is doubled, but a corrected agenda counts. What was cut stays cut."""
    recordings.lock(db, recording)
    assert recording.id is not None
    before, hidden = meetings.stretches(db, recording.id), _hidden(db, recording)
    marked = {(item.number, item.name, stretch.start_ms) for stretch, item in before}
    recording.public_part_only = recording.public_part_only or whole
    changed = meetings.follow(db, recording.meeting_id, recording.id, agenda)
    meetings.mark(db, recording.meeting_id, recording.id, agenda)
    after = meetings.stretches(db, recording.id)
    revealed = marks.without(hidden, _hidden(db, recording)) if recording.published_at is not None else []
    if revealed:
        raise NotPublishableError(
            f"Mit der neuen Tagesordnung würde öffentlich, was aus Aufzeichnung {recording.id} herausgeschnitten ist (ab "
            f"{marks.tenths(revealed[0][0])}): Ein nichtöffentlicher Punkt oder ein Beginn fehlt, oder er liegt anders als bisher. "
            f"Wenn das gewollt ist, zuerst: ratsfenster withdraw {recording.id}"
        )
    if changed or marked != {(item.number, item.name, stretch.start_ms) for stretch, item in after}:
        _recut_all(db, site, recording.meeting_id)
    return Taken(recording.id, new=False, warnings=(*agenda.warnings, arrivals.ALREADY_THERE))


def _hidden(db: Session, recording: Recording) -> list[Range]:
    """What of a recording is not public; where nobody knows yet how long it is, a cut to its end has no end."""
    assert recording.id is not None
    if recording.duration_ms == 0:
        return cuts.hidden(db, recording.id, ENDLESS_MS)
    return releases.hidden(db, recording)


def _recut_all(db: Session, site: Site, meeting_id: int) -> None:
    """The meeting's agenda changed: its recordings follow, and what is public of them is made anew.

    Raises NotPublishableError where something could not be cut.
    """
    for recording in db.exec(select(Recording).where(Recording.meeting_id == meeting_id)).all():
        if recording.published_at is not None:
            publishing.require_cuts(db, recording)
        releases.cuts_changed(db, recording, site)


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
        agenda = Agenda(organization="Stadtrat", name=name, start=start)
        meeting = meetings.find(db, agenda)
        same = _imported_before(db, digest, meeting.id if meeting else None)
        if same is not None and meeting is not None and same.meeting_id == meeting.id and same.id is not None:
            if publish:
                _publish(db, site, same.id)
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
            _publish(db, site, recording.id)
    return Taken(recording.id, new=True, warnings=tuple(warnings))


def _imported_before(db: Session, digest: str, meeting_id: int | None) -> Recording | None:
    """A recording with the same transcript, of this meeting rather than of another."""
    found = db.exec(select(Recording).where(Recording.transcript_sha256 == digest)).all()
    return min(found, key=lambda recording: recording.meeting_id != meeting_id, default=None)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_TRANSCRIPT:
            raise IntakeError(f"{path.name} ist größer als 20 MB und damit kein Transkript einer Sitzung.")
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
    return f"Sitzung vom {day:%d.%m.%Y}" + (f" ({arrivals.shown_name(rest)})" if rest else "")


def add_cut(site: Site, recording_id: int, start_ms: int, end_ms: int, reason: str) -> None:
    """Take a range from the public, at once and everywhere. Raises IntakeError."""
    with site.database.writing() as db:
        recording = db.get(Recording, recording_id)
        if recording is None:
            raise IntakeError(f"Die Aufzeichnung {recording_id} gibt es nicht.")
        if not 0 <= start_ms < end_ms:
            raise IntakeError("Der Schnitt muss vor seinem Ende beginnen.")
        db.add(cuts.Cut(recording_id=recording_id, start_ms=start_ms, end_ms=end_ms, reason=reason))
        releases.cuts_changed(db, recording, site)
