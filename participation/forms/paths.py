"""The way through a form: which pages and questions a person sees with the answers given so far.

Pages come in the order of the form and conditions look back only, so every way ends, after at most as many steps as there are pages.
Answers are valid ones, as ``answers.validate`` gives them. ``None`` stands for the review after the last page, and for the start before
the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.forms import Form, Page
from participation.forms.conditions import Answers, holds
from participation.forms.questions import Question


@dataclass(frozen=True)
class Seen:
    """A page and those of its questions that are shown."""

    page: Page
    questions: tuple[Question, ...]


def seen(form: Form, answers: Answers) -> tuple[Seen, ...]:
    """The pages that are shown, with their shown questions; a page without any is left out."""
    found: list[Seen] = []
    given: dict[str, object] = {}
    for page in form.pages:
        if not holds(page.shown_if, given):
            continue
        shown: list[Question] = []
        for question in page.questions:
            if holds(question.shown_if, given):
                shown.append(question)
                given[question.key] = answers.get(question.key)
        if shown:
            found.append(Seen(page, tuple(shown)))
    return tuple(found)


def kept(form: Form, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers without those to questions that are not shown, in the order of the form."""
    shown = [question.key for one in seen(form, answers) for question in one.questions]
    return {key: answers[key] for key in shown if answers.get(key) is not None}


def next_page(form: Form, answers: Answers, after: str | None) -> Seen | None:
    """The page after the one with this key, which need not be shown itself any more; the first after None. None: to the review."""
    position = -1 if after is None else _position(form, after)
    return next((one for one in seen(form, answers) if _position(form, one.page.key) > position), None)


def previous_page(form: Form, answers: Answers, before: str | None) -> Seen | None:
    """The page before the one with this key, or before the review (None). None: there is none."""
    position = len(form.pages) if before is None else _position(form, before)
    return next((one for one in reversed(seen(form, answers)) if _position(form, one.page.key) < position), None)


def progress(form: Form, answers: Answers, at: str | None) -> float:
    """How far a person has come who is at this page, from 0 to 1 (the review): the share of pages behind them in those that are, or may
    still be, on their way. What is decided on this page or later counts as possible, so going on never takes progress back."""
    if at is None:
        return 1.0
    behind, of = _reckoned(form, answers, at)
    return behind / of


def number(form: Form, answers: Answers, at: str) -> tuple[int, int]:
    """Which page this one is on a person's way, from 1, and of how many that are, or may still be, on it."""
    behind, of = _reckoned(form, answers, at)
    return behind + 1, of


def _reckoned(form: Form, answers: Answers, at: str) -> tuple[int, int]:
    """How many pages lie behind a person, and of how many."""
    position = _position(form, at)
    way = [one for one in seen(form, answers) if _position(form, one.page.key) < position]
    settled = {question.key: answers.get(question.key) for one in way for question in one.questions}
    possible = _possible(form.pages[position:], settled)
    return len(way), len(way) + max(possible, 1)


def _possible(pages: tuple[Page, ...], settled: Answers) -> int:
    count = 0
    undecided: set[str] = set()
    for page in pages:
        if holds(page.shown_if, settled, undecided):
            open_before = len(undecided)
            for question in page.questions:
                if holds(question.shown_if, settled, undecided):
                    undecided.add(question.key)
            count += len(undecided) > open_before
    return count


def _position(form: Form, key: str) -> int:
    return form.positions[key]
