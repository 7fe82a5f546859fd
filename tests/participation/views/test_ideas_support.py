"""Supporting ideas: once a browser, forgotten in time, and nothing that joins what somebody supports."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from council.base.site import Site
from participation.ideas import IdeaSupport, Shown
from tests.participation.ideation import PATH, collection, idea, support, support_form, taken_back_at_the_door


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def supports(site: Site) -> list[IdeaSupport]:
    with site.database.reading() as db:
        return list(db.exec(select(IdeaSupport)))


def test_a_browser_supports_once_and_may_take_it_back(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    assert "set-cookie" not in client.get(f"{PATH}/1").headers, "nothing is remembered of those who only read"
    for _ in range(3):
        page = client.post(f"{PATH}/1/zuspruch", data=support_form(client, 1) | {"wie": ""}).text
    assert "1 Mensch unterstützt das" in page
    assert "Auch Sie." in page
    assert "0 Menschen unterstützen das" in support(client, 1).text, "the button takes it back now"
    assert supports(site) == []


@pytest.mark.db
def test_who_presses_twice_counts_once(client: Any, site: Site, process: int) -> None:
    """The second time before the first answer, and with it the cookie, has come."""
    idea(site, process)
    pressed = support_form(client, 1)
    for _ in range(2):
        client.post(f"{PATH}/1/zuspruch", data=pressed)
        client.cookies.clear()
    assert len(supports(site)) == 1


def test_each_page_is_another_browsers(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    support(client, 1)
    client.cookies.clear()
    assert "2 Menschen unterstützen das" in support(client, 1).text


@pytest.mark.parametrize("brought", [{}, {"kennung": ""}, {"kennung": "x"}, {"kennung": "A" * 21 + "B"}])
def test_a_form_that_is_not_ours_counts_nothing(client: Any, site: Site, process: int, brought: dict[str, str]) -> None:
    idea(site, process)
    answer = client.post(f"{PATH}/1/zuspruch", data=brought)
    assert "Das unterstütze ich" in answer.text
    assert supports(site) == []
    assert "zuspruch" not in str(client.cookies)


def test_the_supports_of_a_browser_cannot_be_joined(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    idea(site, process, "Noch eine")
    support(client, 1)
    support(client, 2)
    first, second = supports(site)
    assert first.supporter != second.supporter
    assert client.cookies[f"zuspruch-{process}"] not in (first.supporter, second.supporter)
    other = collection(site, slug="andere")
    idea(site, other)
    page = client.get("/mitmachen/andere/ideen/1").text
    assert client.cookies[f"zuspruch-{process}"] not in page
    assert 'name="kennung"' in page, "in another collection the same browser is another one"


def test_the_cookie_ends_with_the_collection(client: Any, site: Site, clock: Any) -> None:
    idea(site, collection(site, closes_at=clock.now + timedelta(days=3), delete_on=date(2027, 5, 8)))
    assert "bis die Ideensammlung endet." in client.get(f"{PATH}/1").text
    assert "bis zum 8. Mai 2027" in client.get(f"{PATH}/1").text
    sent = client.post(f"{PATH}/1/zuspruch", data=support_form(client, 1), follow_redirects=False)
    cookie = {part.strip() for part in sent.headers["set-cookie"].split(";")}
    assert {"HttpOnly", "SameSite=lax", f"Max-Age={3 * 24 * 3600}"} <= cookie


def test_who_supported_a_merged_idea_supports_where_it_went(client: Any, site: Site, process: int) -> None:
    first = idea(site, process)
    second = idea(site, process, "Noch eine")
    support(client, 2)
    with site.database.writing() as db:
        merged = db.merge(second)
        merged.shown, merged.merged_into = Shown.MERGED, first.id
    assert "Auch Sie." in client.get(f"{PATH}/1").text
    assert "1 Mensch unterstützt das" in support(client, 1, wie="").text
    assert "0 Menschen unterstützen das" in support(client, 1).text


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000, "AAAAAAAAAAAAAAAAAAAAAB"])
def test_a_cookie_that_is_none_is_replaced(client: Any, site: Site, process: int, cookie: str) -> None:
    idea(site, process)
    client.cookies.set(f"zuspruch-{process}", cookie, domain="localhost.local", path="/")
    assert support(client, 1).status_code == 200
    assert len(supports(site)) == 1


def test_after_the_end_nothing_is_counted(client: Any, site: Site, process: int, clock: Any) -> None:
    idea(site, process)
    pressed = support_form(client, 1)
    clock.advance(days=15)
    client.post(f"{PATH}/1/zuspruch", data=pressed)
    assert supports(site) == []
    assert "zuspruch" not in str(client.cookies)


@pytest.mark.db
def test_what_is_taken_back_at_that_moment_is_not_supported(
    client: Any, site: Site, process: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = idea(site, process)
    pressed = support_form(client, 1)
    taken_back_at_the_door(monkeypatch, site, first)
    client.post(f"{PATH}/1/zuspruch", data=pressed)
    assert supports(site) == []
