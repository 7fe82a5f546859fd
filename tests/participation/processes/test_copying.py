"""A copy has the settings of the earlier process, and nothing of its time."""

from datetime import date

import pytest

from participation.privacy import privacy_notices
from participation.processes import Access, Process, copying, form_versions
from tests import surveys
from tests.participation.townsurvey import form, question


@pytest.fixture
def source(site):
    number = surveys.survey(
        site, form(question("name", "short")), access=Access.CODES, strata=["Nord", "Süd"], delete_on=date(2027, 5, 1)
    )
    surveys.give_codes(site, number, 3, "Nord")
    return number


def copied(site, source):
    with site.database.reading() as db:
        return copying.copied(db.get(Process, source), {"de": "Noch einmal"}, site.clock())


def test_settings_are_taken_along(site, source):
    copy = copied(site, source)
    assert (copy.access, copy.strata, copy.purpose) == (Access.CODES, ["Nord", "Süd"], "Umgestaltung des Marktplatzes")
    assert copy.title == {"de": "Noch einmal"}


def test_dates_address_and_release_are_not(site, source):
    copy = copied(site, source)
    assert (copy.opens_at, copy.closes_at, copy.released_at, copy.delete_on) == (None, None, None, None)
    assert copy.slug != "marktplatz"


def test_every_fact_of_a_process_is_decided_on():
    """A column that is added has to be named here, or in copying: it is copied, or it is of its own time."""
    assert set(copying.COPIED) | set(copying.OWN) == set(Process.model_fields)
    assert not set(copying.COPIED) & set(copying.OWN)


def test_only_a_privacy_text_the_planner_wrote_is_taken_along(site, source):
    assert copied(site, source).privacy == {"de": "Wir verarbeiten Ihre Antworten ohne Namen."}
    with site.database.writing() as db:
        process = db.get(Process, source)
        process.privacy = privacy_notices.drafted(process)
        db.add(process)
    assert copied(site, source).privacy == {}


def test_the_form_people_answered_is_copied_and_not_what_was_begun_after(site, source):
    with site.database.writing() as db:
        process = db.get(Process, source)
        form_versions.keep(db, process, form(question("other", "short")), "x", site.clock())
    with site.database.reading() as db:
        assert list(copying.form_of(db, db.get(Process, source)).questions) == ["name"]
