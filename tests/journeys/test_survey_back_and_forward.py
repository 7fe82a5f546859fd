"""Back and Forward of the browser lead through a survey: nothing filled in is lost, no form is sent a second time, and once all is sent
there is nothing left to go back to. What the browser complains of fails the test, but for lines that were cut."""

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, expect

from participation import forms
from participation.answers import submissions
from tests import surveys
from tests.axe import violations
from tests.journeys.surveying import go_on
from tests.participation.townsurvey import option, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

AREA = {"type": "Polygon", "coordinates": [[[10.0, 52.0], [10.1, 52.0], [10.1, 52.06], [10.0, 52.06], [10.0, 52.0]]]}
PAGES = [
    [
        question("park", "single", options=[option("yes"), option("no")]),
        question("why", "long", max=200, shown_if={"question": "park", "op": "is", "value": "no"}),
    ],
    [question("first", "ranking", options=[option("trees"), option("seats"), option("water")], places=2)],
    [question("spot", "place")],
    [question("since", "number", min="0", decimals=0)],
]
SURVEY = "/mitmachen/marktplatz"
DRAFT = "() => localStorage.getItem('ratsfenster-umfrage:marktplatz')"


@pytest.fixture
def survey(live_site: "LiveSite") -> int:
    pages = [
        {
            "key": f"p{at}",
            "title": {"de": f"Teil {at}", "en": f"Part {at}", "de-leicht": f"Stück {at}"},
            "questions": asked,
        }
        for at, asked in enumerate(PAGES)
    ]
    form = forms.from_json({"languages": ["de", "en", "de-leicht"], "pages": pages})
    return surveys.survey(live_site.site, form, boundary=AREA)


@pytest.fixture
def phone(browser_page: "Callable[..., Page]", live_site: "LiveSite", survey: int) -> "Iterator[Page]":
    """A phone on the survey's first page, which was come to from the survey's own."""
    complaints: list[str] = []
    page = browser_page("phone", url=live_site.url)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
    page.goto(SURVEY)
    page.get_by_role("link", name="Jetzt mitmachen").click()
    expect(page.locator("#bogen")).to_be_visible()
    yield page
    assert [told for told in complaints if "Failed to load resource" not in told] == []


def is_at(page: Page, heading: str) -> None:
    """The page is shown, named, and being read from its heading, and the address has not changed."""
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_focused()
    expect(page).to_have_title(f"{heading}: {surveys.TITLE['de']} – Ratsfenster Musterstadt")
    assert page.evaluate("() => location.pathname + location.hash") == f"{SURVEY}/fragen"


def to_review(page: Page) -> None:
    page.get_by_label("Yes").check()
    for heading in ("Teil 1", "Teil 2", "Teil 3"):
        go_on(page)
        is_at(page, heading)
    go_on(page)
    expect(page.get_by_role("button", name="Absenden")).to_be_visible()


def answers(live_site: "LiveSite", survey: int) -> list[Any]:
    with live_site.site.database.reading() as db:
        return [one.answers for one in submissions.read(db, survey)]


def test_back_and_forward_keep_all_answers(phone: Page) -> None:
    phone.get_by_label("No").check()
    expect(phone.locator("[data-survey-spoken]")).to_have_text("Weitere Fragen auf dieser Seite: 1")
    phone.get_by_label("why?").fill("Zu wenig\nPlatz.")
    go_on(phone)
    is_at(phone, "Teil 1")
    expect(phone.locator("[data-survey-spoken]")).to_be_empty()
    phone.get_by_role("button", name="„Water“ aufnehmen").click()
    go_on(phone)
    is_at(phone, "Teil 2")
    phone.get_by_role("button", name="Punkt auf das Kreuz setzen").click()
    point = phone.locator("[name=q-spot-lon]").input_value()
    assert violations(phone) == []

    phone.go_back()
    is_at(phone, "Teil 1")
    expect(phone.get_by_role("button", name="„Water“ entfernen")).to_be_visible()
    phone.get_by_role("button", name="„Trees“ aufnehmen").click()
    phone.go_back()
    is_at(phone, "Teil 0")
    expect(phone.get_by_label("why?")).to_have_value("Zu wenig\nPlatz.")
    phone.get_by_label("why?").fill("Zu eng.")

    phone.go_forward()
    is_at(phone, "Teil 1")
    expect(phone.get_by_role("button", name="„Trees“ entfernen")).to_be_visible()
    phone.go_forward()
    is_at(phone, "Teil 2")
    expect(phone.locator("[name=q-spot-lon]")).to_have_value(point)
    expect(phone.locator(".map__canvas")).to_have_count(1)
    assert violations(phone) == []
    go_on(phone)
    is_at(phone, "Teil 3")
    go_on(phone)
    expect(phone.get_by_text("Zu eng.")).to_be_visible()
    assert "Zu" not in phone.evaluate("() => JSON.stringify(history.state)")


