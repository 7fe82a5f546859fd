"""What all counters have in common."""

from abc import ABC, abstractmethod
from typing import Any, Generic, Self, TypeVar

from participation.forms.kinds import Kind

Json = Any
KindT = TypeVar("KindT", bound=Kind)
KeyT = TypeVar("KeyT")


class Counter(ABC, Generic[KindT]):
    """Counts the answers to one question. ``shown`` is who saw it: those who answered and those who skipped it."""

    def __init__(self, kind: KindT) -> None:
        self.kind = kind
        self.answered = 0
        self.skipped = 0

    @abstractmethod
    def add(self, value: Json, times: int = 1) -> None:
        """Counts an answer that was given so many times; ``None`` is counted as ``skipped`` by who calls."""

    def merge(self, other: Self) -> None:
        """Adds what another counter of the same question has counted."""
        self.answered += other.answered
        self.skipped += other.skipped

    def figures(self, whole: Self) -> dict[str, Json]:
        """The figures as JSON. ``whole`` counts all people of the question and gives bins that groups can be compared
        by."""
        counted = {"shown": self.answered + self.skipped, "answered": self.answered, "skipped": self.skipped}
        return {"kind": self.kind.kind, **counted}


def gather(into: dict[KeyT, int], more: dict[KeyT, int]) -> None:
    """Adds counts to counts."""
    for key, times in more.items():
        into[key] = into.get(key, 0) + times
