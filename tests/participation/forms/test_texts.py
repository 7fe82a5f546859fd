"""How what people write is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.forms import texts

anything = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Mehr Bänke \n", "Mehr Bänke"),
        ("eins\r\nzwei\rdrei\u2028vier", "eins\nzwei\ndrei\nvier"),
        ("Cafe\u0301", "Café"),
        ("a\0b\x1b\u202ec", "abc"),
        ("halb \ud83d Zeichen", "halb  Zeichen"),
        ("<script>alert(1)</script> & mehr", "<script>alert(1)</script> & mehr"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_a_text_is_kept_as_it_was_meant(written: str, kept: str) -> None:
    assert texts.clean(written) == kept


def test_a_text_on_one_line_has_no_line_breaks() -> None:
    assert texts.one_line(" eins\r\n\tzwei   drei ") == "eins zwei drei"


@given(anything)
def test_cleaning_twice_changes_nothing_and_any_database_takes_it(written: str) -> None:
    kept = texts.clean(written)
    assert texts.clean(kept) == kept
    assert texts.one_line(texts.one_line(written)) == texts.one_line(written)
    assert "\0" not in kept.encode().decode()


def test_a_missing_text_is_the_one_in_the_leading_language() -> None:
    said = {"de": "Ja", "en": "Yes"}
    assert [texts.shown(said, language, "de") for language in ("en", "de-leicht", "fr")] == ["Yes", "Ja", "Ja"]
    assert texts.shown({"en": "Yes"}, "de-leicht", "de") == ""
