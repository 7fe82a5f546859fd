"""What all tests share. Heavy libraries are imported where they are used, so that a small test starts at once."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import hypothesis
import pytest

from tests import memory

if TYPE_CHECKING:
    from httpx2 import Response
    from playwright.sync_api import Browser, Page
    from starlette.testclient import TestClient

    from council.base.database import Database
    from council.base.settings import Settings
    from council.base.site import Site
    from tests.postgres import Cluster

PROJECT = Path(__file__).resolve().parent.parent
NEVER_SKIPPED = ("browser", "db", "media")
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
PATIENCE_MS = 20_000  # for what a page is expected to show: several tests run at once, and speech takes all cores
NEEDED_MB = 2000  # a run writes half a gigabyte, and a failed one is kept
RUBBISH = (20_000, 20, 20)  # Python's own: 700, 10, 10
KEPT_VARIABLES = ("RATSFENSTER_TEST_", "RATSFENSTER_MODEL", "RATSFENSTER_FFMPEG", "RATSFENSTER_THREADS")


def pytest_configure() -> None:
    """Whatever this machine's own installation is set to, tests begin with the defaults; only where tools lie is kept. What tests
    write lies in memory where there is enough, so that they need not wait for the disk at each commit. How long an example takes is
    nothing to fail by where several tests share a core. Rubbish is looked for seldom: a test leaves little, and among all that is loaded
    the search takes an eighth of the time."""
    gc.set_threshold(*RUBBISH)
    hypothesis.settings.register_profile("shared", deadline=None)
    hypothesis.settings.load_profile("shared")
    for name in list(os.environ):
        if name.startswith("RATSFENSTER_") and not name.startswith(KEPT_VARIABLES):
            del os.environ[name]
    if place := memory.folder(NEEDED_MB):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked ``db`` that uses a database runs on both."""
    if metafunc.definition.get_closest_marker("db") and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that in the end no worker waits for another one; else the order stays."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """In CI the browser, PostgreSQL and media tests may not be skipped."""
    report = yield
    marks = [name for name in NEVER_SKIPPED if item.get_closest_marker(name)]
    if IN_CI and report.skipped and marks and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"a {marks[0]} test may not be skipped in CI: {reason}"
    return report


# --- time and people -------------------------------------------------------------------------------------------------


class MovableClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta | None = None, **units: float) -> datetime:
        """Move on, by a timedelta or by its units: ``clock.advance(seconds=21)``."""
        self.now += by if by is not None else timedelta(**units)
        return self.now


@pytest.fixture
def clock() -> MovableClock:
    """A Thursday evening in spring, when councils meet."""
    return MovableClock(datetime(2026, 4, 16, 17, 0, tzinfo=UTC))


@dataclass(frozen=True)
class Person:
    """One of the cast."""

    name: str
    role: str
    email: str


@dataclass(frozen=True)
class Cast:
    """The people of all tests: who publishes, who plans, who watches over tone, who lives here, who comes by."""

    clerk: Person = Person("Clara Amtmann", "clerk", "clerk@musterstadt.example")
    planner: Person = Person("Paul Baumann", "planner", "planner@musterstadt.example")
    moderator: Person = Person("Mona Richter", "moderator", "moderator@musterstadt.example")
    resident: Person = Person("Renate Bürger", "resident", "resident@musterstadt.example")
    stranger: Person = Person("Stefan Fremd", "stranger", "stranger@anderswo.example")


@pytest.fixture(scope="session")
def cast() -> Cast:
    return Cast()


# --- data and databases ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder with recordings of real size; a test that needs it is skipped where it is missing."""
    folder = Path(os.environ.get("RATSFENSTER_TEST_DATA", PROJECT / ".." / "shared" / "data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no test data in {folder}; RATSFENSTER_TEST_DATA names another folder")
    return folder


@pytest.fixture(scope="session")
def postgres() -> "Iterator[Cluster]":
    """A PostgreSQL server for this run of the tests."""
    from tests.postgres import Cluster, PostgresMissingError

    try:
        cluster = Cluster()
    except PostgresMissingError as error:
        pytest.skip(str(error))
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy."""
    from council.base.database import Database
    from ratsfenster import migrations

    file = tmp_path_factory.mktemp("template") / "ratsfenster.db"
    database = Database(f"sqlite:///{file}")
    migrations.upgrade(database, "head")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: "Cluster") -> str:
    """The name of a migrated, empty PostgreSQL database to copy."""
    from council.base.database import Database
    from council.base.settings import Settings
    from ratsfenster import migrations

    name = postgres.create()
    database = Database(Settings(database_url=postgres.url(name)).sqlalchemy_url)
    migrations.upgrade(database, "head")
    database.close()
    return name


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """``sqlite``, or each of ``sqlite`` and ``postgresql`` in tests marked db."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def empty_database_url(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """RATSFENSTER_DATABASE_URL of a database without tables."""
    if engine == "sqlite":
        yield ""
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.fresh() as url:
        yield url


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """RATSFENSTER_DATABASE_URL of a migrated database; for SQLite it lies ready in the data folder."""
    if engine == "sqlite":
        (tmp_path / "data").mkdir(exist_ok=True)
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "data" / "ratsfenster.db")
        yield ""
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.fresh(request.getfixturevalue("postgres_template")) as url:
        yield url


@contextmanager
def opened(settings: "Settings", clock: Callable[[], datetime]) -> "Iterator[Site]":
    """A site with these settings, its database closed afterwards."""
    from council.base.site import Site

    site = replace(Site.of(settings), clock=clock)
    try:
        yield site
    finally:
        site.database.close()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> "Settings":
    """Everything the program keeps lies in the test's own folder; the models folder is the project's."""
    from council.base.settings import Settings

    models = Path(os.environ.get("RATSFENSTER_MODELS", PROJECT / "models"))
    return Settings(data=tmp_path / "data", models=models, database_url=database_url)


@pytest.fixture
def site(settings: "Settings", clock: MovableClock) -> "Iterator[Site]":
    """An installation with a migrated, empty database."""
    with opened(settings, clock) as site:
        yield site


@pytest.fixture
def empty_site(tmp_path: Path, empty_database_url: str, clock: MovableClock) -> "Iterator[Site]":
    """An installation nobody has started yet."""
    from council.base.settings import Settings

    with opened(Settings(data=tmp_path / "data", database_url=empty_database_url), clock) as site:
        yield site


@pytest.fixture
def database(site: "Site") -> "Database":
    return site.database


# --- the site, and people who look at it -----------------------------------------------------------------------------


@pytest.fixture
def client(site: "Site") -> "Iterator[TestClient]":
    """Asks the site as a browser would; every HTML page that comes back is checked."""
    from starlette.testclient import TestClient

    from ratsfenster.app import create_app
    from tests.pages import check as check_page

    def check(response: "Response") -> None:
        response.read()
        check_page(response)

    with TestClient(create_app(site), base_url=site.settings.address) as client:
        client.event_hooks["response"].append(check)
        yield client


@dataclass(frozen=True)
class LiveSite:
    """A site that listens. ``url`` has no slash at the end."""

    url: str
    site: "Site"


@contextmanager
def served(settings: "Settings", clock: Callable[[], datetime]) -> Iterator[LiveSite]:
    """The site behind a real server on a free port."""
    from ratsfenster.app import create_app
    from tests.server import free_socket, serving

    listening = free_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with opened(settings.model_copy(update={"url": url}), clock) as site, serving(create_app(site), listening):
        yield LiveSite(url, site)


@pytest.fixture
def live_site(settings: "Settings") -> Iterator[LiveSite]:
    """The site behind a real server, by the real clock."""
    from council.base.database import utc_now

    with served(settings, utc_now) as live:
        yield live


@pytest.fixture
def moving_clock() -> MovableClock:
    """The clock of ``moving_site``: it shows the present, as browsers do, and stands until it is moved."""
    from council.base.database import utc_now

    return MovableClock(utc_now())


@pytest.fixture
def moving_site(settings: "Settings", moving_clock: MovableClock) -> Iterator[LiveSite]:
    """The site behind a real server, by a clock that the test moves: sign-ins, stamps and periods go by it."""
    with served(settings, moving_clock) as live:
        yield live


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A Chromium without a window."""
    from playwright.sync_api import expect, sync_playwright

    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    path = os.environ.get("RATSFENSTER_TEST_CHROMIUM") or next(found, None)
    if path is None:
        pytest.skip("no Chromium found; on Debian: apt-get install chromium; else RATSFENSTER_TEST_CHROMIUM names one")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Opens windows: ``browser_page("phone", scheme="dark", url=live_site.url)``; addresses may then be relative."""
    contexts = []

    def open_page(
        size: Literal["phone", "desktop"] = "desktop",
        *,
        scheme: Literal["light", "dark"] = "light",
        url: str | None = None,
        **options: Any,
    ) -> "Page":
        phone = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
        context = browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]  # a TypedDict of the same shape
            color_scheme=scheme,
            base_url=url,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            **(phone | options),
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
