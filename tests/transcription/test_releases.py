"""The one way to the public: what may not be public is refused, and what is cut is erased."""

import pytest
from sqlmodel import col, select

from council.base import jobs
from council.base.site import Site
from council.cuts import Cut
from council.publishing import NotPublishableError
from council.recordings import Original, Recording
from ratsfenster import intake
from tests import evening
from transcription import releases
from transcription.transcripts import Segment


def texts(site: Site) -> str:
    with site.database.reading() as db:
        return " ".join(one.text for one in db.exec(select(Segment)))


def publish(site: Site, recording_id: int) -> None:
    with site.database.writing() as db:
        releases.publish(db, db.get_one(Recording, recording_id), site)


@pytest.mark.db
def test_publishing_erases_what_is_cut_in_the_same_transaction(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    assert evening.SECRET in texts(site)
    publish(site, recording_id)
    assert evening.SECRET not in texts(site)
    assert "Radweg" in texts(site)


def test_a_cut_made_by_a_command_divides_the_utterance_it_reaches_into(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    with site.database.reading() as db:
        first = db.exec(select(Segment).order_by(col(Segment.start_ms))).first()
        known = len(db.exec(select(Segment)).all())
        middle_ms = round((first.words[1][0] + first.words[1][1]) / 2)
    intake.add_cut(site, recording_id, middle_ms + 1, middle_ms + 400, "break")
    with site.database.reading() as db:
        assert len(db.exec(select(Segment)).all()) > known
        assert db.get_one(Recording, recording_id).edition == 2, "what the desk composed of it is outdated"


def test_what_stands_in_the_way_leaves_all_as_it_was(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        db.add(Cut(recording_id=recording_id, start_ms=0, end_ms=evening.DURATION_MS))
    with pytest.raises(NotPublishableError, match="ganze Aufzeichnung"):
        publish(site, recording_id)
    assert evening.SECRET in texts(site)
    with site.database.reading() as db:
        assert db.get_one(Recording, recording_id).published_at is None


def test_while_the_files_are_being_looked_into_nothing_is_published(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        db.add(Original(recording_id=recording_id, position=1, name="rat.mp4", stored_as="1", size=1, sha256="0"))
        jobs.enqueue(db, "prepare", recording_id, site.clock())
    with pytest.raises(NotPublishableError, match="noch geprüft"):
        publish(site, recording_id)


def test_a_cut_of_what_is_public_erases_at_once_and_of_what_is_not_yet_only_with_publishing(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    intake.add_cut(site, recording_id, 80_000, 100_000, "no-consent")
    assert "Haushalt" in texts(site)
    publish(site, recording_id)
    assert "Haushalt" not in texts(site)
    intake.add_cut(site, recording_id, 180_000, 200_000, "no-consent")
    assert "Elternbeiträgen" not in texts(site)
