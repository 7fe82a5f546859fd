"""What every search engine keeps: what is written, and when it is seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from search.documents import MEETING, Source
from search.engines import (
    EVERYTHING,
    Cursor,
    Facets,
    SearchEngine,
    UnavailableError,
    WriterBusyError,
)
from tests.contracts.conftest import MEILISEARCH_URL, EngineUnderTest
from tests.contracts.searching import RADWEG, TEMPLATE, document, fill, found, of, texts, total


@pytest.mark.skipif(
    not MEILISEARCH_URL, reason="not run against Meilisearch: RATSFENSTER_TEST_MEILISEARCH_URL names no server"
)
def test_all_of_this_is_run_against_meilisearch_as_well(request: pytest.FixtureRequest) -> None:
    names = {item.name for item in request.session.items if item.path == request.path}
    assert any(name.endswith("[meilisearch]") for name in names)


def test_without_an_index_there_is_no_answer_but_an_error_that_says_so(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.reader() as reader:
        assert reader.cursor() is None
        with pytest.raises(UnavailableError):
            reader.search(RADWEG, EVERYTHING, 10)
        with pytest.raises(UnavailableError):
            reader.facets(RADWEG, EVERYTHING)
        with pytest.raises(UnavailableError):
            reader.counts(["radweg"], EVERYTHING)


def test_a_commit_is_seen_by_every_reader_and_tells_how_far_it_goes(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        writer.replace(TEMPLATE.source, [document(1, "der radweg"), document(2, "die strasse")])
        writer.commit(Cursor(5, "then"))
        assert found(reader, RADWEG) == {1}
        assert found(writer, of("strasse")) == {2}
        assert reader.cursor() == writer.cursor() == Cursor(5, "then")


def test_what_is_not_committed_is_not_seen(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        writer.commit(Cursor(1))
        writer.replace(TEMPLATE.source, [document(1, "radweg")])
        assert total(reader) == 0
        writer.commit(Cursor(2))
        assert total(reader) == 1


def test_a_source_is_replaced_as_a_whole_and_others_are_not_touched(index: SearchEngine) -> None:
    other, meeting = Source("recording", 11), Source("meeting", 1)
    fill(
        index,
        document(1, "radweg"),
        document(2, "radweg"),
        document(3, "radweg", source=other),
        document(1, "radweg", kind=MEETING, source=meeting),
    )
    fill(index, document(2, "gehweg"))
    assert {hit.id for hit in index.search(RADWEG, EVERYTHING, 10).hits} == {"segment-3", "meeting-1"}
    assert found(index, of("gehweg")) == {2}


def test_the_last_of_several_replacements_counts(index: SearchEngine) -> None:
    index.replace(TEMPLATE.source, [document(1, "radweg"), document(2, "radweg")])
    index.replace(TEMPLATE.source, iter([document(1, "gehweg")]))
    index.commit(Cursor(1))
    assert total(index) == 0
    assert found(index, of("gehweg")) == {1}


def test_a_source_without_documents_is_gone(index: SearchEngine) -> None:
    texts(index, "radweg")
    index.replace(TEMPLATE.source, [])
    index.replace(Source("recording", 99), [])
    index.commit(Cursor(2))
    assert total(index) == 0
    assert index.counts(["radweg"], EVERYTHING) == [0]
    assert index.facets(RADWEG, EVERYTHING) == Facets()


def test_an_index_beside_is_not_seen_before_it_takes_over_and_alone_afterwards(
    engine_under_test: EngineUnderTest,
) -> None:
    other = Source("recording", 2)
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        fill(writer, document(1, "radweg"))
        built = writer.beside()
        fill(built, document(2, "gehweg", source=other), cursor=9)
        assert (total(reader), total(reader, of("gehweg"))) == (1, 0)
        fill(writer, document(1, "radweg"), document(4, "radweg"), cursor=2)
        assert total(reader) == 2
        writer.take_over(built)
        assert (total(reader), total(reader, of("gehweg"))) == (0, 1)
        assert reader.cursor() == writer.cursor() == Cursor(9)
        fill(writer, document(3, "gehweg", source=Source("recording", 3)), cursor=10)
        assert found(reader, of("gehweg")) == {2, 3}


def test_a_rebuild_is_asked_for_until_it_is_done(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader:
        writer.commit(Cursor(1))
        assert not writer.rebuild_wanted()
        reader.request_rebuild()
        assert writer.rebuild_wanted()
        built = writer.beside()
        built.commit(Cursor(1))
        writer.take_over(built)
        assert not reader.rebuild_wanted()


def test_a_new_writer_goes_on_where_the_last_one_ended(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer() as writer:
        writer.replace(TEMPLATE.source, [document(1, "radweg")])
        writer.commit(Cursor(7, "then"))
        writer.replace(Source("recording", 5), [document(5, "radweg", source=Source("recording", 5))])
    with engine_under_test.writer() as writer:
        assert writer.cursor() == Cursor(7, "then")
        fill(writer, document(2, "radweg", source=Source("recording", 2)), cursor=8)
        assert found(writer, RADWEG) >= {1, 2}


def test_only_one_writes(engine_under_test: EngineUnderTest) -> None:
    with engine_under_test.writer(), pytest.raises(WriterBusyError), engine_under_test.writer():
        pass
    with engine_under_test.writer() as writer:
        writer.commit(Cursor(1))


def test_a_reader_is_shared_by_threads_while_another_process_writes(engine_under_test: EngineUnderTest) -> None:
    sizes = range(1, 6)
    with engine_under_test.writer() as writer, engine_under_test.reader() as reader, ThreadPoolExecutor(4) as pool:
        texts(writer, "radweg")
        answers = []
        for size in sizes:
            answers += [pool.submit(total, reader) for _ in range(20)]
            texts(writer, *["radweg"] * size)
        assert {answer.result() for answer in answers} <= set(sizes)
        assert total(reader) == max(sizes)
