"""Moments are hidden by the very rules that hide them on the recording page."""

import random

from sqlmodel import col, select

from council import cuts, recordings
from council.base import changes
from council.base.site import Site
from council.recordings import Recording
from search.engines import Cursor
from search.moments import ahead, moments, spots
from tests.search.archive import add_cut, add_recording
from transcription import transcripts
from transcription.transcripts import Segment


def test_what_is_hidden_here_is_what_is_hidden_everywhere(site: Site) -> None:
    chance = random.Random(17)
    texts = [f"eins zwei drei vier fünf {number}" for number in range(12)]
    for _ in range(15):
        items = [(str(n), f"Punkt {n}", chance.random() < 0.6, chance.randrange(0, 130_000, 5_000)) for n in range(4)]
        recording_id = add_recording(site, *texts, items=items, word_times=chance.random() < 0.7)
        for _ in range(chance.randrange(3)):
            start = chance.randrange(-5_000, 125_000)
            add_cut(site, recording_id, start, start + chance.randrange(1, 20_000))
    with site.database.reading() as db:
        found = moments(db, db.exec(select(col(Segment.id))).all())
        wanted = {}
        for recording in db.exec(select(Recording)):
            assert recording.id is not None
            hidden = cuts.hidden(db, recording.id, recording.duration_ms)
            for segment in transcripts.public_segments(db, recording.id, hidden):
                wanted[segment.id] = segment
    assert {number: moment.segment for number, moment in found.items()} == wanted
    assert 0 < len(wanted) < 15 * 12


def test_where_only_video_and_sound_are_public_no_moment_is(site: Site) -> None:
    recording_id = add_recording(site, "eins zwei drei")
    with site.database.writing() as db:
        numbers = db.exec(select(col(Segment.id))).all()
        assert moments(db, numbers)
        assert spots(db, numbers)
        recording = db.get_one(Recording, recording_id)
        recording.text_public = False
        recordings.text_changed(db, recording, site.clock())
        before = changes.latest(db) - 1
    with site.database.reading() as db:
        assert moments(db, numbers) == {}
        assert spots(db, numbers) == {}
        assert ahead(db, Cursor(before, "")) == {recording_id}
