"""What every search engine has to do."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from search import queries
from search.documents import SEGMENT, Document, terms_of
from search.engines import EVERYTHING, Cursor, Filters, SearchEngine, SearchReader, UnavailableError, WriterBusyError


class Maker:
    """An engine to be tested, by how it is opened."""

    def __init__(self, writer: Callable[[], SearchEngine], reader: Callable[[], SearchReader]) -> None:
        self._writer, self._reader = writer, reader

    @contextmanager
    def writer(self) -> Iterator[SearchEngine]:
        with closing(self._writer()) as engine:
            yield engine

    @contextmanager
    def reader(self) -> Iterator[SearchReader]:
        with closing(self._reader()) as engine:
            yield engine


def tantivy(folder: Path) -> Maker:
    from search.engines.tantivy import TantivyEngine, TantivyReader

    return Maker(lambda: TantivyEngine(folder), lambda: TantivyReader(folder))


@pytest.fixture(params=[tantivy])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Maker:
    return request.param(tmp_path / "index")


def document(
    number: int, text: str, *, recording: int = 1, meeting: int = 1, organization: int = 1, year: int = 2026
) -> Document:
    words, wholes = terms_of(text)
    return Document(SEGMENT, number, meeting, recording, organization, year, number * 1000, words, wholes)


def found(
    engine: SearchReader, typed: str, filters: Filters = EVERYTHING, limit: int = 100, offset: int = 0
) -> list[str]:
    return [hit.id for hit in engine.search(queries.parse(typed), filters, limit, offset).hits]


def total(engine: SearchReader, typed: str, filters: Filters = EVERYTHING) -> int:
    return engine.search(queries.parse(typed), filters, 1).total


def test_without_an_index_there_is_no_answer_but_an_error_that_says_so(engines: Maker) -> None:
    with engines.reader() as reader:
        assert reader.cursor() is None
        with pytest.raises(UnavailableError):
            reader.search(queries.parse("Radweg"), EVERYTHING, 10)


def test_what_is_committed_is_found(engines: Maker) -> None:
    with engines.writer() as writer, engines.reader() as reader:
        writer.replace(1, [document(1, "Der Radweg"), document(2, "Die Straße")])
        writer.commit(Cursor(5, "then"))
        assert found(reader, "Radwege") == ["segment-1"]
        assert found(writer, "strasse") == ["segment-2"]
        assert reader.cursor() == writer.cursor() == Cursor(5, "then")


def test_what_is_not_committed_is_not_seen(engines: Maker) -> None:
    with engines.writer() as writer, engines.reader() as reader:
        writer.commit(Cursor(1))
        writer.replace(1, [document(1, "Der Radweg")])
        assert total(reader, "Radweg") == 0
        writer.commit(Cursor(2))
        assert total(reader, "Radweg") == 1


def test_replacing_leaves_nothing_of_before_and_nothing_of_others_is_touched(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(1, "Radweg"), document(2, "Radweg")])
        writer.replace(2, [document(3, "Radweg", recording=2)])
        writer.replace(1, [document(1, "Gehweg")])
        writer.commit(Cursor(1))
        assert found(writer, "Radweg") == ["segment-3"]
        assert found(writer, "Gehweg") == ["segment-1"]


def test_what_is_deleted_is_gone(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(1, "Radweg")])
        writer.commit(Cursor(1))
        writer.delete(1)
        writer.commit(Cursor(2))
        assert total(writer, "Radweg") == 0


def test_all_words_are_wanted_and_phrases_in_order(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(1, "Antrag zur Geschäftsordnung"), document(2, "die Geschäftsordnung, zur Sache")])
        writer.commit(Cursor(1))
        assert set(found(writer, "Geschäftsordnung")) == {"segment-1", "segment-2"}
        assert found(writer, "Geschäftsordnung Antrag") == ["segment-1"]
        assert found(writer, '"zur Geschäftsordnung"') == ["segment-1"]
        assert found(writer, "Geschäftsordnung Radweg") == []


def test_tied_words_are_found_together_and_apart(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(
            1, [document(1, "die Kita-Gebühren"), document(2, "die Kitagebühr"), document(3, "DS0123/24 liegt vor")]
        )
        writer.commit(Cursor(1))
        assert set(found(writer, "Kitagebühren")) == set(found(writer, "Kita-Gebühren")) == {"segment-1", "segment-2"}
        assert found(writer, "Gebühr") == ["segment-1"]
        assert found(writer, "ds0123/24") == ["segment-3"]


def test_a_word_that_is_rarer_or_said_more_often_ranks_higher(engines: Maker) -> None:
    with engines.writer() as writer:
        texts = ["Radweg und vieles mehr an Text", "Radweg, Radweg, Radweg und mehr", *["ganz anderes"] * 20]
        writer.replace(1, [document(number, text) for number, text in enumerate(texts, 1)])
        writer.commit(Cursor(1))
        assert found(writer, "Radweg") == ["segment-2", "segment-1"]


def test_filters_narrow_and_do_not_change_the_order(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(1, "Radweg", organization=1, year=2025, meeting=1)])
        writer.replace(2, [document(2, "Radweg", recording=2, organization=2, year=2025, meeting=2)])
        writer.replace(3, [document(3, "Radweg Radweg", recording=3, organization=2, year=2026, meeting=3)])
        writer.commit(Cursor(1))
        assert found(writer, "Radweg", Filters(organization_id=2)) == ["segment-3", "segment-2"]
        assert set(found(writer, "Radweg", Filters(year=2025))) == {"segment-1", "segment-2"}
        assert found(writer, "Radweg", Filters(year=2025, organization_id=2)) == ["segment-2"]
        assert found(writer, "Radweg", Filters(meeting_id=1)) == ["segment-1"]
        assert found(writer, "Radweg", Filters(without=frozenset({2, 3}))) == ["segment-1"]
        assert len(found(writer, "Radweg", Filters(kind=SEGMENT))) == 3
        assert found(writer, "Radweg", Filters(kind="unheard-of")) == []


def test_facets_count_all_hits_each_without_its_own_filter(engines: Maker) -> None:
    with engines.writer() as writer:
        for number, (organization, year) in enumerate([(1, 2025), (2, 2025), (2, 2026), (2, 2026)], 1):
            writer.replace(
                number,
                [document(number, "Radweg", recording=number, meeting=number, organization=organization, year=year)],
            )
        writer.commit(Cursor(1))
        facets = writer.facets(queries.parse("Radweg"), Filters(organization_id=2))
        assert facets.organizations == {1: 1, 2: 3}
        assert facets.years == {2025: 1, 2026: 2}
        assert facets.meetings == {2: 1, 3: 1, 4: 1}
        assert writer.facets(queries.parse(""), EVERYTHING).years == {}


def test_pages_are_one_list_without_gaps_or_repetitions(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(number, "Radweg") for number in range(1, 96)])
        writer.commit(Cursor(1))
        paged = [id for offset in range(0, 120, 20) for id in found(writer, "Radweg", limit=20, offset=offset)]
        assert paged == found(writer, "Radweg")
        assert len(set(paged)) == 95
        assert found(writer, "Radweg", offset=10**12) == []
        assert total(writer, "Radweg") == 95


@pytest.mark.parametrize(
    "typed", ["", '"', "+-*/", "'; DROP TABLE segment; --", "a" * 5000, "x " * 400, "*:* [a TO b] ^2~", "\x00"]
)
def test_nothing_typed_is_an_error(engines: Maker, typed: str) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(1, "Radweg")])
        writer.commit(Cursor(1))
        assert total(writer, typed) == 0


def test_an_index_beside_is_not_seen_before_it_takes_over_and_alone_afterwards(engines: Maker) -> None:
    with engines.writer() as writer, engines.reader() as reader:
        writer.replace(1, [document(1, "Radweg")])
        writer.commit(Cursor(1))
        built = writer.beside()
        built.replace(2, [document(2, "Gehweg", recording=2)])
        built.commit(Cursor(9))
        assert (total(reader, "Radweg"), total(reader, "Gehweg")) == (1, 0)
        writer.replace(1, [document(1, "Radweg"), document(4, "Radweg")])
        writer.commit(Cursor(2))
        assert total(reader, "Radweg") == 2
        writer.take_over(built)
        assert (total(reader, "Radweg"), total(reader, "Gehweg")) == (0, 1)
        assert reader.cursor() == Cursor(9)
        writer.replace(3, [document(3, "Gehweg", recording=3)])
        writer.commit(Cursor(10))
        assert total(reader, "Gehweg") == 2


def test_a_rebuild_is_asked_for_until_it_is_done(engines: Maker) -> None:
    with engines.writer() as writer, engines.reader() as reader:
        writer.commit(Cursor(1))
        assert not writer.rebuild_wanted()
        reader.request_rebuild()
        assert writer.rebuild_wanted()
        built = writer.beside()
        built.commit(Cursor(1))
        writer.take_over(built)
        assert not reader.rebuild_wanted()


def test_a_new_writer_goes_on_where_the_last_one_ended(engines: Maker) -> None:
    with engines.writer() as writer:
        writer.replace(1, [document(1, "Radweg")])
        writer.commit(Cursor(7, "then"))
    with engines.writer() as writer:
        assert writer.cursor() == Cursor(7, "then")
        writer.replace(2, [document(2, "Radweg", recording=2)])
        writer.commit(Cursor(8))
        assert total(writer, "Radweg") == 2


def test_only_one_writes(engines: Maker) -> None:
    with engines.writer(), pytest.raises(WriterBusyError), engines.writer():
        pass
    with engines.writer() as writer:
        writer.commit(Cursor(1))
