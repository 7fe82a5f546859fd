"""From whatever address somebody has at hand to the meetings and people behind it, on a real server with few requests."""

import json

import pytest

from council import oparl_sources
from council.fetching import Fetcher, FetchError, Limits
from council.oparl import OparlError
from council.oparl_sources import Source
from tests.council.foreign_server import answer, behaving


def server_with(town):
    """A server that answers with ``town[path]``; ``{root}`` in it is its own address."""

    def serve(connection, path):
        found = town.get(path)
        body = json.dumps(found).replace("{root}", f"http://{host[0]}")
        connection.sendall(answer(body.encode()) if found is not None else answer(b"", status="404 Not Found"))

    host = [""]
    return serve, host


@pytest.fixture
def town():
    """A small town's OParl objects by path."""
    person = {
        "id": "{root}/person/1", "type": "Person", "name": "Renate Bürger",
        "membership": [{"organization": "{root}/organization/1", "role": "Mitglied"}, {"organization": "{root}/organization/2"}],
    }  # fmt: skip
    return {
        "/": {"type": "System", "body": "{root}/bodies"},
        "/bodies": {"data": [{"id": "{root}/body/1", "type": "Body", "name": "Musterstadt", "meeting": "{root}/meetings",
                              "person": "{root}/people", "organization": "{root}/organizations"}], "links": {}},
        "/body/1": {"id": "{root}/body/1", "type": "Body", "name": "Musterstadt", "meeting": "{root}/meetings",
                    "person": "{root}/people", "organization": "{root}/organizations"},
        "/organization/1": {"id": "{root}/organization/1", "type": "Organization", "name": "Stadtrat", "body": "{root}/body/1",
                            "meeting": "{root}/meetings"},
        "/organizations": {"data": [
            {"id": "{root}/organization/1", "type": "Organization", "name": "Stadtrat", "body": "{root}/body/1"},
            {"id": "{root}/organization/2", "type": "Organization", "name": "SPD", "organizationType": "Fraktion"}], "links": {}},
        "/meetings": {"data": [_meeting(1, "2020-01-01T17:00:00")], "links": {"next": "{root}/meetings/2", "last": "{root}/meetings/9"}},
        "/meetings/9": {"data": [_meeting(9, "2026-03-17T17:00:00")], "links": {}},
        "/meeting/9": _meeting(9, "2026-03-17T17:00:00"),
        "/people": {"data": [person], "links": {"next": "{root}/people/2"}},
        "/people/2": {"data": [{**person, "id": "{root}/person/2", "name": "Paul Baumann"}], "links": {}},
        "/file": {"type": "File"},
    }  # fmt: skip


def _meeting(number, start):
    return {
        "id": f"{{root}}/meeting/{number}",
        "type": "https://schema.oparl.org/1.1/Meeting",
        "name": f"{number}. Sitzung",
        "start": start,
        "organization": ["{root}/organization/1"],
    }


@pytest.fixture
def ask(town):
    """Ask the town's server; the answer and the paths that were asked for."""

    def ask(act, path, **limits):
        serve, host = server_with(town)
        with behaving(serve) as server:
            host[0] = f"localhost:{server.port}"
            source = Source(Fetcher(frozenset({"localhost"}), limits=Limits(**limits)).json)
            found = act(source, server.url(path, "localhost"))
        return found, [line.split(" ")[1] for line in server.asked]

    return ask


@pytest.mark.parametrize("path", ["/", "/bodies", "/body/1", "/organization/1", "/meetings"])
def test_from_everywhere_the_first_and_the_latest_meetings_are_found(ask, path):
    found, asked = ask(oparl_sources.meetings_at, path)
    assert [one["name"] for one in found] == ["1. Sitzung", "9. Sitzung"]
    assert "/meetings/2" not in asked, "the pages between are not asked for"


def test_the_address_of_a_meeting_is_that_meeting(ask):
    found, asked = ask(oparl_sources.meetings_at, "/meeting/9")
    assert [one["name"] for one in found] == ["9. Sitzung"]
    assert asked == ["/meeting/9"]


@pytest.mark.parametrize("path", ["/", "/body/1", "/organization/1", "/meeting/9"])
def test_from_everywhere_all_people_are_found_with_their_organizations(ask, path):
    found, asked = ask(oparl_sources.people_at, path)
    assert [one.name for one in found.members] == ["Renate Bürger", "Paul Baumann"]
    assert [belongs.group.name for belongs in found.members[0].memberships] == ["Stadtrat", "SPD"]
    assert found.complete
    assert "/organization/2" not in asked, "organizations come from their list"


def test_people_beyond_the_limit_are_told_as_missing(ask):
    found, _ = ask(oparl_sources.people_at, "/body/1", requests=3)
    assert [one.name for one in found.members] == ["Renate Bürger"]
    assert not found.complete


@pytest.mark.parametrize("act", [oparl_sources.meetings_at, oparl_sources.people_at])
def test_what_leads_nowhere_is_told(ask, act):
    with pytest.raises(OparlError):
        ask(act, "/file")
    with pytest.raises(FetchError, match="404"):
        ask(act, "/nirgends")


def test_a_list_that_leads_in_circles_ends(ask, town):
    town["/people/2"]["links"]["next"] = "{root}/people/2"
    found, _ = ask(oparl_sources.people_at, "/body/1")
    assert len(found.members) >= 2


def test_a_system_that_leads_to_itself_ends(ask, town):
    town["/"]["body"] = "{root}/"
    with pytest.raises(FetchError):
        ask(oparl_sources.meetings_at, "/", requests=5)
