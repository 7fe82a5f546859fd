"""From a recording to a search hit, stage by stage.

    prepare     look into the files, copy what browsers can play          → playable within seconds
    compose     lay sources and cuts into a public folder                 → after publishing, cutting, and each new rendition
    transcribe  chunk by chunk, then joined into utterances               → readable
    render      encode what has to be encoded, make pictures (niced)      → for phones, downloads, previews
    (the index follows the feed of changes by itself, see search.indexing) → searchable

Every stage can be killed at any moment and run again; what is done is not done twice. Outcome and end of a job are one transaction.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import select

from council import cuts, media, meetings, recordings
from council.base import jobs
from council.base.site import Site
from council.base.storage import new_key
from council.recordings import Original, Recording
from ratsfenster import hearing
from transcription import segments, transcripts
from transcription.captions import clock

if TYPE_CHECKING:
    from ratsfenster.worker import Work


ORPHAN_AGE_S = 86_400.0


class PipelineError(Exception):
    """A stage cannot go on; ``permanent`` says that trying again will not help."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


def prepare(work: "Work") -> None:
    """Probe the originals and copy what can be played without encoding."""
    recording, files = _load(work)
    for number, original in enumerate(files):
        path = _path(work.site, recording, original)
        probe = media.probe(path, cancelled=work.cancelled)
        original.probe, original.duration_ms = probe.as_json(), probe.duration_ms
        media.prepare(
            path, probe, _masters(work.site, recording, original), quick=True,
            progress=_part(work, number, files),
            cancelled=work.cancelled,
        )  # fmt: skip
    probes = [original.probe or {} for original in files]
    with work.finishing(notice=" ".join(filter(None, map(_shortened, files)))) as db:
        for original in files:
            db.merge(original)
        recording = db.get_one(Recording, recording.id)
        recording.duration_ms = sum(original.duration_ms for original in files)
        recording.has_video = any(probe["video"] for probe in probes)
        recording.has_audio = any(probe["audio"] for probe in probes)
        recordings.text_changed(db, recording, work.site.clock())
        jobs.enqueue(db, "transcribe", work.recording_id, work.site.clock())
        if recording.published_at is not None:
            jobs.enqueue(db, "compose", work.recording_id, work.site.clock())


def transcribe(work: "Work") -> None:
    """Hear what is said and store it as utterances. A transcript that exists stays, with all that people corrected in it."""
    recording, files = _load(work)
    if recording.transcript_source:
        with work.finishing() as db:
            jobs.enqueue(db, "render", work.recording_id, work.site.clock())
        return
    words, model = hearing.hear(work, recording, files)
    with work.site.database.reading() as db:
        marks = [stretch.start_ms for stretch, _ in meetings.stretches(db, work.recording_id)]
        hidden = cuts.hidden(db, work.recording_id, recording.duration_ms)
    boundaries = sorted({*marks, *(edge for cut in hidden for edge in cut)})
    drafts = segments.split(words, boundaries)
    with work.finishing() as db:
        transcripts.clear(db, work.recording_id)
        transcripts.append(db, (_row(work.recording_id, position, draft) for position, draft in enumerate(drafts)))
        recording = db.get_one(Recording, work.recording_id)
        recording.transcript_source = model
        recordings.text_changed(db, recording, work.site.clock())
        jobs.enqueue(db, "render", work.recording_id, work.site.clock())
    work.site.storage.drop(work.site.storage.work(recording.key))


def render(work: "Work") -> None:
    """Encode the renditions that copying could not give, and make the pictures; what exists already is kept."""
    recording, files = _load(work)
    for number, original in enumerate(files):
        media.prepare(
            _path(work.site, recording, original), original.probed(), _masters(work.site, recording, original), quick=False,
            progress=_part(work, number, files),
            cancelled=work.cancelled,
        )  # fmt: skip
    with work.finishing() as db:
        if db.get_one(Recording, work.recording_id).published_at is not None:
            jobs.enqueue(db, "compose", work.recording_id, work.site.clock())


