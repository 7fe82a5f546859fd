"""Marking what is public already: what is cut is gone at once, and nothing becomes public unasked."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.jobs import Job
from council.consents import Consent
from council.cuts import Cut
from council.markings import MarkingStep
from council.meetings import AgendaItem, Stretch
from council.people import Person
from council.recordings import Recording
from tests.marking import Clerk

if TYPE_CHECKING:
    pass


def test_without_scripts_the_page_comes_back_and_a_question_is_a_page_too(public_marker: Clerk) -> None:
    cutting = {"tun": "schneiden", "stand": public_marker.state, "von": "200", "bis": "210", "grund": "break"}
    done = public_marker.client.post(public_marker.path, data=cutting, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, public_marker.path)
    public_marker.look()
    (cut,) = public_marker.all(Cut)
    asked = public_marker.client.post(
        public_marker.path, data={"tun": "nicht-schneiden", "stand": public_marker.state, "schnitt": cut.id}
    )
    assert asked.status_code == 409
    assert "<h1>Markieren</h1>" in asked.text
    assert "0:03:20,0–0:03:30,0" in asked.text


def test_a_cut_in_what_is_public_acts_at_once_and_erases_the_text_in_it(public_marker: Clerk) -> None:
    with public_marker.site.database.writing() as db:
        db.get_one(Recording, public_marker.id).media_token = "a" * 32
    asked = public_marker.send("schneiden", von="0:01:00", bis="0:01:10", grund="non-public")
    assert asked.status_code == 409
    assert "Der Text von 1 Äußerung im Schnitt wird endgültig gelöscht" in asked.text
    assert public_marker.cuts() == []
    public_marker.do("schneiden", von="0:01:00", bis="0:01:10", grund="non-public", bestaetigt="ja")
    assert public_marker.cuts() == [(60_000, 70_000, "non-public")]
    assert "Der Radweg" not in str(public_marker.said())
    assert public_marker.recording().media_token is None
    assert [job.kind for job in public_marker.all(Job)] == ["compose"]


def test_making_public_what_was_cut_asks_once_and_names_it(public_marker: Clerk) -> None:
    public_marker.do("schneiden", von="0:00:30", bis="0:00:40", grund="break")
    (cut,) = public_marker.all(Cut)
    asked = public_marker.send("nicht-schneiden", schnitt=cut.id)
    assert asked.status_code == 409
    assert "Danach wäre für alle zu sehen und zu hören: 0:00:30,0–0:00:40,0." in asked.text
    undone = public_marker.send("zurueck")
    assert undone.status_code == 409, "taking the cut back shows it just the same"
    public_marker.do("zurueck", bestaetigt="ja")
    assert public_marker.cuts() == []


@pytest.mark.parametrize("step", ["spricht", "keine-einwilligung", "zurueck"])
def test_what_leaves_a_public_range_without_a_consent_asks_once_and_names_it(public_marker: Clerk, step: str) -> None:
    citizen = {"von": "0:01:00", "bis": "0:01:20", "wer": "citizen"}
    fields: dict[str, Any] = citizen if step == "spricht" else {}
    if step != "spricht":
        public_marker.do("spricht", **citizen, bestaetigt="ja")
        public_marker.do("einwilligung", von="0:01:00", bis="0:01:20")
        fields = {"einwilligung": public_marker.all(Consent)[0].id} if step == "keine-einwilligung" else {}
    before = public_marker.said()
    asked = public_marker.send(step, **fields)
    assert asked.status_code == 409
    assert re.search(
        r"fehlt dann eine Einwilligung: 0:01:0\d,\d–0:01:\d\d,\d; bitte schneiden Sie sie heraus", asked.text
    )
    assert public_marker.said() == before
    assert "fehlt noch eine Einwilligung" in public_marker.do(step, **fields, bestaetigt="ja")


def test_who_was_said_to_speak_is_in_no_log_and_leaves_the_steps_with_the_text(public_marker: Clerk) -> None:
    with public_marker.site.database.writing() as db:
        db.add(Person(name="Renate Geheim"))
    wer = re.findall(r'value="(person-\d+)"[^>]*>Renate Geheim', public_marker.look())[0]
    public_marker.do("spricht", von="0:01:00", bis="0:01:20", wer=wer)
    assert public_marker.all(MarkingStep)[0].label.startswith("Renate Geheim: ")
    public_marker.do("zurueck")
    public_marker.do("wieder")
    assert "Geheim" not in str([entry.subject for entry in public_marker.all(AuditEntry)])
    assert public_marker.all(AuditEntry)[-1].subject == "12. Sitzung des Stadtrats: 0:01:00,0–0:01:20,0"
    public_marker.do("schneiden", von="0:01:00", bis="0:01:20", grund="no-consent", bestaetigt="ja")
    step = public_marker.all(MarkingStep)[0]
    assert step.label == "0:01:00,0–0:01:20,0"
    assert "Geheim" not in f"{step.before}{step.after}"


def test_moving_the_beginning_of_a_public_item_over_a_non_public_one_asks_too(public_marker: Clerk) -> None:
    last = public_marker.all(Stretch)[-1]
    asked = public_marker.send("verschieben", abschnitt=last.id, bei="0:02:30")
    assert asked.status_code == 409
    assert "0:02:30,0–0:03:00,0" in asked.text


def test_a_step_that_shows_and_hides_nothing_leaves_the_public_media_where_they_are(public_marker: Clerk) -> None:
    with public_marker.site.database.writing() as db:
        db.get_one(Recording, public_marker.id).media_token = "a" * 32
    public_marker.do("beginnt", punkt=public_marker.all(AgendaItem)[0].id, bei="2")
    assert public_marker.recording().media_token == "a" * 32
    assert public_marker.all(Change)[-1].kind == "recording"


def test_what_the_agenda_hides_is_shown_as_such(public_marker: Clerk) -> None:
    html = public_marker.look()
    assert "aus der Tagesordnung: TOP N 1" in html
    assert "0:02:00,0–0:03:00,0" in html
    assert "nicht öffentlich" in html
