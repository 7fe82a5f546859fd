"""Sheets from paper are typed in one after the other: gaps stay gaps, nothing invalid is stored, and a slip can be taken back."""

import re
from typing import Any

import pytest
from sqlmodel import select

from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.site import Site
from participation import codes, forms
from participation.answers.submissions import Submission
from participation.codes import access_codes
from participation.processes.form_versions import FormVersion
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import sign_in
from tests.participation.townsurvey import EVERY_KIND, form

STRATA = ["Nord", "Süd"]
REQUIRED = tuple({**one, "required": True} for one in EVERY_KIND)
FULL: dict[str, Any] = {
    "q-park": "other", "q-park-other": "Vielleicht", "q-ways": ["foot", "bus"], "q-quiet": "4", "q-rate-clean": "2", "q-when-sat": "am",
    "q-first": ["water", "trees", ""], "q-years": "12,5", "q-name": "Linde", "q-idea": "Mehr\r\nBänke", "q-moved": "24.12.2020",
    "q-spot-text": "Am Brunnen",
}  # fmt: skip
STORED = {
    "park": {"other": "Vielleicht"}, "ways": ["foot", "bus"], "quiet": 4, "rate": {"clean": 2}, "when": {"sat": "am"},
    "first": ["water", "trees"], "years": "12.5", "name": "Linde", "idea": "Mehr\nBänke", "moved": "2020-12-24",
    "spot": {"text": "Am Brunnen"},
}  # fmt: skip


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, form(*REQUIRED, pages=3), access="codes", strata=STRATA)


def path(number: int, more: str = "") -> str:
    return f"/ratsbuero/beteiligung/{number}/papier/eingabe{more}"


def hidden(page: str) -> dict[str, str]:
    """The fields a page sends along with a sheet."""
    inside = page.partition('id="eingabe"')[2]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', inside))


def enter(client: Any, number: int, page: str = "", **typed: Any) -> Any:
    return client.post(path(number), data=hidden(page or client.get(path(number)).text) | typed)


def take_back(client: Any, number: int, page: str) -> Any:
    form = page.partition("/zuruecknehmen")[2].partition("</form>")[0]
    return client.post(path(number, "/zuruecknehmen"), data=dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)))


def kept(site: Site) -> list[Submission]:
    with site.database.reading() as db:
        return list(db.exec(select(Submission)).all())


@pytest.mark.db
def test_a_whole_sheet_is_stored_as_it_is_and_the_next_one_is_empty(moderator: Any, site: Site, survey: int) -> None:
    first = moderator.get(path(survey)).text
    assert "(freiwillig)" not in first.partition('id="frage-park"')[2], "everything is, on paper"
    answer = enter(moderator, survey, first, gruppe="Süd", **FULL)
    assert answer.status_code == 200, answer.text
    (row,) = kept(site)
    assert (row.answers, row.origin, row.stratum, row.version) == (STORED, "paper", "Süd", 1)
    assert "Gespeichert: Bogen 1" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "Linde" not in answer.text
    assert hidden(answer.text)["schluessel"] != hidden(first)["schluessel"]
    assert "Gespeichert: Bogen 2" in enter(moderator, survey, answer.text, **{"q-park": "no"}).text


def test_required_questions_may_stay_open(moderator: Any, site: Site, survey: int) -> None:
    assert enter(moderator, survey, **{"q-quiet": "1"}).status_code == 200
    assert [row.answers for row in kept(site)] == [{"quiet": 1}]


def test_an_empty_sheet_is_none(moderator: Any, site: Site, survey: int) -> None:
    answer = enter(moderator, survey)
    assert answer.status_code == 422
    assert "Auf diesem Bogen steht noch keine Antwort." in answer.text
    assert kept(site) == []


def test_what_is_wrong_is_told_and_everything_stays_typed(moderator: Any, site: Site, survey: int) -> None:
    typed: dict[str, Any] = {"q-years": "300", "q-name": "Linde", "q-ways": ["bike"]}
    answer = enter(moderator, survey, **typed)
    assert answer.status_code == 422
    assert '<a class="target" href="#q-years">Frage 7: Die Zahl ist zu groß.' in answer.text
    assert 'value="300"' in answer.text
    assert 'value="Linde"' in answer.text
    assert re.search(r'id="q-ways-bike" name="q-ways" value="bike" checked', answer.text)
    assert kept(site) == []
    answer = enter(moderator, survey, answer.text, schritt="trotzdem", **{"q-years": "300", "q-name": "Linde"})
    assert "Gespeichert" in answer.text
    assert [row.answers for row in kept(site)] == [{"name": "Linde"}]


