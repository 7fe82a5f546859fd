"""The very words that matched are marked, by the plan alone."""

from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import highlights
from search.german import Token
from search.plans import GRADES, INSIDE, PART, SYNONYM, WHOLE, All, Alternative, Plan, Row, Wanted

KITA = "die Kita-Gebühren steigen"
KITA_TOKENS = [
    Token(0, 3, "die", ("die",)),
    Token(4, 17, "", ("kitagebuehr", ">gebuehr", "<kita")),
    Token(4, 8, "kita", ("kita",)),
    Token(9, 17, "gebuehren", ("gebuehr",)),
    Token(18, 25, "steigen", ("steigen",)),
]
PLAN_TEXT = "Der Bebauungsplan und der Plan"
PLAN_TOKENS = [
    Token(0, 3, "der", ("der",)),
    Token(4, 17, "bebauungsplan", ("bebauungplan", ">plan", "<bebauung")),
    Token(18, 21, "und", ("und",)),
    Token(22, 25, "der", ("der",)),
    Token(26, 30, "plan", ("plan",)),
]


def wanted(**grades: list[Alternative]) -> Wanted:
    """A thing with alternatives by the names of grades."""
    places = {"whole": WHOLE, "part": PART, "inside": INSIDE, "synonym": SYNONYM}
    found: list[tuple[Alternative, ...]] = [() for _ in range(GRADES)]
    for name, alternatives in grades.items():
        found[places[name]] = tuple(alternatives)
    return Wanted(tuple(found))


def html(plan: Plan, text: str, tokens: list[Token]) -> str | None:
    spans = highlights.matching(plan, tokens)
    return None if spans is None else highlights.marked(text, spans)


def only(*things: Wanted) -> Plan:
    return Plan(things)


def test_all_words_of_every_grade_are_marked() -> None:
    thing = wanted(whole=[All(("plan",))], part=[All((">plan",))])
    assert html(only(thing), PLAN_TEXT, PLAN_TOKENS) == "Der <mark>Bebauungsplan</mark> und der <mark>Plan</mark>"


def test_the_whole_word_is_marked_where_only_a_part_of_it_matched() -> None:
    thing = wanted(whole=[All(("bebauung",))], inside=[All(("<bebauung",))])
    assert html(only(thing), PLAN_TEXT, PLAN_TOKENS) == "Der <mark>Bebauungsplan</mark> und der Plan"


def test_everything_wanted_has_to_be_there() -> None:
    plan, kita = wanted(whole=[All(("plan",))]), wanted(whole=[All(("kita",))])
    assert highlights.matching(only(plan, kita), PLAN_TOKENS) is None
    assert highlights.matching(only(plan), PLAN_TOKENS) == [(26, 30)]


def test_a_plan_without_anything_wanted_finds_nothing() -> None:
    assert highlights.matching(Plan(), PLAN_TOKENS) is None
    assert highlights.matching(Plan((), (All(("plan",)),)), PLAN_TOKENS) is None
    assert highlights.matching(only(Wanted(())), PLAN_TOKENS) is None
    assert highlights.matching(only(wanted(whole=[All(()), Row(())])), PLAN_TOKENS) is None


@pytest.mark.parametrize("unwanted", [All(("plan",)), All(("und", "der")), Row(("und", "der"))])
def test_what_has_something_unwanted_is_no_hit(unwanted: Alternative) -> None:
    thing = wanted(whole=[All(("bebauungplan",))])
    assert highlights.matching(Plan((thing,), (unwanted,)), PLAN_TOKENS) is None


@pytest.mark.parametrize("unwanted", [All(("plan", "kita")), Row(("der", "und")), Row(("plan", "der"))])
def test_only_the_whole_of_something_unwanted_counts(unwanted: Alternative) -> None:
    thing = wanted(whole=[All(("bebauungplan",))])
    assert highlights.matching(Plan((thing,), (unwanted,)), PLAN_TOKENS) == [(4, 17)]


def test_of_several_terms_all_are_marked_or_none() -> None:
    both = wanted(whole=[All(("bebauungplan", "plan"))])
    assert highlights.matching(only(both), PLAN_TOKENS) == [(4, 17), (26, 30)]
    missing = wanted(whole=[All(("bebauungplan", "kita")), All(("und",))])
    assert highlights.matching(only(missing), PLAN_TOKENS) == [(18, 21)]


def test_a_row_is_marked_only_where_its_words_follow_each_other() -> None:
    row = wanted(whole=[Row(("der", "plan"))])
    assert html(only(row), PLAN_TEXT, PLAN_TOKENS) == "Der Bebauungsplan und <mark>der</mark> <mark>Plan</mark>"
    assert highlights.matching(only(wanted(whole=[Row(("plan", "und"))])), PLAN_TOKENS) is None
    assert highlights.matching(only(wanted(whole=[Row(("plan", "ende"))])), PLAN_TOKENS) is None


