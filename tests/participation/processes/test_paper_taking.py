"""Which surveys take sheets from paper."""

from datetime import timedelta

import pytest

from council.base.site import Site
from participation.processes import Kind, paper_taking
from participation.results import Result
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(EVERY_KIND[0])


def taking(site: Site) -> list[int | None]:
    with site.database.reading() as db:
        return [process.id for process in paper_taking.taking(db, site.clock())]


@pytest.mark.db
def test_those_that_run_or_are_over_the_one_that_ends_first_first(site: Site) -> None:
    now = site.clock()
    later = surveys.survey(site, FORM, slug="spaeter")
    over = surveys.survey(
        site, FORM, slug="vorbei", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2)
    )
    surveys.survey(site, FORM, slug="entwurf", released=False)
    surveys.survey(site, FORM, slug="bald", opens_at=now + timedelta(days=1))
    surveys.survey(site, FORM, slug="weg", withdrawn_at=now)
    surveys.survey(site, FORM, slug="geloescht", deleted_on=now.date())
    surveys.survey(site, form(), slug="ideen", kind=Kind.IDEATION)
    assert taking(site) == [over, later]


@pytest.mark.db
@pytest.mark.parametrize(("final", "taken"), [(True, False), (False, True)])
def test_none_once_final_results_were_public(site: Site, final: bool, taken: bool) -> None:
    number, now = surveys.survey(site, FORM), site.clock()
    with site.database.writing() as db:
        db.add(
            Result(process_id=number, number=1, final=final, people=1, figures={}, made_at=now, published_at=now, taken_back_at=now)
        )  # fmt: skip
    assert taking(site) == ([number] if taken else [])
