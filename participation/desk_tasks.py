"""What planners and moderators have to do, the most urgent first, each with one clear next step. Pure: told the facts and the time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from council.base import dates
from council.base.i18n import Language, message
from council.further_work import FurtherTask
from participation import cards, processes
from participation.processes import Kind, Process, Showing, State, periods
from participation.processes.phases import Phase
from participation.results import turnout

HOME = "/ratsbuero/beteiligung"
DELETED_WITHIN = timedelta(days=30)
DELETED_SOON = timedelta(days=7)


class TaskKind(StrEnum):
    """In the order of their urgency."""

    CLOSING = "closing"
    RESULTS = "results"
    REVIEW = "review"
    DELETION_SOON = "deletion-soon"
    DRAFT = "draft"
    DELETION = "deletion"


@dataclass(frozen=True)
class ProcessFact:
    """A process that is not done with. ``answers`` counts those that came in, ``waiting`` what moderators have to look at, ``at_least``
    where there may be more of it. ``shown``: results were public once. Of a draft ``obstacle`` says, in the reader's language, what is
    still missing, and ``step`` where."""

    process: Process
    answers: int = 0
    waiting: int = 0
    at_least: bool = False
    shown: bool = False
    obstacle: str = ""
    step: str = ""


@dataclass(frozen=True)
class Desk:
    """For whom and when. ``plans``: the person plans, and does not only moderate."""

    plans: bool
    now: datetime
    zone: ZoneInfo
    language: Language

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def say(self, text: str, **values: object) -> str:
        return self.language.gettext(text) % values

    def day(self, of: date) -> str:
        return dates.short_day(datetime.combine(of, time(12), self.zone), self.language, self.zone)


def tasks(facts: Iterable[ProcessFact], desk: Desk) -> tuple[FurtherTask, ...]:
    """All there is to do."""
    found = [(kind, task) for fact in facts for kind, task in _tasks(fact, desk)]
    order = list(TaskKind)
    return tuple(task for _, task in sorted(found, key=lambda one: order.index(one[0])))


def _tasks(fact: ProcessFact, desk: Desk) -> Iterator[tuple[TaskKind, FurtherTask]]:
    standing = processes.state(fact.process, desk.now)
    if standing is not State.WITHDRAWN and fact.waiting:
        yield TaskKind.REVIEW, _review(fact, desk)
    if not desk.plans:
        return
    if standing is State.DRAFT:
        yield TaskKind.DRAFT, _draft(fact, desk)
    elif standing is State.OPEN and (days := _days_left(fact.process, desk)) <= 1:
        yield TaskKind.CLOSING, _closing(fact, desk, days)
    elif standing is State.CLOSED and _waits_for_results(fact):
        yield TaskKind.RESULTS, _results(fact, desk)
    if standing is not State.DRAFT and (left := _until_deletion(fact.process, desk)) is not None:
        kind = TaskKind.DELETION_SOON if left <= DELETED_SOON else TaskKind.DELETION
        yield kind, _deletion(fact, desk, kind)


def _closing(fact: ProcessFact, desk: Desk, days: int) -> FurtherTask:
    title = message("Endet morgen") if days else message("Endet heute")
    text = message("Bis jetzt sind %(count)s Antworten da. Verlängern geht nur, solange noch geantwortet werden kann.")
    answers = turnout.told(fact.answers, fact.process.least_people, State.OPEN, desk.language)
    reason = desk.say(text, count=answers)
    if fact.process.kind == Kind.IDEATION:
        reason = desk.say(message("Verlängern geht nur, solange noch Ideen eingereicht werden können."))
    return _task(TaskKind.CLOSING, fact, desk, desk.say(title), reason, message("Ansehen oder verlängern"), "/oeffnen")


def _results(fact: ProcessFact, desk: Desk) -> FurtherTask:
    reason = message("Die Umfrage ist vorbei. Wer geantwortet hat, wartet auf das Ergebnis.")
    title, action = message("Ergebnisse veröffentlichen"), message("Ergebnisse ansehen")
    return _task(TaskKind.RESULTS, fact, desk, desk.say(title), desk.say(reason), action, "/ergebnisse")


def told_waiting(fact: ProcessFact, desk: Desk) -> str:
    """How much moderators have to look at: '12 Texte', 'mehr als 900 Texte', '1 Beitrag'. Of a survey that is open never so exactly that
    two looks tell whether somebody has just answered."""
    if fact.process.kind == Kind.IDEATION:
        text = desk.language.ngettext("%(count)s Beitrag", "%(count)s Beiträge", fact.waiting)
        return text % {"count": dates.number(fact.waiting, desk.language)}
    known = rounded_waiting(fact, desk)
    if fact.at_least:
        number = dates.number(known, desk.language)
        return (
            desk.say(message("mehr als %(count)s Texte"), count=number) if known else desk.say(message("einige Texte"))
        )
    if processes.state(fact.process, desk.now) is State.OPEN:
        number = turnout.told(fact.waiting, fact.process.least_people, State.OPEN, desk.language)
        return desk.say(message("%(count)s Texte"), count=number)
    text = desk.language.ngettext("%(count)s Text", "%(count)s Texte", fact.waiting)
    return text % {"count": dates.number(fact.waiting, desk.language)}


def rounded_waiting(fact: ProcessFact, desk: Desk) -> int:
    """The same as a number to order by: of a survey that is open whole groups of the people of whom anything is told."""
    survey, least = fact.process.kind == Kind.SURVEY, fact.process.least_people
    going_on = survey and processes.state(fact.process, desk.now) is State.OPEN
    return fact.waiting - fact.waiting % least if going_on else fact.waiting


def _review(fact: ProcessFact, desk: Desk) -> FurtherTask:
    waiting, action = told_waiting(fact, desk), message("Jetzt prüfen")
    if fact.process.kind == Kind.IDEATION:
        title, step, text = message("Ideen und Kommentare prüfen"), "/ideen", message("Zu entscheiden: %(waiting)s.")
    else:
        title, step = message("Texte prüfen"), "/texte"
        text = message("Zu entscheiden: %(waiting)s. Ohne Ihre Entscheidung erscheint kein Text in den Ergebnissen.")
    return _task(TaskKind.REVIEW, fact, desk, desk.say(title), desk.say(text, waiting=waiting), action, step)


def _draft(fact: ProcessFact, desk: Desk) -> FurtherTask:
    if fact.obstacle:
        title, action = message("Entwurf fertigstellen"), message("Weitermachen")
        return _task(TaskKind.DRAFT, fact, desk, desk.say(title), fact.obstacle, action, fact.step)
    title, action = message("Bereit zum Öffnen"), message("Ansehen und öffnen")
    reason = message("Alles Nötige ist da. Die Öffentlichkeit sieht noch nichts davon.")
    return _task(TaskKind.DRAFT, fact, desk, desk.say(title), desk.say(reason), action, "/oeffnen")


def _deletion(fact: ProcessFact, desk: Desk, kind: TaskKind) -> FurtherTask:
    assert fact.process.delete_on is not None
    day = desk.day(fact.process.delete_on)
    title = desk.say(message("Antworten werden am %(day)s gelöscht"), day=day)
    reason = desk.say(
        message("Was bis dahin nicht ausgewertet ist, geht verloren. Die veröffentlichten Zahlen bleiben.")
    )
    step = "/ideen" if fact.process.kind == Kind.IDEATION else "/ergebnisse"
    return _task(kind, fact, desk, title, reason, message("Ansehen"), step)


def _task(
    kind: TaskKind, fact: ProcessFact, desk: Desk, title: str, reason: str, action: str, step: str
) -> FurtherTask:
    process = fact.process
    return FurtherTask(
        kind=kind,
        title=title,
        name=process.name(process.leading) or desk.say(message("Ohne Titel")),
        about=_about(process, desk),
        reason=reason,
        action=desk.say(action),
        path=f"{HOME}/{process.id}{step}",
        urgent=kind is TaskKind.CLOSING,
    )


def _about(process: Process, desk: Desk) -> str:
    """'Umfrage, noch 5 Tage'; of a draft when it was begun."""
    what = desk.say(cards.KIND_NAMES[Kind(process.kind)])
    if processes.state(process, desk.now) is State.DRAFT or process.opens_at is None or process.closes_at is None:
        begun = dates.short_day(process.created_at, desk.language, desk.zone)
        return desk.say(message("%(what)s, begonnen am %(day)s"), what=what, day=begun)
    return f"{what}, {cards.timing(Phase(process.opens_at, process.closes_at), desk.now, desk.zone, desk.language)}"


def _days_left(process: Process, desk: Desk) -> int:
    """Days of the calendar until the last one on which it is open."""
    assert process.closes_at is not None
    last = periods.last_day(process.closes_at).astimezone(desk.zone).date()
    return (last - desk.today).days


def _waits_for_results(fact: ProcessFact) -> bool:
    process = fact.process
    return (
        process.kind == Kind.SURVEY
        and process.showing == Showing.BY_HAND
        and not fact.shown
        and process.deleted_on is None
        and fact.answers > 0
    )


def _until_deletion(process: Process, desk: Desk) -> timedelta | None:
    """How long until its answers are deleted, where that is soon enough to be told."""
    if process.delete_on is None or process.deleted_on is not None:
        return None
    left = process.delete_on - desk.today
    return left if left <= DELETED_WITHIN else None
