"""What can be done with an idea at the desk, by the name of the button: each does it, and says what the log says of it. ``DECISIONS`` are
about what people wrote; with ``ANSWERS`` the town itself speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from council.base import forms
from council.base.i18n import message
from council.base.site import Site
from participation import ideas
from participation.forms.texts import clean
from participation.ideas import (
    LONGEST_ANSWER,
    LONGEST_COMMENT,
    LONGEST_REASON,
    LONGEST_TEXT,
    Ground,
    Idea,
    IdeaComment,
    Progress,
    idea_moderation,
)
from participation.ideas.idea_moderation import IdeaError
from participation.processes.openings import Decided
from participation.views.ideas import STATES
from participation.views.ideas_report import GROUND_MISSING, GROUNDS

NUMBER_MISSING = message("Bitte geben Sie die Nummer der Idee ein, mit der diese vereint werden soll.")
ANSWER_LONG = message("Die Antwort ist zu lang: höchstens %(most)s Zeichen.")
STEP_MISSING = message("Bitte wählen Sie den Schritt, der falsch war.")
WORDS_MISSING = message("Bitte schreiben Sie etwas.")


class FieldError(Exception):
    """A field was filled in wrongly; nothing was done."""

    def __init__(self, name: str, text: str, values: Mapping[str, object]) -> None:
        super().__init__(name)
        self.name, self.text, self.values = name, text, values


@dataclass(frozen=True)
class Doing:
    """A decision that is being carried out. ``which``: the number of a comment, empty for the idea itself."""

    db: Session
    decided: Decided
    idea: Idea
    given: FormData
    which: str
    site: Site

    @property
    def subject(self) -> Idea | IdeaComment:
        """The idea, or the comment the button belongs to."""
        if not self.which:
            return self.idea
        number = int(self.which) if self.which.isascii() and self.which.isdigit() and len(self.which) < 10 else 0
        found = self.db.get(IdeaComment, number)
        if found is None or found.idea_id != self.idea.id:
            raise HTTPException(404)
        return found

    @property
    def name(self) -> str:
        """For the log: a number, and never the words."""
        return f"Kommentar zu Idee {self.idea.number}" if self.which else f"Idee {self.idea.number}"

    def words(self, name: str, most: int) -> str:
        return clean(forms.text(self.given, name))[:most]

    def field(self, name: str) -> str:
        """Fields of a comment carry its number."""
        return f"{name}-{self.which}" if self.which else name


def _release(doing: Doing) -> tuple[str, str]:
    _tried(doing, "antwort", lambda: idea_moderation.release(doing.db, doing.subject))
    return f"{doing.name} veröffentlicht", "veroeffentlicht"


def _withhold(doing: Doing) -> tuple[str, str]:
    name = doing.field("grund")
    ground = GROUNDS.get(forms.line(doing.given, name))
    if ground is None:
        raise FieldError(name, GROUND_MISSING, {})
    words = doing.words(doing.field("worte"), LONGEST_REASON)
    _tried(doing, name, lambda: idea_moderation.withhold(doing.db, doing.subject, Ground(ground), words))
    return f"{doing.name} zurückgehalten ({ground})", "zurueckgehalten"


def _merge(doing: Doing) -> tuple[str, str]:
    typed = forms.line(doing.given, "ziel")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise FieldError("ziel", NUMBER_MISSING, {})
    into = ideas.by_number(doing.db, doing.decided.id, int(typed))
    _tried(doing, "ziel", lambda: idea_moderation.merge(doing.db, doing.idea, into))
    return f"{doing.name} mit Idee {int(typed)} vereint", "vereint"


def _answer(doing: Doing) -> tuple[str, str]:
    words = clean(forms.text(doing.given, "antwort"))
    if len(words) > LONGEST_ANSWER:
        raise FieldError("antwort", ANSWER_LONG, {"most": LONGEST_ANSWER})
    progress = STATES.get(forms.line(doing.given, "stand"), Progress(doing.idea.progress))
    today = doing.decided.now.astimezone(doing.site.settings.zone).date()
    idea_moderation.answer(doing.db, doing.idea, progress, words, today)
    return f"{doing.name} beantwortet ({progress})", "beantwortet"


def _undo(doing: Doing) -> tuple[str, str]:
    try:
        day = date.fromisoformat(forms.line(doing.given, "tag"))
    except ValueError as error:
        raise FieldError("tag", STEP_MISSING, {}) from error
    _tried(doing, "tag", lambda: idea_moderation.undo(doing.db, doing.idea, day))
    return f"{doing.name}: Schritt vom {day:%d.%m.%Y} zurückgenommen", "zurueckgenommen"


def _comment(doing: Doing) -> tuple[str, str]:
    words = doing.words("kommentar", LONGEST_COMMENT)
    if not words:
        raise FieldError("kommentar", WORDS_MISSING, {})
    today = doing.decided.now.astimezone(doing.site.settings.zone).date()
    idea_moderation.office_comment(doing.db, doing.idea, words, today)
    return f"Idee {doing.idea.number} kommentiert", "kommentiert"


def _blacken(doing: Doing) -> tuple[str, str]:
    name = doing.field("stelle")
    passage = doing.words(name, LONGEST_TEXT)
    _tried(doing, name, lambda: idea_moderation.blacken(doing.db, doing.subject, passage))
    return f"{doing.name}: Stelle geschwärzt", "geschwaerzt"


def _tried(doing: Doing, name: str, act: Callable[[], None]) -> None:
    try:
        act()
    except IdeaError as error:
        raise FieldError(name, error.text, error.values) from error


Act = Callable[[Doing], tuple[str, str]]
DECISIONS: Mapping[str, Act] = {
    "veroeffentlichen": _release,
    "zurueckhalten": _withhold,
    "vereinen": _merge,
    "schwaerzen": _blacken,
}
ANSWERS: Mapping[str, Act] = {"antworten": _answer, "zuruecknehmen": _undo, "kommentieren": _comment}
