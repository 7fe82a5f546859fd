"""The checker of pages finds what it is there to find."""

import pytest

from tests.pages import problems

GOOD = (
    '<!doctype html><html lang="de"><head><title>Titel</title></head><body><main><h1>Eins</h1><h2>Zwei</h2>'
    '<label for="a">Feld</label><input id="a"><img src="/x.png" alt=""></main></body></html>'
)


def test_a_good_page_has_no_problems():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("<h2>Zwei</h2>", "<h2>Zwei", "closes"),
        ("<h2>Zwei</h2>", "<h3>Zwei</h3>", "level 3 follows level 1"),
        ("<h2>Zwei</h2>", "<h1>Zwei</h1>", "2 <h1>"),
        ('<label for="a">Feld</label>', "", "has no label"),
        ('for="a"', 'for="b"', "names 'b'"),
        (' alt=""', "", "without alt"),
        ("<h2>", '<h2 id="a">', "id 'a' twice"),
        ("<h2>", '<h2 onclick="x()">', "onclick"),
        ("<h2>", '<h2 style="color:red">', "style on"),
        ("<h2>", "<script>x()</script><h2>", "inline <script>"),
        ("<h2>Zwei</h2>", "<style>a{}</style>", "inline <style>"),
        ('src="/x.png"', 'src="https://elsewhere.example/x.png"', "from elsewhere"),
        ("<h2>Zwei</h2>", "<p><div></div></p>", "inside <p>"),
        ("<h2>Zwei</h2>", '<a href="/"><button></button></a>', "nothing to click"),
        (' lang="de"', "", "lang is"),
        ("<!doctype html>", "", "no doctype"),
        ("Titel", "", "<title> is empty"),
        ("<h2>", '<h2 aria-labelledby="nowhere">', "names 'nowhere'"),
    ],
)
def test_a_mistake_is_found(old, new, complaint):
    assert any(complaint in problem for problem in problems(GOOD.replace(old, new, 1)))
