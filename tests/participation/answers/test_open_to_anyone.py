"""Where anyone may answer, a group cannot be bought with a few answers of one's own."""

from pathlib import Path

import pytest

from council.base.site import Site
from participation import forms
from participation.answers.submissions import Origin
from participation.counting import disclosure
from participation.processes import Process
from participation.processes.form_versions import FormVersion
from participation.results import Result, counting
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

PARK = form(EVERY_KIND[0])


def final(site: Site, number: int, folder: Path) -> Result:
    with site.database.reading() as db:
        return counting.final(db, db.get_one(Process, number), folder, site.clock())


@pytest.mark.parametrize(("k", "by_code", "least"), [(5, True, 5), (5, False, 30), (10, False, 50), (2, False, 30)])
def test_how_many_people_a_group_needs(k: int, by_code: bool, least: int) -> None:
    assert disclosure.least_in_groups(k, by_code=by_code) == least


@pytest.mark.parametrize(
    ("access", "own", "groups"),
    [
        ("anyone", 4, [["Nord", "Süd"]]),
        ("anyone", 28, [["Nord", "Süd"]]),
        ("anyone", 29, [["Nord"], ["Süd"]]),
        ("codes", 4, [["Nord"], ["Süd"]]),
    ],
)
def test_a_stratum_of_one_person_and_many_answers_of_another(
    site: Site, tmp_path: Path, access: str, own: int, groups: list[list[str]]
) -> None:
    number = surveys.survey(site, PARK, strata=["Nord", "Süd"], access=access)
    for stratum, value, times in (("Nord", "yes", 40), ("Süd", "no", 1), ("Süd", "yes", own)):
        for _ in range(times):
            surveys.answer(site, number, {"park": value}, stratum=stratum, origin=Origin.PAPER)
    assert [block["strata"] for block in final(site, number, tmp_path).blocks] == groups


@pytest.mark.parametrize(("access", "sections"), [("anyone", [[1, 2]]), ("codes", [[1, 2], [1], [2]])])
def test_an_old_version_which_somebody_goes_on_answering(
    site: Site, tmp_path: Path, clock: MovableClock, access: str, sections: list[list[int]]
) -> None:
    number = surveys.survey(site, form(*EVERY_KIND[:2]), access=access)
    newer = forms.to_json(form(EVERY_KIND[0], EVERY_KIND[2]))
    with site.database.writing() as db:
        db.add(FormVersion(process_id=number, number=2, form=newer, at=clock.now))
    for version, answers in ((1, {"ways": ["bus"]}), (2, {"quiet": 4})):
        for _ in range(8):
            surveys.answer(site, number, {"park": "yes"} | answers, version=version, origin=Origin.PAPER)
    told = final(site, number, tmp_path).figures["sections"]
    assert [one["versions"] for one in told] == sections


def test_few_people_in_all_are_still_counted_together(site: Site, tmp_path: Path) -> None:
    number = surveys.survey(site, PARK, strata=["Nord", "Süd"])
    for stratum in ("Nord", "Süd") * 4:
        surveys.answer(site, number, {"park": "yes"}, stratum=stratum)
    assert final(site, number, tmp_path).blocks == [{"strata": ["Nord", "Süd"], "people": 8}]
