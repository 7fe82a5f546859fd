"""Checking a text, as the server gives it: to those with a script and to those without."""

import re
from html import unescape

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from council.base import changes
from council.base.audit import AuditEntry
from council.base.site import Site
from council.people import Person
from council.streets import Street
from tests import desk
from tests.conftest import Cast, MovableClock
from tests.transcription.views.recorded import EVENING, Said, store
from transcription.revisions import Revision
from transcription.transcripts import Segment

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def number(site: Site, client: TestClient, cast: Cast) -> int:
    """A recording that nobody may know of yet; the clerk is signed in."""
    desk.sign_in(client, site, cast.clerk)
    return store(site, published=False)


def path(number: int, rest: str = "") -> str:
    return f"/ratsbuero/aufzeichnungen/{number}/text{rest}"


def shown(client: TestClient, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return unescape(answer.text)


def rows(site: Site) -> list[Segment]:
    with site.database.reading() as db:
        return list(db.exec(select(Segment).order_by(col(Segment.start_ms))))


def segment(site: Site, start_ms: int) -> Segment:
    return next(row for row in rows(site) if row.start_ms == start_ms)


def doubtful(site: Site, start_ms: int, at: int) -> Segment:
    """An utterance one of whose words the machine was not sure of."""
    with site.database.writing() as db:
        row = db.exec(select(Segment).where(Segment.start_ms == start_ms)).one()
        row.words = [[*word[:2], 0.2 if place == at else 0.9] for place, word in enumerate(row.words)]
        return row


def save(client: TestClient, number: int, row: Segment, text: str, **fields: str):
    given = {"text": text, "version": str(row.version), "gesehen": row.text} | fields
    return client.post(path(number, f"/{row.id}"), data=given, headers=FRAGMENT)


def test_the_text_is_listed_in_order_with_agenda_and_what_will_not_be_public(
    client: TestClient, site: Site, number: int
) -> None:
    page = shown(client, path(number, "?folge=reihe"))
    order = ["TOP 2 Radweg", "Der Radweg wird", "wird nicht öffentlich", "Die Mühle bringt", "TOP 3 Haushalt"]
    places = [page.index(one, page.index("data-lines")) for one in order]
    assert places == sorted(places)
    assert "16 % geprüft" in page  # one of six; what is said in the non-public item does not count
    assert "1 von 6 Äußerungen" in page


def test_doubtful_words_are_marked_not_by_colour_alone(client: TestClient, site: Site, number: int) -> None:
    doubtful(site, 21_000, 1)
    page = shown(client, path(number))
    assert 'Der <u class="unsure">Radweg</u> wird im Herbst' in page
    assert "1 Wort unsicher" in page


def test_unsure_ones_come_first_and_what_is_checked_drops_out(client: TestClient, site: Site, number: int) -> None:
    doubtful(site, 70_000, 4)
    page = shown(client, path(number))
    clocks = re.findall(r'data-clock="([\d:]+)"', page)
    assert clocks[0] == "0:01:10"
    assert len(clocks) == 5
    assert "TOP 2 Radweg" not in page[page.index("data-lines") :]


@pytest.mark.parametrize(
    ("query", "clocks"),
    [
        ("q=Dächer", ["0:01:10"]),
        ("wer=Renate+B%C3%BCrger", ["0:00:21", "0:01:10"]),
        ("offen_nur=1", ["0:00:08", "0:00:21", "0:00:30", "0:01:01", "0:01:10"]),
        ("top=5", ["0:01:01", "0:01:10"]),
        ("q=Unfug", []),
        (
            "top=x&u=99999999999999999999&offen_nur=",
            ["0:00:03", "0:00:08", "0:00:21", "0:00:30", "0:00:42", "0:01:01", "0:01:10"],
        ),
    ],
)
def test_the_list_can_be_narrowed(client: TestClient, number: int, query: str, clocks: list[str]) -> None:
    assert re.findall(r'data-clock="([\d:]+)"', shown(client, path(number, f"?folge=reihe&{query}"))) == clocks


def test_a_long_text_is_loaded_in_parts(client: TestClient, site: Site, number: int) -> None:
    many = store(
        site, [Said(at * 1000, f"Satz {at}.") for at in range(200)], items=(), published=False, duration_ms=200_000
    )
    page = shown(client, path(many, "?folge=reihe"))
    assert page.count("data-line=") == 60
    ids = re.findall(r'data-ids="([\d,]+)"', page)
    assert len(ids) == 3
    part = shown(client, path(many, f"/aeusserungen?folge=reihe&ids={ids[0]}"), **FRAGMENT)
    assert part.count("data-line=") == 60
    assert "Satz 60." in part
    last = ids[-1].split(",")[-1]
    assert "Satz 199." in shown(client, path(many, f"?u={last}"))


def test_an_utterance_is_corrected(client: TestClient, site: Site, number: int, cast: Cast) -> None:
    row = segment(site, 21_000)
    answer = save(client, number, row, "Der Fahrradweg wird im Herbst gebaut.")
    assert answer.status_code == 200
    assert 'data-version="2"' in answer.text
    assert "33 % geprüft" in answer.text
    stored = segment(site, 21_000)
    assert (stored.text, stored.checked_by) == ("Der Fahrradweg wird im Herbst gebaut.", cast.clerk.name)


def test_without_a_script_the_next_one_follows_and_the_change_can_be_taken_back(
    client: TestClient, site: Site, number: int
) -> None:
    row = segment(site, 21_000)
    page = shown(client, path(number, f"?u={row.id}"))
    assert f'action="{path(number)}/{row.id}?folge=reihe"' in page
    fields = {"text": "Der Fahrradweg.", "version": "1", "gesehen": row.text, "was": "weiter"}
    page = unescape(client.post(path(number, f"/{row.id}?folge=reihe"), data=fields).text)
    assert f'action="{path(number)}/{segment(site, 30_000).id}?folge=reihe"' in page
    back = re.search(r'action="([^"]+/zurueck[^"]*)" method="post" data-undo-form', page)
    assert back is not None
    client.post(back[1], data={"version": "2"})
    assert segment(site, 21_000).text == row.text


def test_the_second_of_two_clerks_sees_both_texts_and_decides(client: TestClient, site: Site, number: int) -> None:
    row = segment(site, 21_000)
    save(client, number, row, "Der Fahrradweg.")
    answer = save(client, number, row, "Der <b>Gehweg</b>.")
    told = unescape(answer.text)
    assert answer.status_code == 409
    assert "Clara Amtmann hat diese Äußerung inzwischen geändert" in told
    assert "Der Fahrradweg." in told
    assert "&lt;b&gt;Gehweg" in answer.text
    assert segment(site, 21_000).text == "Der Fahrradweg."
    version = re.search(r'name="version" value="(\d+)"', told)
    assert version is not None
    again = save(client, number, row, "Der <b>Gehweg</b>.", version=version[1], gesehen="Der Fahrradweg.")
    assert again.status_code == 200
    assert "&lt;b&gt;Gehweg&lt;/b&gt;" in again.text


def test_without_a_script_the_conflict_is_a_page_with_what_was_typed(
    client: TestClient, site: Site, number: int
) -> None:
    row = segment(site, 21_000)
    save(client, number, row, "Der Fahrradweg.")
    fields = {"text": "Der Gehweg.", "version": "1", "gesehen": row.text}
    answer = client.post(path(number, f"/{row.id}"), data=fields)
    assert answer.status_code == 409
    assert "Der Gehweg.</textarea>" in answer.text


@pytest.mark.parametrize(("text", "told"), [(" ", "[unverständlich]"), ("x" * 5_001, "höchstens 5.000 Zeichen")])
def test_what_cannot_be_kept_is_told(client: TestClient, site: Site, number: int, text: str, told: str) -> None:
    answer = save(client, number, segment(site, 21_000), text)
    assert answer.status_code == 422
    assert told in unescape(answer.text)
    assert segment(site, 21_000).version == 1


def test_what_was_typed_after_the_session_ended_is_not_lost(client: TestClient, site: Site, number: int) -> None:
    client.cookies.clear()
    answer = save(client, number, segment(site, 21_000), "Der Fahrradweg.")
    assert answer.status_code == 401
    assert "Ihre Eingabe steht noch hier" in answer.json()["error"]


def test_what_will_not_be_public_is_not_worked_on(client: TestClient, site: Site, number: int) -> None:
    hidden = segment(site, 42_000)
    assert "data-editor" not in shown(client, path(number, f"?u={hidden.id}"))
    assert save(client, number, hidden, "Etwas anderes.").status_code == 403
    assert segment(site, 42_000).version == 1


def test_of_a_recording_for_the_minutes_alone_all_is_worked_on(client: TestClient, site: Site, number: int) -> None:
    internal = store(site, published=False, internal=True)
    with site.database.reading() as db:
        row = db.exec(select(Segment).where(Segment.recording_id == internal, Segment.start_ms == 42_000)).one()
    assert save(client, internal, row, "Die Mühle bringt zwei Millionen.").status_code == 200


def test_utterances_of_other_recordings_and_none_at_all_are_not_found(
    client: TestClient, site: Site, number: int
) -> None:
    other = store(site, published=False)
    row = segment(site, 21_000)
    assert row.recording_id == number
    assert save(client, other, row, "Fremd.").status_code == 404
    assert client.get(path(other, f"/{row.id}/verlauf")).status_code == 404
    assert client.get(path(4711)).status_code == 404
    assert client.get(path(number, f"/{10**30}"), headers=FRAGMENT).status_code == 404
    assert client.get(path(10**30)).status_code == 404
    assert client.post(path(other, f"/{row.id}/zurueck"), data={"version": "1"}).status_code == 404


def test_names_are_offered_where_the_machine_was_not_sure(client: TestClient, site: Site, number: int) -> None:
    with site.database.writing() as db:
        db.add(Person(name="Dr. Anna Hausner"))
        db.add(Street(name="Am Weeg"))
    row = doubtful(site, 30_000, 2)
    field = shown(client, path(number, f"/{row.id}?offen=1"), **FRAGMENT)
    assert re.search(r'data-heard="Häuser" data-name="Hausner"', field)


def test_the_history_tells_who_changed_what_and_leads_back(client: TestClient, site: Site, number: int) -> None:
    row = segment(site, 21_000)
    save(client, number, row, "Der Fahrradweg wird im Herbst gebaut.")
    page = shown(client, path(number, f"/{row.id}/verlauf"))
    assert "Clara Amtmann" in page
    assert "<del>Radweg</del>" in page
    assert "<ins>Fahrradweg</ins>" in page
    stand = re.search(r'name="stand" value="(\d+)"', page)
    assert stand is not None
    client.post(path(number, f"/{row.id}/zurueck"), data={"version": "2", "stand": stand[1]})
    assert segment(site, 21_000).text == row.text
    assert segment(site, 21_000).checked_at is None


def test_the_text_of_the_machine_comes_back(client: TestClient, site: Site, number: int) -> None:
    row = segment(site, 21_000)
    save(client, number, row, "Der Fahrradweg.")
    field = shown(client, path(number, f"/{row.id}?offen=1"), **FRAGMENT)
    assert 'name="maschine"' in field
    answer = client.post(path(number, f"/{row.id}/zurueck"), data={"version": "2", "maschine": "1"}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert segment(site, 21_000).text == row.text


def test_a_change_that_is_not_of_this_utterance_is_not_taken_back(client: TestClient, site: Site, number: int) -> None:
    save(client, number, segment(site, 21_000), "Der Fahrradweg.")
    with site.database.reading() as db:
        stand = db.exec(select(Revision.id)).one()
    other = segment(site, 30_000)
    answer = client.post(path(number, f"/{other.id}/zurueck"), data={"version": "1", "stand": str(stand)})
    assert answer.status_code == 404
    assert segment(site, 21_000).text == "Der Fahrradweg."


def test_the_log_says_once_an_hour_who_worked_on_the_text(
    client: TestClient, site: Site, number: int, clock: MovableClock
) -> None:
    for start_ms in (8_000, 21_000):
        save(client, number, segment(site, start_ms), "Etwas anderes.")
    clock.advance(minutes=70)
    save(client, number, segment(site, 30_000), "Etwas anderes.")
    with site.database.reading() as db:
        entries = db.exec(select(AuditEntry).where(AuditEntry.action == "Text geprüft")).all()
    assert [(entry.who, entry.path) for entry in entries] == [("Clara Amtmann", path(number))] * 2


def test_a_public_text_changes_at_once_for_everybody(client: TestClient, site: Site, number: int) -> None:
    public = store(site)
    with site.database.reading() as db:
        row = db.exec(select(Segment).where(Segment.recording_id == public, Segment.start_ms == 21_000)).one()
        before = changes.latest(db)
    save(client, public, row, "Der Fahrradweg wird im Herbst gebaut.")
    assert "Fahrradweg" in shown(client, f"/aufzeichnungen/{public}?t=21")
    assert "33 % geprüft" in shown(client, f"/aufzeichnungen/{public}")
    with site.database.reading() as db:
        assert changes.latest(db) > before


def test_a_name_is_replaced_everywhere_and_all_of_it_taken_back(client: TestClient, site: Site, number: int) -> None:
    page = shown(client, path(number, "/ersetzen?von=weg&nach=Weg"))
    assert "2 Stellen" not in page
    page = shown(client, path(number, "/ersetzen?von=Haushalt&nach=Etat"))
    keys = re.findall(r'name="stelle" value="([\d.]+)"', page)
    assert len(keys) == 1
    done = client.post(path(number, "/ersetzen"), data={"von": "Haushalt", "nach": "Etat", "stelle": keys})
    assert "An 1 Stelle ersetzt." in done.text
    assert segment(site, 61_000).text == "Jetzt geht es um den Etat."
    batch = re.search(r'name="stapel" value="(\w+)"', done.text)
    assert batch is not None
    undone = client.post(path(number, "/ersetzen/zurueck"), data={"stapel": batch[1]})
    assert "Zurückgenommen in 1 Äußerung." in undone.text
    assert segment(site, 61_000).text == "Jetzt geht es um den Haushalt."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "x", "was ersetzt werden soll"),
        ("Meier", "Meier", "Beide Schreibweisen sind gleich."),
        ("x" * 300, "y", "höchstens 200 Zeichen"),
        ("<script>", "Mayer", "steht in diesem Text nicht"),
    ],
)
def test_what_cannot_be_replaced_is_told(client: TestClient, number: int, old: str, new: str, told: str) -> None:
    answer = client.get(path(number, "/ersetzen"), params={"von": old, "nach": new})
    assert told in unescape(answer.text)
    assert "<script>" not in answer.text.replace("<script src", "").replace("<script type", "")