def test_who_goes_back_from_the_first_page_leaves_and_can_go_on_with_the_draft(phone: Page) -> None:
    phone.get_by_label("Yes").check()
    go_on(phone)
    is_at(phone, "Teil 1")
    phone.go_back()
    is_at(phone, "Teil 0")
    phone.go_back()
    expect(phone.get_by_role("link", name="Jetzt mitmachen")).to_be_visible()
    phone.go_forward()
    phone.get_by_role("button", name="Weitermachen").click()
    expect(phone.get_by_label("Yes")).to_be_checked()


def test_a_page_that_is_loaded_anew_offers_the_draft_and_back_does_not_lose_it(phone: Page) -> None:
    phone.get_by_label("No").check()
    phone.get_by_label("why?").fill("Zu eng.")
    go_on(phone)
    is_at(phone, "Teil 1")
    go_on(phone)
    is_at(phone, "Teil 2")
    phone.reload()
    expect(phone.get_by_role("button", name="Weitermachen")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_role("button", name="Weitermachen")).to_be_visible()
    phone.get_by_role("button", name="Weitermachen").click()
    is_at(phone, "Teil 2")
    phone.go_back()
    is_at(phone, "Teil 1")
    phone.get_by_role("button", name="Zurück").click()
    is_at(phone, "Teil 0")
    expect(phone.get_by_label("why?")).to_have_value("Zu eng.")


def test_a_problem_is_read_first_and_makes_no_entry(phone: Page) -> None:
    to_review(phone)
    phone.go_back()
    is_at(phone, "Teil 3")
    phone.get_by_label("since?").fill("zwölf")
    go_on(phone)
    expect(phone.locator("#fehler")).to_be_focused()
    expect(phone).to_have_title(f"Bitte prüfen: Teil 3: {surveys.TITLE['de']} – Ratsfenster Musterstadt")
    assert violations(phone) == []
    phone.locator("#fehler a").click()
    expect(phone.get_by_label("since?")).to_be_focused()
    phone.get_by_label("since?").fill("12")
    go_on(phone)
    expect(phone.get_by_role("button", name="Absenden")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_label("since?")).to_have_value("12")


def test_once_all_is_sent_back_shows_no_answers_and_sends_nothing(
    phone: Page, live_site: "LiveSite", survey: int
) -> None:
    to_review(phone)
    phone.go_back()
    is_at(phone, "Teil 3")
    go_on(phone)
    phone.get_by_role("button", name="Absenden").click()
    expect(phone.locator("#quittung")).to_be_focused()
    receipt = phone.locator("[data-receipt]").inner_text()
    phone.wait_for_function("() => history.state.page === ''")
    posted: list[str] = []
    phone.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    phone.go_back()
    expect(phone.get_by_role("link", name="Jetzt mitmachen")).to_be_visible()
    assert phone.evaluate(DRAFT) is None
    phone.go_forward()
    expect(phone.locator("[data-receipt]")).to_have_text(receipt)
    expect(phone.locator("#bogen")).to_have_count(0)
    phone.go_back()
    expect(phone.get_by_role("link", name="Jetzt mitmachen")).to_be_visible()
    assert posted == []
    assert len(answers(live_site, survey)) == 1


def test_where_the_line_is_cut_nothing_is_lost(phone: Page) -> None:
    phone.get_by_label("Yes").check()
    go_on(phone)
    is_at(phone, "Teil 1")

    def cut(route: Route) -> None:
        route.abort("internetdisconnected")

    phone.route("**/fragen", cut)
    phone.go_back()
    expect(phone.get_by_text("Die Seite kam nicht an")).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("button", name="„Seats“ aufnehmen").click()
    phone.unroute("**/fragen")
    phone.get_by_role("button", name="Noch einmal versuchen").click()
    is_at(phone, "Teil 0")
    expect(phone.get_by_label("Yes")).to_be_checked()
    phone.go_forward()
    expect(phone.get_by_role("button", name="„Seats“ entfernen")).to_be_visible()


