"""Gathers the site's texts, brings the catalogues of translations up to date and compiles them.

Written for the project's own way of marking texts: ``message("…")`` and ``gettext`` in Python, ``_("…")`` and ``{% trans %}`` in templates.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parent.parent
CATALOGUES = PROJECT / "locale"
PLACES = ("council", "transcription", "participation", "search", "ratsfenster", "templates")


def babel(*arguments: str | Path) -> None:
    """One of Babel's commands."""
    CommandLineInterface().run(["pybabel", "--quiet", *map(str, arguments)])  # type: ignore[no-untyped-call]  # so Babel ships it


def main() -> int:
    """Ends with 1 where a text is not translated yet, so that it is not forgotten."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        options: list[str | Path] = [
            "-F",
            CATALOGUES / "babel.cfg",
            "-k",
            "message",
            "--no-location",
            "--sort-output",
            "--width=120",
            "--project=ratsfenster",
        ]
        babel("extract", *options, "-o", template, *(PROJECT / place for place in PLACES))
        babel(
            "update",
            "-i",
            template,
            "-d",
            CATALOGUES,
            "--no-fuzzy-matching",
            "--width=120",
            "--ignore-obsolete",
            "--ignore-pot-creation-date",
        )
    babel("compile", "-d", CATALOGUES)
    missing = 0
    for file in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        missing += (empty := untranslated(file))
        print(f"{file.relative_to(PROJECT)}: {empty} not translated")
    return 1 if missing else 0


def untranslated(file: Path) -> int:
    """How many texts of a catalogue have no translation."""
    with file.open("rb") as opened:
        return sum(1 for entry in read_po(opened) if entry.id and not _complete(entry.string))


def _complete(translation: str | Sequence[str] | None) -> bool:
    forms = [translation] if isinstance(translation, str) else list(translation or [])
    return bool(forms) and all(forms)


if __name__ == "__main__":
    sys.exit(main())
