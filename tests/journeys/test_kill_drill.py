"""kill -9 of the worker or its children, at random moments: the work ends by itself, with the transcript of an undisturbed run."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import col, select

from council import agendas
from council.base import jobs
from council.base.jobs import Job, JobState
from council.base.settings import Settings
from council.base.site import Site
from ratsfenster import demo, intake, migrations, waiting
from ratsfenster.worker import WITHOUT_ENCODING, Worker
from tests.processes import descendants
from transcription.transcripts import Segment

KILLS = 20
CHUNK_S = 20

pytestmark = [pytest.mark.speech, pytest.mark.media, pytest.mark.long]


def installation(folder: Path) -> Site:
    site = Site.of(Settings(data=folder, chunk_seconds=CHUNK_S))
    migrations.bring_up(site)
    return site


def take_in_demo(site: Site) -> int:
    agenda = agendas.parse(demo.AGENDA.read_text(), site.settings.zone)
    return intake.add_recording(site, [demo.RECORDING], agenda, publish=True).recording_id


def transcript(site: Site) -> list[tuple[int, int, str]]:
    with site.database.reading() as db:
        rows = db.exec(select(Segment).order_by(col(Segment.position))).all()
    return [(row.start_ms, row.end_ms, row.text) for row in rows]


def public_files(site: Site) -> set[str]:
    (room,) = (site.storage.root / "public").iterdir()
    return {str(path.relative_to(room)) for path in room.rglob("*") if path.is_file()}


@contextmanager
def worker_process(site: Site) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {
        **os.environ,
        "RATSFENSTER_DATA": str(site.settings.data),
        "RATSFENSTER_CHUNK_SECONDS": str(CHUNK_S),
        "RATSFENSTER_MODELS": str(site.settings.models.absolute()),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ratsfenster", "worker"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def unfinished(site: Site) -> bool:
    with site.database.reading() as db:
        return bool(db.exec(select(Job.id).where(col(Job.state).in_(jobs.LIVE))).first())


def disturb(site: Site, chance: random.Random, most: int) -> int:
    """Start workers and kill them or their children until the work is done; how many kills that were."""
    kills = 0
    while kills < most and unfinished(site):
        with worker_process(site) as worker:
            time.sleep(chance.uniform(0.3, 5.0))
            children = descendants(worker.pid)
            victim = chance.choice(children) if children and chance.random() < 0.4 else worker.pid
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
            kills += 1
            if victim != worker.pid:
                time.sleep(chance.uniform(0.1, 1.0))
    return kills


def forgive(site: Site) -> None:
    """What failed need not wait until it is tried again: how long that is, the tests of jobs say."""
    with site.database.writing() as db:
        for job in db.exec(select(Job).where(Job.state == JobState.WAITING)):
            job.run_after = site.clock()
            db.add(job)


def finish(site: Site, recording_id: int) -> None:
    """Let an undisturbed worker do what is left."""
    forgive(site)
    last = Worker(site, WITHOUT_ENCODING)
    last.start()
    try:
        waiting.wait(site, recording_id, quiet=True)
    finally:
        last.end()


def test_twenty_kills_change_nothing(tmp_path: Path) -> None:
    undisturbed = installation(tmp_path / "undisturbed")
    finish(undisturbed, take_in_demo(undisturbed))
    assert len(transcript(undisturbed)) > 10
    chance = random.Random(20260317)
    kills = rounds = 0
    while kills < KILLS:
        rounds += 1
        disturbed = installation(tmp_path / f"disturbed-{rounds}")
        recording_id = take_in_demo(disturbed)
        kills += disturb(disturbed, chance, KILLS - kills)
        finish(disturbed, recording_id)
        assert transcript(disturbed) == transcript(undisturbed)
        assert {"master.m3u8", "audio.m4a"} <= public_files(disturbed)
        with disturbed.database.reading() as db:
            assert db.exec(select(Job).where(Job.state == JobState.FAILED)).all() == []
