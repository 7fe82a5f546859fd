"""Every message people see is in the English catalogue, and every page exists in both languages."""

import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from council.base import i18n
from council.base.pages import environment

PROJECT = Path(__file__).resolve().parents[3]
FOLDERS = ("council", "transcription", "participation", "search", "ratsfenster", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "message": None}
CATALOGUE = i18n.CATALOGUES / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue():
    with (CATALOGUE / "messages.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def messages():
    """What the templates and the code say."""
    return {
        message[0] if isinstance(message, tuple) else message
        for folder in FOLDERS
        for _, _, message, _, _ in extract_from_dir(PROJECT / folder, METHODS, OPTIONS, KEYWORDS)
    }


def translations(message):
    if message is None:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_message_is_translated(messages, catalogue):
    missing = [text for text in messages if catalogue.get(text) is None or not all(translations(catalogue.get(text)))]
    assert not missing, "run `make messages` and translate these in locale/en/LC_MESSAGES/messages.po"


def test_nothing_is_translated_that_nobody_says(messages, catalogue):
    known = [message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue if message.id]
    assert not [text for text in known if text not in messages]


def test_no_translation_is_a_guess_or_has_lost_its_place_holders(catalogue):
    for message in catalogue:
        if message.id:
            assert not message.fuzzy, message.id
            assert not list(message.check()), message.id


def test_the_compiled_catalogue_is_up_to_date(catalogue):
    with (CATALOGUE / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            assert translations(compiled.get(key)) == translations(message), "run `make messages`"


def test_german_needs_no_prefix_and_english_has_one():
    assert i18n.language("de").link("/sitzungen") == "/sitzungen"
    assert i18n.language("en").link("/sitzungen") == "/en/sitzungen"


def test_a_language_the_site_does_not_speak_is_unknown():
    with pytest.raises(KeyError):
        i18n.language("xx")


def test_plurals_follow_the_number():
    forms = ("%(num)d Punkt", "%(num)d Punkte")
    assert [i18n.language("de").ngettext(*forms, count) for count in (0, 1, 2)] == [forms[1], forms[0], forms[1]]
    english = [i18n.language("en").ngettext(*forms, count) for count in (0, 1)]
    assert english == ["%(num)d items", "%(num)d item"]


def test_a_message_is_filled_after_it_was_translated_and_one_without_values_stays_as_it_is():
    german = i18n.language("de")
    assert german.filled("%(first)s bis %(last)s", {"first": 1, "last": 3}) == "1 bis 3"
    assert german.filled("100 % der Stimmen", {}) == "100 % der Stimmen"
    assert i18n.language("en").filled("%(first)s bis %(last)s", {"first": 1, "last": 3}) == "1 to 3"


@pytest.mark.parametrize(
    "path", ["/", "/sitzungen", "/impressum", "/datenschutz", "/barrierefreiheit", "/barrierefreiheit/melden"]
)
def test_every_page_is_there_in_both_languages_and_each_leads_to_the_other(client, path):
    german, english = client.get(path).text, client.get(f"/en{path}").text
    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    for page in (german, english):
        assert f'href="/en{path}" lang="en"' in page
        assert f'href="{path}" lang="de"' in page
        assert f'hreflang="en" href="http://localhost:8000/en{path}"' in page
    assert "Legal notice" in english
    assert "Impressum" in german


def test_the_language_switch_keeps_the_page_with_its_query(client):
    assert 'href="/en/sitzungen?jahr=2026&amp;gremium=" lang="en"' in client.get("/sitzungen?jahr=2026&gremium=").text


OWN_ADDRESS = re.compile(r"/(?!/)[\w.~%/-]*(\?[\w.~%&=+-]*)?(#[\w-]*)?", re.ASCII)


@pytest.mark.parametrize(
    "path",
    [
        "/en//evil.example/x",
        "//evil.example/x",
        "/en///evil.example",
        "/%5Cevil.example",
        "/en/%5C%5Cevil.example",
        "/%2F%5C%2Fevil.example",
        "/%09/evil.example",
        "/en/%09//evil.example",
        "/a%3Fb%23c%25d",
        "/%22%3E%3Cb%3E%C3%A4",
        "/x%0A//evil.example",
    ],
)
def test_no_page_links_to_another_site_whatever_was_asked_for(client, path):
    answer = client.get(f"http://localhost:8000{path}")
    assert answer.status_code == 404
    links = [unescape(link) for link in re.findall(r'(?:href|action)="([^"]*)"', answer.text)]
    addresses = [link for link in links if link.startswith("http")] + re.findall(
        r'og:url" content="(.*?)"', answer.text
    )
    assert len(addresses) == 4, "canonical, two alternates and og:url"
    paths = [link for link in links if link not in addresses and not link.startswith("#")]
    paths += [address.removeprefix("http://localhost:8000") for address in addresses]
    assert [link for link in paths if not OWN_ADDRESS.fullmatch(link)] == []


def test_links_to_the_same_page_ask_for_what_was_asked_for(client):
    page = client.get("/en/a%3Fb%23c%25d%20%C3%A4").text
    assert 'href="/a%3Fb%23c%25d%20%C3%A4" lang="de"' in page
    assert '<link rel="canonical" href="http://localhost:8000/en/a%3Fb%23c%25d%20%C3%A4">' in page


def test_the_towns_own_words_are_marked_as_german_on_english_pages():
    rendered = [environment(code, "Europe/Berlin").from_string("<p{{ german }}>").render() for code in ("de", "en")]
    assert rendered == ["<p>", '<p lang="de">']


def test_links_stay_in_the_language(client):
    page = client.get("/en/").text
    assert 'href="/en/sitzungen"' in page
    assert 'action="/en/suche"' in page


@pytest.mark.parametrize(
    "path", ["/en/api/v1/meetings", "/en/static/x/css/site.css", "/en/healthz", "/en/en/", "/english"]
)
def test_only_pages_have_languages(client, path):
    assert client.get(path).status_code == 404


def test_the_bare_prefix_leads_to_the_start_page(client):
    assert client.get("/en").url.path == "/en/"
