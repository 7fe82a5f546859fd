"""A large survey that is closed: its results page, counting it again from the published data, and what its exports need of memory."""

import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from council.base.database import BATCH
from council.base.settings import Settings
from council.base.site import Site
from participation import answers
from participation.answers.submissions import Origin, Submission, SubmissionReceipt
from participation.forms import Form
from participation.processes import Showing
from participation.results import due_countings, exports
from participation.results.due_countings import Due
from ratsfenster import migrations
from tests import surveys
from tests.bench.installation import Installation
from tests.bench.report import Figure, Report
from tests.participation import townsurvey

PEOPLE, FEWER, QUESTIONS = 100_000, 25_000, 40
REQUESTS = 200
PORT = 8794
PATH = "/mitmachen/marktplatz/ergebnisse"
EXPORTING = r"""
import re, sys
from pathlib import Path
from participation.results import exports

def peak_kb():
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])

before = peak_kb()
exports.write(Path(sys.argv[1]), "Marktplatz")
print((peak_kb() - before) / 1024)
"""


def measure(report: Report, folder: Path, models: Path) -> None:
    """100,000 answers to 40 questions; a quarter of them, too, to see whether memory grows with them."""
    fewer, _ = _closed(folder / "fewer", FEWER)
    bundle, seconds = _closed(folder / "data", PEOPLE)
    installation = Installation(folder / "data", models, PORT)
    with installation.web():
        first, rest = _waits(installation.url + PATH)
    beside = f"the first {first:.1f} ms; counted and exported at closing in {seconds:.0f} s"
    report.add(Figure("surveys.results_p95_ms", rest, "ms", most=100, beside=beside))
    report.add(Figure("surveys.results_first_ms", first, "ms", beside="a server that has just started"))
    _, took, peak = installation.run("recount", str(bundle))
    beside = f"{bundle.stat().st_size / 1e6:.1f} MB, all of the command; {peak:.0f} MB of memory"
    report.add(Figure("surveys.recount_s", took, "s", most=10, beside=beside))
    used, used_by_fewer = _memory(bundle), _memory(fewer)
    beside = f"{PEOPLE} answers, above what the program has before; {FEWER}: {used_by_fewer:.1f}"
    report.add(Figure("surveys.export_mb", used, "MB", most=100, beside=beside))


def _closed(data: Path, people: int) -> tuple[Path, float]:
    """A survey closed an hour ago and counted: its published data, and how long that took."""
    site = Site.of(Settings(data=data))
    migrations.bring_up(site)
    now, form = site.clock(), townsurvey.big_form(QUESTIONS)
    times = {"opens_at": now - timedelta(days=14), "closes_at": now - timedelta(hours=1)}
    number = surveys.survey(site, form, showing=Showing.AT_CLOSING, strata=list(townsurvey.PLACES), **times)
    _fill(site, number, form, people)
    began = time.perf_counter()
    result = due_countings.count(site, Due(number, final=True))
    seconds = time.perf_counter() - began
    site.database.close()
    assert result is not None
    bundle = site.storage.participation(number) / result.bundle
    assert exports.are_there(bundle)
    return bundle, seconds


def _fill(site: Site, process_id: int, form: Form, people: int) -> None:
    rows = _rows(process_id, form, people)
    while some := list(islice(rows, BATCH)):
        with site.database.writing() as db:
            db.execute(insert(Submission), some)
            db.execute(
                insert(SubmissionReceipt), [{"process_id": process_id, "hash": secrets.token_hex(32)} for _ in some]
            )


def _rows(process_id: int, form: Form, people: int) -> Iterator[dict[str, Any]]:
    for seed in range(people // 1000):
        for stratum, given in townsurvey.submissions(form, 1000, seed):
            valid = answers.validate(form, given, "de").answers
            own = {"process_id": process_id, "key": secrets.token_hex(16), "version": 1, "origin": Origin.WEB}
            yield {**own, "stratum": stratum, "answers": valid}


def _waits(url: str) -> tuple[float, float]:
    """How long the first visitor waits, and the p95 of those who follow; in ms."""
    waits = []
    for _ in range(REQUESTS + 1):
        began = time.perf_counter()
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
        waits.append((time.perf_counter() - began) * 1000)
    return waits[0], sorted(waits[1:])[int(REQUESTS * 0.95)]


def _memory(bundle: Path) -> float:
    """The MB a process needs to make the exports of a bundle."""
    command = [sys.executable, "-c", EXPORTING, str(bundle)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
