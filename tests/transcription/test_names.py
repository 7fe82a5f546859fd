"""Names that are offered where the machine was not sure."""

import time

import pytest

from transcription.names import Known, known, suggest
from transcription.words import Word

KNOWN = known(
    ("Dr. Anna Mayer", "Oliver Müller", "Karl von Berg", "Jürgen Canehl"),
    ("SPD", "Ausschuss für Umwelt"),
    ("Bonner Straße", "Otto-von-Guericke-Straße", "Breiter Weg"),
)


def offered(text: str, names: Known = KNOWN) -> list[tuple[str, str]]:
    """What is offered for a text in which the doubtful words begin with a star."""
    words = [
        Word(word.lstrip("*"), at * 300, at * 300 + 300, 0.3 if word.startswith("*") else 0.9)
        for at, word in enumerate(text.split())
    ]
    return [(one.heard, one.name) for one in suggest(words, names)]


@pytest.mark.parametrize(
    ("text", "heard", "name"),
    [
        ("Herr *Meier hat das Wort.", "Meier", "Mayer"),
        ("Frau Anna *Meier, bitte!", "Anna Meier", "Anna Mayer"),
        ("Das sagt *Kanel.", "Kanel", "Canehl"),
        ("am *Breitenweg entlang", "Breitenweg", "Breiter Weg"),
        ("an der *bohner *strasse", "bohner strasse", "Bonner Straße"),
        ("in der *Otto *von *Gericke *Straße", "Otto von Gericke Straße", "Otto-von-Guericke-Straße"),
        ("die *S-P-D sagt", "S-P-D", "SPD"),
        ("im *Ausschus für Umwelt", "Ausschus für Umwelt", "Ausschuss für Umwelt"),
    ],
)
def test_a_name_that_sounds_like_what_was_heard_is_offered(text: str, heard: str, name: str) -> None:
    assert (heard, name) in offered(text)


def test_a_persons_name_is_offered_in_the_genitive_where_it_stands_in_it() -> None:
    assert offered("Herrn *Meiers Antrag") == [("Meiers", "Mayers")]


@pytest.mark.parametrize(
    "text", ["Herr *Mayer hat das Wort.", "*Anna *Mayer", "*Mayers Antrag", "Anna Mayer *hat", "der *Bonner *Straße"]
)
def test_where_the_right_name_stands_nothing_is_offered(text: str) -> None:
    assert offered(text) == []


def test_what_the_machine_was_sure_of_stays() -> None:
    assert offered("Herr Meier hat das Wort.") == []


def test_a_long_name_in_other_words_is_offered_though_the_machine_was_sure() -> None:
    assert offered("die bonnerstrasse, bitte") == [("bonnerstrasse", "Bonner Straße")]


@pytest.mark.parametrize("text", ["*wir *haben *das *so", "*mehr Geld", "der *Antrag *der *Fraktion", "*1 *% *–", ""])
def test_common_words_are_no_names(text: str) -> None:
    assert offered(text) == []


def test_no_more_than_three_are_offered_the_likeliest_first() -> None:
    many = known(("Maier", "Mayer", "Meyer", "Mayr", "Meier"))
    assert offered("Herr *Meir", many)[0] in [("Meir", "Meier"), ("Meir", "Mayr")]
    assert len(offered("Herr *Meir", many)) == 3


def test_only_names_of_the_lists_are_ever_offered() -> None:
    assert offered("Frau *Schulze", known(())) == []


def test_a_large_town_is_searched_in_no_time() -> None:
    streets = tuple(
        f"{first}{middle} Straße" for first in ("Nord", "Süd", "Ost") for middle in map("x{}berg".format, range(1000))
    )
    large = known(("Anna Mayer",), (), streets)
    began = time.thread_time()
    assert ("Meier", "Mayer") in offered(
        "der radweg an der *bonner *strasse wird fertig sagt Herr *Meier im *Rat", large
    )
    assert time.thread_time() - began < 1
