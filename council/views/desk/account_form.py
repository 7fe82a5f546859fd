"""The form about an account: what it shows, what comes back from it, and what may be wrong with that."""

from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from council.base import accounts, forms, i18n, pages
from council.base.accounts import LONGEST, ROLE_NAMES, Role
from council.base.i18n import Language, message

LARGEST_BODY = 16_000
MOST_FIELDS = 20
ABOUT = {
    Role.ADMIN: message("Konten anlegen und ändern, die Vorgänge ansehen, und alles, was die anderen Rollen dürfen"),
    Role.CLERK: message(
        "Sitzungen, Aufzeichnungen und Texte bearbeiten und veröffentlichen, Papierbögen von Umfragen eingeben"
    ),
    Role.PLANNER: message("Beteiligungen zu Planungen bearbeiten"),
    Role.MODERATOR: message("Beiträge aus der Bevölkerung prüfen"),
}


@dataclass(frozen=True)
class RoleBox:
    """A role to tick."""

    value: str
    name: str
    about: str
    ticked: bool


@dataclass(frozen=True)
class AccountPage:
    """An account to change; a new one has no ``id``. ``own``: of the person who looks at it. ``refused``: why something was not done."""

    id: int | None
    login: str
    name: str
    roles: tuple[RoleBox, ...]
    title: str = ""
    own: bool = False
    blocked: bool = False
    without_password: bool = False
    notice: str = ""
    refused: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    longest: int = LONGEST


@dataclass(frozen=True)
class Entered:
    """What was entered about an account."""

    login: str
    name: str
    roles: tuple[Role, ...]


def entered(given: FormData) -> Entered:
    """What came back; roles nobody knows are left out."""
    ticked = given.getlist("rollen")
    return Entered(
        forms.line(given, "login"), forms.line(given, "name"), tuple(role for role in Role if role in ticked)
    )


def problems(given: Entered, language: Language, *, new: bool) -> dict[str, str]:
    """What is wrong with what was entered, by field."""
    _ = language.gettext
    found: dict[str, str] = {}
    if new and not accounts.is_login(given.login):
        found["login"] = _("Bitte geben Sie eine E-Mail-Adresse an.")
    if not given.name:
        found["name"] = _("Bitte geben Sie den Namen an.")
    elif len(given.name) > LONGEST:
        found["name"] = _("Bitte kürzen Sie den Namen auf höchstens %(count)s Zeichen.") % {"count": LONGEST}
    if not given.roles:
        found["rollen"] = _("Bitte wählen Sie mindestens eine Rolle. Soll niemand hinein, sperren Sie das Konto.")
    return found


def boxes(language: Language, ticked: tuple[str, ...]) -> tuple[RoleBox, ...]:
    """All roles, some of them ticked."""
    return tuple(
        RoleBox(role, language.gettext(ROLE_NAMES[role]), language.gettext(ABOUT[role]), role in ticked)
        for role in Role
    )


def show(request: Request, page: AccountPage, *, status: int = 200) -> Response:
    """The form."""
    return pages.render(request, "council/desk/account.html", page, status=status)


def notice(request: Request, known: dict[str, str]) -> str:
    """What was just done, as ``?meldung=`` says."""
    return i18n.spoken(request).gettext(known.get(request.query_params.get("meldung", ""), ""))
