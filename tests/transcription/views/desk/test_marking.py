"""The marking page by its forms: every step without a script, with what follows for the public, the text and the log."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from council.base.accounts import Role
from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.jobs import Job
from council.base.site import Site
from council.cuts import Cut
from council.meetings import AgendaItem, Stretch
from council.people import Person
from council.recordings import Recording
from tests import desk, evening
from tests.conftest import Cast
from tests.marking import PAGE, Clerk
from transcription.transcripts import Segment

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.mark.db
def test_items_are_marked_moved_called_again_and_removed(marker: Clerk) -> None:
    first, second, *_ = [item.id for item in marker.all(AgendaItem)]
    marker.do("beginnt", punkt=first, bei="0:00:05,25")
    marker.do("beginnt", punkt=second, bei="60")
    marker.do("nochmal", punkt=first, bei="0:03:10")
    assert marker.starts() == [5_250, 60_000, 190_000]
    moved = marker.all(Stretch)[0].id
    marker.do("verschieben", abschnitt=moved, bei="0:00:05,25", um="-100")
    assert marker.starts() == [5_150, 60_000, 190_000]
    marker.do("beginnt-nicht", abschnitt=marker.all(Stretch)[-1].id)
    assert len(marker.starts()) == 2


def test_a_cut_is_made_changed_and_removed(marker: Clerk) -> None:
    html = marker.do("schneiden", von="0:00:10", bis="0:00:20,5", grund="break")
    assert marker.cuts() == [(10_000, 20_500, "break")]
    assert "0:00:10,0–0:00:20,5" in html
    (cut,) = marker.all(Cut)
    marker.do("schnitt-aendern", schnitt=cut.id, von="0:00:10", bis="0:00:20,5", grund="other", um_bis="1000")
    assert marker.cuts() == [(10_000, 21_500, "other")]
    marker.do("nicht-schneiden", schnitt=marker.all(Cut)[0].id)
    assert marker.cuts() == []


def test_every_step_is_undone_and_redone_after_closing_the_page_too(marker: Clerk) -> None:
    first = marker.all(AgendaItem)[0].id
    marker.do("beginnt", punkt=first, bei="5")
    marker.do("schneiden", von="10", bis="20", grund="break")
    marker.do("schnitt-aendern", schnitt=marker.all(Cut)[0].id, von="11", bis="20", grund="break")
    assert "Schnitt nun 0:00:11,0–0:00:20,0" in marker.look()
    marker.do("zurueck")
    assert marker.cuts() == [(10_000, 20_000, "break")]
    marker.do("zurueck")
    marker.do("zurueck")
    assert (marker.cuts(), marker.starts()) == ([], [])
    assert marker.send("zurueck").status_code == 422
    marker.look()
    marker.do("wieder")
    marker.do("wieder")
    assert (marker.cuts(), marker.starts()) == ([(10_000, 20_000, "break")], [5_000])
    marker.do("schneiden", von="50", bis="60", grund="break")
    assert marker.send("wieder").status_code == 422, "a new step ends what could be redone"


def test_of_two_clerks_the_second_is_told_and_can_do_it_all_the_same(
    marker: Clerk, client: "TestClient", site: Site, cast: Cast
) -> None:
    marker.do("schneiden", von="1", bis="2", grund="break")
    marker.do("zurueck")
    other = Clerk(client, site, marker.id)
    marker.do("schneiden", von="10", bis="20", grund="break")
    desk.sign_in(client, site, cast.moderator, Role.CLERK)
    answer = other.send("schneiden", von="15", bis="30", grund="other")
    assert answer.status_code == 409
    assert "Clara Amtmann hat inzwischen etwas geändert: Schnitt 0:00:10,0–0:00:20,0." in answer.text
    assert "0:00:10,0–0:00:20,0" in answer.text, "the newer state is shown"
    assert len(marker.cuts()) == 1
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text.split("</form>")[0]))
    assert again["von"] == "15"
    assert client.post(marker.path, data=again, headers={"HX-Request": "true"}).status_code == 200
    assert marker.cuts() == [(10_000, 20_000, "break"), (15_000, 30_000, "other")]


def test_a_step_on_an_item_that_is_gone_is_passed_over(marker: Clerk) -> None:
    item = marker.all(AgendaItem)[0]
    marker.do("beginnt", punkt=item.id, bei="5")
    marker.do("zurueck")
    with marker.site.database.writing() as db:
        db.delete(item)
    assert marker.send("wieder").status_code == 409, "the agenda is another one"
    marker.look()
    marker.do("wieder")
    assert marker.starts() == []


def test_cuts_over_each_other_and_over_everything_are_kept_and_warned_of(marker: Clerk) -> None:
    marker.do("schneiden", von="10", bis="20", grund="break")
    assert "überlappt einen anderen Schnitt" in marker.do("schneiden", von="15", bis="30", grund="other")
    html = marker.do("schneiden", von="0", bis="0:04:00", grund="other")
    assert "So wäre nichts öffentlich." in html
    assert len(marker.cuts()) == 3


def test_what_cannot_be_cut_is_refused_with_a_reason(marker: Clerk) -> None:
    for fields in (
        {"von": "20", "bis": "10"},
        {"von": "10", "bis": "99:00:00"},
        {"von": "<b>1</b>", "bis": "10"},
        {"von": "-5", "bis": "10"},
        {"von": "10"},
        {"von": "9" * 4000, "bis": "10"},
        {"von": "1", "bis": "2", "grund": "<script>alert(1)</script>"},
    ):
        answer = marker.send("schneiden", **({"grund": "break"} | fields))
        assert answer.status_code == 422, fields
        assert 'class="note note--danger"' in answer.text
        assert "<script>alert" not in answer.text
    assert marker.cuts() == []


def test_what_belongs_to_another_recording_cannot_be_touched(marker: Clerk, client: "TestClient", site: Site) -> None:
    other = Clerk(client, site, evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12.", "13.")))
    other.do("schneiden", von="10", bis="20", grund="break")
    before = (marker.cuts(), marker.starts())
    (cut,), (stretch, *_) = marker.all(Cut), marker.all(Stretch)
    ids = {"abschnitt": stretch.id, "schnitt": cut.id, "einwilligung": "1"}
    for tun in ("verschieben", "beginnt-nicht", "schnitt-aendern", "nicht-schneiden", "keine-einwilligung", "erfunden"):
        answer = marker.send(tun, von="1", bis="2", bei="3", grund="break", **ids)
        assert answer.status_code == 422, tun
    assert (marker.cuts(), marker.starts()) == before


def test_an_agenda_item_of_another_meeting_cannot_begin_here(marker: Clerk, client: "TestClient", site: Site) -> None:
    Clerk(client, site, evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12.", "13.")))
    foreign = marker.all(AgendaItem)[-1].id
    assert marker.send("beginnt", punkt=foreign, bei="1").status_code == 422


def test_marking_what_is_not_public_tells_nobody_and_composes_nothing(marker: Clerk) -> None:
    before = marker.recording()
    marker.do("schneiden", von="10", bis="20", grund="break")
    after = marker.recording()
    assert (after.edition, after.text_edition) == (before.edition + 1, before.text_edition + 1)
    assert marker.all(Change) == []
    assert marker.all(Job) == []


@pytest.mark.db
def test_utterances_do_not_reach_across_what_is_marked_and_undo_loses_no_text(marker: Clerk) -> None:
    before = " ".join(text for _, text in marker.said())
    marker.do("schneiden", von="0:01:02,8", bis="0:01:05", grund="break")
    assert "Der Radweg" in [text for _, text in marker.said()]
    marker.do("zurueck")
    assert " ".join(text for _, text in marker.said()) == before


@pytest.mark.db
def test_somebody_speaks_in_a_range_or_until_somebody_else_does(marker: Clerk) -> None:
    marker.do("spricht", von="0:01:00", bis="0:01:20", wer="citizen")
    assert marker.said()[1][0] == "Bürger/in"
    marker.do("spricht", von="0:01:25", wer="administration")
    assert [speaker for speaker, _ in marker.said()] == [
        "Bürgermeisterin", "Bürger/in", "Verwaltung", "Bürgermeisterin", "Clara Amtmann",
    ]  # fmt: skip
    marker.do("zurueck")
    marker.do("zurueck")
    assert [speaker for speaker, _ in marker.said()][1:3] == ["Renate Bürger", "Paul Baumann"]
    marker.do("wieder")
    assert marker.said()[1][0] == "Bürger/in"


def test_nobody_can_type_who_speaks(marker: Clerk) -> None:
    assert marker.send("spricht", von="0:01:00", bis="0:01:20", wer="Erika Musterfrau").status_code == 422
    html = marker.look()
    chooser = html[html.index('name="wer"') : html.index("</select>", html.index('name="wer"'))]
    assert "Renate Bürger" not in chooser, "who spoke is not offered"


def test_where_citizens_speak_a_consent_is_noted_or_it_is_cut(marker: Clerk) -> None:
    html = marker.do("spricht", von="0:01:00", bis="0:01:40", wer="citizen")
    assert "Für 1 Stelle fehlt noch eine Einwilligung oder ein Schnitt." in html
    html = marker.do("einwilligung", von="0:01:00", bis="0:01:40")
    assert "fehlt noch eine Einwilligung" not in html
    assert "vermerkt von Clara Amtmann" in html
    marker.do("zurueck")
    assert "fehlt noch eine" not in marker.do("schneiden", von="0:01:00", bis="0:01:40", grund="no-consent")


def test_who_refused_to_be_shown_needs_a_consent(marker: Clerk) -> None:
    with marker.site.database.writing() as db:
        db.add(Person(name="Paul Baumann", consent=False))
    assert "Für 1 Stelle fehlt" in marker.look()


def test_every_step_is_in_the_log(marker: Clerk) -> None:
    marker.do("schneiden", von="10", bis="20", grund="break")
    marker.do("zurueck")
    entries = [(entry.who, entry.action, entry.subject, entry.path) for entry in marker.all(AuditEntry)][-2:]
    assert [entry[:2] for entry in entries] == [
        ("Clara Amtmann", "Schnitt gesetzt"),
        ("Clara Amtmann", "Markierung zurückgenommen"),
    ]
    assert entries[0][2:] == ("12. Sitzung des Stadtrats: Schnitt 0:00:10,0–0:00:20,0", marker.path)


def test_a_non_public_item_without_a_beginning_is_missed(marker: Clerk) -> None:
    assert "Beginn fehlt noch" in marker.look()
    secret = next(item.id for item in marker.all(AgendaItem) if not item.public)
    assert "Beginn fehlt noch" not in marker.do("beginnt", punkt=secret, bei="0:02:00")


def test_the_text_comes_in_parts_and_opens_where_it_is_asked_for(marker: Clerk, site: Site) -> None:
    with site.database.writing() as db:
        for number in range(250):
            start = 200_000 + number * 100
            db.add(
                Segment(
                    recording_id=marker.id,
                    position=10 + number,
                    start_ms=start,
                    end_ms=start + 90,
                    text=f"Satz-{number}",
                )
            )
    html = marker.look()
    assert html.count("data-part") == 3
    assert "Satz-3" in html
    assert "Satz-200" not in html
    later = marker.client.get(f"{marker.path}?ab=221").text
    assert "Satz-200" in later
    href = re.findall(r'data-href="([^"]+)"', html)[-1].replace("&amp;", "&")
    part = marker.client.get(href, headers={"HX-Request": "true"}).text
    assert "Satz-249" in part
    assert "<html" not in part
    alone = marker.client.get(href, follow_redirects=False)
    assert alone.status_code == 303, "without scripts the link opens the page there"


def test_hostile_words_are_shown_as_words(marker: Clerk, site: Site) -> None:
    with site.database.writing() as db:
        item = db.get_one(AgendaItem, marker.all(AgendaItem)[0].id)
        item.name = "<img src=x onerror=alert(1)>"
        row = db.exec(select(Segment)).first()
        assert row is not None
        row.text, row.words, row.speaker = "<script>alert(2)</script>", [], '"><b>'
        db.add_all([item, row])
    html = marker.look()
    assert "<img src=x" not in html
    assert "<script>alert" not in html


def test_only_clerks_mark(client: "TestClient", site: Site, cast: Cast) -> None:
    recording_id = evening.hold(site)
    path = PAGE.format(recording_id)
    assert client.get(path, follow_redirects=False).status_code in (303, 401)
    assert client.post(path, data={"tun": "zurueck"}).status_code == 401
    desk.sign_in(client, site, cast.planner)
    assert client.get(path).status_code == 403
    desk.sign_in(client, site, cast.clerk)
    foreign = client.post(path, data={"tun": "zurueck"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert client.get(PAGE.format(999)).status_code == 404


def test_a_recording_nobody_has_looked_into_says_so(client: "TestClient", site: Site, cast: Cast) -> None:
    desk.sign_in(client, site, cast.clerk)
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        blank = Recording(
            key="b" * 32,
            meeting_id=db.get_one(Recording, recording_id).meeting_id,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        db.add(blank)
        db.flush()
        assert blank.id is not None
    assert "Die Dateien werden noch gelesen." in client.get(PAGE.format(blank.id)).text
