"""What stands of ideas on several pages: where one is, how it is moderated, and short lines for lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from council.base import dates
from council.base.i18n import Language, message
from participation.ideas import Idea, Progress, Shown, idea_steps
from participation.ideas.idea_steps import Step
from participation.processes import Moderation

EXCERPT = 220  # characters of an idea in a list
MODERATED = {
    Moderation.BEFORE: message("Die Stadt prüft jeden Beitrag, bevor er hier erscheint."),
    Moderation.AFTER: message(
        "Beiträge erscheinen sofort. Die Stadt prüft sie danach; bis dahin steht „noch nicht geprüft“ dabei."
    ),
}
CHIPS = {
    Progress.NEW: "new",
    Progress.LOOKED_AT: "looked-at",
    Progress.PLANNED: "planned",
    Progress.BEGUN: "begun",
    Progress.DONE: "done",
    Progress.DECLINED: "declined",
}


@dataclass(frozen=True)
class IdeaLine:
    """An idea in a list. ``chip`` names how its progress looks, ``since`` is its day, ``answered`` that of the office's answer, both empty
    where there is none; ``unchecked``: no moderator has looked at it."""

    number: int
    path: str
    title: str
    excerpt: str
    category: str
    progress: str
    chip: str
    since: str
    support: int
    comments: int
    day: str
    answered: str
    unchecked: bool
    place: str


@dataclass(frozen=True)
class Around:
    """What there is about an idea: how many support it, how many comments can be read, and its steps."""

    support: int
    comments: int
    steps: Sequence[Step]


def line(idea: Idea, path: str, around: Around, language: Language, zone: ZoneInfo) -> IdeaLine:
    """An idea as lists show it; ``path`` is the list's."""
    since, answered = idea_steps.since(around.steps), idea_steps.last_answer(around.steps)
    return IdeaLine(
        number=idea.number,
        path=f"{path}/{idea.number}",
        title=idea.title,
        excerpt=excerpt(idea.text),
        category=idea.category,
        progress=language.gettext(idea.progress),
        chip=CHIPS[Progress(idea.progress)],
        since=day(since, language, zone) if since else "",
        support=around.support,
        comments=around.comments,
        day=day(idea.sent_on, language, zone),
        answered=day(answered, language, zone) if answered else "",
        unchecked=idea.shown == Shown.WAITING,
        place=place(idea.place, language),
    )


def excerpt(text: str) -> str:
    """The beginning of a text, on one line."""
    words = " ".join(text.split())
    if len(words) <= EXCERPT:
        return words
    return words[: words.rfind(" ", 0, EXCERPT) + 1 or EXCERPT].rstrip() + " …"


def day(on: date, language: Language, zone: ZoneInfo) -> str:
    """A day, of which no time is known."""
    return dates.short_day(datetime.combine(on, time(12), zone), language, zone)


def place(where: Mapping[str, Any] | None, language: Language) -> str:
    """Where it is, in words: a point by its coordinates. Empty for nowhere."""
    if not where:
        return ""
    if "text" in where:
        return str(where["text"])
    numbers = {name: f"{where[name]:.4f}" for name in ("lat", "lon")}
    if language.code == "de":
        numbers = {name: number.replace(".", ",") for name, number in numbers.items()}
    return language.gettext("%(lat)s Grad Nord, %(lon)s Grad Ost") % numbers


def point(where: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Longitude and latitude; None where there are none."""
    return (where["lon"], where["lat"]) if where and "lon" in where else None


def paragraphs(text: str) -> Sequence[str]:
    """A text as people wrote it, by its paragraphs."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]
