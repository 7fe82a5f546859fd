"""Printing: HTML as a PDF that everybody can read (PDF/UA-1), in a child process of its own, so that no page waits for it and what goes
wrong in it ends with it.

WeasyPrint needs libraries of the system. Where they are missing there are no PDFs, and ``missing_library`` says which.
"""

import ctypes
import os
import secrets
import sys
from functools import cache
from pathlib import Path

from council.base import children
from council.base.assets import FOLDER
from council.base.errors import ReadableError
from council.base.i18n import message

LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
)
"""What is loaded, and the package it comes with on Debian and Ubuntu."""

TIMEOUT_S = 90
NICENESS = 5
SCRIPT = Path(__file__).with_name("print_pdf.py")


class PrintingError(ReadableError):
    """There is no PDF, for now or on this machine."""


@cache
def missing_library() -> str | None:
    """The package of a library that is missing; None where everything is there."""
    for library, package in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            return package
    return None


def write(html: str, target: Path) -> None:
    """Print a page into a file; complete or not there. PrintingError where that is not possible. Takes seconds."""
    if missing_library() is not None:
        raise PrintingError(message("PDF-Dateien können auf diesem Rechner nicht erzeugt werden."))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    command = [sys.executable, "-I", str(SCRIPT), str(partial), str(FOLDER)]
    try:
        done = children.run(command, stdin=html.encode(), timeout_s=TIMEOUT_S, niceness=NICENESS)
        if done.returncode != 0:
            raise PrintingError(
                message("Die PDF-Datei ist nicht gelungen. Bitte versuchen Sie es später noch einmal.")
            ) from RuntimeError(done.stderr[-2000:])
        os.replace(partial, target)
    except children.ChildTimeoutError as error:
        raise PrintingError(
            message("Die PDF-Datei ist nicht gelungen. Bitte versuchen Sie es später noch einmal.")
        ) from error
    finally:
        partial.unlink(missing_ok=True)
