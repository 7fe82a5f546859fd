import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.people_text import MOST, ReadPerson, parse


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Renate Bürger; SPD; Vorsitz", ReadPerson("Renate Bürger", "SPD", "Vorsitz")),
        ("Renate Bürger\tSPD\tVorsitz", ReadPerson("Renate Bürger", "SPD", "Vorsitz")),
        ("Renate Bürger;SPD", ReadPerson("Renate Bürger", "SPD")),
        ("  Dr. Renate  Bürger ", ReadPerson("Dr. Renate Bürger")),
        ("Renate Bürger;;Oberbürgermeisterin", ReadPerson("Renate Bürger", "", "Oberbürgermeisterin")),
    ],
)
def test_a_line_is_a_person(line, person):
    assert parse(line).people == (person,)


@pytest.mark.parametrize("line", ["Name; Fraktion; Funktion", "12; SPD", "---", ";SPD", "x" * 201])
def test_what_is_no_person_is_told(line):
    assert parse(line).people == ()
    assert parse(line).unread


def test_who_stands_twice_is_one():
    assert len(parse("Renate Bürger; SPD\n\nRenate Bürger; SPD").people) == 1


def test_there_is_an_end():
    found = parse("\n".join(f"Person {number} Müller" for number in range(MOST + 2)))
    assert (len(found.people), len(found.unread)) == (MOST, 2)


@given(st.text(max_size=200))
def test_no_line_is_lost(text):
    found = parse(text)
    assert len(found.people) <= MOST
    assert all(one.name and "\x00" not in one.name for one in found.people)