def test_replacing_at_no_place_is_told(client: TestClient, number: int) -> None:
    answer = client.post(path(number, "/ersetzen"), data={"von": "Haushalt", "nach": "Etat"})
    assert answer.status_code == 422
    assert "keine Stelle ausgewählt" in answer.text


def test_scripts_in_text_and_names_are_shown_as_text(client: TestClient, site: Site, number: int) -> None:
    evil = "<img src=x onerror=alert(1)>"
    save(client, number, segment(site, 21_000), f"Der {evil} wird gebaut.")
    with site.database.writing() as db:
        db.exec(select(Segment).where(Segment.start_ms == 21_000)).one().speaker = evil
    for address in (
        "?folge=reihe",
        f"?u={segment(site, 21_000).id}",
        f"/{segment(site, 21_000).id}/verlauf",
        "/ersetzen?von=wird&nach=war",
    ):
        assert "<img src=x" not in client.get(path(number, address)).text


def test_a_recording_without_text_says_so(client: TestClient, number: int, site: Site) -> None:
    empty = store(site, (), published=False, transcript_source="")
    assert "wird noch geschrieben" in shown(client, path(empty))


def test_all_of_it_is_the_clerks_alone(client: TestClient, site: Site, number: int, cast: Cast) -> None:
    row = segment(site, 21_000)
    desk.sign_in(client, site, cast.planner)
    for address in ("", f"/{row.id}", "/aeusserungen?ids=1", "/ersetzen", f"/{row.id}/verlauf"):
        assert client.get(path(number, address)).status_code == 403
    assert save(client, number, row, "Fremd.").status_code == 403
    for address in ("/ersetzen", "/ersetzen/zurueck", f"/{row.id}/zurueck"):
        assert client.post(path(number, address), data={}).status_code == 403
    assert len(rows(site)) == len(EVENING)
    assert segment(site, 21_000).version == 1
