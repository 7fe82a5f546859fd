"""What stands for what in tables: the codes of answers, and what they are called in the form's leading language."""

from collections.abc import Sequence

from participation.forms.kinds import (
    OTHER,
    UNKNOWN,
    Kind,
    Matrix,
    Multiple,
    Option,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)
from participation.forms.questions import Question
from participation.forms.texts import Texts

Codes = tuple[tuple[str, str], ...]
"""A code, and what it means."""


def labels(asks: Kind, language: str) -> Codes:
    """The answers to a question that have names, in the order in which they are offered."""
    match asks:
        case Single() | Multiple():
            own = ((OTHER, "Sonstiges, in eigenen Worten"),) if asks.other else ()
            return (*named(asks.options, language), *own)
        case Scale():
            return steps(asks, language)
        case Matrix():
            return steps(asks.columns, language) if isinstance(asks.columns, Scale) else named(asks.columns, language)
        case Ranking():
            return tuple((str(rank), f"Rang {rank}") for rank in range(1, asks.places + 1))
        case Short():
            return (("text", "etwas geschrieben"),)
        case Place():
            return (("gezaehlt", "auf der Karte, Ort nicht gezeigt"), ("worte", "in Worten"))
    return ()


def named(options: Sequence[Option], language: str) -> Codes:
    """Options by their keys."""
    return tuple((option.key, said(option.text, language, option.key)) for option in options)


def steps(scale: Scale, language: str) -> Codes:
    """The steps of a scale that have a name."""
    told = tuple((str(step), said(scale.labels.get(step, {}), language, "")) for step in scale.steps)
    return (*told, (UNKNOWN, "weiß nicht")) if scale.unknown else told


def asked(question: Question, language: str) -> str:
    """How a question is asked."""
    return said(question.text, language, question.key)


def said(texts: Texts, language: str, otherwise: str) -> str:
    """What a text says; ``otherwise`` where it has none in this language."""
    return texts.get(language) or otherwise
