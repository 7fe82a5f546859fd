import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from council.base.settings import Settings
from council.base.site import Site
from search import lexicon, synonyms
from search.bases import bases
from search.lexicon import Lexicon
from search.queries import COMMON
from search.synonyms import Synonyms


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.opened(Settings().models)


@pytest.fixture
def built_in() -> list[str]:
    return synonyms.BUILT_IN.read_text(encoding="utf-8").splitlines()


def meant(found: Synonyms, words: Lexicon, expression: str) -> set[str]:
    """What else an expression means, its terms joined by spaces."""
    return {" ".join(terms) for terms in found.for_terms(bases(expression, words))}


def same(words: Lexicon, *expressions: str) -> set[str]:
    return {" ".join(bases(expression, words)) for expression in expressions}


def read(words: Lexicon, *own: str, built_in: Sequence[str] = ()) -> Synonyms:
    return Synonyms.read(built_in, words, own)


# --- groups ----------------------------------------------------------------------------------------------------------


def test_each_of_a_group_means_all_others(words: Lexicon) -> None:
    found = read(words, "Müll, Abfall, Unrat")
    assert meant(found, words, "Müll") == same(words, "Abfall", "Unrat")
    assert meant(found, words, "Unrat") == same(words, "Müll", "Abfall")
    assert meant(found, words, "Radweg") == set()


def test_inflected_words_are_the_same_word(words: Lexicon) -> None:
    assert meant(read(words, "Gebühren, Entgelte"), words, "Gebühr") == same(words, "Entgelt")


def test_an_arrow_counts_in_one_direction(words: Lexicon) -> None:
    found = read(words, "OB, Stadtoberhaupt -> Oberbürgermeister", "Krippe → Kita")
    assert meant(found, words, "OB") == same(words, "Oberbürgermeister")
    assert meant(found, words, "Oberbürgermeister") == set()
    assert meant(found, words, "Krippe") == same(words, "Kita")


def test_expressions_may_have_several_words_and_hyphens(words: Lexicon) -> None:
    found = read(words, "ÖPNV, öffentlicher Nahverkehr, Bus und Bahn", "B-Plan, Bebauungsplan")
    assert meant(found, words, "ÖPNV") == {"oeffentlich nahverkehr", "bus bahn"}
    assert "oepnv." in meant(found, words, "Bus und Bahn")
    assert meant(found, words, "Bebauungsplan") == same(words, "B-Plan")


def test_groups_add_up_and_the_towns_own_come_first(words: Lexicon) -> None:
    found = Synonyms.read(["Kita, Krippe"], words, ["Kita, Spielkreis", "Kita, Krippe"])
    assert [" ".join(terms) for terms in found.for_terms(("kita",))] == ["spielkreis", "krippe"]


def test_a_word_with_several_base_forms_means_what_each_of_them_means(words: Lexicon) -> None:
    found = read(words, "Müll, Abfall", "Kita, Krippe", "ÖPNV, öffentlicher Nahverkehr")
    assert found.for_words([("muell", "kita")]) == (("abfall",), ("krippe",))
    assert found.for_words([("muell", "oeffentlich"), ("nahverkehr",)]) == (("oepnv.",),)
    assert found.for_words([]) == found.for_words([("muell",)] * 9) == ()


def test_an_expression_is_shown_as_it_is_written(words: Lexicon) -> None:
    found = read(words, "ÖPNV -> öffentlicher Nahverkehr")
    assert [found.shown(terms) for terms in found.for_terms(("oepnv.",))] == ["öffentlicher Nahverkehr"]
    assert found.shown(("was", "anderes")) == "was anderes"


def test_comments_and_empty_lines_say_nothing(words: Lexicon) -> None:
    found = read(words, "# Müll, Abfall", "", "  ", "Kita, Krippe, # auch: Hort")
    assert meant(found, words, "Kita") == same(words, "Krippe")
    assert not found.faults


def test_a_minus_takes_built_in_groups_out(words: Lexicon) -> None:
    found = read(words, "- Kita, Krippen", built_in=["Kita, Krippe, Hort", "Kita, Kindergarten", "Müll, Abfall"])
    assert meant(found, words, "Kita") == same(words, "Kindergarten")
    assert meant(found, words, "Müll") == same(words, "Abfall")


