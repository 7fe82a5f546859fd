"""How many texts of surveys nobody has decided about yet: which of them are shown with the results, and which are not."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select as columns_of
from sqlalchemy import union_all
from sqlmodel import Session, col, select

from participation.answers.submissions import Submission
from participation.forms import Form
from participation.moderation import free_texts
from participation.moderation.text_reviews import TextReview, digest
from participation.processes import form_versions
from participation.results.counting import words

READ = 1000  # answers at most, whose keys are random: the desk's first page shall not wait for a hundred thousand


@dataclass(frozen=True)
class Waiting:
    """``more``: there are further answers, which were not looked at."""

    texts: int = 0
    more: bool = False


class _Answered(NamedTuple):
    """What is read of an answer."""

    process_id: int
    version: int
    answers: Mapping[str, Any]


def waiting(db: Session, process_ids: Collection[int]) -> Mapping[int, Waiting]:
    """Of each of these surveys; texts that are the same count once. However many surveys there are, three statements are asked."""
    known = form_versions.forms_of(db, process_ids)
    writing = [process_id for process_id in process_ids if _asks_for_words(known.get(process_id, {}))]
    if not writing:
        return {}
    query = select(TextReview.process_id, TextReview.question, TextReview.digest)
    decided = set(db.exec(query.where(col(TextReview.process_id).in_(writing))).all())
    there: dict[int, set[tuple[str, str]]] = {process_id: set() for process_id in writing}
    read: Counter[int] = Counter()
    for row in _some(db, writing):
        read[row.process_id] += 1
        there[row.process_id] |= _texts(row, known[row.process_id])
    return {
        process_id: Waiting(
            sum((process_id, question, text) not in decided for question, text in there[process_id]),
            more=read[process_id] == READ,
        )
        for process_id in writing
    }


def _asks_for_words(forms: Mapping[int, Form]) -> bool:
    return any(free_texts.takes_words(question.asks) for form in forms.values() for question in form.questions.values())


def _some(db: Session, process_ids: Collection[int]) -> Iterator[_Answered]:
    """Some answers of each of these surveys, in one statement. (A window over all answers would read all of them.)"""
    answered = columns_of(col(Submission.process_id), col(Submission.version), col(Submission.answers))
    parts = [
        answered.where(col(Submission.process_id) == one).order_by(col(Submission.key)).limit(READ).subquery()
        for one in process_ids
    ]
    return map(_Answered._make, db.execute(union_all(*(columns_of(part) for part in parts))))


def _texts(row: _Answered, forms: Mapping[int, Form]) -> set[tuple[str, str]]:
    """The digests of what somebody wrote, each with its question."""
    asked = forms[row.version].questions if row.version in forms else {}
    said = {key: words(asked[key], value) for key, value in row.answers.items() if key in asked}
    return {(key, digest(text)) for key, text in said.items() if text}
