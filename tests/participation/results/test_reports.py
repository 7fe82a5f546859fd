"""The report as a PDF."""

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from council.base import i18n
from council.base.site import Site
from participation.processes import Process
from participation.results import Result, exports, printing, reports, result_pages
from participation.results.result_pages import ResultsPage
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form, submissions

if TYPE_CHECKING:
    from starlette.testclient import TestClient

ADDRESS = "/mitmachen/marktplatz/bericht.pdf"
GERMAN = i18n.language("de")
EVERYTHING = form(*EVERY_KIND)


@pytest.fixture
def result(site: Site) -> Result:
    process_id = outcomes.closed(site, EVERYTHING)
    given = outcomes.everybody(submissions(EVERYTHING, 40))
    return outcomes.results(site, process_id, {1: EVERYTHING}, given)


def page_of(site: Site, result: Result) -> ResultsPage:
    with site.database.reading() as db:
        process = db.get(Process, result.process_id)
        assert process is not None
        page = result_pages.gather(db, site, process, result, GERMAN)
    assert page is not None
    return page


def unpacked(pdf: bytes) -> bytes:
    """A PDF with the streams that are compressed in plain."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = []
    for stream in streams:
        try:
            plain.append(zlib.decompress(stream))
        except zlib.error:
            plain.append(stream)
    return pdf + b"\n".join(plain)


def test_the_report_is_one_that_everybody_can_read(site: Site, client: "TestClient", result: Result) -> None:
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")
    pdf = unpacked(answer.content)
    assert pdf.startswith(b"%PDF-1.7")
    for needed in (b"/StructTreeRoot", rb"/Marked true", b"/DisplayDocTitle true", b"pdfuaid:part"):
        assert needed in pdf, needed
    assert re.search(rb"/Lang ?\(de\)", pdf)
    assert b"Ergebnisse: Wie soll der Marktplatz werden?" in pdf
    assert pdf.count(b"/Figure") >= 9
    assert pdf.count(b"/Alt") >= 9, "each chart says what it shows"
    for tag in (b"/H1", b"/H2", b"/H3", b"/Table", b"/TH", b"/Caption"):
        assert tag in pdf, tag


def test_it_is_written_once(client: "TestClient", result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def write(html: str, target: Path) -> None:
        written.append(target)
        target.write_text(html)

    monkeypatch.setattr(printing, "write", write)
    assert client.get(ADDRESS).text == client.get(ADDRESS).text
    assert len(written) == 1


def test_it_goes_with_the_published_data(site: Site, result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "write", lambda html, target: target.write_text(html))
    page, bundle = page_of(site, result), site.storage.participation(result.process_id) / result.bundle
    file = reports.written(site, bundle, page, GERMAN)
    assert file is not None
    exports.drop(bundle.parent, bundle.name)
    assert not file.exists(), "it may say what is told no more"
    assert reports.written(site, bundle, page, GERMAN) is None


def test_nothing_is_left_of_it_where_the_data_went_while_it_was_written(
    site: Site, result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, bundle = page_of(site, result), site.storage.participation(result.process_id) / result.bundle

    def write_slowly(html: str, target: Path) -> None:
        exports.drop(bundle.parent, bundle.name)
        target.write_text(html)

    monkeypatch.setattr(printing, "write", write_slowly)
    assert reports.written(site, bundle, page, GERMAN) is None
    assert list(bundle.parent.glob("*.pdf")) == []


def test_it_says_what_the_page_says(site: Site, result: Result) -> None:
    html = reports.composed(site, page_of(site, result), GERMAN)
    assert html.count('src="data:image/svg+xml;base64,') == 9
    assert html.count("<table>") == 9
    assert 'alt="Balken:' in html
    assert "nicht repräsentativ" in html
    assert result.checksum in html
    assert f"{site.settings.address}/mitmachen/marktplatz/ergebnisse" in html
