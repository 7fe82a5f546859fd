"""Clerks at recordings, for the tests of the desk's pages about them."""

from typing import TYPE_CHECKING

import pytest

from council.base.site import Site
from council.recordings import Original
from tests import desk, evening
from tests.conftest import Cast
from tests.marking import BLANK_AGENDA, Clerk

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture
def marker(client: "TestClient", site: Site, cast: Cast) -> Clerk:
    """At an unpublished recording in which nothing is marked."""
    desk.sign_in(client, site, cast.clerk)
    return Clerk(client, site, evening.hold(site, publish=False, agenda=BLANK_AGENDA))


@pytest.fixture
def public_marker(client: "TestClient", site: Site, cast: Cast) -> Clerk:
    """At a public recording with a non-public item from 0:02:00 to 0:03:00."""
    desk.sign_in(client, site, cast.clerk)
    clerk = Clerk(client, site, evening.hold(site))
    with site.database.writing() as db:
        db.add(
            Original(recording_id=clerk.id, position=1, name="a.mp4", stored_as="1.mp4", size=1, sha256="0", probe=None)
        )
    return clerk
