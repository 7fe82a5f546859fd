"""Which segments of a master may be public as they are, which are encoded anew, and which are replaced by the slate."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from council.media.renditions import Rendition
from council.media.timeline import Range, merged, widened

NEAR_MS = 250
TAIL_US = 300_000


class Treatment(Enum):
    KEEP = "keep"
    EDIT = "edit"
    SLATE = "slate"


@dataclass(frozen=True)
class Stretch:
    """Segments [begin, end) of a master that are treated alike, and their place on its time line.

    ``audio`` is the range of samples they stand for (None: the rendition has no sound).
    """

    treatment: Treatment
    begin: int
    end: int
    start_us: int
    end_us: int
    audio: tuple[int, int] | None


def treatments(rendition: Rendition, cuts: Iterable[Range]) -> list[Treatment]:
    """One for each segment.

    Segments near a cut count as touched, since the packets at their edges may hold samples of it; so does one whose first pictures
    lean on a touched one. Only what lies wholly inside one cut becomes slate.
    """
    inner = [(start * 1000, end * 1000) for start, end in merged(cuts)]
    outer = [(start * 1000, end * 1000) for start, end in widened(cuts, NEAR_MS)]
    result: list[Treatment] = []
    leaning = False  # the segment before holds something else than the original
    for number, segment in enumerate(rendition.segments):
        first = min(segment.start_us, segment.first_us)
        last = max(rendition.ends_us(number), segment.last_us)
        if any(start <= first and last <= end for start, end in inner):
            result.append(Treatment.SLATE)
            leaning = True
        elif any(start < last and first < end for start, end in outer):
            result.append(Treatment.EDIT)
            leaning = True
        else:
            result.append(Treatment.EDIT if leaning and segment.leading else Treatment.KEEP)
            leaning = False
    return result


def stretches(rendition: Rendition, cuts: Iterable[Range], duration_us: int) -> list[Stretch]:
    """The whole recording of ``duration_us``, in order and without gaps. Where the master ends early, the slate fills up."""
    if not rendition.segments:
        return [_tail(rendition, 0, duration_us)]
    wanted = treatments(rendition, cuts)
    tail = duration_us - rendition.duration_us > TAIL_US
    result: list[Stretch] = []
    begin = 0
    for end in range(1, len(wanted) + 1):
        if end < len(wanted) and wanted[end] is wanted[begin]:
            continue
        until = (
            rendition.segments[end].start_us if end < len(wanted) else rendition.duration_us if tail else duration_us
        )
        audio = (_sample(rendition, begin), _sample(rendition, end)) if rendition.tone else None
        result.append(Stretch(wanted[begin], begin, end, rendition.segments[begin].start_us, until, audio))
        begin = end
    return [*result, _tail(rendition, rendition.duration_us, duration_us)] if tail else result


def _tail(rendition: Rendition, start_us: int, end_us: int) -> Stretch:
    rate = rendition.tone.rate if rendition.tone else 0
    count = len(rendition.segments)
    audio = (start_us * rate // 1_000_000, end_us * rate // 1_000_000) if rate else None
    return Stretch(Treatment.SLATE, count, count, start_us, end_us, audio)


def _sample(rendition: Rendition, number: int) -> int:
    """The first sample of a segment, or where it would be."""
    assert rendition.tone is not None
    if number < len(rendition.segments):
        segment = rendition.segments[number]
        return segment.audio[0] if segment.audio else segment.start_us * rendition.tone.rate // 1_000_000
    last = rendition.segments[-1].audio
    return last[1] if last else rendition.duration_us * rendition.tone.rate // 1_000_000
