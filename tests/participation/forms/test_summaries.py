"""What a text in Markdown says in plain words."""

import pytest

from participation.forms.summaries import LONGEST, paragraphs, sentence


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("Die Stadt baut um. Sagen Sie uns, was fehlt.", "Die Stadt baut um."),
        ("# Der Marktplatz\n\nDie Stadt baut **alles** um, [mehr](/x). Danke!", "Die Stadt baut alles um, mehr."),
        ("Am 3. Mai wird z. B. Nr. 5 beraten. Dann nicht mehr.", "Am 3. Mai wird z. B. Nr. 5 beraten."),
        ("Nach § 3 Abs. 2 BauGB legen wir aus. Und dann?", "Nach § 3 Abs. 2 BauGB legen wir aus."),
        ("Der Rat sagte: „Wir bauen.“ Was meinen Sie?", "Der Rat sagte: „Wir bauen.“"),
        ("Wie soll er werden? Das fragen wir Sie.", "Wie soll er werden?"),
        ("Eine Zeile\nund noch eine", "Eine Zeile und noch eine"),
        ("- Bäume\n- Bänke", "Bäume"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("# Nur eine Überschrift", ""),
        ("", ""),
    ],
)
def test_the_first_sentence_stands_on_a_card(markdown: str, said: str) -> None:
    assert sentence(markdown) == said


def test_a_sentence_that_does_not_end_is_shortened_at_a_word() -> None:
    said = sentence("Wir möchten wissen, " * 40)
    assert said.endswith("…")
    assert len(said) <= LONGEST + 2
    assert "Wir möchten wissen" in said
    assert len(sentence("x" * 1000)) <= LONGEST + 2


def test_for_the_search_it_is_all_there_is_without_the_marks() -> None:
    found = paragraphs("# Markt\n\nEin *schöner*\nPlatz.\n\n- Bäume\n- Bänke\n\n```\nCode\n```")
    assert found == ["Markt", "Ein schöner Platz.", "Bäume", "Bänke", "Code"]
