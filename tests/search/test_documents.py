from search.documents import Origin, documents_of
from transcription.transcripts import PublicSegment

ORIGIN = Origin(recording_id=3, meeting_id=2, organization_id=1, year=2026)


def segment(number: int, text: str) -> PublicSegment:
    return PublicSegment(number, 1000 * number, 1000 * number + 900, None, text, (), False, None)


def test_an_utterance_becomes_a_document_with_its_terms() -> None:
    (document,) = documents_of(ORIGIN, [segment(7, "Die Kita-Gebühren 2025/0815")])
    assert document.id == "segment-7"
    assert document.words == "die kita gebuhr 2025 0815"
    assert document.wholes == "kitagebuhr 2025/0815"
    assert (document.recording_id, document.meeting_id, document.organization_id, document.year) == (3, 2, 1, 2026)
    assert document.start_ms == 7000


def test_an_utterance_without_a_word_is_none() -> None:
    assert list(documents_of(ORIGIN, [segment(1, "…"), segment(2, "")])) == []


def test_who_speaks_is_in_no_document_so_that_nobody_is_found_by_name() -> None:
    said = PublicSegment(1, 0, 900, "Renate Bürger (SPD)", "Der Radweg kommt.", (), False, None)
    (document,) = documents_of(ORIGIN, [said])
    assert document.words == "der radweg kommt"
    assert "renat" not in str(document)
