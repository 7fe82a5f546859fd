"""OParl objects as servers and files have them, the specification's own examples among them."""

import contextlib
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import oparl, oparl_objects, oparl_sources
from council.agenda_drafts import Doubt
from council.oparl import OparlError
from council.organizations import Group, OrganizationKind
from council.people import Belongs, Member

BERLIN = ZoneInfo("Europe/Berlin")
SPD = Group("SPD-Fraktion", OrganizationKind.FACTION, "https://x/spd")


def nobody(url):
    return None


def meeting(*items, **fields):
    return {
        "type": "https://schema.oparl.org/1.1/Meeting",
        "name": "12. Sitzung",
        "start": "2026-03-17T17:00:00",
        "agendaItem": list(items),
        **fields,
    }


def item(number="1", name="Radweg", public=True, **fields):
    return {"number": number, "name": name, "public": public, **fields}


def read(*items, look=nobody, **fields):
    return oparl.meeting(meeting(*items, **fields), look, BERLIN)


def only(*items, **options):
    (found,) = read(*items, **options).items
    return found


def test_the_specifications_meeting_is_read(test_data):
    example = json.loads((test_data / "oparl/examples/Meeting-01.json").read_text())
    found = oparl.meeting(example, nobody, BERLIN)
    assert (found.name, found.oparl_id) == ("4. Sitzung des Finanzausschusses", "https://oparl.example.org/meeting/281")
    assert found.start == datetime(2013, 1, 4, 7, tzinfo=UTC)
    assert found.location == "Rathaus der Beispielstadt, Ratshausplatz 1, 12345 Beispielstadt"
    assert (found.group, found.group_id) == (None, "https://oparl.example.org/organization/34")
    (one,) = found.items
    assert (one.item.number, one.item.name, one.item.public) == ("10.1", "Satzungsänderung für Ausschreibungen", True)
    assert one.item.oparl_id == "https://oparl.example.org/agendaitem/3271"


def test_the_specifications_person_and_organization_are_read(test_data):
    examples = test_data / "oparl/examples"
    person = json.loads((examples / "Person-01.json").read_text())
    body = json.loads((examples / "Organization-01.json").read_text())
    known = {"https://oparl.example.org/organizations/5": body}
    (found,) = oparl.people([person], known.get)
    assert (found.name, found.oparl_id) == ("Prof. Dr. Max Mustermann", "https://oparl.example.org/person/29")
    group = Group(
        "Ausschuss für Haushalt und Finanzen", OrganizationKind.BODY, "https://oparl.example.org/organization/34"
    )
    assert found.memberships == (Belongs(group, "Vorsitzende", date(2013, 12, 3), None),)


@pytest.mark.parametrize(
    ("fields", "public", "doubts"),
    [
        ({}, True, []),
        ({"public": False}, False, []),
        ({"public": None}, False, [Doubt.UNMARKED]),
        ({"public": "true"}, False, [Doubt.UNMARKED]),
        ({"public": 1}, False, [Doubt.UNMARKED]),
        ({"number": "N 1"}, False, [Doubt.CONTRADICTION]),
        ({"number": "N 1", "public": None}, False, []),
    ],
)
def test_only_what_clearly_is_public_is(fields, public, doubts):
    found = only(item(**fields))
    assert (found.item.public, list(found.doubts)) == (public, doubts)


def test_items_come_in_their_order():
    assert [one.item.number for one in read(item("2", order=1), item("1", order=0)).items] == ["1", "2"]


def test_linked_items_papers_and_places_are_looked_up():
    known = {
        "https://x/i": item(consultation="https://x/c"),
        "https://x/c": {"type": "Consultation", "paper": "https://x/p"},
        "https://x/p": {"type": "Paper", "reference": "2025/0815"},
        "https://x/l": {"room": "Saal", "streetAddress": "Markt 1", "locality": "Musterstadt"},
        "https://x/o": {"name": "Stadtrat", "organizationType": "Gremium", "id": "https://x/o"},
    }
    found = read("https://x/i", look=known.get, location="https://x/l", organization=["https://x/o"])
    assert found.items[0].item.reference == "2025/0815"
    assert found.location == "Saal, Markt 1, Musterstadt"
    assert found.group == Group("Stadtrat", OrganizationKind.BODY, "https://x/o")


def test_a_paper_in_the_title_is_found_where_nothing_links_to_it():
    assert only(item(name="Radweg DS0123/24")).item.reference == "DS0123/24"


