"""A search is prepared once: what was typed, its bounds, the form's fields, and what must not be shown any more."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.site import Site
from search import indexing, searches
from search.documents import Source
from search.engines import EVERYTHING, Filters, open_engine, open_writer
from search.searches import both
from tests.search.archive import add_recording, withdraw


@pytest.fixture
def archive(site: Site) -> int:
    """One public recording, indexed; its id."""
    recording_id = add_recording(site, "Der Radweg wird gebaut.", organization="Bauausschuss")
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    return recording_id


def prepared(site: Site, typed: str, within: Filters = EVERYTHING) -> searches.Search:
    with closing(open_engine(site)) as engine, site.database.reading() as db:
        return searches.prepare(site, db, engine, typed, within)


def test_there_is_something_to_look_for_only_with_a_word(site: Site, archive: int) -> None:
    assert prepared(site, "Radweg")
    assert not prepared(site, "")
    assert not prepared(site, "jahr:2026")
    assert not prepared(site, "-Radweg")


def test_bounds_in_the_query_and_in_the_form_both_hold(site: Site, archive: int) -> None:
    found = prepared(site, "Radweg jahr:2025-2026 gremium:bau", Filters(years=frozenset({2026, 2027})))
    assert found.filters.years == {2026}
    assert len(found.filters.organizations or ()) == 1


def test_what_was_withdrawn_since_the_index_was_written_is_left_out(site: Site, archive: int) -> None:
    assert not prepared(site, "Radweg").filters.without
    withdraw(site, archive)
    assert Source("recording", archive) in prepared(site, "Radweg").filters.without


def test_a_process_warms_up_with_and_without_an_index(site: Site) -> None:
    with closing(open_engine(site)) as engine:
        searches.warm(site, engine)
    add_recording(site, "Der Radweg wird gebaut.")
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    with closing(open_engine(site)) as engine:
        searches.warm(site, engine)


years = st.none() | st.frozensets(st.integers(2020, 2026))


@given(years, years)
def test_what_both_leave_is_what_each_leaves(one: frozenset[int] | None, other: frozenset[int] | None) -> None:
    left = both(Filters(years=one), Filters(years=other)).years
    for year in range(2020, 2027):
        allowed = (one is None or year in one) and (other is None or year in other)
        assert (left is None or year in left) == allowed
