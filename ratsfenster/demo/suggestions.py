"""The demo's collection of ideas: people propose, support and comment, the office answers."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from council.base.accounts import Account
from participation.answers import receipts
from participation.ideas import Idea, Progress, idea_moderation, idea_sending, idea_support
from participation.ideas.idea_sending import Proposal, Sending
from ratsfenster.demo import FOLDER
from ratsfenster.demo.square import around

SLUG = "stadtpark"
TITLE = {"de": "Ideen für den Stadtpark"}
INTRO = {
    "de": "Wir möchten wissen, **was dem Stadtpark noch fehlt**: zum Spielen, zum Ausruhen, auf dem Weg zum Bahnhof. Im Rat ging es um "
    "die Schaukel auf dem Spielplatz, und da kam die Frage auf.\n\n"
    "Schreiben Sie es auf, und unterstützen Sie, was andere vorschlagen. Wir antworten hier auf jede Idee.\n\n"
    "Bitte nennen Sie keine Namen von Menschen, auch nicht Ihren eigenen."
}
PURPOSE = "Sammlung von Vorschlägen zur Gestaltung des Stadtparks"
MIDDLE = (-850.0, -560.0)  # metres east and north of the square
CONTENT: dict[str, Any] = tomllib.loads((FOLDER / "suggestions.toml").read_text(encoding="utf-8"))
CATEGORIES: list[str] = CONTENT["categories"]


@dataclass(frozen=True)
class Park:
    """The process the ideas are sent to, with its secret."""

    process_id: int
    secret: bytes
    zone: ZoneInfo
    opened_at: datetime

    def sending(self, days: float) -> Sending:
        """Somebody sends something, so many days after the beginning."""
        receipt = receipts.receipt(receipts.new_key(secrets.token_bytes), self.secret)
        moment = self.opened_at + timedelta(days=days, hours=3)
        return Sending(self.process_id, receipt, lambda: moment, self.zone)

    def day(self, days: float) -> date:
        """The day, so many days after the beginning."""
        return self.sending(days).clock().astimezone(self.zone).date()


def fill(db: Session, park: Park, office: Account) -> None:
    """Everything that was written, in the caller's transaction."""
    told: list[Mapping[str, Any]] = CONTENT["idea"]
    stored = [_sent(db, park, one, at) for at, one in enumerate(told)]
    for one, idea in zip(told, stored, strict=True):
        if one.get("shown", True):
            idea_moderation.release(db, idea)
    db.flush()
    for at, (one, idea) in enumerate(zip(told, stored, strict=True)):
        _talk(db, park, one, idea, at)
        if "into" in one:
            idea_moderation.merge(db, idea, stored[one["into"] - 1])


def _sent(db: Session, park: Park, one: Mapping[str, Any], at: int) -> Idea:
    place = None
    if "at" in one:
        ((lon, lat),) = around((MIDDLE[0] + one["at"][0], MIDDLE[1] + one["at"][1]))
        place = {"lon": lon, "lat": lat}
    idea = idea_sending.store(db, park.sending(at), Proposal(one["title"], one["text"], one["category"], place))
    assert idea.id is not None
    for _ in range(one["support"]):
        idea_support.add(db, park.secret, [idea.id], secrets.token_hex(16))
    return idea


def _talk(db: Session, park: Park, one: Mapping[str, Any], idea: Idea, at: int) -> None:
    """The comments, and what the office says, first and later on. Days are the park's own."""
    today = park.day(at + 3)
    for words in one.get("comments", ()):
        comment = idea_sending.comment(db, park.sending(at + 1), idea.number, words)
        if comment is not None:
            idea_moderation.release(db, comment)
    if "office" in one:
        idea_moderation.office_comment(db, idea, one["office"], today)
    for day, step in enumerate(one.get("before", ())):
        idea_moderation.answer(db, idea, Progress[step], "", park.day(at + 1 + day))
    if "progress" in one:
        idea_moderation.answer(db, idea, Progress[one["progress"]], one["answer"], today)
