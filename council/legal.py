"""The texts a town is bound to publish, and Leichte Sprache: Markdown files in the folder ``RATSFENSTER_PAGES``."""

from dataclasses import dataclass
from pathlib import Path

from council.base import markdown
from council.base.i18n import Language
from council.base.settings import Settings

IMPRINT, PRIVACY, ACCESSIBILITY, PLAIN_LANGUAGE = "impressum", "datenschutz", "barrierefreiheit", "leichte-sprache"
REQUIRED = (IMPRINT, PRIVACY, ACCESSIBILITY)


@dataclass(frozen=True)
class Text:
    """A text as safe HTML. ``title`` is its first heading of the first level, taken out of it; empty without one."""

    title: str
    html: str
    language: str


def text(settings: Settings, name: str, language: Language) -> Text | None:
    """The town's text of this name in the language, else in German; None where the town gave none."""
    for path, code in ((f"{name}.{language.code}.md", language.code), (f"{name}.md", "de")):
        file = _file(settings, path)
        if file is not None:
            return parse(file.read_text(encoding="utf-8-sig"), code)
    return None


def missing(settings: Settings) -> list[str]:
    """The files that a town has to supply and has not."""
    return [f"{name}.md" for name in REQUIRED if _file(settings, f"{name}.md") is None]


def speaks_plainly(settings: Settings) -> bool:
    """Whether the town gave a text in Leichte Sprache."""
    return _file(settings, f"{PLAIN_LANGUAGE}.md") is not None


def parse(written: str, language: str) -> Text:
    """Markdown as safe HTML; HTML written in it is shown as text."""
    rendered = markdown.render(written)
    return Text(rendered.title, rendered.html, language)


def _file(settings: Settings, name: str) -> Path | None:
    if settings.pages is None:
        return None
    path = settings.pages / name
    return path if path.is_file() else None
