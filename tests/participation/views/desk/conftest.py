"""Who uses the desk's pages of participation."""

from typing import TYPE_CHECKING

import pytest

from tests.desk import sign_in

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import Cast


@pytest.fixture
def planner(client: "TestClient", site: "Site", cast: "Cast") -> "TestClient":
    """The client of a planner who is signed in."""
    sign_in(client, site, cast.planner)
    return client


@pytest.fixture
def moderator(client: "TestClient", site: "Site", cast: "Cast") -> "TestClient":
    """The client of a moderator who is signed in."""
    sign_in(client, site, cast.moderator)
    return client
