"""What was said in a cut is erased: nothing of it is left in any table."""

import json
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session, col, select

from council.base.site import Site
from tests.transcription.views.recorded import Said, store
from transcription import editing, erasure
from transcription.erasure import Erased
from transcription.revisions import Revision
from transcription.transcripts import GAP, Chunk, Segment

CUT = [(40_000, 60_000)]
SECRET = "Quittenhof"  # without umlauts, which JSON columns spell in another way
SAID = (
    Said(3_000, "Ich eröffne die Sitzung."),
    Said(38_800, f"Damit sind wir am Ende {SECRET} genannt."),  # its words begin at 38.8, 39.1, 39.4, 39.7, 40.0, …
    Said(45_000, f"Der {SECRET} geht für eine Million weg."),
    Said(61_000, "Jetzt geht es um den Haushalt."),
)


@pytest.fixture
def recording_id(site: Site) -> int:
    """A recording whose non-public item was heard, corrected, corrected again, and in which a name was replaced."""
    number = store(site, SAID, published=False)
    with site.database.writing() as db:
        inside = db.exec(select(Segment).where(Segment.start_ms == 45_000)).one()
        for version, said in enumerate((f"Der {SECRET} geht.", "Etwas anderes wird gesagt."), 1):
            editing.change(db, inside.id or 0, text=said, based_on=version, by="Clara Amtmann", now=site.clock())
        db.add(chunk(number, 0, 50_000, [("Ich", 3_000), ("eröffne", 3_300), (SECRET, 45_300), ("geht", 45_600)]))
        db.add(chunk(number, 50_000, 90_000, [(SECRET, 51_000), ("Haushalt.", 63_000)]))
        db.add(chunk(number, 80_000, 90_000, [("danach", 81_000)]))
    return number


def chunk(recording_id: int, start_ms: int, end_ms: int, words: list[tuple[str, int]]) -> Chunk:
    """What an engine heard, each word a phrase and the times counted from the chunk's beginning."""
    phrases = [
        {
            "words": [[word, at - start_ms, at - start_ms + 280, 0.9]],
            "average_log_probability": -0.1,
            "no_speech_probability": 0.0,
            "compression_ratio": 1.0,
        }
        for word, at in words
    ]
    return Chunk(
        recording_id=recording_id,
        start_ms=start_ms,
        end_ms=end_ms,
        next_ms=end_ms,
        engine="fake",
        parameters="{}",
        result={"phrases": phrases},
    )


def erase(site: Site, recording_id: int, hidden: list[tuple[int, int]] = CUT) -> Erased:
    with site.database.writing() as db:
        return erasure.erase(db, recording_id, hidden)


def everything(db: Session) -> str:
    """All that stands in any table."""
    tables = inspect(db.connection()).get_table_names()
    rows = [list(map(str, row)) for table in tables for row in db.execute(text(f'SELECT * FROM "{table}"'))]
    return json.dumps(rows, ensure_ascii=False)


@pytest.mark.db
def test_a_word_of_a_cut_is_in_no_table_afterwards(site: Site, recording_id: int) -> None:
    with site.database.reading() as db:
        assert everything(db).count(SECRET) >= 6
    erase(site, recording_id)
    with site.database.reading() as db:
        left = everything(db)
    assert SECRET not in left
    assert "anderes" not in left
    assert "Haushalt" in left


def test_it_is_not_in_the_files_either(site: Site, recording_id: int) -> None:
    erase(site, recording_id)
    site.database.empty_log()
    data: Path = site.settings.data
    assert not [file.name for file in data.glob("ratsfenster.db*") if SECRET.encode() in file.read_bytes()]


@pytest.mark.db
def test_it_says_how_much_was_erased_and_a_second_time_there_is_nothing(site: Site, recording_id: int) -> None:
    with site.database.reading() as db:
        assert erasure.extent(db, recording_id, CUT) == 2
    assert erase(site, recording_id) == Erased(whole=1, in_part=1, revisions=2, chunks=2)
    assert erase(site, recording_id) == Erased()
    with site.database.reading() as db:
        assert erasure.extent(db, recording_id, CUT) == 0


