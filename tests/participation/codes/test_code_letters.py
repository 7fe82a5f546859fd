"""Codes on paper: what QR codes lead to, which file they are in, and what stands beside them."""

import io
import secrets
import zipfile
from collections.abc import Iterator

import segno

from council.base import i18n
from participation import codes
from participation.codes import Series, code_letters
from participation.codes.code_letters import A_FILE, Layout, Occasion

OCCASION = Occasion(
    town="Musterstadt",
    title="Wie soll der Marktplatz werden?",
    address="https://beteiligung.musterstadt.example",
    ends="Sonntag, 31. Mai 2026, 24:00 Uhr",
    contact="Stadtplanungsamt, 0123 456",
    formal=False,
)
GERMAN = i18n.language("de")


def series(count: int, stratum: str) -> Series:
    return codes.series(count, stratum, secrets.token_bytes)


def html(one: Series, layout: Layout, occasion: Occasion = OCCASION) -> str:
    return code_letters.html(one, occasion, layout, GERMAN, "Europe/Berlin")


def test_the_qr_code_holds_the_address_with_the_code_behind_the_hash() -> None:
    one = series(1, "Nord")
    (code,) = one.codes
    target = f"https://beteiligung.musterstadt.example/code#{code.letters}"
    assert code_letters.target(OCCASION.address, code) == target
    drawn = segno.make(target, error="m", micro=False).svg_data_uri(scale=4, dark="#000", light="#fff", omitsize=True)
    for layout in Layout:
        assert html(one, layout).count("<img ") == 1
        assert drawn.replace("'", "&#39;") in html(one, layout)


def test_a_letter_has_the_code_in_groups_the_short_address_and_until_when() -> None:
    one = series(2, "Nord")
    page = html(one, Layout.LETTERS)
    for said in (*map(codes.shown, one.codes), "beteiligung.musterstadt.example/c<", "31. Mai 2026", "§ 3 BauGB"):
        assert said in page
    assert page.count('class="letter"') == 2


def test_the_offices_words_are_text_and_no_html() -> None:
    words = ("Liebe Leute,", "bitte <b>alle</b>")
    page = html(series(1, ""), Layout.LETTERS, Occasion("M", "T", "https://m.example", "", "", True, words))
    assert '<p class="words">bitte &lt;b&gt;alle&lt;/b&gt;</p>' in page
    assert "BauGB" not in page


def test_cards_are_three_in_a_row_and_seven_rows_a_page() -> None:
    page = html(series(25, "Nord"), Layout.CARDS)
    sheets = page.split('<div class="sheet">')[1:]
    assert [(sheet.count('class="row"'), sheet.count('class="card"')) for sheet in sheets] == [(7, 21), (2, 4)]


def test_each_stratum_has_files_of_its_own_of_so_many_letters() -> None:
    every = (series(A_FILE + 1, "Süd & Weststadt"), series(3, "Nord"))
    files = code_letters.files(every, "beilagen-marktplatz")
    assert [(one.name, len(one.codes.codes)) for one in files] == [
        ("beilagen-marktplatz-sud-weststadt-01.pdf", A_FILE),
        ("beilagen-marktplatz-sud-weststadt-02.pdf", 1),
        ("beilagen-marktplatz-nord.pdf", 3),
    ]
    assert [code for one in files for code in one.codes.codes] == [code for one in every for code in one.codes]


def test_files_are_packed_while_they_come() -> None:
    asked: list[str] = []

    def made() -> Iterator[tuple[str, bytes]]:
        for name in ("a.pdf", "b.pdf"):
            asked.append(name)
            yield name, name.encode() * 1000

    parts = code_letters.packed(made())
    first = next(parts)
    assert (asked, len(first) > 5000) == (["a.pdf"], True)
    with zipfile.ZipFile(io.BytesIO(first + b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.pdf": b"a.pdf" * 1000,
            "b.pdf": b"b.pdf" * 1000,
        }
