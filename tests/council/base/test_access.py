"""Who may open a page of the desk, and what becomes of what somebody typed when the session had ended."""

from datetime import timedelta

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from council.base import access, administration, resuming, sign_ins
from council.base.access import allowed
from council.base.accounts import Role
from tests import desk
from tests.forms import hidden

PAGE = {"accept": "text/html"}
TYPED = {
    "titel": ['<b>Radweg</b> & "Brücke"'],
    "tag": ["eins", "zwei"],
    "text": ["Zeile\r\nZeile " * 10],
    "passwort_neu": ["geheim"],
}


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    desk.hash_quickly(monkeypatch)


@pytest.fixture
def received(client):
    """Pages of three roles, and what was posted to them."""
    posted = []

    def view(request):
        return PlainTextResponse(f"Guten Tag, {access.account(request).name}")

    async def post(request):
        async with request.form() as given:
            posted.append([(name, value) for name, value in given.multi_items()])
        return PlainTextResponse("gespeichert")

    for role in (Role.CLERK, Role.PLANNER, Role.ADMIN):
        path = f"/ratsbuero/pruefung-{role}"
        client.app.router.routes += [
            Route(path, allowed(role)(view)),
            Route(path, allowed(role)(post), methods=["POST"]),
        ]
    client.app.router.routes.append(Route("/pruefung", allowed()(post), methods=["POST"]))
    return posted


class TestSignedOut:
    def test_a_page_leads_to_the_form_and_from_there_back(self, client, received):
        answer = client.get("/en/ratsbuero/pruefung-clerk?a=1&b=%26", headers=PAGE, follow_redirects=False)
        assert answer.status_code == 303
        assert (
            answer.headers["location"] == "/en/anmelden?weiter=%2Fen%2Fratsbuero%2Fpruefung-clerk%3Fa%3D1%26b%3D%2526"
        )
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("headers", [{"accept": "*/*"}, PAGE | {"hx-request": "true"}])
    def test_a_script_is_told_in_json(self, client, received, headers):
        for answer in (
            client.get("/ratsbuero/pruefung-clerk", headers=headers),
            client.post("/ratsbuero/pruefung-clerk", headers=headers),
        ):
            assert answer.status_code == 401
            assert "neuen Fenster" in answer.json()["error"]
            assert "cookie" in answer.headers["vary"].lower()

    def test_a_forged_or_ended_token_is_none(self, client, site, cast, clock, received):
        desk.sign_in(client, site, cast.clerk)
        assert client.get("/ratsbuero/pruefung-clerk").text == f"Guten Tag, {cast.clerk.name}"
        clock.advance(sign_ins.IDLE)
        assert client.get("/ratsbuero/pruefung-clerk").status_code == 401
        client.cookies.set(access.cookie_name(site), "x" * 43)
        assert client.get("/ratsbuero/pruefung-clerk").status_code == 401


class TestSessionThatEndsWhileTyping:
    def test_what_was_typed_is_still_there_after_signing_in_and_sent_only_on_demand(self, client, site, cast, received):
        desk.account_of(site, cast.clerk)
        asked = client.post("/en/ratsbuero/pruefung-clerk?teil=2", data=TYPED, headers=PAGE)
        assert asked.status_code == 401
        assert "geheim" not in asked.text
        form = hidden(asked.text, "/en/anmelden")
        wrong = client.post("/en/anmelden", data=form | {"login": cast.clerk.email, "passwort": "falsch"}, headers=PAGE)
        assert wrong.status_code == 401
        again = hidden(wrong.text, "/en/anmelden")
        assert again == form
        back = client.post(
            "/en/anmelden", data=again | {"login": cast.clerk.email, "passwort": desk.PASSWORD}, headers=PAGE
        )
        assert back.status_code == 200
        assert not received  # nothing is sent by itself
        target = "/en/ratsbuero/pruefung-clerk?teil=2"
        assert client.post(target, data=hidden(back.text, target), headers=PAGE).text == "gespeichert"
        text = TYPED["text"][0].replace("\r\n", "\n")  # browsers make them \r\n again when they send a form
        assert [(name, value.replace("\r\n", "\n")) for name, value in received[0]] == [
            ("titel", TYPED["titel"][0]), ("tag", "eins"), ("tag", "zwei"), ("text", text),
        ]  # fmt: skip

    def test_who_signs_in_without_the_role_keeps_the_text_before_their_eyes(self, client, site, cast, received):
        desk.account_of(site, cast.planner)
        asked = client.post("/ratsbuero/pruefung-clerk", data=TYPED, headers=PAGE)
        form = hidden(asked.text, "/anmelden") | {"login": cast.planner.email, "passwort": desk.PASSWORD}
        back = client.post("/anmelden", data=form, headers=PAGE)
        assert '<pre class="kept__text" tabindex="0">Zeile' in back.text
        sent = client.post(
            "/ratsbuero/pruefung-clerk", data=hidden(back.text, "/ratsbuero/pruefung-clerk"), headers=PAGE
        )
        assert sent.status_code == 403
        assert not received

    @pytest.mark.parametrize(
        "sent",
        [
            {"files": {"datei": b"x"}},
            {"data": {"text": "x" * (resuming.LARGEST_BODY + 1)}},
            {"data": {f"feld{number}": "x" for number in range(resuming.MOST_FIELDS + 1)}},
        ],
    )
    def test_what_cannot_be_carried_is_said_so_with_a_way_to_keep_it(self, client, received, sent):
        answer = client.post("/ratsbuero/pruefung-clerk", headers=PAGE, **sent)
        assert answer.status_code == 401
        assert "In einem neuen Fenster anmelden" in answer.text
        assert hidden(answer.text, "/anmelden") == {}

    @pytest.mark.parametrize(
        "target", ["https://evil.example/", "//evil.example", "/barrierefreiheit/melden", "/ratsbuero/../abmelden"]
    )
    def test_nothing_is_carried_to_where_the_desk_is_not(self, client, site, cast, target):
        desk.account_of(site, cast.clerk)
        given = {"ziel": target, "eingabe.text": "x", "login": cast.clerk.email, "passwort": desk.PASSWORD}
        answer = client.post("/anmelden", data=given, headers=PAGE, follow_redirects=False)
        assert answer.headers["location"] == "/ratsbuero"

    def test_a_guarded_page_outside_the_desk_carries_nothing(self, client, received):
        assert hidden(client.post("/pruefung", data={"a": "b"}, headers=PAGE).text, "/anmelden") == {}


