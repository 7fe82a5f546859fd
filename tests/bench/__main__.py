"""``make bench``; ``ONLY=media`` measures a part, ``LONG=1`` the slow ones too."""

import os
import sys
from pathlib import Path

from tests.bench import desk, desk_cuts, desk_editor, media, search, site, surveys
from tests.bench.report import Report

SHARED = Path(os.environ.get("RATSFENSTER_TEST_DATA", "../shared/data")).resolve().parent
MODELS = Path(os.environ.get("RATSFENSTER_MODELS", "models"))


def main(only: str) -> int:
    """Measure, print and write the report; the exit code says whether every figure reached its target."""
    report = Report()
    if only in ("", "surveys"):  # needs no recordings
        surveys.measure(report, MODELS)
    if only != "surveys" and not (SHARED / "data").is_dir():
        print(
            f"There are no recordings to measure with in {SHARED / 'data'}; RATSFENSTER_TEST_DATA names another folder."
        )
        return 2
    if only in ("", "media"):
        media.measure(report, SHARED / "data" / "sessions", MODELS)
    if only in ("", "media", "site"):
        site.measure(report, SHARED, MODELS)
    if only in ("", "search"):
        search.measure(report, SHARED, MODELS)
    if only in ("", "desk"):
        desk.measure(report, MODELS)
        desk_cuts.measure(report, MODELS)
        desk_editor.measure(report, SHARED / "data", MODELS)
    report.write()
    return 0 if all(figure.reached for figure in report.figures) else 1


sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
