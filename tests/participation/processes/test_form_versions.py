"""The forms of a survey: drafts with undo, and the versions people answer."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from council.base.site import Site
from participation import forms
from participation.forms import Form, Page
from participation.processes import Process, form_versions
from participation.processes.form_versions import FormDraft, FormVersion
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

EMPTY = Form(("de", "en"))


def pages(count: int) -> Form:
    return Form(("de", "en"), tuple(Page(f"p{at}") for at in range(count)))


@pytest.fixture
def number(site: Site) -> int:
    """A draft whose form has no pages yet."""
    return surveys.survey(site, EMPTY, released=False)


def step(site: Site, number: int, *counts: int) -> None:
    """The form gets so many pages; the step is called by their number."""
    for count in counts:
        with site.database.writing() as db:
            form_versions.keep(db, db.get_one(Process, number), pages(count), str(count), site.clock())


def go(site: Site, number: int, way: Callable[[Session, Process], FormDraft | None]) -> str | None:
    """What was taken back or done again; None for nothing."""
    with site.database.writing() as db:
        found = way(db, db.get_one(Process, number))
        return found.what if found else None


def stands(site: Site, number: int) -> Form:
    with site.database.reading() as db:
        return form_versions.draft(db, db.get_one(Process, number))


@pytest.mark.db
def test_steps_are_taken_back_in_their_order_and_done_again(site: Site, number: int) -> None:
    step(site, number, 1, 2)
    assert [go(site, number, form_versions.undo) for _ in range(3)] == ["2", "1", None]
    assert stands(site, number) == EMPTY
    assert [go(site, number, form_versions.redo) for _ in range(3)] == ["1", "2", None]
    assert stands(site, number) == pages(2)


@pytest.mark.db
def test_what_was_taken_back_is_gone_with_the_next_step(site: Site, number: int) -> None:
    step(site, number, 1, 2, 3)
    for _ in range(2):
        go(site, number, form_versions.undo)
    step(site, number, 9)
    assert go(site, number, form_versions.redo) is None
    assert [go(site, number, form_versions.undo) for _ in range(3)] == ["9", "1", None]


@pytest.mark.db
def test_so_many_steps_are_kept_and_no_more(site: Site, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_versions, "KEPT_DRAFTS", 3)
    step(site, number, *range(1, 8))
    assert [go(site, number, form_versions.undo) for _ in range(4)] == ["7", "6", "5", None]
    assert stands(site, number) == pages(4)
    with site.database.reading() as db:
        assert len(db.exec(select(FormDraft)).all()) == 4, "three steps, and what there was before them"


def test_each_process_has_steps_of_its_own(site: Site, number: int) -> None:
    other = surveys.survey(site, EMPTY, slug="anderswo", released=False)
    step(site, number, 1)
    step(site, other, 5)
    assert go(site, number, form_versions.undo) == "1"
    assert (stands(site, number), stands(site, other)) == (EMPTY, pages(5))
    with site.database.reading() as db:
        every = [db.get_one(Process, one) for one in (number, other)]
        assert form_versions.drafts(db, every) == {number: EMPTY, other: pages(5)}


def test_where_nothing_was_built_yet_the_form_is_empty(site: Site) -> None:
    fresh = surveys.survey(site, EMPTY, released=False, draft_position=0)
    assert stands(site, fresh) == EMPTY
    with site.database.reading() as db:
        process = db.get_one(Process, fresh)
        assert form_versions.undoable(db, process) is None
        assert form_versions.drafts(db, [process]) == {}


@pytest.mark.db
def test_versions_come_in_their_order_and_each_number_once(site: Site) -> None:
    first, second = form(EVERY_KIND[0]), form(*EVERY_KIND[:2])
    number, other = surveys.survey(site, first), surveys.survey(site, second, slug="anderswo")
    draft = surveys.survey(site, first, slug="entwurf", released=False)
    with site.database.writing() as db:
        for at in (3, 2):
            db.add(FormVersion(process_id=number, number=at, form=forms.to_json(second), at=site.clock()))
    with site.database.reading() as db:
        assert [one.number for one in form_versions.versions(db, number)] == [1, 2, 3]
        assert form_versions.all_forms(db, number) == {1: first, 2: second, 3: second}
        assert form_versions.all_forms(db, draft) == {}
        assert form_versions.forms_of(db, [number, other, draft]) == {
            number: {1: first, 2: second, 3: second},
            other: {1: second},
        }
    with pytest.raises(IntegrityError), site.database.writing() as db:
        db.add(FormVersion(process_id=number, number=2, form=forms.to_json(first), at=site.clock()))


def test_a_fingerprint_tells_states_apart_and_not_how_they_are_written() -> None:
    one, other = forms.to_json(pages(1)), forms.to_json(pages(2))
    assert form_versions.fingerprint(one) == form_versions.fingerprint(dict(reversed(one.items())))
    assert form_versions.fingerprint(one) != form_versions.fingerprint(other)
    assert form_versions.fingerprint(["a", "b"]) != form_versions.fingerprint(["b", "a"])
