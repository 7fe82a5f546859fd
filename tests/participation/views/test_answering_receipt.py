"""What stands on the receipt, which many people print: on paper nothing can be clicked."""

from typing import TYPE_CHECKING

import pytest

from participation.processes import Showing
from tests import surveys
from tests.participation.views.market import MARKET
from tests.participation.views.resident import Resident

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock

PATH = "/mitmachen/marktplatz"


def receipt(
    client: "TestClient", clock: "MovableClock", prefix: str = "", headers: dict[str, str] | None = None
) -> str:
    """What somebody is given who has answered."""
    resident = Resident(client).begin(prefix=prefix)
    for answers in ({"q__often": "daily"}, {"q__ways": "foot"}, {"q__years": "12"}):
        resident.on(**answers)
    clock.advance(minutes=1)
    return resident.press("absenden", headers=headers).text


@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}], ids=["page", "script"])
def test_beside_the_code_stands_when_and_where_it_is_checked(
    client: "TestClient", site: "Site", clock: "MovableClock", headers: dict[str, str] | None
) -> None:
    surveys.survey(site, MARKET)
    page = receipt(client, clock, headers=headers)
    slip = page[page.index('class="receipt__slip"') : page.index('class="receipt__next"')]
    assert "Die Umfrage endet am 30. April 2026. Danach können Sie die Quittung hier prüfen:" in slip
    assert f">{site.settings.address}{PATH}/quittung<" in slip
    assert page.count("Was die Stadt sonst noch fragt") == 1


def test_in_english_it_is_checked_on_the_english_page(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    surveys.survey(site, MARKET)
    assert f">{site.settings.address}/en{PATH}/quittung<" in receipt(client, clock, "/en")


@pytest.mark.parametrize("showing", list(Showing))
def test_what_can_be_seen_already_is_led_to(
    client: "TestClient", site: "Site", clock: "MovableClock", showing: Showing
) -> None:
    surveys.survey(site, MARKET, showing=showing)
    led = f'href="{PATH}/ergebnisse">Zwischenstand ansehen</a>' in receipt(client, clock)
    assert led is (showing is Showing.LIVE)
