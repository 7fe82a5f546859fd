"""Support, comments and reports: once a browser, moderated as set, and nothing of who it was."""

from typing import Any

import pytest
from sqlmodel import select

from council.base.site import Site
from participation.ideas import IdeaComment, IdeaReport, IdeaSupport, Shown
from participation.processes import Moderation
from tests.participation.ideation import PATH, collection, comment, hidden_fields, idea, receipt_of


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def rows(site: Site, table: Any) -> list[Any]:
    with site.database.reading() as db:
        return list(db.exec(select(table)))


def test_a_browser_supports_once_and_may_take_it_back(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    assert "set-cookie" not in client.get(f"{PATH}/1").headers, "nothing is remembered of those who only read"
    for _ in range(3):
        page = client.post(f"{PATH}/1/zuspruch").text
    assert "1 Mensch unterstützt das" in page
    assert "Auch Sie." in page
    assert "0 Menschen unterstützen das" in client.post(f"{PATH}/1/zuspruch", data={"wie": "zurueck"}).text
    assert rows(site, IdeaSupport) == []


def test_another_browser_counts_too(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    client.post(f"{PATH}/1/zuspruch")
    client.cookies.clear()
    assert "2 Menschen unterstützen das" in client.post(f"{PATH}/1/zuspruch").text


def test_the_supports_of_a_browser_cannot_be_joined(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    idea(site, process, "Noch eine")
    cookie = client.post(f"{PATH}/1/zuspruch", follow_redirects=False).headers["set-cookie"]
    client.post(f"{PATH}/2/zuspruch")
    first, second = rows(site, IdeaSupport)
    assert first.supporter != second.supporter
    assert client.cookies["zuspruch"] not in first.supporter
    assert {"HttpOnly", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}


def test_who_supported_a_merged_idea_supports_where_it_went(client: Any, site: Site, process: int) -> None:
    first = idea(site, process)
    second = idea(site, process, "Noch eine")
    client.post(f"{PATH}/2/zuspruch")
    with site.database.writing() as db:
        merged = db.merge(second)
        merged.shown, merged.merged_into = Shown.MERGED, first.id
    assert "1 Mensch unterstützt das" in client.post(f"{PATH}/1/zuspruch").text
    assert "0 Menschen unterstützen das" in client.post(f"{PATH}/1/zuspruch", data={"wie": "zurueck"}).text


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000, "AAAAAAAAAAAAAAAAAAAAAB"])
def test_a_cookie_that_is_none_is_replaced(client: Any, site: Site, process: int, cookie: str) -> None:
    idea(site, process)
    client.cookies.set("zuspruch", cookie, domain="localhost.local", path="/")
    assert client.post(f"{PATH}/1/zuspruch").status_code == 200
    assert len(rows(site, IdeaSupport)) == 1


def test_after_the_end_nothing_is_counted(client: Any, site: Site, process: int, clock: Any) -> None:
    idea(site, process)
    clock.advance(days=15)
    client.post(f"{PATH}/1/zuspruch")
    assert rows(site, IdeaSupport) == []


@pytest.mark.parametrize(("moderation", "readable"), [(Moderation.BEFORE, False), (Moderation.AFTER, True)])
def test_comments_are_moderated_as_set(
    client: Any, site: Site, clock: Any, moderation: Moderation, readable: bool
) -> None:
    idea(site, collection(site, moderation=moderation))
    assert "Ihr Kommentar ist angekommen" in comment(client, clock, 1, "Bitte mit Lehne.").text
    page = client.get(f"{PATH}/1").text
    assert ("Bitte mit Lehne." in page) == readable
    assert ("noch nicht geprüft" in page) == readable


def test_a_comment_is_stored_once(client: Any, site: Site, process: int, clock: Any) -> None:
    idea(site, process)
    form = hidden_fields(client.get(f"{PATH}/1").text)
    clock.advance(seconds=20)
    sent = {**form, "kommentar": "Bitte mit Lehne."}
    pages = [client.post(f"{PATH}/1/kommentar", data=sent) for _ in range(3)]
    assert len({receipt_of(page) for page in pages}) == 1
    assert len(rows(site, IdeaComment)) == 1


@pytest.mark.parametrize(("text", "said"), [("  ", "Bitte schreiben Sie etwas."), ("ä" * 2001, "zu lang")])
def test_a_comment_that_is_none_is_refused(
    client: Any, site: Site, process: int, clock: Any, text: str, said: str
) -> None:
    idea(site, process)
    answer = comment(client, clock, 1, text)
    assert answer.status_code == 422
    assert said in answer.text
    assert rows(site, IdeaComment) == []


def test_no_comments_where_the_town_wants_none(client: Any, site: Site, clock: Any) -> None:
    idea(site, collection(site, comments=False))
    assert "Kommentar absenden" not in client.get(f"{PATH}/1").text
    comment(client, clock, 1, "Trotzdem.")
    assert rows(site, IdeaComment) == []


def test_reporting_tells_nothing_of_who_reports(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    assert client.get(f"{PATH}/1/melden").status_code == 200
    assert client.post(f"{PATH}/1/melden", data={"grund": "x"}).status_code == 422
    answer = client.post(f"{PATH}/1/melden", data={"grund": "insult", "worte": "Seite 1"})
    assert "Von Ihnen wurde nichts gespeichert." in answer.text
    (row,) = rows(site, IdeaReport)
    assert set(row.model_dump()) == {"id", "idea_id", "comment_id", "ground", "words", "on"}
    assert (row.ground, row.words) == ("Beleidigung oder Hetze", "Seite 1")


def test_reports_are_throttled(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    answers = [client.post(f"{PATH}/1/melden", data={"grund": "insult"}).status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize("which", ["99", "x", "²", "-1", "99999999999999999999"])
def test_only_what_can_be_read_is_reported(client: Any, site: Site, process: int, which: str) -> None:
    idea(site, process)
    assert client.get(f"{PATH}/1/melden?kommentar={which}").status_code == 404
    assert client.get(f"{PATH}/99999999999999999999/melden").status_code == 404
