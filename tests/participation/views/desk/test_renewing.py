"""Another counting, asked for by moderators: who must not see the results stays with the texts."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from council.base.site import Site
from participation import results
from participation.moderation import text_reviews
from participation.processes import Process
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

AN_HOUR = timedelta(hours=1)  # short enough to stay signed in


def path(number: int, page: str) -> str:
    return f"/ratsbuero/beteiligung/{number}/{page}"


@pytest.fixture
def number(site: Site, clock: MovableClock) -> int:
    """A survey that was counted, and is not public."""
    made = surveys.survey(site, form(EVERY_KIND[8]), closes_at=clock.now + AN_HOUR)
    for _ in range(12):
        surveys.answer(site, made, {"idea": "Mehr Schatten"})
    clock.advance(hours=1, minutes=2)
    counted.count(site, made)
    return made


def test_they_are_led_back_to_the_texts_and_told(site: Site, moderator: TestClient, number: int) -> None:
    released = {"frage": "idea", "tat": "freigeben", "text": text_reviews.digest("Mehr Schatten")}
    moderator.post(path(number, "texte"), data=released)
    page = moderator.get(path(number, "texte")).text
    assert f'action="{path(number, "ergebnisse/erneuern")}"' in page
    assert f'href="{path(number, "ergebnisse")}"' not in page
    asked = moderator.post(path(number, "ergebnisse/erneuern"))
    assert asked.status_code == 200
    assert asked.url.path == path(number, "texte")
    assert "Es wird neu gezählt." in asked.text
    with site.database.reading() as db:
        assert results.ordered(db, number)


def test_a_refusal_shows_them_no_results(site: Site, moderator: TestClient, number: int, clock: MovableClock) -> None:
    with site.database.writing() as db:
        db.get_one(Process, number).texts_until = clock.now.date() - timedelta(days=1)
    refused = moderator.post(path(number, "ergebnisse/erneuern"))
    assert refused.status_code == 409
    assert "Es kann nicht neu gezählt werden" in refused.text
    assert "So wird es die Öffentlichkeit sehen" not in refused.text
    assert "12 Antworten" not in refused.text
