"""The time line of the marking page: items, cuts over them, and below who speaks. Times are integer milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from council.marks import Marks
from council.media.timeline import Range, merged
from council.meetings import AgendaItem
from transcription.speakers import Spoken
from transcription.views.media import percent

PIXELS = 800  # what a line on a screen has, or a little less


@dataclass(frozen=True)
class Place:
    """A range on the time line. ``x`` and ``width`` are percentages as SVG takes them."""

    start_ms: int
    end_ms: int
    x: str
    width: str
    label: str
    kind: str


def places(
    known: Marks, agenda: Sequence[AgendaItem], by_agenda: Sequence[Range], duration_ms: int
) -> tuple[Place, ...]:
    """Items, then what is cut over them."""
    names = {item.id: f"TOP {item.number} {item.name}" for item in agenda}
    starts = sorted({one.start_ms for one in known.stretches})
    ends = dict(zip(starts, [*starts[1:], duration_ms], strict=False))
    made = [
        _place(one.start_ms, ends[one.start_ms], duration_ms, names.get(one.item_id, ""), "item")
        for one in known.stretches
    ]
    made += [_place(start, end, duration_ms, "", "agenda") for start, end in by_agenda]
    return (*made, *(_place(one.start_ms, one.end_ms, duration_ms, "", "cut") for one in known.cuts))


def voices(
    needing: Sequence[Range], left: Sequence[Range], spoken: Sequence[Spoken], duration_ms: int
) -> tuple[Place, ...]:
    """Where it is known who speaks, where a consent is needed, and where it is missing."""
    named = merged((turn.start_ms, turn.end_ms) for turn in _without_pauses(spoken) if turn.speaker)
    kinds = (("named", named), ("needing", needing), ("missing", left))
    return tuple(
        _place(start, end, duration_ms, "", kind)
        for kind, ranges in kinds
        for start, end in _drawn(ranges, duration_ms)
    )


def _drawn(ranges: Sequence[Range], duration_ms: int) -> list[Range]:
    """The ranges as a line of some hundred pixels shows them: those with next to nothing between them are one."""
    drawn: list[Range] = []
    for start, end in ranges:
        if drawn and start - drawn[-1][1] < duration_ms // PIXELS:
            drawn[-1] = (drawn[-1][0], end)
        else:
            drawn.append((start, end))
    return drawn


def _without_pauses(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Each turn until the next begins: a picture of some pixels shows no pauses."""
    following = [turn.start_ms for turn in spoken[1:]]
    return [
        Spoken(turn.start_ms, max(turn.end_ms, until), turn.speaker)
        for turn, until in zip(spoken, [*following, 0], strict=False)
    ]


def _place(start_ms: int, end_ms: int, duration_ms: int, label: str, kind: str) -> Place:
    return Place(
        start_ms, end_ms, percent(start_ms, duration_ms), percent(max(0, end_ms - start_ms), duration_ms), label, kind
    )