def test_items_that_cannot_be_had_are_told():
    found = read("https://x/1", item())
    assert (len(found.items), found.hints[0][1]) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"result": "vertagt"}, "adjourned"), ({"result": "Von der Tagesordnung abgesetzt"}, "withdrawn"),
     ({"name": "Radweg (vertagt)"}, "adjourned"),
     ({"result": "Geändert beschlossen"}, "")],
)  # fmt: skip
def test_states_are_read_from_result_and_title(fields, state):
    assert only(item(**fields)).item.state == state


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"organizationType": "Fraktion"}, "faction"),
        ({"classification": "Fraktion"}, "faction"),
        ({"name": "Fraktion DIE LINKE"}, "faction"),
        ({"name": "Rat der Fraktionen", "organizationType": "Gremium"}, ""),
        ({"organizationType": "Partei"}, "other"),
        ({"organizationType": "Verwaltungsbereich"}, "other"),
        ({}, ""),
    ],
)
def test_factions_are_told_from_bodies(data, kind):
    assert oparl.group({"name": "X", **data}).kind == kind


def test_who_sits_in_a_body_for_a_faction_is_a_member_of_it():
    faction = {"id": "https://x/spd", "name": "SPD-Fraktion", "organizationType": "Fraktion"}
    membership = {
        "organization": {"name": "Stadtrat"},
        "onBehalfOf": faction,
        "role": "Mitglied",
        "endDate": "2026-01-31",
    }
    (found,) = oparl.people([{"name": "Renate Bürger", "membership": [membership]}], nobody)
    assert found.memberships == (
        Belongs(Group("Stadtrat"), "Mitglied", None, date(2026, 1, 31)),
        Belongs(SPD, "", None, date(2026, 1, 31)),
    )


def test_people_written_and_read_again_are_the_same():
    member = Member(
        "Renate Bürger",
        (Belongs(SPD, "Vorsitz", date(2024, 7, 1), None), Belongs(Group("Stadtrat"), "")),
        "https://x/1",
    )
    written = json.loads(json.dumps(oparl.written([member])))
    assert oparl_sources.people_in(written).members == (member,)


def test_a_name_may_come_in_parts_and_must_come():
    found = oparl.people([{"givenName": "Renate", "familyName": "Bürger"}, {"id": "https://x/2"}], nobody)
    assert [one.name for one in found] == ["Renate Bürger"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"start": None}, "Beginn"),
        ({"start": "gestern"}, "Beginn"),
        ({"start": "0001-01-01T00:00:00"}, "Beginn"),
        ({"deleted": True}, "gelöscht"),
        ({"agendaItem": [{}] * 501}, "501"),
    ],
)
def test_what_is_no_meeting_is_told(data, told):
    with pytest.raises(OparlError, match=told):
        oparl.meeting(meeting() | data, nobody, BERLIN)


def test_the_latest_meetings_can_be_chosen():
    listed = [meeting(id=f"https://x/{n}", start=f"2026-0{n}-01T17:00:00") for n in (1, 3, 2)] + [
        meeting(id="https://x/9", start=None),
        meeting(deleted=True),
    ]
    assert [one.key for one in oparl.choices(listed, BERLIN, 3)] == ["https://x/3", "https://x/2", "https://x/1"]
    assert len(oparl.choices(listed, BERLIN, 9)) == 4


def test_a_file_may_hold_a_list_or_objects_within_objects():
    assert len(oparl_sources.meetings_in({"data": [meeting(id="a"), meeting(id="b")]})) == 2
    assert len(oparl_sources.meetings_in({"name": "Stadt", "meeting": [meeting(id="a")]})) == 1
    assert len(oparl_sources.meetings_in({"start": "2026-03-17T17:00:00", "agendaItem": []})) == 1
    with pytest.raises(OparlError):
        oparl_sources.meetings_in([{"type": "Person"}])


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"<html>"])
def test_a_file_that_is_no_json_is_told(content):
    with pytest.raises(OparlError, match="JSON"):
        oparl_sources.from_file(content)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["Meeting", "https://x/1"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "type", "name", "data", "links", "organization"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(json_values, json_values, json_values)
def test_nonsense_is_read_or_refused_but_never_breaks(one, two, three):
    data = meeting(
        one,
        {"number": two, "name": three, "public": one, "order": two, "consultation": three},
        organization=one,
        location=two,
        id=three,
    )
    with contextlib.suppress(OparlError):
        found = oparl.meeting(data, oparl_objects.embedded([one, two]).get, BERLIN)
        assert all(len(entry.item.name) <= 1000 for entry in found.items)
    oparl.people([{"name": one, "membership": [two, {"organization": three, "startDate": one}]}], nobody)
    with contextlib.suppress(OparlError):
        oparl_sources.meetings_in([one, two])
