"""The tus server: what it accepts, what it refuses, and that a file is never anything but its verified beginning."""

import hashlib
import os
import re
from dataclasses import replace

import pytest
from sqlmodel import select

from council import parts, recordings, uploads
from council.base.audit import AuditEntry
from council.base.jobs import Job
from council.base.site import Site
from council.recordings import Recording
from council.uploads import Upload
from council.views.desk import uploads as view
from tests.desk import sign_in
from tests.uploading import PATH, VERSION, Sender, a_meeting, checksum, metadata

FILM = bytes(range(256)) * 20  # 5120 bytes


@pytest.fixture
def sender(site: Site, client, cast) -> Sender:
    """A clerk's browser with a file that is announced."""
    sign_in(client, site, cast.clerk)
    sender = Sender(client, a_meeting(site), FILM)
    assert sender.announce().status_code == 201
    return sender


def row(site: Site, key: str) -> Upload:
    with site.database.reading() as db:
        return uploads.require(db, key)


def key_of(sender: Sender) -> str:
    return sender.address.rsplit("/", 1)[1]


def bytes_on_disk(site: Site, sender: Sender) -> bytes:
    return parts.path_of(site.storage, row(site, key_of(sender))).read_bytes()


def became(site: Site) -> list[Recording]:
    with site.database.reading() as db:
        return list(db.exec(select(Recording)).all())


def test_a_file_in_chunks_becomes_a_recording_with_its_hash_and_its_first_job(site: Site, sender: Sender) -> None:
    for start in range(0, len(FILM), 2000):
        answer = sender.patch(start, start + 2000)
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(min(start + 2000, len(FILM))))
        assert (answer.headers["tus-resumable"], answer.headers["cache-control"]) == ("1.0.0", "no-store")
        assert answer.headers["upload-expires"].endswith("GMT")
    (recording,) = became(site)
    with site.database.reading() as db:
        (original,) = recordings.originals(db, recording.id or 0)
        assert db.exec(select(Job.kind)).all() == ["prepare"]
        assert [entry.action for entry in db.exec(select(AuditEntry)).all()] == [
            "Upload begonnen",
            "Aufnahme hochgeladen",
        ]
    assert original.sha256 == row(site, key_of(sender)).sha256
    assert (site.storage.originals(recording.key) / original.stored_as).read_bytes() == FILM
    assert list((site.storage.root / "uploads").iterdir()) == []
    assert sender.offset() == len(FILM)  # whoever lost the last answer hears that all is there


def test_the_server_says_what_it_can(sender: Sender) -> None:
    answer = sender.client.options(PATH)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,checksum,termination,expiration"
    assert answer.headers["tus-checksum-algorithm"] == "sha256"
    assert int(answer.headers["tus-max-size"]) >= 20e9


def test_another_version_of_the_protocol_is_refused(sender: Sender) -> None:
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        answer = sender.client.head(sender.address, headers=headers)
        assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


def test_chunks_out_of_order_and_doubled_ones_are_refused_and_change_nothing(site: Site, sender: Sender) -> None:
    assert sender.patch(1000, 2000).status_code == 409
    assert sender.patch(0, 1000).status_code == 204
    assert sender.patch(0, 1000).status_code == 409
    assert sender.patch(2000, 3000).status_code == 409
    assert sender.offset() == 1000
    assert bytes_on_disk(site, sender) == FILM[:1000]


def test_a_chunk_with_a_wrong_checksum_leaves_the_file_as_it_was(site: Site, sender: Sender) -> None:
    sender.patch(0, 1000)
    answer = sender.patch(1000, 2000, Upload_Checksum=checksum(b"something else"))
    assert answer.status_code == 460
    assert "noch einmal übertragen" in answer.json()["error"]
    assert (sender.offset(), bytes_on_disk(site, sender)) == (1000, FILM[:1000])
    for start in range(1000, len(FILM), 1000):
        assert sender.patch(start, start + 1000).status_code == 204
    assert row(site, key_of(sender)).sha256 == hashlib.sha256(FILM).hexdigest()  # the spoiled piece is in no hash


def test_a_chunk_without_a_proper_sha256_is_refused(sender: Sender) -> None:
    for header in (
        "",
        checksum(FILM[:1000]).replace("sha256", "sha512"),
        "md5 1B2M2Y8AsgTpgAmY7PhCfg==",
        "sha256 notbase64",
        "sha256 AAAA",
        "sha256",
    ):
        assert sender.patch(0, 1000, Upload_Checksum=header).status_code == 400, header
    assert sender.offset() == 0


def test_another_content_type_is_refused(sender: Sender) -> None:
    assert sender.patch(0, 1000, Content_Type="application/octet-stream").status_code == 415


