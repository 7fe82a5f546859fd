"""Accounts at the desk: administrators give them, change them, and hand over links to set a password."""

import re

import pytest
from sqlmodel import select

from council.base.accounts import Account, Role
from council.base.audit import AuditEntry
from tests import desk

PAGE = {"accept": "text/html"}
PATH = "/ratsbuero/konten"
NEW = "Vier Elefanten im Linienbus"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    desk.hash_quickly(monkeypatch)


@pytest.fixture
def admin(client, site, cast):
    desk.sign_in(client, site, cast.resident, Role.ADMIN)
    return desk.account_of(site, cast.resident)


@pytest.fixture
def planner(site, cast):
    return desk.account_of(site, cast.planner)


def link_of(page):
    return re.search(r'value="http://localhost:8000(/passwort/[\w-]+)"', page).group(1)


def set_password(client, link, new=NEW):
    return client.post(link, data={"passwort_neu": new, "passwort_wiederholt": new}, headers=PAGE)


def test_only_administrators_open_them(client, site, cast, planner):
    desk.sign_in(client, site, cast.clerk)
    for path in (PATH, f"{PATH}/neu", f"{PATH}/{planner.id}", f"{PATH}/{planner.id}/loeschen", "/ratsbuero/vorgaenge"):
        assert client.get(path, headers=PAGE).status_code == 403
    for path in ("neu", f"{planner.id}", f"{planner.id}/sperren", f"{planner.id}/link", f"{planner.id}/loeschen"):
        assert client.post(f"{PATH}/{path}", headers=PAGE).status_code == 403


