"""The queue of all processes together."""

import pytest
from starlette.testclient import TestClient

from council.base.site import Site
from participation.ideas import Idea
from participation.processes import Kind
from tests import desk, surveys
from tests.conftest import Cast, MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

QUEUE = "/ratsbuero/moderation"
ASKED = form(EVERY_KIND[8])


@pytest.fixture
def moderator(site: Site, client: TestClient, cast: Cast) -> TestClient:
    desk.sign_in(client, site, cast.moderator)
    return client


def test_what_waits_stands_there_with_its_way(site: Site, moderator: TestClient, clock: MovableClock) -> None:
    survey = surveys.survey(site, ASKED)
    surveys.answer(site, survey, {"idea": "Mehr Bäume"})
    surveys.answer(site, survey, {"idea": "Weniger Autos"})
    ideas = surveys.survey(site, ASKED, kind=Kind.IDEATION, slug="ideen", title={"de": "Ideen für den Park"})
    with site.database.writing() as db:
        db.add(Idea(process_id=ideas, number=1, receipt="r", title="Bank", text="Am Weg", sent_on=clock.now.date()))
    surveys.survey(site, ASKED, slug="still", title={"de": "Niemand schrieb"})
    surveys.survey(site, ASKED, slug="entwurf", title={"de": "Nur ein Entwurf"}, released=False)
    page = moderator.get(QUEUE).text
    waiting, _, done = page.partition("Nichts offen")
    assert "2 Texte" in waiting
    assert "1 Beitrag" in waiting
    assert f"/ratsbuero/beteiligung/{survey}/texte" in waiting
    assert f"/ratsbuero/beteiligung/{ideas}/ideen" in waiting
    assert "Niemand schrieb" in done
    assert "Nur ein Entwurf" not in page


def test_where_nothing_waits_it_says_so(moderator: TestClient) -> None:
    assert "Alles ist entschieden." in moderator.get(QUEUE).text
