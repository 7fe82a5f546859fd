"""Whether what was sent may come from a machine: the same checks as of surveys' answers (``answering_sending``)."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, pages
from council.base.i18n import message
from participation.answers import altcha, receipts, stamps
from participation.answers.altcha import Accepted
from participation.views import answering_sending, ideas_visit
from participation.views.ideas_visit import Visit

LEAST = timedelta(seconds=5)  # a person needs to write something
MANY = message(
    "Gerade kommt von Ihrem Anschluss oder insgesamt sehr viel ohne JavaScript an. Bitte senden Sie %(wait)s noch einmal ab. "
    "Was Sie geschrieben haben, bleibt hier stehen."
)


@dataclass(frozen=True)
class Proof:
    """What comes with a form beside its words. ``keyless``: no key came, so this is a new one."""

    key: str = field(repr=False)
    stamp: str
    trap: str = ""
    altcha: str = ""
    keyless: bool = False


@dataclass(frozen=True)
class Doubt:
    """Why it was not taken. ``retry_s``: how long to wait; 0: it does not help."""

    text: str
    retry_s: int = 0


def fresh(visit: Visit) -> Proof:
    """Of a form that begins now. One that cannot be sent needs no stamp."""
    key = receipts.new_key(secrets.token_bytes)
    return Proof(key, stamps.made(visit.now, visit.secret, key) if visit.takes else "")


def read(visit: Visit, given: FormData) -> Proof:
    """What came with a form."""
    key = forms.line(given, "schluessel")
    if not receipts.is_key(key):
        new = fresh(visit)
        return Proof(new.key, new.stamp, keyless=True)
    stamp, trap = forms.line(given, "stempel")[:100], forms.line(given, stamps.TRAP)[:200]
    return Proof(key, stamp, trap, forms.typed(given, "altcha"))


def doubt(visit: Visit, proof: Proof) -> Doubt | None:
    """Why this may be no person; None where nothing says so."""
    if proof.keyless:
        return Doubt(visit.say(answering_sending.KEYLESS))
    if proof.altcha:
        worked = altcha.check(proof.altcha, visit.secret, visit.now, proof.key)
        return None if isinstance(worked, Accepted) else Doubt(visit.say(worked))
    found = stamps.doubt(stamps.Sent(proof.stamp, proof.trap, proof.key), LEAST, visit.now, visit.secret)
    if found is not None:
        return Doubt(visit.say(found))
    wait = visit.gates.without_script.enter(visit.network, ideas_visit.now_ms())
    return too_many(visit, MANY, wait) if wait else None


def too_many(visit: Visit, text: str, wait_ms: int) -> Doubt:
    """That a gate is shut for a while."""
    return Doubt(visit.say(text, wait=answering_sending.waiting(wait_ms, visit.language)), -(-wait_ms // 1000))


async def challenge(request: Request) -> Response:
    """``/ideen/pruefung``: work for the browser, good for one key alone."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_challenge, request, forms.line(given, "schluessel"))


def _challenge(request: Request, key: str) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    if not receipts.is_key(key) or not visit.takes:
        return JSONResponse({"error": visit.say(answering_sending.KEYLESS)}, 400)
    made = altcha.challenge(visit.secret, visit.now, secrets.token_bytes, answering_sending.COST, key)
    return JSONResponse(made, headers={"Cache-Control": pages.KEEP_NOTHING})


routes: list[BaseRoute] = [
    Route("/mitmachen/{slug}/ideen/pruefung", challenge, methods=["POST"], name="idea_challenge"),
]
