"""What is written into the index: all that the public may read, and nothing else."""

import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from council import cuts, meetings, recordings
from council.base import changes
from council.base.changes import Change
from council.base.site import Site
from council.meetings import AgendaItem
from council.recordings import EDITION_KIND, Recording
from search import moments, sources, texts, utterances
from search.context import NOTHING
from search.documents import ITEM, MEETING, PAPER, SEGMENT, Document, Source
from tests.search.archive import add_cut, add_recording, withdraw
from transcription import deletion, transcripts
from transcription.transcripts import Segment

ITEMS = [
    ("Ö 1", "Eröffnung", True, 0),
    ("N 2", "Verkauf der Mühle", False, 10_000),
    ("Ö 3", "Kita-Gebühren", True, 20_000),
]


def recording(number: int) -> Source:
    return Source("recording", number)


def meeting(number: int) -> Source:
    return Source("meeting", number)


def of(documents: list[Document], kind: str) -> list[Document]:
    return [document for document in documents if document.kind == kind]


def news(site: Site, after: int = 0) -> set[Source]:
    """All that the feed says was touched."""
    with site.database.reading() as db:
        return {source for change in changes.since(db, after) for source in sources.touched(db, change)}


def test_a_change_of_a_recording_touches_it_and_its_meeting(site: Site) -> None:
    number = add_recording(site, "Der Radweg")
    with site.database.reading() as db:
        kinds = {change.kind: sources.touched(db, change) for change in changes.since(db, 0)}
    assert kinds == {kind: [recording(number), meeting(1)] for kind in ("recording", EDITION_KIND)}


def test_changes_of_other_things_touch_nothing(site: Site) -> None:
    with site.database.reading() as db:
        assert sources.touched(db, Change(kind="survey", subject_id=1, at=site.clock())) == []


@pytest.mark.db
def test_a_deleted_recording_and_its_meeting_are_touched_although_nobody_knows_any_more_whose_it_was(
    site: Site,
) -> None:
    add_recording(site, "Der Radweg")
    number = add_recording(site, "Der Radweg", publish=False)
    with site.database.writing() as db:
        before = changes.latest(db)
        deletion.delete_recording(db, db.get_one(Recording, number), site, None)
    assert news(site, before) == {recording(number), meeting(2)}
    assert sources.content(site, recording(number)) == sources.Content()


@pytest.mark.db
def test_everything_is_what_has_anything_public(site: Site) -> None:
    first, second = add_recording(site, "eins"), add_recording(site, "zwei")
    add_recording(site, "drei", publish=False)
    with site.database.writing() as db:
        db.get_one(Recording, second).text_public = False
    with site.database.reading() as db:
        assert set(sources.everything(db)) == {recording(first), meeting(1), meeting(2)}
    assert sources.content(site, recording(second)).documents == []
    assert of(sources.content(site, meeting(2)).documents, MEETING)


def test_an_utterance_becomes_a_document_with_its_terms_its_speaker_and_its_item(site: Site) -> None:
    number = add_recording(site, "Guten Abend", items=ITEMS[:1], speaker="Renate Bürger (SPD)")
    (document,) = sources.content(site, recording(number)).documents
    assert document.id == "segment-1"
    assert document.exact == ("guten", "abend")
    assert {"abend", "gut"} <= set(document.terms)
    assert (document.source, document.meeting_id, document.organization_id) == (recording(number), 1, 1)
    assert (document.year, date.fromordinal(document.day)) == (2026, date(2026, 3, 17))
    assert (document.speaker, document.speaker_words) == ("Renate Bürger (SPD)", ("renate", "buerger", "spd"))
    assert document.item_words[:2] == ("oe1", "1")
    assert "eroeffnung" in document.item_words


