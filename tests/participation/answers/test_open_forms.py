"""What is kept in memory of surveys, and when it is read anew."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlmodel import select

from participation import forms
from participation.answers import open_forms
from participation.answers.open_forms import MOST_KEPT, OpenForms
from participation.processes import Process
from participation.processes.form_versions import FormVersion
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form, option, question

if TYPE_CHECKING:
    from council.base.site import Site

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


@pytest.mark.db
def test_a_survey_comes_with_its_versions_and_without_what_is_large(site: "Site") -> None:
    number = surveys.survey(site, form(*EVERY_KIND), strata=["Nord"], boundary=SQUARE)
    with site.database.writing() as db:
        db.add(FormVersion(process_id=number, number=2, form={"languages": ["de"], "pages": []}, at=site.clock()))
    with site.database.reading() as db:
        survey = open_forms.survey(db, "marktplatz")
        assert open_forms.survey(db, "anderswo") is None
    assert survey is not None
    assert (survey.id, survey.latest, survey.strata) == (number, 2, ["Nord"])
    assert survey.opens_at is not None
    assert survey.opens_at.tzinfo is not None
    assert [survey.version(asked) for asked in ("1", "2", "3", "", "²", "-1")] == [1, 2, 2, 2, 2, 2]


def test_who_sends_goes_by_what_was_known_half_a_second_ago(site: "Site", monkeypatch: pytest.MonkeyPatch) -> None:
    number = surveys.survey(site, form(*EVERY_KIND))
    kept, now = OpenForms(), 100.0
    monkeypatch.setattr(open_forms.time, "monotonic", lambda: now)

    def title() -> str:
        found = kept.recent(site, "marktplatz")
        assert found is not None
        return found.title["de"]

    assert title() == surveys.TITLE["de"]
    with site.database.writing() as db:
        db.get_one(Process, number).title = {"de": "Neu"}
    now += 0.4
    assert title() == surveys.TITLE["de"]
    now += 0.2
    assert title() == "Neu"
    assert kept.recent(site, "anderswo") is None


def test_a_form_is_read_once_and_again_when_it_was_corrected(site: "Site") -> None:
    surveys.survey(site, form(*EVERY_KIND))
    kept, statements = OpenForms(), []
    event.listen(site.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def first_text() -> str:
        with site.database.reading() as db:
            survey = open_forms.survey(db, "marktplatz")
            assert survey is not None
            return kept.form(db, survey, 1).questions["park"].text["de"]

    assert first_text() == "park?"
    read = len([one for one in statements if "form_version.form" in one])
    first_text()
    assert len([one for one in statements if "form_version.form" in one]) == read == 1
    with site.database.writing() as db:
        row = db.exec(select(FormVersion)).one()
        row.form, row.revision = (
            forms.to_json(form(question("park", "single", options=[option("a")], text={"de": "Neu?"}))),
            1,
        )
    assert first_text() == "Neu?"


def test_a_draft_is_read_each_time(site: "Site") -> None:
    surveys.survey(site, form(*EVERY_KIND), released=False)
    with site.database.reading() as db:
        survey = open_forms.survey(db, "marktplatz")
        assert survey is not None
        assert survey.latest == 0
        assert OpenForms().form(db, survey, 0).questions.keys() == {one["key"] for one in EVERY_KIND}


def test_only_so_many_are_kept(site: "Site") -> None:
    number, empty = surveys.survey(site, form(*EVERY_KIND)), {"languages": ["de"], "pages": []}
    with site.database.writing() as db:
        for version in range(2, MOST_KEPT + 5):
            db.add(FormVersion(process_id=number, number=version, form=empty, at=site.clock()))
    kept = OpenForms()
    with site.database.reading() as db:
        for version in range(1, MOST_KEPT + 5):
            kept.version(db, number, version, 0)
        assert len(kept._forms) == MOST_KEPT
        assert kept.version(db, number, 1, 0).questions


@pytest.mark.db
def test_a_boundary_is_read_for_forms_that_ask_for_places(site: "Site") -> None:
    asking, without = form(*EVERY_KIND), form(*[one for one in EVERY_KIND if one["kind"] != "place"])
    surveys.survey(site, asking, boundary=SQUARE)
    surveys.survey(site, asking, slug="ohne")
    with site.database.reading() as db:
        bounded, boundless = open_forms.survey(db, "marktplatz"), open_forms.survey(db, "ohne")
    assert bounded is not None
    assert boundless is not None
    found = open_forms.boundary_of(bounded, asking)
    assert found is not None
    assert found.contains(0.5, 0.5)
    assert open_forms.boundary_of(bounded, without) is None
    assert open_forms.boundary_of(boundless, asking) is None
