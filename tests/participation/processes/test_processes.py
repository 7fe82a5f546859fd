"""Processes: where they stand at a moment, and what the public knows of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from council.base import changes
from council.base.site import Site
from participation import processes
from participation.counting.disclosure import PEOPLE
from participation.forms import Form
from participation.processes import CHANGE_KIND, Access, Process, State
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

OPENS, CLOSES = datetime(2026, 5, 4, 6, tzinfo=UTC), datetime(2026, 5, 18, 16, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ASKED = form(EVERY_KIND[0])


@dataclass(frozen=True)
class Times:
    """What a state is told by."""

    opens_at: datetime | None = OPENS
    closes_at: datetime | None = CLOSES
    released_at: datetime | None = OPENS - timedelta(days=2)
    withdrawn_at: datetime | None = None


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - TICK, State.COMING),
        (OPENS, State.OPEN),
        (CLOSES - TICK, State.OPEN),
        (CLOSES, State.CLOSED),
        (CLOSES + timedelta(days=9999), State.CLOSED),
    ],
)
def test_it_is_open_from_its_first_moment_until_just_before_its_last(now: datetime, state: State) -> None:
    assert processes.state(Times(), now) is state


@pytest.mark.parametrize("missing", ["released_at", "opens_at", "closes_at"])
@pytest.mark.parametrize("now", [OPENS - TICK, OPENS, CLOSES])
def test_without_release_beginning_or_end_it_is_a_draft_at_any_time(missing: str, now: datetime) -> None:
    assert processes.state(Times(**{missing: None}), now) is State.DRAFT


@pytest.mark.parametrize("times", [Times(withdrawn_at=OPENS), Times(withdrawn_at=OPENS, released_at=None)])
@pytest.mark.parametrize("now", [OPENS - TICK, OPENS, CLOSES])
def test_withdrawn_is_withdrawn_whatever_else_is_true(times: Times, now: datetime) -> None:
    assert processes.state(times, now) is State.WITHDRAWN


@pytest.mark.db
def test_moments_stay_exact_in_the_database(site: Site) -> None:
    number = surveys.survey(site, ASKED, opens_at=OPENS, closes_at=CLOSES - TICK)
    with site.database.reading() as db:
        kept = db.get_one(Process, number)
    assert processes.state(kept, OPENS) is State.OPEN
    assert processes.state(kept, CLOSES - 2 * TICK) is State.OPEN
    assert processes.state(kept, CLOSES - TICK) is State.CLOSED


def listed(site: Site) -> list[str]:
    with site.database.reading() as db:
        return [one.slug for one in processes.public(db, site.clock())]


@pytest.mark.db
def test_the_public_is_told_what_closes_next_first_and_of_what_is_over_the_latest_first(
    site: Site, clock: MovableClock
) -> None:
    day, now = timedelta(days=1), clock.now
    for slug, opens, closes in (
        ("over-long-ago", now - 90 * day, now - 60 * day),
        ("open-for-long", now - day, now + 30 * day),
        ("over-lately", now - 30 * day, now - day),
        ("open-till-tomorrow", now - 9 * day, now + day),
        ("coming", now + day, now + 9 * day),
    ):
        surveys.survey(site, ASKED, slug=slug, opens_at=opens, closes_at=closes)
    surveys.survey(site, ASKED, slug="draft", released=False)
    surveys.survey(site, ASKED, slug="withdrawn", withdrawn_at=now)
    assert listed(site) == ["open-till-tomorrow", "coming", "open-for-long", "over-lately", "over-long-ago"]


@pytest.mark.parametrize(
    ("facts", "public"),
    [({}, True), ({"released_at": None}, False), ({"withdrawn_at": OPENS}, False)],
)
def test_drafts_and_what_was_withdrawn_are_not_public(facts: dict[str, Any], public: bool) -> None:
    known: dict[str, Any] = {"slug": "a", "created_at": OPENS, "released_at": OPENS}
    assert processes.is_public(Process(**known | facts)) is public


@pytest.mark.db
def test_an_address_is_given_once(site: Site) -> None:
    number = surveys.survey(site, ASKED, released=False)
    with site.database.reading() as db:
        found = processes.by_slug(db, "marktplatz")
        assert found is not None
        assert found.id == number
        assert processes.by_slug(db, "Marktplatz") is None
    with pytest.raises(IntegrityError), site.database.writing() as db:
        db.add(Process(slug="marktplatz", created_at=site.clock()))


@pytest.mark.db
def test_the_number_of_a_deleted_draft_is_never_given_again(site: Site) -> None:
    """Its secret, and so the codes made with it, shall never be another's."""
    with site.database.writing() as db:
        gone = Process(slug="weg", created_at=site.clock())
        db.add(gone)
        db.flush()
        number = gone.id or 0
    with site.database.writing() as db:
        db.delete(db.get_one(Process, number))
    assert surveys.survey(site, ASKED) > number


def test_the_desk_sees_all_the_newest_first(site: Site) -> None:
    numbers = [surveys.survey(site, ASKED, slug=slug, released=slug == "a") for slug in "abc"]
    with site.database.reading() as db:
        assert [one.id for one in processes.everything(db)] == numbers[::-1]


@pytest.mark.parametrize(
    ("title", "languages", "language", "name"),
    [
        ({"de": "Platz", "en": "Square"}, ["de", "en"], "en", "Square"),
        ({"de": "Platz"}, ["de", "en"], "en", "Platz"),
        ({"en": "Square"}, ["en"], "de-leicht", "Square"),
        ({"en": "Square"}, ["de"], "de", "Square"),
        ({}, [], "de", ""),
    ],
)
def test_it_is_called_by_its_title_in_a_language_else_in_its_leading_one(
    title: dict[str, str], languages: list[str], language: str, name: str
) -> None:
    assert Process(slug="a", title=title, languages=languages, created_at=OPENS).name(language) == name


def test_a_new_address_has_no_letters_that_are_taken_for_one_another() -> None:
    made = {processes.new_slug() for _ in range(50)}
    assert len(made) == 50
    assert all(len(slug) == 8 and set(slug) <= set(processes.SLUG_LETTERS) for slug in made)
    assert not set("01oil") & set(processes.SLUG_LETTERS)


def test_groups_that_chose_themselves_need_no_fewer_people_than_all() -> None:
    asked = Process(slug="a", created_at=OPENS, access=Access.ANYONE)
    by_code = Process(slug="b", created_at=OPENS, access=Access.CODES)
    assert asked.least_people == PEOPLE
    assert asked.least_in_groups >= by_code.least_in_groups >= PEOPLE


def test_search_and_feeds_are_told_of_a_change(site: Site) -> None:
    number = surveys.survey(site, Form(("de",)))
    with site.database.writing() as db:
        processes.changed(db, db.get_one(Process, number), site.clock())
    with site.database.reading() as db:
        assert [(one.kind, one.subject_id) for one in changes.since(db, 0)] == [(CHANGE_KIND, number)]
