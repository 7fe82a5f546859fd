from search.plans import SYNONYM, WHOLE, All, Plan, Wanted
from search.views import broader

BY_GRADE = {
    WHOLE: (All(("kita",)),),
    SYNONYM: (All(("kindergarten",)), All((">kindergarten",)), All(("hort",)), All(("tag", "pflege"))),
}
GRADES = tuple(BY_GRADE.get(grade, ()) for grade in range(SYNONYM + 1))
PLAN = Plan((Wanted(GRADES), Wanted(((All(("radweg",)),),))))
WRITTEN = {("kindergarten",): "Kindergarten", ("hort",): "Hort", ("tag", "pflege"): "Pflege am Tag"}


def told(*there: str) -> tuple[str, ...]:
    return broader.told(PLAN, WRITTEN.__getitem__, lambda terms: [int(term in there) for term in terms])


def test_synonyms_are_told_as_people_write_them_and_only_where_they_occur() -> None:
    assert told("kindergarten", "tag", "pflege") == ("Kindergarten", "Pflege am Tag")
    assert told("tag", "kita") == ()


def test_a_plan_without_synonyms_wants_the_same_otherwise() -> None:
    plan = broader.without(PLAN)
    assert plan.wanted[0].upto(SYNONYM) == (All(("kita",)),)
    assert plan.wanted[1] == PLAN.wanted[1]
    assert not broader.without(Plan())
