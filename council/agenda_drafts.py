"""An item of a pasted agenda on its way from lines to a title, papers, a state, and whether it is public. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from council import agenda_lines, paper_numbers
from council.agenda_lines import Part, Start
from council.agendas import Item
from council.base.i18n import message
from council.meetings import ItemState

LONGEST_NAME = 1000
LONGEST_REFERENCE = 200
NAMELESS = "Nichtöffentlicher Tagesordnungspunkt"


class Doubt(StrEnum):
    """Why an item should be looked at before it is stored."""

    UNMARKED = "unmarked"
    CONTRADICTION = "contradiction"
    MENTION = "mention"
    NO_NAME = "no-name"
    SHORTENED = "shortened"
    DOUBLE = "double"
    STATE = "state"


TOLD = {
    Doubt.UNMARKED: message("Der Text sagt nicht, ob dieser Punkt öffentlich ist."),
    Doubt.CONTRADICTION: message("Nummer, Titel und Abschnitt sagen Verschiedenes darüber, ob er öffentlich ist."),
    Doubt.MENTION: message("Im Titel steht „nichtöffentlich“."),
    Doubt.NO_NAME: message("Der Titel fehlt."),
    Doubt.SHORTENED: message("Der Titel war zu lang und ist gekürzt."),
    Doubt.DOUBLE: message("Diese Nummer steht mehrmals im Text."),
    Doubt.STATE: message("Das letzte Wort wurde als Stand gelesen, nicht als Teil des Titels."),
}


@dataclass(frozen=True)
class ReadItem:
    """An item with the numbers of the lines it was read from, counted from 1."""

    item: Item
    lines: tuple[int, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass
class Draft:
    """An item while its lines are being gathered."""

    start: Start
    section: Part
    lines: list[int]
    pieces: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    state: ItemState = ItemState.PLANNED
    called_non_public: bool = False

    def take(self, text: str) -> None:
        """Sort what stands in a line or cell into the item."""
        numbers, state = paper_numbers.only(text), agenda_lines.only_state(text)
        self.called_non_public |= agenda_lines.is_called_non_public(text)
        if numbers:
            self.references += numbers
        elif state is not None:
            self.state = state
        else:
            self.pieces.append(text)


def part_of(own: Part, section: Part) -> Part:
    """What number and section say together."""
    if own is Part.UNKNOWN:
        return section
    if own is Part.PUBLIC and section is Part.NON_PUBLIC:
        return Part.DOUBTFUL
    return own


def finished(draft: Draft) -> ReadItem:
    """The item that a draft's lines make."""
    name, state, sure = _named(_joined(draft.pieces), draft.state)
    references = list(dict.fromkeys([*draft.references, *paper_numbers.find(name)]))
    name = paper_numbers.without(name)
    doubts = [] if sure else [Doubt.STATE]
    public, doubt = _judged(draft, name)
    doubts += [doubt] if doubt else []
    if not name and draft.start.part is Part.NON_PUBLIC:
        name = NAMELESS
    elif not name:
        doubts.append(Doubt.NO_NAME)
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rstrip()
        doubts.append(Doubt.SHORTENED)
    item = Item(draft.start.number, name, public, reference=_listed(references), state=state)
    return ReadItem(item, tuple(draft.lines), tuple(doubts))


def _named(name: str, state: ItemState) -> tuple[str, ItemState, bool]:
    """A title without its state, the state, and whether that is sure."""
    name, apart = agenda_lines.split_state(name)
    if apart is not None or state is not ItemState.PLANNED:
        return name, apart or state, True
    last = agenda_lines.last_state(name)
    return (name, ItemState.PLANNED, True) if last is None else (name.rpartition(" ")[0], last, False)


def _judged(draft: Draft, name: str) -> tuple[bool, Doubt | None]:
    """Whether an item is public, and why that should be looked at. Only what says so clearly is."""
    part = part_of(draft.start.part, draft.section)
    if part is Part.NON_PUBLIC:
        return False, None
    if part is Part.UNKNOWN:
        return False, Doubt.UNMARKED
    if part is Part.DOUBTFUL or draft.called_non_public:
        return False, Doubt.CONTRADICTION
    if draft.start.part is Part.UNKNOWN and agenda_lines.mentions_non_public(name):
        return False, Doubt.MENTION
    return True, None


def _joined(pieces: Sequence[str]) -> str:
    """A title out of its lines; words divided at the end of a line are put together."""
    name = ""
    for piece in pieces:
        divided = re.search(r"[^\W\d_]-$", name) is not None
        if divided and piece[:1].islower() and not re.match(r"(?:und|oder|bzw)\b", piece):
            name = name[:-1] + piece
        elif divided and piece[:1].isupper():
            name += piece
        else:
            name = f"{name} {piece}".strip()
    return " ".join(name.split())


def _listed(references: Sequence[str]) -> str:
    listed = ""
    for reference in references:
        longer = f"{listed}, {reference}" if listed else reference
        listed = longer if len(longer) <= LONGEST_REFERENCE else listed
    return listed
