"""The questionnaire on paper: everything that is asked stands on it, and it is there for as long as people can send it in."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from council.base import i18n, pages
from council.base.site import Site
from participation import forms, processes
from participation.forms import Form
from participation.results import printing
from participation.views import blank_form
from participation.views.blank_form import BlankForm, Wanted
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form, question

ADDRESS = "/mitmachen/marktplatz/bogen.pdf"
SKIPPED = {**EVERY_KIND[8], "shown_if": {"question": "park", "op": "is", "value": "yes"}}
FORM = form(*EVERY_KIND[:8], SKIPPED, *EVERY_KIND[9:], pages=3)


def composed(site: Site, version: int = 1, asked: Form = FORM) -> BlankForm:
    with site.database.reading() as db:
        process = processes.by_slug(db, "marktplatz")
    assert process is not None
    return blank_form.composed(site, Wanted(process, asked, version, "de"), i18n.language("de"))


def html(site: Site, version: int = 1, asked: Form = FORM) -> str:
    template = pages.environment("de", "Europe/Berlin").get_template(blank_form.TEMPLATE)
    return re.sub(r"\s+", " ", template.render(page=composed(site, version, asked)))


def test_every_question_is_on_it_with_a_way_to_answer_by_hand(site: Site) -> None:
    surveys.survey(site, FORM)
    page = html(site)
    for number, one in enumerate(EVERY_KIND, 1):
        assert f'<span class="number">{number}</span> <span>{one["text"]["de"]}</span>' in page
    assert page.count("box--number") == 4, "one for each option to put in order"
    assert page.count('class="cell"') == 8, "the letters of a date"
    assert "Nur wenn Sie bei Frage 1 „Yes“ geantwortet haben. Sonst weiter mit Frage 10." in page
    assert "Stadt Musterstadt, Markt 1, 12345 Musterstadt" in page
    assert "bis Donnerstag, 30. April 2026" in page
    assert "Wir verarbeiten Ihre Antworten ohne Namen." in page


def test_there_is_room_for_the_code_or_a_choice_of_the_stratum(site: Site) -> None:
    number = surveys.survey(site, FORM, access="codes", strata=["Nord", "Süd"])
    assert "Code aus Ihrem Brief" in html(site)
    assert html(site).count('class="cell"') == 12 + 8
    with site.database.writing() as db:
        process = db.get_one(processes.Process, number)
        process.access, process.strata_question = "anyone", {"de": "In welchem Stadtteil?"}
        db.add(process)
    page = html(site)
    assert "In welchem Stadtteil?" in page
    assert "Süd" in page
    assert "Code aus Ihrem Brief" not in page


def test_a_required_question_and_the_range_of_a_day_are_told(site: Site) -> None:
    surveys.survey(site, FORM)
    assert "Was Sie nicht beantworten möchten, lassen Sie frei." in html(site)
    assert "Pflicht" not in html(site)
    ranged = {**question("day", "date"), "earliest": "2027-05-01", "latest": "2027-09-30", "required": True}
    page = html(site, asked=form(ranged))
    assert "Ein Tag von 01.05.2027 bis 30.09.2027." in page
    assert '<span class="must">(Pflicht)</span>' in page
    assert "Beantworten Sie bitte jede Frage, bei der „Pflicht“ steht." in page


def test_it_says_which_version_it_is(site: Site) -> None:
    surveys.survey(site, FORM)
    assert "Fassung" not in html(site, version=0), "a draft has none"
    assert "Fassung 1 des Bogens" in html(site)
    assert "Fassung 2 des Bogens" in html(site, version=2)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are printed, without waiting for it."""
    found: list[str] = []

    def write(page: str, target: Any) -> None:
        found.append(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"%PDF")

    monkeypatch.setattr(printing, "write", write)
    return found


def test_it_is_printed_once_until_something_changes(client: Any, site: Site, printed: list[str]) -> None:
    number = surveys.survey(site, FORM)
    for _ in range(2):
        answer = client.get(ADDRESS)
        assert (answer.status_code, answer.content) == (200, b"%PDF")
    assert len(printed) == 1
    with site.database.writing() as db:
        process = db.get_one(processes.Process, number)
        process.contact = "Bürgeramt, 0123 456"
        db.add(process)
    client.get(ADDRESS)
    assert len(printed) == 2
    assert "Bürgeramt" in printed[1]
    assert len(list(site.storage.participation(number).glob("bogen-*.pdf"))) == 1


@pytest.mark.parametrize(
    "moved",
    [lambda clock: clock.advance(days=-1), lambda clock: clock.advance(days=15)],
    ids=["before it opens", "after it closes"],
)
def test_it_is_public_only_while_the_survey_is_open(
    client: Any, site: Site, clock: MovableClock, printed: list[str], moved: Callable[[MovableClock], object]
) -> None:
    surveys.survey(site, FORM)
    assert client.get(ADDRESS).status_code == 200
    moved(clock)
    assert client.get(ADDRESS).status_code == 404


def test_drafts_and_what_does_not_exist_have_none(client: Any, site: Site, printed: list[str]) -> None:
    surveys.survey(site, FORM, released=False)
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/mitmachen/nichts/bogen.pdf").status_code == 404
    assert printed == []


def test_it_speaks_the_language_that_is_asked_for(client: Any, site: Site, printed: list[str]) -> None:
    both = forms.from_json({**forms.to_json(FORM), "languages": ["de", "en"]})
    surveys.survey(site, both)
    for address in (f"{ADDRESS}?sprache=en", f"/en{ADDRESS}"):
        client.get(address)
    assert '<html lang="en">' in printed[0]
    assert len(printed) == 1, "both are the same paper"


def test_the_pdf_can_be_read_out(client: Any, site: Site) -> None:
    surveys.survey(site, FORM)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == 'inline; filename="bogen-marktplatz-de.pdf"'
    assert answer.content.startswith(b"%PDF-1.7")
