"""Changing an agenda: lasting links survive, and nothing that is not public becomes so by the way."""

import pytest
from sqlmodel import select

from council import amendments, meetings, recordings
from council.agendas import Agenda, Item
from council.amendments import AmendmentError, Desk
from council.base import changes
from council.base.audit import AuditEntry
from council.meetings import AgendaItem, ItemState, Meeting
from council.recordings import Recording
from participation.processes import references
from participation.processes.references import Relation
from tests import desk as desks
from tests import surveys
from tests.council.views.conftest import hold, withdraw
from tests.participation.townsurvey import EVERY_KIND, form

__all__ = ["hold", "withdraw"]


@pytest.fixture
def recut():
    """The recordings that were cut anew, by id."""
    return []


@pytest.fixture
def desk(site, cast, recut):
    def note(db, recording, site):
        recordings.renew(db, recording, site.clock())
        recut.append(recording.id)

    return Desk(site, desks.account_of(site, cast.clerk), note)


@pytest.fixture
def held(hold):
    """Three public items and a non-public one, all marked in a public recording."""
    return hold()


@pytest.fixture
def planned(site):
    """A meeting with three items of which nothing is recorded yet; its id."""
    agenda = Agenda(
        "Stadtrat", "1. Sitzung", site.clock(), (Item("Ö 1", "A"), Item("Ö 2", "B"), Item("N 1", "C", public=False))
    )
    with site.database.writing() as db:
        return meetings.create(db, agenda).id


@pytest.fixture
def amend(site, desk):
    """Do something to a meeting's agenda in one transaction."""

    def amend(meeting_id, act, *arguments, item=None, **options):
        with site.database.writing() as db:
            meeting = db.get_one(Meeting, meeting_id)
            row = [] if item is None else [found(db, meeting_id, item)]
            return act(db, desk, meeting, *row, *arguments, **options)

    return amend


def found(db, meeting_id, number):
    return next(row for row in meetings.items(db, meeting_id) if row.number == number)


@pytest.fixture
def agenda(site):
    def agenda(meeting_id):
        with site.database.reading() as db:
            return list(meetings.items(db, meeting_id))

    return agenda


def numbers(rows):
    return [row.number for row in rows]


def test_a_new_item_stands_where_it_was_put(planned, amend, agenda):
    first = agenda(planned)[0].id
    amend(planned, amendments.add, Item("Ö 1.1", "Neu"), first)
    amend(planned, amendments.add, Item("N 2", "Neu", public=False), None)
    assert numbers(agenda(planned)) == ["Ö 1", "Ö 1.1", "Ö 2", "N 1", "N 2"]
    assert [row.position for row in agenda(planned)] == [1, 2, 3, 4, 5]


def test_an_edited_item_keeps_its_lasting_link(planned, amend, agenda):
    key = agenda(planned)[1].key
    amend(planned, amendments.edit, Item("Ö 2", "Radweg", reference="DS1/24", state="adjourned"), item="Ö 2")
    row = agenda(planned)[1]
    assert (row.name, row.reference, row.state, row.key) == ("Radweg", "DS1/24", "adjourned", key)


@pytest.mark.db
def test_an_item_is_moved_as_far_as_there_is_room(planned, amend, agenda):
    assert amend(planned, amendments.move, -1, item="Ö 1") == 1
    assert amend(planned, amendments.move, 1, item="Ö 1") == 2
    assert numbers(agenda(planned)) == ["Ö 2", "Ö 1", "N 1"]
    assert amend(planned, amendments.move, 1, item="N 1") == 3


@pytest.mark.db
def test_a_removed_item_comes_back_as_it_was(planned, amend, agenda, site):
    before = agenda(planned)[1]
    amend(planned, amendments.remove, item="Ö 2")
    assert numbers(agenda(planned)) == ["Ö 1", "N 1"]
    amend(planned, amendments.restore)
    after = agenda(planned)[1]
    assert (after.id, after.key, after.name) == (before.id, before.key, before.name)
    assert amend(planned, amendments.restore) is None


def test_a_removed_item_keeps_its_link_though_its_id_was_taken_meanwhile(planned, amend, agenda):
    key = agenda(planned)[2].key
    amend(planned, amendments.remove, item="N 1")
    amend(planned, amendments.add, Item("Ö 3", "Neu"), None)
    amend(planned, amendments.restore)
    assert [(row.number, row.key == key) for row in agenda(planned)] == [
        ("Ö 1", False),
        ("Ö 2", False),
        ("N 1", True),
        ("Ö 3", False),
    ]


def test_a_marked_item_cannot_be_removed(held, amend, agenda):
    with pytest.raises(AmendmentError, match="abgesetzt"):
        amend(held.meeting_id, amendments.remove, item="4")
    assert numbers(agenda(held.meeting_id)) == ["1", "2", "3", "4"]


