"""The desk: how fast a recording comes in, and whether memory stays flat while it does."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from council import meetings
from council.agendas import Agenda
from council.base import access, accounts, sign_ins
from council.base.accounts import Role
from council.base.settings import Settings
from council.base.site import Site
from ratsfenster import migrations
from tests.bench.installation import Installation
from tests.bench.report import Figure, Report

GIGABYTES = float(os.environ.get("RATSFENSTER_BENCH_UPLOAD_GB", "20"))
SPARE = 3.2  # what the site asks for before it takes an upload, and some more


class AnonymousMemory:
    """The largest RssAnon of a process in MB, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        self.peak_mb = 0.0
        self._status = Path(f"/proc/{pid}/status")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "AnonymousMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            for line in self._status.read_text().splitlines():
                if line.startswith("RssAnon:"):
                    self.peak_mb = max(self.peak_mb, int(line.split()[1]) / 1024)


def measure(report: Report, models: Path) -> None:
    """All figures of the desk."""
    upload(report, models)


def upload(report: Report, models: Path) -> None:
    """One large file over loopback into a site of its own, in chunks that are verified and on the disk before each answer."""
    size = int(GIGABYTES * 1e9)
    folder = Path(os.environ.get("RATSFENSTER_BENCH_FOLDER", tempfile.gettempdir()))
    if shutil.disk_usage(folder).free < SPARE * size:
        report.leave_out(
            f"uploading {GIGABYTES:g} GB; that needs {SPARE * GIGABYTES:.0f} GB free in {folder}. "
            "RATSFENSTER_BENCH_UPLOAD_GB makes it smaller, RATSFENSTER_BENCH_FOLDER names another disk."
        )
        return
    with tempfile.TemporaryDirectory(dir=folder) as room:
        installation = Installation(Path(room) / "data", models)
        cookie, meeting = _prepared(installation)
        with installation.web() as process, AnonymousMemory(process.pid) as memory:
            command = [sys.executable, str(Path(__file__).with_name("sender.py")), str(installation.port), cookie]
            sent = subprocess.run([*command, str(meeting), str(size)], capture_output=True, text=True, check=False)
        if sent.returncode:
            raise RuntimeError(f"the upload failed: {sent.stderr[-2000:]}")
        answer = json.loads(sent.stdout)
    beside = f"{GIGABYTES:g} GB in {answer['seconds']:.0f} s, each chunk of 16 MB hashed and on the disk"
    report.add(Figure("desk.upload_mb_s", answer["bytes"] / 1e6 / answer["seconds"], "MB/s", least=150, beside=beside))
    report.add(Figure("desk.upload_rss_mb", memory.peak_mb, "MB", most=250, beside="RssAnon of the web process"))


def _prepared(installation: Installation) -> tuple[str, int]:
    """A clerk who is signed in, as a cookie, and a meeting to upload to."""
    installation.data.mkdir()
    site = Site.of(Settings(data=installation.data, models=installation.models))
    try:
        migrations.upgrade(site.database, "head")
        now = datetime.now(UTC)
        with site.database.writing() as db:
            clerk = accounts.create(db, "messung", "Messung", [Role.CLERK], now)
            token = sign_ins.begin(db, clerk, "Messung", now)
            meeting = meetings.create(db, Agenda(organization="Stadtrat", name="Messung", start=now))
            assert meeting.id is not None
        return f"{access.cookie_name(site)}={token}", meeting.id
    finally:
        site.database.close()
