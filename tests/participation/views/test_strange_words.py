"""Whatever people write stays the text it is, wherever it is shown or downloaded: no page, report or spreadsheet ever runs it."""

import csv
import html
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from council.base.site import Site
from participation.moderation import text_reviews
from participation.moderation.text_reviews import Verdict
from participation.processes import Process
from participation.results import printing, publication
from tests import desk, surveys
from tests.conftest import Cast, MovableClock
from tests.participation import counted
from tests.participation.townsurvey import form, options, question

SCRIPT = "<script>alert('Rathaus')</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
FORMULA = '=HYPERLINK("https://anderswo.example";"Gewinn")'
TEMPLATE = "{{ 7*7 }} %(name)s </textarea> ]]> \u202egnal"
ASKED = form(
    question("park", "single", options=options("yes", "no"), other=True),
    question("name", "short", max=200),
    question("idea", "long", max=2000),
)
ANSWERS: tuple[dict[str, Any], ...] = (
    {"park": {"other": SCRIPT}, "name": FORMULA, "idea": IMAGE},
    {"park": {"other": FORMULA}, "name": SCRIPT, "idea": TEMPLATE},
    *[{"park": "yes"}] * 6,
)
WORDS = (SCRIPT, IMAGE, FORMULA, TEMPLATE)


@pytest.fixture
def number(site: Site, clock: MovableClock) -> int:
    """A survey with strange answers that is over and counted; a moderator has released all of them."""
    made = surveys.survey(site, ASKED, closes_at=clock.now + timedelta(hours=1))
    for answers in ANSWERS:
        surveys.answer(site, made, answers)
    released = [text_reviews.digest(words) for words in WORDS]
    with site.database.writing() as db:
        for key in ("park", "name", "idea"):
            text_reviews.decide(db, made, key, released, Verdict(True, "", "Mona Richter"))
    clock.advance(hours=1, minutes=2)
    counted.count(site, made)
    with site.database.writing() as db:
        publication.show(db, db.get_one(Process, made), 1, clock.now)
    return made


def shown_as_text(page: str, words: str) -> bool:
    """Whether a page shows the words, and nowhere as they were written."""
    return html.escape(words) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;") and words not in page


@pytest.mark.parametrize("words", [SCRIPT, IMAGE])
def test_on_the_public_page(client: TestClient, number: int, words: str) -> None:
    assert shown_as_text(client.get("/mitmachen/marktplatz/ergebnisse").text, words)


def test_at_the_desk(client: TestClient, site: Site, number: int, cast: Cast) -> None:
    desk.sign_in(client, site, cast.planner)
    texts = f"/ratsbuero/beteiligung/{number}/texte"
    for words, path in (
        (SCRIPT, f"{texts}?frage=park&zeigen=frei"),
        (IMAGE, f"{texts}?frage=idea&zeigen=frei"),
        (SCRIPT, f"/ratsbuero/beteiligung/{number}/ergebnisse"),
    ):
        assert shown_as_text(client.get(path).text, words), path


def test_in_the_report(client: TestClient, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []

    def write(page: str, target: Any) -> None:
        printed.append(page)
        target.write_bytes(b"%PDF-1.7")

    monkeypatch.setattr(printing, "write", write)
    assert client.get("/mitmachen/marktplatz/bericht.pdf").status_code == 200
    assert shown_as_text(printed[0], SCRIPT)
    assert shown_as_text(printed[0], IMAGE)


def test_in_a_spreadsheet(client: TestClient, number: int) -> None:
    table = client.get("/mitmachen/marktplatz/daten-texte.csv").text
    cells = [cell for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row]
    assert f"'{FORMULA}" in cells
    assert SCRIPT in cells, "in a table it is just text"
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    with zipfile.ZipFile(io.BytesIO(client.get("/mitmachen/marktplatz/daten.xlsx").content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in book.namelist() if "rels" in name and b"anderswo" in book.read(name)]
    assert any(html.escape(SCRIPT, quote=False) in sheet for sheet in sheets)
    assert not [sheet for sheet in sheets if "<f>" in sheet or SCRIPT in sheet]


def test_as_data(client: TestClient, number: int) -> None:
    for name in ("daten.json", "daten.jsonl"):
        answer = client.get(f"/mitmachen/marktplatz/{name}")
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("attachment")
