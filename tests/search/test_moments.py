"""What the engine proposes is shown as the public may see it now, and what belongs to it in a constant number of queries."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from council import meetings, office, publishing, recordings
from council.agendas import Agenda
from council.base import changes
from council.base.site import Site
from council.meetings import AgendaItem, Meeting
from council.recordings import Recording
from search import context, history, spots
from search.documents import ITEM, MEETING, PAPER, SEGMENT
from search.engines import Cursor, Hit, UnavailableError
from search.moments import Moment, News, moments, news
from search.plans import WHOLE
from tests.search.archive import add_cut, add_recording, correct, withdraw
from transcription import deletion
from transcription.transcripts import Segment

ZONE = ZoneInfo("Europe/Berlin")
ITEMS = [("1", "Eröffnung", True, 0), ("2", "Verkauf", False, 10_000), ("3", "Radwege", True, 20_000)]


def seen(site: Site, *ids: str) -> dict[str, Moment]:
    with site.database.reading() as db:
        return moments(db, ids, ZONE)


def texts(site: Site) -> dict[str, str]:
    """All utterances that are shown."""
    with site.database.reading() as db:
        ids = [f"segment-{number}" for number in db.exec(select(col(Segment.id)))]
    return {name: moment.text for name, moment in seen(site, *ids).items()}


def told(site: Site, after: Cursor) -> tuple[set[str], set[str]]:
    """What an index with this cursor hides, and what was corrected in it since."""
    with site.database.reading() as db:
        found = news(db, after)
    return set(map(str, found.hidden)), set(map(str, found.corrected))


def latest(site: Site) -> Cursor:
    with site.database.reading() as db:
        return history.newest(db)


@pytest.mark.db
def test_an_utterance_is_as_the_public_may_read_it_now(site: Site) -> None:
    number = add_recording(site, "Der geheime Radweg", "Verkauf", "Ende gut", items=ITEMS, word_times=True)
    add_cut(site, number, 1_400, 1_600, tell=False)
    assert texts(site) == {"segment-1": "Der […] Radweg", "segment-3": "gut"}
    withdraw(site, number)
    assert texts(site) == {}


def test_where_only_video_and_sound_are_public_the_meeting_is_known_but_no_utterance(site: Site) -> None:
    number = add_recording(site, "eins zwei drei")
    hits = [Hit("segment-1", WHOLE), Hit("meeting-1", WHOLE)]
    before = latest(site)
    with site.database.writing() as db:
        recording = db.get_one(Recording, number)
        recording.text_public = False
        recordings.text_changed(db, recording, site.clock())
    assert set(seen(site, "segment-1", "meeting-1")) == {"meeting-1"}
    with site.database.reading() as db:
        assert [spot.hit.id for spot in spots.spots(db, hits)] == ["meeting-1"]
    assert told(site, before) == ({"recording-1", "meeting-1"}, set())


@pytest.mark.db
def test_of_everything_the_engine_may_propose_only_what_is_public_is_shown(site: Site) -> None:
    references = {"2": "DS0666/24", "3": "DS0123/24"}
    add_recording(site, "a", "b", "c", items=ITEMS, references=references, location="Altes Rathaus")
    add_recording(site, "d", items=ITEMS, references=references, publish=False)
    proposed = [f"{kind}-{number}" for kind in (SEGMENT, ITEM, MEETING, PAPER) for number in range(1, 9)]
    with site.database.reading() as db:
        found = moments(db, proposed, ZONE)
        placed = spots.spots(db, [Hit(name, WHOLE) for name in proposed])
    assert {name: moment.text for name, moment in found.items()} == {
        "segment-1": "a",
        "segment-3": "c",
        "agenda_item-1": "1 Eröffnung",
        "agenda_item-3": "3 Radwege (DS0123/24)",
        "meeting-1": "Sitzung des Stadtrats, Stadtrat, Altes Rathaus, 17. März 2026",
        "paper-3": "DS0123/24 Radwege",
    }
    assert {spot.hit.id for spot in placed} == found.keys() | {"segment-2", "paper-1"}  # in a cut; of no paper
    assert {spot.meeting_id for spot in placed} == {1}


def test_an_item_leads_to_its_first_audible_moment_or_its_lasting_link(site: Site) -> None:
    number = add_recording(site, "a", "b", items=[("1", "Anfang", True, 0), ("2", "Radwege", True, 5_000)])
    add_cut(site, number, 4_000, 8_000)
    with site.database.writing() as db:
        db.add(AgendaItem(meeting_id=1, position=3, number="3", name="Anfragen", key="anfragen34"))
    found = seen(site, "agenda_item-2", "agenda_item-3")
    heard, unheard = found["agenda_item-2"], found["agenda_item-3"]
    assert (heard.recording_id, heard.start_ms) == (number, 8_000)
    assert (unheard.recording_id, unheard.start_ms, unheard.path) == (None, None, "/top/anfragen34")


def test_neighbours_are_told_with_an_utterance(site: Site) -> None:
    add_recording(site, "eins", "zwei", "drei")
    add_recording(site, "anderswo")
    found = {name: moment.context for name, moment in seen(site, *(f"segment-{n}" for n in range(1, 5))).items()}
    assert found == {
        "segment-1": context.Context("", "zwei"),
        "segment-2": context.Context("eins", "drei"),
        "segment-3": context.Context("zwei", ""),
        "segment-4": context.Context("", ""),
    }


@pytest.mark.db
def test_neighbours_are_told_in_the_order_of_time_however_they_were_stored(site: Site) -> None:
    number = add_recording(site, "eins", "drei")
    with site.database.writing() as db:
        db.add(Segment(recording_id=number, position=0, start_ms=5_000, end_ms=6_000, text="zwei"))
        db.add(Segment(recording_id=number, position=1, start_ms=5_000, end_ms=6_000, text="zwei b"))
    found = seen(site, "segment-2", "segment-3", "segment-4")
    assert found["segment-2"].context.before == "zwei b"
    assert found["segment-3"].context == context.Context("eins", "zwei b")
    assert found["segment-4"].context == context.Context("zwei", "drei")


@pytest.mark.db
def test_no_neighbour_is_told_across_a_cut_and_none_with_what_was_cut(site: Site) -> None:
    number = add_recording(site, "eins zwei", "drei vier", "fünf sechs", "sieben acht", word_times=True)
    add_cut(site, number, 10_000, 20_000)  # all of the second
    add_cut(site, number, 30_000, 31_000)  # the beginning of the fourth
    found = {name: moment.context for name, moment in seen(site, *(f"segment-{n}" for n in range(1, 5))).items()}
    assert "segment-2" not in found
    assert all(near == context.NOTHING for near in found.values())
    with site.database.writing() as db:  # erased: only the gap is left
        db.delete(db.get_one(Segment, 2))
    found = seen(site, "segment-1", "segment-3")
    assert {moment.context for moment in found.values()} == {context.NOTHING}
    assert len(found) == 2


def test_a_neighbour_is_told_without_what_was_cut_out_of_its_midst(site: Site) -> None:
    number = add_recording(site, "eins geheim drei", "vier", word_times=True)
    add_cut(site, number, 1_400, 1_600)
    assert seen(site, "segment-2")["segment-2"].context.before == "eins […] drei"


@pytest.mark.parametrize("text", ["wort " * 60, "x" * 500, "ein " + "y" * 300, "z" * 300 + " ende"])
def test_long_neighbours_are_shortened_between_words(text: str) -> None:
    text = text.strip()
    start, end = context.beginning(text), context.ending(text)
    assert text.startswith(start.removesuffix(" …"))
    assert text.endswith(end.removeprefix("… "))
    assert all(0 < len(short) <= context.LONGEST + 2 for short in (start, end))
    if "wort" in text:
        assert set(start.split()) == set(end.split()) == {"wort", "…"}


def test_short_neighbours_are_told_whole() -> None:
    assert context.beginning("Guten Abend.") == context.ending("Guten Abend.") == "Guten Abend."


@pytest.mark.db
def test_what_was_cut_withdrawn_or_deleted_since_is_left_out_with_its_meeting(site: Site) -> None:
    for _ in range(4):
        add_recording(site, "Der Radweg", word_times=True)
    before = latest(site)
    assert told(site, before) == (set(), set())
    add_cut(site, 1, 0, 500)
    withdraw(site, 2)
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, 3), site)
        deletion.delete_recording(db, db.get_one(Recording, 3), site, None)
    gone = {f"{kind}-{number}" for kind in ("recording", "meeting") for number in (1, 2, 3)}
    assert told(site, before) == (gone, set())
    assert told(site, latest(site)) == (set(), set())


def test_a_corrected_utterance_leaves_its_recording_and_its_meeting_in(site: Site) -> None:
    """Else a recording could hardly be found while somebody corrects one utterance after another."""
    number = add_recording(site, "Der Radweg")
    before = latest(site)
    correct(site, number, 0, "Der Gehweg")
    assert told(site, before) == (set(), {"recording-1"})
    add_cut(site, number, 0, 500)
    assert told(site, before) == ({"recording-1", "meeting-1"}, set())


def test_a_meeting_that_changed_by_itself_is_left_out(site: Site) -> None:
    add_recording(site, "Der Radweg")
    before = latest(site)
    with site.database.writing() as db:
        changes.record(db, meetings.KIND, 1, site.clock())
        changes.record(db, "survey", 1, site.clock())
    assert told(site, before) == ({"meeting-1"}, set())


def test_a_meeting_renamed_or_moved_at_the_desk_is_left_out_until_the_index_follows(site: Site) -> None:
    add_recording(site, "Der Radweg")
    before = latest(site)
    with site.database.writing() as db:
        meeting = db.get_one(Meeting, 1)
        office.change(db, meeting, Agenda("Stadtrat", "Sondersitzung", meeting.start), site.clock())
    assert told(site, before) == ({"meeting-1"}, {"recording-1"})


def test_a_meeting_of_which_nothing_is_public_tells_of_no_change(site: Site) -> None:
    add_recording(site, "Der Radweg", publish=False)
    before = latest(site)
    with site.database.writing() as db:
        office.tell_followers(db, 1, site.clock())
    assert latest(site) == before == Cursor()


def test_without_an_index_nothing_is_answered_rather_than_nothing_found(site: Site) -> None:
    add_recording(site, "Der Radweg")
    with site.database.reading() as db, pytest.raises(UnavailableError):
        news(db, None)


@pytest.mark.db
def test_an_index_of_another_history_is_not_answered_from(site: Site) -> None:
    """A backup was restored and the index kept: what it has may have been withdrawn in this history."""
    add_recording(site, "Der Radweg")
    here = latest(site)
    for other in (replace(here, stamp="2020-01-01T00:00:00+00:00"), replace(here, change=here.change + 40)):
        with pytest.raises(UnavailableError):
            told(site, other)


@pytest.mark.db
def test_an_index_ahead_of_what_a_request_sees_is_answered_from(site: Site) -> None:
    number = add_recording(site, "Der Radweg")
    with site.database.reading() as db:
        seen_before = changes.latest(db)
        correct(site, number, 0, "Der Gehweg")
        assert latest(site).change > seen_before == changes.latest(db)
        assert news(db, latest(site)) == News()
