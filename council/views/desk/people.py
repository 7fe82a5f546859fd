"""The people of the council at the desk: all of them by faction, and one to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import organizations, people
from council.base import audit, forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from council.organizations import Organization, OrganizationKind
from council.people import Listed, Person, RefusalNeededError
from council.views.desk import person_form
from council.views.desk.meeting import ConfirmPage
from council.views.desk.person_form import Entered, MembershipRow
from council.views.selection import Choice

PATH = "/ratsbuero/personen"
NOTICES = {
    "gespeichert": message("Die Person ist gespeichert."),
    "geloescht": message("Die Person ist gelöscht."),
    "uebernommen": message("Die Personen sind übernommen."),
    "teilweise": message(
        "Die Personen sind übernommen, aber nicht alle: Die Quelle hat mehr, als auf einmal abgefragt werden. "
        "Nennen Sie für den Rest die Adresse einer späteren Seite der Liste."
    ),
}
CONSENT_SHOWN = {True: message("Einwilligung liegt vor"), False: message("Einwilligung verweigert")}


@dataclass(frozen=True)
class PersonRow:
    """A person in the list. ``memberships`` are the present ones in words; ``former``: all of them have ended."""

    path: str
    name: str
    memberships: tuple[str, ...]
    consent: str
    refused: bool
    former: bool


@dataclass(frozen=True)
class GroupRows:
    """The people of an organization; without a name: those of none."""

    anchor: str
    name: str
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True)
class PeoplePage:
    """People by faction, or those of one organization."""

    groups: tuple[GroupRows, ...]
    organizations: tuple[Choice, ...]
    total: int
    filtered: bool
    notice: str


@allowed(Role.CLERK)
def overview(request: Request) -> Response:
    """``/ratsbuero/personen?gruppe=ID``"""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    wanted = request.query_params.get("gruppe", "")
    chosen = forms.number(wanted)
    today = site.today()
    with site.database.reading() as db:
        everybody = people.everybody(db)
    members: dict[int, Organization] = {}
    counts: dict[int, int] = {}
    for listed in everybody:
        for organization in {one.id: one for _, one in listed.memberships}.values():
            members[organization.id or 0] = organization
            counts[organization.id or 0] = counts.get(organization.id or 0, 0) + 1
    shown = _of_one(everybody, members[chosen]) if chosen in members else _by_faction(everybody, today)
    page = PeoplePage(
        groups=tuple(
            GroupRows(f"gruppe-{number}", name, tuple(_row(one, today, language) for one in found))
            for number, (name, found) in enumerate(shown, 1)
        ),
        organizations=tuple(
            Choice(str(key), one.name, counts[key], key == chosen) for key, one in sorted(members.items(), key=_by_name)
        ),
        total=len(everybody),
        filtered=chosen in members,
        notice=language.gettext(NOTICES.get(request.query_params.get("hinweis", ""), "")),
    )
    return pages.render(request, "council/desk/people.html", page)


def _by_name(pair: tuple[int, Organization]) -> tuple[bool, str]:
    return pair[1].kind != OrganizationKind.FACTION, pair[1].name.casefold()


def _of_one(everybody: Sequence[Listed], organization: Organization) -> list[tuple[str, list[Listed]]]:
    found = [one for one in everybody if any(other.id == organization.id for _, other in one.memberships)]
    return [(organization.name, found)]


def _by_faction(everybody: Sequence[Listed], today: date) -> list[tuple[str, list[Listed]]]:
    groups: dict[str, list[Listed]] = {}
    for listed in everybody:
        factions = [
            organization.name
            for membership, organization in listed.memberships
            if organization.kind == OrganizationKind.FACTION and people.is_valid(membership, today)
        ]
        groups.setdefault(factions[0] if factions else "", []).append(listed)
    return sorted(groups.items(), key=lambda pair: (not pair[0], pair[0].casefold()))


def _row(listed: Listed, today: date, language: Language) -> PersonRow:
    present = [pair for pair in listed.memberships if people.is_valid(pair[0], today)]
    told = tuple(
        f"{organization.name}: {membership.role}" if membership.role else organization.name
        for membership, organization in present
    )
    person = listed.person
    consent = language.gettext(CONSENT_SHOWN.get(person.consent, "")) if person.consent is not None else ""
    former = bool(listed.memberships) and not present
    return PersonRow(f"{PATH}/{person.id}", person.name, told, consent, person.consent is False, former)


@allowed(Role.CLERK)
def new(request: Request) -> Response:
    """``/ratsbuero/personen/neu``"""
    return _show(request, None, "", "unnoetig", [], {})


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/personen/{id}``"""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        listed = _load(db, request)
    consent = person_form.consent_of(listed.person.consent)
    return _show(request, listed.person.id, listed.person.name, consent, person_form.rows_of(listed), {})


