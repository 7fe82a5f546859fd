"""What scripts add to answering a survey: questions that appear, ranking by buttons, a map, a draft on the device, and sending that
survives a bad line. Errors in the browser's console, violations of the policy among them, are failures."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from participation import forms
from participation.answers import submissions
from participation.processes import Process
from tests import surveys
from tests.axe import violations
from tests.journeys.surveying import go_on
from tests.participation.townsurvey import option, question

pytestmark = pytest.mark.browser

AREA = {"type": "Polygon", "coordinates": [[[10.0, 52.0], [10.1, 52.0], [10.12, 52.06], [10.0, 52.06], [10.0, 52.0]]]}
PAGES = [
    [
        question("park", "single", options=[option("yes"), option("no")], other=True),
        question("why", "long", max=200, shown_if={"question": "park", "op": "is", "value": "no"}),
        question("ways", "multiple", options=[option("foot"), option("bike"), option("bus")], max=2),
    ],
    [question("first", "ranking", options=[option("trees"), option("seats"), option("water")], places=2)],
    [question("spot", "place")],
]
DRAFT = "ratsfenster-umfrage:marktplatz"


@pytest.fixture
def survey(live_site):
    pages = [{"key": f"p{at}", "title": {"de": f"Teil {at}"}, "questions": asked} for at, asked in enumerate(PAGES)]
    form = forms.from_json({"languages": ["de"], "pages": pages})
    return surveys.survey(live_site.site, form, boundary=AREA)


@pytest.fixture
def opened(browser_page, live_site, survey):
    """A window before the first question; what the browser complains of fails the test, but answers that were meant to fail."""
    complaints = []

    def open_window(size="phone", **options):
        page = browser_page(size, url=live_site.url, **options)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
        page.goto("/mitmachen/marktplatz/fragen")
        return page

    yield open_window
    assert [told for told in complaints if "Failed to load resource" not in told] == []


def answers(live_site, survey):
    with live_site.site.database.reading() as db:
        return [one.answers for one in submissions.read(db, survey)]


def to_review(page):
    page.get_by_label("Yes").check()
    for _ in range(3):
        go_on(page)
    expect(page.get_by_role("button", name="Absenden")).to_be_visible()


def draft(page):
    """What is kept on the device, once the page has had its say."""
    expect(page.locator("[data-kept-note]:not(:empty), #quittung").first).to_be_attached()
    return page.evaluate(f"() => JSON.parse(localStorage.getItem('{DRAFT}'))")


def test_a_resident_answers_by_keyboard_and_sees_the_receipt(opened, live_site, survey):
    page = opened("desktop")
    expect(page.locator("#frage-why")).to_be_hidden()
    page.get_by_label("No").press("Space")
    expect(page.locator("#frage-why")).to_be_visible()
    page.get_by_label("why?").fill("Zu wenig Platz.")
    expect(page.get_by_text("Noch 185 Zeichen")).to_be_visible()
    for way in ("Foot", "Bike", "Bus"):
        page.get_by_label(way).press("Space")
    expect(page.get_by_text("3 ausgewählt, das sind zu viele: höchstens 2")).to_be_visible()
    page.get_by_label("Bus").press("Space")
    assert violations(page) == []
    go_on(page)

    page.get_by_role("button", name="„Water“ aufnehmen").press("Enter")
    page.get_by_role("button", name="„Trees“ aufnehmen").press("Enter")
    expect(page.get_by_role("button", name="„Seats“ aufnehmen")).to_have_attribute("aria-disabled", "true")
    up = page.get_by_role("button", name="„Trees“ nach oben")
    up.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("[data-survey-spoken]")).to_have_text("„Trees“: Platz 1")
    assert violations(page) == []
    go_on(page)

    canvas = page.get_by_role("application", name="Karte")
    page.get_by_role("button", name="Punkt auf das Kreuz setzen").press("Enter")
    page.get_by_role("button", name="Punkt entfernen").press("Enter")
    expect(page.locator("[name=q-spot-lon]")).to_have_value("")
    canvas.press("Enter")
    expect(page.locator(".map__status")).to_contain_text("Ihr Punkt: 52,03")
    point = page.get_by_role("button", name="Ihr Punkt.")
    before = page.locator("[name=q-spot-lon]").input_value()
    point.press("ArrowRight")
    assert float(page.locator("[name=q-spot-lon]").input_value()) > float(before)
    for _ in range(60):
        point.press("ArrowDown")
    expect(page.locator(".map__status")).to_contain_text("außerhalb")
    for _ in range(60):
        point.press("ArrowUp")
    expect(page.locator(".map__status")).to_contain_text("Ihr Punkt: 52,03")
    assert violations(page) == []
    go_on(page)

    expect(page.get_by_role("button", name="Absenden")).to_be_visible()
    assert draft(page)["page"] == "pruefen"
    page.get_by_role("button", name="Absenden").press("Enter")
    expect(page.locator("#quittung")).to_be_focused()
    expect(page).to_have_title("Danke, Ihre Antworten sind angekommen – Ratsfenster Musterstadt")
    assert violations(page) == []
    assert draft(page) is None
    (given,) = answers(live_site, survey)
    assert given["park"] == "no"
    assert given["why"] == "Zu wenig Platz."
    assert given["ways"] == ["foot", "bike"]
    assert given["first"] == ["trees", "water"]
    assert given["spot"]["lat"] == pytest.approx(52.03, abs=0.01)


def test_what_is_drawn_on_the_map_has_its_name_beside_it_and_is_seen_first(browser_page, live_site, survey):
    def square(name, west):
        ring = [[west, 52.03], [west + 0.002, 52.03], [west + 0.002, 52.032], [west, 52.032], [west, 52.03]]
        return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    drawn = [square("Markt", 10.05), square("Brunnen", 10.0501), square("Alter Friedhof", 10.065)]
    with live_site.site.database.writing() as db:
        process = db.exec(select(Process)).one()
        process.overlay = {"type": "FeatureCollection", "features": drawn}
        db.add(process)
    page = browser_page("phone", url=live_site.url)
    page.goto("/mitmachen/marktplatz/fragen")
    page.get_by_label("Yes").check()
    go_on(page)
    go_on(page)
    expect(page.get_by_text("Eingezeichnet: Markt, Brunnen, Alter Friedhof")).to_be_visible()
    names = page.locator(".map__name:visible")
    expect(names).to_have_text(["Markt", "Alter Friedhof"])  # one lies on another, and waits
    expect(
        page.get_by_role("button", name="Karte verkleinern")
    ).to_be_enabled()  # there is more than what is seen first
    assert violations(page) == []


def test_a_draft_is_gone_on_with_from_the_surveys_own_page(opened):
    page = opened()
    page.get_by_label("No").check()
    page.get_by_label("why?").fill("Zwei\nZeilen")
    go_on(page)
    expect(page.locator("[data-kept-note]")).to_contain_text("auf diesem Gerät gespeichert")
    page.goto("/mitmachen/marktplatz")
    expect(page.get_by_role("heading", name="Sie haben hier schon begonnen")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Weitermachen").click()
    expect(page.get_by_role("heading", name="Teil 1")).to_be_visible()
    page.get_by_role("button", name="Zurück").click()
    expect(page.get_by_label("why?")).to_have_value("Zwei\nZeilen")


def test_a_draft_can_be_deleted_and_is_not_kept_any_more(opened):
    page = opened()
    page.get_by_label("No").check()
    page.get_by_role("button", name="Nicht auf diesem Gerät merken").click()
    expect(page.locator("[data-kept-note]")).to_be_focused()
    page.get_by_label("Yes").check()
    assert draft(page) is None
    go_on(page)
    assert draft(page) is None
    page.reload()
    expect(page.locator("[data-kept-note]")).to_contain_text("wird nichts gespeichert")
    page.get_by_role("button", name="Doch auf diesem Gerät merken").click()
    assert draft(page) is not None


def test_who_begins_anew_in_a_second_window_still_counts_once(opened, live_site, survey):
    first = opened()
    to_review(first)
    second = first.context.new_page()
    second.goto("/mitmachen/marktplatz/fragen")
    expect(second.locator("#bogen")).to_be_hidden()
    second.get_by_role("button", name="Neu beginnen").click()
    to_review(second)
    for window in (first, second):
        window.get_by_role("button", name="Absenden").click()
        expect(window.locator("#quittung")).to_be_visible()
    assert first.locator("[data-receipt]").inner_text() == second.locator("[data-receipt]").inner_text()
    assert len(answers(live_site, survey)) == 1


def test_an_answer_that_got_lost_on_the_way_back_is_sent_again_and_counts_once(opened, live_site, survey):
    page = opened()
    to_review(page)
    sent = []

    def lossy(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()  # it arrives, and the answer does not
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/fragen", lossy)
    page.get_by_role("button", name="Absenden").dblclick()
    expect(page.get_by_text("Keine Verbindung. Ihre Antworten sind noch da.")).to_be_visible()
    expect(page.locator("#quittung")).to_contain_text("schon angekommen")
    assert len(sent) == 2
    assert len(answers(live_site, survey)) == 1


def test_after_a_long_silence_the_answers_are_still_there_and_go_off_when_the_line_is_back(opened, live_site, survey):
    page = opened()
    page.clock.install()
    to_review(page)
    page.route("**/fragen", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Absenden").click()
    for _ in range(7):
        page.wait_for_timeout(100)
        page.clock.fast_forward(17_000)
    expect(page.get_by_text("Ihre Antworten sind noch auf diesem Gerät.")).to_be_visible()
    assert draft(page)["sent"] is True
    page.unroute("**/fragen")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(page.locator("#quittung")).to_be_visible()
    assert len(answers(live_site, survey)) == 1


def test_a_refusal_is_shown_and_keeps_the_answers(opened, live_site, survey):
    page = opened()
    to_review(page)
    with live_site.site.database.writing() as db:
        process = db.exec(select(Process)).one()
        process.closes_at = live_site.site.clock() - timedelta(seconds=1)
        db.add(process)
    page.get_by_role("button", name="Absenden").click()
    expect(page.locator("[data-first]")).to_be_focused()
    expect(page.locator("[data-first]")).to_contain_text("nimmt keine Antworten mehr an")
    expect(page.locator("[name=q-park]")).to_have_value("yes")
    assert draft(page) is not None
    assert answers(live_site, survey) == []


def test_where_the_proof_of_work_cannot_be_had_nobody_is_kept_from_answering(opened, live_site, survey):
    page = opened()
    to_review(page)
    page.wait_for_timeout(5000)  # without it the server goes by the time people took
    page.reload()
    page.route("**/pruefung", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Weitermachen").click()
    page.get_by_role("button", name="Absenden").click()
    expect(page.locator("#quittung")).to_be_visible()
    assert len(answers(live_site, survey)) == 1


def test_where_nothing_can_be_stored_the_page_says_so_and_asks_before_it_is_left(opened, live_site, survey):
    page = opened()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    page.reload()
    page.get_by_label("Yes").check()
    expect(page.get_by_text("Auf diesem Gerät lässt sich nichts speichern.")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/mitmachen")
    assert asked == ["beforeunload"]
    page.goto("/mitmachen/marktplatz/fragen")
    to_review(page)
    page.get_by_role("button", name="Absenden").click()
    expect(page.locator("#quittung")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_code_behind_the_address_goes_into_the_field_and_out_of_the_address(browser_page, live_site, survey):
    page = browser_page("phone", url=live_site.url)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/code#5F3K-9TXA-M4WJ")
    expect(page.get_by_label("Ihr Code")).to_have_value("5F3K-9TXA-M4WJ")
    assert page.url == f"{live_site.url}/code"
    assert not [url for url in asked if "5F3K" in url.partition("#")[0]]
    assert not [url for url in asked if "/mitmachen" in url]  # nothing is sent before the person says so
