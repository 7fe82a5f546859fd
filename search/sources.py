"""All that is searched, source by source: what the public may read of it now, as documents.

A kind of source is a ``Provider`` in the list below. What is found besides one day gets one of its own, and a loader in ``search.moments``
for each kind of its documents.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from council import meetings, published, recordings
from council.base import changes
from council.base.changes import Change
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Organization
from council.recordings import Recording, text_is_public
from participation.processes import CHANGE_KIND as PROCESS_KIND
from search import ideas, lexicon, processes, texts, utterances
from search.documents import IDEA, ITEM, MEETING, PAPER, PROCESS, SEGMENT, Document, Source, exact_of, terms_of
from search.german import Token, analyse
from search.lexicon import Lexicon
from search.timelines import Mark, Timeline, first_moments, timelines
from search.utterances import Utterance
from transcription.transcripts import Segment

_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_]{3,40}(?![^\W_])")


@dataclass(frozen=True)
class Content:
    """What a source has now; nothing where nothing of it is public. ``words`` are written as in the texts, for the vocabulary. ``change``
    is the newest there was when it was read."""

    documents: list[Document] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    change: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Provider:
    """A kind of source. ``everything``: the numbers of all that have anything public. ``touched``: by the kind of a change, the numbers of
    the sources that it may have changed, from the number of its subject."""

    everything: Callable[[Session], Sequence[int]]
    content: Callable[[Site, Source], Content]
    touched: Mapping[str, Callable[[Session, int], Sequence[int]]]


def touched(db: Session, change: Change) -> list[Source]:
    """Whose documents a change may have changed; none for changes of what is not searched."""
    return [
        Source(kind, number)
        for kind, provider in PROVIDERS.items()
        if change.kind in provider.touched
        for number in provider.touched[change.kind](db, change.subject_id)
    ]


def everything(db: Session) -> list[Source]:
    """All sources of which anything is public."""
    return [Source(kind, number) for kind, provider in PROVIDERS.items() for number in provider.everything(db)]


def content(site: Site, source: Source) -> Content:
    """What the public may read of a source now. The transaction ends before the texts are analysed."""
    with site.database.reading() as db:
        change = changes.latest(db)  # before it is read: whatever changes from here on has a later one
    return replace(PROVIDERS[source.kind].content(site, source), change=change)


def may_hide(change: Change) -> bool:
    """Whether something that was public may be so no more with a change: it was cut, withdrawn or deleted, or an agenda or
    a survey changed."""
    return change.kind in (recordings.EDITION_KIND, meetings.KIND, PROCESS_KIND)


@dataclass(frozen=True, slots=True)
class _Held:
    """The meeting that the documents of a source belong to."""

    source: Source
    meeting_id: int
    organization_id: int
    year: int
    day: int

    def document(self, kind: str, number: int, start_ms: int, tokens: Sequence[Token], **rest: Any) -> Document:
        """A document of it. ``rest``: who speaks, and about what."""
        return Document(
            kind=kind,
            number=number,
            source=self.source,
            meeting_id=self.meeting_id,
            organization_id=self.organization_id,
            year=self.year,
            day=self.day,
            start_ms=start_ms,
            terms=terms_of(tokens),
            exact=exact_of(tokens),
            **rest,
        )


@dataclass(frozen=True, slots=True)
class _Matter:
    """A text that nobody said, and the number and the title of the agenda item it belongs to."""

    kind: str
    number: int
    text: str
    start_ms: int = 0
    item: tuple[str, str] = ("", "")


def _speech(site: Site, source: Source) -> Content:
    """What was said in a recording."""
    with site.database.reading() as db:
        meeting = db.exec(
            select_rows(Meeting).join(Recording).where(Recording.id == source.number, text_is_public())
        ).first()
        if meeting is None:
            return Content()
        held = _held(site, source, meeting)
        timeline = timelines(db, [source.number])[source.number]
        said = utterances.public(db, _spoken(db, source.number), {source.number: timeline.hidden})
    return _of_speech(held, timeline, said, lexicon.of(site))


def _spoken(db: Session, recording_id: int) -> Iterable[Any]:
    wanted = utterances.columns().where(col(Segment.recording_id) == recording_id)
    return db.execute(wanted.order_by(col(Segment.start_ms), col(Segment.position)))


def _of_speech(held: _Held, timeline: Timeline, said: Iterable[Utterance], known: Lexicon) -> Content:
    @cache
    def speaker_words(label: str) -> tuple[str, ...]:
        return texts.speaker_words(label, known)

    @cache
    def item_words(items: tuple[Mark, ...]) -> tuple[str, ...]:
        words = (word for item in items for word in texts.item_words(item.number, item.name, known))
        return tuple(dict.fromkeys(words))

    found, read = Content(), list[str]()
    for utterance in said:
        tokens = analyse(utterance.text, known)
        if not tokens:
            continue
        speaker = utterance.speaker or ""
        found.documents.append(
            held.document(
                SEGMENT,
                utterance.id,
                utterance.start_ms,
                tokens,
                speaker=speaker,
                speaker_words=speaker_words(speaker),
                item_words=item_words(tuple(timeline.items_at(utterance.start_ms))),
            )
        )
        read.append(utterance.text)
    found.words.update(written("\n".join(read)))
    return found


def _agenda(site: Site, source: Source) -> Content:
    """A meeting itself, the public items of its agenda, and their papers."""
    with site.database.reading() as db:
        known = published.meeting(db, source.number)
        if known is None:
            return Content()
        held = _held(site, source, known[0])
        matters = _matters(db, site, *known)
    return _of_matters(held, matters, lexicon.of(site))


def _matters(db: Session, site: Site, meeting: Meeting, organization: Organization) -> list[_Matter]:
    meeting_id = meeting.id or 0
    itself = texts.of_meeting(meeting.name, organization.name, meeting.location, meeting.start, site.settings.zone)
    found = [_Matter(MEETING, meeting_id, itself)]
    first = first_moments(db, [meeting_id])
    for row in meetings.items(db, meeting_id):
        if not row.public:
            continue
        start_ms = first[row.id].start_ms if row.id in first else 0
        item = (row.number, row.name)
        found.append(_Matter(ITEM, row.id or 0, texts.of_item(*item, row.reference), start_ms, item))
        if row.reference:
            found.append(_Matter(PAPER, row.id or 0, texts.of_paper(row.reference, row.name), start_ms, item))
    return found


def _of_matters(held: _Held, matters: Iterable[_Matter], known: Lexicon) -> Content:
    found = Content()
    for matter in matters:
        tokens = analyse(matter.text, known)
        if not tokens:
            continue
        found.documents.append(
            held.document(
                matter.kind,
                matter.number,
                matter.start_ms,
                tokens,
                item_words=texts.item_words(*matter.item, known),
            )
        )
        if matter.kind != PAPER:  # its words are the item's
            found.words.update(written(matter.text))
    return found


def _asked(site: Site, source: Source) -> Content:
    """A survey or a collection of ideas, and its ideas. No meeting has them; their day is that on which it opens."""
    with site.database.reading() as db:
        known = next(iter(processes.public(db, [source.number])), None)
        proposed = ideas.of_process(db, source.number) if known else []
    found = Content()
    if known is None:
        return found
    day = known.opens_at.astimezone(site.settings.zone).date()
    for kind, number, text in ((PROCESS, known.id, known.text), *((IDEA, one.id, one.text) for one in proposed)):
        tokens = analyse(text, lexicon.of(site))
        if not tokens:
            continue
        found.documents.append(
            Document(
                kind=kind,
                number=number,
                source=source,
                meeting_id=None,
                organization_id=None,
                year=day.year,
                day=day.toordinal(),
                start_ms=0,
                terms=terms_of(tokens),
                exact=exact_of(tokens),
            )
        )
        found.words.update(written(text))
    return found


def written(text: str) -> list[str]:
    """The words of a text as they stand there: letters alone, 3 to 40 of them."""
    return _LETTERS.findall(text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text))


def _held(site: Site, source: Source, meeting: Meeting) -> _Held:
    day = meeting.start.astimezone(site.settings.zone).date()
    return _Held(source, meeting.id or 0, meeting.organization_id, day.year, day.toordinal())


def _itself(_: Session, number: int) -> list[int]:
    return [number]


def _meeting_of(db: Session, recording_id: int) -> Sequence[int]:
    """A recording that was deleted tells of its meeting by a change of its own."""
    return db.execute(select(col(Recording.meeting_id)).where(col(Recording.id) == recording_id)).scalars().all()


def _readable(db: Session) -> Sequence[int]:
    return db.execute(select(col(Recording.id)).where(text_is_public()).order_by(col(Recording.id))).scalars().all()


def _known(db: Session) -> Sequence[int]:
    return db.execute(select(col(Meeting.id)).where(published.is_public()).order_by(col(Meeting.id))).scalars().all()


PROVIDERS = {
    recordings.KIND: Provider(_readable, _speech, {recordings.KIND: _itself, recordings.EDITION_KIND: _itself}),
    meetings.KIND: Provider(
        _known,
        _agenda,
        {recordings.KIND: _meeting_of, recordings.EDITION_KIND: _meeting_of, meetings.KIND: _itself},
    ),
    PROCESS_KIND: Provider(processes.everything, _asked, {PROCESS_KIND: _itself}),
}
