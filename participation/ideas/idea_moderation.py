"""What moderators decide about ideas and comments, and what authors do with their own. Every decision can be changed at any time.

All of it in the caller's write transaction, after ``openings.decide``.
"""

import secrets
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, delete, select

from council.base.errors import ReadableError
from council.base.i18n import message
from participation import ideas
from participation.ideas import (
    LONGEST_COMMENT,
    LONGEST_TEXT,
    LONGEST_TITLE,
    UNDECIDED,
    Ground,
    Idea,
    IdeaComment,
    IdeaReport,
    IdeaSupport,
    Progress,
    Shown,
    idea_steps,
    idea_support,
)
from participation.processes import Process

BLACKENED = "[…]"


class IdeaError(ReadableError):
    """It cannot be done with this idea."""


def release(db: Session, one: Idea | IdeaComment) -> None:
    """Show it; a merged idea stands for itself again. What was reported about it is done with."""
    _refuse_taken_back(one)
    one.shown, one.ground, one.reason = Shown.SHOWN, "", ""
    if isinstance(one, Idea):
        one.merged_into = None
    db.add(one)
    _settle(db, one)


def withhold(db: Session, one: Idea | IdeaComment, ground: Ground, reason: str) -> None:
    """Show it to nobody. Its author sees the ground and the reason by their receipt, the public the ground."""
    _refuse_taken_back(one)
    _hide(db, one)
    one.shown, one.ground, one.reason = Shown.WITHHELD, ground, reason
    _settle(db, one)


def hold(db: Session, one: Idea | IdeaComment) -> None:
    """Show it to nobody until a moderator has decided anew: it is not known any more whether it may be read."""
    _refuse_taken_back(one)
    _hide(db, one)
    one.shown, one.ground, one.reason = Shown.HELD, "", ""


def merge(db: Session, one: Idea, into: Idea | None) -> None:
    """Let it count for another idea, and all that were merged into it with it. IdeaError where either of them cannot be read: a merged
    idea stands in public, and merging shall publish nothing."""
    _refuse_taken_back(one)
    if not ideas.is_visible(db.get_one(Process, one.process_id), one.shown):
        raise IdeaError(
            message("Bitte geben Sie die Idee erst frei: Vereinte Ideen kann jeder lesen, und diese noch niemand.")
        )
    if into is None or into.id == one.id or into.process_id != one.process_id or into.shown != Shown.SHOWN:
        raise IdeaError(
            message("Bitte nennen Sie die Nummer einer anderen Idee, die veröffentlicht und nicht selbst vereint ist.")
        )
    for other in _merged_into(db, one):
        other.merged_into = into.id
        db.add(other)
    one.shown, one.merged_into, one.ground, one.reason = Shown.MERGED, into.id, "", ""
    db.add(one)
    _settle(db, one)


def answer(db: Session, idea: Idea, progress: Progress, words: str, today: date) -> None:
    """The office says publicly where an idea stands, and why."""
    if (idea.progress, idea.answer) != (progress, words):
        idea_steps.say(db, idea, progress, words, today)


def undo(db: Session, idea: Idea, day: date) -> None:
    """Take back where the office said on a day that an idea stands. IdeaError where it said nothing new then."""
    if not idea_steps.undo(db, idea, day):
        raise IdeaError(message("Diesen Schritt gibt es nicht mehr. Es wurde nichts geändert."))


def office_comment(db: Session, idea: Idea, words: str, today: date) -> None:
    """The office says something in the conversation; shown at once."""
    assert idea.id is not None
    receipt = secrets.token_hex(32)  # of no key, so nobody can have it
    made = IdeaComment(idea_id=idea.id, receipt=receipt, text=words, office=True, shown=Shown.SHOWN, sent_on=today)
    db.add(made)


def blacken(db: Session, one: Idea | IdeaComment, passage: str) -> None:
    """Replace a passage wherever it stands, in the words for a place too, for good. IdeaError where it does not, or where what stands
    there then would be too long: for each passage there are three signs."""
    where = str((one.place or {}).get("text", "")) if isinstance(one, Idea) else ""
    texts = [one.text, one.title, where] if isinstance(one, Idea) else [one.text]
    if not passage.strip() or not any(passage in text for text in texts):
        raise IdeaError(
            message(
                "Diese Stelle kommt so nicht vor. Bitte kopieren Sie sie genau aus dem Beitrag, ohne Absatzwechsel."
            )
        )
    if isinstance(one, Idea):
        one.title, one.text = _blackened(one.title, passage, LONGEST_TITLE), _blackened(one.text, passage, LONGEST_TEXT)
        one.place = {"text": where.replace(passage, BLACKENED)} if where else one.place
    else:
        one.text = _blackened(one.text, passage, LONGEST_COMMENT)
    db.add(one)


