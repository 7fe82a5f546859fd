"""Ideas at the desk: the queue with its reasons, every decision, and a log without anybody's words."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.site import Site
from participation.ideas import Ground, IdeaComment, Progress, Shown, idea_moderation
from tests.desk import sign_in
from tests.participation.ideation import PATH, answer, collection, idea, stored

WORDS = "Nur das Wort Hollerbusch"


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


@pytest.fixture
def desk(client: Any, site: Site, cast: Any) -> Any:
    sign_in(client, site, cast.moderator)
    return client


@pytest.fixture
def planner(desk: Any, site: Site, cast: Any) -> Any:
    sign_in(desk, site, cast.planner)
    return desk


def at(process: int, rest: str = "") -> str:
    return f"/ratsbuero/beteiligung/{process}/ideen{rest}"


def do(client: Any, process: int, what: str, **fields: str) -> Any:
    return client.post(at(process, "/1"), data={"schritt": what, **fields})


def say(client: Any, process: int, what: str, **fields: str) -> Any:
    """The town says something."""
    return client.post(at(process, "/1/antwort"), data={"schritt": what, **fields})


def test_others_have_no_business_here(client: Any, site: Site, cast: Any, process: int) -> None:
    assert client.get(at(process)).status_code == 401
    sign_in(client, site, cast.clerk)
    assert client.get(at(process)).status_code == 403


def test_what_was_reported_comes_first(desk: Any, site: Site, process: int) -> None:
    idea(site, process, "Wartet", shown=Shown.WAITING)
    reported = idea(site, process, "Gemeldet")
    with site.database.writing() as db:
        idea_moderation.report(db, reported, Ground.INSULT, "Zeile 3", date(2026, 4, 16))
    page = desk.get(at(process)).text
    assert page.index("Gemeldet") < page.index("Wartet")
    assert "Beleidigung oder Hetze" in page
    assert "Zeile 3" in page
    assert "2 Beiträge zu prüfen" in page


def test_releasing_and_withholding_again(desk: Any, site: Site, process: int) -> None:
    idea(site, process, WORDS, shown=Shown.WAITING)
    assert "Veröffentlicht." in do(desk, process, "veroeffentlichen").text
    assert WORDS in desk.get(f"{PATH}/1").text
    assert do(desk, process, "zurueckhalten").status_code == 422, "a ground is needed"
    do(desk, process, "zurueckhalten", grund="advertising", worte="Bitte ohne Firma.")
    assert desk.get(f"{PATH}/1").status_code == 404
    do(desk, process, "veroeffentlichen")
    assert desk.get(f"{PATH}/1").status_code == 200


def test_the_log_has_numbers_and_no_words(desk: Any, site: Site, process: int, cast: Any) -> None:
    idea(site, process, WORDS, shown=Shown.WAITING, text=WORDS)
    do(desk, process, "veroeffentlichen")
    do(desk, process, "schwaerzen", stelle="Hollerbusch")
    do(desk, process, "zurueckhalten", grund="insult", worte="Hollerbusch ist unhöflich.")
    sign_in(desk, site, cast.planner)
    say(desk, process, "antworten", stand="geplant", antwort="Hollerbusch kommt.")
    with site.database.reading() as db:
        logged = [(row.who, row.action, row.subject) for row in db.exec(select(AuditEntry))]
        changes = len(db.exec(select(Change)).all())
    assert [action for _, action, _ in logged] == [
        "Idee 1 veröffentlicht", "Idee 1: Stelle geschwärzt", "Idee 1 zurückgehalten (Beleidigung oder Hetze)",
        "Idee 1 beantwortet (ist geplant)",
    ]  # fmt: skip
    assert [who for who, _, _ in logged] == [cast.moderator.name] * 3 + [cast.planner.name]
    assert "Hollerbusch" not in str(logged)
    assert changes == 4, "what the public reads changed"


def test_the_office_answers_publicly(planner: Any, site: Site, process: int) -> None:
    idea(site, process)
    say(planner, process, "antworten", stand="abgelehnt", antwort="Das geht nicht.\n\nDer Grund gehört dem Land.")
    page = planner.get(f"{PATH}/1").text
    assert "Die Stadt antwortet" in page
    assert "wird nicht umgesetzt" in page
    assert "Der Grund gehört dem Land." in page
    long = say(planner, process, "antworten", stand="neu", antwort="x" * 4001)
    assert long.status_code == 422
    assert "x" * 4001 in long.text, "nothing is lost"


@pytest.mark.parametrize("what", ["antworten", "zuruecknehmen", "kommentieren"])
def test_moderators_do_not_speak_for_the_town(desk: Any, site: Site, process: int, what: str) -> None:
    idea(site, process)
    answer(site, process, 1, Progress.PLANNED, "Wir bauen sie.", date(2026, 4, 2))
    page = desk.get(at(process, "/1")).text
    assert "Wir bauen sie." in page
    assert "wer die Rolle „Planung“ hat" in page
    assert 'name="antwort"' not in page
    assert 'name="kommentar"' not in page
    said = {"stand": "umgesetzt", "antwort": WORDS, "kommentar": WORDS, "tag": "2026-04-02"}
    assert say(desk, process, what, **said).status_code == 403
    assert do(desk, process, what, **said).status_code == 404
    assert stored(site, process, 1).answer == "Wir bauen sie."
    assert stored(site, process, 1).progress == Progress.PLANNED


def test_a_step_that_was_wrong_can_be_taken_back(planner: Any, site: Site, process: int, clock: Any, cast: Any) -> None:
    idea(site, process)
    say(planner, process, "antworten", stand="pruefung")
    clock.advance(days=1)
    sign_in(planner, site, cast.planner)
    say(planner, process, "antworten", stand="umgesetzt", antwort="Wir sehen nach.")
    assert "ist umgesetzt" in planner.get(f"{PATH}/1").text
    wrong = clock.now.date()
    clock.advance(hours=2)
    assert "wie davor" in say(planner, process, "zuruecknehmen", tag=wrong.isoformat()).text
    page = planner.get(f"{PATH}/1").text
    assert "ist umgesetzt" not in page
    assert "Wir sehen nach." in page
    for day in ("", "x", wrong.isoformat(), "9999-12-31"):
        assert say(planner, process, "zuruecknehmen", tag=day).status_code == 422, day


def test_merging_by_number(desk: Any, site: Site, process: int) -> None:
    for title in ("Bank", "Noch eine Bank"):
        idea(site, process, title)
    for wrong in ("", "x", "1", "99", "²", "9" * 30):
        assert do(desk, process, "vereinen", ziel=wrong).status_code == 422, wrong
    assert "Vereint." in do(desk, process, "vereinen", ziel="2").text
    assert stored(site, process, 1).shown == Shown.MERGED
    do(desk, process, "veroeffentlichen")
    assert stored(site, process, 1).merged_into is None


def test_what_nobody_reads_is_not_merged(desk: Any, site: Site, process: int) -> None:
    idea(site, process, WORDS, shown=Shown.WITHHELD)
    idea(site, process)
    assert "Mit einer anderen Idee vereinen" not in desk.get(at(process, "/1")).text
    answer = do(desk, process, "vereinen", ziel="2")
    assert answer.status_code == 422
    assert "Bitte geben Sie die Idee erst frei" in answer.text
    assert desk.get(f"{PATH}/1").status_code == 404
    assert WORDS not in desk.get(f"{PATH}.csv").text


def test_a_passage_too_short_to_be_blackened_everywhere(desk: Any, site: Site, process: int) -> None:
    idea(site, process, "e" * 120)
    answer = do(desk, process, "schwaerzen", stelle="e")
    assert answer.status_code == 422
    assert "Damit würde der Text zu lang" in answer.text
    assert 'href="#stelle"' in answer.text
    assert stored(site, process, 1).title == "e" * 120


def test_comments_are_decided_each(desk: Any, site: Site, process: int, cast: Any) -> None:
    first = idea(site, process)
    with site.database.writing() as db:
        db.add(IdeaComment(id=7, idea_id=first.id or 0, receipt="c", text="Gern im Schatten", sent_on=first.sent_on))
    assert "Kommentar zu Idee Nr. 1" in desk.get(at(process)).text
    do(desk, process, "veroeffentlichen:7")
    assert "Gern im Schatten" in desk.get(f"{PATH}/1").text
    assert do(desk, process, "zurueckhalten:7").status_code == 422
    do(desk, process, "zurueckhalten:7", **{"grund-7": "off-topic"})
    assert "Gern im Schatten" not in desk.get(f"{PATH}/1").text
    sign_in(desk, site, cast.planner)
    say(desk, process, "kommentieren", kommentar="Danke für den Hinweis.")
    assert "Danke für den Hinweis." in desk.get(f"{PATH}/1").text


@pytest.mark.parametrize("what", ["", "x", "veroeffentlichen:99", "veroeffentlichen:²"])
def test_what_is_unknown_does_nothing(desk: Any, site: Site, process: int, what: str) -> None:
    idea(site, process, shown=Shown.WAITING)
    assert do(desk, process, what).status_code == 404
    assert stored(site, process, 1).shown == Shown.WAITING


def test_an_idea_of_another_process_is_not_here(desk: Any, site: Site, process: int) -> None:
    other = collection(site, slug="andere")
    idea(site, other)
    assert desk.get(at(process, "/1")).status_code == 404
    assert desk.get(at(process, f"/{'9' * 30}")).status_code == 404
