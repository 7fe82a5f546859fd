"""What stands in the way of publishing a recording, and what the office should know before it does. Pure but for ``facts``."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from council import consents, cuts, meetings, recordings
from council.base import timecodes
from council.base.i18n import message
from council.base.jobs import LIVE, Job, JobState
from council.media.timeline import Range, merged
from council.recordings import Recording
from transcription import speakers, standings, transcripts

_STAGES = ("prepare", "transcribe", "render")
SHOWN = 5  # ranges named one by one


@dataclass(frozen=True)
class Facts:
    """What publishing a recording depends on. ``untimed`` are numbers of agenda items; ``stages`` the latest state of each stage's job;
    ``placed`` and ``items`` count agenda items, ``checked`` and ``utterances`` what is said outside of cuts."""

    recording_id: int
    meeting_id: int
    duration_ms: int = 0
    internal: bool = False
    public_part_only: bool = False
    untimed: tuple[str, ...] = ()
    without_consent: tuple[Range, ...] = ()
    hidden: tuple[Range, ...] = ()
    has_files: bool = True
    prepared: bool = True
    transcribed: bool = True
    stages: dict[str, JobState] = field(default_factory=dict)
    items: int = 0
    placed: int = 0
    utterances: int = 0
    checked: int = 0

    def runs(self, stage: str) -> bool:
        return self.stages.get(stage) in LIVE

    def broke_off(self, stage: str) -> bool:
        return self.stages.get(stage) in (JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True)
class Matter:
    """Something to know or to solve: a German message with ``values`` to put into it, and the page where it is solved, if any."""

    text: str
    values: dict[str, object] = field(default_factory=dict)
    path: str = ""
    link: str = ""

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def obstacles(facts: Facts, *, files_follow: bool = False) -> list[Matter]:
    """What has to be solved first. ``files_follow``: the recording is just being taken in, and published when it can be."""
    found = [*_internal(facts), *_untimed(facts), *_without_consent(facts)]
    if facts.duration_ms and merged(facts.hidden) == [(0, facts.duration_ms)]:
        found.append(Matter(NOTHING_LEFT, path=_of(facts, "markieren"), link=TO_MARKING))
    return found if files_follow else [*found, *_unprepared(facts)]


def hints(facts: Facts) -> list[Matter]:
    """What does not stand in the way."""
    found = []
    if facts.runs("transcribe") or (facts.prepared and not facts.transcribed and not facts.broke_off("transcribe")):
        found.append(Matter(TEXT_FOLLOWS, path=_of(facts, "stand"), link=TO_STAGES))
    elif facts.broke_off("transcribe"):
        found.append(Matter(TEXT_BROKE_OFF, path=_of(facts, "stand"), link=TO_STAGES))
    elif facts.utterances and facts.checked < facts.utterances:
        percent = facts.checked * 100 // facts.utterances
        found.append(Matter(UNCHECKED, {"percent": percent}, _of(facts, "text"), TO_TEXT))
    if facts.runs("render"):
        found.append(Matter(RENDITIONS_FOLLOW, path=_of(facts, "stand"), link=TO_STAGES))
    if facts.items and not facts.placed:
        found.append(Matter(UNMARKED, path=_of(facts, "markieren"), link=TO_MARKING))
    return found


def facts(db: Session, recording: Recording) -> Facts:
    """All of it, as it is now."""
    assert recording.id is not None
    standing = standings.of(db, [recording])[recording.id]
    duration_ms = transcripts.length(db, recording.id, recording.duration_ms)
    hidden = cuts.hidden(db, recording.id, duration_ms)
    needing = speakers.needing(db, recording.id)
    untimed = meetings.untimed(db, recording.meeting_id, recording.id)
    originals = recordings.originals(db, recording.id)
    return Facts(
        recording_id=recording.id,
        meeting_id=recording.meeting_id,
        duration_ms=duration_ms,
        internal=recording.internal,
        public_part_only=recording.public_part_only,
        untimed=tuple(item.number for item in untimed),
        without_consent=tuple(consents.without_consent(needing, consents.given(db, recording.id), hidden)),
        hidden=tuple(hidden),
        has_files=bool(originals),
        prepared=all(original.probe is not None for original in originals),
        transcribed=bool(recording.transcript_source),
        stages=_stages(db, recording.id),
        items=standing.items,
        placed=standing.placed,
        utterances=standing.utterances,
        checked=standing.checked,
    )


def _stages(db: Session, recording_id: int) -> dict[str, JobState]:
    jobs = db.exec(
        select(Job).where(Job.subject_id == recording_id, col(Job.kind).in_(_STAGES)).order_by(col(Job.id))
    ).all()
    return {job.kind: JobState(job.state) for job in jobs}


def _of(facts: Facts, page: str) -> str:
    return f"/ratsbuero/aufzeichnungen/{facts.recording_id}/{page}"


def _internal(facts: Facts) -> list[Matter]:
    if not facts.internal:
        return []
    path = f"/ratsbuero/aufzeichnungen/{facts.recording_id}"
    return [Matter(INTERNAL, path=path, link=TO_RECORDING)]


def _untimed(facts: Facts) -> list[Matter]:
    if facts.public_part_only:
        return []
    return [Matter(UNTIMED, {"number": number}, _of(facts, "markieren"), TO_MARKING) for number in facts.untimed]


def _without_consent(facts: Facts) -> list[Matter]:
    found = [
        Matter(
            WITHOUT_CONSENT,
            {"start": timecodes.clock(start), "end": timecodes.clock(end)},
            f"{_of(facts, 'markieren')}?ab={start // 1000}",
            TO_RANGE,
        )
        for start, end in facts.without_consent[:SHOWN]
    ]
    more = len(facts.without_consent) - SHOWN
    if more > 0:
        found.append(Matter(MORE_WITHOUT_CONSENT, {"count": more}, _of(facts, "markieren"), TO_MARKING))
    return found


def _unprepared(facts: Facts) -> Sequence[Matter]:
    if not facts.has_files:
        return []
    if facts.broke_off("prepare"):
        return [Matter(PREPARING_BROKE_OFF, path=_of(facts, "stand"), link=TO_STAGES)]
    if facts.runs("prepare") or not facts.prepared:
        return [Matter(PREPARING, path=_of(facts, "stand"), link=TO_STAGES)]
    return []


INTERNAL = message("Die Aufzeichnung ist nur für die Niederschrift bestimmt.")
UNTIMED = message(
    "TOP %(number)s ist nichtöffentlich, aber es fehlt, wo er in der Aufzeichnung beginnt. So kann er nicht herausgeschnitten werden."
)
WITHOUT_CONSENT = message(
    "Von %(start)s bis %(end)s spricht jemand ohne Einwilligung. Schneiden Sie die Stelle heraus oder vermerken Sie die Einwilligung."
)
MORE_WITHOUT_CONSENT = message("Dazu %(count)s weitere Stellen ohne Einwilligung.")
NOTHING_LEFT = message(
    "Die Schnitte reichen über die ganze Aufzeichnung. Es bliebe nichts, was öffentlich werden kann."
)
PREPARING = message("Die Dateien werden noch geprüft. Das dauert meist weniger als eine Minute.")
PREPARING_BROKE_OFF = message("Die Prüfung der Dateien ist gescheitert oder wurde abgebrochen.")
TEXT_FOLLOWS = message(
    "Der Text wird noch geschrieben. Er erscheint von selbst auf der öffentlichen Seite, sobald er fertig ist."
)
TEXT_BROKE_OFF = message("Die Spracherkennung ist gescheitert oder wurde abgebrochen. Veröffentlicht wird ohne Text.")
RENDITIONS_FOLLOW = message("Fassungen für Telefone und Vorschaubilder entstehen noch. Sie kommen von selbst dazu.")
UNCHECKED = message("Vom Text sind %(percent)s %% geprüft. Die öffentliche Seite sagt das dazu.")
UNMARKED = message(
    "Es ist noch kein Tagesordnungspunkt markiert. Die Aufzeichnung lässt sich dann nicht nach Punkten lesen."
)
TO_MARKING = message("Zum Markieren")
TO_RANGE = message("Zur Stelle")
TO_STAGES = message("Zum Stand der Verarbeitung")
TO_TEXT = message("Zum Text")
TO_RECORDING = message("Zur Aufzeichnung")
