"""Making codes at the desk: shown once, as a list and as letters, with nothing of them in an address, a log or the database."""

import io
import re
import zipfile
from typing import Any

import pytest

from council.base.site import Site
from participation import codes
from participation.codes import Code, access_codes, code_letters
from participation.results import printing
from participation.results.printing import PrintingError
from tests import surveys
from tests.conftest import Cast, MovableClock
from tests.desk import sign_in
from tests.participation.townsurvey import EVERY_KIND, form

STRATA = ["Nord", "Süd"]


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, form(EVERY_KIND[0]), access="codes", strata=STRATA)


def path(number: int, more: str = "") -> str:
    return f"/ratsbuero/beteiligung/{number}/codes{more}"


def key_of(page: str) -> str:
    found = re.search(r'name="schluessel" value="([^"]+)"', page)
    assert found
    return found[1]


def made(planner: Any, number: int, **wanted: str) -> Any:
    key = key_of(planner.get(path(number)).text)
    return planner.post(path(number), data={"schluessel": key, **(wanted or {"zahl_0": "3", "zahl_1": "2"})})


def listed(planner: Any, number: int, key: str) -> list[tuple[str, str]]:
    answer = planner.post(path(number, "/liste"), data={"schluessel": key})
    assert answer.status_code == 200, answer.text
    _, *lines = answer.content.decode("utf-8-sig").splitlines()
    return [tuple(line.split(";")) for line in lines]


def test_a_series_is_downloaded_as_a_table_that_nobody_keeps(planner: Any, site: Site, survey: int) -> None:
    page = made(planner, survey)
    assert "5 Codes sind angelegt" in page.text
    assert page.headers["cache-control"] == "no-store"
    answer = planner.post(path(survey, "/liste"), data={"schluessel": key_of(page.text)})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="codes-marktplatz.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbfcode;gruppe\r\n"), "as German spreadsheets expect it"
    rows = listed(planner, survey, key_of(page.text))
    assert [stratum for _, stratum in rows] == ["Nord"] * 3 + ["Süd"] * 2
    read = [codes.read(text) for text, _ in rows]
    with site.database.reading() as db:
        for code in read:
            assert isinstance(code, Code)
            assert access_codes.is_good(db, survey, code, surveys.secret(site, survey))


def test_no_code_and_no_key_comes_into_an_address_or_a_log(
    planner: Any, survey: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    page = made(planner, survey)
    key = key_of(page.text)
    words = [key, *(text for text, _ in listed(planner, survey, key))]
    planner.post(path(survey, "/verwerfen"), data={"schluessel": key})
    seen = caplog.text + planner.get(path(survey)).text + str(page.url)
    assert not any(word in seen or word.replace("-", "") in seen for word in words)


def test_sending_the_form_again_shows_the_same_series(planner: Any, site: Site, survey: int) -> None:
    key = key_of(planner.get(path(survey)).text)
    for _ in range(2):
        page = planner.post(path(survey), data={"schluessel": key, "zahl_0": "3", "zahl_1": "2"})
        assert "5 Codes sind angelegt" in page.text
    assert listed(planner, survey, key) == listed(planner, survey, key)
    with site.database.reading() as db:
        assert access_codes.invited(db, survey) == {"Nord": 3, "Süd": 2}


def test_how_many_were_made_is_told_by_group_and_who_answered_only_in_all(
    planner: Any, site: Site, survey: int
) -> None:
    made(planner, survey, zahl_0="1.200", zahl_1="300")
    page = planner.get(path(survey)).text
    for said in (">1.200<", ">300<", ">1.500<", "Geantwortet haben bisher weniger als 5 Menschen."):
        assert said in page
    for code in surveys.give_codes(site, survey, 4, "Nord"):
        surveys.answer(site, survey, {"park": "yes"}, code=code)
    page = planner.get(path(survey)).text
    assert "Geantwortet haben bisher weniger als 5 Menschen." in page
    assert ">1.204<" in page, "what was used still counts as made"


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, "Bitte geben Sie an, wie viele Codes Sie brauchen."),
        ({"zahl_0": "viele"}, "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 500."),
        ({"zahl_0": "-5"}, "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 500."),
        ({"zahl_0": "²"}, "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 500."),
        ({"zahl_1": "20001"}, "Auf einmal gehen höchstens 20.000 Codes."),
        ({"schluessel": "", "zahl_0": "5"}, "Diese Seite kam nicht vollständig bei uns an."),
    ],
)
def test_what_cannot_be_made_is_told_and_stays_typed(
    planner: Any, site: Site, survey: int, wanted: dict[str, str], told: str
) -> None:
    key = key_of(planner.get(path(survey)).text)
    answer = planner.post(path(survey), data={"schluessel": key, **wanted})
    assert answer.status_code == 422
    assert told in answer.text
    for field, typed in wanted.items():
        assert field == "schluessel" or f'value="{typed}"' in answer.text
    with site.database.reading() as db:
        assert access_codes.invited(db, survey) == {}


