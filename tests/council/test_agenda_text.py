"""Agendas as people paste them. What SD.NET, Session and ALLRIS give when their pages and PDFs are copied."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council import agenda_lines, agenda_text
from council.agenda_drafts import TOLD, Doubt
from council.agenda_text import parse
from council.agendas import MOST_ITEMS

SD_NET = """Tagesordnung

Öffentlicher Teil
Ö 1\tEröffnung der Sitzung
Ö 2\tGenehmigung der Niederschrift über die
\tSitzung vom 12.02.2026
Ö 5.2\tVorlage DS0123/24 Neubau der Kita „Sonnenschein“
Ö 6\tHaushalt 2024/2025\t\tVorlage: 2025/0815
Nichtöffentlicher Teil
N 1\tGrundstücksangelegenheit
N 3
"""
SESSION = """TOP\tBetreff\tVorlage
Ö  1.  Eröffnung und Begrüßung
Ö  7.  Bebauungsplan
Nr. 12 „Am Marktplatz“ (vertagt)
Vorlage: VO/2024/123-01
ungeändert beschlossen
Ö  8.  Anfragen
I/A/12
Seite 1 von 2
N  1.  Verkauf
"""
ALLRIS = """I. Öffentlicher Teil
1
Eröffnung

2
Radweg an der Bonner Straße