class TestWrongRole:
    @pytest.mark.parametrize(
        ("who", "page"), [("planner", "clerk"), ("clerk", "admin"), ("clerk", "planner"), ("moderator", "planner")]
    )
    def test_a_page_of_others_says_whose_it_is_and_what_to_do(self, client, site, cast, received, who, page):
        desk.sign_in(client, site, getattr(cast, who))
        answer = client.get(f"/ratsbuero/pruefung-{page}", headers=PAGE)
        assert answer.status_code == 403
        assert "Wer die Konten verwaltet, kann sie Ihnen geben." in answer.text
        assert getattr(cast, who).name in answer.text
        assert client.post(f"/ratsbuero/pruefung-{page}", data={"a": "b"}, headers=PAGE).status_code == 403
        assert not received

    def test_a_script_is_told_in_json(self, client, site, cast, received):
        desk.sign_in(client, site, cast.clerk)
        answer = client.get("/ratsbuero/pruefung-planner")
        assert answer.status_code == 403
        assert "Berechtigung" in answer.json()["error"]

    def test_administrators_open_all_and_several_roles_add_up(self, client, site, cast, received):
        desk.sign_in(client, site, cast.resident, Role.ADMIN)
        assert {client.get(f"/ratsbuero/pruefung-{role}").status_code for role in ("clerk", "planner", "admin")} == {
            200
        }
        desk.sign_in(client, site, cast.stranger, Role.CLERK, Role.PLANNER)
        assert {client.get(f"/ratsbuero/pruefung-{role}").status_code for role in ("clerk", "planner")} == {200}

    def test_a_role_that_is_taken_away_is_gone_at_once(self, client, site, cast, received):
        desk.sign_in(client, site, cast.clerk)
        clerk, admin = desk.account_of(site, cast.clerk), desk.account_of(site, cast.resident, Role.ADMIN)
        with site.database.writing() as db:
            administration.change(db, clerk.id, clerk.name, [Role.PLANNER], admin, site.clock())
        assert client.get("/ratsbuero/pruefung-clerk").status_code == 401
        desk.sign_in(client, site, cast.clerk)
        assert client.get("/ratsbuero/pruefung-clerk").status_code == 403


def test_another_site_posts_nothing_for_somebody_signed_in(client, site, cast, received):
    desk.sign_in(client, site, cast.clerk)
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        assert client.post("/ratsbuero/pruefung-clerk", data={"a": "b"}, headers=PAGE | headers).status_code == 403
        assert client.post("/anmelden", data={"login": "x", "passwort": "y"}, headers=headers).status_code == 403
    assert not received


def test_nothing_of_the_desk_stays_in_caches(client, site, cast, received):
    desk.sign_in(client, site, cast.clerk)
    for path in ("/ratsbuero/pruefung-clerk", "/ratsbuero/konto", "/ratsbuero/pruefung-admin"):
        headers = client.get(path, headers=PAGE).headers
        assert headers["cache-control"] == "no-store"
        assert "cookie" in headers["vary"].lower()


@pytest.mark.parametrize("path", ["/", "/sitzungen", "/suche", "/datenschutz", "/en/"])
def test_public_pages_do_not_look_at_the_cookie_and_may_be_cached(client, site, cast, path):
    before = client.get(path)
    desk.sign_in(client, site, cast.clerk)
    after = client.get(path)
    assert after.text == before.text
    assert after.headers["cache-control"] == before.headers["cache-control"] != "no-store"
    assert "cookie" not in after.headers.get("vary", "").lower()
    assert "set-cookie" not in before.headers


def test_use_is_noted_now_and_then_and_keeps_the_session_alive(client, site, cast, clock, received):
    desk.sign_in(client, site, cast.clerk)
    for _ in range(8):
        clock.advance(hours=9)
        assert client.get("/ratsbuero/pruefung-clerk").status_code == 200
    clock.advance(sign_ins.SEEN_EVERY - timedelta(seconds=1))
    client.get("/ratsbuero/pruefung-clerk")
    with site.database.reading() as db:
        seen = sign_ins.of_account(db, desk.account_of(site, cast.clerk).id, clock())[0].seen_at
    assert clock() - seen == sign_ins.SEEN_EVERY - timedelta(seconds=1)
