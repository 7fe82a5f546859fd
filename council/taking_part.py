"""What the council's pages show of participation. They know nothing of it and are given a ``TakingPart`` (``app.state.taking_part``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session
from starlette.requests import Request


@dataclass(frozen=True)
class ProcessCard:
    """A survey or a collection of ideas in a list. All texts are in the reader's language, but ``title`` and ``sentence``, whose
    ``language`` is told.

    ``state`` is "coming", "open" or "closed"; ``timing`` says it in words: 'noch 5 Tage'. ``effort`` ('etwa 3 Minuten'), ``who`` may
    answer, ``sentence`` and ``results_path`` are empty where there is nothing to say. ``occasion``: what a meeting had to do with it.
    """

    path: str
    title: str
    language: str
    sentence: str
    kind: str
    state: str
    timing: str
    soon: bool  # it closes within days
    effort: str = ""
    who: str = ""
    results: str = ""  # what is to be said of results
    results_path: str = ""
    occasion: str = ""


class TakingPart(Protocol):
    """What the council's pages ask for."""

    def open_now(self, request: Request, db: Session, most: int) -> Sequence[ProcessCard]:
        """What people can take part in now, what closes next first."""

    def of_meeting(self, request: Request, db: Session, meeting_id: int) -> Sequence[ProcessCard]:
        """The public processes that a public meeting dealt with, each with its occasion."""

    def of_item(self, request: Request, db: Session, item_id: int) -> Sequence[ProcessCard]:
        """Those that a public agenda item dealt with."""

    def paths(self, db: Session) -> Sequence[str]:
        """The addresses of all that is public of participation, to be found by others' searches."""