@allowed(Role.CLERK)
async def save(request: Request) -> Response:
    """Store a person, a new one or the one at this address."""
    async with request.form(max_files=0, max_fields=person_form.MOST_FIELDS) as given:
        return await run_in_threadpool(_save, request, person_form.entered(given))


def _save(request: Request, given: Entered) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    person_id: int | None = request.path_params.get("id")
    if errors := person_form.problems(given, language):
        return _show(request, person_id, given.name, given.consent, given.rows, errors, 422)
    with site.database.writing() as db:
        person = _load(db, request).person if person_id is not None else Person(name=given.name)
        people.rename(person, given.name)
        person.consent = person_form.CONSENTS[given.consent]
        people.store(db, person, person_form.memberships(given))
        action = "Person geändert" if person_id is not None else "Person hinzugefügt"
        audit.record(db, account(request), action, site.clock(), subject=given.name, path=f"{PATH}/{person.id}")
    return RedirectResponse(language.link(f"{PATH}?hinweis=gespeichert"), 303)


@allowed(Role.CLERK)
def ask_delete(request: Request) -> Response:
    """``/ratsbuero/personen/{id}/loeschen``"""
    site: Site = request.app.state.site
    _ = i18n.spoken(request).gettext
    with site.database.reading() as db:
        person = _load(db, request).person
    if person.consent is False:
        return _kept(request, person, 200)
    asked = ConfirmPage(
        title=_("Person löschen"),
        question=_("Möchten Sie %(name)s aus der Liste löschen?") % {"name": person.name},
        consequence=_(
            "Die Person wird nicht mehr als Sprecherin oder Sprecher angeboten. Wo ihr Name schon in einem Transkript steht, bleibt er. "
            "Hat ihre Mitgliedschaft nur geendet, tragen Sie besser das Ende ein."
        ),
        action=f"{PATH}/{person.id}/loeschen",
        button=_("Person löschen"),
        back=f"{PATH}/{person.id}",
        back_label=_("Nicht löschen"),
    )
    return pages.render(request, "council/desk/confirm.html", asked, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def delete(request: Request) -> Response:
    """Take a person from the list."""
    site: Site = request.app.state.site
    with site.database.writing() as db:
        person = _load(db, request).person
        try:
            people.remove(db, person)
        except RefusalNeededError:
            return _kept(request, person, 409)
        audit.record(db, account(request), "Person gelöscht", site.clock(), subject=person.name)
    return RedirectResponse(i18n.spoken(request).link(f"{PATH}?hinweis=geloescht"), 303)


def _kept(request: Request, person: Person, status: int) -> Response:
    """Who refused their consent cannot be deleted; there is nothing to confirm."""
    _ = i18n.spoken(request).gettext
    told = ConfirmPage(
        title=_("Person löschen"),
        question=_("%(name)s hat die Einwilligung verweigert und kann deshalb nicht gelöscht werden.")
        % {"name": person.name},
        consequence=_(
            "Ohne den Eintrag wüsste niemand mehr von der Verweigerung, auch nicht in früheren Aufzeichnungen. "
            "Gilt sie nicht mehr, ändern Sie zuerst die Einwilligung; danach können Sie die Person löschen."
        ),
        action="",
        button="",
        back=f"{PATH}/{person.id}",
        back_label=_("Zur Person"),
    )
    return pages.render(request, "council/desk/confirm.html", told, status=status, cache=pages.KEEP_NOTHING)


def _load(db: Session, request: Request) -> Listed:
    wanted: int = request.path_params["id"]
    listed = people.one(db, wanted) if wanted < 2**31 else None
    if listed is None:
        raise HTTPException(404)
    return listed


def _show(
    request: Request,
    person_id: int | None,
    name: str,
    consent: str,
    rows: Sequence[MembershipRow],
    errors: Mapping[str, str],
    status: int = 200,
) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        known = [one for kind in OrganizationKind for one in organizations.of_kind(db, kind)]
    page = person_form.page(person_id, name, consent, rows, known, errors)
    return pages.render(request, "council/desk/person.html", page, status=status, cache=pages.KEEP_NOTHING)


routes: list[BaseRoute] = [
    Route(PATH, overview, name="desk_people"),
    Route(f"{PATH}/neu", new, name="desk_person_new"),
    Route(f"{PATH}/neu", save, methods=["POST"], max_body_size=person_form.LARGEST_BODY, name="desk_person_create"),
    Route(f"{PATH}/{{id:int}}", form, name="desk_person"),
    Route(
        f"{PATH}/{{id:int}}", save, methods=["POST"], max_body_size=person_form.LARGEST_BODY, name="desk_person_save"
    ),
    Route(f"{PATH}/{{id:int}}/loeschen", ask_delete, name="desk_person_ask_delete"),
    Route(f"{PATH}/{{id:int}}/loeschen", delete, methods=["POST"], name="desk_person_delete"),
]
