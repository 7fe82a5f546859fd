"""How many texts of a survey nobody has decided about yet: which of them are shown with the results, and which are not."""

from collections.abc import Mapping
from dataclasses import dataclass

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

    texts: int
    more: bool


def waiting(db: Session, process_id: int) -> Waiting:
    """Texts that are the same count once."""
    forms = form_versions.all_forms(db, process_id)
    if not any(
        free_texts.takes_words(question.asks) for form in forms.values() for question in form.questions.values()
    ):
        return Waiting(0, more=False)
    rows = db.exec(
        select(Submission).where(Submission.process_id == process_id).order_by(col(Submission.key)).limit(READ)
    ).all()
    reviews = db.exec(select(TextReview.question, TextReview.digest).where(TextReview.process_id == process_id))
    decided = {(question, known) for question, known in reviews}
    there = {each for row in rows for each in _texts(row, forms)}
    return Waiting(len(there - decided), more=len(rows) == READ)


def _texts(row: Submission, forms: Mapping[int, Form]) -> set[tuple[str, str]]:
    """The digests of what somebody wrote, each with its question."""
    asked = forms[row.version].questions if row.version in forms else {}
    said = {key: words(asked[key], value) for key, value in row.answers.items() if key in asked}
    return {(key, digest(text)) for key, text in said.items() if text}
