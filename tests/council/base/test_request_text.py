"""What can be no text in a request is refused before anything is looked up, and no page has to think of it."""

import pytest
from starlette.testclient import TestClient

from council.base.request_text import fault, without_nul
from council.base.site import Site
from tests.conftest import Cast
from tests.desk import sign_in
from tests.participation import ideation

FORM = "multipart/form-data; boundary=X"
REFUSED = (
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "punycode",
    "idna",
    "utf-7",
    "utf-16",
    "latin-1",
    "rot13",
    "x\0",
)


@pytest.mark.parametrize("charset", REFUSED)
@pytest.mark.parametrize("written", ["{0}; charset={1}", '{0};charset="{1}"', "{0}; charset=utf-8; charset={1}"])
def test_forms_are_written_as_browsers_write_them(charset: str, written: str) -> None:
    assert fault("/", written.format(FORM, charset)) == 400


@pytest.mark.parametrize(
    "kind", ["", FORM, f"{FORM}; charset=UTF-8", f"{FORM}; charset=utf8", "text/plain; charset=x", ";;=", "x" * 9000]
)
def test_all_else_is_let_through(kind: str) -> None:
    assert fault("/mitmachen/stadtpark", kind) == 0


@pytest.mark.parametrize("path", ["/\0", "/mitmachen/a\0b/fragen"])
def test_no_address_has_nul_in_it(path: str) -> None:
    assert fault(path, FORM) == 404


@pytest.mark.parametrize(
    ("query", "read"),
    [
        (b"q=Radweg&t=1%2C5", b"q=Radweg&t=1%2C5"),
        (b"q=a%00b", b"q=a+b"),
        (b"%%0000=\0", b"%+00=+"),
        (b"q=100%2500", b"q=100%2500"),
    ],
)
def test_a_blank_stands_for_nul_in_a_query(query: bytes, read: bytes) -> None:
    assert without_nul(query) == read


@pytest.mark.db
@pytest.mark.parametrize(
    "path",
    [
        "/%00", "/mitmachen/%00", "/mitmachen/a%00b/fragen", "/mitmachen/%00/ideen", "/mitmachen/%00/ideen/1", "/mitmachen/%00/daten.csv",
        "/mitmachen/%00/karte.json", "/mitmachen/%00/quittung", "/mitmachen/%00/benachrichtigung", "/benachrichtigung/%00",
        "/en/mitmachen/%00", "/sitzungen/%00", "/top/%00", "/api/v1/meetings/%00", "/static/%00", "/medien/1/%00",
    ],
)  # fmt: skip
def test_such_an_address_is_no_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.db
@pytest.mark.parametrize(
    "path",
    [
        "/suche?q=%00", "/suche?q=Rad%00weg&gremium=%00", "/mitmachen?x=%00", f"{ideation.PATH}?thema=%00&seite=%00&stand=%00",
        f"{ideation.PATH}/1/melden?kommentar=%00", "/sitzungen?jahr=%00&gremium=%00", "/code?code=%00", "/api/v1/search?q=%00",
    ],
)  # fmt: skip
def test_queries_are_read_without_it(client: TestClient, site: Site, path: str) -> None:
    ideation.idea(site, ideation.collection(site))
    assert client.get(path).status_code in (200, 404, 422)


@pytest.mark.db
def test_neither_is_a_form_of_another_encoding_read(client: TestClient, site: Site) -> None:
    ideation.idea(site, ideation.collection(site))
    body = b'--X\r\nContent-Disposition: form-data; name="worte"\r\n\r\n\\ud800\r\n--X--\r\n'
    for charset in REFUSED[:4]:
        kind = {"content-type": f"{FORM}; charset={charset}"}
        for path in (f"{ideation.PATH}/1/melden", f"{ideation.PATH}/neu", "/anmelden"):
            answer = client.post(path, content=body, headers=kind)
            assert answer.status_code == 400
            assert "konnten wir nicht lesen" in answer.text


@pytest.mark.db
def test_fields_are_kept_without_nul(client: TestClient, site: Site, cast: Cast) -> None:
    number = ideation.collection(site)
    ideation.idea(site, number)
    client.post(f"{ideation.PATH}/1/melden", data={"grund": "insult", "worte": "a\0b", "kommentar": "\0"})
    sign_in(client, site, cast.planner)
    answer = client.post(
        f"/ratsbuero/beteiligung/{number}/ideen/1/antwort", data={"schritt": "antworten", "antwort": "Bald\0."}
    )
    assert answer.status_code == 200
    assert "Bald." in client.get(f"{ideation.PATH}/1").text
