"""Sending answers off, for good: the checks in their order, and what people are told where one of them fails. Their answers always stay.

What has arrived before is given its receipt again, whatever else is true: storing begins with that, and whoever is refused for anything
is looked up first. The checks are: is it open, what is wrong with the answers, may this be a machine, the code. None of them leaves a
trace but the gates, which are memory of this process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from council.base.i18n import message
from participation import codes
from participation.answers import Checked, receiving, submissions
from participation.answers.submissions import CodeRefusedError, NotOpenError, Offer, Origin, Stored
from participation.codes import Code, NoCode, access_codes
from participation.codes.letters import Mistyped
from participation.forms.conditions import Answers
from participation.forms.faults import Fault
from participation.processes import State, periods, phases
from participation.processes.phases import Phase
from participation.survey_secrets import SecretLostError
from participation.views import answering_steps, answering_visit, doors, proofs
from participation.views.answering_sent import Sent
from participation.views.answering_steps import CODE, NO_STRATUM, REVIEW, Turn
from participation.views.answering_visit import Visit
from participation.views.doors import TurnedAway
from participation.views.proofs import KEYLESS, Door

A_QUESTION, LEAST, MOST = timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=30)

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


@dataclass(frozen=True)
class Refused:
    """Why it was not taken, and where that is put right. ``retry_s``: how long to wait; 0: it does not help. ``status`` is that of the
    answer."""

    turn: Turn
    text: str = ""
    retry_s: int = 0
    status: int = 422


def prepare(visit: Visit, sent: Sent, *, marked: bool) -> Offer | Stored | Refused:
    """What is to be stored, or why not. ``marked``: this device has answered before."""
    if sent.proof.keyless:
        return Refused(Turn(REVIEW), visit.language.gettext(KEYLESS))
    prepared = _before_storing(visit, sent, marked) or _offer(visit, sent)
    return prepared if isinstance(prepared, Offer) else known(visit, sent.proof.key) or prepared


async def store(visit: Visit, offer: Offer) -> Stored | Refused:
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
        visit.gates.wrong_codes.forgive(visit.network)
    return outcome


def secret_lost(visit: Visit, place: str) -> Refused:
    """What people are told where the survey's secret is missing."""
    return Refused(Turn(place), visit.language.gettext(doors.SECRET_LOST), doors.SECRET_RETRY_S, 503)


def check_code(visit: Visit, typed: str) -> Refused | None:
    """Whether a code can be used, before anybody answers a whole survey with one that cannot; None where it can."""
    found = _code(typed)
    if isinstance(found, Refused):
        return found
    away = doors.enter(visit.gates.wrong_codes, visit.network, MANY_CODES)
    if away:
        return _refused(visit, away, CODE)
    with visit.site.database.reading() as db:
        good = access_codes.is_good(db, visit.survey.id, found, visit.secret)
    if not good:
        return _wrong_code(CODE_REFUSED)
    visit.gates.wrong_codes.forgive(visit.network)
    return None


def not_open(visit: Visit, standing: State) -> str:
    """Why no answers are taken, for people."""
    survey, language, zone = visit.survey, visit.language, visit.site.settings.zone
    if standing is State.CLOSED and survey.closes_at is not None:
        return language.gettext(CLOSED) % {"moment": periods.end(survey.closes_at, language, zone)}
    if standing is State.COMING and survey.opens_at is not None and survey.closes_at is not None:
        begins = phases.told(Phase(survey.opens_at, survey.closes_at), visit.now, zone, language)
        return language.gettext(COMING) % {"begins": begins}
    return language.gettext(WITHDRAWN)


def least_time(checked: Checked) -> timedelta:
    """How long a person needs at least for so many answers."""
    return min(max(A_QUESTION * len(checked.answers), LEAST), MOST)


def _before_storing(visit: Visit, sent: Sent, marked: bool) -> Refused | None:
    if not visit.takes:
        return Refused(Turn(REVIEW), not_open(visit, visit.standing))
    if marked:
        return Refused(Turn(REVIEW), visit.language.gettext(ANSWERED_HERE))
    turn = answering_steps.unfinished(visit.sheet, sent.filled)
    if turn is not None:
        return Refused(turn)
    return None if visit.test else _machine(visit, sent)


def _machine(visit: Visit, sent: Sent) -> Refused | None:
    """Why this may be no person. Codes bound themselves: each is good for one answer."""
    worked = None if visit.sheet.asks_code else visit.gates.answers_worked
    door = Door(least_time(sent.filled.checked), MANY_SEND, visit.gates.answers_without_script, worked)
    away = proofs.check(visit, sent.proof, door)
    return _refused(visit, away, REVIEW) if away else None


def _offer(visit: Visit, sent: Sent) -> Offer | Refused:
    code = _code(sent.code) if visit.sheet.asks_code else None
    if isinstance(code, Refused):
        return code
    away = doors.enter(visit.gates.wrong_codes, visit.network, MANY_CODES) if code else None
    if away:
        return _refused(visit, away, CODE)
    stratum = "" if sent.filled.stratum == NO_STRATUM or not visit.sheet.strata else sent.filled.stratum
    answers: Answers = sent.filled.checked.answers
    return Offer(visit.version, answers, sent.proof.key, code, stratum, Origin.TEST if visit.test else Origin.WEB)


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


def _refused(visit: Visit, away: TurnedAway, place: str) -> Refused:
    return Refused(Turn(place), away.told(visit.language), away.retry_s, away.status)
