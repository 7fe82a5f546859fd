"""On the way to the public and back: what is declared, withdrawn, and over by itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from council import expiry, publications, publishing, recordings
from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.site import Site
from council.meetings import Meeting
from council.publications import Declaration, LegalBasis, Term, Until
from council.publishing import NotPublishableError
from council.recordings import EDITION_KIND, Original, Recording
from tests import desk, evening

LAST = date(2026, 5, 31)
BASIS = LegalBasis.STATUTE


@pytest.fixture
def recording_id(site: Site) -> int:
    """An evening with a file, not published."""
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        db.add(
            Original(
                recording_id=recording_id, position=1, name="rat.mp4", stored_as="1.mp4", size=1, sha256="0", probe={}
            )
        )
    return recording_id


def publish(site: Site, recording_id: int, declaration: Declaration | None = None, **fields: Any) -> None:
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        for name, value in fields.items():
            setattr(recording, name, value)
        publishing.publish(db, recording, site, declaration)


def state(site: Site, recording_id: int) -> Recording:
    with site.database.reading() as db:
        return db.get_one(Recording, recording_id)


def actions(site: Site) -> list[tuple[str, str]]:
    with site.database.reading() as db:
        return [(entry.who, entry.action) for entry in db.exec(select(AuditEntry).order_by(AuditEntry.id))]  # type: ignore[arg-type]  # a column


def editions(site: Site) -> int:
    with site.database.reading() as db:
        return len(db.exec(select(Change).where(Change.kind == EDITION_KIND)).all())


def test_what_is_declared_is_kept_with_who_declared_it(site: Site, recording_id: int, cast) -> None:
    clerk = desk.account_of(site, cast.clerk)
    with site.database.writing() as db:
        declaration = Declaration(BASIS, "§ 7 Abs. 2", True, Term(Until.DATE, LAST), Term(Until.MINUTES))
        publishing.publish(db, db.get_one(Recording, recording_id), site, declaration, clerk)
    with site.database.reading() as db:
        kept = publications.of_recording(db, recording_id)
    assert kept is not None
    assert publications.declared(kept) == declaration
    assert (kept.declared_by, kept.declared_at) == (cast.clerk.name, site.clock())
    assert actions(site) == [(cast.clerk.name, "Aufzeichnung veröffentlicht")]


def test_without_a_declaration_the_settings_say_on_which_basis(site: Site, recording_id: int) -> None:
    publish(site, recording_id)
    with site.database.reading() as db:
        kept = publications.of_recording(db, recording_id)
    assert kept is not None
    assert (kept.legal_basis, kept.media_until, kept.text_until) == ("statute", "open", "open")


def test_video_and_transcript_are_published_apart(site: Site, recording_id: int) -> None:
    publish(site, recording_id, Declaration(BASIS, media=Term(Until.NEVER)))
    assert (state(site, recording_id).shows_media, state(site, recording_id).shows_text) == (False, True)
    publish(site, recording_id, Declaration(BASIS, text=Term(Until.NEVER)))
    assert (state(site, recording_id).shows_media, state(site, recording_id).shows_text) == (True, False)


def test_another_end_leaves_playing_media_alone_but_followers_are_told(site: Site, recording_id: int) -> None:
    publish(site, recording_id)
    before, told = state(site, recording_id).edition, editions(site)
    publish(site, recording_id, Declaration(BASIS, media=Term(Until.DATE, LAST)))
    assert (state(site, recording_id).edition, editions(site)) == (before, told + 1)


@pytest.mark.parametrize(
    ("declaration", "fields"),
    [
        (Declaration(BASIS, media=Term(Until.NEVER), text=Term(Until.NEVER)), {}),
        (Declaration(BASIS, media=Term(Until.DATE, date(2026, 4, 15))), {}),
        (Declaration(BASIS), {"internal": True}),
    ],
    ids=["nothing chosen", "over already", "for the minutes alone"],
)
def test_what_cannot_be_is_refused(
    site: Site, recording_id: int, declaration: Declaration, fields: dict[str, Any]
) -> None:
    with pytest.raises(NotPublishableError):
        publish(site, recording_id, declaration, **fields)
    assert state(site, recording_id).published_at is None


def test_after_the_minutes_were_approved_nothing_is_published_until_then(site: Site, recording_id: int) -> None:
    approve(site, recording_id, date(2026, 4, 1))
    with pytest.raises(NotPublishableError):
        publish(site, recording_id, Declaration(BASIS, media=Term(Until.MINUTES)))


def approve(site: Site, recording_id: int, on: date) -> None:
    with site.database.writing() as db:
        db.get_one(Meeting, db.get_one(Recording, recording_id).meeting_id).minutes_approved_on = on


@pytest.mark.db
def test_publications_end_by_themselves_media_and_text_apart(site: Site, recording_id: int, clock) -> None:
    publish(site, recording_id, Declaration(BASIS, media=Term(Until.DATE, LAST), text=Term(Until.MINUTES)))
    clock.now = datetime(2026, 5, 31, 21, 59, tzinfo=UTC)
    assert publishing.expire(site) == 0
    clock.now = datetime(2026, 5, 31, 22, 0, tzinfo=UTC)
    assert publishing.expire(site) == 1
    assert (state(site, recording_id).shows_media, state(site, recording_id).shows_text) == (False, True)
    assert state(site, recording_id).media_ended_at == clock.now
    approve(site, recording_id, date(2026, 6, 1))
    clock.now = datetime(2026, 6, 1, 22, 0, tzinfo=UTC)
    assert publishing.expire(site) == 1
    ended = state(site, recording_id)
    assert (ended.published_at, ended.ended_at) == (None, clock.now)
    assert publishing.expire(site) == 0
    assert [action for _, action in actions(site)][1:] == [
        "Veröffentlichung abgelaufen: Video und Ton",
        "Veröffentlichung abgelaufen: Transkript",
    ]


def test_what_was_prolonged_at_the_last_moment_goes_on(site: Site, recording_id: int, clock, monkeypatch) -> None:
    publish(site, recording_id, Declaration(BASIS, media=Term(Until.DATE, LAST)))
    clock.now = datetime(2026, 6, 1, tzinfo=UTC)
    found = expiry.due

    def prolonged_meanwhile(running, today):
        monkeypatch.setattr(expiry, "due", found)
        ended = found(running, today)
        publish(site, recording_id, Declaration(BASIS, media=Term(Until.DATE, date(2030, 1, 1))))
        return ended

    monkeypatch.setattr(expiry, "due", prolonged_meanwhile)
    publishing.expire(site)
    assert state(site, recording_id).shows_media


def test_a_transcript_without_a_recording_is_not_public_when_its_text_has_ended(site: Site, clock) -> None:
    recording_id = evening.hold(site, publish=False)
    publish(site, recording_id, Declaration(BASIS, text=Term(Until.DATE, LAST)))
    clock.now = datetime(2026, 6, 1, tzinfo=UTC)
    publishing.expire(site)
    assert state(site, recording_id).published_at is None


def test_withdrawing_in_part_leaves_the_rest_and_can_be_undone(site: Site, recording_id: int, cast) -> None:
    publish(site, recording_id)
    clerk = desk.account_of(site, cast.clerk)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        publishing.withdraw(db, recording, site, text=False, account=clerk, reason="Einwilligung widerrufen")
    assert (state(site, recording_id).shows_media, state(site, recording_id).shows_text) == (False, True)
    with site.database.reading() as db:
        told = db.exec(select(AuditEntry).where(AuditEntry.who == cast.clerk.name)).one()
    assert told.action == "Video und Ton zurückgezogen"
    assert told.subject.endswith("Einwilligung widerrufen")
    publish(site, recording_id)
    back = state(site, recording_id)
    assert (back.shows_media, back.media_ended_at) == (True, None)


def test_media_composed_for_what_is_withdrawn_meanwhile_are_not_served(site: Site, recording_id: int) -> None:
    publish(site, recording_id)
    edition = state(site, recording_id).edition
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, recording_id), site, text=False)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        recordings.media_composed(db, recording, "a" * 32, ["video.mp4"], edition, site.clock())
        recordings.media_composed(db, recording, "a" * 32, ["video.mp4"], recording.edition, site.clock())
    assert state(site, recording_id).media_token is None