def test_a_row_knows_written_words_not_the_whole_of_tied_ones() -> None:
    assert highlights.matching(only(wanted(whole=[Row(("die", "kita", "gebuehren"))])), KITA_TOKENS) is not None
    assert highlights.matching(only(wanted(whole=[Row(("gebuehr",))])), KITA_TOKENS) is None


def test_of_tied_words_the_part_is_marked_that_was_looked_for() -> None:
    thing = wanted(whole=[All(("gebuehr",))], part=[All((">gebuehr",))])
    assert html(only(thing), KITA, KITA_TOKENS) == "die Kita-<mark>Gebühren</mark> steigen"


def test_tied_words_are_marked_together_where_they_were_looked_for_together() -> None:
    whole = wanted(whole=[All(("kitagebuehr",))], synonym=[All(("kita", "gebuehr"))])
    assert html(only(whole), KITA, KITA_TOKENS) == "die <mark>Kita-Gebühren</mark> steigen"
    inside = wanted(inside=[All(("<kita",))])
    assert html(only(inside), KITA, KITA_TOKENS) == "die <mark>Kita-Gebühren</mark> steigen"


def test_two_things_wanted_each_keep_their_marks() -> None:
    gebuehr, kitagebuehr = wanted(whole=[All(("gebuehr",))]), wanted(whole=[All(("kitagebuehr",))])
    assert html(only(gebuehr, kitagebuehr), KITA, KITA_TOKENS) == "die <mark>Kita-Gebühren</mark> steigen"


def test_text_is_escaped() -> None:
    assert highlights.marked('<b>"x" & y</b>', [(1, 2)]) == "&lt;<mark>b</mark>&gt;&quot;x&quot; &amp; y&lt;/b&gt;"


def test_the_first_match_is_counted_in_tokens() -> None:
    text = "ein (zwei) drei"
    assert highlights.first_token(text, [(5, 9)]) == 1
    assert highlights.first_token(text, [(11, 15)]) == 2
    assert highlights.first_token(text, []) is None


TERMS = st.sampled_from(["a", "b", ">b", "<a", "ab"])


@st.composite
def analysed(draw: st.DrawFn) -> tuple[str, list[Token]]:
    """A text, and tokens anywhere in it, nested and overlapping as well."""
    text = draw(st.text(alphabet="ab <>&\"'-ß", min_size=1, max_size=40))
    tokens = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        tokens.append(
            Token(start, end, draw(st.sampled_from(["", "a", "b"])), tuple(draw(st.lists(TERMS, max_size=3))))
        )
    return text, sorted(tokens, key=lambda token: token.start)


alternatives = st.one_of(
    st.lists(TERMS, max_size=3).map(lambda terms: All(tuple(terms))),
    st.lists(st.sampled_from(["a", "b"]), max_size=3).map(lambda words: Row(tuple(words))),
)
things = st.lists(st.lists(alternatives, max_size=3).map(tuple), max_size=5).map(lambda grades: Wanted(tuple(grades)))
plans = st.builds(Plan, st.lists(things, max_size=3).map(tuple), st.lists(alternatives, max_size=1).map(tuple))


@given(plans, analysed())
def test_without_its_marks_the_html_is_the_escaped_text(plan: Plan, text_and_tokens: tuple[str, list[Token]]) -> None:
    text, tokens = text_and_tokens
    marked = html(plan, text, tokens)
    if marked is not None:
        assert unescape(marked.replace("<mark>", "").replace("</mark>", "")) == text


@given(plans, analysed())
def test_spans_are_whole_tokens_in_order(plan: Plan, text_and_tokens: tuple[str, list[Token]]) -> None:
    _, tokens = text_and_tokens
    spans = highlights.matching(plan, tokens) or []
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert {start for start, _ in spans} <= {token.start for token in tokens}
    assert {end for _, end in spans} <= {token.end for token in tokens}


@given(plans, analysed())
def test_a_text_is_a_hit_where_each_thing_has_an_alternative_and_nothing_is_unwanted(
    plan: Plan, text_and_tokens: tuple[str, list[Token]]
) -> None:
    """As an engine decides it, from the bag of terms and the words in order."""
    _, tokens = text_and_tokens
    bag = {term for token in tokens for term in token.terms}
    words = [token.exact for token in tokens if token.exact]

    def has(alternative: Alternative) -> bool:
        if isinstance(alternative, All):
            return bool(alternative.terms) and bag.issuperset(alternative.terms)
        length = len(alternative.words)
        return length > 0 and any(
            tuple(words[start : start + length]) == alternative.words for start in range(len(words))
        )

    met = all(any(map(has, (one for grade in thing.grades for one in grade))) for thing in plan.wanted)
    is_hit = bool(plan.wanted) and met and not any(map(has, plan.unwanted))
    assert (highlights.matching(plan, tokens) is not None) == is_hit
