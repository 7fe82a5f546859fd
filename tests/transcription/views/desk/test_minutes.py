"""Getting the working aid for the minutes at the desk."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from sqlmodel import select

from council.base.audit import AuditEntry
from tests import desk, evening
from transcription.views.desk.minutes import DOCX, clock_time

PAGE = "/ratsbuero/aufzeichnungen/1/niederschrift"
START = datetime(2026, 3, 17, 17, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def clerk(client, site, cast):
    desk.sign_in(client, site, cast.clerk)
    return client


def told(answer) -> str:
    return "\n".join(line.text for line in Document(io.BytesIO(answer.content)).paragraphs)


def acts(site) -> list[str]:
    with site.database.reading() as db:
        return [entry.action for entry in db.exec(select(AuditEntry)).all()]


def test_the_page_asks_what_the_document_shall_hold(clerk, site):
    evening.hold(site, publish=False)
    page = clerk.get(PAGE).text
    assert 'name="beginn_1"' in page
    assert "vertraulich" in page
    assert f'action="{PAGE}.docx"' in page


def test_it_holds_the_public_part_and_is_noted(clerk, site):
    evening.hold(site, publish=False)
    answer = clerk.get(f"{PAGE}.docx")
    assert answer.headers["content-type"] == DOCX
    assert answer.headers["content-disposition"] == 'attachment; filename="arbeitshilfe-2026-03-17-1.docx"'
    assert answer.headers["cache-control"] == "no-store"
    assert "Radweg" in told(answer)
    assert evening.SECRET not in told(answer)
    assert acts(site) == ["Arbeitshilfe für die Niederschrift erstellt"]


def test_the_non_public_part_comes_only_when_asked_for_and_is_noted(clerk, site):
    evening.hold(site)
    answer = clerk.get(f"{PAGE}.docx?teil=alles&beginn_1=17:03")
    assert evening.SECRET in told(answer)
    assert "vertraulich" in answer.headers["content-disposition"]
    assert "17:04:02" in told(answer)
    assert acts(site) == ["Arbeitshilfe für die Niederschrift mit nichtöffentlichem Teil erstellt"]


@pytest.mark.parametrize("query", ["teil=x", "beginn_1=25:00", "beginn_1=<b>", "beginn_99=17:00", "beginn_1=%00"])
def test_nonsense_in_the_address_gives_the_public_part(clerk, site, query):
    evening.hold(site)
    answer = clerk.get(f"{PAGE}.docx?{query}")
    assert "(0:01:02)" in told(answer)
    assert evening.SECRET not in told(answer)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("17:03", START.replace(minute=3)),
        ("16:58:30", START.replace(hour=16, minute=58, second=30)),
        ("0:10", START.replace(day=18, hour=0, minute=10)),
        ("24:00", None),
        ("", None),
        ("17:03; DROP", None),
    ],
)
def test_a_clocks_time_is_the_evenings(given, expected):
    assert clock_time(given, START) == expected


def test_only_clerks_get_it(client, site, cast):
    evening.hold(site)
    desk.sign_in(client, site, cast.planner)
    for path in (PAGE, f"{PAGE}.docx"):
        assert client.get(path).status_code == 403
    assert acts(site) == []


def test_of_no_recording_there_is_none(clerk):
    assert clerk.get("/ratsbuero/aufzeichnungen/9/niederschrift.docx").status_code == 404
