"""Changes of a meeting's agenda at the desk. What they make necessary for the meeting's recordings follows in the same transaction: a
public one is cut anew, and a change that could show what is not public is refused."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session, col, select

from council import agenda_matching, cuts, meetings, recordings
from council.agenda_drafts import LONGEST_NAME, LONGEST_REFERENCE
from council.agendas import MOST_ITEMS, Item
from council.base import audit, changes
from council.base.accounts import Account
from council.base.errors import ReadableError
from council.base.i18n import message
from council.base.site import Site
from council.media.timeline import Range
from council.meetings import AgendaItem, ItemState, Meeting, RemovedItem, Stretch
from council.recordings import Recording

LONGEST_NUMBER = 50

Recut = Callable[[Session, Recording, Site], None]


class AmendmentError(ReadableError):
    """The change cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Desk:
    """Who changes something. ``recut`` does what follows for a recording whose cuts changed, public or not: for its text, which the
    council does not know, and for what was composed of it."""

    site: Site
    account: Account
    recut: Recut


@dataclass(frozen=True)
class Taken:
    """What came of a newer agenda: how many items are new, how many were there already, how many were removed."""

    new: int
    known: int
    removed: int


def problems(item: Item) -> Mapping[str, str]:
    """What is wrong with an item as it was entered: German messages of the catalogue by field."""
    found = {}
    if not item.number:
        found["number"] = message("Die Nummer fehlt.")
    elif len(item.number) > LONGEST_NUMBER:
        found["number"] = message("Die Nummer ist zu lang (höchstens 50 Zeichen).")
    if not item.name:
        found["name"] = message("Der Titel fehlt.")
    elif len(item.name) > LONGEST_NAME:
        found["name"] = message("Der Titel ist zu lang (höchstens 1000 Zeichen).")
    if len(item.reference) > LONGEST_REFERENCE:
        found["reference"] = message("Die Angabe zur Drucksache ist zu lang (höchstens 200 Zeichen).")
    if item.state not in list(ItemState):
        found["state"] = message("Diesen Stand gibt es nicht.")
    return found


def fingerprint(row: AgendaItem) -> str:
    """Changes with everything of an item that can be edited."""
    seen = repr((row.number, row.name, row.public, str(row.state), row.reference))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def find(db: Session, meeting_id: int, item_id: int) -> AgendaItem | None:
    """An item of this meeting."""
    row = db.get(AgendaItem, item_id)
    return row if row is not None and row.meeting_id == meeting_id else None


def marked(db: Session, meeting_id: int) -> set[int]:
    """The ids of the items of which somebody has said where they are in a recording."""
    ids = select(Stretch.agenda_item_id).join(AgendaItem).where(AgendaItem.meeting_id == meeting_id).distinct()
    return set(db.exec(ids))


def in_use(db: Session, meeting_id: int) -> set[int]:
    """The ids of the items that cannot be removed: they are marked in a recording, or something else refers to them."""
    return marked(db, meeting_id) | meetings.linked_items(db, meeting_id)


def add(db: Session, desk: Desk, meeting: Meeting, item: Item, after: int | None) -> AgendaItem:
    """A new item behind the one with the id ``after``, or at the end. Raises AmendmentError."""
    with _amending(db, desk, meeting) as meeting_id:
        rows = list(meetings.items(db, meeting_id))
        _require_room(len(rows) + 1)
        row = meetings.new_item(meeting_id, 0, item)
        place = next((index for index, known in enumerate(rows, 1) if known.id == after), len(rows))
        rows.insert(place, row)
        _number_through(db, rows)
    note(db, desk, meeting, "Tagesordnungspunkt hinzugefügt", row)
    return row


def edit(db: Session, desk: Desk, meeting: Meeting, row: AgendaItem, item: Item) -> None:
    """Store what was entered for an item; its lasting link stays. Raises AmendmentError."""
    before = (row.public, row.state)
    with _amending(db, desk, meeting):
        row.number, row.name, row.public = item.number, item.name, item.public
        row.state, row.reference = item.state, item.reference
        db.add(row)
    changed = [
        said
        for said, is_so in (
            ("nun öffentlich", row.public and not before[0]),
            ("nun nichtöffentlich", before[0] and not row.public),
            ("abgesetzt", row.state == ItemState.WITHDRAWN != before[1]),
            ("vertagt", row.state == ItemState.ADJOURNED != before[1]),
        )
        if is_so
    ]
    note(db, desk, meeting, ", ".join(["Tagesordnungspunkt geändert", *changed]), row)


