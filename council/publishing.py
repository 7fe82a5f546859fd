"""Recordings on their way to the public and back: each step with the work it makes necessary, in one transaction.

The stages that do the work are the pipeline's (``ratsfenster/pipeline.py``); here they are only asked for.
"""

from sqlmodel import Session

from council import meetings, recordings
from council.base import jobs
from council.base.site import Site
from council.recordings import Recording


class NotPublishableError(Exception):
    """Publishing would show what is not public; the message says what is missing."""


def begin(db: Session, recording: Recording, site: Site) -> None:
    """A new recording enters the pipeline, or one that failed enters it again."""
    _ask(db, "prepare", recording, site)


def publish(db: Session, recording: Recording, site: Site) -> None:
    """Make a recording public and have its media composed. Raises NotPublishableError where a non-public item could not be cut."""
    recordings.lock(db, recording)
    require_cuts(db, recording)
    recordings.publish(db, recording, site.clock())
    _ask(db, "compose", recording, site)


def require_cuts(db: Session, recording: Recording) -> None:
    """Raise NotPublishableError where the meeting has a non-public item of which nobody has said where it is in this recording."""
    assert recording.id is not None
    if recording.public_part_only:
        return
    if untimed := meetings.untimed(db, recording.meeting_id, recording.id):
        raise NotPublishableError(
            f"TOP {untimed[0].number} ist nichtöffentlich, aber es fehlt, wo er in Aufzeichnung {recording.id} beginnt (x-recordingStart); "
            "so kann er nicht herausgeschnitten werden. Bitte die Dateien mit der berichtigten Tagesordnung noch einmal aufnehmen oder, "
            f"wenn sie keinen nichtöffentlichen Teil enthalten: ratsfenster publish {recording.id} --public-part-only"
        )


def withdraw(db: Session, recording: Recording, site: Site) -> None:
    """Take a recording from the public with this transaction; its composed files are removed by the worker."""
    recordings.withdraw(db, recording, site.clock())
    _ask(db, "compose", recording, site)


def recut(db: Session, recording: Recording, site: Site) -> None:
    """The cuts changed: what was public is gone with this transaction, and is composed anew."""
    recordings.renew(db, recording, site.clock())
    _ask(db, "compose", recording, site)


def _ask(db: Session, stage: str, recording: Recording, site: Site) -> None:
    """Queue a stage; an imported transcript has no files and thus no stages."""
    assert recording.id is not None
    if recordings.originals(db, recording.id):
        jobs.enqueue(db, stage, recording.id, site.clock())
