"""Sending answers off, for good: the checks in their order, and what people are told where one of them fails. Their answers always stay.

What has arrived before is given its receipt again, whatever else is true: storing begins with that, and whoever is refused for anything
is looked up first. The checks are: is it open, what is wrong with the answers, may this be a machine, the code. None of them leaves a
trace but the gates, which are memory of this process.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from council.base import dates
from council.base.i18n import Language, message
from participation import codes
from participation.answers import Checked, altcha, receiving, stamps, submissions
from participation.answers.altcha import Accepted
from participation.answers.gates import LARGE, WITHOUT_SCRIPT, WORKED, WRONG_CODES, Gate
from participation.answers.submissions import CodeRefusedError, NotOpenError, Offer, Origin, Stored
from participation.codes import Code, NoCode, access_codes
from participation.codes.letters import Mistyped
from participation.forms.conditions import Answers
from participation.forms.faults import Fault
from participation.processes import State, phases
from participation.processes.phases import Phase
from participation.survey_secrets import SecretLostError
from participation.views import answering_steps, answering_visit
from participation.views.answering_sent import Sent
from participation.views.answering_steps import CODE, NO_STRATUM, REVIEW, Turn
from participation.views.answering_visit import Visit

COST = 40_000  # hashes, halved on average: about a second on a phone
A_QUESTION, LEAST, MOST = timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=30)

KEYLESS = message("Diese Seite kam nicht vollständig bei uns an. Bitte senden Sie noch einmal ab.")
CODE_NEEDED = message("Bitte geben Sie den Code aus Ihrem Brief ein.")
CODE_REFUSED = message(
    "Dieser Code gilt hier nicht. Vielleicht wurde schon mit ihm geantwortet: Dann ist die Antwort angekommen, und mehr ist nicht zu tun. "
    "Sonst vergleichen Sie ihn bitte noch einmal mit Ihrem Brief."
)
ANSWERED_HERE = message(
    "Auf diesem Gerät wurde diese Umfrage schon beantwortet. Ihre Antworten wurden deshalb nicht angenommen. Wenn mehrere Menschen das "
    "Gerät benutzen, nehmen Sie bitte ein anderes Gerät oder einen anderen Browser."
)
MANY_SEND = message(
    "Gerade kommen sehr viele Antworten auf einmal an. Bitte senden Sie %(wait)s noch einmal ab. Ihre Antworten bleiben hier stehen."
)
MANY_CODES = message("Von Ihrem Anschluss kamen zu viele falsche Codes. Bitte versuchen Sie es %(wait)s noch einmal.")
CLOSED = message(
    "Die Umfrage ist beendet, seit %(moment)s. Sie nimmt keine Antworten mehr an; Ihre konnten wir deshalb nicht annehmen."
)
COMING = message(
    "Die Umfrage ist noch nicht offen, sie %(begins)s. Ihre Antworten bleiben hier stehen: Bitte senden Sie sie dann ab."
)
WITHDRAWN = message("Die Stadt hat diese Umfrage zurückgezogen. Sie nimmt keine Antworten mehr an.")
SECRET_LOST = message(
    "Auf unserem Rechner fehlt eine Datei, ohne die wir hier nichts annehmen können. Der Fehler liegt nicht bei Ihnen. Es ist nichts "
    "verloren, und es wurde nichts gespeichert: Bitte versuchen Sie es später noch einmal."
)
SECRET_RETRY_S = 600


@dataclass(frozen=True)
class Refused:
    """Why it was not taken, and where that is put right. ``retry_s``: how long to wait; 0: it does not help. ``status`` is that of the
    answer."""

    turn: Turn
    text: str = ""
    retry_s: int = 0
    status: int = 422


@dataclass(frozen=True)
class Gates:
    """The gates of a running site."""

    without_script: Gate
    worked: Gate
    wrong_codes: Gate
    large: Gate


def gates_of(app: Starlette) -> Gates:
    """The gates of this process, made once."""
    if not hasattr(app.state, "survey_gates"):
        app.state.survey_gates = Gates(Gate(WITHOUT_SCRIPT), Gate(WORKED), Gate(WRONG_CODES), Gate(LARGE))
    found: Gates = app.state.survey_gates
    return found


def prepare(visit: Visit, sent: Sent, where: str, doors: Gates, *, marked: bool) -> Offer | Stored | Refused:
    """What is to be stored, or why not. ``where`` is the network it comes from, ``marked``: this device has answered before."""
    if sent.keyless:
        return Refused(Turn(REVIEW), visit.language.gettext(KEYLESS))
    prepared = _before_storing(visit, sent, where, doors, marked) or _offer(visit, sent, where, doors)
    return prepared if isinstance(prepared, Offer) else known(visit, sent.key) or prepared


async def store(visit: Visit, offer: Offer, where: str, doors: Gates) -> Stored | Refused:
    """Store what was prepared, or say why not."""
    outcome: Stored | Refused
    try:
        outcome = await receiving.received(visit.site, visit.survey.id, offer)
    except CodeRefusedError:
        return _wrong_code(CODE_REFUSED)
    except NotOpenError as error:
        now = await run_in_threadpool(answering_visit.again, visit)
        outcome = Refused(Turn(REVIEW), not_open(now, error.state))
    except SecretLostError:
        return secret_lost(visit, REVIEW)
    if offer.code:
        doors.wrong_codes.forgive(where)
    return outcome


def secret_lost(visit: Visit, place: str) -> Refused:
    """What people are told where the survey's secret is missing."""
    return Refused(Turn(place), visit.language.gettext(SECRET_LOST), SECRET_RETRY_S, 503)