def test_every_change_is_in_the_log_and_names_nothing_that_is_not_public(planned, amend, site):
    amend(planned, amendments.move, 1, item="Ö 1")
    amend(planned, amendments.edit, Item("N 1", "Geheim", public=False), item="N 1")
    with site.database.reading() as db:
        told = [(entry.who, entry.action, entry.subject) for entry in db.exec(select(AuditEntry))]
    assert told == [
        ("Clara Amtmann", "Tagesordnungspunkt verschoben", "TOP Ö 1 A (1. Sitzung)"),
        ("Clara Amtmann", "Tagesordnungspunkt geändert", "TOP N 1 (1. Sitzung)"),
    ]


# --- public recordings follow ----------------------------------------------------------------------------------------


@pytest.mark.db
def test_an_item_that_becomes_non_public_is_cut_at_once(held, amend, recut):
    amend(held.meeting_id, amendments.edit, Item("2", "Neuer Radweg", public=False), item="2")
    assert recut == [held.recording_id]


def test_an_item_that_becomes_public_is_no_longer_cut(held, amend, recut):
    amend(held.meeting_id, amendments.edit, Item("4", "Hausmeister"), item="4")
    assert recut == [held.recording_id]


def test_a_new_title_is_told_to_followers_without_cutting(held, amend, recut, site):
    with site.database.reading() as db:
        before = db.get_one(Recording, held.recording_id)
    amend(held.meeting_id, amendments.edit, Item("2", "Radweg"), item="2")
    with site.database.reading() as db:
        after = db.get_one(Recording, held.recording_id)
    assert not recut
    assert (after.text_edition, after.edition) == (before.text_edition + 1, before.edition)
    assert told_of(site, held.meeting_id) == 1


def test_of_a_meeting_that_is_not_public_no_change_is_told(planned, amend, site):
    amend(planned, amendments.edit, Item("Ö 1", "Radweg"), item="Ö 1")
    assert told_of(site, planned) == 0


def told_of(site, meeting_id):
    """How many changes of a meeting itself followers were told of."""
    with site.database.reading() as db:
        return sum((one.kind, one.subject_id) == (meetings.KIND, meeting_id) for one in changes.since(db, 0))


@pytest.mark.parametrize(
    ("act", "arguments", "item"),
    [
        (amendments.add, (Item("N 9", "Grundstück", public=False), None), None),
        (amendments.take_over, ([Item("1", "Eröffnung der Sitzung"), Item("N 9", "Grundstück", public=False)],), None),
    ],
)
@pytest.mark.db
def test_a_non_public_item_without_a_time_is_refused_while_a_recording_is_public(
    held, amend, agenda, withdraw, act, arguments, item
):
    with pytest.raises(AmendmentError, match="N 9 wäre nichtöffentlich"):
        amend(held.meeting_id, act, *arguments, item=item)
    assert numbers(agenda(held.meeting_id)) == ["1", "2", "3", "4"], "nothing was changed"
    withdraw(held)
    amend(held.meeting_id, act, *arguments, item=item)
    assert "N 9" in numbers(agenda(held.meeting_id))


def test_a_withdrawn_non_public_item_needs_no_time(held, amend):
    amend(held.meeting_id, amendments.add, Item("N 9", "Grundstück", public=False, state=ItemState.WITHDRAWN), None)
    with pytest.raises(AmendmentError):
        amend(held.meeting_id, amendments.edit, Item("N 9", "Grundstück", public=False), item="N 9")


def test_a_recording_without_the_non_public_part_stands_in_the_way_of_nothing(held, amend, site, recut):
    with site.database.writing() as db:
        db.get_one(Recording, held.recording_id).public_part_only = True
    amend(held.meeting_id, amendments.add, Item("N 9", "Grundstück", public=False), None)
    assert not recut


def test_what_the_desk_composed_of_an_unpublished_recording_is_outdated(hold, amend, site, recut):
    held = hold(publish=False)
    amend(held.meeting_id, amendments.edit, Item("2", "Neuer Radweg", public=False), item="2")
    with site.database.reading() as db:
        assert db.get_one(Recording, held.recording_id).edition == 2
    assert recut == [held.recording_id], "its text follows, too"


# --- a newer agenda --------------------------------------------------------------------------------------------------


def test_a_newer_agenda_keeps_ids_links_marks_and_secrets(held, amend, agenda, site):
    before = {row.number: (row.id, row.key) for row in agenda(held.meeting_id)}
    newer = [
        Item("1", "Eröffnung"),
        Item("2a", "Vorab"),
        Item("2", "Neuer Radweg an der Mühlenstraße"),
        Item("4", "Hausmeister"),
    ]
    taken = amend(held.meeting_id, amendments.take_over, newer)
    after = {row.number: row for row in agenda(held.meeting_id)}
    assert list(after) == ["1", "2a", "2", "4", "3"], "what the newer one lacks stays at the end"
    assert {number: (after[number].id, after[number].key) for number in before} == before
    assert not after["4"].public, "what was not public stays so, whatever the source says"
    assert (taken.new, taken.known, taken.removed) == (1, 3, 0)
    with site.database.reading() as db:
        assert len(meetings.stretches(db, held.recording_id)) == 4


