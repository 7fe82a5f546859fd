"""Languages: the site speaks German at ``/…`` and English at ``/en/…``. Messages are written in German and translated by gettext."""

import gettext as gettext_files
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

CATALOGUES = Path(__file__).resolve().parents[2] / "locale"
DOMAIN = "messages"
CODES = ("de", "en")  # the first one needs no prefix
_NAMES = {"de": "Deutsch", "en": "English"}
_LOCALES = {"de": "de_DE", "en": "en_GB"}
_WITHOUT_LANGUAGE = ("/static/", "/medien/", "/api/", "/healthz", "/robots.txt", "/sitemap.xml", "/wappen")


@dataclass(frozen=True)
class Language:
    """A language of the site. ``prefix`` begins every address of its pages."""

    code: str
    name: str
    prefix: str
    locale: Locale
    catalogue: gettext_files.NullTranslations

    def gettext(self, message: str) -> str:
        """A German message in this language."""
        return self.catalogue.gettext(message) if message else ""

    def filled(self, message: str, values: Mapping[str, object]) -> str:
        """A German message in this language, with what fills its ``%(name)s``; one that needs nothing is taken as it stands."""
        told = self.gettext(message)
        return told % values if values else told

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A German message that depends on a number, in this language."""
        return self.catalogue.ngettext(one, many, count)

    def link(self, path: str) -> str:
        """The address of a page of the site in this language; ``path`` begins with a slash."""
        return self.prefix + path


@cache
def language(code: str) -> Language:
    """The language with this code; KeyError for one the site does not speak."""
    name = _NAMES[code]
    found = gettext_files.translation(DOMAIN, CATALOGUES, [code], fallback=code == CODES[0])
    prefix = "" if code == CODES[0] else f"/{code}"
    return Language(code, name, prefix, Locale.parse(_LOCALES[code]), found)


def spoken(request: Request) -> Language:
    """The language a request asks for by its address."""
    return language(request.scope.get("state", {}).get("language", CODES[0]))


def page_path(request: Request) -> str:
    """The path asked for, decoded and without the language's prefix. One slash begins it: browsers take two, or backslashes, for the
    beginning of another site's address."""
    return "/" + _within_root(request.scope).lstrip("/\\")


def _within_root(scope: Scope) -> str:
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return (path.removeprefix(root) or "/") if path == root or path.startswith(f"{root}/") else path


def message(text: str) -> str:
    """Marks a message for the catalogue where it is written; it is translated where it is shown."""
    return text


class LanguagePrefix:
    """Routes know no languages: the prefix becomes the root path. Files and machine addresses have no prefix."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = _within_root(scope)
            for code in CODES[1:]:
                if path == f"/{code}" or (
                    path.startswith(f"/{code}/") and not path.removeprefix(f"/{code}").startswith(_WITHOUT_LANGUAGE)
                ):
                    scope = {**scope, "root_path": f"{scope.get('root_path', '')}/{code}"}
                    scope["state"] = {**scope.get("state", {}), "language": code}
        await self.app(scope, receive, send)
