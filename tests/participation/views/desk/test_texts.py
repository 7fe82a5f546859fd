"""Texts at the desk: each once, with nothing beside it; released or withheld with a reason, and decided anew at any time."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from council.base import audit
from council.base.site import Site
from participation.moderation import text_reviews
from participation.moderation.text_reviews import digest
from participation.processes import Process
from tests import axe, desk, surveys
from tests.conftest import Cast, LiveSite, MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0], EVERY_KIND[2], EVERY_KIND[8], EVERY_KIND[10])
SAID = ("Mehr Bäume", "Mehr Bäume", "Weniger Autos", "<b>Schreiben Sie</b> an r@stadt.example")


def path(number: int) -> str:
    return f"/ratsbuero/beteiligung/{number}/texte"


def survey(site: Site, texts: tuple[str, ...] = SAID, **facts: Any) -> int:
    number = surveys.survey(site, ASKED, **facts)
    for text in texts:
        surveys.answer(site, number, {"idea": text, "quiet": 3})
    surveys.answer(site, number, {"park": {"other": "ein Wald"}})
    surveys.answer(site, number, {"park": "yes", "spot": {"lon": 10.5, "lat": 52.0}})
    return number


def decide(client: TestClient, number: int, deed: str, *texts: str, **more: str) -> Any:
    sent = {"frage": "idea", "zeigen": "offen", "tat": deed, "text": [digest(text) for text in texts]} | more
    return client.post(path(number), data=sent)


def shown(page: str) -> list[str]:
    return re.findall(r'<label class="said__text"[^>]*>(.*?)</label>', page)


def test_each_text_stands_there_once_the_most_frequent_first(site: Site, moderator: TestClient) -> None:
    page = moderator.get(f"{path(survey(site))}?frage=idea").text
    assert shown(page) == [
        "Mehr Bäume",
        "&lt;b&gt;Schreiben Sie&lt;/b&gt; an r@stadt.example",
        "Weniger Autos",
    ]
    assert "2-mal geschrieben" in page
    assert page.count("Vielleicht darin: E-Mail-Adresse") == 1
    assert "0 von 4 geprüft" in page


def test_it_begins_with_the_first_question_that_has_something_open(site: Site, moderator: TestClient) -> None:
    number = survey(site)
    assert shown(moderator.get(path(number)).text) == ["ein Wald"]
    decide(moderator, number, "freigeben", "ein Wald", frage="park")
    assert "Mehr Bäume" in shown(moderator.get(path(number)).text)


@pytest.mark.db
def test_texts_are_released_and_withheld_and_decided_anew(site: Site, moderator: TestClient) -> None:
    number = survey(site)
    page = decide(moderator, number, "freigeben", "Mehr Bäume", "Weniger Autos").text
    assert "2 Texte sind freigegeben." in page
    assert "2 von 4 geprüft" in page
    assert "Mehr Bäume" not in shown(page)
    page = decide(moderator, number, "zurueckhalten", "Weniger Autos", grund="insult").text
    assert "1 Text wird zurückgehalten." in page
    page = moderator.get(f"{path(number)}?frage=idea&zeigen=zurueck").text
    assert shown(page) == ["Weniger Autos"]
    assert "Grund: Beleidigt oder bedroht jemanden" in page
    assert "entschieden von Mona Richter" in page
    decide(moderator, number, "oeffnen", "Weniger Autos")
    with site.database.reading() as db:
        assert text_reviews.released_digests(db, number) == {"idea": {digest("Mehr Bäume")}}
        assert list(text_reviews.of_process(db, number)["idea"]) == [digest("Mehr Bäume")]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"grund": ""}, "Bitte wählen Sie einen Grund."),
        ({"grund": "whatever"}, "Bitte wählen Sie einen Grund."),
        ({"grund": "eigene", "worte": "  "}, "Bitte schreiben Sie den Grund auf"),
    ],
)
def test_withholding_needs_a_reason_and_keeps_what_was_chosen(
    site: Site, moderator: TestClient, sent: dict[str, str], said: str
) -> None:
    number = survey(site)
    answer = decide(moderator, number, "zurueckhalten", "Mehr Bäume", **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{digest("Mehr Bäume")}" checked' in answer.text


def test_a_reason_can_be_said_in_own_words(site: Site, moderator: TestClient) -> None:
    number = survey(site)
    decide(moderator, number, "zurueckhalten", "Mehr Bäume", grund="eigene", worte="Werbung")
    assert "Grund: Werbung" in moderator.get(f"{path(number)}?frage=idea&zeigen=zurueck").text


def test_without_a_text_nothing_is_decided(site: Site, moderator: TestClient) -> None:
    answer = decide(moderator, survey(site), "freigeben")
    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens einen Text aus." in answer.text


@pytest.mark.parametrize("text", ["Nie geschrieben", "ein Wald"])
def test_only_texts_of_this_question_can_be_decided_about(site: Site, moderator: TestClient, text: str) -> None:
    number = survey(site)
    assert "Es wurde nichts geändert." in decide(moderator, number, "freigeben", text).text
    with site.database.reading() as db:
        assert text_reviews.of_process(db, number) == {}


def test_the_log_tells_how_many_and_where_but_no_text(site: Site, moderator: TestClient) -> None:
    number = survey(site)
    decide(moderator, number, "freigeben", "Mehr Bäume", "Weniger Autos")
    with site.database.reading() as db:
        (entry,) = audit.about(db, [f"/ratsbuero/beteiligung/{number}"], limit=5)
    assert (entry.who, entry.action) == ("Mona Richter", "2 Texte freigegeben")
    assert entry.subject == "Wie soll der Marktplatz werden?: idea?"


def test_after_counting_it_says_that_results_have_to_be_renewed(
    site: Site, moderator: TestClient, clock: MovableClock
) -> None:
    number = survey(site, closes_at=clock.now + timedelta(hours=1))
    assert "muss neu gezählt werden" not in moderator.get(path(number)).text
    decide(moderator, number, "freigeben", "Mehr Bäume")
    clock.advance(hours=1, minutes=2)
    counted.count(site, number)
    assert "muss neu gezählt werden" not in moderator.get(path(number)).text, "nothing was decided since"
    withheld = decide(moderator, number, "zurueckhalten", "Weniger Autos", grund="insult").text
    assert "muss neu gezählt werden" not in withheld, "it was not shown before"
    withheld = decide(moderator, number, "zurueckhalten", "Mehr Bäume", grund="insult").text
    assert "muss neu gezählt werden" in withheld
    moderator.post(f"/ratsbuero/beteiligung/{number}/ergebnisse/erneuern")
    assert "muss neu gezählt werden" not in moderator.get(path(number)).text, "it is on its way"
    counted.count(site, number)
    assert "muss neu gezählt werden" not in moderator.get(path(number)).text


def test_when_their_time_is_over_no_text_is_shown_and_none_decided(
    site: Site, moderator: TestClient, clock: MovableClock
) -> None:
    number = survey(site, texts_until=clock.now.date())
    sent = decide(moderator, number, "freigeben", "Mehr Bäume")
    assert "1 Text ist freigegeben." in sent.text
    with site.database.writing() as db:
        db.get_one(Process, number).texts_until = clock.now.date() - timedelta(days=1)
    page = moderator.get(path(number)).text
    assert "Die Texte sind gelöscht" in page
    assert "Bäume" not in page
    decide(moderator, number, "freigeben", "Weniger Autos")
    with site.database.reading() as db:
        assert len(text_reviews.of_process(db, number)["idea"]) == 1


def test_many_texts_are_paged(site: Site, moderator: TestClient) -> None:
    number = survey(site, tuple(f"Text {at:03}" for at in range(120)))
    first = moderator.get(f"{path(number)}?frage=idea").text
    assert shown(first)[0] == "Text 000"
    assert "Seite 1 von 3" in first
    last = moderator.get(f"{path(number)}?frage=idea&seite=99").text
    assert shown(last) == [f"Text {at:03}" for at in range(100, 120)]


@pytest.mark.parametrize("query", ["frage=nein&zeigen=x&seite=0", "seite=-1", "seite=" + "9" * 50, "frage=quiet"])
def test_whatever_stands_in_the_address_there_is_a_page(site: Site, moderator: TestClient, query: str) -> None:
    assert shown(moderator.get(f"{path(survey(site))}?{query}").text) == ["ein Wald"]


def test_drafts_and_surveys_without_words_have_nothing_to_look_through(site: Site, moderator: TestClient) -> None:
    draft = surveys.survey(site, ASKED, released=False, slug="entwurf")
    plain = surveys.survey(site, form(EVERY_KIND[2]), slug="skala")
    silent = surveys.survey(site, ASKED, slug="still")
    assert "Die Umfrage ist nicht geöffnet." in moderator.get(path(draft)).text
    assert "Es gibt nichts zu prüfen." in moderator.get(path(plain)).text
    assert "Noch hat niemand eigene Worte geschrieben." in moderator.get(path(silent)).text


def test_only_moderators_and_planners_come_here(site: Site, client: TestClient, cast: Cast) -> None:
    number = survey(site)
    desk.sign_in(client, site, cast.clerk)
    assert client.get(path(number)).status_code == 403
    assert decide(client, number, "freigeben", "Mehr Bäume").status_code == 403
    assert client.get("/ratsbuero/moderation").status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_it_can_be_done_by_keyboard(
    live_site: LiveSite, cast: Cast, browser_page: Callable[..., Any], size: Any
) -> None:
    site = live_site.site
    number = survey(site)
    page = browser_page(size, url=live_site.url)
    page.context.add_cookies([desk.cookie(site, live_site.url, cast.moderator)])
    page.goto(f"{path(number)}?frage=idea")
    assert axe.violations(page) == []
    bar = "getComputedStyle(document.querySelector('.review__act')).position"
    assert page.evaluate(bar) == "static", "it hides no text while nothing is chosen"
    page.keyboard.press("j")
    page.keyboard.press("Space")
    assert page.evaluate(bar) == "sticky"
    high = page.viewport_size
    page.set_viewport_size({"width": high["width"], "height": 400})
    assert page.evaluate(bar) == "static", "a low window is for texts"
    page.set_viewport_size(high)
    page.keyboard.press("Space")
    for key in ("j", "z"):
        page.keyboard.press(key)
    page.get_by_label("Gehört nicht zur Frage").press("Space")
    assert axe.violations(page) == []
    page.get_by_role("button", name="Zurückhalten", exact=True).press("Enter")
    page.get_by_text("1 Text wird zurückgehalten.").wait_for()
    page.keyboard.press("a")
    page.keyboard.press("f")
    page.get_by_text("2 Texte sind freigegeben.").wait_for()
    page.get_by_text("Zu dieser Frage ist alles geprüft.").wait_for()
