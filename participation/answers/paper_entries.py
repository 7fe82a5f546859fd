"""A sheet that came back on paper, as somebody types it in: people leave gaps, tick too much, and answer what they were to skip.

Nothing has to be answered. What cannot stand as it is typed is told, and can be left out; nothing else is ever stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from council.base.i18n import message
from participation import answers
from participation.forms import Form, Page
from participation.forms.faults import Fault

SKIPPED = message("Nach den anderen Antworten gehört diese Frage nicht dazu. Die Antwort wird nicht gespeichert.")
EMPTY = message("Auf diesem Bogen steht noch keine Antwort.")


@dataclass(frozen=True)
class Sheet:
    """What of a sheet can be stored, and what of it cannot."""

    answers: Mapping[str, object]
    problems: tuple[Fault, ...]


def read(form: Form, given: Mapping[str, object], language: str) -> Sheet:
    """Check a sheet that was typed in. Its answers are valid together, also where there are problems with others."""
    asked = _optional(form)
    checked = answers.validate(asked, given, language)
    kept = answers.validate(asked, checked.answers, language).answers
    wrong = {fault.key for fault in checked.problems}
    skipped = [
        Fault(key, SKIPPED)
        for key in form.questions
        if given.get(key) is not None and key not in kept and key not in wrong
    ]
    return Sheet(kept, (*checked.problems, *skipped))


def _optional(form: Form) -> Form:
    return Form(form.languages, tuple(_optional_page(page) for page in form.pages))


def _optional_page(page: Page) -> Page:
    return replace(page, questions=tuple(replace(question, required=False) for question in page.questions))