def test_a_new_account_gets_a_link_with_which_its_owner_sets_a_password_once(client, site, admin):
    given = {"login": "Neu@Stadt.example", "name": "  Nora   <i>Neu</i> ", "rollen": ["clerk", "planner"]}
    made = client.post(f"{PATH}/neu", data=given, headers=PAGE)
    assert made.status_code == 200
    assert "Nora &lt;i&gt;Neu&lt;/i&gt;" in made.text
    assert "noch ohne Passwort" in client.get(PATH).text
    client.cookies.clear()
    link = link_of(made.text)
    shown = client.get(link)
    assert "neu@stadt.example" in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.text.count(link.rpartition("/")[2]) == shown.text.count(link)
    assert f"seite={link}".replace("/", "%2F") not in shown.text  # the link to report a mistake does not tell the key
    assert "Melden Sie sich jetzt damit an." in set_password(client, link).text
    assert set_password(client, link).status_code == 404
    assert "Dieser Link gilt nicht mehr" in client.get(link).text
    signed = client.post("/anmelden", data={"login": "neu@stadt.example", "passwort": NEW}, follow_redirects=False)
    assert signed.status_code == 303
    with site.database.reading() as db:
        log = [(entry.who, entry.action) for entry in db.exec(select(AuditEntry))]
    assert log == [
        (admin.name, "Konto angelegt"),
        (admin.name, "Link zum Setzen des Passworts ausgestellt"),
        ("Nora <i>Neu</i>", "Passwort über Link gesetzt"),
        ("Nora <i>Neu</i>", "Angemeldet"),
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"login": "keine Adresse"}, "Bitte geben Sie eine E-Mail-Adresse an."),
        ({"login": "resident@musterstadt.example"}, "gibt es schon ein Konto"),
        ({"name": " \0 "}, "Bitte geben Sie den Namen an."),
        ({"name": "x" * 201}, "höchstens 200 Zeichen"),
        ({"rollen": []}, "mindestens eine Rolle"),
        ({"rollen": ["bürgermeister"]}, "mindestens eine Rolle"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_all_else_kept(client, site, admin, given, told):
    right = {"login": "neu@stadt.example", "name": "Nora Neu", "rollen": ["clerk"]}
    answer = client.post(f"{PATH}/neu", data=right | given, headers=PAGE)
    assert answer.status_code == 422
    assert told in answer.text
    kept = "checked" if "rollen" not in given else "Nora Neu"
    assert kept in answer.text
    with site.database.reading() as db:
        assert len(db.exec(select(Account)).all()) == 1


def test_name_and_roles_change_and_other_roles_sign_out(client, site, cast, admin, planner):
    desk.token_of(site, cast.planner)
    given = {"name": "Paula Baumann", "rollen": ["planner", "clerk"]}
    answer = client.post(f"{PATH}/{planner.id}", data=given, headers=PAGE)
    assert "ist es jetzt abgemeldet" in answer.text
    answer = client.post(f"{PATH}/{planner.id}", data=given | {"name": "Paula Bau"}, headers=PAGE)
    assert "Die Änderungen sind gespeichert." in answer.text
    assert "ist es jetzt abgemeldet" not in answer.text


def test_who_changes_their_own_roles_stays_signed_in(client, site, cast, admin):
    desk.account_of(site, cast.clerk, Role.ADMIN)
    page = client.post(f"{PATH}/{admin.id}", data={"name": admin.name, "rollen": ["admin", "clerk"]}, headers=PAGE)
    assert page.status_code == 200
    page = client.post(f"{PATH}/{admin.id}", data={"name": admin.name, "rollen": ["clerk"]}, headers=PAGE)
    assert str(page.url).endswith("/ratsbuero/konto")
    assert client.get(PATH, headers=PAGE).status_code == 403


def test_the_last_administrator_keeps_the_role_and_is_told_why(client, admin):
    answer = client.post(f"{PATH}/{admin.id}", data={"name": admin.name, "rollen": ["clerk"]}, headers=PAGE)
    assert answer.status_code == 422
    assert "das letzte Konto, das andere Konten verwalten kann" in answer.text
    assert client.get(PATH).status_code == 200


@pytest.mark.parametrize("act", ["sperren", "loeschen"])
def test_nobody_shuts_out_themselves(client, admin, act):
    answer = client.post(f"{PATH}/{admin.id}/{act}", headers=PAGE)
    assert answer.status_code == 422
    assert "Ihr eigenes Konto" in answer.text
    assert "Konto sperren" not in client.get(f"{PATH}/{admin.id}").text


def test_blocking_signs_out_at_once_and_can_be_undone(client, site, cast, admin, planner):
    cookie = {"cookie": f"ratsfenster={desk.token_of(site, cast.planner)}"}
    assert client.get("/ratsbuero/konto", headers=cookie).status_code == 200
    assert "gesperrt" in client.post(f"{PATH}/{planner.id}/sperren", headers=PAGE).text
    assert client.get("/ratsbuero/konto", headers=cookie).status_code == 401
    client.cookies.clear()
    given = {"login": planner.login, "passwort": desk.PASSWORD}
    assert client.post("/anmelden", data=given).status_code == 401
    desk.sign_in(client, site, cast.resident)
    assert "entsperrt" in client.post(f"{PATH}/{planner.id}/entsperren", headers=PAGE).text
    client.cookies.clear()
    assert client.post("/anmelden", data=given, follow_redirects=False).status_code == 303


def test_deleting_asks_once_and_says_what_it_means(client, site, admin, planner):
    asked = client.get(f"{PATH}/{planner.id}/loeschen")
    assert "nicht rückgängig" in asked.text
    answer = client.post(f"{PATH}/{planner.id}/loeschen", headers=PAGE)
    assert "Das Konto ist gelöscht." in answer.text
    assert planner.name not in answer.text
    assert client.get(f"{PATH}/{planner.id}").status_code == 404


def test_a_link_ends_the_wait_after_failures_and_every_sign_in_so_far(client, site, cast, admin, planner):
    desk.token_of(site, cast.planner)
    for _ in range(6):
        failed = client.post("/anmelden", data={"login": planner.login, "passwort": "falsch"})
    assert failed.status_code == 429
    link = link_of(client.post(f"{PATH}/{planner.id}/link", headers=PAGE).text)
    client.cookies.clear()
    assert "mindestens 12" in set_password(client, link, "kurz").text
    assert "leicht zu erraten" in set_password(client, link, "Paul Baumann 2026").text
    set_password(client, link)
    given = {"login": planner.login, "passwort": NEW}
    assert client.post("/anmelden", data=given, follow_redirects=False).status_code == 303
    assert "Testbrowser" not in client.get("/ratsbuero/konto").text


@pytest.mark.parametrize("token", ["x", "a" * 3000, "%00", "<script>"])
def test_a_link_nobody_gave_out_is_good_for_nothing(client, token):
    for answer in (client.get(f"/passwort/{token}"), client.post(f"/passwort/{token}", data={"passwort_neu": NEW})):
        assert answer.status_code in (404, 405)


def test_accounts_nobody_has_are_not_found(client, admin):
    for act in ("", "/sperren", "/entsperren", "/loeschen", "/link"):
        given = {"name": "x", "rollen": ["clerk"]}
        assert client.post(f"{PATH}/999{act}", data=given, headers=PAGE).status_code == 404
