"""Changes of an open survey at the desk: told text by text, published with a reason, or discarded."""

from typing import Any

import pytest

from council.base.site import Site
from participation.building import form_changes
from participation.forms import Form
from participation.processes import Process, form_versions
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form, question

FORM = form(EVERY_KIND[0])
REWORDED = form({**EVERY_KIND[0], "text": {"de": "Mehr <b>Bäume</b>?"}})
LONGER = form(EVERY_KIND[0], question("idea", "long", max=500))


@pytest.fixture
def process(site: Site) -> int:
    return surveys.survey(site, FORM)


def drafted(site: Site, process_id: int, changed: Form) -> str:
    with site.database.writing() as db:
        form_versions.keep(db, db.get_one(Process, process_id), changed, "Frage geändert", site.clock())
    return form_changes.mark(changed)


def at(process_id: int, rest: str = "") -> str:
    return f"/ratsbuero/beteiligung/{process_id}/aenderungen{rest}"


def test_a_correction_is_told_text_by_text(planner: Any, site: Site, process: int) -> None:
    seen = drafted(site, process, REWORDED)
    page = planner.get(at(process)).text
    assert "Nur Texte. Gezählt wird wie bisher." in page
    assert "Mehr &lt;b&gt;Bäume&lt;/b&gt;?" in page
    assert "park?" in page
    answer = planner.post(at(process), data={"stand": seen, "art": "berichtigung", "grund": "Tippfehler"})
    assert "Die Berichtigung gilt ab sofort." in answer.text
    assert "Tippfehler" in answer.text
    with site.database.reading() as db:
        assert form_versions.all_forms(db, process) == {1: REWORDED}


def test_more_than_texts_can_only_be_a_new_version(planner: Any, site: Site, process: int) -> None:
    seen = drafted(site, process, LONGER)
    page = planner.get(at(process)).text
    assert "Neue Fragen" in page
    assert 'value="berichtigung"' not in page
    refused = planner.post(at(process), data={"stand": seen, "art": "berichtigung", "grund": "Mehr wissen"})
    assert refused.status_code == 409
    assert "Mehr wissen" in refused.text, "the reason is not lost"
    taken = planner.post(at(process), data={"stand": seen, "art": "fassung", "grund": "Mehr wissen"})
    assert "Die neue Fassung wird ab sofort beantwortet." in taken.text
    assert "Fassung 2" in taken.text


@pytest.mark.parametrize("given", [{"art": "", "grund": "Tippfehler"}, {"art": "berichtigung", "grund": " "}])
def test_without_a_choice_and_a_reason_nothing_is_published(
    planner: Any, site: Site, process: int, given: dict[str, str]
) -> None:
    seen = drafted(site, process, REWORDED)
    assert planner.post(at(process), data={"stand": seen} | given).status_code == 422
    with site.database.reading() as db:
        assert form_versions.all_forms(db, process) == {1: FORM}


def test_discarding(planner: Any, site: Site, process: int) -> None:
    drafted(site, process, LONGER)
    assert "Der Entwurf ist wieder der Bogen" in planner.post(at(process, "/verwerfen")).text
    with site.database.reading() as db:
        assert form_versions.draft(db, db.get_one(Process, process)) == FORM


def test_what_is_not_open_is_changed_elsewhere(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, released=False)
    assert "Vor dem Öffnen ändern Sie ihn unter „Fragen“." in planner.get(at(process)).text
    assert planner.post(at(process, "/verwerfen")).status_code == 409
