"""An evening of the council, as rows: for tests that need something published without media or speech model.

The Stadtrat deals with three public items and one that is not; what is said in that one is in the transcript, but must never be seen.
"""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from council import agendas, meetings, recordings
from council.base.storage import new_key
from council.recordings import Recording
from transcription import transcripts

if TYPE_CHECKING:
    from council.base.site import Site

SECRET = "Geheimgrundstück"
SECRET_ITEM = "Verkauf des Grundstücks an der Mühle"
AGENDA = """{
  "name": "12. Sitzung des Stadtrats", "start": "2026-03-17T17:00:00+01:00", "organization": [{"name": "Stadtrat"}],
  "agendaItem": [
    {"number": "1", "name": "Eröffnung", "x-recordingStart": 0},
    {"number": "2", "name": "Radweg an der Bonner Straße", "x-recordingStart": 60},
    {"number": "N 1", "name": "Verkauf des Grundstücks an der Mühle", "public": false, "x-recordingStart": 120},
    {"number": "3", "name": "Anfragen", "x-recordingStart": 180}
  ]
}"""
SAID = (
    (5_000, "Bürgermeisterin", "Ich eröffne die Sitzung des Stadtrats und begrüße alle Gäste."),
    (62_000, "Renate Bürger", "Der Radweg an der Bonner Straße soll im Herbst fertig sein."),
    (90_000, "Paul Baumann", "Die Kosten für den Radweg sind im Haushalt eingeplant."),
    (125_000, "Bürgermeisterin", f"Das {SECRET} geht für eine Million an den Nachbarn."),
    (185_000, "Clara Amtmann", "Zu den Elternbeiträgen antwortet die Verwaltung schriftlich."),
)
DURATION_MS = 240_000
WORD_MS = 400


def hold(site: "Site", *, publish: bool = True, agenda: str = AGENDA) -> int:
    """Store the evening's recording with its transcript; its id."""
    read = agendas.parse(agenda, ZoneInfo("Europe/Berlin"))
    with site.database.writing() as db:
        meeting = meetings.find(db, read) or meetings.create(db, read)
        assert meeting.id is not None
        recording = Recording(
            key=new_key(),
            meeting_id=meeting.id,
            duration_ms=DURATION_MS,
            transcript_source="faster-whisper base",
            created_at=site.clock(),
        )
        db.add(recording)
        db.flush()
        assert recording.id is not None
        meetings.mark(db, meeting.id, recording.id, read)
        transcripts.append(db, (_row(recording.id, position, *said) for position, said in enumerate(SAID)))
        if publish:
            recordings.publish(db, recording, site.clock())
    return recording.id


def _row(recording_id: int, position: int, start_ms: int, speaker: str, text: str) -> dict[str, object]:
    words = [[start_ms + n * WORD_MS, start_ms + (n + 1) * WORD_MS, 0.9] for n in range(len(text.split()))]
    return {
        "recording_id": recording_id, "position": position, "start_ms": start_ms, "end_ms": words[-1][1], "speaker": speaker,
        "text": text, "words": words, "confidence": 0.9, "machine_text": None, "checked_at": None,
    }  # fmt: skip
