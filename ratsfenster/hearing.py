"""Hearing a recording: its originals one after another, each in chunks cut at silences, every chunk kept as soon as it is heard."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from council import recordings
from council.base.storage import new_key
from council.media import Probe, extract_audio
from council.recordings import Original, Recording
from transcription import chunks, releases, sound, transcripts, weights
from transcription import engines as speech
from transcription.engines.process import TranscriberProcess
from transcription.words import Word, from_json, to_json, words_of

if TYPE_CHECKING:
    from ratsfenster.worker import Work


@dataclass(frozen=True)
class _File:
    """An original on the recording's time line."""

    original: Original
    probe: Probe
    path: Path
    offset_ms: int


class _Ear:
    """One recording being heard by one engine."""

    def __init__(self, work: "Work", recording: Recording) -> None:
        settings = work.site.settings
        folder = weights.find(settings.model, settings.models)
        engine = speech.create(settings.engine, folder, threads=settings.cpu_threads)
        self.work, self.recording = work, recording
        self.engine = f"{engine.name} {engine.model}"
        self.parameters = json.dumps(
            {**engine.parameters, "language": recording.language, "chunk_seconds": settings.chunk_seconds},
            sort_keys=True,
        )
        self._child = TranscriberProcess(settings.engine, folder, recording.language, threads=settings.cpu_threads)
        self._longest_ms = settings.chunk_seconds * 1000
        self._room = work.site.storage.work(recording.key) / new_key()

    def hear(self, file: _File) -> list[Word]:
        """All words of a file, on the recording's time line."""
        heard = [
            chunks.Heard(chunk.start_ms - file.offset_ms, chunk.end_ms - file.offset_ms, _words(chunk))
            for chunk in self._chunks(file)
        ]
        words = chunks.join(heard, file.probe.duration_ms)
        return [
            replace(word, start_ms=word.start_ms + file.offset_ms, end_ms=word.end_ms + file.offset_ms)
            for word in words
        ]

    def _chunks(self, file: _File) -> Iterator[transcripts.Chunk]:
        """The chunks of a file in order: those kept from an earlier attempt, then those heard now."""
        with self.work.site.database.reading() as db:
            found = transcripts.chunks(db, self.work.recording_id, self.engine, self.parameters)
        known = {chunk.start_ms: chunk for chunk in found}
        position = 0
        while position < file.probe.duration_ms:
            chunk = known.get(file.offset_ms + position) or self._heard(file, position)
            yield chunk
            position = (
                chunk.next_ms - file.offset_ms
                if chunk.end_ms - file.offset_ms < file.probe.duration_ms
                else chunk.end_ms
            )

    def _heard(self, file: _File, position: int) -> transcripts.Chunk:
        """Hear the next piece and keep it."""
        self._room.mkdir(parents=True, exist_ok=True)
        wav = self._room / "chunk.wav"
        extract_audio(file.path, file.probe, position, self._longest_ms, wav, cancelled=self.work.cancelled)
        last = position + self._longest_ms >= file.probe.duration_ms
        cut = chunks.cut_point(sound.read_wav(wav), last=last)
        sound.truncate_wav(wav, cut.end_ms)
        phrases = self._child.transcribe_file(
            wav,
            cancelled=self.work.cancelled,
            on_progress=lambda share: self._show(file, position + share * cut.end_ms),
        )
        start = file.offset_ms + position
        chunk = transcripts.Chunk(
            recording_id=self.work.recording_id,
            start_ms=start,
            end_ms=file.offset_ms + file.probe.duration_ms if last else start + cut.end_ms,
            next_ms=start + cut.next_ms,
            engine=self.engine,
            parameters=self.parameters,
            result={"phrases": [to_json(phrase) for phrase in phrases]},
        )
        with self.work.site.database.writing() as db:
            _keep(db, chunk)
        self._show(file, position + cut.end_ms, advanced=True)
        return chunk

    def _show(self, file: _File, position_ms: float, *, advanced: bool = False) -> None:
        done = (file.offset_ms + position_ms) / max(1, self.recording.duration_ms)
        self.work.report(done, file.original.name, advanced=advanced)

    def __enter__(self) -> "_Ear":
        self._child.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()
        shutil.rmtree(self._room, ignore_errors=True)


def hear(work: "Work", recording: Recording, files: Sequence[Original]) -> tuple[list[Word], str]:
    """All words of a recording in order, and the name of the engine and model that heard them.

    A file without sound has no words. Raises TranscriptionError, MediaError, and ChildCancelledError soon after ``work`` is cancelled.
    """
    words: list[Word] = []
    offset_ms = 0
    with _Ear(work, recording) as ear:
        for original in files:
            path = work.site.storage.originals(recording.key) / original.stored_as
            probe = original.probed()
            if probe.sound is not None:
                words += ear.hear(_File(original, probe, path, offset_ms))
            offset_ms += original.duration_ms
    return words, ear.engine


def _keep(db: Session, chunk: transcripts.Chunk) -> None:
    """Keep what was heard; of a public recording nothing that is cut, which may have been done while it was heard."""
    recording = db.get(Recording, chunk.recording_id)
    if recording is None:
        return
    recordings.lock(db, recording)
    transcripts.store_chunk(db, chunk)
    if recording.published_at is not None:
        releases.erase_cuts(db, recording)


def _words(chunk: transcripts.Chunk) -> list[Word]:
    return words_of(from_json(phrase) for phrase in chunk.result["phrases"])
