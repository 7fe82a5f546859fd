"""The page of results."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from council.base.site import Site
from participation import results
from participation.counting.known_shares import KnownShares
from participation.processes import Access, Kind, Process, Showing
from participation.processes.form_versions import FormChange
from participation.results import counting, printing
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form, question, submissions

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PAGE = "/mitmachen/marktplatz/ergebnisse"
EVERYTHING = form(*EVERY_KIND)
GIVEN = outcomes.everybody(submissions(EVERYTHING, 60))


def text(page: str) -> str:
    """What people read of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def published(site: Site, given: list[outcomes.Given] | None = None, **besides: Any) -> int:
    process_id = outcomes.closed(site, EVERYTHING, access=besides.pop("access", Access.ANYONE))
    outcomes.results(site, process_id, {1: EVERYTHING}, given or GIVEN, **besides)
    return process_id


def test_every_question_has_its_answers_a_chart_and_its_table(site: Site, client: "TestClient") -> None:
    published(site)
    page = client.get(PAGE).text
    for key in EVERYTHING.questions:
        assert f'id="frage-{key}"' in page
    assert page.count('role="img"') == 9, "all but the two that are texts"
    assert page.count("<table>") == 9
    assert "60 Personen haben geantwortet" in text(page)


def test_what_was_counted_from_the_answers_is_shown(site: Site, client: "TestClient", clock: MovableClock) -> None:
    process_id = surveys.survey(site, EVERYTHING)
    for at in range(7):
        surveys.answer(site, process_id, {"park": "yes" if at < 5 else "no"})
    clock.advance(days=15)
    with site.database.reading() as db:
        counted = counting.final(db, db.get_one(Process, process_id), site.storage.participation(process_id), clock())
    with site.database.writing() as db:
        results.publish(db, counted, clock())
    page = text(client.get(PAGE).text)
    assert "7 Personen haben geantwortet" in page
    assert "Am häufigsten: Yes (71 %)" in page


def test_it_says_who_was_asked_and_what_that_is_worth(site: Site, client: "TestClient") -> None:
    published(site)
    assert "Das Ergebnis ist nicht repräsentativ" in text(client.get(PAGE).text)


def test_of_a_survey_by_letters_it_tells_the_return_rate(site: Site, client: "TestClient") -> None:
    published(site, access=Access.CODES, invited={"nord": 100, "sued": 70, "mitte": 70})
    page = text(client.get(PAGE).text)
    assert "25 % Rücklauf, von 240 eingeladenen Personen" in page
    assert "nicht repräsentativ" not in page


def test_weighted_results_stand_beside_the_others_with_their_effective_size(site: Site, client: "TestClient") -> None:
    published(site, known=KnownShares(strata={"nord": 0.6, "sued": 0.2, "mitte": 0.2}))
    page = text(client.get(PAGE).text)
    assert "effektive Zahl nach der Gewichtung" in page
    assert "Anteil gewichtet" in page
    assert "Ohne Gewichtung." in text(client.get(f"{PAGE}?gruppe=nord").text)


def test_one_group_is_looked_at_at_a_time(site: Site, client: "TestClient") -> None:
    published(site)
    people = sum(stratum == "sued" for _, stratum, _ in GIVEN)
    page = client.get(f"{PAGE}?gruppe=sued").text
    assert f"Antworten aus: sued {people} Personen." in text(page)
    [chosen] = re.findall(r'<a class="groups__link" href="[^"]*[?]gruppe=(\w+)#fragen" aria-current="true"', page)
    assert chosen == "sued"


def test_groups_that_are_too_small_are_put_together_and_it_says_why(site: Site, client: "TestClient") -> None:
    given = [(1, "sued" if at < 2 else "nord" if at % 2 else "mitte", one) for at, (_, _, one) in enumerate(GIVEN)]
    published(site, given)
    page = text(client.get(PAGE).text)
    assert "zusammen" in page
    assert "Zusammengefasst:" in page
    assert "weniger als 30 Personen" in page
    for name in ("mitte", "sued"):
        assert "Antworten aus: mitte und sued zusammen" in text(client.get(f"{PAGE}?gruppe={name}").text)


def test_there_are_no_other_groups(site: Site, client: "TestClient") -> None:
    published(site)
    assert client.get(f"{PAGE}?gruppe=west").status_code == 404


def test_only_released_texts_are_shown(site: Site, client: "TestClient") -> None:
    given = [*GIVEN[:9], (1, "nord", {"idea": "Mehr <b>Bänke</b>"}), (1, "nord", {"idea": "Herr Meier ist schuld"})]
    published(site, given, released={"idea": ["Mehr <b>Bänke</b>"]})
    page = client.get(PAGE).text
    assert "Mehr &lt;b&gt;Bänke&lt;/b&gt;" in page
    assert "Meier" not in page
    assert "weitere Texte sind nicht veröffentlicht" in page


def test_what_a_new_version_asked_stands_apart(site: Site, client: "TestClient") -> None:
    second = form(*EVERY_KIND[:2], question("quiet", "scale", **{"from": 0, "to": 10, "unknown": False}))
    process_id = outcomes.closed(site, EVERYTHING)
    later = [(2, "nord", {"park": "yes", "quiet": at}) for at in range(10)]
    outcomes.results(site, process_id, {1: EVERYTHING, 2: second}, [*GIVEN, *later])
    with site.database.writing() as db:
        db.add(FormChange(process_id=process_id, version=2, correction=False, reason="Auf Wunsch", at=site.clock()))
    page = client.get(PAGE).text
    assert "Nur in Fassung 2" in page
    assert 'href="#frage-quiet-3"' in page
    assert "neue Fassung 2 – Auf Wunsch" in text(page)


