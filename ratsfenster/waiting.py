"""Waiting for a recording's way through the pipeline, with a bar that says stage, percent, times real time and time left.

Where no worker is alive the waiting process does the work itself.
"""

import contextlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Never

from tqdm import tqdm

from council.base import changes, jobs, workers
from council.base.jobs import Job, JobState
from council.base.site import Site
from council.recordings import Recording
from ratsfenster.worker import WITHOUT_ENCODING, Worker
from search import indexing
from search.engines import WriterBusyError, open_writer

STAGE_NAMES = {
    "prepare": "Aufnahme prüfen",
    "compose": "Wiedergabe bereitstellen",
    "preview": "Vorschau zusammenstellen",
    "transcribe": "Sprache erkennen",
    "render": "Fassungen für unterwegs",
}
WAITED_FOR = ("prepare", "transcribe", "compose")
LATER = "Fassungen für Telefone, Downloads und Vorschaubilder entstehen, sobald ein Worker läuft (ratsfenster start)."
POLL_S = 0.25
LOOK_S = 5.0


class WaitingError(Exception):
    """The work waited for failed or was cancelled; the message says which and why."""


@dataclass(frozen=True)
class Pace:
    """How fast speech is recognised: ``ratio`` times real time, ``left_s`` seconds to go."""

    ratio: float
    left_s: float


def pace(duration_ms: int, before: float, done: float, elapsed_s: float) -> Pace | None:
    """The pace of getting from one share of the recording to another (0 to 1) in some seconds; None while unknown."""
    if done <= before or elapsed_s <= 0:
        return None
    ratio = duration_ms / 1000 * (done - before) / elapsed_s
    return Pace(ratio, duration_ms / 1000 * (1 - done) / ratio)


class Hands:
    """Whoever does the work: a living worker, or one of our own from the moment there is none."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._own: Worker | None = None
        self._looked_at = 0.0

    def see_to_it(self) -> None:
        """Look every few seconds whether somebody works, and begin to work ourselves where nobody does."""
        if self._own is not None or time.monotonic() - self._looked_at < LOOK_S:
            return
        self._looked_at = time.monotonic()
        with self._site.database.reading() as db:
            helped = workers.any_alive(db, "worker", self._site.clock())
        if not helped:
            self._own = Worker(self._site, WITHOUT_ENCODING)
            self._own.start()

    @property
    def own_work(self) -> bool:
        """Whether this process worked itself; encoding it left to a real worker."""
        return self._own is not None

    def rest(self) -> None:
        """End our own work, if there is any."""
        if self._own is not None:
            self._own.end()


@contextmanager
def working(site: Site) -> Iterator[Hands]:
    """See that somebody works for as long as the block lasts."""
    hands = Hands(site)
    hands.see_to_it()
    try:
        yield hands
    finally:
        hands.rest()


def wait(site: Site, recording_id: int, *, quiet: bool = False) -> list[str]:
    """Return when the recording is transcribed and, if it is public, can be played and found, with what people should know of the
    files. Raises WaitingError."""
    with working(site) as hands, _bar(quiet) as bar:
        started: dict[int, tuple[float, float]] = {}
        while True:
            hands.see_to_it()
            with site.database.reading() as db:
                found = jobs.of_subject(db, recording_id, WAITED_FOR)
                recording = db.get_one(Recording, recording_id)
            _raise_failed(found)
            live = [job for job in found if job.state in jobs.LIVE]
            if not live:
                break
            _show(bar, max(live, key=lambda job: job.state == JobState.RUNNING), recording, started)
            time.sleep(POLL_S)
        bar.n, bar.unit = 100, ""
        bar.set_description_str("Fertig")
        bar.refresh()
        wait_for_index(site)
    return [job.message for job in found if job.message] + ([LATER] if hands.own_work else [])


def wait_for_index(site: Site, timeout_s: float = 600) -> None:
    """Return when all that changed until now can be found. Raises WaitingError."""
    with site.database.reading() as db:
        newest = changes.latest(db)
    deadline = time.monotonic() + timeout_s
    patience = time.monotonic() + LOOK_S
    while indexing.position(site) < newest:
        if time.monotonic() > patience:
            _index_ourselves(site)
        if time.monotonic() > deadline:
            raise WaitingError("Der Suchindex folgt nicht. Bitte prüfen: ratsfenster doctor")
        time.sleep(0.05)


def _index_ourselves(site: Site) -> None:
    """Take up the changes where nobody on this machine keeps its index, as when the worker runs on another."""
    with contextlib.suppress(WriterBusyError), contextlib.closing(open_writer(site)) as engine:
        indexing.index_once(site, engine)


def _raise_failed(found: Sequence[Job]) -> None:
    newest = {job.kind: job for job in found}
    for job in newest.values():
        if job.state == JobState.FAILED:
            raise WaitingError(f"{STAGE_NAMES[job.kind]}: {job.message}")
        if job.state == JobState.CANCELLED:
            raise WaitingError(f"{STAGE_NAMES[job.kind]}: abgebrochen")


@contextmanager
def _bar(quiet: bool) -> Iterator["tqdm[Never]"]:
    with contextlib.closing(
        tqdm(
            total=100,
            disable=quiet,
            bar_format="{desc:<26} {percentage:3.0f} % |{bar:30}| {elapsed} {unit}",
            leave=True,
        )
    ) as bar:
        yield bar


def _show(bar: "tqdm[Never]", job: Job, recording: Recording, started: dict[int, tuple[float, float]]) -> None:
    assert job.id is not None
    since, progress_then = started.setdefault(job.id, (time.monotonic(), job.progress))
    bar.set_description_str(STAGE_NAMES[job.kind], refresh=False)
    bar.n = round(job.progress * 100, 1)
    text = job.message
    if job.kind == "transcribe":
        speed = pace(recording.duration_ms, progress_then, job.progress, time.monotonic() - since)
        if speed is not None:
            text = f"{speed.ratio:.0f}-fache Echtzeit, noch {speed.left_s // 60:.0f}:{speed.left_s % 60:02.0f} min"
    bar.unit = text
    bar.refresh()
