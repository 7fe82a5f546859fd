"""Proposing an idea without scripts: seen before it is sent, stored once, and nothing lost on the way."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from council.base.changes import Change
from council.base.site import Site
from participation.answers.gates import Gate, Limit, Limits
from participation.ideas import Idea, Shown
from participation.processes import Moderation
from participation.views.doors import Gates
from tests.participation import ideation
from tests.participation.ideation import BANK, PATH, collection, hidden_fields, propose, receipt_of, stored
from tests.participation.views.market import proof


def every(site: Site) -> list[Idea]:
    with site.database.reading() as db:
        return list(db.exec(select(Idea)))


def test_an_idea_is_looked_at_sent_and_has_a_receipt(client: Any, site: Site, clock: Any) -> None:
    process = collection(site)
    form = hidden_fields(client.get(f"{PATH}/neu").text)
    review = client.post(f"{PATH}/neu", data={**form, **BANK, "ort": "Mühlbachweg", "schritt": "weiter"})
    assert "Das wird jeder lesen können" in review.text
    assert "Mühlbachweg" in review.text
    assert every(site) == [], "nothing is stored before it is sent"
    clock.advance(timedelta(seconds=20))
    answer = client.post(f"{PATH}/neu", data={**hidden_fields(review.text), "schritt": "absenden"})
    assert "Danke, Ihre Idee ist angekommen" in answer.text
    assert len(receipt_of(answer)) == 19
    idea = stored(site, process, 1)
    assert (idea.title, idea.text, idea.category) == (BANK["titel"], BANK["text"], "Grün")
    assert idea.place == {"text": "Mühlbachweg"}
    assert idea.shown == Shown.WAITING


def test_any_number_of_retries_is_one_idea(client: Any, site: Site, clock: Any) -> None:
    collection(site)
    form = hidden_fields(client.get(f"{PATH}/neu").text)
    clock.advance(timedelta(seconds=20))
    sent = {**form, **BANK, "schritt": "absenden"}
    pages = [client.post(f"{PATH}/neu", data=sent) for _ in range(2)]
    clock.advance(days=20)
    pages.append(client.post(f"{PATH}/neu", data=sent))  # it is over by now
    assert len({receipt_of(page) for page in pages}) == 1
    assert len(every(site)) == 1


def test_what_is_stored_tells_no_time_and_no_change(client: Any, site: Site, clock: Any) -> None:
    collection(site, moderation=Moderation.AFTER)
    propose(client, clock)
    (idea,) = every(site)
    assert idea.sent_on == clock.now.date()
    with site.database.reading() as db:
        assert db.exec(select(Change)).all() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"titel": ""}, "Bitte geben Sie Ihrer Idee einen Titel."),
        ({"titel": "x" * 121}, "Der Titel ist zu lang"),
        ({"text": "  \n "}, "Bitte beschreiben Sie Ihre Idee"),
        ({"text": "ä" * 4001}, "Der Text ist zu lang"),
        ({"thema": "Geheim"}, "Bitte wählen Sie ein Thema."),
        ({"lon": "nan", "lat": "49"}, "kam nicht richtig an"),
        ({"lon": "9.5", "lat": "49.05"}, "außerhalb des Gebiets"),
        ({"ort": "x" * 301}, "Die Beschreibung des Ortes ist zu lang"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Any, site: Site, clock: Any, given: dict[str, str], said: str
) -> None:
    collection(site, boundary=ideation.SQUARE)
    answer = propose(client, clock, **given)
    assert answer.status_code == 422
    assert said in answer.text
    kept = {**BANK, **given}["text"].strip()
    assert kept in answer.text
    assert every(site) == []


def test_a_point_is_kept_to_the_metre(client: Any, site: Site, clock: Any) -> None:
    process = collection(site, boundary=ideation.SQUARE)
    propose(client, clock, lon="8.0512345678", lat="49.05", ort="am Bach")
    assert stored(site, process, 1).place == {"lon": 8.05123, "lat": 49.05}


def test_html_and_links_stay_words(client: Any, site: Site, clock: Any) -> None:
    process = collection(site, moderation=Moderation.AFTER)
    propose(client, clock, titel="<script>alert(1)</script>", text="https://werbung.example <b>kauft</b>")
    page = client.get(f"{PATH}/1").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;kauft" in page
    assert 'href="https://werbung.example' not in page
    assert stored(site, process, 1).title == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("over", "seconds", "said"),
    [
        ({}, 1, "Das ging sehr schnell"),
        ({"home-page": "x"}, 20, "Ein Feld, das leer bleiben muss"),
        ({"stempel": "1.00"}, 20, "nicht vollständig angekommen"),
        ({"schluessel": "kurz"}, 20, "nicht vollständig"),
        ({"altcha": base64.b64encode(b"{}").decode()}, 20, "Prüfung gegen automatische Eingaben"),
    ],
)
def test_machines_are_held_back(
    client: Any, site: Site, clock: Any, over: dict[str, str], seconds: int, said: str
) -> None:
    collection(site)
    form = hidden_fields(client.get(f"{PATH}/neu").text)
    clock.advance(seconds=seconds)
    answer = client.post(f"{PATH}/neu", data={**form, **BANK, **over, "schritt": "absenden"})
    assert answer.status_code == 422
    assert said in answer.text
    assert BANK["text"] in answer.text
    assert every(site) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_one_connection_cannot_send_without_end(client: Any, site: Site, clock: Any, scripts: bool) -> None:
    collection(site)
    gate = Gate(Limits(Limit(2, 60_000), Limit(100, 1)))
    client.app.state.gates = Gates(**{"ideas_worked" if scripts else "ideas_without_script": gate})
    answers = []
    for _ in range(3):
        form = hidden_fields(client.get(f"{PATH}/neu").text)
        clock.advance(seconds=20)
        altcha = proof(client, "ideen-stadt/ideen", form["schluessel"]) if scripts else ""
        answers.append(client.post(f"{PATH}/neu", data={**form, **BANK, "altcha": altcha, "schritt": "absenden"}))
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    assert "in 1 Minute noch einmal ab" in answers[2].text
    assert BANK["text"] in answers[2].text


def test_nothing_is_taken_a_second_too_late(client: Any, site: Site, clock: Any) -> None:
    collection(site, closes_at=clock.now + timedelta(minutes=1))
    form = hidden_fields(client.get(f"{PATH}/neu").text)
    clock.advance(minutes=1)
    answer = client.post(f"{PATH}/neu", data={**form, **BANK, "schritt": "absenden"})
    assert answer.status_code == 422
    assert "nimmt im Augenblick nichts an" in answer.text
    assert BANK["text"] in answer.text
    assert client.get(f"{PATH}/neu", follow_redirects=False).headers["location"] == PATH
    work = client.post(f"{PATH}/pruefung", data={"schluessel": form["schluessel"]})
    assert (work.status_code, "nimmt im Augenblick nichts an" in work.json()["error"]) == (409, True)
    assert every(site) == []


def test_similar_ideas_are_offered(client: Any, site: Site) -> None:
    process = collection(site)
    ideation.idea(site, process, "Mehr Bänke am Mühlbach")
    ideation.idea(site, process, "Bank im geheimen Garten", shown=Shown.WAITING)
    found = client.post(f"{PATH}/aehnlich", data={"titel": "Sitzbank am Mühlbach"}).json()
    assert [one["number"] for one in found] == [1], "what nobody may read is not offered"
    form = hidden_fields(client.get(f"{PATH}/neu").text)
    review = client.post(f"{PATH}/neu", data={**form, **BANK, "schritt": "weiter"})
    assert "Mehr Bänke am Mühlbach" in review.text


def test_a_survey_takes_no_ideas(client: Any, site: Site) -> None:
    collection(site, kind="survey")
    assert client.get(PATH).status_code == 404
    assert client.get(f"{PATH}/neu").status_code == 404