def test_the_day_is_that_of_the_town(site: Site) -> None:
    number = add_recording(site, "Prosit", start=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    (document,) = sources.content(site, recording(number)).documents
    assert (document.year, date.fromordinal(document.day)) == (2026, date(2026, 1, 1))


def test_an_utterance_without_a_word_is_none(site: Site) -> None:
    number = add_recording(site, "…", "Ja.", "")
    assert [document.exact for document in sources.content(site, recording(number)).documents] == [("ja",)]


def test_what_lies_in_a_cut_is_in_no_document_and_no_word(site: Site) -> None:
    number = add_recording(site, "Der geheime Radweg", "Ganz geheim", "Ende", word_times=True)
    add_cut(site, number, 1_300, 1_700)
    add_cut(site, number, 10_000, 19_000)
    found = sources.content(site, recording(number))
    assert [document.exact for document in found.documents] == [("der", "[…]", "radweg"), ("ende",)]
    assert found.words == Counter(["Der", "Radweg", "Ende"])


def test_a_withdrawn_recording_has_nothing_and_neither_has_its_meeting(site: Site) -> None:
    number = add_recording(site, "Der Radweg", items=ITEMS)
    assert sources.content(site, recording(number)).documents
    withdraw(site, number)
    assert sources.content(site, recording(number)) == sources.content(site, meeting(1)) == sources.Content()
    assert sources.content(site, recording(99)) == sources.content(site, meeting(99)) == sources.Content()


def test_words_are_written_as_in_the_text_and_are_letters_alone(site: Site) -> None:
    texts = ["Die Kita-Gebühren und die DS0123/24 und Kita2 ab 17.", "Im Bu\u0308rgerpark " + "x" * 41, "GRÜNE Grüne"]
    found = sources.content(site, recording(add_recording(site, *texts))).words
    assert found == Counter(["Die", "Kita", "Gebühren", "und", "die", "und", "Bürgerpark", "GRÜNE", "Grüne"])


def test_a_meeting_has_its_name_its_public_items_and_their_papers(site: Site) -> None:
    add_recording(
        site, "a", "b", "c", items=ITEMS, references={"Ö 3": "DS0123/24", "N 2": "DS0666/24"}, location="Altes Rathaus"
    )
    found = sources.content(site, meeting(1))
    documents = found.documents
    (held,), items, (paper,) = of(documents, MEETING), of(documents, ITEM), of(documents, PAPER)
    assert {"sitzung", "stadtrats", "stadtrat", "altes", "rathaus", "17", "maerz", "2026"} <= set(held.exact)
    assert [item.item_words[:2] for item in items] == [("oe1", "1"), ("oe3", "3")]
    assert [item.start_ms for item in items] == [0, 20_000]
    assert {"ds0123/24", "kitagebuehr"} <= set(items[1].terms)
    assert paper.number == items[1].number
    assert {"ds0123/24", "kitagebuehr"} <= set(paper.terms)
    assert {document.source for document in documents} == {meeting(1)}
    assert (found.words["Kita"], found.words["Rathaus"]) == (1, 1)


def test_nothing_of_an_item_that_is_not_public_is_in_any_document(site: Site) -> None:
    number = add_recording(site, "eins", "zwei", "drei", items=ITEMS, references={"N 2": "DS0666/24"})
    with site.database.writing() as db:  # what nobody said either: an item of the agenda alone
        db.add(AgendaItem(meeting_id=1, position=9, number="N 9", name="Verkauf der Mühle", public=False))
    told = str([sources.content(site, source) for source in (recording(number), meeting(1))]).casefold()
    assert "kita" in told
    for secret in ("mühle", "muehle", "verkauf", "0666", "'n2'", "'n9'", "zwei"):
        assert secret not in told


def test_an_item_cut_at_its_beginning_starts_where_it_can_be_heard(site: Site) -> None:
    number = add_recording(site, "a", "b", items=[("1", "Anfang", True, 0), ("2", "Radwege", True, 5_000)])
    add_cut(site, number, 4_000, 8_000)
    items = of(sources.content(site, meeting(1)).documents, ITEM)
    assert [item.start_ms for item in items] == [0, 8_000]


def test_items_called_together_are_both_those_of_an_utterance(site: Site) -> None:
    items = [("4", "Haushalt", True, 0), ("5", "Personal", True, 0)]
    (document,) = sources.content(site, recording(add_recording(site, "Beides", items=items))).documents
    assert {"4", "haushalt", "5", "personal"} <= set(document.item_words)


@pytest.mark.parametrize(
    ("number", "words"),
    [("Ö 5", ("oe5", "5")), ("5.1", ("5.1",)), ("Ö 5.1.", ("oe5.1", "5.1")), ("", ()), ("A", ("a",))],
)
def test_an_items_number_is_found_with_its_letter_and_without(site: Site, number: str, words: tuple[str, ...]) -> None:
    assert texts.item_words(number, "", sources.lexicon.of(site)) == words


@pytest.mark.db
def test_utterances_are_hidden_by_the_very_rules_that_hide_them_everywhere(site: Site) -> None:
    chance = random.Random(17)
    said = [f"eins zwei drei vier fünf {number}" for number in range(12)]
    for _ in range(15):
        items = [(str(n), f"Punkt {n}", chance.random() < 0.6, chance.randrange(0, 130_000, 5_000)) for n in range(4)]
        number = add_recording(site, *said, items=items, word_times=chance.random() < 0.7)
        for _ in range(chance.randrange(3)):
            start = chance.randrange(-5_000, 125_000)
            add_cut(site, number, start, start + chance.randrange(1, 20_000))
    found, wanted = {}, {}
    with site.database.reading() as db:
        for row in db.exec(select(Recording)):
            assert row.id is not None
            hidden = cuts.hidden(db, row.id, row.duration_ms)
            rows = db.execute(utterances.columns().where(col(Segment.recording_id) == row.id))
            found |= {one.id: one[2:] for one in utterances.public(db, rows, {row.id: hidden})}
            for one in transcripts.public_segments(db, row.id, hidden):
                wanted[one.id] = (one.start_ms, one.end_ms, one.speaker, one.text)
    assert found == wanted
    assert 0 < len(wanted) < 15 * 12


@pytest.mark.db
def test_what_was_said_behind_the_end_of_the_media_is_hidden_with_the_last_item(site: Site) -> None:
    items = [("1", "Haushalt", True, 0), ("N 2", "Grundstück", False, 10_000)]
    number = add_recording(site, "Der Radweg", "Der Preis", "Der Käufer", items=items, word_times=True)
    with site.database.writing() as db:
        db.get_one(Recording, number).duration_ms = 15_000
    assert [one.terms for one in of(sources.content(site, recording(number)).documents, SEGMENT)] == [
        one.terms for one in of(sources.content(site, recording(add_recording(site, "Der Radweg"))).documents, SEGMENT)
    ]
    with site.database.reading() as db:
        ids = [f"{SEGMENT}-{one}" for one in db.exec(select(Segment.id).where(Segment.recording_id == number))]
        found = moments.moments(db, ids, site.settings.zone)
    assert [(one.text, one.context) for one in found.values()] == [("Der Radweg", NOTHING)]


def test_a_long_hidden_part_hides_itself_alone(site: Site) -> None:
    number = add_recording(site, *["Radweg"] * 1200, items=[("1", "Geheim", False, 0), ("2", "Offen", True, 6_000_000)])
    documents = sources.content(site, recording(number)).documents
    assert len(of(documents, SEGMENT)) == 600


def test_a_meeting_tells_of_changes_by_its_own_kind(site: Site) -> None:
    add_recording(site, "Der Radweg")
    with site.database.writing() as db:
        before = changes.latest(db)
        changes.record(db, meetings.KIND, 1, site.clock())
    assert news(site, before) == {meeting(1)}
    assert recordings.KIND != meetings.KIND
