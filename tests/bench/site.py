"""How fast the public pages answer, with 120 real meetings published."""

import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.bench.installation import Installation
from tests.bench.report import Figure, Report

REQUESTS = 200
PAGES = (
    "/", "/en/", "/sitzungen", "/sitzungen?jahr=2024", "/impressum", "/datenschutz", "/barrierefreiheit", "/barrierefreiheit/melden",
    "/suche", "/suche?q=Radweg", "/suche?q=Haushalt+Schule", "/suche?q=der", "/api/v1/meetings", "/api/v1/search?q=Radweg&limit=20",
)  # fmt: skip


def measure(report: Report, shared: Path, models: Path) -> None:
    """The p95 of the slowest page over 200 warm requests of each."""
    with tempfile.TemporaryDirectory() as folder:
        transcripts = Path(folder) / "vtt"
        script = [sys.executable, str(shared / "bench" / "speech_to_vtt.py"), str(transcripts), "--times", "2"]
        subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
        installation = Installation(Path(folder) / "data", models)
        _, seconds, _ = installation.run("import-transcript", str(transcripts), "--publish", "--wait")
        print(
            f"  {len(list(transcripts.glob('*.vtt')))} meetings imported and searchable in {seconds:.0f} s", flush=True
        )
        with installation.web():
            waits = {page: _p95(installation.url + page) for page in [*PAGES, *_own_pages(installation.url)]}
    for page, wait in sorted(waits.items(), key=lambda entry: -entry[1])[:5]:
        print(f"    {wait:6.1f} ms  {page}")
    slowest = max(waits, key=lambda page: waits[page])
    report.add(
        Figure("site.page_p95_ms", waits[slowest], "ms", most=50, beside=f"the slowest of {len(waits)}: {slowest}")
    )


def _own_pages(url: str) -> list[str]:
    """A meeting, its recording, a moment in it, a later part of it, search in it."""
    listing = _get(f"{url}/sitzungen")
    meeting = re.findall(r'href="(/sitzungen/\d+)"', listing)[0]
    recording = re.findall(r'href="(/aufzeichnungen/\d+)', _get(url + meeting))[0]
    return [
        meeting,
        recording,
        f"{recording}?t=7540",
        f"{recording}?q=Antrag",
        f"{recording}/untertitel.vtt",
        f"{recording}/worte.json",
    ]


def _p95(url: str) -> float:
    for _ in range(10):
        _get(url)
    waits = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        _get(url)
        waits.append((time.perf_counter() - began) * 1000)
    return sorted(waits)[int(REQUESTS * 0.95)]


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: bytes = answer.read()
    return body.decode(errors="replace")
