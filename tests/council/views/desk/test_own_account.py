"""One's own account: another password, and where one is signed in."""

import pytest
from sqlmodel import select

from council.base import access, sign_ins, throttle
from council.base.audit import AuditEntry
from council.base.sign_ins import SignIn
from tests import desk

PAGE = {"accept": "text/html"}
PATH = "/ratsbuero/konto"
NEW = "Vier Elefanten im Linienbus"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    desk.hash_quickly(monkeypatch)


@pytest.fixture
def clerk(client, site, cast):
    """Signed in here and in another browser."""
    desk.token_of(site, cast.clerk)
    desk.sign_in(client, site, cast.clerk)
    return desk.account_of(site, cast.clerk)


def change(client, old=desk.PASSWORD, new=NEW, again=None):
    given = {"passwort_alt": old, "passwort_neu": new, "passwort_wiederholt": new if again is None else again}
    answer = client.post(PATH, data=given, headers=PAGE, follow_redirects=False)
    for cookie in answer.cookies.jar:
        client.cookies.clear()
        client.cookies.set(cookie.name, cookie.value)
    return answer


def signed_in(site):
    with site.database.reading() as db:
        return len(db.exec(select(SignIn)).all())


def test_another_password_ends_all_sign_ins_but_this_one_which_gets_a_new_token(client, site, clerk):
    before = client.cookies[access.cookie_name(site)]
    answer = change(client)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?meldung=passwort")
    assert client.cookies[access.cookie_name(site)] != before
    assert "Auf allen anderen Geräten sind Sie jetzt abgemeldet." in client.get(f"{PATH}?meldung=passwort").text
    assert signed_in(site) == 1
    client.cookies.clear()
    given = {"login": clerk.login, "passwort": NEW}
    assert client.post("/anmelden", data=given, follow_redirects=False).status_code == 303
    with site.database.reading() as db:
        assert [entry.action for entry in db.exec(select(AuditEntry))] == ["Passwort geändert", "Angemeldet"]


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"old": "falsch"}, "passwort_alt", "nicht Ihr bisheriges"),
        ({"new": "kurz"}, "passwort_neu", "mindestens 12"),
        ({"new": "Clara Amtmann 1980"}, "passwort_neu", "leicht zu erraten"),
        ({"new": "Musterstadt 2026"}, "passwort_neu", "leicht zu erraten"),
        ({"again": "etwas anderes"}, "passwort_wiederholt", "nicht dasselbe"),
        ({"new": "x" * 5000}, "passwort_neu", "höchstens 200"),
    ],
)
def test_what_is_wrong_stands_at_the_field(client, site, clerk, given, field, told):
    answer = change(client, **given)
    assert answer.status_code == 422
    assert f'<a class="target" href="#{field}">' in answer.text
    assert told in answer.text.partition(f'id="{field}-fehler"')[2].partition("</span>")[0]
    assert signed_in(site) == 2


def test_the_old_password_cannot_be_guessed_at_a_desk_left_open(client, site, clerk):
    for _ in range(throttle.FREE_FOR_LOGIN):
        change(client, old="falsch")
    answer = change(client)
    assert answer.status_code == 422
    assert "Warten Sie bitte noch 30 Sekunden" in answer.text


def test_it_shows_where_one_is_signed_in_and_ends_one_of_them(client, site, clerk):
    page = client.get(PATH).text
    assert page.count("Testbrowser</strong>") == 2
    assert page.count("dieses Gerät") == 1
    with site.database.reading() as db:
        here = sign_ins.find(db, client.cookies[access.cookie_name(site)], site.clock())[0].id
        other = next(row.id for row in db.exec(select(SignIn)) if row.id != here)
    assert f"/anmeldungen/{here}/beenden" not in page
    answer = client.post(f"{PATH}/anmeldungen/{other}/beenden", headers=PAGE)
    assert "Das Gerät ist abgemeldet." in answer.text
    assert signed_in(site) == 1


def test_nobody_ends_the_sign_in_of_another(client, site, clerk, cast):
    desk.token_of(site, cast.planner)
    with site.database.reading() as db:
        newest = max(row.id for row in db.exec(select(SignIn)))
    assert client.post(f"{PATH}/anmeldungen/{newest}/beenden").status_code == 404
    assert signed_in(site) == 3


def test_signing_out_everywhere_is_everywhere(client, site, clerk):
    token = client.cookies[access.cookie_name(site)]
    answer = client.post(f"{PATH}/ueberall-abmelden", headers=PAGE)
    assert "Sie sind überall abgemeldet." in answer.text
    assert signed_in(site) == 0
    client.cookies.set(access.cookie_name(site), token)
    assert client.get(PATH).status_code == 401
    with site.database.reading() as db:
        assert db.exec(select(AuditEntry)).one().action == "Überall abgemeldet"
