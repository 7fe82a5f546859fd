"""People brought in at the desk: from a pasted list, looked at before it is stored, or from OParl."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import oparl_sources, organizations, people, people_text
from council.base import audit, forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.errors import ReadableError
from council.base.site import Site
from council.oparl import OparlError
from council.oparl_sources import FoundPeople
from council.organizations import Group, OrganizationKind
from council.people import Belongs, Member
from council.people_text import ReadPerson
from council.views.desk import oparl_form
from council.views.desk.oparl_form import Entered
from council.views.desk.people import PATH

LARGEST_BODY = 2_000_000
MOST_FIELDS = 4 * people_text.MOST + 20
USUAL_BODY = "Stadtrat"


@dataclass(frozen=True)
class ListPage:
    """The field for a pasted list, and the form for OParl data."""

    path: str
    text: str = ""
    error: str = ""
    address: str = ""
    oparl_error: str = ""


@dataclass(frozen=True)
class Row:
    """A person of the list, to correct; ``place`` from 1."""

    place: int
    person: ReadPerson
    skipped: bool = False


@dataclass(frozen=True)
class PreviewPage:
    """What was read of a list. ``body``: the body all of them belong to with their roles; empty: none."""

    path: str
    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    text: str
    body: str
    bodies: tuple[str, ...]
    known: frozenset[str]
    errors: Mapping[str, str] = field(default_factory=dict)


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/personen/liste?adresse=…``"""
    return _ask(request, ListPage(PATH, address=request.query_params.get("adresse", "")[:2000]))


@allowed(Role.CLERK)
async def read(request: Request) -> Response:
    """What was read of a list, to look at; nothing is stored."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_read, request, forms.text(given, "text"))


@allowed(Role.CLERK)
async def store(request: Request) -> Response:
    """Store the people of the table."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_store, request, given)


@allowed(Role.CLERK)
async def take_from_oparl(request: Request) -> Response:
    """Bring in the people of an OParl file or server."""
    async with request.form(
        max_files=1, max_fields=oparl_form.MOST_FIELDS, max_part_size=oparl_form.LARGEST_PART
    ) as given:
        try:
            entered = await oparl_form.entered(given)
        except OparlError as error:
            return _ask(request, ListPage(PATH, oparl_error=error.told(i18n.spoken(request))), 422)
        return await run_in_threadpool(_take_from_oparl, request, entered)


def _ask(request: Request, page: ListPage, status: int = 200) -> Response:
    return pages.render(request, "council/desk/people_list.html", page, status=status, cache=pages.KEEP_NOTHING)


def _read(request: Request, text: str) -> Response:
    _ = i18n.spoken(request).gettext
    if len(text.encode("utf-8", "replace")) > people_text.LARGEST_TEXT:
        return _ask(request, ListPage(PATH, text, _("Der Text ist zu lang (höchstens 200 kB).")), 422)
    found = people_text.parse(text)
    if not found.people:
        error = _("In diesem Text steht niemand. Schreiben Sie je Zeile: Name; Fraktion; Funktion.")
        return _ask(request, ListPage(PATH, text, error), 422)
    rows = [Row(place, person) for place, person in enumerate(found.people, 1)]
    return _preview(request, rows, text, USUAL_BODY, found.unread)


def _preview(
    request: Request,
    rows: Sequence[Row],
    text: str,
    body: str,
    unread: Sequence[str],
    errors: Mapping[str, str] | None = None,
) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        bodies = tuple(one.name for one in organizations.of_kind(db, OrganizationKind.BODY))
        known = frozenset(one.person.name for one in people.everybody(db))
    page = PreviewPage(PATH, tuple(rows), tuple(unread), text, body, bodies, known, errors or {})
    status = 422 if errors else 200
    return pages.render(request, "council/desk/people_preview.html", page, status=status, cache=pages.KEEP_NOTHING)