def move(db: Session, desk: Desk, meeting: Meeting, row: AgendaItem, by: int) -> int:
    """Move an item by so many places, as far as there are any; its place then, from 1."""
    with _amending(db, desk, meeting) as meeting_id:
        rows = list(meetings.items(db, meeting_id))
        before = next(index for index, known in enumerate(rows) if known.id == row.id)
        place = min(max(before + by, 0), len(rows) - 1)
        rows.insert(place, rows.pop(before))
        _number_through(db, rows)
    if place != before:
        note(db, desk, meeting, "Tagesordnungspunkt verschoben", row)
    return place + 1


def remove(db: Session, desk: Desk, meeting: Meeting, row: AgendaItem) -> None:
    """Take an item from the agenda; it can be restored until the next one is removed. Raises AmendmentError where it is marked in a
    recording, since there its time would become that of its neighbour, or where something else refers to it."""
    with _amending(db, desk, meeting) as meeting_id:
        if row.id in marked(db, meeting_id):
            raise AmendmentError(
                message(
                    "TOP %(number)s ist in einer Aufzeichnung markiert und kann nicht entfernt werden. Setzen Sie ihn auf „abgesetzt“, "
                    "oder entfernen Sie zuerst seine Marken in der Aufzeichnung."
                ),
                number=row.number,
            )
        if row.id in meetings.linked_items(db, meeting_id):
            raise AmendmentError(
                message(
                    "Eine Beteiligung bezieht sich auf TOP %(number)s; er kann nicht entfernt werden. Setzen Sie ihn auf „abgesetzt“, oder "
                    "lassen Sie zuerst den Bezug in der Beteiligung entfernen."
                ),
                number=row.number,
            )
        _forget_removed(db, meeting_id)
        db.add(RemovedItem(meeting_id=meeting_id, item=row.model_dump(mode="json")))
        db.delete(row)
    note(db, desk, meeting, "Tagesordnungspunkt entfernt", row)


def removed(db: Session, meeting_id: int) -> AgendaItem | None:
    """The item that was removed last, as it was; not stored."""
    kept = db.get(RemovedItem, meeting_id)
    return AgendaItem.model_validate(kept.item) if kept else None


def restore(db: Session, desk: Desk, meeting: Meeting) -> AgendaItem | None:
    """Put the item that was removed last back to its place, with its id and its lasting link. None where there is none."""
    assert meeting.id is not None
    row = removed(db, meeting.id)
    if row is None:
        return None
    with _amending(db, desk, meeting) as meeting_id:
        rows = list(meetings.items(db, meeting_id))
        _require_room(len(rows) + 1)
        if db.get(AgendaItem, row.id) is not None:  # SQLite gives the id of a removed last row to the next one
            row.id = None
        place = sum(known.position < row.position for known in rows)
        rows.insert(place, row)
        _number_through(db, rows)
        _forget_removed(db, meeting_id)
    note(db, desk, meeting, "Tagesordnungspunkt wiederhergestellt", row)
    return row


def take_over(db: Session, desk: Desk, meeting: Meeting, items: Sequence[Item], dropped: Collection[int] = ()) -> Taken:
    """Bring the agenda up to a newer one. An item that is known keeps its id, its marks and its lasting link, and stays non-public where
    it was; one that the newer agenda lacks stays at the end, unless its id is among ``dropped`` and it is not ``in_use``.

    Raises AmendmentError.
    """
    with _amending(db, desk, meeting) as meeting_id:
        known = list(meetings.items(db, meeting_id))
        matching = agenda_matching.match(known, items)
        needed = in_use(db, meeting_id)
        left = [known[index] for index in matching.left]
        kept = [row for row in left if row.id not in dropped or row.id in needed]
        _require_room(len(items) + len(kept))
        rows = [
            meetings.new_item(meeting_id, 0, item) if index is None else _brought_up(known[index], item)
            for item, index in zip(items, matching.known, strict=True)
        ]
        for row in left:
            if row not in kept:
                db.delete(row)
        _number_through(db, [*rows, *kept])
    taken = Taken(matching.known.count(None), len(items) - matching.known.count(None), len(left) - len(kept))
    told = f"{meeting.name}: {taken.new} neu, {taken.known} bekannt, {taken.removed} entfernt"
    audit.record(db, desk.account, "Tagesordnung übernommen", desk.site.clock(), subject=told, path=path(meeting))
    return taken