2.1
Antrag der Fraktion
Vorlage: 2025/0815
II. Nichtöffentlicher Teil
1
Grundstück
"""


def numbers(text):
    return [read.item.number for read in parse(text).items]


def public(text):
    return [read.item.number for read in parse(text).items if read.item.public]


def only(text):
    (read,) = parse(text).items
    return read.item


def doubts(text):
    return [list(read.doubts) for read in parse(text).items]


def unread(text):
    return [line.text for line in parse(text).unread]


def test_an_agenda_from_sd_net():
    read = parse(SD_NET)
    assert [(one.item.number, one.item.name) for one in read.items] == [
        ("Ö 1", "Eröffnung der Sitzung"),
        ("Ö 2", "Genehmigung der Niederschrift über die Sitzung vom 12.02.2026"),
        ("Ö 5.2", "Neubau der Kita „Sonnenschein“"),
        ("Ö 6", "Haushalt 2024/2025"),
        ("N 1", "Grundstücksangelegenheit"),
        ("N 3", "Nichtöffentlicher Tagesordnungspunkt"),
    ]
    assert [one.item.reference for one in read.items] == ["", "", "DS0123/24", "2025/0815", "", ""]
    assert public(SD_NET) == ["Ö 1", "Ö 2", "Ö 5.2", "Ö 6"]
    assert not any(one.doubts for one in read.items)
    assert [line.number for line in read.headings] == [3, 9]
    assert unread(SD_NET) == ["Tagesordnung"]


def test_an_agenda_from_session():
    read = parse(SESSION)
    assert [(one.item.number, one.item.name, one.item.reference, one.item.state) for one in read.items] == [
        ("Ö 1", "Eröffnung und Begrüßung", "", ""),
        ("Ö 7", "Bebauungsplan Nr. 12 „Am Marktplatz“", "VO/2024/123-01", "adjourned"),
        ("Ö 8", "Anfragen", "I/A/12", ""),
        ("N 1", "Verkauf", "", ""),
    ]
    assert unread(SESSION) == ["TOP\tBetreff\tVorlage", "ungeändert beschlossen", "Seite 1 von 2"]


def test_an_agenda_from_allris_with_numbers_on_lines_of_their_own():
    assert [(one.item.number, one.item.name, one.item.public) for one in parse(ALLRIS).items] == [
        ("1", "Eröffnung", True),
        ("2", "Radweg an der Bonner Straße", True),
        ("2.1", "Antrag der Fraktion", True),
        ("1", "Grundstück", False),
    ]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Ö 7 Radweg", "Ö 7"),
        ("Ö7 Radweg", "Ö 7"),
        ("Ö 7. Radweg", "Ö 7"),
        ("O\u0308 7\u00a0Radweg", "Ö 7"),
        ("TOP 4.1 Radweg", "4.1"),
        ("TOP Ö 7: Radweg", "Ö 7"),
        ("Tagesordnungspunkt 3 - Radweg", "3"),
        ("4.1. Radweg", "4.1"),
        ("1.) Radweg", "1"),
        ("Ö 7a Radweg", "Ö 7a"),
        ("N 3 Radweg", "N 3"),
        ("NÖ 3 Radweg", "NÖ 3"),
        ("N.Ö. 3 Radweg", "NÖ 3"),
        ("top n 3 Radweg", "N 3"),
        ("Ö\n7\nRadweg", "Ö 7"),
        ("TOP\n\n7.1\n\nRadweg", "7.1"),
    ],
)
def test_numbers_as_the_systems_write_them(line, number):
    assert (only(line).number, only(line).name) == (number, "Radweg")


@pytest.mark.parametrize(
    "line", ["17.03.2026 Sitzung", "2026 Haushalt", "17:00 Uhr", "Radweg", "§ 7 Hauptsatzung", "3/4 der Stimmen"]
)
def test_what_is_no_number_of_an_item_begins_none(line):
    assert not numbers(line)
    assert unread(line) == [line]


def test_a_title_may_go_on_with_a_number():
    assert (
        only("Ö 4 Beschluss über die\n3. Änderung der Hauptsatzung").name
        == "Beschluss über die 3. Änderung der Hauptsatzung"
    )


def test_a_number_out_of_order_is_not_guessed_at():
    """It could be the first item of a part that is not public, and must not become part of a public title."""
    read = parse("Ö 15 Anfragen\n1. Grundstück Meier\nmit Anlage")
    assert [one.item.name for one in read.items] == ["Anfragen"]
    assert [line.text for line in read.unread] == ["1. Grundstück Meier", "mit Anlage"]


def test_words_divided_at_the_end_of_a_line_are_put_together():
    assert only("Ö 1 Bebauungs-\nplan").name == "Bebauungsplan"
    assert only("Ö 1 Haushalts-\nSatzung").name == "Haushalts-Satzung"
    assert only("Ö 1 Haushalts-\nund Finanzplan").name == "Haushalts- und Finanzplan"


# --- what is public --------------------------------------------------------------------------------------------------


def test_without_any_mark_nothing_is_public_and_that_is_told():
    read = parse("1. Eröffnung\n2. Radweg")
    assert read.unmarked
    assert not public("1. Eröffnung\n2. Radweg")
    assert doubts("1. Eröffnung\n2. Radweg") == [[Doubt.UNMARKED], [Doubt.UNMARKED]]


@pytest.mark.parametrize(
    "heading",
    ["Öffentlicher Teil", "ÖFFENTLICHER TEIL:", "I. Öffentlicher Teil", "A) Öffentliche Sitzung",
     "Tagesordnung für die öffentliche Sitzung", "- öffentlich -", "Öffentliche Tagesordnungspunkte", "In öffentlicher Sitzung:"],
)  # fmt: skip
def test_what_follows_a_public_heading_is_public(heading):
    assert public(f"{heading}\n1. Radweg") == ["1"]


@pytest.mark.parametrize(
    "heading",
    ["Nichtöffentlicher Teil", "II. Nicht öffentlicher Teil", "B. Nicht-öffentliche Sitzung", "Nicht-\nöffentlicher Teil",
     "NICHT ÖFFENTLICH", "nichtoeffentlicher Teil", "N. öffentlicher Teil", "*** ab hier nichtöffentlich ***",
     "Öffentlicher und nichtöffentlicher Teil",
     "Tagesordnung nicht-\nÖffentlicher Teil", "Nichtöff. Teil"],
)  # fmt: skip
def test_what_follows_a_heading_that_says_or_may_say_non_public_is_not(heading):
    assert public(f"Öffentlicher Teil\n1. Eröffnung\n\n{heading}\n2. Grundstück") == ["1"]


def test_a_public_part_may_follow_the_other():
    assert public("Nichtöffentlicher Teil\n1. Grundstück\nÖffentlicher Teil\n1. Eröffnung") == ["1"]
    assert [one.item.public for one in parse("Nichtöffentlich\n1. A\nÖffentlich\n1. B").items] == [False, True]


def test_a_public_number_under_a_non_public_heading_is_doubtful():
    assert not public("Nichtöffentlicher Teil\nÖ 5 Radweg")
    assert doubts("Nichtöffentlicher Teil\nÖ 5 Radweg") == [[Doubt.CONTRADICTION]]


@pytest.mark.parametrize(
    "title",
    [
        "Grundstück (nichtöffentlich)",
        "Grundstück - nicht öffentlich",
        "Grundstück\tnö",
        "Grundstück\n(nicht öffentlich)",
    ],
)
def test_a_title_that_says_it_is_not_public_is_believed(title):
    assert not public(f"Ö 5 {title}")


def test_a_title_that_speaks_of_what_was_not_public_is_public_where_its_number_says_so():
    reported = "Bekanntgabe der in nichtöffentlicher Sitzung gefassten Beschlüsse"
    assert public(f"Ö 5 {reported}\nÖ 6 Radweg") == ["Ö 5", "Ö 6"]
    assert doubts(f"Öffentlicher Teil\n5. {reported}") == [[Doubt.MENTION]]
    wrapped = "Öffentlicher Teil\n5. Bekanntgabe der in\nnichtöffentlicher Sitzung gefassten Beschlüsse\n6. Radweg"
    assert public(wrapped) == ["6"]


def test_an_item_below_another_is_public_as_that_one_is():
    assert public("Ö 5 Anträge\n5.1 Radweg\nN 6 Verkauf\n6.1 Haus") == ["Ö 5", "5.1"]


@pytest.mark.parametrize(
    "line", ["N 3.Grundstück", "N3Grundstück", "NÖ 3: Grundstück", "N Grundstück", "N: Grundstück"]
)
def test_an_item_marked_n_never_becomes_part_of_a_public_title(line):
    assert [one.item.name for one in parse(f"Ö 1 Anfragen\n{line}").items if one.item.public] == ["Anfragen"]


# --- papers and states -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "reference"),
    [
        ("Ö 1 Vorlage DS0123/24 Radweg", "Radweg", "DS0123/24"),
        ("Ö 1 DS 0123/24 - Radweg", "Radweg", "DS 0123/24"),
        ("Ö 1 Radweg (Vorlage: 2025/0815)", "Radweg", "2025/0815"),
        ("Ö 1 Radweg VO/2024/123-01", "Radweg", "VO/2024/123-01"),
        ("Ö 1 Radweg\n2025/0815", "Radweg", "2025/0815"),
        ("Ö 1 Radweg\tBV/0123/2024", "Radweg", "BV/0123/2024"),
        ("Ö 1 Radweg\nA0123/24, S0012/24", "Radweg", "A0123/24, S0012/24"),
        ("Ö 1 Beschlussvorlage-Nr.: B-12/2025\nRadweg", "Radweg", "B-12/2025"),
        ("Ö 1 Radweg zu Antrag A0123/24 der Fraktion", "Radweg zu Antrag A0123/24 der Fraktion", "A0123/24"),
        ("Ö 1 Haushalt 2024/2025", "Haushalt 2024/2025", ""),
        ("Ö 1 Schuljahr 2024/25", "Schuljahr 2024/25", ""),
        ("Ö 1 Ausbau der A 100", "Ausbau der A 100", ""),
    ],
)
def test_numbers_of_papers_are_found_and_taken_from_the_ends_of_titles(text, name, reference):
    assert (only(text).name, only(text).reference) == (name, reference)


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("Ö 1 Radweg (vertagt)", "Radweg", "adjourned"),
        ("Ö 1 Radweg - abgesetzt", "Radweg", "withdrawn"),
        ("Ö 1 Radweg\tabgesetzt", "Radweg", "withdrawn"),
        ("Ö 1 Radweg\nvon der Tagesordnung abgesetzt", "Radweg", "withdrawn"),
        ("Ö 1 Radweg\nTOP wurde vertagt", "Radweg", "adjourned"),
        ("Ö 1 Bericht über abgesetzte Anträge", "Bericht über abgesetzte Anträge", ""),
    ],
)
def test_withdrawn_and_adjourned_items_are_known(text, name, state):
    assert (only(text).name, only(text).state) == (name, state)


def test_a_state_that_may_be_part_of_the_title_is_to_be_looked_at():
    assert only("Ö 1 Radweg vertagt").state == "adjourned"
    assert doubts("Ö 1 Radweg vertagt") == [[Doubt.STATE]]


# --- bad input -------------------------------------------------------------------------------------------------------


def test_an_item_without_title_and_one_with_too_long_a_title_are_told():
    assert doubts("Ö 1\nÖ 2 Radweg") == [[Doubt.NO_NAME], []]
    long = only("Ö 1 " + "Radweg " * 200)
    assert len(long.name) <= 1000
    assert Doubt.SHORTENED in doubts("Ö 1 " + "Radweg " * 200)[0]


def test_an_item_that_comes_twice_is_one_and_non_public_where_either_is():
    assert numbers("Ö 1 Radweg\nÖ 1 Radweg") == ["Ö 1"]
    assert not public("Ö 1 Radweg\nNichtöffentlicher Teil\nÖ 1 Radweg")


def test_a_number_that_comes_twice_with_different_titles_is_told():
    assert doubts("Ö 1 Radweg\nÖ 1 Schule") == [[Doubt.DOUBLE], [Doubt.DOUBLE]]


def test_heads_that_come_on_each_page_belong_to_no_title():
    head = "Stadtrat Musterstadt, Sitzung am 17.03.2026"
    read = parse(f"{head}\nÖ 1 Radweg\n{head}\nÖ 2 Schule\n{head}")
    assert [one.item.name for one in read.items] == ["Radweg", "Schule"]
    assert len(read.unread) == 3


def test_there_is_an_end_to_items():
    read = parse("\n".join(f"Ö {number} Titel" for number in range(1, MOST_ITEMS + 3)) + "\nRest")
    assert len(read.items) == MOST_ITEMS
    assert read.too_many
    assert len(read.unread) == 3


def test_every_doubt_is_told():
    assert set(TOLD) == set(Doubt)


@pytest.mark.parametrize(
    "text",
    ["A/" * 100_000, "Ö 1 " * 50_000, "- " * 100_000, "öffentlich " * 18_000, "1." * 100_000, " \n" * 100_000, "N\n" * 100_000,
     "(" * 200_000, ("- " * 59 + "x\n") * 1600, "der " * 50_000, ("tops " * 23 + "\n") * 1700, "vorlagen" * 25_000, "a-" * 100_000],
    ids=lambda text: text[:6].strip(),
)  # fmt: skip
def test_no_text_takes_long(text):
    begun = time.process_time()
    parse(text)
    assert time.process_time() - begun < 2


pieces = st.sampled_from(
    ["Ö", "N", "NÖ", "TOP", "1", "2.", "4.1", "Öffentlicher Teil", "Nichtöffentlicher Teil", "nicht", "öffentlich", "Radweg", "Vorlage:",
     "DS0123/24", "2025/0815", "(vertagt)", "abgesetzt", "\n", "\n\n", "\t", " ", "\u00a0", "Seite 1 von 2", "-", "in", "\x00", "\u202e"]
)  # fmt: skip
agendas = st.lists(pieces | st.text(max_size=6), max_size=60).map(" ".join) | st.text(max_size=300)


@settings(max_examples=300)
@given(agendas)
def test_every_line_is_in_an_item_a_heading_or_told_as_unread(text):
    read = parse(text)
    lines = agenda_lines.lines(text)
    accounted = [number for one in read.items for number in one.lines] + [
        line.number for line in (*read.headings, *read.unread)
    ]
    assert sorted(accounted) == [number for number, line in enumerate(lines, 1) if line]


@settings(max_examples=300)
@given(agendas)
def test_n_never_becomes_public(text):
    lines = agenda_lines.lines(text)
    for read in parse(text).items:
        if read.item.public:
            assert not read.item.number.startswith("N")
            assert not any(re.match(r"(TOP\s*)?N(Ö|\s|\d|$)", lines[number - 1]) for number in read.lines)
        assert len(read.item.number) <= 50
        assert len(read.item.name) <= 1000
        assert len(read.item.reference) <= 200
        assert "\x00" not in read.item.name
        assert "\u202e" not in read.item.name


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["1. A", "2. B", "3. C", "Radweg", "", "nicht öffentlich"]), max_size=8))
def test_without_a_mark_that_says_public_nothing_is(lines):
    assert not public("\n".join(lines))


def test_the_largest_text_is_what_the_desk_takes():
    assert agenda_text.LARGEST_TEXT == 200_000
