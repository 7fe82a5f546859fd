"""What people wrote in a survey, for those who look it through: question by question, each text once, with nothing that joins it with the
other answers, and in no order but that of the alphabet.

Texts are read from the answers each time and kept nowhere else: a table of them would tell when they came. Only the questions that take
words are read, so that a hundred thousand answers take about a second.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from participation.forms import Form
from participation.forms.kinds import Kind, Multiple, Place, Short, Single
from participation.forms.questions import Question
from participation.results.counting import words

MOST = 50_000  # different texts that are looked at
AT_ONCE = 1000

_SUBMISSION = SQLModel.metadata.tables["submission"].c


@dataclass(frozen=True)
class Written:
    """How often each text was written, by question. ``more``: there are further ones."""

    texts: Mapping[str, Counter[str]]
    more: bool


def takes_words(asks: Kind) -> bool:
    """Whether people can write something of their own."""
    return isinstance(asks, Short | Place) or (isinstance(asks, Single | Multiple) and asks.other)


def questions(forms: Mapping[int, Form]) -> Mapping[str, Question]:
    """The questions that take words, as the latest version asks them, in its order; those no longer asked come last."""
    found: dict[str, Question] = {}
    for version in sorted(forms, reverse=True):
        for key, question in forms[version].questions.items():
            if key not in found and takes_words(question.asks):
                found[key] = question
    return found


def read(db: Session, process_id: int, forms: Mapping[int, Form], keys: Sequence[str], most: int = MOST) -> Written:
    """What was written to these questions."""
    texts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    asked = {version: form.questions for version, form in forms.items()}
    columns = [_SUBMISSION.answers[key] for key in keys]
    query = select(_SUBMISSION.version, *columns).where(_SUBMISSION.process_id == process_id)
    different = 0
    for version, *answers in db.connection().execute(query.execution_options(yield_per=AT_ONCE)):
        for key, answer in zip(keys, answers, strict=True):
            text = words(asked[version][key], answer) if answer is not None and key in asked[version] else ""
            if not text:
                continue
            if text not in texts[key]:
                if different == most:
                    return Written(texts, more=True)
                different += 1
            texts[key][text] += 1
    return Written(texts, more=False)