def compose(work: "Work") -> None:
    """Lay what may be public into the folder the site serves, and remove folders that are public no more.

    A new edition gets a new folder. The same edition with more renditions goes into the folder people are watching from.
    """
    recording, files = _load(work)
    sweep(work.site)
    if recording.published_at is None or any(original.probe is None for original in files):
        with work.finishing():  # not public, or prepare will ask for it when it is done
            return
    with work.site.database.writing() as db:
        current = db.get_one(Recording, work.recording_id)
        recordings.lock(db, current)
        edition, token = current.edition, current.media_token or current.composing_token or new_key()
        current.composing_token = token if current.published_at is not None else None
        db.add(current)
        hidden = cuts.hidden(db, work.recording_id, recording.duration_ms)
    sources = [
        media.Source(_path(work.site, recording, original), original.probed(), _masters(work.site, recording, original))
        for original in files
    ]
    try:
        composed = media.compose(
            sources, hidden, work.site.storage.public(token), progress=work.report, cancelled=work.cancelled
        )
    except media.OtherCutsError as error:
        _renew_token(work)
        raise PipelineError(
            "Die Schnitte haben sich geändert; die Wiedergabe wird neu zusammengestellt.", permanent=False
        ) from error
    with work.finishing() as db:
        current = db.get_one(Recording, work.recording_id)
        recordings.media_composed(db, current, token, list(composed.files), edition, work.site.clock())
    sweep(work.site)


def _renew_token(work: "Work") -> None:
    """The public folder was filled for other cuts than there are now: have a new one filled."""
    with work.site.database.writing() as db:
        recordings.renew(db, db.get_one(Recording, work.recording_id), work.site.clock())


STAGES: dict[str, Callable[["Work"], None]] = {
    "prepare": prepare,
    "transcribe": transcribe,
    "render": render,
    "compose": compose,
}


def sweep(site: Site) -> None:
    """Remove public folders no recording names: withdrawn, superseded, or left behind by a process that died."""
    rooms = site.storage.root / "public"
    if not rooms.is_dir():
        return
    present = [room for room in rooms.iterdir() if room.is_dir()]
    with site.database.reading() as db:
        used = recordings.tokens(db)
    for room in present:
        if room.name not in used:
            site.storage.drop(room)


def sweep_orphans(site: Site, older_than_s: float = ORPHAN_AGE_S) -> None:
    """Remove rooms that no recording has, left behind by a process that died while a file was taken in."""
    with site.database.reading() as db:
        known = set(db.exec(select(Recording.key)).all())
    for purpose in ("originals", "masters", "work"):
        for room in (site.storage.root / purpose).glob("*"):
            if room.name not in known and time.time() - room.stat().st_mtime > older_than_s:
                site.storage.drop(room)


def _shortened(original: Original) -> str:
    """What people should know of a file that was not copied to its end."""
    probe = original.probed()
    if not probe.cut_short:
        return ""
    return (
        f"{original.name} bricht nach {clock(probe.duration_ms)[:8]} ab, obwohl die Datei {clock(probe.declared_ms)[:8]} angibt. "
        "Bitte prüfen, ob sie vollständig kopiert wurde; verarbeitet wird, was da ist."
    )


def _part(work: "Work", number: int, files: list[Original]) -> Callable[[float], None]:
    """Progress of one of several files as progress of the whole."""
    return lambda done: work.report((number + done) / len(files), files[number].name)


def _load(work: "Work") -> tuple[Recording, list[Original]]:
    with work.site.database.reading() as db:
        recording = db.get(Recording, work.recording_id)
        files = list(recordings.originals(db, work.recording_id))
    if recording is None or not files:
        raise PipelineError("Die Aufzeichnung gibt es nicht mehr.", permanent=True)
    return recording, files


def _path(site: Site, recording: Recording, original: Original) -> Path:
    path = site.storage.originals(recording.key) / original.stored_as
    if not path.is_file():
        raise PipelineError(
            f"Die Datei {original.name} fehlt in der Ablage. Bitte stellen Sie die Sicherung wieder her.",
            permanent=True,
        )
    return path


def _masters(site: Site, recording: Recording, original: Original) -> Path:
    return site.storage.masters(recording.key) / str(original.position)


def _row(recording_id: int, position: int, draft: segments.SegmentDraft) -> dict[str, object]:
    return {
        "recording_id": recording_id,
        "position": position,
        "start_ms": draft.start_ms,
        "end_ms": draft.end_ms,
        "speaker": draft.speaker,
        "text": draft.text,
        "words": [[word.start_ms, word.end_ms, word.probability] for word in draft.words],
        "confidence": draft.confidence,
        "machine_text": None,
        "checked_at": None,
    }
