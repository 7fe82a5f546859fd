"""Proposing an idea: write it, look at what everybody will read, send it. ``/mitmachen/{slug}/ideen/neu``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import forms, pages
from participation import cards, ideas, maps
from participation.answers import receipts
from participation.answers.submissions import NotOpenError
from participation.ideas import LONGEST_TEXT, LONGEST_TITLE, idea_likeness, idea_sending
from participation.ideas.idea_likeness import Known
from participation.ideas.idea_sending import Sending
from participation.processes import Moderation
from participation.views import doors, ideas_form, ideas_machine, ideas_visit, ideas_words, proofs
from participation.views.doors import TurnedAway
from participation.views.ideas_form import Entered
from participation.views.ideas_visit import OVER, Visit
from participation.views.proofs import Proof

LARGEST_BODY = 1_500_000  # bytes: a text of a megabyte comes back with what is wrong with it
PATH = "/mitmachen/{slug}/ideen/neu"


@dataclass(frozen=True)
class Offered:
    """An idea that may say the same."""

    number: int
    title: str
    path: str


@dataclass(frozen=True)
class NewIdeaPage:
    """``reviewing``: the fields are shown as everybody will read them, and can be sent. ``errors`` by field; ``notice``: why it was not
    taken."""

    path: str
    list_path: str
    about: str
    title: str
    categories: tuple[str, ...]
    has_map: bool
    map_config: str
    entered: Entered
    place: str
    proof: Proof = field(repr=False)
    moderated: str = ""
    reviewing: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    alike: tuple[Offered, ...] = ()
    longest_title: int = LONGEST_TITLE
    longest_text: int = LONGEST_TEXT
    longest_place: int = ideas_form.LONGEST_PLACE


@dataclass(frozen=True)
class IdeaReceiptPage:
    """What an author gets: the receipt in groups of four. ``comment``: it was a comment on ``idea_path``."""

    list_path: str
    title: str
    receipt: str
    before: bool
    idea_path: str = ""
    comment: bool = False


def begin(request: Request) -> Response:
    """The empty form; to the list where nothing is taken now."""
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    if not visit.takes:
        return RedirectResponse(visit.language.link(visit.path), 303)
    return _show(request, visit, Entered(), proofs.fresh(visit))


async def step(request: Request) -> Response:
    """On to the review, back to the form, or the end."""
    async with request.form(max_files=0, max_fields=20, max_part_size=LARGEST_BODY) as given:
        return await run_in_threadpool(_step, request, given)


async def alike(request: Request) -> Response:
    """``/aehnlich``: ideas like the title that is being typed. A POST, since what is not sent yet belongs in no address and no log."""
    async with request.form(max_files=0, max_fields=5, max_part_size=10_000) as given:
        return await run_in_threadpool(_alike, request, forms.line(given, "titel")[:LONGEST_TITLE])


def _step(request: Request, given: FormData) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    if visit.preview:
        return RedirectResponse(visit.language.link(visit.path), 303)
    entered, proof, what = ideas_form.read(given), proofs.read(visit, given), forms.line(given, "schritt")
    if what == "absenden" and not proof.keyless:
        receipt = receipts.receipt(proof.key, visit.secret)
        with visit.site.database.reading() as db:
            if idea_sending.idea_of(db, visit.id, receipt) is not None:
                return receipt_page(request, visit, receipt)
    if not visit.takes:
        return _show(request, visit, entered, proof, away=TurnedAway(OVER), reviewing=True)
    errors = ideas_form.problems(entered, visit.process, visit.language)
    if what == "aendern" or errors:
        return _show(request, visit, entered, proof, errors=errors if what != "aendern" else {})
    if what != "absenden":
        return _show(request, visit, entered, proof, reviewing=True)
    return _send(request, visit, entered, proof)


def _send(request: Request, visit: Visit, entered: Entered, proof: Proof) -> Response:
    away = ideas_machine.check(visit, proof)
    if away:
        return _show(request, visit, entered, proof, away=away, reviewing=True)
    receipt = receipts.receipt(proof.key, visit.secret)
    sending = Sending(visit.id, receipt, visit.site.clock, visit.site.settings.zone)
    try:
        with visit.site.database.writing() as db:
            idea_sending.store(db, sending, ideas_form.proposal(entered, visit.process))
    except NotOpenError:
        return _show(request, visit, entered, proof, away=TurnedAway(OVER), reviewing=True)
    return receipt_page(request, visit, receipt)


def receipt_page(
    request: Request, visit: Visit, receipt: receipts.Receipt, idea_path: str = "", *, comment: bool = False
) -> Response:
    """The page with the receipt of what was stored."""
    page = IdeaReceiptPage(
        list_path=visit.path,
        title=visit.process.name(visit.language.code),
        receipt=receipts.shown(receipt),
        before=visit.process.moderation == Moderation.BEFORE,
        idea_path=idea_path,
        comment=comment,
    )
    return pages.render(request, "participation/idea_receipt.html", page, cache=pages.KEEP_NOTHING)


def _alike(request: Request, title: str) -> Response:
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
    if doors.enter(visit.gates.titles, visit.network):
        return JSONResponse([], headers={"Cache-Control": pages.KEEP_NOTHING})
    found = [
        {"number": one.number, "title": one.title, "path": visit.language.link(one.path)}
        for one in _offered(visit, title)
    ]
    return JSONResponse(found, headers={"Cache-Control": pages.KEEP_NOTHING})


def _offered(visit: Visit, title: str) -> Sequence[Offered]:
    with visit.site.database.reading() as db:
        known = [Known(one.number, one.title) for one in ideas.listed(db, visit.process)]
    return [Offered(one.number, one.title, f"{visit.path}/{one.number}") for one in idea_likeness.alike(title, known)]


def _show(
    request: Request,
    visit: Visit,
    entered: Entered,
    proof: Proof,
    *,
    errors: Mapping[str, str] | None = None,
    away: TurnedAway | None = None,
    reviewing: bool = False,
) -> Response:
    page = NewIdeaPage(
        path=f"{visit.path}/neu",
        list_path=visit.path,
        about=cards.address(visit.process),
        title=visit.process.name(visit.language.code),
        categories=tuple(visit.process.categories),
        has_map=maps.config(visit.process, visit.site.settings).view is not None,
        map_config=f"{cards.address(visit.process)}/karte.json",
        entered=entered,
        place=ideas_words.place(ideas_form.place(entered), visit.language),
        proof=proof,
        moderated=visit.say(ideas_words.MODERATED[Moderation(visit.process.moderation)]),
        reviewing=reviewing,
        errors=errors or {},
        notice=away.told(visit.language) if away else "",
        alike=tuple(_offered(visit, entered.title)) if reviewing and entered.title else (),
    )
    status, headers = (away.status, away.headers) if away else (422 if errors else 200, None)
    return pages.render(
        request, "participation/idea_new.html", page, status=status, cache=pages.KEEP_NOTHING, headers=headers
    )


routes: list[BaseRoute] = [
    Route(PATH, begin, name="idea_new"),
    Route(PATH, step, methods=["POST"], max_body_size=LARGEST_BODY, name="idea_step"),
    Route("/mitmachen/{slug}/ideen/aehnlich", alike, methods=["POST"], max_body_size=20_000, name="idea_alike"),
]
