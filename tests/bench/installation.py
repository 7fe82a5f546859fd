"""An installation of the program in a folder of its own, used by its command line as anybody would."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import MemoryWatch


@dataclass(frozen=True)
class Installation:
    """A data folder and the program."""

    data: Path
    models: Path
    port: int = 8791
    database_url: str = ""  # empty: SQLite in the data folder

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "RATSFENSTER_DATA": self.data,
            "RATSFENSTER_MODELS": self.models.absolute(),
            "RATSFENSTER_PORT": self.port,
        } | ({"RATSFENSTER_DATABASE_URL": self.database_url} if self.database_url else {})
        return {**os.environ, **{name: str(value) for name, value in own.items()}}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "ratsfenster", *arguments]
        return subprocess.Popen(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *arguments: str) -> tuple[str, float, float]:
        """Run a command to its end: what it printed, wall seconds, and the peak PSS of it and its children in MB."""
        began = time.perf_counter()
        process = self.start(*arguments)
        with MemoryWatch(process.pid) as memory:
            out, errors = process.communicate()
        if process.returncode:
            raise RuntimeError(f"ratsfenster {arguments[0]} ended with {process.returncode}: {errors[-2000:]}")
        return out, time.perf_counter() - began, memory.peak_mb

    def serve(self) -> "subprocess.Popen[str]":
        """The site, starting. What it says goes into a file: into a pipe nobody reads it would write until it stands still."""
        with self._said.open("a") as said:
            command = [sys.executable, "-m", "ratsfenster", "web"]
            return subprocess.Popen(command, env=self.environment, text=True, stdout=said, stderr=said)

    @contextmanager
    def web(self) -> "Iterator[subprocess.Popen[str]]":
        """The site, answering; its process."""
        process = self.serve()
        try:
            self.wait_for(process)
            yield process
        finally:
            process.terminate()
            process.communicate()

    def wait_for(self, process: "subprocess.Popen[str]") -> None:
        """Until the site answers; RuntimeError where it ended instead."""
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
            if process.poll() is not None:
                break
        said = process.communicate()[1] if process.stderr and process.poll() is not None else self._said.read_text()
        raise RuntimeError(f"the site did not start: {said[-2000:]}")

    @property
    def _said(self) -> Path:
        return self.data.with_name(f"{self.data.name}-web-{self.port}.log")
