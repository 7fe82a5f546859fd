"""The way of an idea from the day it was sent, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from council.base.i18n import Language, message
from participation.ideas import Idea
from participation.ideas.idea_steps import Step, changes
from participation.views import ideas_words

SENT = message("eingereicht")
ANSWERED = message("Antwort der Stadt")
MERGED = message("vereint mit Nr. %(number)s")
MOST_BESIDE = 4  # steps that stand beside each other where there is room


@dataclass(frozen=True)
class StepShown:
    """``look`` names how it looks, as chips do; ``answered``: the office's answer was written or changed on that day. ``path`` leads to the
    idea it was merged into. The last step is where the idea stands now."""

    text: str
    day: str
    look: str
    answered: bool = False
    path: str = ""
    current: bool = False


@dataclass(frozen=True)
class Way:
    """All steps, the first one first. ``beside``: few enough to stand beside each other. ``silent``: the office has said nothing yet."""

    steps: tuple[StepShown, ...]
    beside: bool
    silent: bool


def way(idea: Idea, steps: Sequence[Step], into: tuple[int, str] | None, language: Language, zone: ZoneInfo) -> Way:
    """The way of an idea. ``into``: number and path of the one it was merged into."""
    new = changes(steps)
    found = [StepShown(language.gettext(SENT), ideas_words.day(idea.sent_on, language, zone), "sent")]
    for one in steps:
        text, look = (one.progress, ideas_words.CHIPS[one.progress]) if one in new else (ANSWERED, "answer")
        day = ideas_words.day(one.day, language, zone)
        found.append(StepShown(language.gettext(text), day, look, answered=one.answered))
    if into is not None:
        found.append(StepShown(language.gettext(MERGED) % {"number": into[0]}, "", "merged", path=into[1]))
    found[-1] = replace(found[-1], current=True)
    return Way(tuple(found), len(found) <= MOST_BESIDE, silent=not steps and into is None)
