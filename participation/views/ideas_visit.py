"""What a request to a collection of ideas is about, and who may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council.base import i18n, throttle
from council.base.i18n import Language, message
from council.base.site import Site
from participation import cards, ideas, processes, survey_secrets
from participation.answers import receipts
from participation.ideas import Idea, idea_support
from participation.processes import Kind, Process, State
from participation.views import answering_visit, doors
from participation.views.doors import Gates
from participation.views.withdrawn import WithdrawnError

NO_SUCH = message("Unter dieser Adresse gibt es keine Ideensammlung. Vielleicht ist die Adresse nicht vollständig.")
NO_SUCH_IDEA = message("Diese Idee gibt es nicht, oder sie ist noch nicht veröffentlicht.")
OVER = message(
    "Die Ideensammlung nimmt im Augenblick nichts an. Was Sie geschrieben haben, steht noch hier: Kopieren Sie es, wenn Sie es "
    "behalten möchten."
)


@dataclass(frozen=True)
class Visit:
    """``preview``: a draft, at which a planner looks. ``browser`` is what its cookie says, empty for none."""

    site: Site
    process: Process
    language: Language
    now: datetime
    preview: bool
    network: str
    gates: Gates
    browser: str = ""

    @property
    def id(self) -> int:
        assert self.process.id is not None
        return self.process.id

    @property
    def path(self) -> str:
        return f"{cards.address(self.process)}/ideen"

    @property
    def takes(self) -> bool:
        """Whether ideas, comments and support are taken at this moment."""
        return processes.state(self.process, self.now) is State.OPEN

    @property
    def secret(self) -> bytes:
        return survey_secrets.of(self.site.storage.root, self.id)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.site.settings.zone).date()

    def say(self, text: str, **values: object) -> str:
        return self.language.gettext(text) % values

    def supports(self, db: Session, idea_ids: list[int]) -> bool:
        """Whether this browser supports one of these; unknown, and so no, where the time is over."""
        return bool(self.browser) and self.takes and idea_support.supports(db, self.secret, idea_ids, self.browser)


def cookie(process_id: int) -> str:
    """The cookie of a collection: a random value, so that one browser supports an idea once. Each has its own, and so nothing that joins
    what somebody supports in two of them."""
    return f"zuspruch-{process_id}"


def of(request: Request, db: Session) -> Visit:
    """The visit of a request; 404 where the public knows of no such collection of ideas. Raises WithdrawnError."""
    site: Site = request.app.state.site
    process = processes.by_slug(db, request.path_params["slug"])
    if process is None or process.kind != Kind.IDEATION:
        raise HTTPException(404, NO_SUCH)
    if process.withdrawn_at is not None:
        raise WithdrawnError
    now = site.clock()
    preview = processes.state(process, now) is State.DRAFT
    if preview and not answering_visit.is_planner(request):
        raise HTTPException(404, NO_SUCH)
    assert process.id is not None
    kept = request.cookies.get(cookie(process.id), "")
    network, gates = throttle.network_of(request), doors.of_app(request.app)
    browser = kept if receipts.is_key(kept) else ""
    return Visit(site, process, i18n.spoken(request), now, preview, network, gates, browser)


def idea_of(request: Request, db: Session, visit: Visit) -> Idea:
    """The idea a request is about, as far as the public may know of it: also one that is withheld; 404 for all others."""
    number = request.path_params["number"]
    idea = ideas.by_number(db, visit.id, number) if number < 2**31 else None
    known = idea is not None and (
        ideas.is_visible(visit.process, idea.shown) or idea.shown in (ideas.Shown.WITHHELD, ideas.Shown.TAKEN_BACK)
    )
    if idea is None or not known:
        raise HTTPException(404, NO_SUCH_IDEA)
    return idea
