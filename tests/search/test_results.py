"""What a search finds: proposed by the engine, decided by the database."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from council.base.site import Site
from council.meetings import AgendaItem
from search import engines, results, searches
from search.engines import EVERYTHING, Filters, SearchEngine, open_writer
from search.plans import FIRST, GUESS, PART, SYNONYM, TIERS, WHOLE, All, Plan, Wanted
from search.results import Hit
from tests.search.archive import add_cut, add_recording, correct, fill, withdraw

ITEMS = [("1", "Eröffnung", True, 0), ("2", "Gehwege", True, 10_000)]
SAID = Filters(kinds=frozenset({"segment"}))


@pytest.fixture
def index(site: Site) -> Iterator[SearchEngine]:
    with closing(open_writer(site)) as index:
        yield index


def texts(found: results.Results) -> set[str]:
    return {hit.text for hit in found.hits}


def kind(name: str) -> Filters:
    return Filters(kinds=frozenset({name}))


@pytest.mark.db
def test_a_hit_knows_its_words_its_second_its_neighbours_and_its_meeting(site: Site) -> None:
    recording = add_recording(site, "Guten Abend", "Der <Radweg> & die Straße", "Danke", items=ITEMS, word_times=True)
    with closing(open_writer(site)) as index:
        fill(site, index)
        found = results.find(site, index, "strassen")
    assert found.total == 1
    (hit,) = found.hits
    assert (hit.kind, hit.tier) == ("segment", 1)
    assert hit.html == "Der &lt;Radweg&gt; &amp; die <mark>Straße</mark>"
    assert (hit.start_ms, hit.utterance_ms) == (14_000, 10_000)
    assert hit.url == f"/aufzeichnungen/{recording}?t=14&q=strassen"
    assert hit.agenda_item == results.HitItem("2", "Gehwege")
    assert (hit.before, hit.after) == ("Guten Abend", "Danke")
    assert (hit.meeting.name, hit.meeting.date, hit.meeting.organization) == (
        "Sitzung des Stadtrats",
        date(2026, 3, 17),
        "Stadtrat",
    )


def test_without_word_times_a_hit_begins_with_its_utterance(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Guten Abend", "Der Radweg an der Straße")
    fill(site, index)
    assert results.find(site, index, "Straße").hits[0].start_ms == 10_000


def test_all_kinds_are_found_in_one_list(site: Site, index: SearchEngine) -> None:
    items = [("1", "Radwege", True, 0), ("2", "Radwege", True, 10_000)]
    recording = add_recording(
        site, "Der Radweg", name="Sondersitzung Radwege", items=items, references={"1": "DS0123/24"}
    )
    with site.database.writing() as db:
        db.add(AgendaItem(meeting_id=1, position=3, number="3", name="Radwege im Winter", key="nurverweis"))
    fill(site, index)
    found = results.find(site, index, "Radweg")
    hits = {hit.text: hit for hit in found.hits}
    assert found.total == len(hits) == 6
    assert {hit.kind for hit in found.hits} == {"segment", "agenda_item", "meeting", "paper"}
    assert {hit.tier for hit in found.hits} == {1}
    item, paper, unheard = hits["1 Radwege (DS0123/24)"], hits["DS0123/24 Radwege"], hits["3 Radwege im Winter"]
    assert item.html == "1 <mark>Radwege</mark> (DS0123/24)"
    assert (item.start_ms, item.url) == (0, f"/aufzeichnungen/{recording}?t=0&q=Radweg")
    assert (paper.kind, paper.agenda_item) == ("paper", results.HitItem("1", "Radwege"))
    assert (unheard.start_ms, unheard.recording_id, unheard.url) == (None, None, "/top/nurverweis")
    held = next(hit for hit in found.hits if hit.kind == "meeting")
    assert (held.start_ms, held.agenda_item, held.url) == (None, None, "/sitzungen/1")
    for name in ("segment", "agenda_item", "meeting", "paper"):
        assert {hit.kind for hit in results.find(site, index, "Radweg", kind(name)).hits} == {name}


def test_a_paper_is_found_by_its_number(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Zur DS0123/24", "Zur DS0124/24", items=ITEMS[:1], references={"1": "DS0123/24"})
    fill(site, index)
    assert {hit.kind for hit in results.find(site, index, "DS0123/24").hits} == {"segment", "agenda_item", "paper"}
    assert texts(results.find(site, index, "DS0123/24", SAID)) == {"Zur DS0123/24"}


def test_the_year_is_that_of_the_town(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Radweg", start=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    fill(site, index)
    assert results.find(site, index, "Radweg", Filters(years=frozenset({2026}))).hits[0].meeting.date == date(
        2026, 1, 1
    )
    assert results.find(site, index, "Radweg", Filters(years=frozenset({2025}))).total == 0


def test_a_hit_tells_the_tier_of_its_grade(site: Site, index: SearchEngine) -> None:
    add_recording(site, "Der Radweg")
    fill(site, index)
    with site.database.reading() as db:
        search = searches.prepare(site, db, index, "Radweg", EVERYTHING)
        for grade in (WHOLE, PART, FIRST, SYNONYM, GUESS):
            (hit,) = results.checked(db, search, [engines.Hit("segment-1", grade)], site.settings.zone)
            assert hit.tier == TIERS[grade]
    assert [TIERS[grade] for grade in (WHOLE, PART, SYNONYM, GUESS)] == [1, 2, 3, 4]


def test_whatever_an_engine_proposes_only_what_matches_the_plan_is_shown_in_its_order(
    site: Site, index: SearchEngine
) -> None:
    add_recording(site, "Der Radweg", "Der Gehweg", "Ein Radweg")
    fill(site, index)
    proposed = [engines.Hit(f"segment-{number}", WHOLE) for number in (3, 2, 9, 1)]
    with site.database.reading() as db:
        search = searches.prepare(site, db, index, "Radweg", EVERYTHING)
        search = replace(search, plan=Plan((Wanted(((All(("radweg",)),),)),), (All(("gehweg",)),)))
        shown = results.checked(db, search, proposed, site.settings.zone)
    assert [hit.text for hit in shown] == ["Ein Radweg", "Der Radweg"]


@pytest.mark.db
def test_what_was_withdrawn_is_gone_before_the_index_hears_of_it(site: Site) -> None:
    recording = add_recording(site, "Der Radweg", items=[("1", "Radwege", True, 0)])
    add_recording(site, "Noch ein Radweg")
    with closing(open_writer(site)) as index:
        fill(site, index)
        withdraw(site, recording)
        found = results.find(site, index, "Radweg")
    assert (found.total, texts(found)) == (1, {"Noch ein Radweg"})


@pytest.mark.db
def test_what_was_cut_is_gone_before_the_index_hears_of_it(site: Site) -> None:
    """Even from the number of hits, which would tell what was said. What is left of the recording comes back with the index."""
    recording = add_recording(site, "Der Radweg", "Der geheime Radweg", word_times=True)
    add_recording(site, "Noch ein Radweg")
    with closing(open_writer(site)) as index:
        fill(site, index)
        add_cut(site, recording, 11_300, 11_700)  # what lies within 300 ms of it is left out too
        assert results.find(site, index, '"geheime Radweg"') == results.Results(0)
        found = results.find(site, index, "Radweg")
        assert (found.total, texts(found)) == (1, {"Noch ein Radweg"})
        with site.database.reading() as db:
            search = searches.prepare(site, db, index, "geheime", EVERYTHING)
        assert index.facets(search.plan, search.filters).meetings == {}
        fill(site, index)
        assert results.find(site, index, "Radweg").total == 3
        assert results.find(site, index, "geheime").total == 0


def test_what_was_cut_is_not_shown_even_where_the_index_never_hears_of_it(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Der geheime Radweg", word_times=True)
    fill(site, index)
    add_cut(site, recording, 11_300, 11_700, tell=False)
    assert texts(results.find(site, index, "Radweg")) == {"Der Radweg", "Der […] Radweg"}
    assert results.find(site, index, "geheime").hits == ()


def test_a_corrected_text_is_shown_as_it_is_now_or_not_at_all(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Ein Radweg")
    fill(site, index)
    correct(site, recording, 0, "Der neue Radweg")
    correct(site, recording, 1, "Ein Ausschuss")
    assert texts(results.find(site, index, "Radweg")) == {"Der neue Radweg"}


def test_an_item_that_is_not_public_is_never_named(site: Site, index: SearchEngine) -> None:
    items = [("1", "Offen", True, 0), ("2", "Geheim", False, 10_000), ("3", "Offen", True, 20_000)]
    add_recording(site, "Radweg eins", "Radweg zwei", "Radweg drei", items=items)
    fill(site, index)
    found = results.find(site, index, "Radweg")
    assert texts(found) == {"Radweg eins", "Radweg drei"}
    assert {hit.agenda_item.number for hit in found.hits if hit.agenda_item} == {"1", "3"}
    assert results.find(site, index, "Geheim").total == 0


def test_an_item_that_is_not_public_any_more_is_gone_even_where_the_index_never_hears_of_it(
    site: Site, index: SearchEngine
) -> None:
    add_recording(site, "Guten Abend", items=ITEMS, references={"2": "DS0123/24"})
    fill(site, index)
    assert results.find(site, index, "Gehwege").total == 2
    with site.database.writing() as db:
        db.get_one(AgendaItem, 2).public = False
    assert results.find(site, index, "Gehwege").hits == ()


def test_the_number_of_queries_does_not_grow_with_the_hits(site: Site, index: SearchEngine) -> None:
    for number in range(12):
        recording = add_recording(
            site,
            "Radweg",
            "Radweg",
            "Radweg",
            name=f"Radweg {number}",
            items=[("1", "Radweg", True, 0)],
            references={"1": "DS1/24"},
        )
        add_cut(site, recording, 20_000, 30_000)
    fill(site, index)
    counts: list[int] = []

    def count(*_: object) -> None:
        counts[-1] += 1

    event.listen(site.database.engine, "before_cursor_execute", count)
    for name in ("segment", "agenda_item", "meeting", "paper"):
        for limit in (12, 1, 12):  # the first time more is read, and kept
            counts.append(0)
            assert len(results.find(site, index, "Radweg", kind(name), limit=limit).hits) == limit
        assert counts[-1] == counts[-2] <= 13, name


def test_the_api_answers_with_its_fields_alone(site: Site, index: SearchEngine) -> None:
    recording = add_recording(site, "Der Radweg", "Danke")
    fill(site, index)
    answer = results.to_json(results.find(site, index, '"der Radweg"'))
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    meeting = hit.pop("meeting")
    assert hit == {
        "kind": "segment",
        "text": "Der Radweg",
        "html": "<mark>Der</mark> <mark>Radweg</mark>",
        "start_ms": 0,
        "tier": 1,
        "speaker": "Clara Amtmann",
        "agenda_item": None,
        "process": None,
        "before": "",
        "after": "Danke",
        "url": f"/aufzeichnungen/{recording}?t=0&q=%22der+Radweg%22",
    }
    assert {key: meeting[key] for key in ("name", "date", "organization")} == {
        "name": "Sitzung des Stadtrats",
        "date": "2026-03-17",
        "organization": "Stadtrat",
    }


def test_limits_are_kept(site: Site, index: SearchEngine) -> None:
    add_recording(site, *["Radweg"] * 250)
    fill(site, index)
    assert len(results.find(site, index, "Radweg", limit=10_000).hits) == results.MOST
    assert len(results.find(site, index, "Radweg", limit=200, offset=200).hits) == 50
    assert results.find(site, index, "Radweg", offset=10**9) == results.Results(250)
    assert len(results.find(site, index, "Radweg", limit=-1, offset=-1).hits) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        '"',
        "-",
        "OR",
        "-Radweg",
        "\x00\x1b",
        "'; DROP TABLE segment; --",
        "<b>",
        "‮🚲",
        "jahr:2026",
        "a" * 5_000,
    ],
)
def test_whatever_is_typed_has_an_answer(site: Site, index: SearchEngine, typed: str) -> None:
    add_recording(site, "Der Radweg")
    fill(site, index)
    found = results.find(site, index, typed)
    assert found.total >= len(found.hits)


def test_a_page_is_read_on_without_a_hit_shown_twice(site: Site, index: SearchEngine) -> None:
    add_recording(site, *["Radweg"] * 30, items=[("1", "Radweg", True, 0)])
    fill(site, index)
    pages = [results.find(site, index, "Radweg", limit=7, offset=offset).hits for offset in range(0, 35, 7)]

    def key(hit: Hit) -> tuple[str, int | None]:
        return hit.kind, hit.start_ms

    seen = [key(hit) for page in pages for hit in page]
    assert len(seen) == len(set(seen)) == 31
