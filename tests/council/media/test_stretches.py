"""Which segments stay, which are made anew."""

from hypothesis import given
from hypothesis import strategies as st

from council.media.renditions import Rendition, Segment, Tone
from council.media.stretches import Treatment, stretches, treatments
from council.media.timeline import Range

TONE = Tone(rate=48000, channels=1, bit_rate=64000, copied=False)
SECOND = 1_000_000


def rendition(lengths_s: list[int], leading: set[int] = frozenset()) -> Rendition:
    """Segments of these lengths whose sound reaches 100 ms into the one before."""
    segments, start = [], 0
    for number, length in enumerate(lengths_s):
        first = max(0, start - SECOND // 10)
        last = start + length * SECOND
        samples = (first * 48 // 1000, last * 48 // 1000 - 4800)
        segments.append(Segment(f"{number}", start, first, last, samples, number in leading, 1))
        start = last
    return Rendition(None, TONE, start, tuple(segments))


def marks(found: list[Treatment]) -> str:
    return "".join(treatment.value[0] for treatment in found)


def test_only_what_lies_wholly_inside_is_slate() -> None:
    assert marks(treatments(rendition([6] * 6), [(7000, 25_000)])) == "kesse" + "k"


def test_a_segment_just_beside_a_cut_is_touched() -> None:
    assert marks(treatments(rendition([6] * 4), [(6200, 11_800)])) == "eeek"
    assert marks(treatments(rendition([6] * 4), [(6300, 11_500)])) == "kekk"


def test_a_segment_that_leans_on_a_touched_one_is_touched_too_but_not_all_after_it() -> None:
    assert marks(treatments(rendition([6] * 5, leading={1, 2, 3, 4}), [(7000, 8000)])) == "keekk"


def test_without_cuts_nothing_is_made_anew() -> None:
    assert marks(treatments(rendition([6] * 3), [])) == "kkk"


def test_where_a_master_ends_early_the_slate_fills_up() -> None:
    last = stretches(rendition([6, 6]), [], 15 * SECOND)[-1]
    assert (last.treatment, last.start_us, last.end_us, last.audio) == (
        Treatment.SLATE,
        12 * SECOND,
        15 * SECOND,
        (576_000, 720_000),
    )


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 40_000)), max_size=4),
    st.integers(-200, 5000),
)
def test_stretches_cover_the_recording_without_gaps_and_keep_nothing_near_a_cut(
    lengths: list[int], cuts: list[Range], later_ms: int
) -> None:
    master = rendition(lengths)
    duration_us = master.duration_us + later_ms * 1000
    found = stretches(master, cuts, duration_us)
    assert [found[0].start_us, *(stretch.end_us for stretch in found)] == [*(s.start_us for s in found), duration_us]
    for stretch in found:
        if stretch.treatment is Treatment.KEEP:
            for segment in master.segments[stretch.begin : stretch.end]:
                for start, end in cuts:
                    if start < end:
                        assert segment.last_us <= (start - 249) * 1000 or segment.first_us >= (end + 249) * 1000
