"""Supporting an idea: once a browser, and nobody can see who supports what.

A browser that supports something holds a random value in a cookie. What is stored is a seal of that value and the idea's number, so the
rows of one browser cannot be told to belong together. That has a price, and pages say so: where ideas are merged, nobody knows who
supported both, and they count for each. And who deletes the cookie can support again.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select

from participation.ideas import Idea, IdeaSupport, Shown
from participation.seals import seal


def sealed(secret: bytes, idea_id: int, browser: str) -> str:
    """What is stored of a browser's support for one idea."""
    return seal(secret, "support", f"{idea_id}:{browser}").hex()


def supports(db: Session, secret: bytes, idea_ids: Iterable[int], browser: str) -> bool:
    """Whether this browser supports the idea, or one that was merged into it."""
    keys = ((number, sealed(secret, number, browser)) for number in idea_ids)
    return any(db.get(IdeaSupport, key) is not None for key in keys)


def add(db: Session, secret: bytes, idea_ids: Sequence[int], browser: str) -> None:
    """Support the first of these ideas, unless the browser already supports one of them; the others were merged into it."""
    if not supports(db, secret, idea_ids, browser):
        with contextlib.suppress(IntegrityError), db.begin_nested():  # it was pressed twice at the same moment
            db.add(IdeaSupport(idea_id=idea_ids[0], supporter=sealed(secret, idea_ids[0], browser)))


def take_back(db: Session, secret: bytes, idea_ids: Sequence[int], browser: str) -> None:
    """As if the browser had supported none of them."""
    for number in idea_ids:
        mine = (col(IdeaSupport.idea_id) == number, col(IdeaSupport.supporter) == sealed(secret, number, browser))
        db.exec(delete(IdeaSupport).where(*mine))


def counts(db: Session, process_id: int) -> Mapping[int, int]:
    """How much support each idea has that stands for itself, with that of the ideas merged into it."""
    rows = db.exec(
        select(Idea.id, Idea.merged_into, Idea.kept_support, func.count(col(IdeaSupport.supporter)))
        .join(IdeaSupport, col(IdeaSupport.idea_id) == col(Idea.id), isouter=True)
        .where(Idea.process_id == process_id, col(Idea.shown).not_in((Shown.WITHHELD, Shown.TAKEN_BACK)))
        .group_by(col(Idea.id), col(Idea.merged_into), col(Idea.kept_support))
    )
    found: dict[int, int] = {}
    for own, into, kept, now in rows:
        target = into or own or 0
        found[target] = found.get(target, 0) + kept + now
    return found


def keep_counts(db: Session, process_id: int) -> None:
    """Forget the browsers; how many they were stays."""
    present = (
        select(func.count()).select_from(IdeaSupport).where(col(IdeaSupport.idea_id) == col(Idea.id)).scalar_subquery()
    )
    mine = select(Idea.id).where(Idea.process_id == process_id)
    rows = db.exec(select(Idea, present).where(Idea.process_id == process_id, present > 0)).all()
    for idea, count in rows:
        idea.kept_support += count
        db.add(idea)
    db.exec(delete(IdeaSupport).where(col(IdeaSupport.idea_id).in_(mine)))
