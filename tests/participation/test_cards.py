"""What a card says of a process."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from council.base import i18n
from council.taking_part import ProcessCard
from participation import cards
from participation.cards import Facts
from participation.forms import Form
from participation.processes import Access, Kind, Process
from tests.participation.townsurvey import EVERY_KIND, form

NOW = datetime(2026, 4, 16, 17, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SURVEY: dict[str, Any] = {
    "slug": "marktplatz",
    "title": {"de": "Wie soll der Marktplatz werden?", "en": "What about the market square?"},
    "intro": {"de": "Die Stadt baut um. Mehr im Rathaus."},
    "languages": ["de", "en"],
    "opens_at": NOW - timedelta(days=1),
    "closes_at": NOW + timedelta(days=5),
    "released_at": NOW - timedelta(days=2),
    "created_at": NOW - timedelta(days=9),
}


def card(
    language: str = "de", asked: Form | None = None, *, results: bool = False, occasion: str = "", **facts: Any
) -> ProcessCard:
    made = Facts(Process(**(SURVEY | facts)), asked, results, occasion)
    return cards.card(made, NOW, BERLIN, i18n.language(language))


def test_an_open_survey_says_how_long_it_is_open_how_long_it_takes_and_for_whom() -> None:
    shown = card(asked=form(*EVERY_KIND[:3]))
    assert shown.path == "/mitmachen/marktplatz"
    assert (shown.title, shown.sentence) == ("Wie soll der Marktplatz werden?", "Die Stadt baut um.")
    assert (shown.kind, shown.state, shown.timing) == ("Umfrage", "open", "noch 5 Tage")
    assert (shown.effort, shown.who) == ("etwa 1 Minute", "für alle")
    assert shown.results == shown.results_path == ""
    assert not shown.soon


def test_what_closes_within_days_stands_out() -> None:
    assert card(closes_at=NOW + timedelta(days=2)).soon
    assert not card(opens_at=NOW + timedelta(hours=1), closes_at=NOW + timedelta(days=2)).soon


def test_with_codes_it_says_whom_it_is_for() -> None:
    assert card(access=Access.CODES).who == "mit dem Code aus Ihrem Brief"
    assert card(kind=Kind.IDEATION, access=Access.CODES).who == "für alle"


def test_what_comes_says_when() -> None:
    shown = card(opens_at=NOW + timedelta(days=3), closes_at=NOW + timedelta(days=9), asked=form(*EVERY_KIND[:1]))
    assert (shown.state, shown.timing, shown.effort) == ("coming", "beginnt in 3 Tagen", "etwa 1 Minute")


@pytest.mark.parametrize(
    ("closes", "day"),
    [
        (datetime(2026, 4, 12, 22, 0, tzinfo=UTC), "12. April 2026"),  # midnight in the town
        (datetime(2026, 4, 13, 16, 0, tzinfo=UTC), "13. April 2026"),
    ],
)
def test_what_is_over_says_since_when_and_nothing_of_answering(closes: datetime, day: str) -> None:
    shown = card(opens_at=NOW - timedelta(days=30), closes_at=closes, asked=form(*EVERY_KIND[:1]))
    assert (shown.state, shown.timing) == ("closed", f"beendet am {day}")
    assert shown.effort == shown.who == ""
    assert shown.results == "Die Ergebnisse sind noch nicht veröffentlicht."
    assert shown.results_path == ""


def test_results_are_led_to_where_there_are_any() -> None:
    over: dict[str, Any] = {"opens_at": NOW - timedelta(days=30), "closes_at": NOW - timedelta(days=1)}
    shown = card(results=True, **over)
    assert (shown.results, shown.results_path) == ("Ergebnisse ansehen", "/mitmachen/marktplatz/ergebnisse")
    assert card(results=True).results == "Zwischenstand ansehen"
    assert card(kind=Kind.IDEATION, **over).results == ""


def test_each_text_is_in_the_language_it_says() -> None:
    english = card("en")
    assert (english.title, english.language, english.sentence) == ("What about the market square?", "en", "")
    german = card("en", title={"de": "Nur deutsch"})
    assert (german.title, german.language, german.sentence) == ("Nur deutsch", "de", "Die Stadt baut um.")
    assert card("de", title={"de-leicht": "Ein-fach"}, languages=["de-leicht"]).language == "de"


def test_where_results_will_never_come_it_does_not_promise_them() -> None:
    over: dict[str, Any] = {"opens_at": NOW - timedelta(days=30), "closes_at": NOW - timedelta(days=1)}
    few = cards.card(Facts(Process(**(SURVEY | over)), too_few=True), NOW, BERLIN, i18n.language("de"))
    assert few.results == "Es haben zu wenige geantwortet, um Ergebnisse zu zeigen."
    assert card(deleted_on=NOW.date(), **over).results == "Ergebnisse gibt es keine."
