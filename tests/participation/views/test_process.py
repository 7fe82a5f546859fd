"""The page of a process: what people learn before they take part."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from participation import processes
from participation.processes.form_versions import FormChange
from participation.results import Result
from participation.views import answering_device
from tests import surveys
from tests.participation import outcomes
from tests.participation.views.market import MARKET

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from council.base.site import Site
    from tests.conftest import MovableClock

PATH = "/mitmachen/marktplatz"


def test_it_says_what_when_how_long_who_and_what_happens_then(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, intro={"de": "Der Platz wird **umgebaut**.\n\n<script>x</script>"})
    page = client.get(PATH).text
    assert "<strong>umgebaut</strong>" in page
    assert "<script>x" not in page
    assert "noch 14 Tage" in page
    assert "etwa 2 Minuten, 5 Fragen" in page
    assert "Alle dürfen mitmachen" in page
    assert "Niemand kann sehen, welche Antworten von Ihnen sind" in page
    assert "Wir verarbeiten Ihre Antworten ohne Namen." in page
    assert 'href="/mitmachen/marktplatz/fragen"' in page


def test_it_says_that_it_is_informal_unless_it_is_formal(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET)
    surveys.survey(site, MARKET, slug="foermlich", formal=True)
    told = "ersetzt nicht die Beteiligung nach § 3 BauGB"
    assert told in client.get(PATH).text
    assert told not in client.get("/mitmachen/foermlich").text


def test_a_last_day_ends_at_its_midnight(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, closes_at=datetime(2026, 4, 30, 22, 0, tzinfo=UTC))
    page = client.get(PATH).text
    assert "Donnerstag, 30. April 2026, 24:00 Uhr" in page
    assert "endet am 30. April 2026" in page


def test_in_other_languages_its_own_words_are_marked(client: "TestClient", site: "Site") -> None:
    title = {"de": "Wie soll der Marktplatz werden?", "de-leicht": "Wie soll der Markt-Platz werden?"}
    surveys.survey(site, MARKET, title=title)
    page = client.get(f"{PATH}?sprache=de-leicht").text
    assert '<h1 lang="de-simple">Wie soll der Markt-Platz werden?</h1>' in page
    assert f'href="{PATH}/fragen?sprache=de-leicht"' in page
    assert f'href="/en{PATH}"' in page
    german_only = surveys.survey(site, MARKET, slug="deutsch", languages=["de"])
    assert german_only
    page = client.get("/en/mitmachen/deutsch").text
    assert '<html lang="en">' in page
    assert '<h1 lang="de">' in page


def test_before_and_after(client: "TestClient", site: "Site") -> None:
    now = site.clock()
    surveys.survey(site, MARKET, slug="bald", opens_at=now + timedelta(days=3))
    number = surveys.survey(site, MARKET, slug="vorbei", opens_at=now - timedelta(days=9), closes_at=now)
    outcomes.arrived(site, number, 5)
    coming, closed = client.get("/mitmachen/bald").text, client.get("/mitmachen/vorbei").text
    assert "beginnt in 3 Tagen" in coming
    assert "/fragen" not in coming
    assert "Die Ergebnisse werden noch ausgewertet" in closed
    assert "/fragen" not in closed
    with site.database.writing() as db:
        db.add(Result(process_id=number, number=1, final=True, people=3, figures={}, made_at=now, published_at=now))
    assert 'href="/mitmachen/vorbei/ergebnisse"' in client.get("/mitmachen/vorbei").text


def test_where_no_results_will_come_none_are_promised(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, closes_at=site.clock())
    surveys.survey(site, MARKET, slug="ideen", kind=processes.Kind.IDEATION, closes_at=site.clock())
    page = client.get(PATH).text
    assert "Ergebnisse gibt es keine." in page
    assert f'href="{PATH}/ergebnisse"' in page
    for promised in (page, client.get("/mitmachen/ideen").text):
        assert "werden noch ausgewertet" not in promised


def test_who_has_answered_is_not_led_round_in_circles(client: "TestClient", site: "Site") -> None:
    number = surveys.survey(site, MARKET, once_a_device=True)
    assert f'href="{PATH}/fragen"' in client.get(PATH).text
    client.cookies.set(answering_device.name(number), "1")
    page = client.get(PATH).text
    assert "Auf diesem Gerät wurde schon geantwortet." in page
    assert f'href="{PATH}/fragen"' not in page


def test_what_was_withdrawn_tells_nothing_of_itself(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, withdrawn_at=site.clock())
    answer = client.get(PATH)
    assert answer.status_code == 410
    assert "zurückgezogen" in answer.text
    assert surveys.TITLE["de"] not in answer.text


def test_changes_while_it_is_open_can_be_read(client: "TestClient", site: "Site") -> None:
    number = surveys.survey(site, MARKET)
    rewording = {
        "key": "ways",
        "name": "text",
        "language": "de",
        "before": "Wie kommen Sie?",
        "after": "Womit kommen Sie?",
    }
    with site.database.writing() as db:
        db.add(
            FormChange(
                process_id=number, version=1, correction=True, reason="Ein Tippfehler", rewordings=[rewording], at=site.clock()
            )
        )  # fmt: skip
    page = client.get(PATH).text
    assert "Eine Änderung, seit die Umfrage läuft" in page
    assert "<del>Wie kommen Sie?</del> <ins>Womit kommen Sie?</ins>" in page
    assert "Ein Tippfehler" in page


def test_a_code_that_came_along_goes_on_in_a_field(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, access="codes")
    answer = client.post(PATH, data={"code": "ABC<"})
    assert '<input type="hidden" name="code" value="ABC&lt;">' in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_ideas_have_a_page_of_their_own_behind_it(client: "TestClient", site: "Site", clock: "MovableClock") -> None:
    surveys.survey(site, MARKET, kind=processes.Kind.IDEATION)
    page = client.get(PATH).text
    assert f'href="{PATH}/ideen"' in page
    assert "Ideensammlung" in page
    assert client.get(f"{PATH}/fragen").status_code == 404


def test_while_it_is_open_the_questionnaire_can_be_printed(
    client: "TestClient", site: "Site", clock: "MovableClock"
) -> None:
    surveys.survey(site, MARKET)
    sheet = "/mitmachen/marktplatz/bogen.pdf?sprache=de"
    assert f'href="{sheet}"' in client.get(PATH).text
    clock.advance(days=15)
    assert sheet not in client.get(PATH).text


def test_one_switch_leads_to_all_languages(client: "TestClient", site: "Site") -> None:
    surveys.survey(site, MARKET, languages=["de", "en", "de-leicht"])
    surveys.survey(site, MARKET, slug="zwei", languages=["de", "en"])
    surveys.survey(site, MARKET, slug="leicht", languages=["de", "de-leicht"])
    plain = client.get(f"{PATH}?sprache=de-leicht").text
    assert plain.count('class="languages"') == 1
    assert f'href="{PATH}?sprache=de-leicht" lang="de-simple" hreflang="de-simple" aria-current="true"' in plain
    assert plain.count('hreflang="de" aria-current') == 0
    both = client.get("/mitmachen/zwei").text
    assert both.count(">English</a>") == both.count('aria-current="true">Deutsch</a>') == 1
    english = client.get("/en/mitmachen/leicht").text
    assert 'href="/mitmachen/leicht?sprache=de-leicht"' in english
    assert 'hreflang="en" aria-current="true"' in english
