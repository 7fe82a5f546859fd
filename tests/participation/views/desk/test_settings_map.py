"""The map of a process at the desk: GeoJSON as a file or as text, drawn so that mistakes are seen."""

import json
from typing import Any

import pytest

from council.base.site import Site
from participation.processes import Process
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

SQUARE = {"type": "Polygon", "coordinates": [[[11.6, 52.1], [11.7, 52.1], [11.7, 52.2], [11.6, 52.2], [11.6, 52.1]]]}
LINE = {"type": "LineString", "coordinates": [[11.6, 52.1], [11.65, 52.15]]}


@pytest.fixture
def draft(site: Site) -> int:
    return surveys.survey(site, form(EVERY_KIND[10]), released=False)


def at(process_id: int) -> str:
    return f"/ratsbuero/beteiligung/{process_id}/zugang/karte"


def saved(site: Site, process_id: int) -> Process:
    with site.database.reading() as db:
        return db.get_one(Process, process_id)


def geojson(value: Any) -> tuple[str, bytes, str]:
    return ("grenze.geojson", b"\xef\xbb\xbf" + json.dumps(value).encode(), "application/geo+json")


def test_a_boundary_as_a_file_and_an_overlay_as_text(planner: Any, site: Site, draft: int) -> None:
    answer = planner.post(at(draft), data={"plan": json.dumps(LINE)}, files={"grenze_datei": geojson(SQUARE)})
    assert answer.status_code == 200
    assert 'class="outline__boundary"' in answer.text
    assert 'class="outline__overlay"' in answer.text
    kept = saved(site, draft)
    assert kept.boundary == {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}
    assert kept.overlay is not None


def test_a_boundary_that_is_no_polygon_is_told_plainly(planner: Any, site: Site, draft: int) -> None:
    answer = planner.post(at(draft), data={"grenze": json.dumps(LINE)}, files={"plan_datei": ("", b"", "")})
    assert answer.status_code == 422
    assert "eine Grenze muss aber ein Polygon oder MultiPolygon sein." in answer.text
    assert "LineString" in answer.text.split("<textarea", 1)[1], "what was pasted is still there"
    assert saved(site, draft).boundary is None


@pytest.mark.parametrize(
    ("content", "told"), [(b"\xff\xfe\x00", "keine lesbare GeoJSON-Datei"), (b" " * 2_000_001, "größer als 2 MB")]
)
def test_a_file_that_cannot_be_read(planner: Any, draft: int, content: bytes, told: str) -> None:
    answer = planner.post(at(draft), files={"grenze_datei": ("x.geojson", content, "application/json")})
    assert (answer.status_code, told in answer.text) == (422, True)


def test_saving_nothing_keeps_what_is_there_and_removing_removes_it(planner: Any, site: Site, draft: int) -> None:
    planner.post(at(draft), files={"grenze_datei": geojson(SQUARE)})
    planner.post(at(draft), data={"grenze": "", "plan": ""})
    assert saved(site, draft).boundary is not None
    planner.post(at(draft), data={"grenze_weg": "1"})
    assert saved(site, draft).boundary is None


def test_the_boundary_of_an_open_survey_stays(planner: Any, site: Site) -> None:
    process = surveys.survey(site, form(EVERY_KIND[10]))
    planner.post(at(process), data={"grenze": json.dumps(SQUARE), "plan": json.dumps(LINE)})
    kept = saved(site, process)
    assert kept.boundary is None
    assert kept.overlay is not None
