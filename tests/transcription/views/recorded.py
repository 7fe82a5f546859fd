"""A recorded meeting as rows of the database, for tests of the recording page and its journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from council import meetings
from council.agendas import Agenda, Item
from council.base.site import Site
from council.base.storage import new_key
from council.cuts import Cut
from council.recordings import Recording
from transcription import transcripts

START = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
WORD_MS = 300
AGENDA = (
    Item("1", "Eröffnung", starts_ms=(2_000,)),
    Item("2", "Radweg an der Bahnhofstraße", starts_ms=(20_000,)),
    Item("N 1", "Verkauf der alten Mühle", public=False, starts_ms=(40_000,)),
    Item("N 2", "Beförderung im Bauamt", public=False, starts_ms=(50_000,)),
    Item("3", "Haushalt und Schulen", starts_ms=(60_000,)),
)


@dataclass(frozen=True)
class Said:
    """What somebody said; its words follow each other every 300 ms."""

    start_ms: int
    text: str
    speaker: str | None = None
    checked: bool = False

    @property
    def words(self) -> list[list[float]]:
        starts = [self.start_ms + number * WORD_MS for number in range(len(self.text.split()))]
        return [[start, start + WORD_MS, 0.9] for start in starts]


EVENING = (
    Said(3_000, "Ich eröffne die Sitzung und begrüße alle.", "Bürgermeisterin", checked=True),
    Said(8_000, "Die Tagesordnung liegt Ihnen vor.", "Bürgermeisterin"),
    Said(21_000, "Der Radweg wird im Herbst gebaut.", "Renate Bürger"),
    Said(30_000, "Für die Häuser am Weg ändert sich nichts.", "Paul Baumann"),
    Said(42_000, "Die Mühle bringt eine Million.", "Paul Baumann"),
    Said(61_000, "Jetzt geht es um den Haushalt.", "Bürgermeisterin"),
    Said(70_000, "Die Schulen bekommen neue Dächer und neue Straßen davor.", "Renate Bürger"),
)


def store(
    site: Site,
    said: Sequence[Said] = EVENING,
    *,
    items: Sequence[Item] = AGENDA,
    duration_ms: int = 90_000,
    published: bool = True,
    cuts: Sequence[tuple[int, int]] = (),
    files: Sequence[str] = (),
    **fields: Any,
) -> int:
    """Store a recording, without media where no ``files`` are named; its id."""
    with site.database.writing() as db:
        agenda = Agenda("Stadtrat", "12. Sitzung des Stadtrats", START, tuple(items))
        meeting = meetings.create(db, agenda)
        assert meeting.id is not None
        kept = {"transcript_source": "faster-whisper base", "has_audio": True, "has_video": True} | fields
        recording = Recording(
            key=new_key(),
            meeting_id=meeting.id,
            duration_ms=duration_ms,
            media_token=new_key() if files else None,
            media_files=list(files),
            published_at=START if published else None,
            created_at=START,
            **kept,
        )
        db.add(recording)
        db.flush()
        assert recording.id is not None
        meetings.mark(db, meeting.id, recording.id, agenda)
        db.add_all(Cut(recording_id=recording.id, start_ms=start, end_ms=end) for start, end in cuts)
        transcripts.append(db, [_row(recording.id, position, one) for position, one in enumerate(said)])
    return recording.id


def _row(recording_id: int, position: int, said: Said) -> dict[str, Any]:
    return {
        "recording_id": recording_id,
        "position": position,
        "start_ms": said.start_ms,
        "end_ms": int(said.words[-1][1]),
        "speaker": said.speaker,
        "text": said.text,
        "words": said.words,
        "confidence": 0.9,
        "machine_text": None,
        "checked_at": START if said.checked else None,
    }
