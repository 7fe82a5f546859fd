"""Steps of building, kept so that they can be taken back, by several planners at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from participation import building
from participation.building import form_steps
from participation.building.form_steps import StaleError
from participation.processes import Process, form_versions
from tests import surveys
from tests.participation.townsurvey import form, question


@pytest.fixture
def process_id(site):
    return surveys.survey(site, form(question("name", "short")), released=False)


def pages(site, process_id):
    with site.database.reading() as db:
        return len(form_versions.draft(db, db.get(Process, process_id)).pages)


def seen(site, process_id):
    with site.database.reading() as db:
        return form_steps.stand(form_versions.draft(db, db.get(Process, process_id)))


def step(site, process_id, stand=None):
    """Add a page."""
    stand = stand or seen(site, process_id)
    with site.database.writing() as db:
        process = form_steps.locked(db, process_id)
        form_steps.change(
            db, process, stand, lambda form: building.add_page(form)[0], "Seite hinzugefügt", site.clock()
        )


def go(site, process_id, way, stand=None):
    stand = stand or seen(site, process_id)
    with site.database.writing() as db:
        return way(db, form_steps.locked(db, process_id), stand)


@pytest.mark.db
def test_steps_are_taken_back_and_done_again(site, process_id):
    for _ in range(3):
        step(site, process_id)
    assert pages(site, process_id) == 4
    assert [go(site, process_id, form_steps.undo) for _ in range(4)] == ["Seite hinzugefügt"] * 3 + [""]
    assert pages(site, process_id) == 1
    assert go(site, process_id, form_steps.redo) == "Seite hinzugefügt"
    assert pages(site, process_id) == 2


def test_a_new_step_drops_those_that_were_taken_back(site, process_id):
    step(site, process_id)
    go(site, process_id, form_steps.undo)
    step(site, process_id)
    assert go(site, process_id, form_steps.redo) == ""
    assert pages(site, process_id) == 2


def test_who_saw_an_older_state_is_told_even_if_its_number_is_the_same(site, process_id):
    step(site, process_id)
    old = seen(site, process_id)
    go(site, process_id, form_steps.undo)
    with site.database.writing() as db:
        process = form_steps.locked(db, process_id)
        stand = form_steps.stand(form_versions.draft(db, process))
        form_steps.change(db, process, stand, lambda form: building.without_question(form, "name"), "x", site.clock())
        assert process.draft_position == 2
    for act in (lambda: step(site, process_id, old), lambda: go(site, process_id, form_steps.undo, old)):
        with pytest.raises(StaleError):
            act()
    assert pages(site, process_id) == 1


@pytest.mark.db
def test_of_two_who_step_at_once_one_is_told(site, process_id):
    stand, together = seen(site, process_id), Barrier(2)

    def at_once(_):
        together.wait()
        try:
            step(site, process_id, stand)
        except StaleError:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(at_once, range(2))) == ["done", "told"]
    assert pages(site, process_id) == 2


def test_what_changes_nothing_is_no_step(site, process_id):
    with site.database.writing() as db:
        process = form_steps.locked(db, process_id)
        stand = form_steps.stand(form_versions.draft(db, process))
        form_steps.change(db, process, stand, lambda form: form, "Nichts", site.clock())
        assert form_versions.undoable(db, process) is None


def test_only_the_last_steps_can_be_taken_back(site, process_id, monkeypatch):
    monkeypatch.setattr(form_versions, "KEPT_DRAFTS", 5)
    for _ in range(7):
        step(site, process_id)
    taken_back = 0
    while go(site, process_id, form_steps.undo):
        taken_back += 1
    assert taken_back == 5


def test_a_draft_speaks_the_languages_of_its_form_and_a_released_survey_only_what_is_public(site):
    asked = form(question("name", "short"))
    draft, public = surveys.survey(site, asked, released=False), surveys.survey(site, asked, slug="offen")
    for number, languages in ((draft, ["en", "de"]), (public, ["de"])):
        with site.database.writing() as db:
            process = form_steps.locked(db, number)
            stand = form_steps.stand(asked)
            form_steps.change(
                db, process, stand, lambda form: building.with_languages(form, ["en", "de"]), "x", site.clock()
            )
            assert process.languages == languages
    go(site, draft, form_steps.undo)
    with site.database.reading() as db:
        assert db.get(Process, draft).languages == ["de"]


def test_a_released_survey_knows_whether_its_draft_differs(site):
    number = surveys.survey(site, form(question("name", "short")))
    with site.database.reading() as db:
        assert not form_steps.untold(db, db.get(Process, number))
    step(site, number)
    with site.database.reading() as db:
        assert form_steps.untold(db, db.get(Process, number))