def note(db: Session, desk: Desk, meeting: Meeting, action: str, row: AgendaItem) -> None:
    """Tell the log what was done to an item; what is not public is not named there."""
    what = f"TOP {row.number} {row.name}" if row.public else f"TOP {row.number}"
    subject = f"{what[:300]} ({meeting.name[:150]})"
    audit.record(db, desk.account, action, desk.site.clock(), subject=subject, path=path(meeting))


def path(meeting: Meeting) -> str:
    """The meeting's page at the desk."""
    return f"/ratsbuero/sitzungen/{meeting.id}"


def _brought_up(row: AgendaItem, item: Item) -> AgendaItem:
    row.number, row.name, row.public = item.number, item.name, row.public and item.public
    row.reference = item.reference or row.reference
    row.state = item.state or row.state
    row.oparl_id = item.oparl_id or row.oparl_id
    return row


def _number_through(db: Session, rows: Sequence[AgendaItem]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position
        db.add(row)


def _forget_removed(db: Session, meeting_id: int) -> None:
    kept = db.get(RemovedItem, meeting_id)
    if kept is not None:
        db.delete(kept)
        db.flush()


def _require_room(count: int) -> None:
    if count > MOST_ITEMS:
        raise AmendmentError(message("Mehr als %(most)s Punkte kann eine Tagesordnung nicht haben."), most=MOST_ITEMS)


@dataclass(frozen=True)
class _Standing:
    """What of a recording is hidden, and which non-public items have no time in it."""

    hidden: Sequence[Range]
    untimed: frozenset[int]


def lock(db: Session, meeting: Meeting) -> None:
    """Keep others from changing the agenda until the transaction ends: what is read of it from here on stays so. Two who change the same
    agenda do so one after the other; what only refers to it goes on."""
    db.refresh(meeting, with_for_update={"key_share": True})


@contextmanager
def _amending(db: Session, desk: Desk, meeting: Meeting) -> Iterator[int]:
    """Change the agenda within; the recordings are locked before, and follow after. Yields the meeting's id."""
    assert meeting.id is not None
    lock(db, meeting)
    made = db.exec(select(Recording).where(Recording.meeting_id == meeting.id).order_by(col(Recording.id))).all()
    for recording in made:
        recordings.lock(db, recording)
    before = {recording.id: _standing(db, recording) for recording in made}
    yield meeting.id
    db.flush()
    for recording in made:
        _follow(db, desk, recording, before[recording.id])
    if any(recording.published_at is not None for recording in made):
        changes.record(db, meetings.KIND, meeting.id, desk.site.clock())


def _standing(db: Session, recording: Recording) -> _Standing:
    assert recording.id is not None
    open_items = [] if recording.public_part_only else meetings.untimed(db, recording.meeting_id, recording.id)
    hidden = cuts.hidden(db, recording.id, recording.duration_ms)
    return _Standing(hidden, frozenset(row.id for row in open_items if row.id is not None))


def _follow(db: Session, desk: Desk, recording: Recording, before: _Standing) -> None:
    after, public = _standing(db, recording), recording.published_at is not None
    if public and (uncut := after.untimed - before.untimed):
        row = db.get_one(AgendaItem, min(uncut))
        raise AmendmentError(
            message(
                "TOP %(number)s wäre nichtöffentlich, aber in der öffentlichen Aufzeichnung ist nicht markiert, wo er beginnt; so kann er "
                "nicht herausgeschnitten werden. Markieren Sie dort zuerst seinen Beginn, oder ziehen Sie die Aufzeichnung zuerst zurück. "
                "Es wurde nichts geändert."
            ),
            number=row.number,
        )
    if after.hidden != before.hidden:
        desk.recut(db, recording, desk.site)
    elif public:
        recordings.text_changed(db, recording, desk.site.clock())
