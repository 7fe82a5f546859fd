"""Every address at which the public could see something of a recording, when its media, its text, or both are public no more."""

from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from starlette.testclient import TestClient

from council import publications, publishing
from council.base.site import Site
from council.meetings import AgendaItem
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Original, Recording
from ratsfenster import pipeline
from ratsfenster.app import create_app
from search import engines, indexing, results
from search.documents import SEGMENT
from search.engines import Filters, open_writer
from tests import evening

LAST = date(2026, 5, 31)
A_DAY = Term(Until.DATE, LAST)
AFTER = datetime(2026, 5, 31, 22, 0, tzinfo=UTC)  # midnight in the town
TOKEN = "a" * 32
FILES = ("master.m3u8", "video.mp4", "audio.m4a", "poster.jpg")
SAID = "Herbst fertig"
PAGE = "/aufzeichnungen/1"
TEXTS = [
    "/api/v1/recordings/1/transcript",
    *(f"{PAGE}/{name}" for name in ("untertitel.vtt", "worte.json")),
    *(f"{PAGE}/transkript.{form}" for form in ("vtt", "srt", "txt", "json")),
]
PAGES = [
    *(PAGE, f"/en{PAGE}", f"{PAGE}?t=62", f"{PAGE}?q=Radweg", f"{PAGE}/top/2"),
    *("/sitzungen/1", "/api/v1/recordings/1", "/api/v1/meetings/1"),
]
LISTS = [
    *("/", "/sitzungen", "/sitemap.xml", "/suche?q=Radweg"),
    *("/api/v1/recordings", "/api/v1/meetings", "/api/v1/search?q=Radweg"),
]


def publish(site: Site, media: Term, text: Term) -> None:
    """An evening with media in the public folder, and in the index."""
    recording_id = evening.hold(site, publish=False)
    folder = site.storage.public(TOKEN)
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_bytes(b"picture and sound")
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        recording.has_video = recording.has_audio = True
        db.add(
            Original(
                recording_id=recording_id, position=1, name="rat.mp4", stored_as="1.mp4", size=1, sha256="0", probe={}
            )
        )
        publishing.publish(db, recording, site, Declaration(LegalBasis.STATUTE, "§ 7 Abs. 2", media=media, text=text))
        db.flush()
        recording.media_token, recording.media_files = TOKEN, list(FILES)
    take_up(site)


def take_up(site: Site) -> None:
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)


def hits(site: Site) -> int:
    """How often it was said, as far as that can be found."""
    said = Filters(kinds=frozenset({SEGMENT}))
    return results.find(site, engines.open_engine(site), "Radweg", said).total


def withdraw(site: Site, **what: bool) -> None:
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, 1), site, **what)


def statuses(client: TestClient, paths: list[str]) -> dict[str, int]:
    return {path: client.get(path).status_code for path in paths}


def media_paths() -> list[str]:
    return [f"/medien/{TOKEN}/{name}" for name in FILES]


def all_bodies(client: TestClient) -> str:
    return "\n".join(client.get(path).text for path in [*PAGES, *LISTS, *TEXTS])


def test_while_it_lasts_all_is_there_and_its_end_is_named(client: TestClient, site: Site) -> None:
    publish(site, A_DAY, A_DAY)
    assert set(statuses(client, [*PAGES, *LISTS, *TEXTS, *media_paths()]).values()) == {200}
    assert hits(site) == 2
    page = client.get(PAGE).text
    assert "Öffentlich bis 31. Mai 2026." in page
    assert "Hauptsatzung, § 7 Abs. 2." in page


def test_when_the_media_are_over_the_transcript_stays_and_says_so(client: TestClient, site: Site, clock) -> None:
    publish(site, A_DAY, Term())
    clock.now = AFTER
    page = client.get(PAGE).text
    assert "Die Aufzeichnung war bis 31. Mai 2026 öffentlich." in page
    assert "Ich eröffne die Sitzung" in page
    assert set(statuses(client, media_paths()).values()) == {404}
    assert set(statuses(client, [*PAGES, *TEXTS]).values()) == {200}
    assert TOKEN not in all_bodies(client)
    assert "<video" not in page
    assert client.get("/api/v1/recordings/1").json()["media"] == {}
    take_up(site)
    assert hits(site) == 2


