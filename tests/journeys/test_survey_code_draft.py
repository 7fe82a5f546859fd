"""A draft of a survey with codes: the code is on nobody's device, and is asked for again."""

import json

import pytest
from playwright.sync_api import expect

from participation import codes
from participation.answers import submissions
from tests import surveys
from tests.participation.townsurvey import form, options, question

pytestmark = pytest.mark.browser


@pytest.fixture
def survey(live_site):
    asked = [question(f"q{at}", "single", options=options("a", "b")) for at in range(3)]
    return surveys.survey(live_site.site, form(*asked, pages=3), access="codes")


def test_the_code_is_not_kept_and_asked_for_again_and_then_it_goes_on_where_it_was_left(
    browser_page, live_site, survey
):
    (code,) = surveys.give_codes(live_site.site, survey, 1)
    page = browser_page("phone", url=live_site.url)
    page.goto("/mitmachen/marktplatz/fragen")
    page.get_by_label("Ihr Code").fill(codes.shown(code))
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.locator("[name=q-q0][value=a]").check()
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.locator("[name=q-q1][value=b]").check()
    kept = page.evaluate("() => JSON.stringify(localStorage)")
    assert "q-q0" in kept
    assert code.letters not in kept
    assert codes.shown(code) not in kept

    page.goto("/mitmachen/marktplatz")
    expect(page.locator("[data-resume-when]")).to_contain_text(
        "Den Code aus Ihrem Brief geben Sie dann noch einmal ein"
    )
    page.get_by_role("button", name="Weitermachen").click()
    page.get_by_label("Ihr Code").fill(codes.shown(code))
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.locator("input[type=radio][name=q-q1][value=b]")).to_be_checked()
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.locator("[name=q-q2][value=a]").check()
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.get_by_role("button", name="Absenden").click()
    expect(page.locator("#quittung")).to_be_visible()
    with live_site.site.database.reading() as db:
        (given,) = submissions.read(db, survey)
    assert json.dumps(given.answers, sort_keys=True) == '{"q0": "a", "q1": "b", "q2": "a"}'
