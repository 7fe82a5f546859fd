"""When everything of the demo happens. Pure: the script and the lengths of what was spoken decide."""

from collections.abc import Callable
from dataclasses import dataclass

from ratsfenster.demo.script import Item, Script, Speaker, Utterance

FRAME_MS = 100
ITEM_LEAD_MS = 1000  # an agenda item is called this long before its first word


@dataclass(frozen=True)
class Said:
    """An utterance in its place, [start_ms, end_ms)."""

    item: Item
    utterance: Utterance
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Scene:
    """What the camera shows in [start_ms, end_ms): who speaks, and to which agenda item.

    Nobody speaks while the meeting is interrupted; the item is then the one to come.
    """

    start_ms: int
    end_ms: int
    item: Item
    speaker: Speaker | None


@dataclass(frozen=True)
class Timeline:
    """The demo from 0 to ``duration_ms``; all times but the ends of utterances fall on frames."""

    said: tuple[Said, ...]
    item_starts_ms: tuple[int, ...]
    duration_ms: int


def lay_out(script: Script, length_ms: Callable[[Utterance], int]) -> Timeline:
    """Put the utterances one after the other, with their pauses."""
    said: list[Said] = []
    item_starts: list[int] = []
    now = 0
    for item in script.items:
        now += item.break_ms
        for utterance in item.utterances:
            start = _next_frame(now + utterance.pause_ms)
            if utterance is item.utterances[0]:
                item_starts.append(max(0, start - ITEM_LEAD_MS))
            now = start + length_ms(utterance)
            said.append(Said(item, utterance, start, now))
    return Timeline(tuple(said), tuple(item_starts), _next_frame(now + script.tail_ms))


def scenes(script: Script, timeline: Timeline) -> list[Scene]:
    """The pictures in their order, without a gap from 0 to the end; each stays until the next begins."""
    shots: list[tuple[int, Item, Speaker | None]] = []
    for item, start in zip(script.items, timeline.item_starts_ms, strict=True):
        if item.break_ms and shots:
            end_before = max(said.end_ms for said in timeline.said if said.start_ms < start)
            shots.append((_next_frame(end_before + FRAME_MS), item, None))
        speeches = [said for said in timeline.said if said.item is item]
        shots.append((start, item, speeches[0].utterance.speaker))
        shots += [(said.start_ms, item, said.utterance.speaker) for said in speeches[1:]]
    shots[0] = (0, *shots[0][1:])
    ends = [start for start, *_ in shots[1:]] + [timeline.duration_ms]
    return _joined([Scene(start, end, item, who) for (start, item, who), end in zip(shots, ends, strict=True)])


def _joined(found: list[Scene]) -> list[Scene]:
    joined: list[Scene] = []
    for scene in found:
        last = joined[-1] if joined else None
        if last and (last.item, last.speaker) == (scene.item, scene.speaker):
            joined[-1] = Scene(last.start_ms, scene.end_ms, scene.item, scene.speaker)
        else:
            joined.append(scene)
    return joined


def _next_frame(ms: int) -> int:
    return -(-ms // FRAME_MS) * FRAME_MS
