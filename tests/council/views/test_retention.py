"""The page that says what is kept how long."""

from starlette.testclient import TestClient

from council.base.settings import Settings
from ratsfenster.app import create_app
from tests.conftest import opened


def test_it_is_made_from_the_settings_and_says_whom_to_ask(settings: Settings, clock) -> None:
    changed = {"keep_audit_days": 123, "keep_withdrawn_days": 45, "contact": "rathaus@musterstadt.example"}
    with opened(settings.model_copy(update=changed), clock) as site, TestClient(create_app(site)) as client:
        page = client.get("/aufbewahrung").text
    assert "123 Tage, dann wird es gelöscht." in page
    assert "45 Tage, dann wird es gelöscht." in page
    assert 'href="mailto:rathaus@musterstadt.example"' in page


def test_without_a_number_of_days_it_says_that_people_decide(client: TestClient) -> None:
    page = client.get("/aufbewahrung").text
    assert "bis die Stadt sie löscht" in page
    assert "1 Tag, dann wird es gelöscht." in page


def test_every_page_and_the_privacy_page_lead_there(client: TestClient) -> None:
    assert 'href="/aufbewahrung"' in client.get("/").text
    assert client.get("/datenschutz").text.count('href="/aufbewahrung"') == 2
