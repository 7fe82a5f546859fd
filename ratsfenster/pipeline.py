"""From a recording to a search hit, stage by stage.

    prepare     look into the files, copy what browsers can play          → playable within seconds
    compose     lay sources and cuts into a public folder, and the whole  → after publishing, cutting, and each new rendition
                for the desk
    preview     lay them out for the desk as they would be public         → when somebody asks for it
    transcribe  chunk by chunk, then joined into utterances               → readable
    render      encode what has to be encoded, make pictures (niced)      → for phones, downloads, previews
    (the index follows the feed of changes by itself, see search.indexing) → searchable

Every stage can be killed at any moment and run again; what is done is not done twice. Outcome and end of a job are one transaction.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import select

from council import cuts, inside, media, recordings
from council.base import jobs, timecodes
from council.base.site import Site
from council.base.storage import new_key
from council.media.timeline import Range
from council.recordings import Original, Recording
from ratsfenster import hearing
from transcription import division, releases, segments, transcripts

if TYPE_CHECKING:
    from ratsfenster.worker import Work


ORPHAN_AGE_S = 86_400.0
LOOK_S = 1.0


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
        boundaries = division.boundaries(db, work.recording_id, recording.duration_ms)
    drafts = segments.split(words, boundaries)
    with work.finishing() as db:
        transcripts.clear(db, work.recording_id)
        transcripts.append(db, (_row(work.recording_id, position, draft) for position, draft in enumerate(drafts)))
        recording = db.get_one(Recording, work.recording_id)
        recording.transcript_source = model
        marked_since = division.boundaries(db, work.recording_id, recording.duration_ms)
        division.divide(db, work.recording_id, set(marked_since) - set(boundaries))
        if recording.published_at is not None:  # what is cut of a public recording is kept nowhere
            releases.erase_cuts(db, recording)
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
        jobs.enqueue(db, "compose", work.recording_id, work.site.clock())


def compose(work: "Work") -> None:
    """Lay the whole for the desk, lay what may be public into the folder the site serves, and remove folders that are public no more.

    A new edition gets a new folder. The same edition with more renditions goes into the folder people are watching from. Where the
    recording is cut once more meanwhile, what was begun is given up for the newer edition.
    """
    recording, files = _load(work)
    sweep(work.site)
    if any(original.probe is None for original in files):
        with work.finishing():  # prepare will ask for it when it is done
            return
    _lay_inside(work, recording, _sources(work, recording, files), (), inside.whole_folder(work.site, recording))
    inside.drop_old_previews(
        work.site, recording.key, None if recording.shows_media else inside.preview_folder(work.site, recording)
    )
    if not recording.shows_media:
        with work.finishing():
            return
    with work.site.database.writing() as db:
        current = db.get_one(Recording, work.recording_id)
        recordings.lock(db, current)
        edition, token = current.edition, current.media_token or current.composing_token or new_key()
        current.composing_token = token if current.shows_media else None
        db.add(current)
        hidden = cuts.hidden(db, work.recording_id, recording.duration_ms)
    try:
        composed = media.compose(
            _sources(work, recording, files), hidden, work.site.storage.public(token),
            progress=work.report,
            cancelled=_or_outdated(work, edition),
        )  # fmt: skip
    except media.OtherCutsError as error:
        _renew_token(work)
        raise PipelineError(
            "Die Schnitte haben sich geändert; die Wiedergabe wird neu zusammengestellt.", permanent=False
        ) from error
    with work.finishing() as db:
        current = db.get_one(Recording, work.recording_id)
        recordings.media_composed(db, current, token, list(composed.files), edition, work.site.clock())
    sweep(work.site)


def _or_outdated(work: "Work", edition: int) -> Callable[[], bool]:
    """Whether to stop: cancelled, or another edition is wanted by now. The database is asked once a second."""
    looked_at = time.monotonic()

    def cancelled() -> bool:
        nonlocal looked_at
        if work.cancelled() or time.monotonic() - looked_at < LOOK_S:
            return work.cancelled()
        looked_at = time.monotonic()
        with work.site.database.reading() as db:
            recording = db.get(Recording, work.recording_id)
        return recording is None or recording.edition != edition

    return cancelled


def _renew_token(work: "Work") -> None:
    """The public folder was filled for other cuts than there are now: have a new one filled."""
    with work.site.database.writing() as db:
        recordings.renew(db, db.get_one(Recording, work.recording_id), work.site.clock())


def preview(work: "Work") -> None:
    """Lay a recording out for the desk as it would be public with the cuts it has now."""
    recording, files = _load(work)
    folder = inside.preview_folder(work.site, recording)
    inside.drop_old_previews(work.site, recording.key, folder)
    if all(original.probe is not None for original in files):
        with work.site.database.reading() as db:
            hidden = cuts.hidden(db, work.recording_id, recording.duration_ms)
        _lay_inside(work, recording, _sources(work, recording, files), hidden, folder)
    with work.finishing():
        return


def _lay_inside(
    work: "Work", recording: Recording, sources: Sequence[media.Source], hidden: Sequence[Range], folder: Path
) -> None:
    """Compose a folder of the desk's; one made from other cuts or files is replaced."""
    lay = partial(media.compose, sources, hidden, folder, joined=False, progress=work.report, cancelled=work.cancelled)
    try:
        lay()
    except media.OtherCutsError:
        work.site.storage.drop(folder)
        lay()


STAGES: dict[str, Callable[["Work"], None]] = {
    "prepare": prepare,
    "transcribe": transcribe,
    "render": render,
    "compose": compose,
    "preview": preview,
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
    for purpose in ("originals", "masters", "inside", "work"):
        for room in (site.storage.root / purpose).glob("*"):
            if room.name not in known and time.time() - room.stat().st_mtime > older_than_s:
                site.storage.drop(room)


def _shortened(original: Original) -> str:
    """What people should know of a file that was not copied to its end."""
    probe = original.probed()
    if not probe.cut_short:
        return ""
    there, declared = timecodes.clock(probe.duration_ms), timecodes.clock(probe.declared_ms)
    return (
        f"{original.name} bricht nach {there} ab, obwohl die Datei {declared} angibt. "
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


def _sources(work: "Work", recording: Recording, files: Sequence[Original]) -> list[media.Source]:
    return [
        media.Source(_path(work.site, recording, original), original.probed(), _masters(work.site, recording, original))
        for original in files
    ]


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
