"""Participation on the pages of others: what ``council.taking_part`` asks for, and the same cards for the overview."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar
from starlette.requests import Request

from council.base import i18n
from council.base.i18n import Language
from council.base.site import Site
from council.meetings import AgendaItem
from council.taking_part import ProcessCard
from participation import cards, processes
from participation.answers import open_forms
from participation.answers.open_forms import LIGHT
from participation.cards import Facts
from participation.forms import Form
from participation.processes import Kind, Process, State, references
from participation.processes.form_versions import FormVersion
from participation.processes.references import CouncilReference, Relation
from participation.results import Result, counting


def open_now(request: Request, db: Session, most: int) -> Sequence[ProcessCard]:
    """What people can take part in now, what closes next first."""
    now = _site(request).clock()
    query = _public().where(col(Process.opens_at) <= now, col(Process.closes_at) > now)
    return made(request, db, db.exec(query.order_by(col(Process.closes_at)).limit(most)).all())


def everything(request: Request, db: Session) -> Sequence[ProcessCard]:
    """All that the public knows of: what closes next first, then what is over, the latest first."""
    now = _site(request).clock()
    found = db.exec(_public().order_by(col(Process.closes_at))).all()
    going_on = [one for one in found if processes.state(one, now) is not State.CLOSED]
    closed = [one for one in reversed(found) if processes.state(one, now) is State.CLOSED]
    return made(request, db, [*going_on, *closed])


def of_meeting(request: Request, db: Session, meeting_id: int) -> Sequence[ProcessCard]:
    """The public processes that a meeting dealt with; what it did in an item that is not public is not told."""
    found = references.of_meeting(db, meeting_id)
    items = _public_items(db, [one.agenda_item_id for one in found if one.agenda_item_id is not None])
    told = [one for one in found if one.agenda_item_id is None or one.agenda_item_id in items]
    language = i18n.spoken(request)
    return _with_occasions(request, db, [(one, _occasion(one, items, language)) for one in told])


def of_item(request: Request, db: Session, item_id: int) -> Sequence[ProcessCard]:
    """The public processes that an agenda item dealt with."""
    query = select(CouncilReference).where(CouncilReference.agenda_item_id == item_id)
    found = db.exec(query.order_by(col(CouncilReference.id))).all()
    language = i18n.spoken(request)
    return _with_occasions(request, db, [(one, language.gettext(Relation(one.relation))) for one in found])


def paths(db: Session) -> Sequence[str]:
    """The overview, the pages of public processes, and their results."""
    found = db.exec(_public().order_by(col(Process.id))).all()
    published = _with_results(db, found)
    own = [cards.address(one) for one in found]
    return ["/mitmachen", *own, *(f"{cards.address(one)}/ergebnisse" for one in found if one.id in published)]


def made(
    request: Request, db: Session, shown: Sequence[Process], occasions: Mapping[int, str] | None = None
) -> tuple[ProcessCard, ...]:
    """The cards of public processes, in their order."""
    site, language = _site(request), i18n.spoken(request)
    now, zone = site.clock(), site.settings.zone
    going_on = [one for one in shown if processes.state(one, now) is not State.CLOSED and one.kind == Kind.SURVEY]
    published, said, asked = _with_results(db, shown), occasions or {}, _forms(request, db, going_on)
    fruitless = _too_few(
        db, [one for one in shown if processes.state(one, now) is State.CLOSED and one.id not in published]
    )
    facts = (
        Facts(one, asked.get(one.id), one.id in published, said.get(one.id or 0, ""), one.id in fruitless)
        for one in shown
    )
    return tuple(cards.card(each, now, zone, language) for each in facts)


def _public() -> SelectOfScalar[Process]:
    """The processes the public knows of, without what is large and in no list."""
    light = load_only(
        *(getattr(Process, name) for name in (*LIGHT, "intro", "least_people", "deleted_on")), raiseload=True
    )
    known = col(Process.released_at).is_not(None) & col(Process.withdrawn_at).is_(None)
    return select(Process).where(known).options(light)


def _with_occasions(
    request: Request, db: Session, found: Iterable[tuple[CouncilReference, str]]
) -> tuple[ProcessCard, ...]:
    """A process that was dealt with several times is one card with all its occasions."""
    said: dict[int, list[str]] = {}
    for reference, occasion in found:
        said.setdefault(reference.process_id, []).append(occasion)
    rows = db.exec(_public().where(col(Process.id).in_(said))).all() if said else []
    known = {one.id: one for one in rows}
    shown = [known[number] for number in said if number in known]
    return made(request, db, shown, {number: "; ".join(dict.fromkeys(each)) for number, each in said.items()})


def _occasion(reference: CouncilReference, items: Mapping[int, AgendaItem], language: Language) -> str:
    """'TOP 5, beraten'; of the meeting as a whole only what it did."""
    relation = language.gettext(Relation(reference.relation))
    item = items.get(reference.agenda_item_id or 0)
    if item is None:
        return relation
    return language.gettext("TOP %(number)s, %(relation)s") % {"number": item.number, "relation": relation}


def _public_items(db: Session, ids: Sequence[int]) -> dict[int, AgendaItem]:
    rows = db.exec(select(AgendaItem).where(col(AgendaItem.id).in_(ids), col(AgendaItem.public))).all() if ids else []
    return {row.id or 0: row for row in rows}


def _forms(request: Request, db: Session, shown: Sequence[Process]) -> dict[int | None, Form]:
    """What people answer, or will."""
    ids = [one.id for one in shown]
    query = select(FormVersion.process_id, FormVersion.number, FormVersion.revision)
    rows = db.exec(query.where(col(FormVersion.process_id).in_(ids))).all() if ids else []
    kept, found = open_forms.of_app(request.app), dict[int | None, Form]()
    for one in shown:
        revisions = {number: revision for process_id, number, revision in rows if process_id == one.id}
        if one.id is not None and revisions:
            latest = max(revisions)
            found[one.id] = kept.version(db, one.id, latest, revisions[latest])
    return found


def _with_results(db: Session, shown: Sequence[Process]) -> frozenset[int]:
    """Those of the processes that have results the public may see."""
    ids = [one.id for one in shown]
    query = select(Result.process_id).where(
        col(Result.process_id).in_(ids), col(Result.published_at).is_not(None), col(Result.taken_back_at).is_(None)
    )
    return frozenset(db.exec(query.distinct()).all()) if ids else frozenset()


def _too_few(db: Session, shown: Sequence[Process]) -> frozenset[int | None]:
    """Those of the surveys that so few answered that nothing of it can be shown."""
    return frozenset(one.id for one in shown if one.kind == Kind.SURVEY and counting.too_few(db, one))


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
