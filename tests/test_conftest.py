"""What all tests rely on does what it promises."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from council.base.database import Database
from tests.conftest import PROJECT, Cast, LiveSite

SKIPPED = """
import pytest

@pytest.mark.parametrize("reason", [
    pytest.param(mark, marks=getattr(pytest.mark, mark)) for mark in ("browser", "db", "media", "speech")
])
def test_something(reason):
    pytest.skip(f"no {reason} here")

def test_anything():
    pass
"""


def outcome(folder: Path, ci: str, *options: str) -> str:
    """What pytest says of a run in which tests with several marks are skipped."""
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    (folder / "test_it.py").write_text(SKIPPED)
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(PROJECT / "pyproject.toml"), "--rootdir", str(folder)]
    command += ["-p", "no:cacheprovider", *options, str(folder / "test_it.py")]
    environment = os.environ | {"CI": ci}
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("workers", ["0", "1"])
def test_in_ci_what_matters_may_not_be_skipped(tmp_path: Path, workers: str) -> None:
    said = outcome(tmp_path, "true", "-n", workers)
    for mark in ("browser", "db", "media"):
        assert f"a {mark} test may not be skipped in CI: Skipped: no {mark} here" in said
    assert "3 failed, 1 passed, 1 skipped" in said


def test_elsewhere_a_test_that_cannot_run_says_why(tmp_path: Path) -> None:
    said = outcome(tmp_path, "")
    assert "1 passed, 4 skipped" in said
    assert "no browser here" in said


@pytest.mark.db
def test_db_tests_run_on_both_engines(database: Database, engine: str) -> None:
    assert database.engine.dialect.name == engine


def test_the_cast_is_five_different_people(cast: Cast) -> None:
    people = [cast.clerk, cast.planner, cast.moderator, cast.resident, cast.stranger]
    assert len({person.email for person in people}) == len({person.role for person in people}) == 5


def test_the_client_checks_each_page(client: TestClient) -> None:
    answer = client.get("/impressum")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.browser
@pytest.mark.parametrize(("size", "width"), [("phone", 360), ("desktop", 1280)])
def test_a_browser_sees_the_live_site(
    live_site: LiveSite, browser_page: Callable[..., Page], size: str, width: int
) -> None:
    page = browser_page(size, scheme="dark", url=live_site.url)
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [width, True]
