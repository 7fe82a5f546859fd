"""What is found of surveys and collections of ideas: their title, what they are about, and what they ask; never what anybody answered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from participation import forms
from participation.cards import address
from participation.forms import Form, summaries
from participation.forms.texts import Texts
from participation.processes import Process
from participation.processes.form_versions import FormVersion
from participation.results import Result
from search.highlights import Span

LANGUAGE = "de"  # that of the analysis; a text that is not there in it is taken in its leading one
LINES = 2  # of what matched, below the title
LONGEST = 200  # characters of a line, and the marks for what is left out
BEFORE = 60  # of them at most before what matched
_MORE = "…"


@dataclass(frozen=True)
class PublicProcess:
    """A process as the search knows it. ``text`` is what it is found by, its title on the first line; ``results``: those after closing are
    public. Where ``idea`` is not 0 it is that idea of a collection that was found: ``path`` and ``text`` are the idea's."""

    id: int
    kind: str
    name: str
    path: str
    text: str
    opens_at: datetime
    closes_at: datetime
    results: bool
    idea: int = 0

    @property
    def best_path(self) -> str:
        """Where its results are, or where it is."""
        return f"{self.path}/ergebnisse" if self.results else self.path


def is_released() -> ColumnElement[bool]:
    """The condition under which the public may know of a process."""
    return (
        col(Process.released_at).is_not(None)
        & col(Process.withdrawn_at).is_(None)
        & col(Process.opens_at).is_not(None)
        & col(Process.closes_at).is_not(None)
    )


def everything(db: Session) -> Sequence[int]:
    """The numbers of all processes that are public."""
    numbers = db.exec(select(Process.id).where(is_released()).order_by(col(Process.id))).all()
    return [number for number in numbers if number is not None]


def public(db: Session, numbers: Collection[int]) -> list[PublicProcess]:
    """Those of the processes that are public now, in a constant number of queries."""
    rows = db.exec(select(Process).where(col(Process.id).in_(numbers), is_released())).all()
    asked, finished = _forms(db, [row.id or 0 for row in rows]), _finished(db, numbers)
    return [
        PublicProcess(
            id=row.id,
            kind=row.kind,
            name=row.name(LANGUAGE),
            path=address(row),
            text=text(row.name(LANGUAGE), _written(row.intro, row.leading), asked.get(row.id)),
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            results=row.id in finished,
        )
        for row in rows
        if row.id is not None and row.opens_at is not None and row.closes_at is not None
    ]


def text(name: str, intro: str, form: Form | None) -> str:
    """What a process is found by, line by line: its title, its introduction (Markdown), and all that its form says."""
    asked = (" ".join(_written(said, form.leading).split()) for _, (_, said, _) in form.said()) if form else ()
    return "\n".join(dict.fromkeys(filter(None, (" ".join(name.split()), *summaries.paragraphs(intro), *asked))))


def passage(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """Of what a process is found by the title and the lines that matched first, shortened, with what is marked in them."""
    title, *others = _lines(text)
    matched = [(start, end) for start, end in others if _within(spans, start, end)]
    shown, marked = "", list[Span]()
    for start, end in (title, *matched[:LINES]):
        first, last = (start, end) if start == 0 else _window(text, start, end, _within(spans, start, end)[0])
        cut_before, cut_after = f"{_MORE} " if first > start else "", f" {_MORE}" if last < end else ""
        shown += ("\n" if shown else "") + cut_before
        offset = len(shown) - first
        marked += [(begin + offset, stop + offset) for begin, stop in _within(spans, first, last)]
        shown += text[first:last] + cut_after
    return shown, marked


def _lines(text: str) -> list[Span]:
    found, start = list[Span](), 0
    for line in text.split("\n"):
        found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    return [span for span in spans if start <= span[0] and span[1] <= end]


def _window(text: str, start: int, end: int, match: Span) -> Span:
    """The part of a line to be shown: all of it, or from some words before what matched on."""
    if end - start <= LONGEST:
        return start, end
    first = start if match[0] - start <= BEFORE else text.rfind(" ", start, match[0] - BEFORE) + 1 or match[0]
    first = max(first, start)
    last = end if end - first <= LONGEST else text.rfind(" ", first, first + LONGEST)
    return first, max(last, match[1])


def _written(said: Texts, leading: str) -> str:
    return said.get(LANGUAGE) or said.get(leading, "")


def _forms(db: Session, numbers: Collection[int]) -> dict[int, Form]:
    """What people answer: the latest version of each form."""
    query = select(FormVersion).where(col(FormVersion.process_id).in_(numbers)).order_by(col(FormVersion.number))
    latest = {row.process_id: row for row in db.exec(query)}
    return {number: forms.from_json(row.form) for number, row in latest.items()}


def _finished(db: Session, numbers: Collection[int]) -> frozenset[int]:
    """Those with final results that are published."""
    query = select(Result.process_id).where(
        col(Result.process_id).in_(numbers),
        col(Result.final),
        col(Result.published_at).is_not(None),
        col(Result.taken_back_at).is_(None),
    )
    return frozenset(db.exec(query.distinct()).all())
