"""A site with one evening published, indexed, and one that is not public."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from starlette.applications import Starlette

from council.base.site import Site
from ratsfenster.app import create_app
from search import indexing
from search.engines import open_writer
from tests import evening


@pytest.fixture
def evening_id(site: Site) -> int:
    """The published recording."""
    recording_id = evening.hold(site)
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    return recording_id


@pytest.fixture
def published_app(site: Site, evening_id: int) -> Starlette:
    app = create_app(site)
    app.router.lifespan_context = nothing  # schemathesis begins it and never ends it
    return app


@asynccontextmanager
async def nothing(_: Starlette) -> AsyncIterator[None]:
    yield
