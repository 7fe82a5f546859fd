from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from council.base.site import Site
from search import indexing, queries, results
from search.engines import Filters, SearchEngine, open_writer
from tests.search.archive import add_cut, add_recording, correct, withdraw

ITEMS = [("1", "Eröffnung", True, 0), ("2", "Radwege", True, 10_000)]


@pytest.fixture
def index(site: Site) -> Iterator[SearchEngine]:
    with closing(open_writer(site)) as index:
        yield index


@pytest.mark.db
def test_a_hit_knows_its_words_its_second_and_its_meeting(site: Site) -> None:
    recording = add_recording(site, "Guten Abend", "Der <Radweg> & die Straße", items=ITEMS, word_times=True)
    with closing(open_writer(site)) as index:
        indexing.index_once(site, index)
        found = results.find(site, index, "strassen")
    assert found.total == 1
    (hit,) = found.hits
    assert hit.html == "Der &lt;Radweg&gt; &amp; die <mark>Straße</mark>"
    assert hit.start_ms == 14_000
    assert hit.url == f"/aufzeichnungen/{recording}?t=14&q=strassen"
    assert hit.agenda_item == results.HitItem("2", "Radwege")
    assert (hit.meeting.name, hit.meeting.date, hit.meeting.organization) == (
        "Sitzung des Stadtrats",
        date(2026, 3, 17),
        "Stadtrat",
    )


def test_without_word_times_a_hit_begins_with_its_utterance(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Guten Abend", "Der Radweg an der Straße")
    indexing.index_once(site, index)
    assert results.find(site, index, "Straße").hits[0].start_ms == 10_000


def test_the_year_is_that_of_the_town(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Radweg", start=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    indexing.index_once(site, index)
    assert results.find(site, index, "Radweg", Filters(year=2026)).hits[0].meeting.date == date(2026, 1, 1)
    assert results.find(site, index, "Radweg", Filters(year=2025)).total == 0


def test_what_was_withdrawn_is_gone_before_the_index_hears_of_it(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg")
    add_recording(site, "Noch ein Radweg")
    indexing.index_once(site, index)
    withdraw(site, recording)
    found = results.find(site, index, "Radweg")
    assert found.total == 1
    assert [hit.text for hit in found.hits] == ["Noch ein Radweg"]


@pytest.mark.db
def test_what_was_cut_is_gone_before_the_index_hears_of_it(site: Site) -> None:
    """Even from the number of hits, which would tell what was said. What is left of the recording comes back with the index."""
    recording = add_recording(site, "Der Radweg", "Der geheime Radweg", word_times=True)
    add_recording(site, "Noch ein Radweg")
    with closing(open_writer(site)) as index:
        indexing.index_once(site, index)
        add_cut(site, recording, 11_300, 11_700)  # what lies within 300 ms of it is left out too
        assert results.find(site, index, '"geheime Radweg"') == results.Results(0)
        found = results.find(site, index, "Radweg")
        assert (found.total, [hit.text for hit in found.hits]) == (1, ["Noch ein Radweg"])
        with site.database.reading() as db:
            filters = results.current(db, index, Filters())
        assert index.facets(queries.parse("geheime"), filters).meetings == {}
        indexing.index_once(site, index)
        assert results.find(site, index, "Radweg").total == 3
        assert results.find(site, index, "geheime").total == 0


def test_what_was_cut_is_not_shown_even_where_the_index_never_hears_of_it(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Der geheime Radweg", word_times=True)
    indexing.index_once(site, index)
    add_cut(site, recording, 11_300, 11_700, tell=False)
    assert {hit.text for hit in results.find(site, index, "Radweg").hits} == {"Der Radweg", "Der […] Radweg"}
    assert results.find(site, index, "geheime").hits == ()


def test_a_corrected_text_is_shown_as_it_is_now_or_not_at_all(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Ein Radweg")
    indexing.index_once(site, index)
    correct(site, recording, 0, "Der neue Radweg")
    correct(site, recording, 1, "Ein Gehweg")
    assert [hit.text for hit in results.find(site, index, "Radweg").hits] == ["Der neue Radweg"]


def test_an_item_that_is_not_public_is_never_named(site: Site, index: SearchEngine) -> None:
    items = [("1", "Offen", True, 0), ("2", "Geheim", False, 10_000), ("3", "Offen", True, 20_000)]
    add_recording(site, "Radweg eins", "Radweg zwei", "Radweg drei", items=items)
    indexing.index_once(site, index)
    found = results.find(site, index, "Radweg")
    assert {hit.text for hit in found.hits} == {"Radweg eins", "Radweg drei"}
    assert {hit.agenda_item.number for hit in found.hits if hit.agenda_item} == {"1", "3"}


def test_the_number_of_queries_does_not_grow_with_the_hits(site: Site, index: SearchEngine) -> None:
    for _ in range(12):
        add_recording(site, "Radweg", "Radweg", items=ITEMS)
    indexing.index_once(site, index)
    counts: list[int] = []

    def count(*_: object) -> None:
        counts[-1] += 1

    event.listen(site.database.engine, "before_cursor_execute", count)
    for limit in (1, 24):
        counts.append(0)
        assert len(results.find(site, index, "Radweg", limit=limit).hits) == limit
    assert counts[0] == counts[1] <= 6


def test_the_api_answers_with_its_fields_alone(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg")
    indexing.index_once(site, index)
    answer = results.to_json(results.find(site, index, '"der Radweg"'))
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    meeting = hit.pop("meeting")
    assert hit == {
        "kind": "segment",
        "text": "Der Radweg",
        "html": "<mark>Der</mark> <mark>Radweg</mark>",
        "start_ms": 0,
        "agenda_item": None,
        "url": f"/aufzeichnungen/{recording}?t=0&q=%22der+Radweg%22",
    }
    assert {key: meeting[key] for key in ("name", "date", "organization")} == {
        "name": "Sitzung des Stadtrats",
        "date": "2026-03-17",
        "organization": "Stadtrat",
    }


def test_limits_are_kept(site: Site, index: SearchEngine) -> None:
    add_recording(site, *["Radweg"] * 250)
    indexing.index_once(site, index)
    assert len(results.find(site, index, "Radweg", limit=10_000).hits) == results.MOST
    assert len(results.find(site, index, "Radweg", limit=200, offset=200).hits) == 50
    assert results.find(site, index, "Radweg", offset=10**9).hits == ()
    assert results.find(site, index, "").total == 0
