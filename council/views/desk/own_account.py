"""One's own account: the password, and where one is signed in."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import access, administration, credentials, devices, forms, i18n, pages, passwords, sign_ins, tokens
from council.base.access import account, allowed
from council.base.accounts import ROLE_NAMES, Account, Role
from council.base.credentials import RefusedError
from council.base.i18n import message
from council.base.site import Site
from council.views.desk import set_password, sign_in

PATH = "/ratsbuero/konto"
OLD = "passwort_alt"
NOTICES = {
    "passwort": message("Ihr Passwort ist geändert. Auf allen anderen Geräten sind Sie jetzt abgemeldet."),
    "beendet": message("Das Gerät ist abgemeldet."),
}
WRONG = message("Das ist nicht Ihr bisheriges Passwort.")


@dataclass(frozen=True)
class Place:
    """A browser one is signed in with. ``here``: this one."""

    id: int
    device: str
    begun_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True)
class OwnAccountPage:
    """What is known of the person, where they are signed in, and what is wrong with a new password, by field."""

    login: str
    name: str
    roles: tuple[str, ...]
    places: tuple[Place, ...]
    notice: str
    errors: dict[str, str] = field(default_factory=dict)
    shortest: int = passwords.SHORTEST


@allowed()
def own_account(request: Request) -> Response:
    """``/ratsbuero/konto``"""
    return _show(request)


@allowed()
async def change_password(request: Request) -> Response:
    """Set another password; asks for the one so far."""
    async with request.form(max_files=0, max_fields=10) as given:
        return await passwords.slowly(_change, request, given)


@allowed()
def end_place(request: Request) -> Response:
    """Sign out on one other device."""
    site: Site = request.app.state.site
    who = account(request)
    assert who.id is not None
    with site.database.writing() as db:
        ended = sign_ins.end_one(db, who.id, request.path_params["id"])
    if not ended:
        raise HTTPException(404)
    return RedirectResponse(i18n.spoken(request).link(f"{PATH}?meldung=beendet"), 303)


@allowed()
def leave_everywhere(request: Request) -> Response:
    """Sign out everywhere, here too."""
    site: Site = request.app.state.site
    with site.database.writing() as db:
        administration.end_sign_ins(db, account(request), site.clock())
    response = RedirectResponse(i18n.spoken(request).link(f"{access.SIGN_IN}?meldung=ueberall"), 303)
    access.drop_cookie(response, site)
    return response


def _change(request: Request, given: FormData) -> Response:
    site: Site = request.app.state.site
    who, language = account(request), i18n.spoken(request)
    errors = set_password.problems(given, who, site.settings.town, language)
    if errors:
        return _show(request, errors)
    kept = passwords.hashed(forms.typed(given, set_password.NEW))

    def change(db: Session, found: Account) -> str:
        now = site.clock()
        administration.set_password(db, found, kept, "Passwort geändert", now)
        return sign_ins.begin(db, found, devices.named(request.headers.get("user-agent", "")), now)

    try:
        proof = sign_in.given_by(request, who.login, forms.typed(given, OLD))
        token = credentials.prove(site, proof, change)
    except RefusedError as error:
        return _show(request, {OLD: sign_in.refusal(error, WRONG, site.clock(), language)})
    response = RedirectResponse(language.link(f"{PATH}?meldung=passwort"), 303)
    access.set_cookie(response, site, token)
    return response


def _show(request: Request, errors: dict[str, str] | None = None) -> Response:
    site: Site = request.app.state.site
    who, language = account(request), i18n.spoken(request)
    assert who.id is not None
    with site.database.reading() as db:
        found = sign_ins.of_account(db, who.id, site.clock())
    here = tokens.digest(access.token_of(request))
    page = OwnAccountPage(
        login=who.login,
        name=who.name,
        roles=tuple(language.gettext(ROLE_NAMES[Role(role)]) for role in who.roles),
        places=tuple(
            Place(one.id or 0, one.device, one.begun_at, one.seen_at, one.token_sha256 == here) for one in found
        ),
        notice=language.gettext(NOTICES.get(request.query_params.get("meldung", ""), "")),
        errors=errors or {},
    )
    return pages.render(request, "council/desk/own_account.html", page, status=422 if errors else 200)


routes: list[BaseRoute] = [
    Route(PATH, own_account, name="own_account"),
    Route(PATH, change_password, methods=["POST"], max_body_size=set_password.LARGEST_BODY, name="change_password"),
    Route(f"{PATH}/anmeldungen/{{id:int}}/beenden", end_place, methods=["POST"], name="end_sign_in"),
    Route(f"{PATH}/ueberall-abmelden", leave_everywhere, methods=["POST"], name="sign_out_everywhere"),
]