def test_a_word_has_only_so_many_synonyms(words: Lexicon) -> None:
    lines = [f"Kita, {', '.join(f'Wort{line}x{n}' for n in range(synonyms.MOST_EXPRESSIONS - 1))}" for line in range(3)]
    assert len(read(words, *lines).for_terms(("kita",))) == synonyms.MOST_SYNONYMS


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Kita", "nennt nicht zwei Ausdrücke"),
        ("Kita, Kitas", "nennt nicht zwei Ausdrücke"),
        ("Kita ->", "vor oder hinter dem Pfeil"),
        ("-> Kita", "vor oder hinter dem Pfeil"),
        ("Kita -> Krippe -> Hort", "mehr als einen Pfeil"),
        ("Kita, ???", "„???“ ist kein Wort"),
        ("Kita, K", "„K“ ist kein Wort"),
        ("Kita, ein ganz langer Ausdruck aus vielen guten Wörtern", "mehr als 5 Wörter"),
        (", ".join(f"Wort{n}" for n in range(41)), "mehr als 40 Ausdrücke"),
        ("- Radweg, Müll", "keine Gruppe der mitgelieferten Liste"),
        ("-", "keine Gruppe der mitgelieferten Liste"),
    ],
)
def test_a_line_with_a_fault_is_left_out_and_named(words: Lexicon, line: str, message: str) -> None:
    found = read(words, "# unsere Wörter", line, "Müll, Abfall", built_in=["Rat, Gremium"])
    [fault] = found.faults
    assert str(fault).startswith("Zeile 2: ")
    assert message in str(fault)
    assert meant(found, words, "Müll") == same(words, "Abfall")
    assert meant(found, words, "Rat") == same(words, "Gremium")


# --- the list that comes with the program ----------------------------------------------------------------------------


def test_the_built_in_list_knows_the_language_of_councils(words: Lexicon, built_in: list[str]) -> None:
    found = Synonyms.read(built_in, words)
    for asked, said in [
        ("Kita", "Kindertagesstätte"),
        ("OB", "Oberbürgermeister"),
        ("B-Plan", "Bebauungsplan"),
        ("ÖPNV", "Nahverkehr"),
        ("Tram", "Straßenbahn"),
        ("Etat", "Haushalt"),
        ("Kita-Gebühr", "Elternbeitrag"),
        ("Ampel", "Lichtsignalanlage"),
        ("Radweg", "Radverkehrsanlage"),
        ("Stadtverordnetenversammlung", "Stadtrat"),
    ]:
        assert same(words, said) <= meant(found, words, asked), asked


def test_no_built_in_synonym_is_a_word_that_stands_everywhere(words: Lexicon, built_in: list[str]) -> None:
    everywhere = {word for common in COMMON for word in bases(common, words)} | {"ob", "go", "it", "og"}
    found = {terms for others in Synonyms.read(built_in, words).links.values() for terms in others}
    assert not {terms for terms in found if everywhere.issuperset(terms)}


def test_no_built_in_group_stands_there_twice(built_in: list[str]) -> None:
    lines = [line for line in built_in if line and not line.startswith("#")]
    assert len(lines) > 150
    assert len(lines) == len(set(lines))


# --- the town's file -------------------------------------------------------------------------------------------------


def with_file(site: Site, path: Path) -> Site:
    return replace(site, settings=site.settings.model_copy(update={"synonyms": path}))


def test_without_a_file_the_built_in_list_counts(site: Site, words: Lexicon) -> None:
    found = synonyms.of(site)
    assert not found.faults
    assert same(words, "Abfall") <= meant(found, words, "Müll")


def test_the_towns_file_is_read_again_when_it_changes(site: Site, words: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "synonyme.txt"
    path.write_text("Spielkreis, Krabbelgruppe\n", encoding="utf-8")
    town = with_file(site, path)
    assert meant(synonyms.of(town), words, "Spielkreis") == same(words, "Krabbelgruppe")
    assert same(words, "Abfall") <= meant(synonyms.of(town), words, "Müll")
    assert synonyms.of(town) is synonyms.of(town)
    path.write_text("Spielkreis, Miniclub\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert meant(synonyms.of(town), words, "Spielkreis") == same(words, "Miniclub")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_file_may_come_from_any_editor(site: Site, words: Lexicon, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "synonyme.txt"
    path.write_bytes("Schöffe, Laienrichter\r\n".encode(encoding))
    assert meant(synonyms.of(with_file(site, path)), words, "Laienrichter") == same(words, "Schöffe")


def test_a_file_that_cannot_be_read_leaves_the_built_in_list(site: Site, words: Lexicon, tmp_path: Path) -> None:
    large = tmp_path / "gross.txt"
    large.write_bytes(b"#" * (synonyms.LARGEST + 1))
    for path, message in [
        (tmp_path / "fehlt.txt", "lässt sich nicht lesen"),
        (tmp_path, "lässt sich nicht lesen"),
        (large, "größer als 1 MB"),
    ]:
        found = synonyms.of(with_file(site, path))
        assert [message in str(fault) for fault in found.faults] == [True]
        assert same(words, "Abfall") <= meant(found, words, "Müll")
