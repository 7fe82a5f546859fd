"""Which pages of a process there are at the desk."""

from typing import Any

import pytest

from council.base.site import Site
from tests import surveys
from tests.participation import ideation
from tests.participation.townsurvey import form, question

HOME = "/ratsbuero/beteiligung"
OF_SURVEYS = (
    "/fragen", "/fragen/sprachen", "/vorschau", "/codes", "/aenderungen", "/papier", "/papier/eingabe", "/texte", "/ergebnisse",
    "/zugang/gewichtung",
)  # fmt: skip


@pytest.mark.parametrize("page", OF_SURVEYS)
def test_pages_of_surveys_are_there_for_surveys_alone(planner: Any, site: Site, page: str) -> None:
    survey, ideas = surveys.survey(site, form(question("name", "short"))), ideation.collection(site)
    assert planner.get(f"{HOME}/{survey}{page}").status_code == 200
    assert planner.get(f"{HOME}/{ideas}{page}").status_code == 404


def test_a_process_that_is_not_there_has_no_pages(planner: Any) -> None:
    assert planner.get(f"{HOME}/4711").status_code == 404