def check_code(visit: Visit, typed: str, where: str, doors: Gates) -> Refused | None:
    """Whether a code can be used, before anybody answers a whole survey with one that cannot; None where it can."""
    found = _code(typed)
    if isinstance(found, Refused):
        return found
    wait = doors.wrong_codes.enter(where, now_ms())
    if wait:
        return _too_many(MANY_CODES, wait, visit.language, CODE)
    with visit.site.database.reading() as db:
        good = access_codes.is_good(db, visit.survey.id, found, visit.secret)
    if not good:
        return _wrong_code(CODE_REFUSED)
    doors.wrong_codes.forgive(where)
    return None


def not_open(visit: Visit, standing: State) -> str:
    """Why no answers are taken, for people."""
    survey, language, zone = visit.survey, visit.language, visit.site.settings.zone
    if standing is State.CLOSED and survey.closes_at is not None:
        return language.gettext(CLOSED) % {"moment": dates.day_and_time(survey.closes_at, language, zone)}
    if standing is State.COMING and survey.opens_at is not None and survey.closes_at is not None:
        begins = phases.told(Phase(survey.opens_at, survey.closes_at), visit.now, zone, language)
        return language.gettext(COMING) % {"begins": begins}
    return language.gettext(WITHDRAWN)


def least_time(checked: Checked) -> timedelta:
    """How long a person needs at least for so many answers."""
    return min(max(A_QUESTION * len(checked.answers), LEAST), MOST)


def waiting(wait_ms: int, language: Language) -> str:
    """'in 40 Sekunden', 'in 3 Minuten'; rounded up."""
    seconds = -(-wait_ms // 1000)
    if seconds < 60:
        return language.ngettext("in %(count)s Sekunde", "in %(count)s Sekunden", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return language.ngettext("in %(count)s Minute", "in %(count)s Minuten", minutes) % {"count": minutes}


def now_ms() -> int:
    """The clock of gates, which only goes forward."""
    return time.monotonic_ns() // 1_000_000


def _before_storing(visit: Visit, sent: Sent, where: str, doors: Gates, marked: bool) -> Refused | None:
    if not visit.takes:
        return Refused(Turn(REVIEW), not_open(visit, visit.standing))
    if marked:
        return Refused(Turn(REVIEW), visit.language.gettext(ANSWERED_HERE))
    turn = answering_steps.unfinished(visit.sheet, sent.filled)
    if turn is not None:
        return Refused(turn)
    return None if visit.test else _machine(visit, sent, where, doors)


def _machine(visit: Visit, sent: Sent, where: str, doors: Gates) -> Refused | None:
    """Why this may be no person."""
    language = visit.language
    if sent.altcha:
        worked = altcha.check(sent.altcha, visit.secret, visit.now, sent.key)
        if not isinstance(worked, Accepted):
            return Refused(Turn(REVIEW), language.gettext(worked))
        wait = 0 if visit.sheet.asks_code else doors.worked.enter(where, now_ms())
        return _too_many(MANY_SEND, wait, language, REVIEW) if wait else None
    came = stamps.Sent(sent.stamp, sent.trap, sent.key)
    doubt = stamps.doubt(came, least_time(sent.filled.checked), visit.now, visit.secret)
    if doubt is not None:
        return Refused(Turn(REVIEW), language.gettext(doubt))
    wait = doors.without_script.enter(where, now_ms())
    return _too_many(MANY_SEND, wait, language, REVIEW) if wait else None


def _offer(visit: Visit, sent: Sent, where: str, doors: Gates) -> Offer | Refused:
    code = _code(sent.code) if visit.sheet.asks_code else None
    if isinstance(code, Refused):
        return code
    wait = doors.wrong_codes.enter(where, now_ms()) if code else 0
    if wait:
        return _too_many(MANY_CODES, wait, visit.language, CODE)
    stratum = "" if sent.filled.stratum == NO_STRATUM or not visit.sheet.strata else sent.filled.stratum
    answers: Answers = sent.filled.checked.answers
    return Offer(visit.version, answers, sent.key, code, stratum, Origin.TEST if visit.test else Origin.WEB)


def known(visit: Visit, key: str) -> Stored | None:
    """What has arrived with this key already. Where nothing is taken any more, the secret may have gone with the answers."""
    if not visit.takes and not visit.has_secret:
        return None
    with visit.site.database.reading() as db:
        receipt = submissions.known(db, visit.survey.id, key, visit.secret)
    return Stored(receipt, again=True) if receipt else None


def _code(typed: str) -> Code | Refused:
    match codes.read(typed):
        case Code() as code:
            return code
        case NoCode():
            return _wrong_code(CODE_NEEDED)
        case Mistyped(error):
            return _wrong_code(error.text, error.values)


def _wrong_code(text: str, values: Mapping[str, object] | None = None) -> Refused:
    return Refused(Turn(CODE, (Fault(CODE, text, values or {}),)))


def _too_many(text: str, wait_ms: int, language: Language, place: str) -> Refused:
    told = language.gettext(text) % {"wait": waiting(wait_ms, language)}
    return Refused(Turn(place), told, -(-wait_ms // 1000), 429)
