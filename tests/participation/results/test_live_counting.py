"""Results while a survey is open: in batches, without groups, and so that closing tells nothing of the last ones."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.site import Site
from participation import results
from participation.counting import disclosure
from participation.counting.disclosure import Block, Publication
from participation.results import due_countings
from participation.results.due_countings import Due
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import form, options, question

PARK = form(question("park", "single", options=options("yes", "no")), question("spot", "place"))


def look(site: Site) -> list[Due]:
    with site.database.reading() as db:
        due = list(due_countings.due(db, site.clock()))
    for one in due:
        due_countings.count(site, one)
    return due


def answer(site: Site, number: int, people: int, stratum: str = "Nord") -> None:
    for _ in range(people):
        surveys.answer(site, number, {"park": "yes", "spot": {"lon": 10.0, "lat": 52.0}}, stratum=stratum)


def test_nothing_is_shown_before_there_are_people_enough_besides_those_held_back(site: Site) -> None:
    number = surveys.survey(site, PARK, showing="live", strata=["Nord", "Süd"])
    answer(site, number, 9)
    assert look(site) == []
    answer(site, number, 1)
    assert look(site) == [Due(number, False)]
    shown = counted.public(site, number)
    assert shown is not None
    assert (shown.people, shown.figures["submissions"], shown.final) == (5, 5, False)


def test_live_results_have_no_groups_no_places_and_no_file(site: Site) -> None:
    number = surveys.survey(site, PARK, showing="live", strata=["Nord", "Süd"])
    answer(site, number, 12)
    answer(site, number, 12, "Süd")
    look(site)
    shown = counted.public(site, number)
    assert shown is not None
    assert "strata" not in shown.figures["sections"][0]
    assert "spot" not in json.dumps(shown.figures)
    assert shown.bundle == ""
    assert not site.storage.participation(number).exists()


@pytest.mark.db
def test_the_next_batch_has_people_enough_and_comes_after_a_while(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, PARK, showing="live")
    answer(site, number, 10)
    look(site)
    answer(site, number, 4)
    clock.advance(due_countings.LIVE_EVERY)
    assert look(site) == []
    answer(site, number, 1)
    assert look(site) == [Due(number, False)]
    shown = counted.public(site, number)
    assert shown is not None
    assert (shown.number, shown.people) == (2, 10)
    answer(site, number, 30)
    clock.advance(seconds=10)
    assert look(site) == []
    clock.advance(due_countings.LIVE_EVERY)
    assert look(site) == [Due(number, False)]


def test_closing_adds_people_enough_and_takes_the_place_of_the_batches(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, PARK, showing="live", strata=["Nord", "Süd"])
    answer(site, number, 7)
    answer(site, number, 6, "Süd")
    look(site)
    before = counted.public(site, number)
    assert before is not None
    counted.close(clock)
    assert look(site) == [Due(number, True)]
    shown = counted.public(site, number)
    assert shown is not None
    assert shown.final
    assert shown.people - before.people >= 5


def test_what_the_office_took_back_stays_away_while_the_survey_goes_on(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, PARK, showing="live")
    answer(site, number, 10)
    look(site)
    with site.database.writing() as db:
        results.take_back(db, number, site.clock())
    answer(site, number, 20)
    clock.advance(timedelta(hours=1))
    assert look(site) == []
    assert counted.public(site, number) is None


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(2, 6))
def test_whatever_comes_between_two_looks_each_publication_may_follow_the_last(coming: list[int], k: int) -> None:
    """The rule of ``due`` and the one of ``disclosure`` are the same."""
    people, shown = 0, None
    for new in coming:
        people += new
        counted_now = people - k
        if counted_now - (shown.people if shown else 0) >= k:
            following = Publication((Block(("",), counted_now),))
            assert disclosure.may_publish(shown, following, k)
            shown = following
    if people >= k and shown:
        assert disclosure.may_publish(shown, Publication((Block(("",), people),)), k)
