from starlette.datastructures import QueryParams

from search.bounds import Fields
from search.documents import PAPER, SEGMENT
from search.views import address
from search.views.address import Address


def read(query: str) -> Address:
    return address.read(QueryParams(query))


def test_an_address_is_read_and_written() -> None:
    asked = read("q=+Radweg++Bonner+&art=drucksache&gremium=2&jahr=2026&redner=Sommer&top=5&seite=3")
    assert asked == Address(
        "Radweg Bonner",
        kinds=("drucksache",),
        organizations=(2,),
        years=("2026",),
        speaker="Sommer",
        item="5",
        number=3,
    )
    assert asked.path == "/suche?q=Radweg+Bonner&art=drucksache&gremium=2&jahr=2026&redner=Sommer&top=5&seite=3"
    assert Address().path == "/suche"


def test_what_was_read_is_written_and_read_the_same() -> None:
    asked = read(
        "q=a&art=top&art=sitzung&gremium=1&gremium=2&jahr=2020-2022&redner=%22Mona+Richter%22&sitzung=7&synonyme=0"
    )
    assert asked.speakers == ("Mona Richter",)
    assert not asked.synonyms
    assert read(asked.path.partition("?")[2]) == asked


def test_repeated_parameters_are_alternatives() -> None:
    asked = read("q=a&gremium=1&gremium=2&gremium=1&jahr=2020&jahr=2022-2023&art=wortbeitrag&art=drucksache")
    assert asked.fields == Fields(
        organizations=frozenset({1, 2}),
        years=frozenset({2020, 2022, 2023}),
        kinds=frozenset({SEGMENT, PAPER}),
    )


def test_a_name_in_quotes_is_that_very_speaker() -> None:
    assert read("redner=%22Mona+Richter%22&redner=%22Paul+Baumann%22").fields.speakers == {
        "Mona Richter",
        "Paul Baumann",
    }
    assert read("redner=richter").fields == Fields(speaker="richter")
    for nobody in ('redner=""', 'redner="', "redner=%22+%22"):
        assert read(nobody).fields.speakers is None


def test_what_makes_no_sense_counts_as_not_given() -> None:
    for value in ("", "-1", "0", "x", "²", "1e3", "9" * 30):
        assert read(f"q=a&gremium={value}&sitzung={value}&seite={value}&art={value}").fields == Fields()
    assert read("q=a&jahr=morgen").fields == Fields()
    assert read("q=a&jahr=24").years == ("2024",)
    assert read("&".join(f"gremium={number}" for number in range(1, 5000))).fields.organizations


def test_other_bounds_begin_at_the_first_page() -> None:
    asked = Address("a", years=("2026",), number=4)
    assert asked.changed("jahr", "2026", chosen=False) == Address("a")
    assert asked.changed("gremium", 3, chosen=True).number == 1
    assert asked.unbounded("b") == Address("b")


def test_a_year_that_is_chosen_takes_the_place_of_a_span() -> None:
    assert Address("a", years=("2020-2024",)).changed("jahr", "2022", chosen=True).years == ("2022",)
    assert Address("a", years=("2020",)).changed("jahr", "2022", chosen=True).years == ("2020", "2022")


def test_long_input_is_told() -> None:
    assert read("q=" + "a" * 5000).shortened
    assert not read("q=" + "a" * 500).shortened
