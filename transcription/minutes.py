"""A working aid for whoever writes the minutes: the agenda, what was said to each item and when, and room for decision and vote.

Pure. It is a German document in every language of the site, since the minutes are. Times are the clock's where somebody said when a
recording begins, else those of the recording.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from council.media.timeline import Range
from council.meetings import ItemState

MOST_WORDS = 120  # in a paragraph
MARKED_AS = "Arbeitshilfe aus der Aufzeichnung – keine Niederschrift"
CONFIDENTIAL = "VERTRAULICH: enthält nichtöffentliche Teile"
BEFORE = "Ohne Zuordnung zu einem Tagesordnungspunkt"
STATES = {ItemState.WITHDRAWN: "abgesetzt", ItemState.ADJOURNED: "vertagt"}


@dataclass(frozen=True)
class Entry:
    """An item of the agenda that may stand in the document."""

    id: int
    number: str
    name: str
    reference: str = ""
    state: str = ItemState.PLANNED
    public: bool = True


@dataclass(frozen=True)
class Spoken:
    """An utterance that may stand in the document."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None
    checked: bool = False


@dataclass(frozen=True)
class Part:
    """One recording of the meeting. ``marks`` are the beginnings of stretches in order, by the item's id; ``left_out`` are ranges whose
    text is not in here. ``begins_at``: the clock's time of its first moment, in the town's zone."""

    marks: tuple[tuple[int, int], ...] = ()  # (start_ms, item id)
    said: tuple[Spoken, ...] = ()
    left_out: tuple[Range, ...] = ()
    duration_ms: int = 0
    begins_at: datetime | None = None


@dataclass(frozen=True)
class Meeting:
    """What the head of the document says. ``start`` is in the town's zone."""

    town: str
    name: str
    organization: str
    start: datetime
    location: str = ""
    confidential: bool = False
    has_secret_items: bool = False
    written_by: tuple[str, ...] = ()  # the engines and models


@dataclass(frozen=True)
class Paragraph:
    """What one person said without a break, and when it begins."""

    time: str
    speaker: str
    text: str
    checked: bool = True


@dataclass(frozen=True)
class Gap:
    """A note that something is left out here."""

    text: str


@dataclass(frozen=True)
class Passage:
    """One stretch of an item. ``heading`` says when, and in which recording; ``note`` where its text stands if not here."""

    heading: str
    note: str = ""
    content: tuple[Paragraph | Gap, ...] = ()


@dataclass(frozen=True)
class Section:
    """An item with all its passages. Without number: what was said outside of all items."""

    number: str
    title: str
    reference: str = ""
    state: str = ""
    public: bool = True
    begin: str = ""
    passages: tuple[Passage, ...] = ()

    @property
    def heading(self) -> str:
        heading = f"TOP {self.number}: {self.title}" if self.number else self.title
        return heading if self.public else f"{heading} (nichtöffentlich)"

    @property
    def decides(self) -> bool:
        """Whether there may be a decision, and thus the fields for it."""
        return bool(self.number) and self.state != STATES[ItemState.WITHDRAWN]


@dataclass(frozen=True)
class Minutes:
    """The whole document."""

    meeting: Meeting
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def marked_as(self) -> str:
        """What stands at the head of every page."""
        return f"{MARKED_AS} · {CONFIDENTIAL}" if self.meeting.confidential else MARKED_AS


@dataclass
class _Stretch:
    """Where an item is dealt with in a part, while its text is gathered."""

    part: int
    start_ms: int
    end_ms: int
    items: list[int]
    content: list[tuple[int, Spoken | Range]] = field(default_factory=list)


def compose(meeting: Meeting, agenda: Sequence[Entry], parts: Sequence[Part]) -> Minutes:
    """The document for a meeting. Stretches of items that are not in ``agenda`` are left out with all that is said in them."""
    stretches = [stretch for number, part in enumerate(parts) for stretch in _stretches(number, part, agenda)]
    loose = [stretch for stretch in stretches if not stretch.items and stretch.content]
    sections = [
        *([Section("", BEFORE, passages=tuple(_passage(one, parts, "") for one in loose))] if loose else []),
        *(_section(entry, stretches, agenda, parts) for entry in agenda),
    ]
    return Minutes(meeting, _facts(meeting, parts), _notes(meeting, parts), tuple(sections))


def _stretches(number: int, part: Part, agenda: Sequence[Entry]) -> list[_Stretch]:
    """A part divided at its marks, with what is said in each piece; pieces of items that may not be named are left out."""
    listed = [entry.id for entry in agenda]
    starts = sorted({0, *(start for start, _ in part.marks)})
    end_ms = max([part.duration_ms, starts[-1], *(spoken.end_ms for spoken in part.said)]) + 1
    pieces = []
    for start, end in zip(starts, [*starts[1:], end_ms], strict=True):
        called = {item for at, item in part.marks if at == start}
        if called and not called & set(listed):
            continue
        pieces.append(_Stretch(number, start, end, [item for item in listed if item in called]))
    for spoken in part.said:
        middle = (spoken.start_ms + spoken.end_ms) // 2
        piece = _at(pieces, middle) or _at(pieces, spoken.start_ms)
        if piece is not None:
            piece.content.append((spoken.start_ms, spoken))
    for piece in pieces:
        cut = [(max(start, piece.start_ms), min(end, piece.end_ms)) for start, end in part.left_out]
        piece.content += [(start, (start, end)) for start, end in cut if start < end]
        piece.content.sort(key=lambda entry: entry[0])
    return pieces


