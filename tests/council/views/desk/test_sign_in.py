"""Signing in and out."""

import pytest
from sqlmodel import select

from council.base import access, throttle
from council.base.audit import AuditEntry
from council.base.sign_ins import SignIn
from tests import desk
from tests.forms import hidden

PAGE = {"accept": "text/html"}
GENERAL = "stimmen nicht, oder das Konto ist gesperrt"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    desk.hash_quickly(monkeypatch)


@pytest.fixture
def clerk(site, cast):
    return desk.account_of(site, cast.clerk)


@pytest.fixture
def sign_in(client, clerk):
    def post(password=desk.PASSWORD, login=clerk.login, **fields):
        given = {"login": login, "passwort": password} | fields
        return client.post("/anmelden", data=given, headers=PAGE, follow_redirects=False)

    return post


def test_the_foot_of_every_page_leads_to_the_desk_until_somebody_is_there(client, sign_in):
    assert '<a href="/ratsbuero">Anmelden</a>' in client.get("/").text
    sign_in()
    assert ">Anmelden</a>" not in client.get("/ratsbuero").text


def test_the_right_password_leads_on(client, sign_in, site):
    answer = sign_in(weiter="/ratsbuero/konto?a=1#unten")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ratsbuero/konto?a=1#unten")
    assert client.get("/ratsbuero/konto").status_code == 200
    with site.database.reading() as db:
        assert [entry.action for entry in db.exec(select(AuditEntry))] == ["Angemeldet"]


def test_who_is_signed_in_already_is_led_on_at_once(client, sign_in):
    sign_in()
    answer = client.get("/anmelden?weiter=/ratsbuero/konto", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ratsbuero/konto")


@pytest.mark.parametrize(
    "weiter", ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_it_never_leads_to_another_site(client, sign_in, weiter):
    assert sign_in(weiter=weiter).headers["location"] == "/ratsbuero"
    assert (
        client.get("/anmelden", params={"weiter": weiter}, follow_redirects=False).headers["location"] == "/ratsbuero"
    )
    client.cookies.clear()
    assert hidden(client.get("/anmelden", params={"weiter": weiter}).text, "/anmelden") == {}
    assert hidden(sign_in(password="falsch", weiter=weiter).text, "/anmelden") == {}


def test_what_is_wrong_is_not_told_apart_and_what_was_typed_is_kept_but_the_password(sign_in, clerk):
    answers = [sign_in(password="falsch wie nie"), sign_in(login="<b>nie@mand.example")]
    assert {answer.status_code for answer in answers} == {401}
    assert all(GENERAL in answer.text for answer in answers)
    assert f'value="{clerk.login}"' in answers[0].text
    assert "&lt;b&gt;nie@mand.example" in answers[1].text
    assert "falsch wie nie" not in answers[0].text


@pytest.mark.parametrize("login", ["clerk", "unbekannt"])
def test_after_too_many_failures_it_says_how_long_to_wait(client, clock, sign_in, clerk, login):
    who = clerk.login if login == "clerk" else "un@bekannt.example"
    for _ in range(throttle.FREE_FOR_LOGIN):
        sign_in(login=who, password="falsch")
    assert "Warten Sie bitte noch 30 Sekunden" in sign_in(login=who).text
    clock.advance(seconds=30)
    assert sign_in(login=who, password="falsch").status_code == 401
    answer = sign_in(login=who)
    assert answer.status_code == 429
    assert "Warten Sie bitte noch 1 Minute." in answer.text


def test_it_survives_a_restart(site, client, sign_in):
    from starlette.testclient import TestClient

    from ratsfenster.app import create_app

    for _ in range(throttle.FREE_FOR_LOGIN):
        sign_in(password="falsch")
    with TestClient(create_app(site), base_url=site.settings.address) as another_process:
        given = {"login": "clerk@musterstadt.example", "passwort": desk.PASSWORD}
        assert another_process.post("/anmelden", data=given).status_code == 429


def test_every_sign_in_has_a_new_token_and_ends_the_old_one_of_the_browser(client, site, sign_in):
    given = {"login": "clerk@musterstadt.example", "passwort": desk.PASSWORD}
    foisted = client.post("/anmelden", data=given, headers={"cookie": f"{access.cookie_name(site)}=foisted"})
    tokens = [foisted.history[0].cookies[access.cookie_name(site)]]
    sign_in()
    tokens.append(client.cookies[access.cookie_name(site)])
    assert len({*tokens, "foisted"}) == 3
    with site.database.reading() as db:
        assert len(db.exec(select(SignIn)).all()) == 1


def test_signing_out_ends_it_on_the_server_too(client, site, sign_in):
    sign_in()
    token = client.cookies[access.cookie_name(site)]
    answer = client.post("/abmelden", headers=PAGE)
    assert "Sie sind abgemeldet." in answer.text
    assert access.cookie_name(site) not in client.cookies
    client.cookies.set(access.cookie_name(site), token)
    assert client.get("/ratsbuero/konto").status_code == 401
    assert client.get("/abmelden").status_code == 405


def test_the_device_is_kept_in_a_few_words_and_the_header_is_not(client, site, sign_in):
    client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; Geheimnummer 4711) Firefox/131.0"
    sign_in()
    with site.database.reading() as db:
        assert db.exec(select(SignIn)).one().device == "Firefox, Windows"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"login": "x" * 100_000},
        {"login": "\0", "passwort": "\0"},
        {"login": "x", "passwort": "y" * 500_000},
        {"passwort": ["a", "b"]},
    ],
)
def test_nonsense_is_just_wrong(client, given):
    answer = client.post("/anmelden", data=given, headers=PAGE)
    assert answer.status_code == 401
    assert GENERAL in answer.text


def test_too_large_a_form_is_refused(client):
    assert client.post("/anmelden", data={"passwort": "x" * 700_000}).status_code == 413


class TestCookie:
    def flags(self, answer):
        name, *flags = answer.headers["set-cookie"].split("; ")
        return name.partition("=")[0], {flag.lower() for flag in flags}

    def test_no_script_reads_it_and_no_other_site_sends_it(self, sign_in):
        assert self.flags(sign_in()) == ("ratsfenster", {"httponly", "samesite=lax", "path=/"})

    class TestOverHttps:
        @pytest.fixture
        def settings(self, settings):
            return settings.model_copy(update={"url": "https://ratsfenster.musterstadt.example"})

        def test_it_is_of_this_host_alone_and_never_sent_in_the_clear(self, client, sign_in):
            answer = sign_in()
            assert TestCookie().flags(answer) == (
                "__Host-ratsfenster",
                {"httponly", "samesite=lax", "path=/", "secure"},
            )
            assert client.get("/ratsbuero/konto").status_code == 200
