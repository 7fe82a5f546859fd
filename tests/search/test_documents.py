from dataclasses import replace

from search.documents import KINDS, SEGMENT, Document, Source, exact_of, terms_of
from search.german import Token

TOKENS = [
    Token(0, 12, "", ("kitagebuhr", ">gebuhr", "<kita")),
    Token(0, 4, "kita", ("kita",)),
    Token(5, 12, "gebuhren", ("gebuhr",)),
    Token(14, 18, "kita", ("kita",)),
]
SAID = Document(
    kind=SEGMENT,
    number=7,
    source=Source("recording", 3),
    meeting_id=2,
    organization_id=1,
    year=2026,
    day=739_692,
    start_ms=7000,
    terms=terms_of(TOKENS),
    exact=exact_of(TOKENS),
)


def test_a_document_is_known_by_its_kind_and_its_number() -> None:
    assert SAID.id == "segment-7"
    assert len({replace(SAID, kind=kind).id for kind in KINDS}) == len(KINDS)


def test_a_source_is_known_by_its_kind_and_its_number() -> None:
    assert str(Source("recording", 3)) == "recording-3"
    assert Source("recording", 3) == SAID.source != Source("meeting", 3)


def test_terms_are_all_of_all_words_as_often_as_they_occur() -> None:
    assert SAID.terms == ("kitagebuhr", ">gebuhr", "<kita", "kita", "gebuhr", "kita")


def test_words_in_order_are_those_that_are_written_and_not_tied_words_as_a_whole() -> None:
    assert SAID.exact == ("kita", "gebuhren", "kita")


def test_the_numbers_of_kinds_are_in_every_index_and_stay_what_they_are() -> None:
    assert KINDS[:5] == ("segment", "agenda_item", "meeting", "paper", "process")
