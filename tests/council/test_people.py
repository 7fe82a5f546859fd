import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from council import meetings, organizations, people
from council.agendas import Agenda
from council.organizations import Group, OrganizationKind
from council.people import Belongs, Member, Person, Taken, speaker_label

SPD = Group("SPD", OrganizationKind.FACTION)
CDU = Group("CDU", OrganizationKind.FACTION)
COUNCIL = Group("Stadtrat")


@pytest.fixture
def take(site):
    def take(*members):
        with site.database.writing() as db:
            return people.take(db, members)

    return take


@pytest.fixture
def everybody(site):
    """Names with what they belong to."""

    def everybody():
        with site.database.reading() as db:
            found = people.everybody(db)
        return {
            one.person.name: [(group.name, row.role, row.start, row.end) for row, group in one.memberships]
            for one in found
        }

    return everybody


@pytest.fixture
def at(site):
    """The choices at a meeting of the council."""

    def at(start, zone=UTC):
        with site.database.writing() as db:
            meeting = meetings.create(db, Agenda("Stadtrat", "Sitzung", start))
        with site.database.reading() as db:
            return people.at(db, meeting, zone)

    return at


def day(number, month=3):
    return datetime(2026, month, number, 17, tzinfo=UTC)


def test_a_name_is_shown_with_its_faction():
    assert speaker_label("Renate Bürger", "SPD") == "Renate Bürger (SPD)"
    assert speaker_label("Renate Bürger", "") == "Renate Bürger"


def test_the_faction_is_the_one_of_the_meetings_day(take, at):
    take(
        Member(
            "Renate Bürger",
            (Belongs(SPD, end=date(2026, 3, 10)), Belongs(CDU, start=date(2026, 3, 11)), Belongs(COUNCIL)),
        )
    )
    assert [choice.label for choice in at(day(10))] == ["Renate Bürger (SPD)"]
    assert [choice.label for choice in at(day(11))] == ["Renate Bürger (CDU)"]


def test_the_day_is_the_towns(take, at):
    take(Member("Renate Bürger", (Belongs(SPD, end=date(2026, 3, 10)), Belongs(COUNCIL))))
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert [choice.faction for choice in at(late)] == ["SPD"]
    assert [choice.faction for choice in at(late, ZoneInfo("Europe/Berlin"))] == [""]


def test_members_of_the_body_come_first_and_each_part_by_surname(take, at):
    take(
        Member("Anna Zander", (Belongs(COUNCIL),)),
        Member("Dr. Zoe Öhler", (Belongs(COUNCIL),)),
        Member("Bernd Adam", (Belongs(Group("Bauamt", OrganizationKind.OTHER)),)),
        Member("Carla Ohne"),
    )
    assert [(choice.name, choice.in_body) for choice in at(day(1))] == [
        ("Dr. Zoe Öhler", True), ("Anna Zander", True), ("Bernd Adam", False), ("Carla Ohne", False),
    ]  # fmt: skip


def test_who_had_left_before_or_came_later_is_not_offered(take, at):
    take(
        Member("Früher", (Belongs(SPD, end=date(2026, 2, 1)),)),
        Member("Später", (Belongs(SPD, start=date(2026, 4, 1)),)),
    )
    assert at(day(1)) == []


@pytest.mark.db
def test_a_second_import_adds_what_is_new_and_doubles_nothing(take, everybody):
    first = Member("Renate Bürger", (Belongs(SPD, "Mitglied", date(2024, 7, 1)),), "https://x/1")
    assert take(first) == Taken(1, 0)
    again = Member(
        "Renate Bürger-Meier",
        (Belongs(SPD, "Vorsitz", date(2024, 7, 1), date(2026, 1, 1)), Belongs(COUNCIL)),
        "https://x/1",
    )
    assert take(again) == Taken(0, 1)
    assert everybody() == {
        "Renate Bürger-Meier": [("SPD", "Vorsitz", date(2024, 7, 1), date(2026, 1, 1)), ("Stadtrat", "", None, None)]
    }


def test_a_list_and_a_source_mean_the_same_person_by_the_name(take, everybody):
    take(Member("Renate Bürger", (Belongs(SPD),)))
    take(Member("Renate Bürger", (Belongs(SPD, start=date(2024, 7, 1)),), "https://x/1"))
    assert everybody() == {"Renate Bürger": [("SPD", "", date(2024, 7, 1), None)]}


def test_two_people_of_one_name_in_a_source_stay_two(take, site):
    take(Member("Hans Müller", (), "https://x/1"), Member("Hans Müller", (), "https://x/2"))
    with site.database.reading() as db:
        assert len(db.exec(select(Person)).all()) == 2


def test_an_organization_is_known_by_its_sources_id_and_by_its_name(site):
    with site.database.writing() as db:
        by_hand = organizations.named(db, "SPD")
        same = organizations.take(db, Group("SPD", OrganizationKind.FACTION, "https://x/spd"))
        renamed = organizations.take(db, Group("SPD-Fraktion", OrganizationKind.FACTION, "https://x/spd"))
        assert by_hand.id == same.id == renamed.id
        assert (renamed.name, renamed.kind) == ("SPD-Fraktion", "faction")
        other = organizations.named(db, "CDU")
        assert organizations.take(db, Group("CDU", oparl_id="https://x/spd")).id == by_hand.id
        assert other.name == "CDU", "a name that is another's is not taken"


def test_people_of_a_real_council_can_be_taken(test_data, take, everybody):
    config = json.loads((test_data / "council-speech/2022-09-01/config.json").read_text())
    members = [
        Member(one["name"], (Belongs(Group(one["faction"], OrganizationKind.FACTION)),)) for one in config["names"]
    ]
    assert take(*members).new == len({one.name for one in members}) > 40
    assert take(*members).new == 0
    assert everybody()["Stephan Bublitz"] == [("GRÜNE/future!", "", None, None)]


def test_what_a_source_called_somebody_before_is_kept(site, take):
    for name in ("Renate Bürger", "Renate Bauer", "Renate Bürger", "Renate Bürger"):
        take(Member(name, oparl_id="https://x/1"))
    with site.database.reading() as db:
        (person,) = db.exec(select(Person)).all()
        assert (person.name, person.former_names) == ("Renate Bürger", ["Renate Bürger", "Renate Bauer"])
