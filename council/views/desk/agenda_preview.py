"""What was read of an agenda, as a table to correct before anything is stored: what it shows, and what comes back from it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from council import agenda_lines, agenda_matching, agenda_text, amendments, meetings
from council.agenda_drafts import TOLD, Doubt, ReadItem
from council.agenda_text import Line
from council.agendas import MOST_ITEMS, Item
from council.base import forms
from council.base.i18n import Language
from council.views.desk.agenda_item_form import FIELDS
from council.views.desk.meeting_form import Facts

LARGEST_BODY = 4_000_000  # 500 rows with long titles, and the text they came from
MOST_FIELDS = 8 * MOST_ITEMS + 100
COLUMNS = ("nummer", "titel", "oeffentlich", "drucksache", "stand", "zweifel", "quelle")


@dataclass(frozen=True)
class Row:
    """A row of the table, its ``place`` from 1. ``before``: the title that the item it replaces has; ``stays_hidden``: that item is not
    public and stays so. ``doubts`` are why it should be looked at."""

    place: int
    item: Item
    skipped: bool = False
    doubts: tuple[Doubt, ...] = ()
    told: tuple[str, ...] = ()
    before: str = ""
    stays_hidden: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Left:
    """An item of the present agenda that the newer one lacks. It cannot be removed where it is ``marked`` in a recording, or ``linked``: a
    process of participation refers to it."""

    id: int
    number: str
    name: str
    marked: bool
    linked: bool
    ticked: bool


@dataclass(frozen=True)
class PreviewPage:
    """The table. ``facts`` are there for a meeting that is not stored yet; ``text`` is what was pasted. ``hidden`` fields go along."""

    meeting: str
    back: str
    action: str
    read_again: str
    rows: tuple[Row, ...]
    left: tuple[Left, ...]
    public: int
    looked_for: int
    unmarked: int
    headings: tuple[Line, ...] = ()
    unread: tuple[Line, ...] = ()
    too_many: bool = False
    text: str = ""
    facts: Facts | None = None
    bodies: tuple[str, ...] = ()
    fact_errors: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    people: int = 0
    take_people: bool = True
    problem: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def rows_of(read: Sequence[ReadItem]) -> list[Row]:
    """The rows of what was just read."""
    return [Row(place, one.item, doubts=one.doubts) for place, one in enumerate(read, 1)]


def entered(given: FormData) -> list[Row]:
    """The rows as they came back, those to be left out included."""
    columns = [forms.lines(given, name) for name in COLUMNS]
    if len({len(column) for column in columns}) != 1:
        raise HTTPException(400)
    skipped = set(forms.lines(given, "weg"))
    return [
        Row(
            place,
            Item(number, name, public == "ja", reference=reference, state=state, oparl_id=source[:500] or None),
            str(place) in skipped,
            tuple(Doubt(doubt) for doubt in doubts.split() if doubt in list(Doubt)),
        )
        for place, (number, name, public, reference, state, doubts, source) in enumerate(zip(*columns, strict=True), 1)
    ]


def ticked(given: FormData) -> set[int]:
    """The ids of present items that shall be removed."""
    return {int(one) for one in forms.lines(given, "entfernen") if one.isascii() and one.isdecimal() and len(one) < 10}


def all_public(rows: Sequence[Row]) -> list[Row]:
    """The rows of which the text did not say whether they are public, now public, but for those numbered as N."""
    return [
        replace(
            row, item=replace(row.item, public=True), doubts=tuple(one for one in row.doubts if one != Doubt.UNMARKED)
        )
        if Doubt.UNMARKED in row.doubts and not agenda_lines.is_numbered_non_public(row.item.number)
        else row
        for row in rows
    ]


def items_of(rows: Sequence[Row]) -> list[Item]:
    """What shall be stored."""
    return [row.item for row in rows if not row.skipped]


def checked(rows: Sequence[Row], language: Language) -> list[Row]:
    """The rows with what has to be changed before they can be stored."""
    _ = language.gettext
    counts = Counter((row.item.number, row.item.name) for row in rows if not row.skipped)
    found = []
    for row in rows:
        item = row.item
        errors = {} if row.skipped else {FIELDS[key]: _(text) for key, text in amendments.problems(item).items()}
        if not row.skipped and item.public and agenda_lines.is_numbered_non_public(item.number):
            errors["oeffentlich"] = _("Mit dieser Nummer ist der Punkt nichtöffentlich.")
        if not errors and counts[item.number, item.name] > 1 and not row.skipped:
            errors["nummer"] = _("Nummer und Titel stehen zweimal da.")
        found.append(replace(row, errors=errors))
    return found


def compared(
    db: Session, meeting_id: int | None, rows: Sequence[Row], dropped: Collection[int], language: Language
) -> tuple[tuple[Row, ...], tuple[Left, ...]]:
    """The rows beside the items they would replace, and the present items that none replaces."""
    known = list(meetings.items(db, meeting_id)) if meeting_id is not None else []
    marked = amendments.marked(db, meeting_id) if meeting_id is not None else set()
    linked = meetings.linked_items(db, meeting_id) if meeting_id is not None else set()
    taken = [row for row in rows if not row.skipped]
    matching = agenda_matching.match(known, [row.item for row in taken])
    same = {row.place: known[index] for row, index in zip(taken, matching.known, strict=True) if index is not None}
    shown = []
    for row in rows:
        before = same.get(row.place)
        told = tuple(language.gettext(TOLD[doubt]) for doubt in row.doubts)
        other_name = before.name if before is not None and before.name != row.item.name else ""
        stays_hidden = before is not None and not before.public and row.item.public
        shown.append(replace(row, told=told, before=other_name, stays_hidden=stays_hidden))
    left = (known[index] for index in matching.left)
    return tuple(shown), tuple(
        Left(
            id=one.id or 0,
            number=one.number,
            name=one.name,
            marked=one.id in marked,
            linked=one.id in linked,
            ticked=one.id in dropped and one.id not in marked | linked,
        )
        for one in left
    )


def page(
    meeting: str,
    path: str,
    rows: Sequence[Row],
    left: Sequence[Left],
    text: str = "",
    *,
    language: Language,
    problem: str = "",
) -> PreviewPage:
    """The table of a pasted text, on its way into a meeting at ``path``."""
    read = agenda_text.parse(text)
    return PreviewPage(
        meeting=meeting,
        back=path,
        action=f"{path}/tagesordnung/uebernehmen",
        read_again=f"{path}/tagesordnung",
        rows=tuple(rows),
        left=tuple(left),
        public=sum(row.item.public for row in rows),
        looked_for=sum(bool(row.doubts) for row in rows),
        unmarked=sum(Doubt.UNMARKED in row.doubts for row in rows),
        headings=read.headings,
        unread=read.unread,
        too_many=read.too_many,
        text=text,
        problem=problem,
        errors=row_errors(rows, language),
    )


def row_errors(rows: Sequence[Row], language: Language) -> dict[str, str]:
    """What is wrong, by the field it leads to."""
    _ = language.gettext
    return {
        f"{name}-{row.place}": _("Zeile %(place)s: %(problem)s") % {"place": row.place, "problem": problem}
        for row in rows
        for name, problem in row.errors.items()
    }
