"""Where the council dealt with a process, as the public may see it."""

import pytest
from sqlmodel import select

from council.base.site import Site
from council.cuts import Cut
from council.meetings import AgendaItem
from council.recordings import Recording, withdraw
from participation.processes import references
from participation.processes.references import CouncilReference, Relation, Shown
from tests import evening, surveys
from tests.participation.townsurvey import EVERY_KIND, form


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, form(*EVERY_KIND[:1]))


def dealt_with(site: Site, process_id: int, number: str = "", relation: Relation = Relation.DISCUSSED) -> None:
    """The council dealt with it in the item of this number, or in the meeting as a whole."""
    with site.database.writing() as db:
        item = db.exec(select(AgendaItem).where(AgendaItem.number == number)).first()
        item_id = item.id if item else None
        db.add(CouncilReference(process_id=process_id, meeting_id=1, agenda_item_id=item_id, relation=relation))


def shown(site: Site, process_id: int) -> list[Shown]:
    with site.database.reading() as db:
        return references.shown(db, process_id)


@pytest.mark.db
def test_an_item_is_named_with_its_lasting_link_and_the_second_of_the_debate(site: Site, survey: int) -> None:
    evening.hold(site)
    dealt_with(site, survey, "2", Relation.ORDERED)
    (found,) = shown(site, survey)
    assert (found.number, found.item, found.relation) == ("2", "Radweg an der Bonner Straße", "beauftragt")
    assert (found.meeting, found.organization) == ("12. Sitzung des Stadtrats", "Stadtrat")
    assert found.path.startswith("/top/")
    assert found.meeting_path == "/sitzungen/1"
    assert found.moment_path == "/aufzeichnungen/1?t=60"


@pytest.mark.db
def test_a_meeting_as_a_whole_leads_to_its_page(site: Site, survey: int) -> None:
    evening.hold(site)
    dealt_with(site, survey)
    (found,) = shown(site, survey)
    assert (found.item, found.path, found.moment_path) == ("", "/sitzungen/1", "")


def test_what_is_not_public_is_not_there(site: Site, survey: int) -> None:
    recording_id = evening.hold(site)
    dealt_with(site, survey, "N 1")
    assert shown(site, survey) == []
    dealt_with(site, survey, "2")
    with site.database.writing() as db:
        withdraw(db, db.get_one(Recording, recording_id), site.clock())
    assert shown(site, survey) == []


def test_an_item_that_is_cut_as_a_whole_has_no_moment(site: Site, survey: int) -> None:
    recording_id = evening.hold(site)
    dealt_with(site, survey, "2")
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=60_000, end_ms=120_000))
    (found,) = shown(site, survey)
    assert (found.recording_id, found.moment_path) == (None, "")