def test_when_the_text_is_over_no_word_of_it_is_anywhere(client: TestClient, site: Site, clock) -> None:
    publish(site, Term(), A_DAY)
    clock.now = AFTER
    page = client.get(PAGE).text
    assert "Der Wortlaut war bis 31. Mai 2026 öffentlich." in page
    assert set(statuses(client, TEXTS).values()) == {404}
    assert "fertig" not in all_bodies(client)
    assert "eröffne" not in all_bodies(client)
    assert client.get("/api/v1/recordings/1").json()["transcript"] is None
    assert client.get(f"{PAGE}?q=eröffne", headers={"HX-Request": "true"}).text.count("<mark>") == 0
    assert client.get(f"{PAGE}/top/2", headers={"HX-Request": "true"}).text.count("Herbst") == 0
    assert hits(site) == 0, "before the index has followed"
    take_up(site)
    assert hits(site) == 0
    assert set(statuses(client, PAGES).values()) == {200}


@pytest.mark.parametrize("how", ["expired", "withdrawn"])
def test_what_is_over_or_withdrawn_does_not_exist(client: TestClient, site: Site, clock, how: str) -> None:
    publish(site, A_DAY, A_DAY)
    if how == "expired":
        clock.now = AFTER
    else:
        withdraw(site)
    assert set(statuses(client, [*PAGES, *TEXTS, *media_paths()]).values()) == {404}
    found = "\n".join(client.get(path).text for path in LISTS)
    assert "aufzeichnungen/1" not in found
    assert "12. Sitzung" not in found
    assert SAID not in found
    for path in ("/api/v1/recordings", "/api/v1/meetings", "/api/v1/search?q=Radweg"):
        assert client.get(path).json()["total"] == 0
    assert hits(site) == 0
    with site.database.reading() as db:
        key = db.exec(select(AgendaItem.key).where(AgendaItem.number == "2")).one()
    assert "Radweg" not in client.get(f"/top/{key}").text


def test_files_are_off_the_disk_with_the_next_sweep(client: TestClient, site: Site) -> None:
    publish(site, Term(), Term())
    withdraw(site)
    pipeline.sweep(site)
    assert not site.storage.public(TOKEN).exists()


def test_nothing_public_may_be_kept_longer_than_a_minute_or_beyond_its_end(
    client: TestClient, site: Site, clock
) -> None:
    publish(site, A_DAY, A_DAY)
    clock.now = datetime(2026, 5, 31, 21, 59, 50, tzinfo=UTC)
    with site.database.reading() as db:
        edition = db.get_one(Recording, 1).text_edition
    for path in [*PAGES, *LISTS, *TEXTS, f"{PAGE}/worte.json?v={edition}", *media_paths()]:
        cache = client.get(path).headers["cache-control"]
        assert cache in ("no-cache", "no-store", "public, max-age=10"), f"{path}: {cache}"


def test_what_is_asked_for_again_after_its_end_is_not_unchanged_but_gone(client: TestClient, site: Site, clock) -> None:
    publish(site, A_DAY, A_DAY)
    known = {path: client.get(path).headers.get("etag", "") for path in [*TEXTS, *media_paths()]}
    clock.now = AFTER
    for path, tag in known.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 404, path


def test_no_answer_is_given_on_a_new_day_before_the_database_let_go_of_what_ended(
    site: Site, clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish(site, A_DAY, A_DAY)
    with TestClient(create_app(site), raise_server_exceptions=False) as client:
        clock.now = AFTER

        def locked(_: Site) -> int:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))

        with monkeypatch.context() as broken:
            broken.setattr(publishing, "expire", locked)
            assert client.get(PAGE).status_code == 503
        assert client.get(PAGE).status_code == 404


def test_a_recording_without_declaration_says_nothing_of_terms(client: TestClient, site: Site) -> None:
    evening.hold(site)
    assert "Grundlage der Veröffentlichung" not in client.get(PAGE).text
    with site.database.reading() as db:
        assert publications.of_recording(db, 1) is None
