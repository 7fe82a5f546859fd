"""The recording page, as the server gives it."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from council.agendas import Item
from council.base.site import Site
from tests.transcription.views.recorded import AGENDA, EVENING, Said, store
from transcription.transcripts import MARGIN_MS

VIDEO = ("master.m3u8", "video.mp4", "audio.m4a", "poster.jpg", "thumbs.vtt")
FRAGMENT = {"HX-Request": "true"}


def shown(client: TestClient, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_video_is_played_by_the_browser_with_captions(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=VIDEO)}")
    assert re.search(r"<video[^>]* controls playsinline", page)
    assert re.search(r'<source src="/medien/\w+/master.m3u8" type="application/vnd.apple.mpegurl">', page)
    assert re.search(r'<track kind="captions" src="/aufzeichnungen/1/untertitel.vtt\?v=1" srclang="de"', page)
    assert "Ab 0:00:03 abspielen" in page


def test_sound_alone_is_played_as_sound(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=('audio.m4a',), has_video=False)}")
    assert "<audio" in page
    assert "<video" not in page


def test_until_the_video_is_there_its_sound_is_offered(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=('audio.m4a',))}")
    assert "Das Video wird vorbereitet" in page
    assert "<audio" in page


def test_media_that_are_not_ready_leave_the_text_usable(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site)}")
    assert "Das Video wird vorbereitet" in page
    assert "Ich eröffne die Sitzung" in page
    assert "abspielen</button>" not in page
    assert "data-jump" not in page


def test_a_transcript_without_recording_has_no_player_and_plain_times(client: TestClient, site: Site) -> None:
    number = store(site, has_audio=False, has_video=False, transcript_source="import")
    page = shown(client, f"/aufzeichnungen/{number}?t=8")
    assert "data-media" not in page
    assert "data-jump" not in page
    assert "0:00:08" in page
    assert "Die Tagesordnung liegt Ihnen vor." in page
    assert "aus einer Datei übernommen" in page


def test_only_the_first_item_is_in_the_page_and_the_others_are_links(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=VIDEO)}")
    assert "Ich eröffne die Sitzung" in page
    assert "Der Radweg wird im Herbst gebaut" not in page
    assert 'href="/aufzeichnungen/1/top/2#top-2-1"' in page


def test_an_item_has_a_page_of_its_own_and_for_scripts_a_fragment(client: TestClient, site: Site) -> None:
    path = f"/aufzeichnungen/{store(site, files=VIDEO)}/top/2"
    page = client.get(path)
    assert "Der Radweg wird im Herbst gebaut" in page.text
    assert "<title>2 Radweg an der Bahnhofstraße" in page.text
    assert "HX-Request" in page.headers["vary"]
    fragment = client.get(path, headers=FRAGMENT)
    assert "Der Radweg wird im Herbst gebaut" in fragment.text
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment.headers["vary"]


@pytest.mark.parametrize("path", ["/top/0", "/top/4", "/top/99999999999999999999", "/top/1?teil=2", "/top/1?teil=x"])
def test_an_item_that_is_not_there_is_not_found(client: TestClient, site: Site, path: str) -> None:
    assert client.get(f"/aufzeichnungen/{store(site)}{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/top/1", "/untertitel.vtt", "/worte.json", "/transkript.txt"])
def test_what_is_not_published_does_not_exist(client: TestClient, site: Site, path: str) -> None:
    assert client.get(f"/aufzeichnungen/{store(site, published=False)}{path}").status_code == 404
    assert client.get(f"/aufzeichnungen/99999999999999999999{path}").status_code == 404


def test_what_is_not_public_is_a_gap_without_name_or_number(client: TestClient, site: Site) -> None:
    number = store(site, files=VIDEO)
    pages = [
        shown(client, f"/aufzeichnungen/{number}{path}")
        for path in ("", "?t=45", "?q=Mühle", "/top/1", "/top/2", "/top/3", "/untertitel.vtt", "/transkript.json")
    ]
    assert all("Million" not in page and "alten Mühle" not in page and "Bauamt" not in page for page in pages)
    assert pages[0].count("Dieser Abschnitt ist nicht öffentlich") == 1
    assert "Tagesordnung: 3 Punkte" in pages[0]
    assert "Nichts gefunden" in pages[2]


def test_a_cut_within_an_item_is_a_gap_between_utterances(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, cuts=[(7_000, 12_000)])}")
    assert "Die Tagesordnung liegt" not in page
    assert page.index("Ich eröffne") < page.index("(weniger als eine Minute)") < page.index('id="top-2"')


def test_of_an_utterance_that_runs_into_a_cut_only_the_public_words_are_found(client: TestClient, site: Site) -> None:
    said = [Said(3_000, "Ich eröffne die Sitzung und begrüße alle.", "Bürgermeisterin")]
    number = store(site, said, cuts=[(3_000 + 3 * 300 + MARGIN_MS, 7_000)])  # after the third word
    page = shown(client, f"/aufzeichnungen/{number}?q=eröffne")
    assert "1 Treffer" in page
    assert "Ich <mark>eröffne</mark> die" in page
    assert "Nichts gefunden" in shown(client, f"/aufzeichnungen/{number}?q=begrüße")


def test_a_word_on_the_margin_of_a_cut_is_not_found(client: TestClient, site: Site) -> None:
    said = [Said(3_000, "Wir vertrauen Paul Baumann", "Bürgermeisterin")]
    number = store(site, said, cuts=[(3_000 + 4 * 300 + MARGIN_MS // 2, 7_000)])  # after the last word
    assert "1 Treffer" in shown(client, f"/aufzeichnungen/{number}?q=vertrauen")
    assert "Nichts gefunden" in shown(client, f"/aufzeichnungen/{number}?q=Baumann")


def test_a_link_to_a_moment_opens_with_the_quote_and_a_large_button(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=VIDEO)}?t=30")
    quote_of = re.search(r'<blockquote class="moment__quote" lang="de"><p>(.*?)</p>', page)
    assert quote_of is not None
    assert quote_of[1] == "Für die Häuser am Weg ändert sich nichts."
    assert re.search(r'name="t" value="30" data-jump data-here>.*?Ab hier abspielen', page, re.DOTALL)
    assert re.search(r'class="said said--meant" id="u\d+" data-from="30000"', page)


@pytest.mark.parametrize("t", ["abc", "-1", "9999999", "", "1e9", "%00"])
def test_a_moment_that_means_nothing_is_passed_over(client: TestClient, site: Site, t: str) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=VIDEO)}?t={t}")
    assert "data-moment>" not in page


def test_a_moment_that_is_not_public_opens_where_it_goes_on(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, files=VIDEO)}?t=45")
    assert 'value="60" data-jump data-here' in page
    assert "Jetzt geht es um den Haushalt." in page


def test_search_within_lists_hits_with_a_count(client: TestClient, site: Site) -> None:
    path = f"/aufzeichnungen/{store(site, files=VIDEO)}?q={quote('Haus')}"
    page = shown(client, path)
    assert "2 Treffer für „Haus“" in page
    assert "Für die <mark>Häuser</mark> am Weg" in page
    assert 'href="/aufzeichnungen/1?q=Haus&t=30"' in page
    fragment = shown(client, path, **FRAGMENT)
    assert "2 Treffer" in fragment
    assert "<html" not in fragment


def test_what_was_looked_for_is_marked_in_the_text(client: TestClient, site: Site) -> None:
    number = store(site, files=VIDEO)
    assert "die <mark>Sitzung</mark>" in shown(client, f"/aufzeichnungen/{number}?q=Sitzungen")
    assert "Der <mark>Radweg</mark>" in shown(client, f"/aufzeichnungen/{number}/top/2?q=Radweg", **FRAGMENT)


def test_a_text_from_people_is_never_markup(client: TestClient, site: Site) -> None:
    evil = "<script>alert(1)</script>"
    number = store(site, [Said(3_000, f"Hallo {evil}", evil)], items=[Item("1", evil, starts_ms=(0,))], files=VIDEO)
    for path in (f"?q={quote(evil)}", "?t=3", "/top/1"):
        assert evil not in client.get(f"/aufzeichnungen/{number}{path}").text


def test_machine_text_and_checked_text_are_told_apart(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site)}")
    assert "Eine Software hat diesen Text aus dem Ton geschrieben" in page
    assert "16 % geprüft" in page  # one of six; what is not public does not count
    checked, machine = page.index(">geprüft</span>"), page.index(">maschinell</span>")
    assert checked < page.index("Ich eröffne") < machine < page.index("Die Tagesordnung liegt")


def test_a_recording_in_which_nobody_speaks_says_so(client: TestClient, site: Site) -> None:
    page = shown(client, f"/aufzeichnungen/{store(site, [], files=VIDEO)}")
    assert "keine Sprache erkannt" in page


def test_a_recording_without_agenda_is_read_in_parts(client: TestClient, site: Site) -> None:
    said = [Said(start, "Ein kurzer Satz.") for start in range(0, 3_000_000, 5_000)]
    number = store(site, said, items=[], duration_ms=3_000_000)
    page = shown(client, f"/aufzeichnungen/{number}?t=1500")
    assert 'data-from="1500000"' in page
    assert page.count("Weiter lesen: Teil") == 3
    assert shown(client, f"/aufzeichnungen/{number}/top/1?teil=4", **FRAGMENT).count("Ein kurzer Satz") >= 100


def test_a_page_of_the_longest_meeting_stays_small_and_asks_little(client: TestClient, site: Site) -> None:
    sentence = " ".join(["Haushaltsplan"] * 14)
    said = [Said(number * 5_000, sentence, "Renate Bürger") for number in range(4_000)]
    number = store(site, said, items=[Item("1", "Haushalt", starts_ms=(0,))], duration_ms=20_000_000, files=VIDEO)
    asked: list[str] = []
    client.get("/")  # the first answer of a day looks for what ended with the last one
    event.listen(site.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for path in ("", "?t=9000", "?q=Haushalt", "/top/1?teil=7"):
        asked.clear()
        assert len(client.get(f"/aufzeichnungen/{number}{path}").content) <= 300_000
        assert len(asked) <= (18 if "q=" in path else 12)  # a query is read as the search reads it


def test_the_page_speaks_english_where_asked_but_the_words_stay_german(client: TestClient, site: Site) -> None:
    page = shown(client, f"/en/aufzeichnungen/{store(site, files=VIDEO)}")
    assert '<html lang="en">' in page
    assert '<div class="transcript__text" lang="de"' in page
    assert 'href="/en/aufzeichnungen/1/top/2#top-2-1"' in page


def test_downloads_name_the_size_of_media_and_every_format_of_text(client: TestClient, site: Site) -> None:
    number = store(site, files=VIDEO)
    with site.database.reading() as db:
        from council import recordings

        recording = recordings.public(db, number)
    assert recording is not None
    assert recording.media_token is not None
    folder = site.storage.public(recording.media_token)
    folder.mkdir(parents=True)
    (folder / "video.mp4").write_bytes(b"x" * 1_500_000)
    page = shown(client, f"/aufzeichnungen/{number}")
    assert f"/medien/{recording.media_token}/video.mp4?download" in page
    assert "1,5 MB" in page
    assert all(f"/aufzeichnungen/{number}/transkript.{suffix}" in page for suffix in ("vtt", "srt", "txt", "json"))


def test_the_agenda_of_the_tests_has_what_must_not_be_seen() -> None:
    assert sum(not item.public for item in AGENDA) == 2
    assert any("Million" in said.text for said in EVENING)
