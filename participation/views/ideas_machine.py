"""Whether an idea or a comment may come from a machine."""

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms
from council.base.i18n import message
from participation.views import ideas_visit, proofs
from participation.views.doors import TurnedAway
from participation.views.ideas_visit import OVER, Visit
from participation.views.proofs import Door, Proof

LEAST = timedelta(seconds=5)  # a person needs to write something
MANY = message(
    "Gerade kommt von Ihrem Anschluss oder insgesamt sehr viel an. Bitte senden Sie %(wait)s noch einmal ab. "
    "Was Sie geschrieben haben, bleibt hier stehen."
)


def check(visit: Visit, proof: Proof) -> TurnedAway | None:
    """Why this may be no person, or one too many; None where nothing says so."""
    gates = visit.gates
    return proofs.check(visit, proof, Door(LEAST, MANY, gates.ideas_without_script, gates.ideas_worked))


async def challenge(request: Request) -> Response:
    """``/ideen/pruefung``: work for the browser, good for one key alone."""
    async with request.form(max_files=0, max_fields=5) as given:
        return await run_in_threadpool(_challenge, request, forms.line(given, "schluessel"))


def _challenge(request: Request, key: str) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    return proofs.challenge(visit, key) if visit.takes else JSONResponse({"error": visit.say(OVER)}, 409)


routes: list[BaseRoute] = [
    Route("/mitmachen/{slug}/ideen/pruefung", challenge, methods=["POST"], name="idea_challenge"),
]
