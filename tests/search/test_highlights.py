from hypothesis import given
from hypothesis import strategies as st

from search import highlights, queries


def html(typed: str, text: str) -> str | None:
    spans = highlights.matches(queries.parse(typed), text)
    return None if spans is None else highlights.marked(text, spans)


def test_the_very_words_that_matched_are_marked() -> None:
    assert html("Strasse baum", "Die Bäume der Straße") == "Die <mark>Bäume</mark> der <mark>Straße</mark>"


def test_a_text_without_one_of_the_words_is_no_hit() -> None:
    assert html("Baum Haus", "Die Bäume") is None
    assert html("", "Die Bäume") is None


def test_a_phrase_is_marked_only_where_its_words_follow_each_other() -> None:
    text = "Geschäftsordnung: zur Geschäftsordnung"
    assert html('"zur Geschäftsordnung"', text) == "Geschäftsordnung: <mark>zur</mark> <mark>Geschäftsordnung</mark>"
    assert html('"Geschäftsordnung Antrag"', text) is None


def test_of_tied_words_the_part_that_matched_is_marked() -> None:
    assert html("Gebühr", "Kita-Gebühren") == "Kita-<mark>Gebühren</mark>"
    assert html("Kitagebühr", "Kita-Gebühren") == "<mark>Kita-Gebühren</mark>"
    assert html("Kita-Gebühr", "die Kitagebühren") == "die <mark>Kitagebühren</mark>"


def test_text_is_escaped() -> None:
    assert html("b", '<b>"x" & y</b>') == "&lt;<mark>b</mark>&gt;&quot;x&quot; &amp; y&lt;/<mark>b</mark>&gt;"


def test_the_first_match_is_counted_in_tokens() -> None:
    text = "ein (zwei) drei"
    assert highlights.first_token(text, highlights.matches(queries.parse("zwei"), text) or []) == 1
    assert highlights.first_token(text, highlights.matches(queries.parse("drei"), text) or []) == 2
    assert highlights.first_token(text, []) is None


@given(st.text(max_size=100), st.text(alphabet="abc <>&\"'", max_size=60))
def test_without_its_marks_the_html_is_the_escaped_text(typed: str, text: str) -> None:
    from html import unescape

    marked = html(typed, text)
    if marked is not None:
        assert unescape(marked.replace("<mark>", "").replace("</mark>", "")) == text
