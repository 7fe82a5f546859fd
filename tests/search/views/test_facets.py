from council.base import i18n
from search.engines import Facets
from search.views.address import Address
from search.views.facets import MOST, SHOWN, facets

GERMAN = i18n.language("de")
NAMES = {1: "Stadtrat", 2: "Bauausschuss"}


def test_the_most_frequent_speakers_are_shown_and_others_on_demand() -> None:
    counts = Facets(speakers={f"Person {number}": number for number in range(1, 101)})
    (speakers,) = facets(counts, Address("a"), NAMES, GERMAN)
    assert [choice.label for choice in speakers.choices] == [f"Person {number}" for number in range(100, 92, -1)]
    assert len(speakers.choices) == SHOWN
    assert len(speakers.choices) + len(speakers.more) == MOST


def test_what_is_chosen_is_seen_though_it_finds_nothing() -> None:
    counts = Facets(speakers={f"Person {number}": number for number in range(1, 101)}, organizations={1: 3})
    chosen = Address("a", speakers=("Person 1", "Mona Richter"), organizations=(2,), years=("2020", "2021-2022"))
    bodies, years, speakers = facets(counts, chosen, NAMES, GERMAN)
    assert [(choice.label, choice.count, choice.chosen) for choice in bodies.choices] == [
        ("Stadtrat", 3, False),
        ("Bauausschuss", 0, True),
    ]
    assert [choice.label for choice in years.choices] == ["2020"]
    assert [choice.label for choice in speakers.choices if choice.chosen] == ["Person 1", "Mona Richter"]


def test_where_no_choice_finds_anything_there_are_none() -> None:
    assert facets(Facets(), Address("a", organizations=(1,)), NAMES, GERMAN) == ()


def test_a_body_that_is_not_public_any_more_is_no_choice() -> None:
    assert facets(Facets(organizations={9: 3}), Address("a"), NAMES, GERMAN) == ()


def test_choices_keep_their_ids_whatever_else_is_chosen() -> None:
    counts = Facets(organizations={1: 3}, speakers={"Mona Richter": 1})
    ids = [choice.id for facet in facets(counts, Address("a"), NAMES, GERMAN) for choice in facet.choices]
    narrowed = facets(counts, Address("b", organizations=(1,)), NAMES, GERMAN)
    assert ids == [choice.id for facet in narrowed for choice in facet.choices]
