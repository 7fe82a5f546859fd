"""Ideas at the desk: the queue with its reasons, every decision, and a log without anybody's words."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.site import Site
from participation.ideas import Ground, IdeaComment, Shown, idea_moderation
from tests.desk import sign_in
from tests.participation.ideation import PATH, collection, idea, stored

WORDS = "Nur das Wort Hollerbusch"


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


@pytest.fixture
def desk(client: Any, site: Site, cast: Any) -> Any:
    sign_in(client, site, cast.moderator)
    return client


def at(process: int, rest: str = "") -> str:
    return f"/ratsbuero/beteiligung/{process}/ideen{rest}"


def do(client: Any, process: int, what: str, **fields: str) -> Any:
    return client.post(at(process, "/1"), data={"schritt": what, **fields})


def test_others_have_no_business_here(client: Any, site: Site, cast: Any, process: int) -> None:
    assert client.get(at(process)).status_code == 401
    sign_in(client, site, cast.clerk)
    assert client.get(at(process)).status_code == 403


def test_what_was_reported_comes_first(desk: Any, site: Site, process: int) -> None:
    idea(site, process, "Wartet", shown=Shown.WAITING)
    reported = idea(site, process, "Gemeldet")
    with site.database.writing() as db:
        idea_moderation.report(db, reported, None, Ground.INSULT, "Zeile 3", date(2026, 4, 16))
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
    do(desk, process, "antworten", stand="geplant", antwort="Hollerbusch kommt.")
    with site.database.reading() as db:
        logged = [(row.who, row.action, row.subject) for row in db.exec(select(AuditEntry))]
        changes = len(db.exec(select(Change)).all())
    assert [action for _, action, _ in logged] == [
        "Idee 1 veröffentlicht", "Idee 1: Stelle geschwärzt", "Idee 1 zurückgehalten (Beleidigung oder Hetze)",
        "Idee 1 beantwortet (ist geplant)",
    ]  # fmt: skip
    assert {who for who, _, _ in logged} == {cast.moderator.name}
    assert "Hollerbusch" not in str(logged)
    assert changes == 4, "what the public reads changed"


def test_the_office_answers_publicly(desk: Any, site: Site, process: int) -> None:
    idea(site, process)
    do(desk, process, "antworten", stand="abgelehnt", antwort="Das geht nicht.\n\nDer Grund gehört dem Land.")
    page = desk.get(f"{PATH}/1").text
    assert "Die Stadt antwortet" in page
    assert "wird nicht umgesetzt" in page
    assert "Der Grund gehört dem Land." in page
    answer = do(desk, process, "antworten", stand="neu", antwort="x" * 4001)
    assert answer.status_code == 422
    assert "x" * 4001 in answer.text, "nothing is lost"


def test_merging_by_number(desk: Any, site: Site, process: int) -> None:
    for title in ("Bank", "Noch eine Bank"):
        idea(site, process, title)
    for wrong in ("", "x", "1", "99", "²", "9" * 30):
        assert do(desk, process, "vereinen", ziel=wrong).status_code == 422, wrong
    assert "Vereint." in do(desk, process, "vereinen", ziel="2").text
    assert stored(site, process, 1).shown == Shown.MERGED
    do(desk, process, "veroeffentlichen")
    assert stored(site, process, 1).merged_into is None


def test_comments_are_decided_each(desk: Any, site: Site, process: int) -> None:
    first = idea(site, process)
    with site.database.writing() as db:
        db.add(IdeaComment(id=7, idea_id=first.id or 0, receipt="c", text="Gern im Schatten", sent_on=first.sent_on))
    assert "Kommentar zu Idee Nr. 1" in desk.get(at(process)).text
    do(desk, process, "veroeffentlichen:7")
    assert "Gern im Schatten" in desk.get(f"{PATH}/1").text
    assert do(desk, process, "zurueckhalten:7").status_code == 422
    do(desk, process, "zurueckhalten:7", **{"grund-7": "off-topic"})
    assert "Gern im Schatten" not in desk.get(f"{PATH}/1").text
    do(desk, process, "kommentieren", kommentar="Danke für den Hinweis.")
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
