import pytest

from council.base import paths


@pytest.mark.parametrize(
    "address",
    [
        "/ratsbuero", "/ratsbuero/", "/ratsbuero/konten?seite=2#unten", "/en/ratsbuero/konto", "/ratsbuero/stra%C3%9Fen", "/ratsbuero/ö",
    ],
)  # fmt: skip
def test_addresses_of_the_desk(address):
    assert paths.is_own(address)
    assert paths.is_of_desk(address)


@pytest.mark.parametrize(
    "address",
    [
        "/", "/suche?q=a", "/ratsbuerokratie", "/fr/ratsbuero", "/ratsbuero/../abmelden", "/ratsbuero/%2e%2e/abmelden",
        "/ratsbuero/%252e%252e/abmelden", "/ratsbuero/./x",
    ],
)  # fmt: skip
def test_addresses_of_the_site_that_are_not_the_desks(address):
    assert paths.is_own(address)
    assert not paths.is_of_desk(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "ratsbuero", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/ratsbuero\\x", "https://evil.example/",
        "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/ratsbuero\r\nSet-Cookie: a=b", " /ratsbuero", "/\0",
        "/ratsbuero" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_a_browser_might_take_for_another_host_is_refused(address):
    assert not paths.is_own(address)
    assert not paths.is_of_desk(address)
