"""What is kept while a recording is being heard. An engine that plays deaf: what it hears is given."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import select

from council.base.site import Site
from council.recordings import Original, Recording
from ratsfenster import hearing
from tests import evening
from transcription.chunks import Cut
from transcription.transcripts import Chunk
from transcription.words import Phrase, Word

HEARD = Phrase((Word("Offenes", 62_000, 63_000), Word(evening.SECRET, 130_000, 131_000)))


@pytest.fixture
def hear(site: Site, monkeypatch: pytest.MonkeyPatch):
    """Hear all of a recording in one chunk, and give back what was kept of it."""
    monkeypatch.setattr(hearing.weights, "find", lambda *_: Path("base"))
    monkeypatch.setattr(
        hearing.speech, "create", lambda *_, **__: SimpleNamespace(name="none", model="base", parameters={})
    )
    monkeypatch.setattr(hearing, "TranscriberProcess", Deaf)
    monkeypatch.setattr(hearing, "extract_audio", lambda *_, **__: None)
    monkeypatch.setattr(hearing.sound, "read_wav", lambda _: None)
    monkeypatch.setattr(hearing.sound, "truncate_wav", lambda *_: None)
    monkeypatch.setattr(hearing.chunks, "cut_point", lambda *_, **__: Cut(evening.DURATION_MS, evening.DURATION_MS))
    monkeypatch.setattr(Original, "probed", lambda _: SimpleNamespace(sound=True, duration_ms=evening.DURATION_MS))

    def run(recording_id: int) -> list[str]:
        with site.database.reading() as db:
            recording = db.get_one(Recording, recording_id)
        work = SimpleNamespace(
            site=site, recording_id=recording_id, cancelled=lambda: False, report=lambda *_, **__: None
        )
        original = Original(
            recording_id=recording_id, position=1, name="a", stored_as="1", size=1, sha256="0", duration_ms=evening.DURATION_MS
        )  # fmt: skip
        hearing.hear(work, recording, [original])
        with site.database.reading() as db:
            kept = db.exec(select(Chunk).where(Chunk.recording_id == recording_id)).one()
        return [word[0] for phrase in kept.result["phrases"] for word in phrase["words"]]

    return run


class Deaf:
    """In place of the engine's process."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> "Deaf":
        return self

    def close(self) -> None: ...

    def transcribe_file(self, *_: object, **__: object) -> list[Phrase]:
        return [HEARD]


@pytest.mark.db
def test_of_a_public_recording_nothing_that_is_cut_is_ever_kept(site: Site, hear) -> None:
    assert hear(evening.hold(site)) == ["Offenes"]


def test_before_it_is_public_all_is_kept_for_a_cut_can_be_taken_back(site: Site, hear) -> None:
    assert hear(evening.hold(site, publish=False)) == ["Offenes", evening.SECRET]
