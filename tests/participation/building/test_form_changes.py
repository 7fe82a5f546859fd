"""Changing the form of an open survey: corrections in place, new versions beside the earlier ones."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from council.base.accounts import Account
from council.base.audit import AuditEntry
from council.base.site import Site
from participation import forms
from participation.building import form_changes
from participation.building.form_changes import FormChangeError
from participation.forms import Form
from participation.processes import Process, form_versions
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import account_of
from tests.participation.townsurvey import EVERY_KIND, form, question

FORM = form(EVERY_KIND[0], EVERY_KIND[2])


@pytest.fixture
def planner(site: Site, cast: Cast) -> Account:
    return account_of(site, cast.planner)


@pytest.fixture
def process(site: Site) -> int:
    return surveys.survey(site, FORM)


def reworded(text: str = "Soll der Park größer werden?") -> Form:
    return form({**EVERY_KIND[0], "text": {"de": text}}, EVERY_KIND[2])


def drafted(site: Site, process_id: int, changed: Form) -> str:
    """The planner changes the draft; the mark of what they see."""
    with site.database.writing() as db:
        form_versions.keep(db, db.get_one(Process, process_id), changed, "Frage geändert", site.clock())
    return form_changes.mark(changed)


def publish(site: Site, process_id: int, who: Account, seen: str, **options: Any) -> None:
    given: dict[str, Any] = {"correction": True, "reason": "Tippfehler"} | options
    with site.database.writing() as db:
        form_changes.publish(db, process_id, seen=seen, site=site, who=who, **given)


@pytest.mark.db
def test_a_correction_changes_the_version_in_place(site: Site, planner: Account, process: int) -> None:
    publish(site, process, planner, drafted(site, process, reworded()))
    with site.database.reading() as db:
        (version,) = form_versions.versions(db, process)
        (change,) = form_changes.history(db, process)
        assert db.exec(select(AuditEntry)).one().action == "Text des Bogens berichtigt"
    assert (version.number, version.revision) == (1, 1)
    assert forms.from_json(version.form) == reworded()
    assert (change.correction, change.version, change.reason) == (True, 1, "Tippfehler")
    assert change.rewordings == [
        {"key": "park", "name": "text", "language": "de", "before": "park?", "after": "Soll der Park größer werden?"}
    ]


@pytest.mark.db
def test_a_new_version_stands_beside_the_earlier_one(site: Site, planner: Account, process: int) -> None:
    changed = form(EVERY_KIND[0], EVERY_KIND[2], question("idea", "long", max=500))
    publish(site, process, planner, drafted(site, process, changed), correction=False)
    with site.database.reading() as db:
        assert dict(form_versions.all_forms(db, process)) == {1: FORM, 2: changed}
        assert [(one.version, one.correction) for one in form_changes.history(db, process)] == [(2, False)]
        answered = form_changes.answered(db, process)
    assert answered is not None
    assert answered.number == 2
    surveys.answer(site, process, {"park": "yes"}, version=1)


def test_what_people_do_not_read_is_no_correction(site: Site, planner: Account, process: int) -> None:
    seen = drafted(site, process, form(EVERY_KIND[0]))
    with pytest.raises(FormChangeError, match="Das geht nur als neue Fassung"):
        publish(site, process, planner, seen)


def test_an_unfinished_draft_is_not_published(site: Site, planner: Account, process: int) -> None:
    seen = drafted(site, process, form({**EVERY_KIND[0], "text": {}}, EVERY_KIND[2]))
    with pytest.raises(FormChangeError, match="noch etwas zu berichtigen"):
        publish(site, process, planner, seen)


def test_only_what_somebody_saw_is_published(site: Site, planner: Account, process: int) -> None:
    seen = drafted(site, process, reworded())
    drafted(site, process, reworded("Soll der Park kleiner werden?"))
    with pytest.raises(FormChangeError, match="inzwischen geändert"):
        publish(site, process, planner, seen)


def test_nothing_changed_is_nothing_to_publish(site: Site, planner: Account, process: int) -> None:
    with pytest.raises(FormChangeError, match="derselbe"):
        publish(site, process, planner, form_changes.mark(FORM))


@pytest.mark.db
def test_a_second_after_its_end_a_form_does_not_change(
    site: Site, planner: Account, process: int, clock: MovableClock
) -> None:
    seen = drafted(site, process, reworded())
    clock.advance(timedelta(days=14))
    with pytest.raises(FormChangeError, match="läuft nicht"):
        publish(site, process, planner, seen)
    with site.database.reading() as db:
        assert form_versions.all_forms(db, process)[1] == FORM


def test_discarding_brings_the_draft_back_and_can_be_undone(site: Site, planner: Account, process: int) -> None:
    drafted(site, process, reworded())
    with site.database.writing() as db:
        form_changes.discard(db, process, site, planner)
        row = db.get_one(Process, process)
        assert form_versions.draft(db, row) == FORM
        assert form_versions.undo(db, row)
        assert form_versions.draft(db, row) == reworded()


def test_differences_name_what_is_new_gone_and_other() -> None:
    after = form({**EVERY_KIND[0], "other": False}, question("idea", "long", max=500))
    found = form_changes.differences(FORM, after)
    assert found is not None
    assert (found.new, found.dropped, found.other, found.same) == (("idea",), ("quiet",), ("park",), ())
    assert not found.correctable
    assert form_changes.differences(FORM, FORM) is None
