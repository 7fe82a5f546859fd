"""A small town archive to look at."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from council import meetings, recordings
from council.agendas import Agenda, Item
from council.base.site import Site
from council.cuts import Cut
from council.recordings import Recording

HOUR = 3_600_000

ITEMS = (
    Item("1", "Eröffnung der Sitzung", starts_ms=(0,)),
    Item("2", "Neuer Radweg an der Mühlenstraße", starts_ms=(120_000,)),
    Item("3", "Anbau der Grundschule am Anger", starts_ms=(2_400_000,)),
    Item("4", "Personalangelegenheit Hausmeister", public=False, starts_ms=(3_000_000,)),
)


@dataclass(frozen=True)
class Held:
    """A meeting that was recorded, with the ids of what belongs to it."""

    meeting_id: int
    recording_id: int
    token: str = field(default="", repr=False)


@pytest.fixture
def hold(site: Site) -> Callable[..., Held]:
    """Hold a meeting and record it: published unless told otherwise, with media files where they are named."""

    def hold_meeting(
        name: str = "3. Sitzung des Stadtrates",
        *,
        organization: str = "Stadtrat",
        start: datetime = datetime(2026, 3, 17, 16, 0, tzinfo=UTC),
        items: tuple[Item, ...] = ITEMS,
        publish: bool = True,
        files: dict[str, bytes] | None = None,
        cuts: tuple[tuple[int, int], ...] = (),
        duration_ms: int = HOUR,
    ) -> Held:
        now = site.clock()
        agenda = Agenda(organization, name, start, items, "Rathaus, Ratssaal")
        with site.database.writing() as db:
            meeting = meetings.find(db, agenda) or meetings.create(db, agenda)
            assert meeting.id is not None
            recording = Recording(
                key=secrets.token_hex(8), meeting_id=meeting.id, duration_ms=duration_ms, has_video=True, created_at=now
            )
            db.add(recording)
            db.flush()
            assert recording.id is not None
            meetings.mark(db, meeting.id, recording.id, agenda)
            db.add_all(Cut(recording_id=recording.id, start_ms=first, end_ms=last) for first, last in cuts)
            token = ""
            if publish:
                recordings.publish(db, recording, now)
                if files:
                    token = secrets.token_hex(16)
                    recordings.media_composed(db, recording, token, sorted(files), recording.edition, now)
            held = Held(meeting.id, recording.id, token)
        for path, content in (files or {}).items():
            target = site.storage.public(token) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return held

    return hold_meeting


@pytest.fixture
def withdraw(site: Site) -> Callable[[Held], None]:
    """Take a recording back from the public."""

    def withdraw_recording(held: Held) -> None:
        with site.database.writing() as db:
            recording = db.get(Recording, held.recording_id)
            assert recording is not None
            recordings.withdraw(db, recording, site.clock())

    return withdraw_recording
