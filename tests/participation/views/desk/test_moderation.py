"""The queue of all processes together."""

from starlette.testclient import TestClient

from council.base.site import Site
from participation.ideas import Idea
from participation.processes import Kind
from tests import desk, surveys
from tests.conftest import Cast, MovableClock
from tests.participation.townsurvey import EVERY_KIND, form

QUEUE = "/ratsbuero/moderation"
ASKED = form(EVERY_KIND[8])


def test_what_waits_stands_there_with_its_way(site: Site, moderator: TestClient, clock: MovableClock) -> None:
    survey = surveys.survey(site, ASKED)
    for text in ("Mehr Bäume", "Weniger Autos", "Ein Brunnen", "Bänke", "Licht", "Schatten"):
        surveys.answer(site, survey, {"idea": text})
    ideas = surveys.survey(site, ASKED, kind=Kind.IDEATION, slug="ideen", title={"de": "Ideen für den Park"})
    with site.database.writing() as db:
        db.add(Idea(process_id=ideas, number=1, receipt="r", title="Bank", text="Am Weg", sent_on=clock.now.date()))
    surveys.survey(site, ASKED, slug="still", title={"de": "Niemand schrieb"})
    surveys.survey(site, ASKED, slug="entwurf", title={"de": "Nur ein Entwurf"}, released=False)
    page = moderator.get(QUEUE).text
    waiting, _, done = page.partition("Nichts offen")
    assert "mindestens 5 Texte" in waiting
    assert "1 Beitrag" in waiting
    assert f"/ratsbuero/beteiligung/{survey}/texte" in waiting
    assert f"/ratsbuero/beteiligung/{ideas}/ideen" in waiting
    assert "Niemand schrieb" in done
    assert "Nur ein Entwurf" not in page


def test_once_it_is_over_the_number_is_exact(
    site: Site, moderator: TestClient, clock: MovableClock, cast: Cast
) -> None:
    survey = surveys.survey(site, ASKED)
    for text in ("Mehr Bäume", "Weniger Autos"):
        surveys.answer(site, survey, {"idea": text})
    assert "weniger als 5 Texte" in moderator.get(QUEUE).text
    clock.advance(days=15)
    desk.sign_in(moderator, site, cast.moderator)
    assert "· 2 Texte" in moderator.get(QUEUE).text


def test_where_nothing_waits_it_says_so(moderator: TestClient) -> None:
    assert "Alles ist entschieden." in moderator.get(QUEUE).text
