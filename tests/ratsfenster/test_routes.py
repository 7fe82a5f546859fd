"""Every address with a number in it, asked for with numbers that nothing has."""

import re

import pytest
from starlette.routing import Route

from council.base.accounts import Role
from ratsfenster.routes import ROUTES
from tests import desk

NUMBERED = [
    route.path
    for route in ROUTES
    if isinstance(route, Route) and ":int}" in route.path and "GET" in (route.methods or ())
]


@pytest.mark.db
@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "9223372036854775808", "1" * 5000])
def test_a_number_that_nothing_has_is_not_found(client, site, cast, number):
    desk.sign_in(client, site, cast.clerk, *Role)
    addresses = [re.sub(r"\{\w+\}", "vtt", re.sub(r"\{\w+:int\}", number, path)) for path in NUMBERED]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_there_are_addresses_with_numbers_on_the_site_at_the_desk_and_in_the_api():
    assert {path.split("/")[1] for path in NUMBERED} >= {"sitzungen", "aufzeichnungen", "ratsbuero", "api"}


def test_every_address_of_the_desk_asks_first_who_is_there(client):
    asked = {
        (method, re.sub(r"\{\w+(:\w+)?\}", "1", route.path))
        for route in ROUTES
        if isinstance(route, Route) and route.path.startswith("/ratsbuero")
        for method in route.methods or ()
    }
    assert len(asked) > 20
    assert {one: client.request(*one).status_code for one in asked} == dict.fromkeys(asked, 401)
