"""Supporting an idea: once a browser, and nobody can see who supports what."""

import pytest
from sqlmodel import select

from council.base.site import Site
from participation.ideas import IdeaSupport, Shown, idea_support
from tests import surveys
from tests.participation.crowd import at_once
from tests.participation.ideation import collection, idea


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def number(site: Site, process: int, **facts: object) -> int:
    """Of an idea's row."""
    return idea(site, process, **facts).id or 0  # type: ignore[arg-type]  # an idea's own fields


def support(site: Site, process: int, browser: str, *ideas: int) -> None:
    with site.database.writing() as db:
        idea_support.add(db, surveys.secret(site, process), ideas, browser)


def take_back(site: Site, process: int, browser: str, *ideas: int) -> None:
    with site.database.writing() as db:
        idea_support.take_back(db, surveys.secret(site, process), ideas, browser)


def supports(site: Site, process: int, browser: str, *ideas: int) -> bool:
    with site.database.reading() as db:
        return idea_support.supports(db, surveys.secret(site, process), ideas, browser)


def counts(site: Site, process: int) -> dict[int, int]:
    with site.database.reading() as db:
        return dict(idea_support.counts(db, process))


@pytest.mark.db
def test_a_browser_supports_an_idea_once_and_may_take_it_back(site: Site, process: int) -> None:
    one, other = number(site, process), number(site, process)
    for browser in ("a", "a", "b"):
        support(site, process, browser, one)
    assert counts(site, process) == {one: 2, other: 0}
    assert supports(site, process, "a", one)
    assert not supports(site, process, "a", other)
    for _ in range(2):
        take_back(site, process, "a", one)
    assert counts(site, process) == {one: 1, other: 0}
    assert not supports(site, process, "a", one)


@pytest.mark.db
def test_a_double_click_supports_once_and_is_no_failure(site: Site, process: int) -> None:
    one = number(site, process)
    assert at_once(6, lambda _: support(site, process, "a", one)) == [None] * 6
    assert counts(site, process) == {one: 1}
    assert at_once(6, lambda _: take_back(site, process, "a", one)) == [None] * 6
    assert counts(site, process) == {one: 0}


@pytest.mark.db
def test_who_supports_a_merged_idea_supports_where_it_went_and_no_second_time(site: Site, process: int) -> None:
    first = number(site, process)
    second = number(site, process, shown=Shown.MERGED, merged_into=first)
    support(site, process, "a", second)
    support(site, process, "a", first, second)
    assert counts(site, process) == {first: 1}
    assert supports(site, process, "a", first, second)
    support(site, process, "b", first, second)
    support(site, process, "b", second)
    assert counts(site, process) == {first: 3}, "of b nobody can tell that it is the same browser"
    take_back(site, process, "b", first, second)
    assert counts(site, process) == {first: 1}


@pytest.mark.parametrize(
    ("shown", "counted"),
    [(Shown.WAITING, True), (Shown.SHOWN, True), (Shown.WITHHELD, False), (Shown.TAKEN_BACK, False)],
)
def test_what_nobody_may_read_has_no_count(site: Site, process: int, shown: Shown, counted: bool) -> None:
    one = number(site, process, shown=shown)
    support(site, process, "a", one)
    assert counts(site, process) == ({one: 1} if counted else {})


def test_the_support_of_each_collection_is_its_own(site: Site, process: int) -> None:
    other = collection(site, slug="anderswo")
    one, another = number(site, process), number(site, other)
    support(site, process, "a", one)
    assert (counts(site, process), counts(site, other)) == ({one: 1}, {another: 0})


def test_the_rows_of_a_browser_cannot_be_told_to_belong_together(site: Site, process: int) -> None:
    one, other = number(site, process), number(site, process)
    for each in (one, other):
        support(site, process, "a", each)
    with site.database.reading() as db:
        kept = {row.supporter for row in db.exec(select(IdeaSupport))}
    assert len(kept) == 2
    secret = surveys.secret(site, process)
    assert kept == {idea_support.sealed(secret, each, "a") for each in (one, other)}
    assert not kept & {idea_support.sealed(b"guessed" * 5, each, "a") for each in (one, other)}


@pytest.mark.db
def test_in_the_end_browsers_are_forgotten_and_counts_stay(site: Site, process: int) -> None:
    first = number(site, process)
    second = number(site, process, shown=Shown.MERGED, merged_into=first)
    other = collection(site, slug="anderswo")
    elsewhere = number(site, other)
    for browser, one in (("a", first), ("b", first), ("a", second)):
        support(site, process, browser, one)
    support(site, other, "a", elsewhere)
    for _ in range(2):
        with site.database.writing() as db:
            idea_support.keep_counts(db, process)
    assert counts(site, process) == {first: 3}
    assert not supports(site, process, "a", first, second)
    assert supports(site, other, "a", elsewhere), "another collection goes on"
