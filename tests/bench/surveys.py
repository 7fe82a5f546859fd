"""How many answers a second are stored, durably, and how long people wait: on SQLite with one web process, on PostgreSQL with two."""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from participation.answers import receiving, submissions
from participation.answers.submissions import Offer
from tests import surveys
from tests.bench import survey_closed, survey_storm, survey_town
from tests.bench.report import Figure, Report
from tests.bench.survey_town import PATH, Person, Town
from tests.postgres import Cluster, PostgresMissingError

RATE, SECONDS, WARMING = 400, 60, 800
IN_TIME_MS = 1000
PEOPLE, ARRIVING_S, THINKING_S = 1000, 30, (5, 20)
SIDE_BY_SIDE, AT_ONCE = 2000, 32
PORTS = (8791, 8792)
RECEIPT = "data-receipt"
Sent = list[tuple[int, float]]


def measure(report: Report, models: Path) -> None:
    """Everything about surveys; some ten minutes."""
    with _disk() as folder, survey_town.town(folder, WARMING + RATE * SECONDS + PEOPLE + 2 * SIDE_BY_SIDE) as town:
        _side_by_side(report, town)
        _answering(report, town, models, PORTS[:1], "surveys")
    _on_postgresql(report, models)
    with _disk() as folder:
        survey_storm.measure(report, folder, models)
    with _disk() as folder:
        survey_closed.measure(report, folder, models)


def _on_postgresql(report: Report, models: Path) -> None:
    try:
        cluster = Cluster(durable=True)
    except PostgresMissingError as error:
        report.leave_out(f"surveys on PostgreSQL: {error}")
        return
    with ExitStack() as open_now:
        open_now.callback(cluster.stop)
        folder, url = open_now.enter_context(_disk()), open_now.enter_context(cluster.fresh())
        town = open_now.enter_context(survey_town.town(folder, WARMING + RATE * SECONDS + PEOPLE, url))
        _answering(report, town, models, PORTS, "surveys.postgresql")


@contextmanager
def _disk() -> Iterator[Path]:
    """A folder on a disk, where syncing costs what it costs; /tmp may lie in memory."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        yield Path(folder)


def _side_by_side(report: Report, town: Town) -> None:
    """What those who wait gain by sharing a transaction, against one for each."""
    site, number = town.site, town.process_id
    secret = surveys.secret(site, number)

    def alone(offer: Offer) -> None:
        with site.database.writing() as db:
            submissions.store(db, number, offer, secret, site.clock, random.randbytes)

    ways: list[Callable[[Offer], object]] = [alone, lambda offer: receiving.receive(site, number, offer)]
    rates = []
    for store in ways:
        offers = [Offer(1, one.answers, one.key, one.code) for one in town.people(SIDE_BY_SIDE)]
        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(store, offers))
        rates.append(SIDE_BY_SIDE / (time.perf_counter() - began))
    beside = f"{AT_ONCE} threads without HTTP; a transaction for each: {rates[0]:.0f}"
    report.add(Figure("surveys.stored_per_s", rates[1], "/s", least=RATE, beside=beside))


def _answering(report: Report, town: Town, models: Path, ports: Sequence[int], name: str) -> None:
    """400 answers a second for a minute; then 1,000 people."""
    before = town.stored()
    with ExitStack() as running:
        for port in ports:
            running.enter_context(survey_town.installation(town, models, port).web())
        warming = send(ports, _last(town, WARMING, RATE / 4))
        outcomes = send(ports, _last(town, RATE * SECONDS, RATE))
        walked = send(ports, _ways(town, PEOPLE))
    good = sum(status == 200 for status, _ in [*warming, *outcomes]) + sum(
        status == 200 for status, _ in walked[-PEOPLE:]
    )
    assert town.stored() - before >= good, f"{town.stored() - before} stored, {good} acknowledged"
    in_time = sum(status == 200 and wait < IN_TIME_MS for status, wait in outcomes)
    beside = f"within a second of being due; {_failed(outcomes)} of {len(outcomes)} without a receipt"
    report.add(Figure(f"{name}.submissions_per_s", in_time / SECONDS, "/s", least=RATE * 0.999, beside=beside))
    report.add(Figure(f"{name}.p99_ms", _percentile(outcomes, 0.99), "ms", most=250, beside=_beside(outcomes)))
    beside = f"{len(walked)} pages to {PEOPLE} people, {_failed(walked)} failed, {_beside(walked)}"
    report.add(Figure(f"{name}.people_p95_ms", _percentile(walked, 0.95), "ms", most=100, beside=beside))


def _last(town: Town, count: int, rate: float) -> list[dict[str, Any]]:
    return [
        _request(number / rate, number, town.last(person), RECEIPT, fragment=True)
        for number, person in enumerate(town.people(count))
    ]


def _ways(town: Town, count: int) -> list[dict[str, Any]]:
    """People who all come within half a minute, read five pages and send; the sending last in the list."""
    pages, sending = [], []
    for number, person in enumerate(town.people(count)):
        at = random.uniform(0, ARRIVING_S)
        for body, expects in _steps(town, person):
            pages.append(_request(at, number, body, expects))
            at += random.uniform(*THINKING_S)
        sending.append(_request(at, number, town.last(person), RECEIPT, fragment=True))
    return [*pages, *sending]


def _steps(town: Town, person: Person) -> Iterator[tuple[bytes | None, str]]:
    places = [f'data-page="{place}"' for place in town.places()]
    return zip([None, *town.way(person)][-len(places):], places, strict=True)  # fmt: skip


def _request(at: float, who: int, body: bytes | None, expects: str, *, fragment: bool = False) -> dict[str, Any]:
    text = None if body is None else body.decode()
    return {"at": at, "path": PATH, "body": text, "fragment": fragment, "expects": expects, "who": who}


def send(ports: Sequence[int], requests: Sequence[dict[str, Any]]) -> Sent:
    """Status and wait of each, in the order of the list."""
    order = sorted(range(len(requests)), key=lambda number: requests[number]["at"])
    with tempfile.NamedTemporaryFile("w") as file:
        file.writelines(json.dumps(requests[number]) + "\n" for number in order)
        file.flush()
        command = [sys.executable, "-m", "tests.bench.survey_sender", ",".join(map(str, ports)), file.name]
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = {number: (status, wait) for number, (status, wait) in zip(order, json.loads(ended.stdout), strict=True)}
    return [found[number] for number in range(len(requests))]


def _percentile(sent: Sent, share: float) -> float:
    """How long all but so many wait; an answer that never came is one of those that took longest."""
    waits = sorted(wait if status == 200 else float("inf") for status, wait in sent)
    return waits[int(len(waits) * share)]


def _failed(sent: Sent) -> int:
    return sum(status != 200 for status, _ in sent)


def _beside(sent: Sent) -> str:
    return f"p50 {_percentile(sent, 0.5):.1f} ms, longest {max(wait for _, wait in sent):.0f} ms"
