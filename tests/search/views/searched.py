"""The search page as tests read it."""

import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from search import indexing
from search.engines import open_writer
from tests.search.archive import add_recording

if TYPE_CHECKING:
    from starlette.testclient import TestClient


FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def indexed(site: Site) -> Callable[[], None]:
    """Brings the index up to date."""

    def index() -> None:
        with closing(open_writer(site)) as engine:
            indexing.index_once(site, engine)

    return index


def page(client: "TestClient", address: str, headers: dict[str, str] | None = None) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.text


def count(html: str) -> str:
    """The line that says how much was found."""
    found = re.search(r'id="trefferzahl"[^>]*>(.*?)</h2>', html, re.S)
    return " ".join(found[1].split()) if found else ""


def links(html: str, css_class: str) -> dict[str, str]:
    """The addresses of links of a class, by what they say."""
    found = re.findall(rf'<a class="{css_class}"[^>]*href="([^"]*)"[^>]*>(.*?)</a>', html, re.S)
    return {" ".join(re.sub(r"<[^>]*>", " ", text).split()): unescape(href) for href, text in found}


def two_bodies(site: Site) -> None:
    add_recording(site, "Radweg", "Radweg", items=[("3", "Haushalt", True, 0)], references={"3": "DS1/26"})
    add_recording(
        site,
        "Radweg",
        organization="Bauausschuss",
        name="Bau",
        start=datetime(2025, 5, 1, tzinfo=UTC),
        speaker="Mona Richter",
    )
