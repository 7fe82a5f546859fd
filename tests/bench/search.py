"""Whether the search finds what was meant, and how fast, with 60 real council meetings and with twenty times as many."""

import csv
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from council.base import workers
from council.base.settings import Settings
from council.base.site import Site
from search import searches
from search.engines import open_engine
from tests.bench.installation import Installation
from tests.bench.report import Figure, Report

TIMES = 20
ROUNDS = 20
LIMIT = 20
STEADY_S = 3.0
STRANGE = (
    "", "a", "der", "der und die", "e" * 5000, "Haushalt " * 600, '"' * 50, '"der"', '"in der"', "OR AND -", "- - -", "gremium: jahr:",
    "jahr:99999", "\x00\x07\x1b[2J", "\u202eRadweg\u202c", "🚲 🏛️", "العربية", "'; DROP TABLE segment; --", "<script>alert(1)</script>",
    "%00", "a*b?[c]{d}", "-Radweg", "Radweg OR Kita OR Schule OR Haushalt OR Verkehr OR Antrag",
    "Straße Antrag Verwaltung Haushalt der die das",
)  # fmt: skip
_SCORE = re.compile(r"^(\w+)\s+\d+ queries\s+P@10 ([\d.]+)\s+recall ([\d.]+)", re.MULTILINE)
_OTHERS = {
    "p_at_10": "SQLite FTS5 0.73, tantivy with a German stemmer 0.84",
    "recall": "SQLite FTS5 0.42, tantivy with a German stemmer 0.61",
}


