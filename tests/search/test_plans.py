from hypothesis import given
from hypothesis import strategies as st

from search.plans import (
    FIRST,
    GRADES,
    GUESS,
    PART,
    SYNONYM,
    TIERS,
    TOGETHER,
    WHOLE,
    All,
    Alternative,
    Alternatives,
    Plan,
    Row,
    Wanted,
)

RAD, ENDS_WITH_RAD, VELO, RADD = All(("rad",)), All((">rad",)), All(("velo",)), All(("radd",))
BUS, BUS_LINE = All(("bus",)), Row(("bus", "linie"))


def wanted(grades: dict[int, Alternative]) -> Wanted:
    return Wanted(tuple((grades[grade],) if grade in grades else () for grade in range(GRADES)))


BIKE = wanted({WHOLE: RAD, PART: ENDS_WITH_RAD, SYNONYM: VELO, GUESS: RADD})


def test_a_level_has_all_alternatives_up_to_its_grade() -> None:
    assert list(Plan((BIKE,)).levels()) == [
        (WHOLE, ((RAD,),)),
        (PART, ((RAD, ENDS_WITH_RAD),)),
        (SYNONYM, ((RAD, ENDS_WITH_RAD, VELO),)),
        (GUESS, ((RAD, ENDS_WITH_RAD, VELO, RADD),)),
    ]


def test_grades_that_add_nothing_are_left_out_and_trailing_ones_need_not_be_there() -> None:
    assert list(Plan((Wanted(((RAD,), (), ())),)).levels()) == [(WHOLE, ((RAD,),))]
    assert list(Plan((Wanted(((RAD,),)),)).levels()) == [(WHOLE, ((RAD,),))]


def test_levels_begin_where_everything_wanted_can_be_met() -> None:
    plan = Plan((BIKE, wanted({FIRST: BUS, SYNONYM: BUS_LINE})))
    assert list(plan.levels()) == [
        (FIRST, ((RAD, ENDS_WITH_RAD), (BUS,))),
        (SYNONYM, ((RAD, ENDS_WITH_RAD, VELO), (BUS, BUS_LINE))),
        (GUESS, ((RAD, ENDS_WITH_RAD, VELO, RADD), (BUS, BUS_LINE))),
    ]


def test_where_something_cannot_be_met_at_all_there_is_no_level() -> None:
    assert list(Plan((BIKE, Wanted(()))).levels()) == []
    assert list(Plan((BIKE, Wanted(((), ())))).levels()) == []


def test_a_plan_that_wants_nothing_has_no_levels_and_is_nothing_to_look_for() -> None:
    for plan in (Plan(), Plan(unwanted=(RAD,))):
        assert list(plan.levels()) == []
        assert not plan
    assert Plan((BIKE,))


def test_what_was_typed_as_a_whole_stands_before_its_words() -> None:
    bus = Wanted(((BUS,),))
    assert list(Plan((BIKE, bus), together=BUS_LINE).levels())[:3] == [
        (TOGETHER, ((RAD,), (BUS,), (BUS_LINE,))),
        (WHOLE, ((RAD,), (BUS,))),
        (PART, ((RAD, ENDS_WITH_RAD), (BUS,))),
    ]
    assert [grade for grade, _ in Plan((wanted({PART: RAD}), bus), together=BUS_LINE).levels()] == [PART]


def test_people_see_four_tiers_whose_order_is_that_of_the_grades() -> None:
    tiers = [TIERS[grade] for grade in range(GRADES)]
    assert tiers == sorted(tiers)
    assert set(tiers) == {1, 2, 3, 4}
    assert TIERS[TOGETHER] == TIERS[WHOLE]
    assert (tiers[WHOLE], tiers[PART], tiers[SYNONYM], tiers[GUESS]) == (1, 2, 3, 4)


ALTERNATIVES = st.lists(
    st.sampled_from(["a", "b", "c", "d"]).map(lambda term: All((term,))), max_size=2, unique=True
).map(tuple)
THINGS = st.lists(ALTERNATIVES, max_size=GRADES).map(lambda grades: Wanted(tuple(grades)))


@given(st.lists(THINGS, min_size=1, max_size=3), st.sets(st.sampled_from(["a", "b", "c", "d"])))
def test_the_first_level_a_document_is_in_is_the_worst_grade_of_the_things_wanted(
    things: list[Wanted], terms: set[str]
) -> None:
    def has_one(alternatives: Alternatives) -> bool:
        return any(isinstance(found, All) and terms.issuperset(found.terms) for found in alternatives)

    best = [next((grade for grade, found in enumerate(thing.grades) if has_one(found)), None) for thing in things]
    worst = None if None in best else max(grade for grade in best if grade is not None)
    levels = Plan(tuple(things)).levels()
    assert next((grade for grade, level in levels if all(map(has_one, level))), None) == worst
