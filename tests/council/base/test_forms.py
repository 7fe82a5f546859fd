"""What people typed: the fields of a form, however a browser sends them."""

from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from council.base import forms

MOST = 5


async def show(request: Request) -> JSONResponse:
    given = await forms.of_text(request, MOST)
    return JSONResponse([[name, value if isinstance(value, str) else "a file"] for name, value in given.multi_items()])


@pytest.fixture
def browser() -> TestClient:
    return TestClient(Starlette(routes=[Route("/", show, methods=["POST"])]))


SENT = [("name", "Straße & Co. + 1 %"), ("several", "one"), ("several", "two"), ("empty", ""), ("lines", "a\r\nb")]


def test_every_field_is_read_in_its_order(browser: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    assert browser.post("/", content=urlencode(SENT), headers=headers).json() == [list(one) for one in SENT]


def test_it_is_the_same_as_the_framework_reads(browser: TestClient) -> None:
    async def by_the_framework(request: Request) -> JSONResponse:
        async with request.form() as given:
            return JSONResponse([[name, value] for name, value in given.multi_items()])

    framework = TestClient(Starlette(routes=[Route("/", by_the_framework, methods=["POST"])]))
    headers = {"Content-Type": forms.URLENCODED}
    for body in (b"a=%FF%C3%A4&b=\xe4", b"a", b"", b"&&a=1&", b"a=1=2&b=+%2B", b"=x", b"a=%zz"):
        sent = [one.post("/", content=body, headers=headers).json() for one in (browser, framework)]
        assert sent[0] == sent[1], body


def test_more_fields_than_allowed_are_not_read(browser: TestClient) -> None:
    body = urlencode([("name", "x")] * (MOST + 1))
    assert browser.post("/", content=body, headers={"Content-Type": forms.URLENCODED}).status_code == 400


def test_what_is_sent_in_parts_is_read_too_but_no_file(browser: TestClient) -> None:
    parts = [("name", (None, "Straße"))]
    assert browser.post("/", files=parts).json() == [["name", "Straße"]]
    assert browser.post("/", files=[("name", ("a.txt", b"x"))]).status_code == 400


@pytest.mark.parametrize(
    ("typed", "line"), [("  a  b ", "a b"), ("a\nb\tc", "a b c"), ("a\u200b\u202eb", "a b"), (7, "")]
)
def test_one_line(typed: object, line: str) -> None:
    assert forms.one_line(typed) == line
