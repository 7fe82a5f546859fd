"""Known shares at the desk: by groups, and by one question that is chosen first."""

from typing import Any

import pytest

from council.base.site import Site
from participation.processes import Process
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form, options, question

FORM = form(question("age", "single", options=options("young", "old")), EVERY_KIND[0])
GIVEN = {"frage": "age", "antwort_0": "30", "antwort_1": "70", "gruppe_0": "45,5", "gruppe_1": "54,5"}


@pytest.fixture
def draft(site: Site) -> int:
    return surveys.survey(site, FORM, released=False, strata=["Nord", "Süd"], strata_question={"de": "Wo?"})


def at(process_id: int, rest: str = "") -> str:
    return f"/ratsbuero/beteiligung/{process_id}/zugang/gewichtung{rest}"


def known(site: Site, process_id: int) -> Any:
    with site.database.reading() as db:
        return db.get_one(Process, process_id).weighting


def test_the_fields_are_those_of_the_chosen_question(planner: Any, draft: int) -> None:
    page = planner.get(at(draft)).text
    assert 'value="age"' in page
    assert 'value="park"' not in page, "it has answers in words of one's own"
    assert 'name="antwort_0"' not in page
    assert 'name="antwort_1"' in planner.get(at(draft, "?frage=age")).text


def test_shares_are_kept(planner: Any, site: Site, draft: int) -> None:
    assert "Gespeichert." in planner.post(at(draft), data=GIVEN).text
    assert known(site, draft) == {
        "strata": {"Nord": 0.455, "Süd": 0.545}, "question": "age", "options": {"young": 0.3, "old": 0.7}
    }  # fmt: skip
    assert 'name="gruppe_0" value="45,5"' in planner.get(at(draft)).text
    planner.post(at(draft), data={"frage": ""})
    assert known(site, draft) is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"gruppe_0": "40"}, "Gruppen: Die Anteile ergeben zusammen 94,5 % statt 100 %."),
        ({"antwort_1": "80"}, "age?: Die Anteile ergeben zusammen 110,0 % statt 100 %."),
        ({"antwort_1": ""}, "age?: Für „Old“ fehlt der Anteil."),
    ],
)
def test_what_does_not_add_up_is_told(planner: Any, site: Site, draft: int, changed: dict[str, str], told: str) -> None:
    answer = planner.post(at(draft), data=GIVEN | changed)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert 'value="45,5"' in answer.text or "gruppe_0" in changed
    assert known(site, draft) is None


def test_shares_that_no_longer_fit_are_pointed_out(planner: Any, site: Site, draft: int) -> None:
    planner.post(at(draft), data=GIVEN)
    with site.database.writing() as db:
        process = db.get_one(Process, draft)
        process.strata = ["Nord", "West"]
        db.add(process)
    assert "passen nicht mehr zu den Gruppen" in planner.get(at(draft)).text
