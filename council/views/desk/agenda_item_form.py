"""The form about an agenda item: what it shows, what comes back from it, and what may be wrong with that."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from council import amendments
from council.agendas import Item
from council.base import forms
from council.base.i18n import Language
from council.meetings import AgendaItem, Meeting

MOST_FIELDS = 20
FIELDS = {"number": "nummer", "name": "titel", "reference": "drucksache", "state": "stand"}


@dataclass(frozen=True)
class Place:
    """An item behind which a new one may stand."""

    value: int
    label: str


@dataclass(frozen=True)
class ItemPage:
    """The form about an item; a new one has no ``id``. ``seen``: what the form was opened with, to notice that somebody else changed it."""

    meeting_path: str
    meeting: str
    action: str
    id: int | None
    nummer: str = ""
    titel: str = ""
    oeffentlich: bool = False
    drucksache: str = ""
    stand: str = ""
    seen: str = ""
    places: tuple[Place, ...] = ()
    after: int = 0
    marked: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Entered:
    """What was entered. ``after``: the id of the item a new one shall stand behind; ``confirmed``: the question was answered."""

    item: Item
    after: int
    seen: str
    confirmed: bool


def shown(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    row: AgendaItem | None,
    entered: Entered | None,
    *,
    marked: bool,
    errors: dict[str, str],
    problem: str,
) -> ItemPage:
    """The form with an item as it is stored, or as it was entered."""
    item = entered.item if entered else _as_item(row)
    return ItemPage(
        meeting_path=amendments.path(meeting),
        meeting=meeting.name,
        action=path(meeting.id or 0, row.id if row else None),
        id=row.id if row else None,
        nummer=item.number,
        titel=item.name,
        oeffentlich=item.public,
        drucksache=item.reference,
        stand=item.state,
        seen=amendments.fingerprint(row) if row else "",
        places=tuple(Place(one.id or 0, f"{one.number} {one.name}"[:100]) for one in items),
        after=entered.after if entered else next((one.id or 0 for one in reversed(items)), 0),
        marked=marked,
        errors=errors,
        problem=problem,
    )


def path(meeting_id: int, item_id: int | None) -> str:
    """Where the form about an item is sent to."""
    return f"/ratsbuero/sitzungen/{meeting_id}/punkte/{item_id or 'neu'}"


def read(given: FormData) -> Entered:
    """What was entered."""
    number, name, reference, state = (
        forms.line(given, FIELDS[key]) for key in ("number", "name", "reference", "state")
    )
    after = forms.line(given, "nach")
    return Entered(
        Item(number, name, forms.line(given, "oeffentlich") == "ja", reference=reference, state=state),
        forms.number(after) or 0,
        forms.line(given, "gesehen"),
        forms.line(given, "bestaetigt") == "1",
    )


def problems(item: Item, language: Language) -> dict[str, str]:
    """What has to be changed, by field."""
    return {FIELDS[key]: language.gettext(text) for key, text in amendments.problems(item).items()}


def told(row: AgendaItem, language: Language) -> str:
    """An item in a sentence."""
    return f"{row.number} {row.name} ({language.gettext('öffentlich') if row.public else language.gettext('nichtöffentlich')})"


def _as_item(row: AgendaItem | None) -> Item:
    if row is None:
        return Item("", "", public=True)
    return Item(row.number, row.name, row.public, reference=row.reference, state=row.state)
