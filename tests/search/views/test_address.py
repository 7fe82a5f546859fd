from search.views import address
from search.views.address import Address


def test_an_address_is_read_and_written() -> None:
    asked = address.read({"q": " Radweg  Bonner ", "gremium": "2", "jahr": "2026", "seite": "3"})
    assert asked == Address("Radweg Bonner", organization_id=2, year=2026, number=3)
    assert asked.path == "/suche?q=Radweg+Bonner&gremium=2&jahr=2026&seite=3"
    assert Address().path == "/suche"


def test_what_is_no_number_counts_as_not_given() -> None:
    for value in ("", "-1", "0", "x", "²", "1e3", "9" * 30):
        assert address.read({"q": "a", "gremium": value, "jahr": value, "sitzung": value, "seite": value}) == Address(
            "a"
        )


def test_other_bounds_begin_at_the_first_page() -> None:
    assert Address("a", year=2026, number=4).within(year=None) == Address("a")


def test_long_input_is_told() -> None:
    assert address.read({"q": "a" * 5000}).shortened
    assert not address.read({"q": "a" * 500}).shortened
