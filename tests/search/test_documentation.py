"""What docs/search.md says is found is found, by the tier it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from council.base.settings import Settings
from search import bounds, expansion, german, lexicon, queries, synonyms
from search.expansion import Knowledge
from search.german import Token
from search.plans import TIERS, All, Alternative
from search.sources import written
from search.spelling import fold
from search.synonyms import Synonyms
from search.words import Vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
NOT_FOUND = 0


def rows(*titles: str) -> list[list[str]]:
    """The rows of the table with these columns."""
    head = f"| {' | '.join(titles)} |"
    lines = PAGE[PAGE.index(head) :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]


FOUND = rows("Getippt", "Gesagt", "Stufe", "Warum")
MISSED = rows("Getippt", "Gesagt", "Warum nicht")
TYPED = [row[0] for row in rows("Sie tippen", "Gefunden wird")]


@pytest.fixture(scope="module")
def words() -> lexicon.Lexicon:
    return lexicon.opened(Settings().models)


@pytest.fixture(scope="module")
def meant(words: lexicon.Lexicon) -> Synonyms:
    return Synonyms.read(synonyms.BUILT_IN.read_text(encoding="utf-8").splitlines(), words)


def tier(typed: str, said: str, words: lexicon.Lexicon, meant: Synonyms) -> int:
    """By which tier a text is found in an archive in which nothing else is said."""
    tokens = german.analyse(said, words)
    terms = {term for token in tokens for term in token.terms}
    archive = Vocabulary(sorted((fold(word), word, 1) for word in set(written(said))))
    known = Knowledge(words, archive, meant, lambda asked: [100 * (term in terms) for term in asked])
    for grade, wanted in expansion.plan(queries.parse(typed), known).levels():
        if all(any(holds(alternative, tokens) for alternative in thing) for thing in wanted):
            return TIERS[grade]
    return NOT_FOUND


def holds(alternative: Alternative, tokens: list[Token]) -> bool:
    if isinstance(alternative, All):
        return {term for token in tokens for term in token.terms}.issuperset(alternative.terms)
    exact = " ".join(token.exact for token in tokens if token.exact)
    return f" {' '.join(alternative.words)} " in f" {exact} "


@pytest.mark.parametrize(("typed", "said", "stated"), [row[:3] for row in FOUND], ids=lambda value: value)
def test_what_is_said_to_be_found_is_found(
    typed: str, said: str, stated: str, words: lexicon.Lexicon, meant: Synonyms
) -> None:
    assert tier(typed, said, words, meant) == int(stated)


@pytest.mark.parametrize(("typed", "said"), [row[:2] for row in MISSED], ids=lambda value: value)
def test_what_is_said_not_to_be_found_is_not(typed: str, said: str, words: lexicon.Lexicon, meant: Synonyms) -> None:
    assert tier(typed, said, words, meant) == NOT_FOUND


@pytest.mark.parametrize("cell", TYPED)
def test_what_can_be_typed_is_understood(cell: str) -> None:
    query = queries.parse(cell.strip("`").replace("\\", ""))
    assert query
    assert "-" not in cell or query.unwanted
    assert ":" not in cell or query.bounds


def test_all_bounds_are_described() -> None:
    assert {name for name in queries.BOUNDS if f"`{name}:" not in PAGE} <= {"rednerin"}
    for value in re.findall(r"`jahr:([^`]+)`", PAGE):
        assert bounds.years(value)


def test_the_example_of_a_file_has_no_fault(words: lexicon.Lexicon) -> None:
    built_in = synonyms.BUILT_IN.read_text(encoding="utf-8").splitlines()
    assert not Synonyms.read(built_in, words, example()).faults


def example() -> Iterator[str]:
    return iter(PAGE.split("```\n")[1].splitlines())


def test_limits_are_those_of_the_program() -> None:
    for number in (queries.LONGEST, queries.MOST_CLAUSES, queries.MOST_ALTERNATIVES):
        assert re.search(rf"\b{number}\b", PAGE[PAGE.index("## Limits") :])
    for number in (synonyms.MOST_EXPRESSIONS, synonyms.MOST_SYNONYMS):
        assert f"höchstens {number} " in PAGE
