"""What moderators decided about the texts people wrote: which are shown with the results, and why others are not."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, delete, select

from council.base.i18n import message

LONGEST_REASON = 200


class Reason(StrEnum):
    """Why a text is not shown. The value is what moderators read; they may write another one."""

    PERSONAL = message("Nennt Menschen oder verrät, wer schreibt")
    INSULT = message("Beleidigt oder bedroht jemanden")
    OFF_TOPIC = message("Gehört nicht zur Frage")


class TextReview(SQLModel, table=True):
    """A decision about a text, which is known by its digest only, so that nothing of it outlives the answers."""

    __tablename__ = "text_review"
    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    question: str = Field(primary_key=True, max_length=40)
    digest: str = Field(primary_key=True, max_length=64)
    released: bool
    reason: str = Field(default="", max_length=LONGEST_REASON)
    decided_by: str = Field(default="", max_length=200)


class TextRecall(SQLModel, table=True):
    """A text that was released once and is not any more, however it was decided then. Kept so that it is known even where an older backup
    is restored, in which it is still released."""

    __tablename__ = "text_recall"
    __table_args__ = {"sqlite_with_rowid": False}

    process_id: int = Field(foreign_key="process.id", primary_key=True)
    question: str = Field(primary_key=True, max_length=40)
    digest: str = Field(primary_key=True, max_length=64)


@dataclass(frozen=True)
class Verdict:
    """What is decided about texts, why where they are withheld, and by whom."""

    released: bool
    reason: str
    by: str


def digest(text: str) -> str:
    """By which a text is known: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def released_digests(db: Session, process_id: int) -> Mapping[str, frozenset[str]]:
    """The digests of the texts that may be shown, by question."""
    query = select(TextReview.question, TextReview.digest).where(
        TextReview.process_id == process_id, col(TextReview.released).is_(True)
    )
    return _by_question(db.exec(query))


def stand(released: Mapping[str, Collection[str]]) -> str:
    """By which released texts are known altogether: any other stand shows other texts. SHA-256 in hexadecimal digits."""
    lines = sorted(f"{question} {one}" for question, digests in released.items() for one in digests)
    return digest("\n".join(lines))


def recalled_digests(db: Session, process_id: int) -> Mapping[str, frozenset[str]]:
    """The digests of the texts that were released once and are not any more, by question."""
    query = select(TextRecall.question, TextRecall.digest).where(TextRecall.process_id == process_id)
    return _by_question(db.exec(query))


def _by_question(rows: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for question, known in rows:
        found.setdefault(question, set()).add(known)
    return {question: frozenset(digests) for question, digests in found.items()}


def of_process(db: Session, process_id: int) -> Mapping[str, Mapping[str, TextReview]]:
    """All decisions, by question and digest."""
    found: dict[str, dict[str, TextReview]] = {}
    for review in db.exec(select(TextReview).where(TextReview.process_id == process_id)):
        found.setdefault(review.question, {})[review.digest] = review
    return found


def decide(db: Session, process_id: int, question: str, digests: Collection[str], verdict: Verdict | None) -> None:
    """Decide about texts, whatever was decided before; None: they wait again. The caller decides alone about the process."""
    _recall(db, process_id, question, digests, released=verdict is not None and verdict.released)
    known = col(TextReview.digest).in_(digests)
    db.execute(
        delete(TextReview).where(col(TextReview.process_id) == process_id, col(TextReview.question) == question, known)
    )
    if verdict is not None:
        db.add_all(
            TextReview(
                process_id=process_id,
                question=question,
                digest=one,
                released=verdict.released,
                reason=verdict.reason[:LONGEST_REASON],
                decided_by=verdict.by[:200],
            )
            for one in digests
        )


def forget(db: Session, process_id: int) -> None:
    """Delete all decisions about texts of a process."""
    for model in (TextReview, TextRecall):
        db.execute(delete(model).where(col(model.process_id) == process_id))


def _recall(db: Session, process_id: int, question: str, digests: Collection[str], *, released: bool) -> None:
    """Keep in mind what was released until now and is not any more; what is released again need not be known."""
    if released:
        same = col(TextRecall.process_id) == process_id, col(TextRecall.question) == question
        db.execute(delete(TextRecall).where(*same, col(TextRecall.digest).in_(digests)))
        return
    shown = select(TextReview.digest).where(
        TextReview.process_id == process_id,
        TextReview.question == question,
        col(TextReview.digest).in_(digests),
        col(TextReview.released).is_(True),
    )
    for one in db.exec(shown).all():
        db.merge(TextRecall(process_id=process_id, question=question, digest=one))
