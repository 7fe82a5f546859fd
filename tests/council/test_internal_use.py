"""Recordings for the minutes alone."""

import pytest

from council import internal_use, publishing
from council.internal_use import StillPublicError
from council.publishing import NotPublishableError
from council.recordings import Recording
from tests import evening


def test_what_is_for_the_minutes_cannot_be_published_until_it_is_released(site):
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        assert internal_use.set_internal(db, recording, True)
        with pytest.raises(NotPublishableError):
            publishing.publish(db, recording, site)
        assert internal_use.set_internal(db, recording, False)
        publishing.publish(db, recording, site)


def test_what_is_public_stays_so(site):
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        with pytest.raises(StillPublicError):
            internal_use.set_internal(db, recording, True)
        assert not internal_use.set_internal(db, recording, False)
