import pytest

from council.base.i18n import language
from council.legal import missing, parse, text


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(settings, pages):
    return settings.model_copy(update={"pages": pages, "contact": "ratsbuero@musterstadt.example"})


@pytest.mark.parametrize("address", ["/impressum", "/datenschutz", "/barrierefreiheit"])
def test_where_the_town_gave_no_text_the_page_says_so_and_whom_to_ask(client, address):
    page = client.get(address).text
    assert "fehlt noch" in page
    assert "ratsbuero@musterstadt.example" in page


def test_the_towns_text_is_shown(client, pages):
    (pages / "impressum.md").write_text("# Impressum der Stadt\n\nRathausplatz **1**\n")
    page = client.get("/impressum").text
    assert "<h1>Impressum der Stadt</h1>" in page
    assert "Rathausplatz <strong>1</strong>" in page


def test_english_readers_get_the_english_text_or_are_told_it_is_german(client, pages):
    (pages / "impressum.md").write_text("# Impressum\n\nRathausplatz 1")
    assert '<div class="prose" lang="de">' in client.get("/en/impressum").text
    (pages / "impressum.en.md").write_text("# Imprint\n\nTown hall")
    page = client.get("/en/impressum").text
    assert "Town hall" in page
    assert '<div class="prose">' in page


def test_leichte_sprache_is_there_only_with_a_text(client, pages):
    assert client.get("/leichte-sprache").status_code == 404
    assert "/leichte-sprache" not in client.get("/").text
    (pages / "leichte-sprache.md").write_text("# Leichte Sprache\n\nDas ist die Seite vom Rat.")
    assert "Das ist die Seite vom Rat." in client.get("/leichte-sprache").text
    assert 'href="/leichte-sprache"' in client.get("/").text


def test_html_in_a_text_is_shown_and_not_run(client, pages):
    (pages / "impressum.md").write_text("<script>alert(1)</script>\n\n[klick](javascript:alert(1))")
    page = client.get("/impressum").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_second_main_heading_becomes_a_lower_one():
    assert parse("# Eins\n\nText\n\n# Zwei", "de").html.count("<h2>") == 1


def test_what_is_missing_is_known(settings, pages):
    (pages / "impressum.md").write_text("x")
    assert missing(settings) == ["datenschutz.md", "barrierefreiheit.md"]
    assert text(settings, "datenschutz", language("de")) is None
