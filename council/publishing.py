"""Recordings on their way to the public and back: each step with the work it makes necessary, in one transaction.

The stages that do the work are the pipeline's (``ratsfenster/pipeline.py``); here they are only asked for. Whoever publishes or cuts
goes through ``transcription/releases.py``, which besides erases the text of what is cut.
"""

from dataclasses import replace

from sqlmodel import Session

from council import expiry, meetings, publications, recordings
from council.base import audit, changes, jobs
from council.base.accounts import Account
from council.base.i18n import message
from council.base.site import Site
from council.meetings import Meeting
from council.publications import Declaration, Term, Until
from council.recordings import Recording

INTERNAL = message("Die Aufzeichnung ist nur für die Niederschrift bestimmt.")
NOTHING_CHOSEN = message("Bitte wählen Sie, ob Video und Ton, das Transkript oder beides öffentlich werden.")
OVER_ALREADY = message("Das Ende der Veröffentlichung ist schon vorbei.")


class NotPublishableError(Exception):
    """Publishing would show what is not public, or may not be; the message says what is missing."""


def begin(db: Session, recording: Recording, site: Site) -> None:
    """A new recording enters the pipeline, or one that failed enters it again."""
    _ask(db, "prepare", recording, site)


def publish(
    db: Session,
    recording: Recording,
    site: Site,
    declaration: Declaration | None = None,
    account: Account | None = None,
) -> None:
    """Make a recording public as declared (else as the settings say) and have its media composed. Where it is public so already,
    only the declaration changes. Raises NotPublishableError."""
    recordings.lock(db, recording)
    require_cuts(db, recording)
    declaration = _possible(db, recording, site, declaration or publications.by_settings(site.settings))
    assert recording.id is not None
    now = site.clock()
    media, text = declaration.media.public, declaration.text.public
    if recording.published_at is not None and (media, text) == (recording.media_public, recording.text_public):
        changes.record(db, recordings.EDITION_KIND, recording.id, now)  # its end may have changed
        recordings.text_changed(db, recording, now)
    else:
        recordings.publish(db, recording, now, media=media, text=text)
    publications.declare(db, recording.id, declaration, account.name if account else audit.SYSTEM, now)
    _ask(db, "compose", recording, site)
    _note(db, recording, account, "Aufzeichnung veröffentlicht", site)


def _possible(db: Session, recording: Recording, site: Site, declaration: Declaration) -> Declaration:
    """The declaration, as far as there is something to publish."""
    if recording.internal:
        raise NotPublishableError(INTERNAL)
    if not recordings.has_media(db, recording):
        declaration = replace(declaration, media=Term(Until.NEVER))
    chosen = [term for term in (declaration.media, declaration.text) if term.public]
    if not chosen:
        raise NotPublishableError(NOTHING_CHOSEN)
    approved_on = db.get_one(Meeting, recording.meeting_id).minutes_approved_on
    if any(expiry.is_over(term, approved_on, expiry.today(site.clock(), site.settings.zone)) for term in chosen):
        raise NotPublishableError(OVER_ALREADY)
    return declaration


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


def withdraw(
    db: Session,
    recording: Recording,
    site: Site,
    *,
    media: bool = True,
    text: bool = True,
    account: Account | None = None,
    reason: str = "",
) -> None:
    """Take a recording, or its sound and picture, or its transcript from the public with this transaction; composed files are removed
    by the worker. ``reason`` is for the log."""
    recordings.withdraw(db, recording, site.clock(), media=media, text=text)
    _ask(db, "compose", recording, site)
    action = "Aufzeichnung zurückgezogen" if media and text else "Video und Ton" if media else "Transkript"
    _note(db, recording, account, action + ("" if media and text else " zurückgezogen"), site, reason)


def expire(site: Site) -> int:
    """Take from the public all whose last day has passed; how many recordings that were."""
    now = site.clock()
    today = expiry.today(now, site.settings.zone)
    with site.database.reading() as db:
        ended = expiry.due(expiry.running(db), today)
    for one in ended:
        with site.database.writing() as db:
            _expire(db, one.recording_id, site)
    return len(ended)


def _expire(db: Session, recording_id: int, site: Site) -> None:
    """Look again under the lock: somebody may just have prolonged it."""
    recording = db.get(Recording, recording_id)
    if recording is None:
        return
    recordings.lock(db, recording)
    today = expiry.today(site.clock(), site.settings.zone)
    for over in expiry.due(expiry.running(db, recording_id), today):
        recordings.withdraw(db, recording, site.clock(), media=over.media, text=over.text)
        _ask(db, "compose", recording, site)
        what = (
            "Video, Ton und Transkript" if over.media and over.text else "Video und Ton" if over.media else "Transkript"
        )
        _note(db, recording, None, f"Veröffentlichung abgelaufen: {what}", site)


def recut(db: Session, recording: Recording, site: Site) -> None:
    """The cuts changed: what was public is gone with this transaction, and is composed anew."""
    recordings.renew(db, recording, site.clock())
    _ask(db, "compose", recording, site)


def _ask(db: Session, stage: str, recording: Recording, site: Site) -> None:
    """Queue a stage; an imported transcript has no files and thus no stages."""
    assert recording.id is not None
    if recordings.originals(db, recording.id):
        jobs.enqueue(db, stage, recording.id, site.clock())


def _note(
    db: Session, recording: Recording, account: Account | None, action: str, site: Site, reason: str = ""
) -> None:
    meeting = db.get_one(Meeting, recording.meeting_id)
    held = meeting.start.astimezone(site.settings.zone)
    subject = f"{meeting.name}, {held:%d.%m.%Y} (Aufzeichnung {recording.id})" + (f": {reason}" if reason else "")
    audit.record(db, account, action, site.clock(), subject=subject, path=f"/ratsbuero/aufzeichnungen/{recording.id}")
