"""The title of a page and when it is shown."""

import pytest

from participation.forms.conditions import Comparison, Op
from tests import building, desk, surveys
from tests.building import send
from tests.participation.townsurvey import EVERY_KIND, form

HOME = "/ratsbuero/beteiligung"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


@pytest.fixture
def number(site):
    return surveys.survey(site, form(*EVERY_KIND, pages=3), released=False)


@pytest.fixture
def path(number):
    return f"{HOME}/{number}/fragen/seite/page_1"


def page_of(site, number):
    return building.draft(site, number).pages[1]


def test_a_title_is_changed_and_taken_away(client, site, number, path):
    send(client, path, "fertig", titel="Ihre Wege")
    assert page_of(site, number).title == {"de": "Ihre Wege"}
    send(client, path, "fertig", titel="")
    assert page_of(site, number).title == {}


def test_a_page_is_shown_by_answers_on_earlier_pages(client, site, number, path):
    assert '<option value="when">' not in client.get(path).text
    send(client, path, "bedingung:neu", bedingung_neu="park")
    assert page_of(site, number).shown_if == Comparison("park", Op.IS, "yes")
    send(client, path, "bedingung:weg:0")
    assert page_of(site, number).shown_if is None


def test_a_title_that_is_too_long_is_told(client, site, number, path):
    response = send(client, path, "fertig", titel="x" * 2001)
    assert response.status_code == 422
    assert "Ein Text ist 2001 Zeichen lang" in response.text
    assert page_of(site, number).title == {"de": "Seite 1"}


def test_who_changed_it_meanwhile_is_not_overwritten(client, site, number, path):
    typed = building.fields(client.get(path).text, path)
    send(client, path, "fertig", titel="Von jemand anderem")
    response = client.post(path, data=typed | {"titel": "Von mir", "schritt": "fertig"})
    assert response.status_code == 409
    assert 'value="Von mir"' in response.text
    assert "Von jemand anderem" in response.text
    assert page_of(site, number).title == {"de": "Von jemand anderem"}
