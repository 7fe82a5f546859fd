"""Replacing a name everywhere."""

import pytest
from sqlmodel import col, select

from council.base.site import Site
from tests.transcription.views.recorded import Said, store
from transcription import editing, replacing
from transcription.replacing import Place, Replaced
from transcription.revisions import Revision
from transcription.transcripts import Segment

SAID = (
    Said(3_000, "Herr Meier hat das Wort."),
    Said(8_000, "Ich danke Herrn Meier. MEIER, sagte Meiers Frau!", checked=True),
    Said(21_000, "Die Meierei und Herr Kameier bleiben."),
    Said(42_000, "Herr Meier verkauft die Mühle."),  # in the non-public item
    Said(61_000, "Herr Meier, der Haushalt."),
)


@pytest.fixture
def recording_id(site: Site) -> int:
    return store(site, SAID, published=False)


HIDDEN = [(40_000, 60_000)]


def found(site: Site, recording_id: int, old: str = "Meier", new: str = "Mayer") -> list[Place]:
    with site.database.reading() as db:
        return replacing.places(db, recording_id, HIDDEN, old, new)


def apply(site: Site, recording_id: int, places: list[Place], old: str = "Meier", new: str = "Mayer") -> Replaced:
    with site.database.writing() as db:
        keys = [place.key for place in places]
        return replacing.apply(db, recording_id, HIDDEN, old, new, keys, by="Clara Amtmann", now=site.clock())


def texts(site: Site, recording_id: int) -> list[str]:
    with site.database.reading() as db:
        query = select(Segment.text).where(Segment.recording_id == recording_id).order_by(col(Segment.start_ms))
        return list(db.exec(query))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Herr Meier,", "Herr Mayer,"),
        ("HERR MEIER", "HERR MAYER"),
        ("herr meier", "herr Mayer"),
        ("Meiers Antrag", "Mayers Antrag"),
        ("Kameier, Meierei, Meierin", "Kameier, Meierei, Meierin"),
        ("Meier-Schulz und (Meier)", "Mayer-Schulz und (Mayer)"),
    ],
)
def test_whole_words_are_replaced_in_their_case_and_in_the_genitive(text: str, becomes: str) -> None:
    places = [(at, heard, instead) for at, heard, instead, _ in replacing.find(text, "Meier", "Mayer")]
    assert replacing.replaced(text, places) == becomes


def test_a_name_of_several_words_is_one() -> None:
    assert [one[1:] for one in replacing.find("an der bonner  Strasse", "Bonner Strasse", "Bonner Straße")] == [
        ("bonner  Strasse", "Bonner Straße", False)
    ]


def test_the_genitive_of_a_name_that_ends_with_s_has_an_apostrophe() -> None:
    assert replacing.forms("Meier", "Schulz") == [("Meier", "Schulz", False), ("Meiers", "Schulz’", True)]
    assert replacing.forms("Schulz", "Schultz") == [("Schulz", "Schultz", False)]


def test_every_place_is_found_with_what_stands_around_it_but_for_what_will_not_be_public(
    site: Site, recording_id: int
) -> None:
    places = found(site, recording_id)
    assert [(place.start_ms, place.heard, place.instead, place.genitive) for place in places] == [
        (3_000, "Meier", "Mayer", False),
        (8_000, "Meier", "Mayer", False),
        (8_000, "MEIER", "MAYER", False),
        (8_000, "Meiers", "Mayers", True),
        (61_000, "Meier", "Mayer", False),
    ]
    assert (places[0].before, places[0].after) == ("Herr ", " hat das Wort.")


def test_only_the_chosen_places_are_replaced_and_each_is_kept(site: Site, recording_id: int) -> None:
    places = found(site, recording_id)
    done = apply(site, recording_id, [places[0], places[1], places[3]])
    assert (done.places, done.utterances, done.skipped) == (3, 2, 0)
    assert texts(site, recording_id)[:2] == [
        "Herr Mayer hat das Wort.",
        "Ich danke Herrn Mayer. MEIER, sagte Mayers Frau!",
    ]
    with site.database.reading() as db:
        revisions = db.exec(select(Revision)).all()
    assert {revision.batch for revision in revisions} == {done.batch}
    assert len(revisions) == 2


def test_whether_an_utterance_is_checked_stays_and_so_do_doubts_and_times(site: Site, recording_id: int) -> None:
    apply(site, recording_id, found(site, recording_id))
    with site.database.reading() as db:
        first, second = db.exec(select(Segment).order_by(col(Segment.start_ms)).limit(2)).all()
    assert first.checked_at is None
    assert second.checked_at is not None
    assert first.words == [
        [3000, 3300, 0.9],
        [3300, 3600, 1.0],
        [3600, 3900, 0.9],
        [3900, 4200, 0.9],
        [4200, 4500, 0.9],
    ]


def test_one_step_takes_all_of_it_back(site: Site, recording_id: int) -> None:
    before = texts(site, recording_id)
    done = apply(site, recording_id, found(site, recording_id))
    with site.database.writing() as db:
        undone = replacing.undo(db, recording_id, done.batch, by="Clara Amtmann", now=site.clock())
        again = replacing.undo(db, recording_id, done.batch, by="Clara Amtmann", now=site.clock())
    assert texts(site, recording_id) == before
    assert (undone.utterances, undone.skipped, again.utterances) == (3, 0, 0)


def test_what_somebody_changed_meanwhile_is_left_and_told(site: Site, recording_id: int) -> None:
    places = found(site, recording_id)
    with site.database.writing() as db:
        editing.change(db, places[0].segment_id, text="Frau Meier.", based_on=1, by="Paul Baumann", now=site.clock())
    done = apply(site, recording_id, places)
    assert (done.utterances, done.skipped) == (2, 1)
    assert texts(site, recording_id)[0] == "Frau Meier."
    with site.database.writing() as db:
        row = db.get_one(Segment, places[-1].segment_id)
        editing.change(
            db, places[-1].segment_id, text="Neu.", based_on=row.version, by="Paul Baumann", now=site.clock()
        )
        undone = replacing.undo(db, recording_id, done.batch, by="Clara Amtmann", now=site.clock())
    assert (undone.utterances, undone.skipped) == (1, 1)


def test_places_of_other_recordings_made_up_and_hidden_ones_are_left(site: Site, recording_id: int) -> None:
    other = store(site, SAID, published=False)
    with site.database.reading() as db:
        hidden = db.exec(
            select(Segment.id).where(Segment.start_ms == 42_000, Segment.recording_id == recording_id)
        ).one()
    made_up = ["1.1.99", "x", "1.1", f"{hidden}.1.5", "9" * 30 + ".1.1"]
    with site.database.writing() as db:
        keys = [place.key for place in found(site, other)] + made_up
        done = replacing.apply(db, recording_id, HIDDEN, "Meier", "Mayer", keys, by="Clara Amtmann", now=site.clock())
    assert done.places == 0
    assert texts(site, other) == texts(site, recording_id) == [one.text for one in SAID]


def test_a_name_that_is_empty_or_a_pattern_finds_nothing_else() -> None:
    assert replacing.find("Herr Meier", "", "x") == []
    assert replacing.find("Herr Meier", ".*", "x") == []
