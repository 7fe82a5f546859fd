"""What was said right before and after an utterance, as far as it is public: a little of it, so that a hit can be understood."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from search import utterances
from search.timelines import Timeline
from search.utterances import Utterance
from transcription.transcripts import Segment

LONGEST = 120  # characters, and the mark for what is left out
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Context:
    """The end of the utterance before and the beginning of the one after; empty where there is none, and where a cut lies between."""

    before: str = ""
    after: str = ""


NOTHING = Context()


def around(db: Session, spoken: Collection[Utterance], timelines: Mapping[int, Timeline]) -> dict[int, Context]:
    """The context of utterances as the public may read them, by their ids, in at most three queries. ``timelines`` knows the recordings of
    all of them."""
    if not spoken:
        return {}
    neighbours = {
        row.id: (row.before, row.after) for row in db.execute(_neighbours(), {"ids": [one.id for one in spoken]})
    }
    wanted = {number for pair in neighbours.values() for number in pair if number is not None}
    rows = db.execute(utterances.columns().where(col(Segment.id).in_(wanted)))
    hidden = {recording_id: timeline.hidden for recording_id, timeline in timelines.items()}
    public = {utterance.id: utterance for utterance in utterances.public(db, rows, hidden)}
    found = {}
    for here in spoken:
        before, after = (public.get(number) for number in neighbours.get(here.id, (None, None)))
        cuts = timelines[here.recording_id]
        found[here.id] = Context(
            ending(before.text) if before and not cuts.is_hidden_between(before.end_ms, here.start_ms) else "",
            beginning(after.text) if after and not cuts.is_hidden_between(here.end_ms, after.start_ms) else "",
        )
    return found


@cache
def _neighbours() -> Select[Any]:
    """The ids of the utterances before and after those with the ``ids``, public or not. The order is that of reading: by time, then by
    position. Made once: making it takes longer than asking it."""
    here, other = aliased(Segment), aliased(Segment)
    place, others = (tuple_(col(row.start_ms), col(row.position)) for row in (here, other))
    order = (col(other.start_ms), col(other.position))
    same = select(col(other.id)).where(col(other.recording_id) == col(here.recording_id)).correlate(here).limit(1)
    before = same.where(others < place).order_by(*(column.desc() for column in order)).scalar_subquery()
    after = same.where(others > place).order_by(*order).scalar_subquery()
    asked = col(here.id).in_(bindparam("ids", expanding=True))
    return select(col(here.id), before.label("before"), after.label("after")).where(asked)


def beginning(text: str, longest: int = LONGEST) -> str:
    """The first words of a text, as many as fit."""
    if len(text) <= longest:
        return text
    kept = text[: longest + 1].rpartition(" ")[0] or text[:longest]
    return f"{kept.rstrip()} {_MORE}"


def ending(text: str, longest: int = LONGEST) -> str:
    """The last words of a text, as many as fit."""
    if len(text) <= longest:
        return text
    kept = text[-longest - 1 :].partition(" ")[2] or text[-longest:]
    return f"{_MORE} {kept.lstrip()}"
