"""The languages texts of processes are written in (``texts.LANGUAGES``): what they are called, and how browsers know them."""

from collections.abc import Mapping

from council.base.i18n import Language, message

OWN_NAMES: Mapping[str, str] = {"de": "Deutsch", "en": "English", "de-leicht": "Leichte Sprache"}
TAGS: Mapping[str, str] = {"de": "de", "en": "en", "de-leicht": "de-simple"}
NAMES: Mapping[str, str] = {
    "de": message("Deutsch"),
    "en": message("Englisch"),
    "de-leicht": message("Leichte Sprache"),
}


def name(code: str, language: Language) -> str:
    """What it is called in a language of the site."""
    return language.gettext(NAMES.get(code, code))


def tag(code: str, language: Language) -> str:
    """How words in it are marked on a page in a language of the site; empty where they need not be."""
    return "" if code == language.code else TAGS.get(code, "")


def spoken(code: str) -> str:
    """The language people hear it in: Leichte Sprache is German."""
    return code.partition("-")[0]
