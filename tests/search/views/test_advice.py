from collections.abc import Callable

import pytest

from council.base import i18n
from search import plans, queries
from search.plans import All, Plan, Wanted
from search.views import advice
from search.views.address import Address
from search.views.advice import Variant
from search.views.facets import Chip

GERMAN = i18n.language("de")


def thing(word: str, *synonyms: str) -> Wanted:
    return Wanted(((All((word,)),), (), (), (), (), tuple(All((other,)) for other in synonyms)))


def planned(*things: Wanted) -> Plan:
    return Plan(things)


def tried(counts: dict[str, int], asked: list[Variant]) -> Callable[[Variant], int]:
    """Counts by the words of the search; what was asked is kept."""

    def count(variant: Variant) -> int:
        asked.append(variant)
        return counts.get(variant.target.typed, 0)

    return count


def offered(
    typed: str, plan: Plan, counts: dict[str, int], chips: list[Chip] | None = None
) -> tuple[list[str], list[Variant]]:
    asked: list[Variant] = []
    found = advice.offers(queries.parse(typed), plan, Address(typed), chips or [], tried(counts, asked), GERMAN)
    return [f"{'nur' if offer.alone else 'ohne'} {offer.text}: {offer.count}" for offer in found], asked


def test_what_is_left_without_a_word_is_offered_most_hits_first() -> None:
    plan = planned(thing("radweg"), thing("tunnel"), thing("zeppelin"))
    found, asked = offered("Radweg Tunnel Zeppelin", plan, {"Radweg Tunnel": 2, "Radweg Zeppelin": 5})
    assert found == ["ohne Tunnel: 5", "ohne Zeppelin: 2"]
    assert [variant.plan for variant in asked] == [
        planned(thing("tunnel"), thing("zeppelin")),
        planned(thing("radweg"), thing("zeppelin")),
        planned(thing("radweg"), thing("tunnel")),
    ], "what was planned is taken apart, and not planned anew"


def test_a_bound_is_let_go_with_the_plan_as_it_is() -> None:
    chip = Chip("Jahr", "2020", "/suche?q=Radweg", Address("Radweg"))
    found, asked = offered("Radweg jahr:2020", planned(thing("radweg")), {"Radweg": 3}, [chip])
    assert found == ["ohne 2020: 3"]
    assert [variant.plan for variant in asked] == [planned(thing("radweg"))]


def test_where_no_word_can_be_spared_single_words_are_offered() -> None:
    plan = planned(thing("radweg"), thing("tunnel"), thing("zeppelin"))
    found, asked = offered("Radweg Tunnel Zeppelin", plan, {"Radweg": 7})
    assert found == ["nur Radweg: 7"]
    assert asked[3].plan == planned(thing("radweg"))


def test_what_was_not_wanted_is_given_back() -> None:
    plan = Plan((thing("radweg"),), unwanted=(All(("schule",)),))
    found, asked = offered("Radweg -Schule", plan, {"Radweg": 4})
    assert found == ["ohne -Schule: 4"]
    assert asked[0].plan == planned(thing("radweg"))
    several = Plan((thing("radweg"),), unwanted=(All(("schule",)), All(("haus",))))
    assert [variant.plan for variant in offered("Radweg -Schule -Haus", several, {})[1]] == [None, None]


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ("Kita-Gebühren Radweg", planned(thing("kita"), thing("gebuhr"), thing("radweg"))),
        ("Kita-Gebühren Radweg Radwege", planned(thing("kita"), thing("gebuhr"), thing("radweg"))),
        ("Radweg Radwege", planned(thing("radweg"))),
        ("öffentlicher Nahverkehr", planned(thing("offentlich", "opnv"), thing("nahverkehr", "opnv"))),
    ],
)
def test_what_cannot_be_taken_apart_is_planned_anew(typed: str, plan: Plan) -> None:
    assert set(advice.apart(queries.parse(typed), plan)) == {None}


def test_words_that_mean_something_each_for_itself_can_be_taken_apart() -> None:
    things = (thing("kita", "kindergarten"), thing("tram", "strassenbahn"))
    assert advice.apart(queries.parse('Kita "Tram"'), planned(*things)) == things
    assert len(things[0].grades) > plans.SYNONYM


def test_no_more_is_tried_than_there_is_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"wort{letter}" for letter in "abcdefghijklmnopqrst"]
    plan = planned(*map(thing, words))
    assert len(offered(" ".join(words), plan, {})[1]) == 2 * advice.TRIED
    monkeypatch.setattr(advice, "LONGEST_S", -1)
    assert len(offered(" ".join(words), plan, {})[1]) == 2 * advice.AT_LEAST


def test_few_are_offered() -> None:
    words = [f"wort{letter}" for letter in "abcdefgh"]
    every = {" ".join(other for other in words if other != word): 1 for word in words}
    assert len(offered(" ".join(words), planned(*map(thing, words)), every)[0]) == advice.MOST
