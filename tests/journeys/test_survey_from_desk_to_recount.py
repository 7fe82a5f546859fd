"""Surveys played through, from the first click at the desk to the recount: one open to everybody, one by codes and paper."""

import csv
import io
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from participation import codes
from participation.views import proofs
from tests import desk, surveys
from tests.journeys import surveying
from tests.journeys.surveying import follow, go_on, look_at, press, send, tab_to, type_into
from tests.participation.townsurvey import EVERY_KIND, form

pytestmark = pytest.mark.browser

DESK = "/ratsbuero/beteiligung"
PUBLIC = "/mitmachen/marktplatz"
QUESTION = "Was halten Sie vom Umbau des Marktplatzes?"
CORRECTED = "Was halten Sie vom Umbau unseres Marktplatzes?"


@pytest.fixture
def town(moving_site, cast, monkeypatch):
    """The site, with a planner who can sign in. The proof of work is little: several tests run at once."""
    desk.hash_quickly(monkeypatch)
    monkeypatch.setattr(proofs, "COST", 2000)
    desk.account_of(moving_site.site, cast.planner)
    return moving_site


def sign_in(page, person):
    page.goto(DESK)
    type_into(page, "#login", person.email)
    type_into(page, "#passwort", desk.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look_at(page)


def begin(page):
    """A survey from a template."""
    follow(page, ".empty .kern-btn")
    look_at(page)
    press(page, "#quelle-1", "Space")
    type_into(page, "#titel", "Wie soll der Marktplatz werden?")
    follow(page, "main .fields button[type=submit]")
    look_at(page)


def reword(page, text):
    """Change what the first question asks."""
    page.goto(f"{DESK}/1/fragen")
    look_at(page)
    follow(page, "#frage-haltung a")
    look_at(page)
    type_into(page, "#text", text)
    press(page, "button[value=fertig]")
    expect(page.locator("#frage-haltung-titel")).to_contain_text(text)


def set_access(page, ends):
    """Who may answer, and until when."""
    page.goto(f"{DESK}/1/zugang")
    type_into(page, "#gruppen", "Nord\nMitte\nSüd")
    type_into(page, "#gruppenfrage_de", "Wo wohnen Sie?")
    type_day(page, "#ende_tag", f"{ends:%Y-%m-%d}")
    type_day(page, "#ende_zeit", f"{ends:%H:%M}")
    type_into(page, "#adresse", "marktplatz")
    follow(page, "main form.fields button[type=submit]")
    expect(page.get_by_role("status").first).to_be_visible()
    look_at(page)


def set_privacy(page, ends):
    """What the information of Art. 13 needs."""
    page.goto(f"{DESK}/1/datenschutz")
    type_into(page, "#controller", "Stadt Musterstadt, Markt 1, 12345 Musterstadt")
    type_into(page, "#contact", "Bauamt, bauamt@musterstadt.example")
    type_into(page, "#officer", "dsb@musterstadt.example")
    type_into(page, "#purpose", "Umgestaltung des Marktplatzes")
    type_day(page, "#loeschen_am", f"{ends + timedelta(days=300):%Y-%m-%d}")
    follow(page, "main form.fields button[type=submit]:not([name])")
    expect(page.get_by_role("status").first).to_be_visible()
    look_at(page)


def release(page, number=1):
    page.goto(f"{DESK}/{number}/oeffnen")
    look_at(page)
    follow(page, "form[action$='/oeffnen'] button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Die Beteiligung läuft")
    look_at(page)


def publish_change(page, way, reason):
    page.goto(f"{DESK}/1/aenderungen")
    look_at(page)
    press(page, f"#art-{way}", "Space")
    type_into(page, "#grund", reason)
    follow(page, "form:has(#grund) button[type=submit]")
    look_at(page)


def publish_results(page, number=1):
    page.goto(f"{DESK}/{number}/ergebnisse")
    look_at(page)
    follow(page, ".next-step a")
    look_at(page)
    follow(page, "form[action$='/veroeffentlichen'] button[type=submit]")
    expect(page.get_by_text("Diese Ergebnisse sind öffentlich")).to_be_visible()
    look_at(page)


def answer(page, *, scripts=True, first=lambda page: None):
    """Fill in a survey as far as the review; what ``first`` does is done on each page. Without scripts a question that hangs on
    another of its page is asked once that one is answered."""
    page.goto(PUBLIC)
    first(page)
    page.get_by_role("link", name="Jetzt mitmachen").click()
    first(page)
    page.get_by_label("Nord").check()
    go_on(page)
    first(page)
    page.get_by_label("Ich bin eher dafür").check()
    if not scripts:
        go_on(page)
        expect(page.get_by_text("Zu Ihrer Antwort gibt es hier noch etwas zu fragen.")).to_be_visible()
    page.get_by_label("Der Ort wird schöner").check()
    go_on(page)
    first(page)
    page.get_by_role("group", name="Ruhe").get_by_label("5").check()
    page.get_by_label("Was möchten Sie uns zu dem Vorhaben mitgeben?").fill("Bitte mehr Bänke.")
    go_on(page)
    first(page)
    page.get_by_label("18 bis").first.check()
    go_on(page)
    expect(page.get_by_role("button", name="Absenden")).to_be_visible()
    first(page)


def neighbours(site, version, count):
    """So many others, whom nobody watches."""
    for at in range(count):
        answers = {"haltung": ("dafuer", "dagegen")[at % 2], "wichtigkeit": {"gruen": 1 + at % 5}}
        surveys.answer(site, 1, answers, stratum=("Nord", "Mitte")[at % 2], version=version)


def drop_a_question(page):
    """One question less: not the same survey any more."""
    page.goto(f"{DESK}/1/fragen")
    press(page, "#frage-bezug-weg")
    expect(page.locator("#frage-bezug-titel")).to_have_count(0)


def type_day(page, selector, value):
    """A day or a time, reached by Tab; in what order its parts are typed depends on the browser's language."""
    tab_to(page, selector)
    page.locator(selector).fill(value)


def make_codes(page, file):
    """Ten codes for each group, as they are downloaded for letters; by group."""
    page.goto(f"{DESK}/1/codes")
    look_at(page)
    type_into(page, "#zahl_0", "10")
    type_into(page, "#zahl_1", "10")
    follow(page, "#codes button[type=submit]")
    look_at(page)
    with page.expect_download() as download:
        press(page, "form[action$='/codes/liste'] button")
    download.value.save_as(file)
    found = {}
    for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"):
        found.setdefault(row["gruppe"], []).append(row["code"])
    return found


def type_code(page, code):
    page.goto("/code")
    look_at(page)
    page.get_by_label("Ihr Code").fill(code)
    go_on(page)


def enter_sheet(page, code):
    """What came back on paper, by keyboard."""
    page.goto(f"{DESK}/1/papier/eingabe")
    look_at(page)
    type_into(page, "#code", code)
    press(page, "#q-park-yes", "Space")
    follow(page, "button[value=speichern]")
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert")
    look_at(page)


def test_everybody_may_answer(town, moving_clock, browser_page, cast, tmp_path):
    site, clock = town.site, moving_clock
    wanted = surveying.soon(clock()).astimezone(site.settings.zone)
    planner = browser_page("desktop", url=town.url)
    sign_in(planner, cast.planner)
    begin(planner)
    reword(planner, QUESTION)
    set_access(planner, wanted)
    set_privacy(planner, wanted)
    release(planner)
    ends = surveying.closes_at(site, 1)

    with_script = browser_page("phone", url=town.url)
    answer(with_script, first=look_at)
    receipt = send(with_script)
    look_at(with_script)

    without_script = browser_page("phone", url=town.url, java_script_enabled=False)
    answer(without_script, scripts=False)
    clock.advance(minutes=1)
    assert send(without_script) != receipt

    early = browser_page("phone", url=town.url)
    answer(early)
    reword(planner, CORRECTED)
    publish_change(planner, "berichtigung", "Es ist der Platz von uns allen.")
    drop_a_question(planner)
    publish_change(planner, "fassung", "Die Frage danach war zu viel.")
    send(early)
    neighbours(site, 1, 35)  # from thirty people on a version is told apart
    neighbours(site, 2, 11)

    clock.now = ends - timedelta(minutes=10)
    late, last = browser_page("phone", url=town.url), browser_page("phone", url=town.url)
    answer(late)
    expect(late.get_by_text(CORRECTED)).to_be_visible()
    answer(last)
    clock.now = ends - timedelta(seconds=1)
    send(last)
    clock.now = ends
    late.get_by_role("button", name="Absenden").click()
    expect(late.locator("[data-first]")).to_contain_text("nimmt keine Antworten mehr an")
    expect(late.get_by_text("Bitte mehr Bänke.")).to_be_visible()
    look_at(late)

    surveying.end(clock, ends)
    surveying.count(site, 1)
    publish_results(planner)

    reader = browser_page("phone", url=town.url)
    reader.goto(f"{PUBLIC}/ergebnisse")
    look_at(reader)
    expect(reader.get_by_text("Nur in Fassung 1")).to_be_visible()
    expect(reader.locator("#frage-haltung")).to_contain_text("50 Personen haben geantwortet.")
    reader.get_by_role("link", name="Ist meine Antwort dabei?").click()
    reader.get_by_label("Ihre Quittung").fill(receipt.lower())
    reader.get_by_role("button", name="Nachsehen").click()
    expect(reader.get_by_role("heading", name="Ja, Ihre Antwort wurde gezählt")).to_be_visible()
    look_at(reader)

    reader.goto(f"{PUBLIC}/ergebnisse")
    bundle = tmp_path / "daten.jsonl"
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Rohdaten zum Nachzählen").click()
    download.value.save_as(bundle)
    told = surveying.recount(bundle, "--receipt", receipt)
    assert told.exit_code == 0, told.output
    assert "50 Antworten" in told.output
    assert "Alles stimmt überein" in told.output
    surveying.change_a_byte(bundle)
    told = surveying.recount(bundle)
    assert told.exit_code == 1
    assert "checksum" in told.output


def test_who_has_a_letter_answers_once(town, moving_clock, browser_page, cast, tmp_path):
    site, clock = town.site, moving_clock
    ends = surveying.soon(clock())
    asked = form(EVERY_KIND[0], EVERY_KIND[2])
    facts = {"contact": "Bauamt", "officer": "dsb@musterstadt.example", "access": "codes", "strata": ["Nord", "Mitte"]}
    surveys.survey(site, asked, released=False, opens_at=None, closes_at=ends, **facts)
    planner = browser_page("desktop", url=town.url)
    planner.context.add_cookies([desk.cookie(site, town.url, cast.planner)])
    letters = make_codes(planner, tmp_path / "codes.csv")
    release(planner)

    resident = browser_page("phone", url=town.url)
    type_code(resident, letters["Nord"][0].lower().replace("-", " "))
    expect(resident.get_by_text("Ihr Code ist richtig.")).to_be_visible()
    look_at(resident)
    resident.get_by_role("button", name="Jetzt mitmachen").click()
    resident.get_by_label("Both").check()
    go_on(resident)
    with resident.expect_request(lambda request: request.method == "POST" and request.url.endswith("/fragen")) as sent:
        receipt = send(resident)
    again = resident.context.request.post(sent.value.url, data=sent.value.post_data_buffer, headers=sent.value.headers)
    assert again.ok
    assert receipt in again.text()
    assert "schon angekommen" in again.text()

    type_code(resident, letters["Nord"][0])
    expect(resident.get_by_role("alert")).to_contain_text("kennen wir nicht")
    look_at(resident)
    enter_sheet(planner, letters["Mitte"][0])
    for stratum, number in (("Nord", 6), ("Mitte", 5)):
        for at, typed in enumerate(letters[stratum][1 : number + 1]):
            surveys.answer(site, 1, {"park": ("yes", "no")[at % 2]}, code=codes.read(typed))

    surveying.end(clock, ends)
    surveying.count(site, 1)
    publish_results(planner)
    resident.goto(f"{PUBLIC}/ergebnisse")
    look_at(resident)
    expect(resident.get_by_text("65 %")).to_be_visible()
    (bundle,) = site.storage.participation(1).glob("*.jsonl")
    told = surveying.recount(bundle, "--receipt", receipt)
    assert told.exit_code == 0, told.output
    assert "13 Antworten" in told.output