def _at(pieces: Iterable[_Stretch], moment_ms: int) -> _Stretch | None:
    return next((piece for piece in pieces if piece.start_ms <= moment_ms < piece.end_ms), None)


def _section(entry: Entry, stretches: Sequence[_Stretch], agenda: Sequence[Entry], parts: Sequence[Part]) -> Section:
    own = [stretch for stretch in stretches if entry.id in stretch.items]
    numbers = {one.id: one.number for one in agenda}
    return Section(
        number=entry.number,
        title=entry.name,
        reference=entry.reference,
        state=STATES.get(ItemState(entry.state), ""),
        public=entry.public,
        begin=", ".join(_when(stretch, parts) for stretch in own),
        passages=tuple(
            _passage(stretch, parts, "" if stretch.items[0] == entry.id else numbers[stretch.items[0]])
            for stretch in own
        ),
    )


def _passage(stretch: _Stretch, parts: Sequence[Part], told_with: str) -> Passage:
    heading = f"Ab {_when(stretch, parts)}"
    if told_with:
        return Passage(heading, f"Gemeinsam mit TOP {told_with} aufgerufen; was gesagt wurde, steht dort.")
    if not stretch.content:
        return Passage(heading, "Dazu liegt kein Text vor.")
    return Passage(heading, "", tuple(_content(stretch.content, parts[stretch.part])))


def _content(entries: Sequence[tuple[int, Spoken | Range]], part: Part) -> Iterable[Paragraph | Gap]:
    """Utterances joined to paragraphs as long as the same person speaks and the same is known of the text."""
    joined: list[Spoken] = []
    for _, entry in entries:
        if joined and not (isinstance(entry, Spoken) and _continues(joined, entry)):
            yield _paragraph(joined, part)
            joined = []
        if isinstance(entry, Spoken):
            joined.append(entry)
        else:
            start, end = entry
            yield Gap(f"[Ausgelassen: {_time(part, start)} bis {_time(part, min(end, part.duration_ms))}]")
    if joined:
        yield _paragraph(joined, part)


def _continues(joined: Sequence[Spoken], following: Spoken) -> bool:
    words = sum(len(spoken.text.split()) for spoken in (*joined, following))
    same = joined[0].speaker == following.speaker and joined[0].checked == following.checked
    return same and words <= MOST_WORDS


def _paragraph(joined: Sequence[Spoken], part: Part) -> Paragraph:
    text = " ".join(spoken.text for spoken in joined)
    return Paragraph(_time(part, joined[0].start_ms), joined[0].speaker or "", text, joined[0].checked)


def _when(stretch: _Stretch, parts: Sequence[Part]) -> str:
    part = parts[stretch.part]
    when = _time(part, stretch.start_ms) + (" Uhr" if part.begins_at else "")
    return f"{when} (Aufzeichnung {stretch.part + 1})" if len(parts) > 1 else when


def _time(part: Part, moment_ms: int) -> str:
    """'18:04:12' by the clock, or '0:04:12' in the recording."""
    if part.begins_at is not None:
        return f"{part.begins_at + timedelta(milliseconds=moment_ms):%H:%M:%S}"
    minutes, seconds = divmod(moment_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _facts(meeting: Meeting, parts: Sequence[Part]) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Gremium", meeting.organization),
        ("Sitzung", meeting.name),
        ("Tag", f"{meeting.start:%d.%m.%Y}"),
        ("Beginn laut Einladung", f"{meeting.start:%H:%M} Uhr"),
        ("Ort", meeting.location),
    ]
    for number, part in enumerate(parts, 1):
        label = f"Aufzeichnung {number}" if len(parts) > 1 else "Aufzeichnung"
        length = _time(Part(), part.duration_ms)
        if part.begins_at is None:
            facts.append((label, f"{length} lang"))
        else:
            first, last = _time(part, 0), _time(part, part.duration_ms)
            facts.append((label, f"von {first} Uhr bis {last} Uhr ({length} lang)"))
    return tuple((name, value) for name, value in facts if value)


def _notes(meeting: Meeting, parts: Sequence[Part]) -> tuple[str, ...]:
    said = [spoken for part in parts for spoken in part.said]
    checked = sum(spoken.checked for spoken in said)
    notes = [
        "Dieses Dokument hilft beim Schreiben der Niederschrift. Es ist keine Niederschrift und ersetzt sie nicht."
    ]
    if said:
        by = ", ".join(meeting.written_by)
        notes.append(
            f"Der Text wurde von einer Software geschrieben{f' ({by})' if by else ''} und kann Fehler enthalten. Von einem Menschen "
            f"geprüft: {checked * 100 // len(said)} %. Ungeprüfte Absätze sind gekennzeichnet."
        )
    else:
        notes.append("Zu dieser Sitzung liegt noch kein Text vor.")
    if not any(part.begins_at for part in parts):
        notes.append("Die Zeiten zählen vom Anfang der Aufzeichnung an.")
    if meeting.confidential:
        notes.append(
            "Dieses Dokument enthält nichtöffentliche Teile, soweit ihr Text noch vorhanden ist. Bitte vertraulich behandeln."
        )
    elif meeting.has_secret_items:
        notes.append("Der nichtöffentliche Teil ist nicht enthalten.")
    return tuple(notes)