def test_items_to_drop_are_dropped_unless_they_are_marked(planned, held, amend, agenda):
    dropped = [row.id for row in agenda(planned)]
    amend(planned, amendments.take_over, [Item("Ö 1", "A")], dropped)
    assert numbers(agenda(planned)) == ["Ö 1"]
    amend(held.meeting_id, amendments.take_over, [Item("1", "Eröffnung")], [row.id for row in agenda(held.meeting_id)])
    assert numbers(agenda(held.meeting_id)) == ["1", "2", "3", "4"]


def test_what_a_newer_agenda_does_not_say_stays(planned, amend, agenda):
    amend(planned, amendments.edit, Item("Ö 1", "A", reference="DS1/24", state="adjourned"), item="Ö 1")
    amend(planned, amendments.take_over, [Item("Ö 1", "A", oparl_id="https://x/1")])
    row = agenda(planned)[0]
    assert (row.reference, row.state, row.oparl_id) == ("DS1/24", "adjourned", "https://x/1")


def test_an_agenda_has_an_end(planned, amend):
    with pytest.raises(AmendmentError, match="500"):
        amend(planned, amendments.take_over, [Item(str(number), "x") for number in range(501)])


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (Item("", "x"), "number"),
        (Item("x" * 51, "x"), "number"),
        (Item("1", ""), "name"),
        (Item("1", "x" * 1001), "name"),
        (Item("1", "x", reference="x" * 201), "reference"),
        (Item("1", "x", state="weg"), "state"),
    ],
)
def test_what_is_wrong_with_an_item_is_told_by_field(item, field):
    assert list(amendments.problems(item)) == [field]


def test_an_item_of_another_meeting_is_not_found(planned, held, agenda, site):
    other = agenda(held.meeting_id)[0].id
    with site.database.reading() as db:
        assert amendments.find(db, planned, other) is None
        assert amendments.find(db, held.meeting_id, other) is not None


def test_a_fingerprint_changes_with_what_can_be_edited(planned, agenda):
    row = agenda(planned)[0]
    seen = amendments.fingerprint(row)
    assert seen == amendments.fingerprint(AgendaItem(**row.model_dump()))
    for field, value in (("name", "x"), ("number", "x"), ("public", False), ("state", "adjourned"), ("reference", "x")):
        assert amendments.fingerprint(AgendaItem(**{**row.model_dump(), field: value})) != seen


@pytest.fixture
def linked(site, planned, agenda):
    """A survey refers to item Ö 2 of a meeting; the meeting's id."""
    survey = surveys.survey(site, form(EVERY_KIND[0]))
    with site.database.writing() as db:
        references.link(db, survey, planned, agenda(planned)[1].id, Relation.ORDERED)
    return planned


def refers_to(site):
    with site.database.reading() as db:
        return [db.get_one(AgendaItem, one.agenda_item_id).number for one in references.of_process(db, 1)]


@pytest.mark.db
def test_an_item_that_a_survey_refers_to_cannot_be_removed(linked, amend, agenda, site):
    with pytest.raises(AmendmentError, match="Eine Beteiligung bezieht sich auf TOP Ö 2"):
        amend(linked, amendments.remove, item="Ö 2")
    assert numbers(agenda(linked)) == ["Ö 1", "Ö 2", "N 1"]
    amend(linked, amendments.remove, item="Ö 1")
    assert numbers(agenda(linked)) == ["Ö 2", "N 1"]
    assert refers_to(site) == ["Ö 2"]


@pytest.mark.db
def test_a_newer_agenda_leaves_an_item_that_a_survey_refers_to(linked, amend, agenda, site):
    dropped = {row.id for row in agenda(linked)}
    amend(linked, amendments.take_over, [Item("Ö 1", "Ganz anders")], dropped)
    assert numbers(agenda(linked)) == ["Ö 1", "Ö 2"]
    assert refers_to(site) == ["Ö 2"]


@pytest.mark.db
def test_an_intake_leaves_an_item_that_a_survey_refers_to(linked, agenda, site):
    newer = Agenda("Stadtrat", "1. Sitzung", site.clock(), (Item("Ö 1", "A"),))
    with site.database.writing() as db:
        meetings.follow(db, linked, None, newer)
    assert sorted(numbers(agenda(linked))) == ["Ö 1", "Ö 2"]
    assert refers_to(site) == ["Ö 2"]
