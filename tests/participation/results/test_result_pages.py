"""A results page as plain values."""

from dataclasses import asdict
from typing import Any

import pytest

from council.base import i18n
from council.base.i18n import Language
from council.base.site import Site
from participation.forms import Form
from participation.processes import Process
from participation.processes.form_versions import FormChange
from participation.results import Result, result_pages
from participation.results.result_pages import LONG, VERY_LONG, ResultsPage
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form, question, submissions

GERMAN, ENGLISH = i18n.language("de"), i18n.language("en")
EVERYTHING = form(*EVERY_KIND)


def result(site: Site, asked: Form = EVERYTHING, *, final: bool = True, **facts: Any) -> Result:
    number = outcomes.closed(site, asked, **facts)
    given = outcomes.everybody(submissions(EVERYTHING, 40) if asked is EVERYTHING else [("nord", {})] * 9)
    return outcomes.results(site, number, {1: asked}, given, final=final)


def page(site: Site, found: Result, group: str = "", language: Language = GERMAN) -> ResultsPage | None:
    with site.database.reading() as db:
        process = db.get_one(Process, found.process_id)
        return result_pages.gather(db, site, process, found, language, group)


def test_final_results_have_groups_files_and_a_checksum(site: Site) -> None:
    found = result(site)
    told = page(site, found)
    assert told is not None
    assert (told.path, told.people, told.checksum, told.group) == ("/mitmachen/marktplatz", 40, found.checksum, "")
    assert told.files[0] == ".jsonl"
    assert {".csv", ".xlsx", ".json", ".geojson"} <= set(told.files)
    file = result_pages.bundle_file(site, found)
    assert file is not None
    assert told.bundle == file.stat().st_size


def test_live_ones_have_nothing_to_download(site: Site) -> None:
    found = result(site, final=False)
    told = page(site, found)
    assert told is not None
    assert (told.files, told.bundle, told.checksum) == ((), 0, "")
    assert result_pages.bundle_file(site, found) is None


def test_a_group_is_looked_at_by_its_name_and_an_unknown_one_is_none(site: Site) -> None:
    found = result(site)
    whole = page(site, found)
    north = page(site, found, "nord")
    assert whole is not None
    assert north is not None
    assert north.group == "nord"
    assert asdict(north.sections[0]) != asdict(whole.sections[0])
    assert page(site, found, "anderswo") is None


def test_it_speaks_the_language_of_who_reads_it(site: Site) -> None:
    found = result(site)
    german, english = page(site, found), page(site, found, language=ENGLISH)
    assert german is not None
    assert english is not None
    assert german.sections != english.sections


def test_a_published_file_that_is_gone_leaves_the_figures(site: Site) -> None:
    found = result(site)
    file = result_pages.bundle_file(site, found)
    assert file is not None
    for one in file.parent.iterdir():
        one.unlink()
    told = page(site, found)
    assert told is not None
    assert (told.files, told.bundle) == ((), 0)
    assert len(told.sections[0].questions) == len(EVERY_KIND)


@pytest.mark.parametrize("boundary", [{"type": "Point"}, {"type": "Polygon", "coordinates": [[[1, 2]]]}])
def test_a_boundary_that_cannot_be_read_keeps_nobody_from_the_results(site: Site, boundary: Any) -> None:
    assert page(site, result(site, boundary=boundary)) is not None


@pytest.mark.parametrize(
    ("count", "contents"), [(LONG - 1, ""), (LONG, "open"), (VERY_LONG - 1, "open"), (VERY_LONG, "folded")]
)
def test_many_questions_get_a_list_of_contents(site: Site, count: int, contents: str) -> None:
    found = page(site, result(site, form(*(question(f"q{at}", "short", max=80) for at in range(count)))))
    assert found is not None
    assert found.contents == contents


def test_how_the_form_changed_meanwhile_is_told(site: Site) -> None:
    found = result(site)
    with site.database.writing() as db:
        change = FormChange(
            process_id=found.process_id, version=1, correction=True, reason="Tippfehler", at=site.clock()
        )
        db.add(change)
    told = page(site, found)
    assert told is not None
    assert [(one.correction, one.version, one.reason) for one in told.changes] == [(True, 1, "Tippfehler")]
