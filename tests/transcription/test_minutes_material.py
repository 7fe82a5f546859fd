"""What may come into the working aid: the public part, or the non-public one as well."""

import pytest

from council.cuts import Cut, CutReason
from council.meetings import Meeting
from council.recordings import Recording
from tests import evening
from transcription import minutes_material
from transcription.minutes import Minutes


def material(site, *, confidential: bool = False) -> Minutes:
    with site.database.reading() as db:
        meeting = db.get_one(Meeting, 1)
        return minutes_material.of_meeting(db, meeting, site.settings, confidential=confidential, begins_at={})


def cut(site, recording_id: int, start_ms: int, end_ms: int, reason: CutReason) -> None:
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=start_ms, end_ms=end_ms, reason=reason))


def test_the_public_part_holds_nothing_of_the_rest(site):
    evening.hold(site, publish=False)
    document = repr(material(site))
    assert "Radweg" in document
    assert evening.SECRET not in document
    assert evening.SECRET_ITEM not in document
    assert "Der nichtöffentliche Teil ist nicht enthalten." in document


def test_a_confidential_document_holds_the_non_public_items(site):
    recording_id = evening.hold(site)
    cut(site, recording_id, 61_000, 70_000, CutReason.NON_PUBLIC)
    document = repr(material(site, confidential=True))
    assert evening.SECRET in document
    assert evening.SECRET_ITEM in document
    assert "soll im Herbst fertig sein" in document


def test_what_was_cut_as_non_public_is_not_in_the_public_part(site):
    recording_id = evening.hold(site)
    cut(site, recording_id, 61_000, 70_000, CutReason.NON_PUBLIC)
    assert "soll im Herbst fertig sein" not in repr(material(site))


@pytest.mark.parametrize("reason", [CutReason.BREAK, CutReason.NO_CONSENT, CutReason.OTHER])
@pytest.mark.parametrize("confidential", [False, True])
def test_what_was_cut_for_another_reason_comes_into_neither(site, reason, confidential):
    recording_id = evening.hold(site)
    cut(site, recording_id, 61_000, 70_000, reason)
    document = material(site, confidential=confidential)
    assert "soll im Herbst fertig sein" not in repr(document)
    assert "[Ausgelassen: 0:01:01 bis 0:01:10]" in repr(document)


@pytest.mark.db
def test_all_recordings_of_a_meeting_come_in_whether_public_or_not(site):
    evening.hold(site)
    evening.hold(site, publish=False)
    document = material(site)
    assert [fact for fact, _ in document.facts if fact.startswith("Aufzeichnung")] == [
        "Aufzeichnung 1",
        "Aufzeichnung 2",
    ]
    assert repr(document).count("Ich eröffne die Sitzung") == 2
    assert document.meeting.start.strftime("%H:%M") == "17:00"


def test_what_reaches_beyond_the_end_is_hidden_as_well(site):
    """Of an imported transcript the length may not be known; a non-public item at its end is hidden all the same."""
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        recording.duration_ms = 0
        db.add(recording)
    assert evening.SECRET not in repr(material(site))
    assert "Elternbeiträgen" in repr(material(site))
