"""The marking page by its forms: every step without a script, with what follows for the public, the text and the log."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from council.base.accounts import Role
from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.jobs import Job
from council.base.site import Site
from council.consents import Consent
from council.cuts import Cut
from council.markings import MarkingStep
from council.meetings import AgendaItem, Stretch
from council.people import Person
from council.recordings import Original, Recording
from tests import desk, evening
from tests.conftest import Cast
from transcription.transcripts import Segment

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

PAGE = "/ratsbuero/aufzeichnungen/{}/markieren"
BLANK_AGENDA = re.sub(r', "x-recordingStart": \d+', "", evening.AGENDA)


class Clerk:
    """Somebody who marks, with the state they see."""

    def __init__(self, client: "TestClient", site: Site, recording_id: int) -> None:
        self.client, self.site, self.id = client, site, recording_id
        self.path = PAGE.format(recording_id)
        self.look()

    def look(self) -> str:
        """Open the page; what is on it."""
        html: str = self.client.get(self.path).text
        self.state = re.findall(r'data-state="([0-9a-f]+)"', html)[0]
        return html

    def send(self, tun: str, **fields: Any) -> "Response":
        return self.client.post(
            self.path, data={"tun": tun, "stand": self.state, **fields}, headers={"HX-Request": "true"}
        )

    def do(self, tun: str, **fields: Any) -> str:
        """A step that is done; what changes on the page."""
        answer = self.send(tun, **fields)
        assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:300]
        self.state = re.findall(r'data-state="([0-9a-f]+)"', answer.text)[0]
        return str(answer.text)

    def all(self, table: type[Any]) -> list[Any]:
        with self.site.database.reading() as db:
            return list(db.exec(select(table).order_by(col(table.id))))

    def cuts(self) -> list[tuple[int, int, str]]:
        return [(cut.start_ms, cut.end_ms, cut.reason) for cut in self.all(Cut)]

    def starts(self) -> list[int]:
        return sorted(stretch.start_ms for stretch in self.all(Stretch))

    def said(self) -> list[tuple[str | None, str]]:
        with self.site.database.reading() as db:
            rows = db.exec(select(Segment).order_by(col(Segment.start_ms), col(Segment.position)))
            return [(row.speaker, row.text) for row in rows]

    def recording(self) -> Recording:
        with self.site.database.reading() as db:
            return db.get_one(Recording, self.id)


@pytest.fixture
def clerk(client: "TestClient", site: Site, cast: Cast) -> Clerk:
    """At an unpublished recording in which nothing is marked."""
    desk.sign_in(client, site, cast.clerk)
    return Clerk(client, site, evening.hold(site, publish=False, agenda=BLANK_AGENDA))


@pytest.fixture
def public(client: "TestClient", site: Site, cast: Cast) -> Clerk:
    """At a public recording with a non-public item from 0:02:00 to 0:03:00."""
    desk.sign_in(client, site, cast.clerk)
    clerk = Clerk(client, site, evening.hold(site))
    with site.database.writing() as db:
        db.add(
            Original(recording_id=clerk.id, position=1, name="a.mp4", stored_as="1.mp4", size=1, sha256="0", probe=None)
        )
    return clerk


@pytest.mark.db
def test_items_are_marked_moved_called_again_and_removed(clerk: Clerk) -> None:
    first, second, *_ = [item.id for item in clerk.all(AgendaItem)]
    clerk.do("beginnt", punkt=first, bei="0:00:05,25")
    clerk.do("beginnt", punkt=second, bei="60")
    clerk.do("nochmal", punkt=first, bei="0:03:10")
    assert clerk.starts() == [5_250, 60_000, 190_000]
    moved = clerk.all(Stretch)[0].id
    clerk.do("verschieben", abschnitt=moved, bei="0:00:05,25", um="-100")
    assert clerk.starts() == [5_150, 60_000, 190_000]
    clerk.do("beginnt-nicht", abschnitt=clerk.all(Stretch)[-1].id)
    assert len(clerk.starts()) == 2


def test_a_cut_is_made_changed_and_removed(clerk: Clerk) -> None:
    html = clerk.do("schneiden", von="0:00:10", bis="0:00:20,5", grund="break")
    assert clerk.cuts() == [(10_000, 20_500, "break")]
    assert "0:00:10,0–0:00:20,5" in html
    (cut,) = clerk.all(Cut)
    clerk.do("schnitt-aendern", schnitt=cut.id, von="0:00:10", bis="0:00:20,5", grund="other", um_bis="1000")
    assert clerk.cuts() == [(10_000, 21_500, "other")]
    clerk.do("nicht-schneiden", schnitt=clerk.all(Cut)[0].id)
    assert clerk.cuts() == []


def test_every_step_is_undone_and_redone_after_closing_the_page_too(clerk: Clerk) -> None:
    first = clerk.all(AgendaItem)[0].id
    clerk.do("beginnt", punkt=first, bei="5")
    clerk.do("schneiden", von="10", bis="20", grund="break")
    clerk.do("schnitt-aendern", schnitt=clerk.all(Cut)[0].id, von="11", bis="20", grund="break")
    assert "Schnitt nun 0:00:11,0–0:00:20,0" in clerk.look()
    clerk.do("zurueck")
    assert clerk.cuts() == [(10_000, 20_000, "break")]
    clerk.do("zurueck")
    clerk.do("zurueck")
    assert (clerk.cuts(), clerk.starts()) == ([], [])
    assert clerk.send("zurueck").status_code == 422
    clerk.look()
    clerk.do("wieder")
    clerk.do("wieder")
    assert (clerk.cuts(), clerk.starts()) == ([(10_000, 20_000, "break")], [5_000])
    clerk.do("schneiden", von="50", bis="60", grund="break")
    assert clerk.send("wieder").status_code == 422, "a new step ends what could be redone"


def test_of_two_clerks_the_second_is_told_and_can_do_it_all_the_same(
    clerk: Clerk, client: "TestClient", site: Site, cast: Cast
) -> None:
    clerk.do("schneiden", von="1", bis="2", grund="break")
    clerk.do("zurueck")
    other = Clerk(client, site, clerk.id)
    clerk.do("schneiden", von="10", bis="20", grund="break")
    desk.sign_in(client, site, cast.moderator, Role.CLERK)
    answer = other.send("schneiden", von="15", bis="30", grund="other")
    assert answer.status_code == 409
    assert "Clara Amtmann hat inzwischen etwas geändert: Schnitt 0:00:10,0–0:00:20,0." in answer.text
    assert "0:00:10,0–0:00:20,0" in answer.text, "the newer state is shown"
    assert len(clerk.cuts()) == 1
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text.split("</form>")[0]))
    assert again["von"] == "15"
    assert client.post(clerk.path, data=again, headers={"HX-Request": "true"}).status_code == 200
    assert clerk.cuts() == [(10_000, 20_000, "break"), (15_000, 30_000, "other")]


def test_a_step_on_an_item_that_is_gone_is_passed_over(clerk: Clerk) -> None:
    item = clerk.all(AgendaItem)[0]
    clerk.do("beginnt", punkt=item.id, bei="5")
    clerk.do("zurueck")
    with clerk.site.database.writing() as db:
        db.delete(item)
    assert clerk.send("wieder").status_code == 409, "the agenda is another one"
    clerk.look()
    clerk.do("wieder")
    assert clerk.starts() == []


def test_cuts_over_each_other_and_over_everything_are_kept_and_warned_of(clerk: Clerk) -> None:
    clerk.do("schneiden", von="10", bis="20", grund="break")
    assert "überlappt einen anderen Schnitt" in clerk.do("schneiden", von="15", bis="30", grund="other")
    html = clerk.do("schneiden", von="0", bis="0:04:00", grund="other")
    assert "So wäre nichts öffentlich." in html
    assert len(clerk.cuts()) == 3


def test_what_cannot_be_cut_is_refused_with_a_reason(clerk: Clerk) -> None:
    for fields in (
        {"von": "20", "bis": "10"},
        {"von": "10", "bis": "99:00:00"},
        {"von": "<b>1</b>", "bis": "10"},
        {"von": "-5", "bis": "10"},
        {"von": "10"},
        {"von": "9" * 4000, "bis": "10"},
        {"von": "1", "bis": "2", "grund": "<script>alert(1)</script>"},
    ):
        answer = clerk.send("schneiden", **({"grund": "break"} | fields))
        assert answer.status_code == 422, fields
        assert 'class="note note--danger"' in answer.text
        assert "<script>alert" not in answer.text
    assert clerk.cuts() == []


def test_what_belongs_to_another_recording_cannot_be_touched(clerk: Clerk, client: "TestClient", site: Site) -> None:
    other = Clerk(client, site, evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12.", "13.")))
    other.do("schneiden", von="10", bis="20", grund="break")
    before = (clerk.cuts(), clerk.starts())
    (cut,), (stretch, *_) = clerk.all(Cut), clerk.all(Stretch)
    ids = {"abschnitt": stretch.id, "schnitt": cut.id, "einwilligung": "1"}
    for tun in ("verschieben", "beginnt-nicht", "schnitt-aendern", "nicht-schneiden", "keine-einwilligung", "erfunden"):
        answer = clerk.send(tun, von="1", bis="2", bei="3", grund="break", **ids)
        assert answer.status_code == 422, tun
    assert (clerk.cuts(), clerk.starts()) == before


def test_an_agenda_item_of_another_meeting_cannot_begin_here(clerk: Clerk, client: "TestClient", site: Site) -> None:
    Clerk(client, site, evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12.", "13.")))
    foreign = clerk.all(AgendaItem)[-1].id
    assert clerk.send("beginnt", punkt=foreign, bei="1").status_code == 422


def test_without_scripts_the_page_comes_back_and_a_question_is_a_page_too(public: Clerk) -> None:
    done = public.client.post(
        public.path, data={"tun": "schneiden", "stand": public.state, "von": "200", "bis": "210", "grund": "break"}, follow_redirects=False
    )  # fmt: skip
    assert (done.status_code, done.headers["location"]) == (303, public.path)
    public.look()
    (cut,) = public.all(Cut)
    asked = public.client.post(public.path, data={"tun": "nicht-schneiden", "stand": public.state, "schnitt": cut.id})
    assert asked.status_code == 409
    assert "<h1>Markieren</h1>" in asked.text
    assert "0:03:20,0–0:03:30,0" in asked.text


def test_marking_what_is_not_public_tells_nobody_and_composes_nothing(clerk: Clerk) -> None:
    before = clerk.recording()
    clerk.do("schneiden", von="10", bis="20", grund="break")
    after = clerk.recording()
    assert (after.edition, after.text_edition) == (before.edition + 1, before.text_edition + 1)
    assert clerk.all(Change) == []
    assert clerk.all(Job) == []


def test_a_cut_in_what_is_public_acts_at_once_and_erases_the_text_in_it(public: Clerk) -> None:
    with public.site.database.writing() as db:
        db.get_one(Recording, public.id).media_token = "a" * 32
    asked = public.send("schneiden", von="0:01:00", bis="0:01:10", grund="non-public")
    assert asked.status_code == 409
    assert "Der Text von 1 Äußerung im Schnitt wird endgültig gelöscht" in asked.text
    assert public.cuts() == []
    public.do("schneiden", von="0:01:00", bis="0:01:10", grund="non-public", bestaetigt="ja")
    assert public.cuts() == [(60_000, 70_000, "non-public")]
    assert "Der Radweg" not in str(public.said())
    assert public.recording().media_token is None
    assert [job.kind for job in public.all(Job)] == ["compose"]


def test_making_public_what_was_cut_asks_once_and_names_it(public: Clerk) -> None:
    public.do("schneiden", von="0:00:30", bis="0:00:40", grund="break")
    (cut,) = public.all(Cut)
    asked = public.send("nicht-schneiden", schnitt=cut.id)
    assert asked.status_code == 409
    assert "Danach wäre für alle zu sehen und zu hören: 0:00:30,0–0:00:40,0." in asked.text
    undone = public.send("zurueck")
    assert undone.status_code == 409, "taking the cut back shows it just the same"
    public.do("zurueck", bestaetigt="ja")
    assert public.cuts() == []


@pytest.mark.parametrize("step", ["spricht", "keine-einwilligung", "zurueck"])
def test_what_leaves_a_public_range_without_a_consent_asks_once_and_names_it(public: Clerk, step: str) -> None:
    citizen = {"von": "0:01:00", "bis": "0:01:20", "wer": "citizen"}
    fields: dict[str, Any] = citizen if step == "spricht" else {}
    if step != "spricht":
        public.do("spricht", **citizen, bestaetigt="ja")
        public.do("einwilligung", von="0:01:00", bis="0:01:20")
        fields = {"einwilligung": public.all(Consent)[0].id} if step == "keine-einwilligung" else {}
    before = public.said()
    asked = public.send(step, **fields)
    assert asked.status_code == 409
    assert re.search(
        r"fehlt dann eine Einwilligung: 0:01:0\d,\d–0:01:\d\d,\d; bitte schneiden Sie sie heraus", asked.text
    )
    assert public.said() == before
    assert "fehlt noch eine Einwilligung" in public.do(step, **fields, bestaetigt="ja")


def test_who_was_said_to_speak_is_in_no_log_and_leaves_the_steps_with_the_text(public: Clerk) -> None:
    with public.site.database.writing() as db:
        db.add(Person(name="Renate Geheim"))
    wer = re.findall(r'value="(person-\d+)"[^>]*>Renate Geheim', public.look())[0]
    public.do("spricht", von="0:01:00", bis="0:01:20", wer=wer)
    assert public.all(MarkingStep)[0].label.startswith("Renate Geheim: ")
    public.do("zurueck")
    public.do("wieder")
    assert "Geheim" not in str([entry.subject for entry in public.all(AuditEntry)])
    assert public.all(AuditEntry)[-1].subject == "12. Sitzung des Stadtrats: 0:01:00,0–0:01:20,0"
    public.do("schneiden", von="0:01:00", bis="0:01:20", grund="no-consent", bestaetigt="ja")
    step = public.all(MarkingStep)[0]
    assert step.label == "0:01:00,0–0:01:20,0"
    assert "Geheim" not in f"{step.before}{step.after}"


def test_moving_the_beginning_of_a_public_item_over_a_non_public_one_asks_too(public: Clerk) -> None:
    last = public.all(Stretch)[-1]
    asked = public.send("verschieben", abschnitt=last.id, bei="0:02:30")
    assert asked.status_code == 409
    assert "0:02:30,0–0:03:00,0" in asked.text


def test_a_step_that_shows_and_hides_nothing_leaves_the_public_media_where_they_are(public: Clerk) -> None:
    with public.site.database.writing() as db:
        db.get_one(Recording, public.id).media_token = "a" * 32
    public.do("beginnt", punkt=public.all(AgendaItem)[0].id, bei="2")
    assert public.recording().media_token == "a" * 32
    assert public.all(Change)[-1].kind == "recording"


@pytest.mark.db
def test_utterances_do_not_reach_across_what_is_marked_and_undo_loses_no_text(clerk: Clerk) -> None:
    before = " ".join(text for _, text in clerk.said())
    clerk.do("schneiden", von="0:01:02,8", bis="0:01:05", grund="break")
    assert "Der Radweg" in [text for _, text in clerk.said()]
    clerk.do("zurueck")
    assert " ".join(text for _, text in clerk.said()) == before


@pytest.mark.db
def test_somebody_speaks_in_a_range_or_until_somebody_else_does(clerk: Clerk) -> None:
    clerk.do("spricht", von="0:01:00", bis="0:01:20", wer="citizen")
    assert clerk.said()[1][0] == "Bürger/in"
    clerk.do("spricht", von="0:01:25", wer="administration")
    assert [speaker for speaker, _ in clerk.said()] == [
        "Bürgermeisterin", "Bürger/in", "Verwaltung", "Bürgermeisterin", "Clara Amtmann",
    ]  # fmt: skip
    clerk.do("zurueck")
    clerk.do("zurueck")
    assert [speaker for speaker, _ in clerk.said()][1:3] == ["Renate Bürger", "Paul Baumann"]
    clerk.do("wieder")
    assert clerk.said()[1][0] == "Bürger/in"


def test_nobody_can_type_who_speaks(clerk: Clerk) -> None:
    assert clerk.send("spricht", von="0:01:00", bis="0:01:20", wer="Erika Musterfrau").status_code == 422
    html = clerk.look()
    chooser = html[html.index('name="wer"') : html.index("</select>", html.index('name="wer"'))]
    assert "Renate Bürger" not in chooser, "who spoke is not offered"


def test_where_citizens_speak_a_consent_is_noted_or_it_is_cut(clerk: Clerk) -> None:
    html = clerk.do("spricht", von="0:01:00", bis="0:01:40", wer="citizen")
    assert "Für 1 Stelle fehlt noch eine Einwilligung oder ein Schnitt." in html
    html = clerk.do("einwilligung", von="0:01:00", bis="0:01:40")
    assert "fehlt noch eine Einwilligung" not in html
    assert "vermerkt von Clara Amtmann" in html
    clerk.do("zurueck")
    assert "fehlt noch eine" not in clerk.do("schneiden", von="0:01:00", bis="0:01:40", grund="no-consent")


def test_who_refused_to_be_shown_needs_a_consent(clerk: Clerk) -> None:
    with clerk.site.database.writing() as db:
        db.add(Person(name="Paul Baumann", consent=False))
    assert "Für 1 Stelle fehlt" in clerk.look()


def test_every_step_is_in_the_log(clerk: Clerk) -> None:
    clerk.do("schneiden", von="10", bis="20", grund="break")
    clerk.do("zurueck")
    entries = [(entry.who, entry.action, entry.subject, entry.path) for entry in clerk.all(AuditEntry)][-2:]
    assert [entry[:2] for entry in entries] == [
        ("Clara Amtmann", "Schnitt gesetzt"),
        ("Clara Amtmann", "Markierung zurückgenommen"),
    ]
    assert entries[0][2:] == ("12. Sitzung des Stadtrats: Schnitt 0:00:10,0–0:00:20,0", clerk.path)


def test_what_the_agenda_hides_is_shown_as_such(public: Clerk) -> None:
    html = public.look()
    assert "aus der Tagesordnung: TOP N 1" in html
    assert "0:02:00,0–0:03:00,0" in html
    assert "nicht öffentlich" in html


def test_a_non_public_item_without_a_beginning_is_missed(clerk: Clerk) -> None:
    assert "Beginn fehlt noch" in clerk.look()
    secret = next(item.id for item in clerk.all(AgendaItem) if not item.public)
    assert "Beginn fehlt noch" not in clerk.do("beginnt", punkt=secret, bei="0:02:00")


def test_the_text_comes_in_parts_and_opens_where_it_is_asked_for(clerk: Clerk, site: Site) -> None:
    with site.database.writing() as db:
        for number in range(250):
            start = 200_000 + number * 100
            db.add(
                Segment(
                    recording_id=clerk.id,
                    position=10 + number,
                    start_ms=start,
                    end_ms=start + 90,
                    text=f"Satz-{number}",
                )
            )
    html = clerk.look()
    assert html.count("data-part") == 3
    assert "Satz-3" in html
    assert "Satz-200" not in html
    later = clerk.client.get(f"{clerk.path}?ab=221").text
    assert "Satz-200" in later
    href = re.findall(r'data-href="([^"]+)"', html)[-1].replace("&amp;", "&")
    part = clerk.client.get(href, headers={"HX-Request": "true"}).text
    assert "Satz-249" in part
    assert "<html" not in part
    alone = clerk.client.get(href, follow_redirects=False)
    assert alone.status_code == 303, "without scripts the link opens the page there"


def test_hostile_words_are_shown_as_words(clerk: Clerk, site: Site) -> None:
    with site.database.writing() as db:
        item = db.get_one(AgendaItem, clerk.all(AgendaItem)[0].id)
        item.name = "<img src=x onerror=alert(1)>"
        row = db.exec(select(Segment)).first()
        assert row is not None
        row.text, row.words, row.speaker = "<script>alert(2)</script>", [], '"><b>'
        db.add_all([item, row])
    html = clerk.look()
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
