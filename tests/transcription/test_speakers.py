"""Who can be said to speak, until when, and for whom a consent is needed."""

from datetime import UTC

import pytest

from council import people
from council.base.site import Site
from council.marks import MarkingError
from council.meetings import Meeting
from council.people import Person
from council.recordings import Recording
from tests import evening
from transcription import speakers
from transcription.speakers import CITIZEN, Spoken

SPOKEN = [Spoken(0, 10_000, "A"), Spoken(11_000, 20_000, "B"), Spoken(20_500, 40_000, None)]


def test_somebody_speaks_until_somebody_else_begins() -> None:
    assert speakers.until_next(SPOKEN, 2_000, 90_000) == 11_000
    assert speakers.until_next(SPOKEN, 12_000, 90_000) == 20_500
    assert speakers.until_next(SPOKEN, 25_000, 90_000) == 90_000


def test_a_key_pressed_a_moment_early_or_in_the_pause_means_who_follows() -> None:
    assert speakers.until_next(SPOKEN, 9_500, 90_000) == 20_500
    assert speakers.until_next(SPOKEN, 10_500, 90_000) == 20_500


def test_where_nobody_was_named_yet_the_rest_is_meant() -> None:
    assert speakers.until_next([Spoken(0, 80_000, None)], 5_000, 90_000) == 90_000


def test_only_roles_and_people_of_the_meeting_can_be_chosen(site: Site) -> None:
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        db.add(Person(name="Dr. Ute Kern"))
    with site.database.reading() as db:
        meeting = db.get_one(Meeting, db.get_one(Recording, recording_id).meeting_id)
        names = {choice.name: choice.key for choice in speakers.choices(db, meeting, UTC)}
        assert {"Vorsitz", CITIZEN, "Verwaltung", "Dr. Ute Kern"} <= set(names)
        assert "Renate Bürger" not in names, "who spoke is never offered by name"
        assert speakers.chosen(db, meeting, UTC, names["Dr. Ute Kern"]) == "Dr. Ute Kern"
        for typed in ("Renate Bürger", "person-999999", "", "role-citizen"):
            with pytest.raises(MarkingError):
                speakers.chosen(db, meeting, UTC, typed)


def test_citizens_and_people_who_refused_need_a_consent(site: Site) -> None:
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        db.add(Person(name="Paul Baumann", consent=False))
        db.add(Person(name="Clara Amtmann", consent=True))
    with site.database.reading() as db:
        needs_consent = speakers.who_needs_consent(db)
        names = (CITIZEN, "Paul Baumann", "Paul Baumann (SPD)", "Clara Amtmann", "Verwaltung", None)
        assert [name for name in names if needs_consent(name)] == [CITIZEN, "Paul Baumann", "Paul Baumann (SPD)"]
        assert speakers.needing(db, recording_id) == [(90_000, 90_000 + 9 * evening.WORD_MS)]


def test_a_refusal_holds_with_a_faction_in_brackets_and_under_a_former_name(site: Site) -> None:
    with site.database.writing() as db:
        person = Person(name="Petra Nein", consent=False)
        people.store(db, person, [])
        people.rename(person, "Petra Nein-Ja")
    with site.database.reading() as db:
        needs_consent = speakers.who_needs_consent(db)
        names = ("Petra Nein (BÜNDNIS 90/DIE GRÜNEN (B90))", "Petra Nein-Ja", "Petra Nein", "Petra Neinsager", "Petra")
        assert [needs_consent(name) for name in names] == [True, True, True, False, False]
