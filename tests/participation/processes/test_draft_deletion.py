"""Nothing remains of a draft that is deleted."""

import pytest
from sqlmodel import SQLModel, select

from participation.answers.submissions import Origin
from participation.processes import Process, draft_deletion
from tests import surveys
from tests.participation.townsurvey import form, question


@pytest.mark.db
def test_form_codes_and_test_answers_go_and_others_stay(site):
    asked = form(question("name", "short"))
    draft, other = surveys.survey(site, asked, released=False), surveys.survey(site, asked, slug="bleibt")
    for number in (draft, other):
        surveys.give_codes(site, number, 2)
    surveys.answer(site, draft, {"name": "Test"}, origin=Origin.TEST)
    with site.database.writing() as db:
        draft_deletion.delete(db, db.get(Process, draft))
    with site.database.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            if "process_id" in table.columns:
                left = {row[0] for row in db.execute(select(table.c.process_id))}
                assert left <= {other}, table.name
        assert [one.slug for one in db.exec(select(Process))] == ["bleibt"]


def test_what_was_released_is_never_deleted(site):
    number = surveys.survey(site, form(question("name", "short")))
    with pytest.raises(AssertionError), site.database.writing() as db:
        draft_deletion.delete(db, db.get(Process, number))