def test_a_series_can_be_thrown_away_until_it_is_used(planner: Any, site: Site, survey: int) -> None:
    first, second = (key_of(made(planner, survey).text) for _ in range(2))
    answer = planner.post(path(survey, "/verwerfen"), data={"schluessel": first})
    assert "Die Serie ist verworfen" in answer.text
    assert planner.post(path(survey, "/liste"), data={"schluessel": first}).status_code == 409
    code = codes.read(listed(planner, survey, second)[0][0])
    assert isinstance(code, Code)
    surveys.answer(site, survey, {"park": "yes"}, code=code)
    answer = planner.post(path(survey, "/verwerfen"), data={"schluessel": second})
    assert answer.status_code == 409
    assert "wurde schon geantwortet" in answer.text


def test_unused_codes_of_a_group_become_worthless_after_a_question(planner: Any, site: Site, survey: int) -> None:
    given = surveys.give_codes(site, survey, 2, "Süd")
    asked = planner.get(path(survey, "/ungueltig/1"))
    assert "für „Süd“ ungültig machen" in asked.text
    assert "schon verschickt" in asked.text
    planner.post(path(survey, "/ungueltig/1"))
    with site.database.reading() as db:
        assert not any(access_codes.is_good(db, survey, code, surveys.secret(site, survey)) for code in given)


def test_letters_come_as_one_pdf_or_packed_by_group(planner: Any, survey: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_letters, "printed", lambda page: page.encode())
    key = key_of(made(planner, survey).text)
    rows = listed(planner, survey, key)
    answer = planner.post(path(survey, "/briefe"), data={"schluessel": key, "worte": "Liebe Nachbarn!"})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        letters = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(letters) == ["beilagen-marktplatz-nord.pdf", "beilagen-marktplatz-sud.pdf"]
    assert answer.headers["content-disposition"] == 'attachment; filename="beilagen-marktplatz.zip"'
    assert all("Liebe Nachbarn!" in page for page in letters.values())
    of_codes = ((rows[0][0], "nord"), (rows[4][0], "sud"))
    assert all(text in letters[f"beilagen-marktplatz-{name}.pdf"] for text, name in of_codes)
    alone = key_of(made(planner, survey, zahl_1="4").text)
    answer = planner.post(path(survey, "/karten"), data={"schluessel": alone})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="kaertchen-marktplatz.pdf"'
    assert answer.text.count('class="card"') == 4


def test_a_real_pdf_is_printed_and_nothing_of_it_stays(planner: Any, site: Site, survey: int) -> None:
    key = key_of(made(planner, survey, zahl_0="2").text)
    answer = planner.post(path(survey, "/briefe"), data={"schluessel": key})
    assert answer.content.startswith(b"%PDF-1.7")
    assert [file.name for file in site.storage.root.rglob("*.pdf")] == []


def test_where_printing_fails_the_codes_are_not_lost(
    planner: Any, survey: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: str) -> bytes:
        raise PrintingError("Die PDF-Datei ist nicht gelungen.")

    key = key_of(made(planner, survey).text)
    monkeypatch.setattr(code_letters, "printed", fail)
    answer = planner.post(path(survey, "/briefe"), data={"schluessel": key, "worte": "Liebe Nachbarn!"})
    assert answer.status_code == 503
    assert "nicht gelungen" in answer.text
    assert "Liebe Nachbarn!" in answer.text
    assert len(listed(planner, survey, key_of(answer.text))) == 5


def test_for_many_letters_the_list_is_recommended(planner: Any, survey: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_letters, "MOST", 4)
    page = made(planner, survey)
    assert "Für mehr als 4 Codes drucken Sie bitte Serienbriefe mit der Liste" in page.text
    answer = planner.post(path(survey, "/briefe"), data={"schluessel": key_of(page.text)})
    assert answer.status_code == 413
    monkeypatch.setattr(printing, "missing_library", lambda: "libpango-1.0-0")
    assert "Bitte nehmen Sie die Liste" in made(planner, survey, zahl_0="1").text


def test_where_everybody_may_answer_there_is_nothing_to_make(planner: Any, site: Site) -> None:
    number = surveys.survey(site, form(EVERY_KIND[0]))
    page = planner.get(path(number)).text
    assert "Codes braucht niemand" in page
    assert "Codes anlegen" not in page


def test_when_it_is_over_there_are_no_new_ones(
    client: Any, site: Site, cast: Cast, survey: int, clock: MovableClock
) -> None:
    clock.advance(days=15)
    sign_in(client, site, cast.planner)
    page = client.get(path(survey)).text
    assert "Diese Umfrage ist vorbei" in page
    assert "Codes anlegen" not in page


def test_moderators_and_strangers_see_no_codes(client: Any, site: Site, cast: Cast, survey: int) -> None:
    sign_in(client, site, cast.moderator)
    assert client.get(path(survey)).status_code == 403
    assert client.post(path(survey, "/liste"), data={"schluessel": "A" * 22}).status_code == 403


@pytest.mark.parametrize(
    ("number", "lasts"),
    [(1, "etwa 10 Sekunden"), (400, "etwa 30 Sekunden"), (900, "etwa 1 Minute"), (2000, "etwa 2 Minuten")],
)
def test_how_long_printing_takes_is_told_before_somebody_waits(
    planner: Any, survey: int, number: int, lasts: str
) -> None:
    page = made(planner, survey, zahl_0=str(number), zahl_1="").text
    assert f"Das Erzeugen dauert {lasts}." in page
    assert ("Sie bekommen ein ZIP mit " in page) == (number > code_letters.A_FILE)
