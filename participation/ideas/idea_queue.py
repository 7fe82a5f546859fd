"""What moderators have before them: all ideas and comments of a process, those that wait or were reported first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from participation.ideas import UNDECIDED, Idea, IdeaComment, IdeaReport


@dataclass(frozen=True)
class Entry:
    """An idea, or a comment on it, with what was reported about it."""

    idea: Idea
    comment: IdeaComment | None
    reports: tuple[IdeaReport, ...]

    @property
    def subject(self) -> Idea | IdeaComment:
        return self.comment or self.idea


def waiting(db: Session, process_id: int) -> Sequence[Entry]:
    """What somebody reported first, then what nobody has looked at, the oldest first."""
    reported = reports(db, process_id)
    entries = [Entry(idea, None, reported.get((idea.id, None), ())) for idea in everything(db, process_id)]
    said = select(IdeaComment, Idea).join(Idea).where(Idea.process_id == process_id, col(IdeaComment.office).is_(False))
    entries += [
        Entry(idea, comment, reported.get((idea.id, comment.id), ()))
        for comment, idea in db.exec(said.order_by(col(IdeaComment.id)))
    ]
    found = [one for one in entries if one.reports or one.subject.shown in UNDECIDED]
    return sorted(found, key=lambda one: not one.reports)


def everything(db: Session, process_id: int) -> Sequence[Idea]:
    """All ideas by number."""
    return db.exec(select(Idea).where(Idea.process_id == process_id).order_by(col(Idea.number))).all()


def comments(db: Session, idea_id: int) -> Sequence[IdeaComment]:
    """All comments on an idea, the oldest first."""
    return db.exec(select(IdeaComment).where(IdeaComment.idea_id == idea_id).order_by(col(IdeaComment.id))).all()


def reports(db: Session, process_id: int) -> Mapping[tuple[int | None, int | None], tuple[IdeaReport, ...]]:
    """What was reported, by the numbers of the idea and of the comment, None for the idea itself."""
    query = select(IdeaReport, IdeaComment).join(Idea, col(Idea.id) == col(IdeaReport.idea_id))
    rows = db.exec(
        query.join(IdeaComment, col(IdeaComment.id) == col(IdeaReport.comment_id), isouter=True)
        .where(Idea.process_id == process_id)
        .order_by(col(IdeaReport.id))
    )
    found: dict[tuple[int | None, int | None], tuple[IdeaReport, ...]] = {}
    for report, comment in rows:
        key = (comment.idea_id, comment.id) if comment else (report.idea_id, None)
        found[key] = (*found.get(key, ()), report)
    return found