def measure(report: Report, shared: Path, models: Path) -> None:
    """The scores on the meetings once, the speed on all of them twenty times."""
    queries = [row["query"] for row in csv.DictReader((shared / "bench" / "search_queries.tsv").open(), delimiter="\t")]
    with tempfile.TemporaryDirectory() as folder:
        _scores(report, shared, models, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _speed(report, shared, models, Path(folder), [query for query in queries if query])


def _scores(report: Report, shared: Path, models: Path, folder: Path) -> None:
    installation, _, _ = _imported(shared, models, folder, times=1)
    with installation.web():
        printed = _script(shared, "search_score.py", installation.url, str(folder / "vtt"))
    print(printed, flush=True)
    kinds = {name: (float(precision), float(recall)) for name, precision, recall in _SCORE.findall(printed)}
    precision, recall = kinds.pop("all")
    report.add(Figure("search.p_at_10", precision, least=0.97, beside=_OTHERS["p_at_10"]))
    report.add(Figure("search.recall", recall, least=0.95, beside=_OTHERS["recall"]))
    worst = min(kinds, key=lambda kind: min(kinds[kind]))
    report.add(Figure("search.worst_kind", min(kinds[worst]), least=0.85, beside=worst))


def _speed(report: Report, shared: Path, models: Path, folder: Path, queries: Sequence[str]) -> None:
    installation, utterances, seconds = _imported(shared, models, folder, times=TIMES)
    report.add(
        Figure(
            "search.import_per_s",
            utterances / seconds,
            "/s",
            least=5000,
            beside=f"{utterances} utterances, published and searchable",
        )
    )
    text = sum(path.stat().st_size for path in (folder / "plain").glob("*.txt"))
    index = sum(path.stat().st_size for path in (folder / "data" / "index").rglob("*") if path.is_file())
    report.add(
        Figure(
            "search.index_ratio", index / text, most=2, beside=f"{index / 1e6:.0f} MB for {text / 1e6:.0f} MB of text"
        )
    )
    _engine(report, Site.of(Settings(data=folder / "data", models=models)), queries)
    with installation.web() as web:
        printed = _script(shared, "search_score.py", installation.url, str(folder / "vtt"), "--time", str(ROUNDS))
        print(printed, flush=True)
        match = re.search(r"p99 ([\d.]+) ms", printed)
        assert match is not None
        report.add(Figure("search.http_p99_ms", float(match[1]), "ms", most=60, beside=printed.strip()))
        _strange(report, installation.url)
        time.sleep(STEADY_S)
        report.add(Figure("search.web_rss_mb", _anonymous_mb(web.pid), "MB", most=400))


def _engine(report: Report, site: Site, queries: Sequence[str]) -> None:
    """Planning a query and asking the engine, as each page and each answer does."""
    with closing(open_engine(site)) as engine:

        def ask(query: str) -> None:
            with site.database.reading() as db:
                search = searches.prepare(site, db, engine, query)
                engine.search(search.plan, search.filters, LIMIT)

        waits = _timed(ask, queries)
    by_query = {query: statistics.median(found) for query, found in waits.items()}
    for query in sorted(by_query, key=lambda query: -by_query[query])[:5]:
        print(f"    {by_query[query]:6.1f} ms  {query}", flush=True)
    every = sorted(wait for found in waits.values() for wait in found)
    slowest = max(by_query, key=lambda query: by_query[query])
    report.add(
        Figure(
            "search.engine_p50_ms", _share(every, 0.5), "ms", most=5, beside=f"{len(every)} searches, planning included"
        )
    )
    report.add(
        Figure("search.engine_p99_ms", _share(every, 0.99), "ms", most=30, beside=f"slowest at the median: {slowest}")
    )


def _strange(report: Report, url: str) -> None:
    """The slowest answer to what nobody should have to ask, page and API; each is asked once before, since a first time loads things."""
    asked = [("/suche", {"q": query}) for query in STRANGE] + [("/suche", {"q": "Haushalt", "seite": "1000"})]
    asked += [("/api/v1/search", {"q": query, "limit": "20"}) for query in STRANGE]
    asked += [("/api/v1/search", {"q": "Haushalt", "limit": "20", "offset": "20000"})]
    waits: dict[str, float] = {}
    for path, params in asked * 2:
        began = time.perf_counter()
        with urllib.request.urlopen(f"{url}{path}?{urllib.parse.urlencode(params)}", timeout=30) as answer:
            answer.read()
        waits[f"{path} {params['q'][:20]!r}"] = (time.perf_counter() - began) * 1000
    slowest = max(waits, key=lambda name: waits[name])
    report.add(
        Figure("search.strange_ms", waits[slowest], "ms", most=200, beside=f"the slowest of {len(waits)}: {slowest}")
    )


def _timed(ask: Callable[[str], None], queries: Sequence[str]) -> dict[str, list[float]]:
    for query in queries:
        ask(query)
    waits: dict[str, list[float]] = {query: [] for query in queries}
    for _ in range(ROUNDS):
        for query in queries:
            began = time.perf_counter()
            ask(query)
            waits[query].append((time.perf_counter() - began) * 1000)
    return waits


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _imported(shared: Path, models: Path, folder: Path, *, times: int) -> tuple[Installation, int, float]:
    """An installation with all meetings in it, how many utterances these are, and how long it took until all could be found."""
    _script(shared, "speech_to_vtt.py", str(folder / "vtt"), "--times", str(times))
    utterances = _plain(folder)
    installation = Installation(folder / "data", models)
    with _worker(installation):
        _, seconds, _ = installation.run("import-transcript", str(folder / "vtt"), "--publish", "--wait")
    print(f"  {utterances} utterances imported and searchable in {seconds:.0f} s", flush=True)
    return installation, utterances, seconds


def _plain(folder: Path) -> int:
    """The texts alone, to compare the index with; how many utterances."""
    (folder / "plain").mkdir()
    utterances = 0
    for path in (folder / "vtt").glob("*.vtt"):
        said = [re.sub(r"<[^>]*>", "", cue.split("\n", 1)[1]) for cue in path.read_text().split("\n\n") if "-->" in cue]
        (folder / "plain" / f"{path.stem}.txt").write_text("\n".join(said))
        utterances += len(said)
    return utterances


@contextmanager
def _worker(installation: Installation) -> Iterator[None]:
    """What keeps the index, in a process of its own as ``ratsfenster start`` has it."""
    installation.run("migrate")
    process = installation.start("worker")
    try:
        _await_worker(Site.of(Settings(data=installation.data, models=installation.models)))
        yield
    finally:
        process.terminate()
        process.communicate()


def _await_worker(site: Site) -> None:
    """Until it shows that it is alive, whoever imports would do its work as well."""
    for _ in range(300):
        with site.database.reading() as db:
            if workers.any_alive(db, "worker", site.clock()):
                return
        time.sleep(0.1)
    raise RuntimeError("the worker did not begin within 30 seconds")


def _script(shared: Path, name: str, *arguments: str) -> str:
    command = [sys.executable, str(shared / "bench" / name), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _anonymous_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1000  # type: ignore[index]  # every process has it
