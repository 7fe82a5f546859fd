"""Texts and grid of the published data, in a small file of their own."""

from pathlib import Path
from typing import Any

from council.base.site import Site
from participation.results import exports, published_words
from participation.results.published_words import Words
from tests.participation import outcomes
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0], EVERY_KIND[1], EVERY_KIND[8], EVERY_KIND[10])
RELEASED = {
    "idea": ["Mehr Bänke", "Weniger Lärm"],
    "park": ["Ein Teich"],
    "ways": ["Mit dem Roller"],
    "spot": ["Am Markt"],
}


def bundle(site: Site) -> Path:
    given: list[dict[str, Any]] = [
        {
            "idea": "Mehr Bänke",
            "park": "yes",
            "ways": ["foot", {"other": "Mit dem Roller"}],
            "spot": {"text": "Am Markt"},
        },
        {"idea": "Mehr Bänke", "park": {"other": "Ein Teich"}, "spot": {"lon": 10.0, "lat": 52.0}},
        {"idea": "Nur für die Stadt", "park": {"other": "Geheim"}},
        {"idea": "Weniger Lärm", "ways": ["bus"]},
        {"ways": ["foot"]},
    ]
    process_id = outcomes.closed(site, ASKED)
    result = outcomes.results(
        site, process_id, {1: ASKED}, outcomes.everybody(("", one) for one in given), released=RELEASED
    )
    return site.storage.participation(process_id) / result.bundle


def test_released_texts_are_read_and_nothing_else(site: Site) -> None:
    words = published_words.of_bundle(bundle(site))
    assert words.texts == {
        (0, "idea"): ("Mehr Bänke", "Mehr Bänke", "Weniger Lärm"),
        (0, "park"): ("Ein Teich",),
        (0, "ways"): ("Mit dem Roller",),
        (1, "spot"): ("Am Markt",),
    }
    assert words.grid == outcomes.GRID


def test_a_file_that_is_gone_tells_nothing_even_where_it_was_read_before(site: Site) -> None:
    file = bundle(site)
    published_words.of_bundle(file)
    exports.drop(file.parent, file.name)
    assert published_words.of_bundle(file) == Words()
    assert not list(file.parent.iterdir())


def test_a_file_that_was_written_anew_is_read_anew(site: Site) -> None:
    file = bundle(site)
    assert published_words.of_bundle(file).texts
    file.write_bytes(b"".join(line for line in file.read_bytes().splitlines(True) if b'"text":"' not in line))
    exports.write(file, "Umfrage")
    assert not published_words.of_bundle(file).texts


def test_the_answers_are_not_read_for_it_and_it_is_no_file_to_download(site: Site) -> None:
    file = bundle(site)
    file.write_bytes(b"")
    assert published_words.of_bundle(file).texts
    assert not [ending for ending in exports.endings(file) if "worte" in ending]
