"""The desk: three cuts in a public recording of three hours, until the public sees and hears it without them."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from sqlmodel import col, select

from council import agendas, markings, marks
from council.base import accounts
from council.base.accounts import Account, Role
from council.base.jobs import LIVE, Job
from council.base.settings import Settings
from council.base.site import Site
from council.marks import Change, Marks
from council.recordings import Recording
from ratsfenster import intake, migrations
from tests.bench.installation import Installation
from tests.bench.report import Figure, Report
from transcription import transcripts
from transcription.marking import Intent, Marking

MINUTES = int(os.environ.get("RATSFENSTER_BENCH_CUTS_MINUTES", "180"))
KEY_FRAMES_S = (
    0,
    2,
    10,
    13,
    23,
    28,
    30,
    40,
    45,
    55,
)  # of each minute: 2 to 10 s apart, as cameras and mixers write them
MOST_S = 120
AGENDA = '{"name": "Sitzung", "start": "2026-03-17T17:00:00+01:00", "agendaItem": [{"number": "1", "name": "A", "x-recordingStart": 0}]}'


def measure(report: Report, models: Path) -> None:
    """From the first of three cuts until the media of the last one are served, by a worker that has nothing else to do."""
    folder = Path(os.environ.get("RATSFENSTER_BENCH_FOLDER", tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(dir=folder) as room:
        installation = Installation(Path(room) / "data", models)
        site = Site.of(Settings(data=installation.data, models=models))
        installation.data.mkdir()
        migrations.upgrade(site.database, "head")
        film = _film(Path(room))
        agenda = agendas.parse(AGENDA, site.settings.zone)
        recording_id = intake.add_recording(site, [film], agenda, publish=True).recording_id
        worker = installation.start("worker")
        try:
            prepared_s = _until_idle(site)
            seconds = _cut_thrice(site, recording_id)
        finally:
            worker.terminate()
            worker.communicate()
            site.database.close()
    beside = (
        f"{MINUTES} minutes of 720p with sound, 360p and downloads; all of it made anew in {prepared_s:.0f} s at first"
    )
    report.add(Figure("desk.cuts_s", seconds, "s", most=MOST_S, beside=beside))


def _film(folder: Path) -> Path:
    """A minute of moving picture and tone, as often as it takes."""
    minute, film = folder / "minute.mp4", folder / "sitzung.mp4"
    keys = ",".join(map(str, KEY_FRAMES_S))
    picture = ("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=60,noise=alls=6:allf=t")
    sound = ("-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000:duration=60")
    h264 = (
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-b:v",
        "2M",
        "-maxrate",
        "3M",
        "-bufsize",
        "4M",
        "-g",
        "9999",
        "-sc_threshold",
        "0",
    )
    command = ["ffmpeg", "-v", "error", "-y", *picture, *sound, *h264, "-force_key_frames", keys, "-pix_fmt", "yuv420p"]
    subprocess.run([*command, "-c:a", "aac", "-b:a", "128k", str(minute)], check=True)
    again = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-stream_loop",
        str(MINUTES - 1),
        "-i",
        str(minute),
        "-c",
        "copy",
        str(film),
    ]
    subprocess.run(again, check=True)
    minute.unlink()
    return film


def _until_idle(site: Site) -> float:
    """Wait until the worker has done all there is; how long that took, in seconds."""
    began = time.monotonic()
    while True:
        with site.database.reading() as db:
            if db.exec(select(Job.id).where(col(Job.state).in_(LIVE)).limit(1)).first() is None:
                return time.monotonic() - began
        time.sleep(1)


def _cut_thrice(site: Site, recording_id: int) -> float:
    """Three cuts one after another as a clerk makes them; seconds until what is public lacks all of them."""
    account = _account(site)
    length_ms = MINUTES * 60_000
    began = time.monotonic()
    for share in (0.2, 0.5, 0.8):
        start_ms = int(length_ms * share) + 370
        _step(site, recording_id, account, start_ms, start_ms + length_ms // 36)
        time.sleep(1)
    while True:
        with site.database.reading() as db:
            if db.get_one(Recording, recording_id).media_token is not None:
                return time.monotonic() - began
        time.sleep(0.1)


def _step(site: Site, recording_id: int, account: Account, start_ms: int, end_ms: int) -> None:
    def decide(known: Marks) -> Change:
        return marks.cut(known, start_ms, end_ms, "non-public")

    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        known = markings.marks(db, recording, transcripts.length(db, recording_id, recording.duration_ms))
        state = markings.state(known, markings.history(db, recording_id))
        Marking(db, site, recording, Intent(account, state, confirmed=True)).mark(decide)


def _account(site: Site) -> Account:
    with site.database.writing() as db:
        return accounts.create(db, "clerk@musterstadt.example", "Clara Amtmann", [Role.CLERK], site.clock())
