"""What people wrote, for moderators to release or to withhold. ``/ratsbuero/beteiligung/{id}/texte``"""

import re
from dataclasses import dataclass

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import audit, forms, i18n, locks, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import message
from council.base.locks import Decision
from council.base.site import Site
from participation.moderation import free_texts, text_reviews
from participation.moderation.text_reviews import LONGEST_REASON, Reason, Verdict
from participation.privacy import answer_deletion
from participation.processes import form_versions
from participation.views.desk import texts_page
from participation.views.desk.process_frame import HOME, load_survey
from participation.views.desk.texts_page import PAGE, Said, Typed, Wanted

PATH = f"{HOME}/{{id:int}}/texte"
LARGEST_BODY = 50_000
RELEASE, WITHHOLD, REOPEN = "freigeben", "zurueckhalten", "oeffnen"
RENEWED = "erneuert"
OWN = "eigene"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DONE = {RELEASE: "%s Texte freigegeben", WITHHOLD: "%s Texte zurückgehalten", REOPEN: "%s Texte wieder geöffnet"}


@dataclass(frozen=True)
class Deed:
    """What is to be done to which texts."""

    what: str
    wanted: Wanted
    typed: Typed

    @property
    def reason(self) -> str:
        """In words; empty where none was given."""
        if self.typed.reason == OWN:
            return self.typed.words
        return next((str(reason) for reason in Reason if reason.name.lower() == self.typed.reason), "")


@dataclass(frozen=True)
class Found:
    """Those of the chosen texts that somebody wrote, and what was asked."""

    digests: frozenset[str] = frozenset()
    question: str = ""


@allowed(Role.MODERATOR, Role.PLANNER)
def page(request: Request) -> Response:
    """The texts of a question that nobody has decided about, or those with a decision."""
    query = request.query_params
    number = query.get("seite", "1")
    wanted = Wanted(
        query.get("frage", ""), query.get("zeigen", "offen"), int(number) if re.fullmatch("[0-9]{1,6}", number) else 1
    )
    return _show(request, wanted, Said(_notice(request)))


@allowed(Role.MODERATOR, Role.PLANNER)
async def decide(request: Request) -> Response:
    """Release, withhold or reopen the texts that were chosen."""
    async with request.form(max_files=0, max_fields=PAGE + 20) as given:
        return await run_in_threadpool(_decide, request, _read(given))


def _read(given: FormData) -> Deed:
    chosen = frozenset(one for one in forms.lines(given, "text") if _DIGEST.fullmatch(one))
    words = forms.line(given, "worte")[:LONGEST_REASON]
    return Deed(
        forms.line(given, "tat"),
        Wanted(forms.line(given, "frage")[:100], forms.line(given, "zeigen")[:20]),
        Typed(chosen, forms.line(given, "grund")[:40], words),
    )


def _decide(request: Request, deed: Deed) -> Response:
    language = i18n.spoken(request)
    errors = {name: language.gettext(text) for name, text in _faults(deed).items()}
    if errors:
        return _show(request, deed.wanted, Said("", errors, deed.typed), 422)
    site: Site = request.app.state.site
    with site.database.reading() as db:  # all texts are read, which would keep the database locked for too long
        found = _found(db, request, deed)
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, request.path_params["id"])
        done = _store(db, request, deed, found)
    home = f"{HOME}/{request.path_params['id']}"
    path = texts_page.address(home, deed.wanted, hinweis=deed.what, anzahl=str(done))
    return RedirectResponse(language.link(path), 303)


def _faults(deed: Deed) -> dict[str, str]:
    if deed.what not in _DONE or not deed.typed.chosen:
        return {"texte": message("Bitte wählen Sie mindestens einen Text aus.")}
    if deed.what == WITHHOLD and not deed.reason:
        if deed.typed.reason == OWN:
            return {"worte": message("Bitte schreiben Sie den Grund auf, in wenigen Worten.")}
        return {"grund": message("Bitte wählen Sie einen Grund.")}
    return {}


def _found(db: Session, request: Request, deed: Deed) -> Found:
    process = load_survey(db, request)
    assert process.id is not None
    known = form_versions.all_forms(db, process.id)
    asked = free_texts.questions(known)
    if deed.wanted.question not in asked:
        return Found()
    texts = free_texts.read(db, process.id, known, [deed.wanted.question]).texts[deed.wanted.question]
    there = deed.typed.chosen & {text_reviews.digest(text) for text in texts}
    return Found(there, texts_page.name(asked[deed.wanted.question], process.leading))


def _store(db: Session, request: Request, deed: Deed, found: Found) -> int:
    """Decide about the texts; how many those are. Looks again whether they may still be kept."""
    site: Site = request.app.state.site
    process, who = load_survey(db, request), account(request)
    today = site.today()
    if not found.digests or process.released_at is None or answer_deletion.texts_are_over(process, today):
        return 0
    verdict = {
        RELEASE: Verdict(released=True, reason="", by=who.name),
        WITHHOLD: Verdict(released=False, reason=deed.reason, by=who.name),
    }.get(deed.what)
    text_reviews.decide(db, request.path_params["id"], deed.wanted.question, found.digests, verdict)
    subject = f"{process.name(process.leading)}: {found.question}"
    action = _DONE[deed.what] % len(found.digests)
    audit.record(db, who, action, site.clock(), subject=subject, path=f"{HOME}/{process.id}")
    return len(found.digests)


def _notice(request: Request) -> str:
    language, count = i18n.spoken(request), request.query_params.get("anzahl", "")
    if request.query_params.get("hinweis") == RENEWED:
        return language.gettext("Es wird neu gezählt. Das dauert meist weniger als eine Minute.")
    number = int(count) if re.fullmatch("[0-9]{1,3}", count) else 0
    told = {
        RELEASE: language.ngettext("%(count)s Text ist freigegeben.", "%(count)s Texte sind freigegeben.", number),
        WITHHOLD: language.ngettext(
            "%(count)s Text wird zurückgehalten.", "%(count)s Texte werden zurückgehalten.", number
        ),
        REOPEN: language.ngettext("%(count)s Text ist wieder offen.", "%(count)s Texte sind wieder offen.", number),
    }.get(request.query_params.get("hinweis", ""), "")
    if told and not number:
        return language.gettext("Diese Texte gibt es nicht mehr. Es wurde nichts geändert.")
    return told % {"count": number}


def back(request: Request, notice: str) -> Response:
    """To the texts, with something to tell."""
    path = f"{HOME}/{request.path_params['id']}/texte?hinweis={notice}"
    return RedirectResponse(i18n.spoken(request).link(path), 303)


def show_problem(request: Request, problem: str) -> Response:
    """The texts, with why what was asked for was not done."""
    return _show(request, Wanted(), Said(problem=problem), 409)


def _show(request: Request, wanted: Wanted, said: Said, status: int = 200) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        process = load_survey(db, request)
        shown = texts_page.gather(db, site, process, request, wanted, said)
    return pages.render(request, "participation/desk/texts.html", shown, status=status, cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(PATH, page, name="desk_texts"),
    Route(PATH, decide, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_texts_decide"),
]