def _store(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    rows, body, text = _entered(given), forms.line(given, "gremium"), forms.text(given, "text")
    if errors := _problems(rows, body, language):
        text = text[: people_text.LARGEST_TEXT]
        return _preview(request, rows, text, body, people_text.parse(text).unread, errors)
    members = [_member(row.person, body) for row in rows if not row.skipped]
    with site.database.writing() as db:
        _note(request, db, people.take(db, members))
    return RedirectResponse(language.link(f"{PATH}?hinweis=uebernommen"), 303)


def _entered(given: FormData) -> list[Row]:
    columns = [forms.lines(given, name) for name in ("name", "fraktion", "funktion")]
    if len({len(column) for column in columns}) != 1:
        raise HTTPException(400)
    skipped = set(forms.lines(given, "weg"))
    return [
        Row(place, ReadPerson(*values), str(place) in skipped)
        for place, values in enumerate(zip(*columns, strict=True), 1)
    ]


def _problems(rows: Sequence[Row], body: str, language: i18n.Language) -> dict[str, str]:
    _ = language.gettext
    found = {}
    if len(body) > organizations.LONGEST_NAME:
        found["gremium"] = _("Der Name des Gremiums ist zu lang (höchstens 300 Zeichen).")
    for row in rows:
        one = row.person
        if row.skipped:
            continue
        if not one.name or len(one.name) > people.LONGEST_NAME:
            found[f"name-{row.place}"] = _("Zeile %(place)s: Der Name fehlt oder ist zu lang.") % {"place": row.place}
        if len(one.faction) > organizations.LONGEST_NAME or len(one.role) > people.LONGEST_ROLE:
            found[f"fraktion-{row.place}"] = _("Zeile %(place)s: Fraktion oder Funktion ist zu lang.") % {
                "place": row.place
            }
    return found


def _member(person: ReadPerson, body: str) -> Member:
    """The role is one in the body, or else in the faction."""
    belongs = []
    if person.faction:
        belongs.append(Belongs(Group(person.faction, OrganizationKind.FACTION), "" if body else person.role))
    if body:
        belongs.append(Belongs(Group(body), person.role))
    return Member(person.name, tuple(belongs))


def _take_from_oparl(request: Request, entered: Entered) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    if not entered.address and not entered.content:
        error = language.gettext("Bitte wählen Sie eine Datei oder nennen Sie eine Adresse.")
        return _ask(request, ListPage(PATH, oparl_error=error), 422)
    try:
        found = _found(request, entered)
    except ReadableError as error:
        return _ask(request, ListPage(PATH, address=entered.address, oparl_error=error.told(language)), 422)
    with site.database.writing() as db:
        _note(request, db, people.take(db, found.members))
    notice = "uebernommen" if found.complete else "teilweise"
    return RedirectResponse(language.link(f"{PATH}?hinweis={notice}"), 303)


def _found(request: Request, entered: Entered) -> FoundPeople:
    if entered.content:
        return oparl_sources.people_in(oparl_form.in_file(entered.content))
    return oparl_sources.people_at(oparl_form.asking(request, entered.address), entered.address)


def _note(request: Request, db: Session, taken: people.Taken) -> None:
    site: Site = request.app.state.site
    subject = f"{taken.new} neu, {taken.known} bekannt"
    audit.record(db, account(request), "Personen übernommen", site.clock(), subject=subject, path=PATH)


routes: list[BaseRoute] = [
    Route(f"{PATH}/liste", form, name="desk_people_list"),
    Route(f"{PATH}/liste", read, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_people_read"),
    Route(f"{PATH}/liste/uebernehmen", store, methods=["POST"], max_body_size=LARGEST_BODY, name="desk_people_store"),
    Route(
        f"{PATH}/oparl",
        take_from_oparl,
        methods=["POST"],
        max_body_size=oparl_form.LARGEST_BODY,
        name="desk_people_oparl",
    ),
]