def test_live_results_are_a_state_of_affairs_without_groups_and_files(site: Site, client: "TestClient") -> None:
    process_id = surveys.survey(site, EVERYTHING, showing=Showing.LIVE)
    outcomes.results(site, process_id, {1: EVERYTHING}, GIVEN, final=False)
    page = text(client.get(PAGE).text)
    assert "Zwischenstand vom 16. April 2026." in page
    assert "in Gruppen von mindestens 5" in page
    assert "Wessen Antworten?" not in page
    assert "Dateien gibt es mit dem Endergebnis." in page
    assert client.get("/mitmachen/marktplatz/bericht.pdf").status_code == 404


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Diese Umfrage läuft noch"),
        ({"showing": Showing.LIVE}, "Ein Zwischenstand erscheint hier"),
        ({"opens_at": timedelta(days=2), "closes_at": timedelta(days=4)}, "hat noch nicht begonnen"),
        ({"closes_at": timedelta(days=-1), "opens_at": timedelta(days=-3)}, "Die Antworten werden ausgewertet"),
    ],
)
def test_before_there_are_results_it_says_when_they_come(
    site: Site, client: "TestClient", facts: dict[str, Any], said: str
) -> None:
    moments: dict[str, Any] = {
        key: site.clock() + one if isinstance(one, timedelta) else one for key, one in facts.items()
    }
    outcomes.arrived(site, surveys.survey(site, EVERYTHING, **moments), 5)
    assert said in text(client.get(PAGE).text)


def test_until_when_it_is_open_is_the_end_of_a_day(site: Site, client: "TestClient") -> None:
    surveys.survey(site, EVERYTHING, closes_at=datetime(2026, 4, 30, 22, 0, tzinfo=UTC))
    assert "Sie endet am Donnerstag, 30. April 2026, 24:00 Uhr." in text(client.get(PAGE).text)


def test_where_too_few_answered_it_says_so_and_promises_nothing(site: Site, client: "TestClient") -> None:
    number = outcomes.closed(site, EVERYTHING)
    few, waiting = "Zu wenige Antworten, um Ergebnisse zu zeigen", "Die Antworten werden ausgewertet"
    outcomes.arrived(site, number, 4)
    page = text(client.get(PAGE).text)
    assert few in page
    assert "Weniger als 5 Menschen haben geantwortet." in page
    assert waiting not in page
    outcomes.arrived(site, number, 1)
    page = text(client.get(PAGE).text)
    assert few not in page
    assert waiting in page


def test_where_all_was_deleted_before_anything_was_published_nothing_is_promised(
    site: Site, client: "TestClient"
) -> None:
    outcomes.closed(site, EVERYTHING, deleted_on=site.clock().date())
    page = text(client.get(PAGE).text)
    assert "Es gibt keine Ergebnisse" in page
    assert "ausgewertet" not in page


def test_the_list_of_questions_is_folded_where_there_is_no_room_beside(site: Site, client: "TestClient") -> None:
    published(site)
    page = client.get(PAGE).text
    folded = page[page.index("<details") : page.index("</details>")]
    assert " open" not in folded.partition(">")[0]
    assert folded.count('href="#frage-') == len(EVERY_KIND)


def test_what_is_withdrawn_or_no_survey_or_still_a_draft_is_not_there(site: Site, client: "TestClient") -> None:
    process_id = published(site)
    outcomes.withdrawn(site, process_id)
    surveys.survey(site, EVERYTHING, slug="entwurf", released=False)
    surveys.survey(site, EVERYTHING, slug="ideen", kind=Kind.IDEATION)
    for slug in ("marktplatz", "entwurf", "ideen", "nirgends"):
        for page in ("ergebnisse", "bericht.pdf", "quittung"):
            assert client.get(f"/mitmachen/{slug}/{page}").status_code == 404


def test_in_english_the_page_is_english_and_the_towns_words_say_that_they_are_german(
    site: Site, client: "TestClient"
) -> None:
    published(site)
    page = client.get(f"/en{PAGE}").text
    assert '<h1 lang="de">' in page
    assert '<span lang="de">park?</span>' in page


def test_where_a_library_is_missing_no_report_is_offered(
    site: Site, client: "TestClient", monkeypatch: pytest.MonkeyPatch
) -> None:
    published(site)
    assert "bericht.pdf" in client.get(PAGE).text
    monkeypatch.setattr(printing, "missing_library", lambda: "libpango-1.0-0")
    assert "bericht.pdf" not in client.get(PAGE).text
    answer = client.get("/mitmachen/marktplatz/bericht.pdf")
    assert answer.status_code == 503
    assert "können auf diesem Rechner nicht erzeugt werden" in answer.text


def test_the_page_is_kept_by_nobody_for_long(site: Site, client: "TestClient", clock: MovableClock) -> None:
    published(site)
    assert client.get(PAGE).headers["cache-control"] == "public, max-age=60"