def test_an_utterance_across_the_edge_keeps_what_was_said_before(site: Site, recording_id: int) -> None:
    erase(site, recording_id)
    with site.database.reading() as db:
        row = db.exec(select(Segment).where(Segment.start_ms == 38_800)).one()
    assert (row.text, row.end_ms) == ("Damit sind wir", 39_700)
    assert len(row.words) == 3
    assert row.version == 2


def test_a_gap_in_the_middle_is_marked(site: Site, recording_id: int) -> None:
    erase(site, recording_id, [(39_450, 39_500)])
    with site.database.reading() as db:
        row = db.exec(select(Segment).where(Segment.start_ms == 38_800)).one()
    assert row.text == f"Damit {GAP} Ende {SECRET} genannt."
    assert len(row.words) == len(row.text.split())


def test_all_else_stays_as_it_was(site: Site, recording_id: int) -> None:
    with site.database.reading() as db:
        before = [
            row.model_dump()
            for row in db.exec(select(Segment).order_by(col(Segment.id)))
            if row.start_ms in (3_000, 61_000)
        ]
    erase(site, recording_id)
    with site.database.reading() as db:
        after = [
            row.model_dump()
            for row in db.exec(select(Segment).order_by(col(Segment.id)))
            if row.start_ms in (3_000, 61_000)
        ]
        heard = [len(one.result["phrases"]) for one in db.exec(select(Chunk).order_by(col(Chunk.start_ms)))]
    assert after == before
    assert heard == [2, 1, 1]


def test_what_a_person_wrote_across_the_edge_is_erased_whole(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        row = db.exec(select(Segment).where(Segment.start_ms == 38_800)).one()
        editing.change(
            db, row.id or 0, text="Am Ende noch etwas.", based_on=1, checked=False, by="Clara Amtmann", now=site.clock()
        )
    assert erase(site, recording_id).whole == 2


def test_the_machines_text_is_erased_with_every_piece_of_a_divided_utterance(site: Site, recording_id: int) -> None:
    whole = f"Ich eröffne die Sitzung mit {SECRET}."
    with site.database.writing() as db:
        outside = db.exec(select(Segment).where(Segment.start_ms == 3_000)).one()
        inside = db.exec(select(Segment).where(Segment.start_ms == 45_000)).one()
        outside.machine_text = inside.machine_text = whole
    erase(site, recording_id)
    with site.database.reading() as db:
        left = db.get_one(Segment, outside.id)
        assert left.machine_text == erasure.ERASED
        assert left.text == "Ich eröffne die Sitzung."
        assert SECRET not in everything(db)


def test_the_history_close_to_a_cut_is_erased_too(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        after = db.exec(select(Segment).where(Segment.start_ms == 61_000)).one()
        editing.change(db, after.id or 0, text="Nun der Haushalt.", based_on=1, by="Clara Amtmann", now=site.clock())
    erase(site, recording_id, [(50_000, 60_800)])
    with site.database.reading() as db:
        row = db.get_one(Segment, after.id)
        assert db.exec(select(Revision).where(Revision.start_ms >= 61_000)).all() == []
    assert row.machine_text == erasure.ERASED
    assert row.checked_by == "Clara Amtmann"


def test_without_anything_hidden_nothing_happens(site: Site, recording_id: int) -> None:
    assert erase(site, recording_id, []) == Erased()


def test_other_recordings_keep_everything(site: Site, recording_id: int) -> None:
    other = store(site, SAID, published=False)
    erase(site, recording_id)
    with site.database.reading() as db:
        assert len(db.exec(select(Segment).where(Segment.recording_id == other)).all()) == len(SAID)


def test_a_cut_over_everything_leaves_nothing(site: Site, recording_id: int) -> None:
    assert erase(site, recording_id, [(0, 90_000)]).whole == len(SAID)
    with site.database.reading() as db:
        assert db.exec(select(Segment)).all() == []


def test_there_may_be_more_cuts_than_a_query_can_name(site: Site, recording_id: int) -> None:
    hidden = [(at, at + 1) for at in range(4_300, 90_000, 50)]
    assert erase(site, recording_id, hidden).whole == 3
    with site.database.reading() as db:
        (left,) = db.exec(select(Segment)).all()
    assert left.text == "Ich eröffne die"  # the last word comes within the margin of the first cut
