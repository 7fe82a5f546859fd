"""Files kept in memory: made once for a state of the text, forgotten when room is needed."""

from transcription.views.kept import Kept


def test_a_file_is_made_once_for_its_key() -> None:
    made: list[int] = []
    kept = Kept()
    for _ in range(3):
        assert kept.get(("a", 1), lambda: made.append(1) or b"captions") == b"captions"
    assert len(made) == 1


def test_another_edition_is_another_file() -> None:
    kept = Kept()
    kept.get(("a", 1), lambda: b"before the cut")
    assert kept.get(("a", 2), lambda: b"after") == b"after"


def test_the_files_asked_for_longest_ago_make_room() -> None:
    kept = Kept(most_bytes=10)
    kept.get(("a",), lambda: b"12345")
    kept.get(("b",), lambda: b"12345")
    kept.get(("a",), lambda: b"unused")
    kept.get(("c",), lambda: b"12345")
    assert kept.get(("a",), lambda: b"made again") == b"12345"
    assert kept.get(("b",), lambda: b"again") == b"again"


def test_a_file_larger_than_the_room_is_served_but_not_kept() -> None:
    kept = Kept(most_bytes=3)
    assert kept.get(("a",), lambda: b"12345") == b"12345"
    assert kept.get(("a",), lambda: b"again") == b"again"