def test_nothing_but_wrong_answers_cannot_be_stored(moderator: Any, site: Site, survey: int) -> None:
    answer = enter(moderator, survey, schritt="trotzdem", **{"q-years": "300", "q-fremd": "x"})
    assert answer.status_code == 422
    assert kept(site) == []


def test_a_code_is_used_up_and_brings_its_group(moderator: Any, site: Site, survey: int) -> None:
    (code,) = surveys.give_codes(site, survey, 1, "Nord")
    answer = enter(moderator, survey, code=codes.shown(code).lower(), gruppe="Süd", **{"q-park": "no"})
    assert answer.status_code == 200
    assert [row.stratum for row in kept(site)] == ["Nord"]
    answer = enter(moderator, survey, code=codes.shown(code), **{"q-park": "no"})
    assert answer.status_code == 422
    assert "Beides sieht hier gleich aus" in answer.text
    assert len(kept(site)) == 1


def test_a_code_that_was_misread_is_told_apart(moderator: Any, survey: int) -> None:
    answer = enter(moderator, survey, code="5F3K-9TXA-M4W", **{"q-park": "no"})
    assert answer.status_code == 422
    assert "Es müssen 12 Zeichen sein, eingegeben sind 11." in answer.text


def test_a_group_that_does_not_exist_is_refused(moderator: Any, site: Site, survey: int) -> None:
    assert enter(moderator, survey, gruppe="West", **{"q-park": "no"}).status_code == 422
    assert kept(site) == []


def test_a_double_click_is_one_sheet(moderator: Any, site: Site, survey: int) -> None:
    page = moderator.get(path(survey)).text
    enter(moderator, survey, page, **{"q-park": "no"})
    answer = enter(moderator, survey, page, **{"q-park": "no"})
    assert "Dieser Bogen war schon gespeichert: Bogen 1" in answer.text
    assert len(kept(site)) == 1


@pytest.mark.db
def test_the_last_sheet_can_be_taken_back_with_its_code(moderator: Any, site: Site, survey: int) -> None:
    (code,) = surveys.give_codes(site, survey, 1, "Nord")
    before = enter(moderator, survey, **{"q-park": "yes"}).text
    answer = enter(moderator, survey, before, code=codes.shown(code), **{"q-park": "no"})
    answer = take_back(moderator, survey, answer.text)
    assert "Der letzte Bogen ist zurückgenommen." in answer.text
    assert hidden(answer.text)["zahl"] == "1"
    assert [row.answers for row in kept(site)] == [{"park": "yes"}]
    with site.database.reading() as db:
        assert access_codes.is_good(db, survey, code, surveys.secret(site, survey))
    assert "Letzten Bogen zurücknehmen" not in answer.text


def test_no_log_and_no_change_tells_that_a_sheet_was_entered(
    moderator: Any, site: Site, survey: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    (code,) = surveys.give_codes(site, survey, 1, "Nord")
    page = moderator.get(path(survey)).text
    answer = enter(moderator, survey, page, code=codes.shown(code), **{"q-name": "Linde"})
    take_back(moderator, survey, answer.text)
    with site.database.reading() as db:
        assert db.exec(select(AuditEntry)).all() == []
        assert db.exec(select(Change)).all() == []
    for word in (code.letters, codes.shown(code), hidden(page)["schluessel"], "Linde"):
        assert word not in caplog.text


def test_nothing_is_taken_before_it_is_open(client: Any, site: Site, cast: Cast, clock: MovableClock) -> None:
    number = surveys.survey(site, form(*REQUIRED), strata=STRATA)
    clock.advance(days=-1)
    sign_in(client, site, cast.moderator)
    assert "nimmt keine Bögen an" in client.get(path(number)).text
    answer = client.post(path(number), data={"schluessel": "A" * 22, "q-park": "no"})
    assert answer.status_code == 422
    assert kept(site) == []


def test_an_older_version_of_the_form_can_be_entered(moderator: Any, site: Site, survey: int) -> None:
    newer = form(*EVERY_KIND[:2])
    with site.database.writing() as db:
        db.add(FormVersion(process_id=survey, number=2, form=forms.to_json(newer), at=site.clock()))
    assert "q-years" not in moderator.get(path(survey)).text
    page = moderator.get(path(survey) + "?fassung=1").text
    answer = enter(moderator, survey, page, **{"q-years": "12"})
    assert "Gespeichert" in answer.text
    assert hidden(answer.text)["fassung"] == "1", "the next one is most likely of the same pile"
    assert [(row.version, row.answers) for row in kept(site)] == [(1, {"years": "12"})]
