"""Checking a transcript: what a person wrote replaces the machine's text, and nothing else changes."""

import pytest
from sqlmodel import col, select

from council.base.site import Site
from tests import evening
from transcription import checking
from transcription.checking import Checked, Turn
from transcription.transcripts import Segment


@pytest.fixture
def recording_id(site: Site) -> int:
    return evening.hold(site)


def rows(site: Site) -> list[Segment]:
    with site.database.reading() as db:
        return list(db.exec(select(Segment).order_by(col(Segment.start_ms), col(Segment.position))))


def check(site: Site, recording_id: int, *checked: Checked) -> None:
    with site.database.writing() as db:
        checking.check(db, recording_id, checked, site.clock())


def test_a_checked_utterance_keeps_the_machines_text_beside(site: Site, recording_id: int) -> None:
    check(
        site,
        recording_id,
        Checked(62_000, 66_500, "Der Fahrradweg an der Bonner Straße soll im Herbst fertig sein.", "Renate Bürger"),
    )
    (row,) = [row for row in rows(site) if row.checked_at]
    assert row.text == "Der Fahrradweg an der Bonner Straße soll im Herbst fertig sein."
    assert row.machine_text == "Der Radweg an der Bonner Straße soll im Herbst fertig sein."
    assert len(row.words) == len(row.text.split())


def test_words_that_stayed_keep_their_times(site: Site, recording_id: int) -> None:
    before = {token: word[0] for token, word in zip(rows(site)[1].text.split(), rows(site)[1].words, strict=True)}
    check(
        site, recording_id, Checked(62_000, 66_500, "Der Fahrradweg an der Bonner Straße soll im Herbst fertig sein.")
    )
    (row,) = [row for row in rows(site) if row.checked_at]
    after = {token: word[0] for token, word in zip(row.text.split(), row.words, strict=True)}
    assert after["Herbst"] == before["Herbst"]


def test_a_machine_segment_is_divided_at_the_edge_of_what_was_checked(site: Site, recording_id: int) -> None:
    end_of_third_word = 62_000 + 3 * evening.WORD_MS
    check(site, recording_id, Checked(62_000, end_of_third_word, "Ein Radweg an"))
    texts = [(row.text, bool(row.checked_at)) for row in rows(site)][1:3]
    assert texts == [("Ein Radweg an", True), ("der Bonner Straße soll im Herbst fertig sein.", False)]


def test_all_else_stays(site: Site, recording_id: int) -> None:
    before = [(row.start_ms, row.speaker, row.text) for row in rows(site)]
    check(site, recording_id, Checked(62_000, 66_500, "Anders."))
    after = [(row.start_ms, row.speaker, row.text) for row in rows(site) if not row.checked_at]
    assert after == [one for one in before if one[0] != 62_000]


def test_a_turn_divides_a_segment_where_the_speaker_changes(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        checking.assign(db, recording_id, [Turn(62_000, 62_000 + 2 * evening.WORD_MS, "Mona Richter")], site.clock())
    said = [(row.speaker, row.text) for row in rows(site)][1:3]
    assert said == [
        ("Mona Richter", "Der Radweg"),
        ("Renate Bürger", "an der Bonner Straße soll im Herbst fertig sein."),
    ]
