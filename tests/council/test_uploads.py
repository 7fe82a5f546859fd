"""The rows of uploads: announced once, advanced in order, and cancelled without harm to the others of their batch."""

from dataclasses import replace

import pytest

from council import uploads
from council.base.site import Site
from council.uploads import Announced, Reason, Upload, UploadError, UploadState
from tests.uploading import a_meeting

PLENTY = 10**15


@pytest.fixture
def file(site: Site) -> Announced:
    return Announced("a.mp4", 1000, "known", a_meeting(site), "stapel-0001", 3, 3000, 1)


def announced(site: Site, file: Announced, free_bytes: int = PLENTY) -> Upload:
    with site.database.writing() as db:
        return uploads.announce(db, file, None, free_bytes, site.clock())[0]


def refusal(site: Site, file: Announced, free_bytes: int = PLENTY) -> Reason:
    with pytest.raises(UploadError) as refused:
        announced(site, file, free_bytes)
    return refused.value.reason


@pytest.mark.db
def test_the_same_announcement_gives_the_same_upload(site: Site, file: Announced) -> None:
    assert announced(site, file).id == announced(site, file).id
    assert refusal(site, replace(file, fingerprint="other")) == Reason.OTHER_FILE


def test_a_batch_belongs_to_one_meeting_and_keeps_its_size(site: Site, file: Announced) -> None:
    announced(site, file)
    assert refusal(site, replace(file, position=2, meeting_id=a_meeting(site, "13. Sitzung"))) == Reason.INVALID
    assert refusal(site, replace(file, position=2, batch_size=2)) == Reason.INVALID


def test_room_is_needed_for_the_whole_batch_and_for_what_others_still_bring(site: Site, file: Announced) -> None:
    assert refusal(site, file, 8999) == Reason.FULL
    announced(site, file, 9000)
    announced(site, replace(file, position=2), 9000)  # its own batch is counted once
    other = replace(file, batch="stapel-0002", batch_size=1, batch_bytes=0)
    assert refusal(site, other, 4999) == Reason.FULL
    announced(site, other, 5000)


@pytest.mark.db
def test_a_chunk_counts_only_where_the_upload_still_is_where_it_was(site: Site, file: Announced) -> None:
    upload = announced(site, file)
    with site.database.writing() as db:
        assert uploads.advance(db, upload, 400, None, site.clock()).received == 400
    with pytest.raises(UploadError), site.database.writing() as db:
        uploads.advance(db, upload, 500, None, site.clock())  # it was read before the first one counted
    with site.database.reading() as db:
        assert uploads.require(db, upload.key).received == 400


def test_who_cancels_one_file_has_the_others_close_up(site: Site, file: Announced) -> None:
    first, second, third = [
        announced(site, replace(file, position=number, fingerprint=f"f{number}")) for number in (1, 2, 3)
    ]
    with site.database.writing() as db:
        uploads.cancel(db, uploads.require(db, second.key), site.clock())
    with site.database.reading() as db:
        left = uploads.of_batch(db, file.batch)
        assert [(one.key, one.position, one.batch_size) for one in left] == [(first.key, 1, 2), (third.key, 2, 2)]
        with pytest.raises(UploadError):
            uploads.require(db, second.key)
    with pytest.raises(UploadError), site.database.writing() as db:
        uploads.cancel(db, db.get_one(Upload, second.id), site.clock())  # once more changes nothing
    with site.database.reading() as db:
        assert [one.batch_size for one in uploads.of_batch(db, file.batch)] == [2, 2]


def test_a_batch_is_whole_when_every_file_is_there_and_none_is_used() -> None:
    def files(*states: UploadState, size: int = 2) -> list[Upload]:
        return [Upload(state=state, batch_size=size) for state in states]

    assert uploads.is_whole(files(UploadState.COMPLETE, UploadState.COMPLETE))
    assert not uploads.is_whole(files(UploadState.COMPLETE))
    assert not uploads.is_whole(files(UploadState.COMPLETE, UploadState.RECEIVING))
    assert not uploads.is_whole(files(UploadState.USED, UploadState.USED))
    assert not uploads.is_whole([])