def test_where_fetching_fails_again_the_form_is_sent_as_every_form_is(phone: Page) -> None:
    phone.route(
        "**/fragen", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    phone.get_by_label("Yes").check()
    go_on(phone)
    for _ in range(2):
        phone.get_by_role("button", name="Noch einmal versuchen").click()
    expect(phone.get_by_role("heading", name="Teil 1")).to_be_visible()
    expect(phone.get_by_role("button", name="„Seats“ aufnehmen")).to_be_visible()
    phone.reload()  # and asks nobody whether to send it again
    expect(phone.get_by_role("button", name="Weitermachen")).to_be_visible()


def test_all_languages_change_in_place_and_back_loses_nothing_although_nothing_is_kept(phone: Page) -> None:
    go_on(phone)
    phone.get_by_role("button", name="Nicht auf diesem Gerät merken").click()
    phone.go_back()
    is_at(phone, "Teil 0")
    phone.get_by_label("No").check()
    phone.get_by_label("why?").fill("Zu eng.")
    phone.get_by_role("button", name="Leichte Sprache").click()
    expect(phone.get_by_role("heading", name="Stück 0")).to_be_focused()
    go_on(phone)
    expect(phone.get_by_role("heading", name="Stück 1")).to_be_focused()
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("heading", name="Part 1")).to_be_focused()
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    assert phone.evaluate("() => location.pathname") == f"/en{SURVEY}/fragen"
    expect(phone.get_by_role("button", name="Keep on this device after all")).to_be_visible()
    expect(phone.get_by_role("navigation", name="Main navigation")).to_be_visible()
    assert violations(phone) == []
    phone.go_back()
    expect(phone.get_by_role("heading", name="Part 0")).to_be_focused()
    expect(phone.get_by_label("why?")).to_have_value("Zu eng.")
    assert phone.evaluate("() => location.pathname") == f"/en{SURVEY}/fragen"
    phone.get_by_role("button", name="Deutsch").click()
    is_at(phone, "Teil 0")
    expect(phone.get_by_label("why?")).to_have_value("Zu eng.")
    assert phone.evaluate(DRAFT) is None


def test_a_draft_goes_on_in_its_language_and_the_page_around_it_too(phone: Page) -> None:
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("heading", name="Part 0")).to_be_focused()
    for begun in (SURVEY, f"{SURVEY}/fragen"):
        phone.goto(begun)
        expect(phone.locator("html")).to_have_attribute("lang", "de")
        phone.get_by_role("button", name="Weitermachen").click()
        expect(phone.get_by_role("heading", name="Part 0")).to_be_visible()
        expect(phone.locator("html")).to_have_attribute("lang", "en")
        assert phone.evaluate("() => location.pathname") == f"/en{SURVEY}/fragen"


def test_beside_going_on_with_a_draft_beginning_weighs_less(phone: Page) -> None:
    go_on(phone)
    phone.goto(SURVEY)
    begin = phone.get_by_role("link", name="Jetzt mitmachen")
    expect(begin).to_contain_class("kern-btn--secondary")
    expect(phone.locator("main .kern-btn--primary:visible")).to_have_count(1)
    phone.get_by_role("button", name="Neu beginnen").click()
    expect(begin).to_contain_class("kern-btn--primary")


def test_the_receipt_stays_in_the_window_until_it_is_closed_or_not_wanted_any_more(phone: Page) -> None:
    to_review(phone)
    phone.get_by_role("button", name="Absenden").click()
    expect(phone.locator("#quittung")).to_be_focused()
    receipt = phone.locator("[data-receipt]").inner_text()
    phone.wait_for_function("() => history.state.page === ''")
    phone.reload()
    expect(phone.locator("[data-receipt]")).to_have_text(receipt)
    expect(phone.get_by_role("button", name="Drucken")).to_be_visible()
    assert violations(phone) == []
    assert receipt not in phone.evaluate(
        "() => location.href + JSON.stringify(history.state) + JSON.stringify(localStorage)"
    )
    phone.get_by_role("link", name="Quittung prüfen").click()
    expect(phone.get_by_label("Ihre Quittung")).to_have_value(receipt)
    phone.goto(SURVEY)
    expect(phone.locator("[data-receipt-code]")).to_have_text(receipt)
    phone.get_by_role("button", name="Nicht mehr zeigen").click()
    expect(phone.locator("[data-receipt-code]")).to_be_hidden()
    phone.reload()
    expect(phone.get_by_role("link", name="Jetzt mitmachen")).to_be_visible()
    expect(phone.locator("[data-receipt-code]")).to_be_hidden()


def test_who_wants_nothing_kept_has_the_receipt_on_the_page_alone(phone: Page) -> None:
    go_on(phone)
    phone.get_by_role("button", name="Nicht auf diesem Gerät merken").click()
    for _ in range(3):
        go_on(phone)
    phone.get_by_role("button", name="Absenden").click()
    expect(phone.locator("[data-receipt]")).to_be_visible()
    assert phone.evaluate("() => JSON.stringify(sessionStorage)").count("quittung") == 0