def test_a_chunk_beyond_the_file_or_above_16_mb_is_refused(site: Site, sender: Sender) -> None:
    longer = replace(sender, content=FILM + b"more")
    assert longer.patch(0, None, Upload_Fingerprint=sender.fingerprint).status_code == 413
    large = Sender(sender.client, sender.meeting, bytes((16 << 20) + 1), batch="stapel-0002")
    large.announce()
    assert large.patch(0).status_code == 413
    assert (sender.offset(), large.offset()) == (0, 0)


def test_another_file_cannot_go_on_under_the_same_address(site: Site, sender: Sender) -> None:
    sender.patch(0, 1000)
    other = replace(sender, content=bytes(reversed(FILM)))
    answer = other.patch(1000, 2000)
    assert (answer.status_code, answer.json()["reason"]) == (422, "other-file")
    assert "andere Datei" in answer.json()["error"]
    assert (
        other.client.head(other.address, headers=VERSION | {"Upload-Fingerprint": other.fingerprint}).status_code == 422
    )
    assert replace(other, batch=sender.batch).announce().status_code == 422  # nor be announced in its place
    assert bytes_on_disk(site, sender) == FILM[:1000]


def test_what_is_announced_twice_is_one_upload(site: Site, sender: Sender) -> None:
    first = sender.address
    assert sender.announce().headers["location"] == first
    with site.database.reading() as db:
        assert len(db.exec(select(Upload)).all()) == 1


REFUSED: list[tuple[int | None, dict[str, object], int]] = [
    (0, {}, 400),
    (uploads.LARGEST + 1, {}, 413),
    (10**25, {}, 400),
    (None, {"meeting": 4711}, 400),
    (None, {"meeting": "1; DROP TABLE"}, 400),
    (None, {"batch": "../../etc"}, 400),
    (None, {"fingerprint": ""}, 400),
    (None, {"batchsize": 21}, 400),
    (None, {"position": 2}, 400),
    (None, {"position": 0}, 400),
]


def test_what_cannot_be_taken_is_refused_when_it_is_announced(sender: Sender) -> None:
    for size, told, status in REFUSED:
        answer = replace(sender, batch="stapel-0003", told=told).announce(size)
        assert (answer.status_code, bool(answer.json()["error"])) == (status, True), (size, told)


def test_metadata_that_cannot_be_read_is_refused(sender: Sender) -> None:
    for header in ("filename %%%", "filename /w==", "meeting", "", ",,,", "filename a b c"):
        answer = sender.client.post(PATH, headers=VERSION | {"Upload-Length": "5", "Upload-Metadata": header})
        assert answer.status_code == 400, header


def test_names_are_shown_without_path_and_control_characters(site: Site, sender: Sender) -> None:
    odd = replace(sender, name="C:\\Videos\\<b>\x1b[31mRat\0\n.MP4", batch="stapel-0004")
    odd.announce()
    assert row(site, key_of(odd)).name == "<b>[31mRat.MP4"


def test_several_files_become_one_recording_in_their_order(site: Site, sender: Sender) -> None:
    pieces = [Sender(sender.client, sender.meeting, FILM[n:], f"teil{n}.mp4", "stapel-0005", 3, n) for n in (1, 2, 3)]
    for piece in reversed(pieces):
        assert became(site) == []
        piece.send()
    (recording,) = became(site)
    with site.database.reading() as db:
        originals = recordings.originals(db, recording.id or 0)
    assert [(one.position, one.name, one.stored_as) for one in originals] == [
        (1, "teil1.mp4", "1.mp4"), (2, "teil2.mp4", "2.mp4"), (3, "teil3.mp4", "3.mp4"),
    ]  # fmt: skip


def test_the_same_files_again_for_the_same_meeting_double_nothing(site: Site, sender: Sender, clock) -> None:
    sender.send()
    clock.advance(hours=1)
    again = Sender(sender.client, sender.meeting, FILM, "kopie.mp4", "stapel-0006")
    again.send()
    assert len(became(site)) == len(list((site.storage.root / "originals").iterdir())) == 1
    answer = sender.client.get(f"{PATH}/stapel/stapel-0006").json()
    assert (answer["state"], answer["href"]) == ("done", f"/ratsbuero/aufzeichnungen/{became(site)[0].id}")
    assert "schon da" in answer["notices"][0]
    other = Sender(sender.client, a_meeting(site, "13. Sitzung"), FILM, batch="stapel-0007")
    other.send()
    assert len(became(site)) == 2
    assert "anderen Sitzung" in sender.client.get(f"{PATH}/stapel/stapel-0007").json()["notices"][0]


