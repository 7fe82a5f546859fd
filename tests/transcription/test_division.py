"""Dividing utterances at the edges of what is marked."""

import pytest
from sqlmodel import col, select

from council.base.site import Site
from tests import evening
from transcription import division
from transcription.transcripts import Segment

WORD = evening.WORD_MS


@pytest.fixture
def recording_id(site: Site) -> int:
    return evening.hold(site, publish=False)


def rows(site: Site) -> list[Segment]:
    with site.database.reading() as db:
        return list(db.exec(select(Segment).order_by(col(Segment.start_ms), col(Segment.position))))


def divide(site: Site, recording_id: int, *at_ms: int) -> int:
    with site.database.writing() as db:
        return division.divide(db, recording_id, at_ms)


@pytest.mark.db
def test_an_utterance_is_divided_where_something_begins_and_no_word_is_lost(site: Site, recording_id: int) -> None:
    before = rows(site)
    assert divide(site, recording_id, 62_000 + 3 * WORD) == 1
    after = rows(site)
    assert [row.text for row in after[1:3]] == ["Der Radweg an", "der Bonner Straße soll im Herbst fertig sein."]
    assert (after[1].end_ms, after[2].start_ms) == (62_000 + 3 * WORD, 62_000 + 3 * WORD)
    assert " ".join(row.text for row in after) == " ".join(row.text for row in before)
    assert [row.start_ms for row in after] == sorted(row.start_ms for row in after)
    assert {row.speaker for row in after[1:3]} == {"Renate Bürger"}


def test_the_first_piece_stays_the_row_it_was_and_says_that_it_changed(site: Site, recording_id: int) -> None:
    before = rows(site)[1]
    divide(site, recording_id, 62_000 + 3 * WORD)
    after = rows(site)
    assert (after[1].id, after[1].version) == (before.id, before.version + 1)
    assert after[2].version == 1


def test_several_moments_divide_several_utterances(site: Site, recording_id: int) -> None:
    assert divide(site, recording_id, 62_000 + WORD, 62_000 + 4 * WORD, 90_000 + 2 * WORD, 50_000) == 2
    assert [len(row.words) for row in rows(site)] == [10, 1, 3, 7, 2, 7, 9, 7]


def test_dividing_again_changes_nothing(site: Site, recording_id: int) -> None:
    divide(site, recording_id, 62_000 + 3 * WORD)
    assert divide(site, recording_id, 62_000 + 3 * WORD) == 0


@pytest.mark.parametrize("touched", [{"machine_text": "Der Radweg"}, {"checked_by": "Clara Amtmann"}, {"words": []}])
def test_what_a_person_wrote_or_has_no_times_stays_whole(site: Site, recording_id: int, touched: dict) -> None:
    with site.database.writing() as db:
        row = db.exec(select(Segment).where(Segment.start_ms == 62_000)).one()
        for name, value in touched.items():
            setattr(row, name, value)
        row.checked_at = site.clock() if "checked_by" in touched else None
        db.add(row)
    assert divide(site, recording_id, 62_000 + 3 * WORD) == 0


def join(site: Site, recording_id: int, *at_ms: int) -> int:
    with site.database.writing() as db:
        return division.join(db, recording_id, at_ms)


@pytest.mark.db
def test_what_was_divided_in_a_sentence_is_joined_again(site: Site, recording_id: int) -> None:
    before = [(row.id, row.text, row.words, row.position) for row in rows(site)]
    divide(site, recording_id, 62_000 + 2 * WORD, 62_000 + 3 * WORD)
    assert join(site, recording_id, 62_000 + 2 * WORD, 62_000 + 3 * WORD) == 2
    assert [(row.id, row.text, row.words, row.position) for row in rows(site)] == before


def test_sentences_speakers_and_what_a_person_touched_stay_apart(site: Site, recording_id: int) -> None:
    assert join(site, recording_id, 62_000, 90_000, 10**6, 0) == 0
    divide(site, recording_id, 62_000 + 3 * WORD)
    with site.database.writing() as db:
        db.exec(select(Segment).where(Segment.start_ms == 62_000)).one().speaker = "Bürger/in"
    assert join(site, recording_id, 62_000 + 3 * WORD) == 0
