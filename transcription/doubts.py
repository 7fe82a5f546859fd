"""Where a transcript is doubtful: which words the machine was not sure of, and in which order utterances are best checked. Pure."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

UNSURE = 0.5  # below this probability more than every third word turned out wrong
LOWEST = 3  # so many of an utterance's words decide: one doubtful name in a long sentence must not drown


class Doubtful(Protocol):
    """What can be put in order: when it begins, and what the machine thinks of it."""

    @property
    def id(self) -> int: ...
    @property
    def start_ms(self) -> int: ...
    @property
    def confidence(self) -> float | None: ...
    @property
    def probabilities(self) -> Sequence[float]: ...


Item = TypeVar("Item", bound=Doubtful)


def unsure(probabilities: Sequence[float]) -> list[int]:
    """The positions of words the machine was not sure of."""
    return [position for position, probability in enumerate(probabilities) if probability < UNSURE]


def certainty(confidence: float | None, probabilities: Sequence[float]) -> float:
    """How certain an utterance is, from 0 to 1: by its least certain words, else by the mean of all, else (an import) fully."""
    lowest = sorted(probabilities)[:LOWEST]
    if lowest:
        return sum(lowest) / len(lowest)
    return 1.0 if confidence is None else confidence


def least_certain_first(items: Iterable[Item]) -> list[Item]:
    """In order of certainty, and of time where it is equal."""
    return sorted(items, key=lambda item: (certainty(item.confidence, item.probabilities), item.start_ms, item.id))