def report(db: Session, one: Idea | IdeaComment, ground: Ground, words: str, today: date) -> None:
    """Ask moderators to look at it. What is reported of a comment goes with the comment's own idea, wherever it was read."""
    idea_id, comment_id = (one.idea_id, one.id) if isinstance(one, IdeaComment) else (one.id, None)
    assert idea_id is not None
    db.add(IdeaReport(idea_id=idea_id, comment_id=comment_id, ground=ground, words=words, on=today))


def take_back(db: Session, one: Idea | IdeaComment) -> None:
    """Its author wants it gone: words, place, support, what became of it and the conversation about it are deleted; the number stays, so
    that a retry stores nothing anew. Ideas merged into it stand for themselves again."""
    one.shown, one.text, one.ground, one.reason = Shown.TAKEN_BACK, "", "", ""
    if isinstance(one, Idea):
        one.title, one.category, one.place, one.kept_support = "", "", None, 0
        idea_steps.forget(db, one)
        _hide(db, one)
    db.add(one)
    _settle(db, one, whole=True)
    if isinstance(one, Idea):
        db.exec(delete(IdeaSupport).where(col(IdeaSupport.idea_id) == one.id))
        db.exec(delete(IdeaComment).where(col(IdeaComment.idea_id) == one.id))


def forget(db: Session, process: Process) -> None:
    """What is deleted when the time of a process is over: the browsers of supporters, reports, and the words of what was never published.
    Published ideas, comments and answers stay as they are, and so do the counts. May be called again and again."""
    assert process.id is not None
    idea_support.keep_counts(db, process.id)
    mine = select(Idea.id).where(Idea.process_id == process.id)
    db.exec(delete(IdeaReport).where(col(IdeaReport.idea_id).in_(mine)))
    hidden = (*UNDECIDED, Shown.WITHHELD)
    unpublished: Sequence[Idea | IdeaComment] = [
        *db.exec(select(Idea).where(Idea.process_id == process.id, col(Idea.shown).in_(hidden))),
        *db.exec(select(IdeaComment).where(col(IdeaComment.idea_id).in_(mine), col(IdeaComment.shown).in_(hidden))),
    ]
    for one in unpublished:
        if isinstance(one, Idea):
            idea_steps.forget(db, one)
        _empty(one)
        db.add(one)


def _empty(one: Idea | IdeaComment) -> None:
    """Take the words away; what nobody ever looked at is not published any more."""
    if one.shown in UNDECIDED:
        one.shown = Shown.TAKEN_BACK
    one.text, one.reason = "", ""
    if isinstance(one, Idea):
        one.title, one.place = "", None


def _settle(db: Session, one: Idea | IdeaComment, *, whole: bool = False) -> None:
    """Reports about it are done with; ``whole``: those on its comments too."""
    if isinstance(one, IdeaComment):
        db.exec(delete(IdeaReport).where(col(IdeaReport.comment_id) == one.id))
        return
    about = col(IdeaReport.idea_id) == one.id
    said = select(IdeaComment.id).where(IdeaComment.idea_id == one.id)
    everything = about | col(IdeaReport.comment_id).in_(said)
    db.exec(delete(IdeaReport).where(everything if whole else about & col(IdeaReport.comment_id).is_(None)))


def _blackened(text: str, passage: str, most: int) -> str:
    found = text.replace(passage, BLACKENED)
    if len(found) > most:
        raise IdeaError(
            message(
                "Damit würde der Text zu lang: höchstens %(most)s Zeichen, es wären %(count)s. Bitte nennen Sie eine längere Stelle. "
                "Es wurde nichts geändert."
            ),
            most=most,
            count=len(found),
        )
    return found


def _hide(db: Session, one: Idea | IdeaComment) -> None:
    """It stands nowhere any more; what was merged into it stands for itself again."""
    db.add(one)
    if isinstance(one, Idea):
        one.merged_into = None
        for other in _merged_into(db, one):
            other.shown, other.merged_into = Shown.SHOWN, None
            db.add(other)


def _merged_into(db: Session, idea: Idea) -> Sequence[Idea]:
    return db.exec(select(Idea).where(Idea.merged_into == idea.id)).all()


def _refuse_taken_back(one: Idea | IdeaComment) -> None:
    if one.shown == Shown.TAKEN_BACK:
        raise IdeaError(message("Wer das geschrieben hat, hat es zurückgezogen. Der Text ist gelöscht."))