def test_a_full_disk_is_told_and_the_upload_goes_on_when_there_is_room(site: Site, sender: Sender, monkeypatch) -> None:
    sender.patch(0, 1000)
    written = os.write

    def full(fd: int, data: bytes) -> int:
        written(fd, data[:300])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts.os, "write", full)
    answer = sender.patch(1000, 2000)
    assert (answer.status_code, answer.json()["reason"]) == (507, "full")
    monkeypatch.undo()
    assert (sender.offset(), bytes_on_disk(site, sender)) == (1000, FILM[:1000])
    for start in range(1000, len(FILM), 1000):
        assert sender.patch(start, start + 1000).status_code == 204
    assert row(site, key_of(sender)).sha256 == hashlib.sha256(FILM).hexdigest()


def test_room_for_three_times_the_whole_batch_is_asked_for_before_it_begins(
    site: Site, sender: Sender, monkeypatch
) -> None:
    monkeypatch.setattr("council.base.storage.Storage.free_bytes", lambda _: 3 * 40_000)
    small = replace(sender, batch="stapel-0008", batch_size=2, told={"batchbytes": 50_000})
    answer = small.announce()
    assert answer.status_code == 507
    assert "zu wenig Platz" in answer.json()["error"]
    assert replace(small, batch="stapel-0009", told={"batchbytes": 30_000}).announce().status_code == 201


def test_what_was_cancelled_is_gone_and_the_others_of_its_batch_go_on(site: Site, sender: Sender) -> None:
    first = Sender(sender.client, sender.meeting, FILM, "a.mp4", "stapel-0010", 2, 1)
    second = Sender(sender.client, sender.meeting, FILM[1:], "b.mp4", "stapel-0010", 2, 2)
    first.announce()
    first.patch(0, 1000)
    second.send()
    assert became(site) == []
    assert first.client.delete(first.address, headers=VERSION).status_code == 204
    assert first.client.head(first.address, headers=VERSION).status_code == 410
    assert first.patch(1000, 2000).status_code == 410
    assert not site.storage.uploads(key_of(first)).exists()
    (recording,) = became(site)  # the second one had waited for nothing else
    with site.database.reading() as db:
        assert [one.name for one in recordings.originals(db, recording.id or 0)] == ["b.mp4"]
    assert second.client.delete(second.address, headers=VERSION).status_code == 410  # it is an original now
    assert (site.storage.originals(recording.key) / "1.mp4").exists()


def test_a_whole_batch_is_cancelled_by_a_form(site: Site, sender: Sender) -> None:
    sender.patch(0, 1000)
    answer = sender.client.post(f"{PATH}/stapel/{sender.batch}/abbrechen", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ratsbuero/sitzungen/{sender.meeting}")
    assert sender.client.get(f"{PATH}/stapel/{sender.batch}").json() == {"state": "gone"}
    assert not site.storage.uploads(key_of(sender)).exists()
    assert sender.client.post(f"{PATH}/stapel/{sender.batch}/abbrechen").status_code == 404


def test_the_box_shows_what_was_begun_and_how_far_it_is(site: Site, sender: Sender, cast) -> None:
    odd = replace(sender, name='<img src=x onerror="alert(1)">.mp4', batch="stapel-0011", batch_size=2, position=2)
    odd.announce()
    odd.patch(0, 2560)
    page = sender.client.get(f"{PATH}?sitzung={sender.meeting}").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert cast.clerk.name in page
    assert re.search(r"50\s%", page)
    with site.database.reading() as db:
        shown = view.box(db, site, sender.meeting)
    assert [(batch.size, batch.missing) for batch in shown.begun] == [(1, ()), (2, (1,))]


def test_the_box_of_a_meeting_that_is_not_there_is_not_found(sender: Sender) -> None:
    for query in ("", "?sitzung=abc", "?sitzung=99", "?sitzung=²"):
        assert sender.client.get(PATH + query).status_code == 404, query


def test_only_clerks_may_upload(site: Site, client, cast) -> None:
    meeting = a_meeting(site)
    assert Sender(client, meeting, FILM).announce().status_code == 401
    sign_in(client, site, cast.planner)
    assert Sender(client, meeting, FILM).announce().status_code == 403
    assert client.head(f"{PATH}/whatever", headers=VERSION).status_code == 403


def test_another_clerk_may_go_on(site: Site, sender: Sender, cast) -> None:
    sender.patch(0, 1000)
    sign_in(sender.client, site, replace(cast.clerk, name="Carl Vertreter", email="vertreter@musterstadt.example"))
    assert sender.patch(1000, 2000).status_code == 204


def test_a_foreign_site_cannot_announce_anything(sender: Sender) -> None:
    headers = VERSION | {
        "Upload-Length": "5",
        "Upload-Metadata": metadata(filename="x"),
        "Sec-Fetch-Site": "cross-site",
    }
    assert sender.client.post(PATH, headers=headers).status_code == 403


def test_an_address_nobody_was_given_is_not_found(sender: Sender) -> None:
    for key in ("0" * 32, "..%2f..%2fratsfenster.db", "x"):
        assert sender.client.head(f"{PATH}/{key}", headers=VERSION).status_code == 404
