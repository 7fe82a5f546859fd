"""What the marking page shows: the marks as they are, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from council import consents, cuts, inside, markings, marks
from council.base import timecodes
from council.base.i18n import message
from council.base.site import Site
from council.cuts import CutReason, MarkedItem
from council.marks import Marks, exact
from council.media.timeline import merged, public_ranges
from council.meetings import AgendaItem, ItemState, Meeting, items
from council.organizations import Organization
from council.recordings import Recording
from transcription import speakers, transcripts
from transcription.speakers import Choice
from transcription.views.desk import marking_drawing
from transcription.views.desk.marking_drawing import Place
from transcription.views.desk.marking_text import TextPart

SHOWN = 25  # ranges without consent at once; when one is done the next takes its place
REASONS: dict[str, str] = {
    CutReason.NON_PUBLIC: message("nichtöffentlich"),
    CutReason.BREAK: message("Pause"),
    CutReason.NO_CONSENT: message("keine Einwilligung"),
    CutReason.OTHER: message("Sonstiges"),
}


@dataclass(frozen=True)
class StartRow:
    """Where an item begins. ``time`` is exact, ``clock`` for reading."""

    id: int
    start_ms: int
    time: str
    clock: str


@dataclass(frozen=True)
class ItemRow:
    """An agenda item and where it begins; ``missing``: it has to be said before the recording can be public."""

    id: int
    number: str
    name: str
    public: bool
    state: str
    starts: tuple[StartRow, ...]
    missing: bool


@dataclass(frozen=True)
class CutRow:
    """A range that is not public. ``id`` 0: it comes from the agenda. ``overlaps``: it lies over another one."""

    id: int
    start_ms: int
    end_ms: int
    start: str
    end: str
    length_ms: int
    reason: str
    overlaps: bool
    label: str = ""


@dataclass(frozen=True)
class RangeRow:
    """A range to which somebody has to agree, or has agreed (``id`` of the note, and who noted it)."""

    start_ms: int
    end_ms: int
    start: str
    end: str
    id: int = 0
    by: str = ""


@dataclass(frozen=True)
class Told:
    """What came of a step. ``kind``: "done", "problem", "stale" (somebody else was faster) or "ask" (say yes first). ``again`` are the
    fields of the step, to be sent once more."""

    kind: str
    text: str
    again: Mapping[str, str]


@dataclass(frozen=True)
class MarkedPanel:
    """All that changes with a step. ``state`` is what the next step is based on. Of the ranges without consent (``needing_count``) only the
    first are shown."""

    path: str
    state: str
    edition: int
    duration_ms: int
    public: bool
    told: Told | None
    undo: str
    redo: str
    items: tuple[ItemRow, ...]
    cuts: tuple[CutRow, ...]
    by_agenda: tuple[CutRow, ...]
    reasons: Mapping[str, str]
    nothing_public: bool
    needing: tuple[RangeRow, ...]
    needing_count: int
    consents: tuple[RangeRow, ...]
    places: tuple[Place, ...]
    voices: tuple[Place, ...]


@dataclass(frozen=True)
class InsidePlayer:
    """What plays the whole recording; empty addresses where a file is not there. ``kind``: "video", "audio" or "" (nothing yet)."""

    kind: str
    hls: str
    thumbs: str
    poster: str
    still_to_come: bool


@dataclass(frozen=True)
class MarkingPage:
    """The page around the panel."""

    id: int
    hub: str
    path: str
    meeting: str
    organization: str
    start: datetime
    language: str
    length: str
    readable: bool
    transcribed: bool
    player: InsidePlayer
    choices: tuple[Choice, ...]
    panel: MarkedPanel
    text: tuple[TextPart, ...]


def panel(db: Session, site: Site, recording: Recording, told: Told | None = None) -> MarkedPanel:
    """The marks of a recording as they are."""
    assert recording.id is not None
    duration_ms = transcripts.length(db, recording.id, recording.duration_ms)
    known, steps = markings.marks(db, recording, duration_ms), markings.history(db, recording.id)
    agenda = items(db, recording.meeting_id)
    hidden = cuts.hidden(db, recording.id, duration_ms)
    spoken = speakers.turns(db, recording.id)
    needing = speakers.needing(db, recording.id, spoken)
    left = consents.without_consent(needing, consents.given(db, recording.id), hidden)
    by_agenda = cuts.hidden_by_agenda(_marked(known, agenda), duration_ms)
    return MarkedPanel(
        path=address(recording),
        state=markings.state(known, steps),
        edition=recording.text_edition,
        duration_ms=duration_ms,
        public=recording.published_at is not None,
        told=told,
        undo=steps.undo.label if steps.undo else "",
        redo=steps.redo.label if steps.redo else "",
        items=tuple(_item_row(item, known, recording) for item in agenda),
        cuts=_cut_rows(known),
        by_agenda=tuple(_agenda_row(start, end, known, agenda) for start, end in by_agenda),
        reasons=REASONS,
        nothing_public=duration_ms > 0 and not public_ranges(hidden, duration_ms),
        needing=tuple(RangeRow(start, end, exact(start), exact(end)) for start, end in left[:SHOWN]),
        needing_count=len(left),
        consents=tuple(
            RangeRow(one.start_ms, one.end_ms, exact(one.start_ms), exact(one.end_ms), one.id, one.by)
            for one in known.consents
            if one.given
        ),
        places=marking_drawing.places(known, agenda, by_agenda, duration_ms),
        voices=marking_drawing.voices(merged(needing), left, spoken, duration_ms),
    )


def page(
    db: Session,
    site: Site,
    recording: Recording,
    meeting: Meeting,
    organization: Organization,
    text: tuple[TextPart, ...],
    told: Told | None = None,
) -> MarkingPage:
    """The whole page."""
    assert recording.id is not None
    made = panel(db, site, recording, told)
    return MarkingPage(
        id=recording.id,
        hub=f"/ratsbuero/aufzeichnungen/{recording.id}",
        path=address(recording),
        meeting=meeting.name,
        organization=organization.name,
        start=meeting.start,
        language=recording.language,
        length=timecodes.clock(made.duration_ms),
        readable=made.duration_ms > 0,
        transcribed=bool(text),
        player=player(site, recording),
        choices=tuple(speakers.choices(db, meeting, site.settings.zone)),
        panel=made,
        text=text,
    )


def address(recording: Recording) -> str:
    """The page of a recording."""
    return f"/ratsbuero/aufzeichnungen/{recording.id}/markieren"


def player(site: Site, recording: Recording) -> InsidePlayer:
    """What can be played of the whole recording by now."""
    folder = inside.whole(site, recording)
    if folder is None:
        return InsidePlayer("", "", "", "", still_to_come=False)
    media = f"/ratsbuero/aufzeichnungen/{recording.id}/medien/"
    filmed = any((folder / name).is_dir() for name in ("main", "low"))
    return InsidePlayer(
        "video" if filmed else "audio",
        media + inside.PLAYLIST,
        media + "thumbs.vtt" if (folder / "thumbs.vtt").is_file() else "",
        media + "poster.jpg" if (folder / "poster.jpg").is_file() else "",
        still_to_come=recording.has_video and not filmed,
    )


def _marked(known: Marks, agenda: Sequence[AgendaItem]) -> list[MarkedItem]:
    public = {item.id: item.public for item in agenda}
    return [MarkedItem(one.start_ms, public.get(one.item_id, True)) for one in known.stretches]


def _item_row(item: AgendaItem, known: Marks, recording: Recording) -> ItemRow:
    starts = tuple(
        StartRow(one.id, one.start_ms, exact(one.start_ms), marks.tenths(one.start_ms))
        for one in known.stretches
        if one.item_id == item.id
    )
    missing = not item.public and not starts and item.state != ItemState.WITHDRAWN and not recording.public_part_only
    return ItemRow(item.id or 0, item.number, item.name, item.public, item.state, starts, missing)


def _cut_rows(known: Marks) -> tuple[CutRow, ...]:
    over = marks.overlapping(known.cuts)
    return tuple(
        CutRow(
            one.id, one.start_ms, one.end_ms, exact(one.start_ms), exact(one.end_ms), one.end_ms - one.start_ms, one.reason, one.id in over
        )
        for one in known.cuts
    )  # fmt: skip


def _agenda_row(start_ms: int, end_ms: int, known: Marks, agenda: Sequence[AgendaItem]) -> CutRow:
    secret = {item.id: item.number for item in agenda if not item.public}
    numbers = [
        secret[one.item_id] for one in known.stretches if one.item_id in secret and start_ms <= one.start_ms < end_ms
    ]
    label = ", ".join(f"TOP {number}" for number in dict.fromkeys(numbers))
    return CutRow(0, start_ms, end_ms, exact(start_ms), exact(end_ms), end_ms - start_ms, "", False, label)
