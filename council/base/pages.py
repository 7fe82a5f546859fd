"""Pages: a template, one dataclass of what it shows (``page``), and the frame that is the same on all of them (``frame``).

In templates there are, besides these two: ``_()`` and ``ngettext()``; ``link(path)``, the address of a page in the reader's language;
``asset(path)``, the address of a file in ``static/``; ``german``, the attribute for the town's own words on a page in another language,
so that they are read out properly; and the filters ``day``, ``short_day``, ``day_and_time``, ``duration``, ``timecode``,
``number`` and ``file_size``. They compute nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from council.base import assets, dates, i18n, timecodes
from council.base.accounts import Account, Role
from council.base.i18n import Language
from council.base.settings import Settings

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ASK_AGAIN = "no-cache"  # may be kept, but not shown without asking
KEEP_NOTHING = "no-store"
HOMES = ("/", "/ratsbuero")  # every address lies below them
UNTOLD = ("/passwort/", "/benachrichtigung/")  # begin addresses that are keys, and so are told to nobody
UNREPEATED = ("/code",)  # where somebody may have put a key behind the "?"
A_MINUTE = "public, max-age=60"  # for what is never withdrawn; for all else see lifetimes


@dataclass(frozen=True)
class Entry:
    """An entry of the navigation: its German label and the path. ``with_page`` tells the target which page it was followed from."""

    label: str
    path: str
    with_page: bool = False
    shown: Callable[[Settings], bool] = lambda _: True
    roles: tuple[Role, ...] = ()  # at the desk: for whom; empty: for all
    strangers: bool = False  # only for who is not at the desk


@dataclass(frozen=True)
class Navigation:
    """The entries in the head and in the foot of every page, and in the head of the desk's."""

    head: tuple[Entry, ...]
    foot: tuple[Entry, ...]
    desk: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class NavLink:
    """A link of the navigation as shown. ``current`` is "page", "true" (a page below it) or empty, as aria-current wants it."""

    label: str
    href: str
    current: str


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language."""

    code: str
    name: str
    href: str
    address: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What every page shows around its own content. ``address`` is absolute, for search engines and shared links."""

    town: str
    language: str
    languages: tuple[LanguageLink, ...]
    head: tuple[NavLink, ...]
    foot: tuple[NavLink, ...]
    origin: str
    address: str
    who: str  # who is at the desk; empty on public pages
    desk: tuple[NavLink, ...]


def render(
    request: Request,
    name: str,
    page: object,
    *,
    status: int = 200,
    cache: str = ASK_AGAIN,
    fragment: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page ``templates/NAME`` with its context; its ``fragment`` instead where htmx asks for one."""
    language = i18n.spoken(request)
    site = request.app.state.site
    if fragment is not None and wants_fragment(request):
        name = fragment
    template = environment(language.code, site.settings.timezone).get_template(name)
    response = HTMLResponse(template.render(page=page, frame=frame(request)), status, headers)
    response.headers["Cache-Control"] = cache
    response.headers["Content-Language"] = language.code
    if fragment is not None:
        response.headers["Vary"] = "HX-Request"
    return response


def wants_fragment(request: Request) -> bool:
    """Whether htmx will put the answer into a page that is there already."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-history-restore-request") != "true"


def frame(request: Request) -> Frame:
    """The frame for a request."""
    settings: Settings = request.app.state.site.settings
    navigation: Navigation = request.app.state.navigation
    language, path = i18n.spoken(request), quote(i18n.page_path(request))
    who: Account | None = getattr(request.state, "account", None)
    query = f"?{request.url.query}" if request.url.query and not path.startswith((*UNTOLD, *UNREPEATED)) else ""
    return Frame(
        town=settings.town,
        language=language.code,
        languages=tuple(_in_language(i18n.language(code), path + query, language, settings) for code in i18n.CODES),
        head=tuple(_nav_link(entry, language, path) for entry in navigation.head if entry.shown(settings)),
        foot=tuple(
            _nav_link(entry, language, path)
            for entry in navigation.foot
            if entry.shown(settings) and not (entry.strangers and who)
        ),
        origin=settings.address,
        address=settings.address + language.link(path),
        who=who.name if who else "",
        desk=tuple(_nav_link(entry, language, path) for entry in navigation.desk if who and _is_for(entry, who)),
    )


def _is_for(entry: Entry, who: Account) -> bool:
    return not entry.roles or who.may((*entry.roles, Role.ADMIN))


def _nav_link(entry: Entry, language: Language, path: str) -> NavLink:
    href = language.link(entry.path)
    if entry.with_page and path != entry.path and not path.startswith(UNTOLD):
        href += "?" + urlencode({"seite": language.link(path)})
    current = "page" if path == entry.path else "true" if path.startswith(f"{entry.path.rstrip('/')}/") else ""
    own_page_only = entry.path in HOMES and path != entry.path
    return NavLink(language.gettext(entry.label), href, "" if own_page_only else current)


def _in_language(language: Language, path: str, current: Language, settings: Settings) -> LanguageLink:
    href = language.link(path)
    return LanguageLink(language.code, language.name, href, settings.address + href, language == current)


@cache
def environment(code: str, timezone: str) -> Environment:
    """The templates in a language and a time zone."""
    language, zone, files = i18n.language(code), ZoneInfo(timezone), assets.load()
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]  # by the extension
    german = Markup("") if language.code == "de" else Markup(' lang="de"')
    made.globals.update(link=language.link, asset=files.address, german=german)
    made.filters.update(
        day=lambda moment: dates.day(moment, language, zone),
        short_day=lambda moment: dates.short_day(moment, language, zone),
        day_and_time=lambda moment: dates.day_and_time(moment, language, zone),
        duration=lambda length_ms: dates.duration(length_ms, language),
        timecode=timecodes.short,
        number=lambda value: dates.number(value, language),
        file_size=lambda size: dates.file_size(size, language),
    )
    return made
