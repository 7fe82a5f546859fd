"""A PostgreSQL server of the tests' own, in a folder of its own, reached by its socket alone and gone afterwards."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import memory

FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "max_wal_size": "256MB",
}
NEEDED_MB = 1000  # ample: databases of 9 MB each, and the log of what was written
CARETAKER = 'read -r _; "$1" -D "$2/data" -m fast -w stop >/dev/null 2>&1; rm -rf "$2"'


class PostgresMissingError(Exception):
    """No PostgreSQL server program is installed."""


def programs() -> Path:
    """The folder with initdb and postgres; the newest where there are several. Raises PostgresMissingError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise PostgresMissingError("no PostgreSQL server programs found; on Debian: apt-get install postgresql")


class Cluster:
    """A running server. ``url`` gives the address of one of its databases. ``durable``: on a disk and with the settings of every server,
    to measure with."""

    def __init__(self, *, durable: bool = False) -> None:
        self._programs = programs()
        place = "/var/tmp" if durable else memory.folder(NEEDED_MB) or "/tmp"  # short: a socket's path has 107 bytes
        self._folder = Path(tempfile.mkdtemp(prefix="rf-pg-", dir=place))
        self._as_user = self._own_folder()
        self._command(
            "initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        options = [] if durable else [f"-c {name}={value}" for name, value in FAST.items()]
        options += [f"-k {self._folder}", "-c listen_addresses=''"]
        log = str(self._folder / "log")
        self._caretaker = self._hire()
        self._command("pg_ctl", "-D", str(self._data), "-l", log, "-w", "-o", " ".join(options), "start")
        self._admin = psycopg.connect(self._plain_url("postgres"), autocommit=True)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _plain_url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _own_folder(self) -> Sequence[str]:
        """PostgreSQL refuses root: as root the folder belongs to another user, and commands run as that one."""
        if os.geteuid() != 0:
            return []
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        os.chown(self._folder, user.pw_uid, user.pw_gid)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]

    def _command(self, program: str, *arguments: str) -> None:
        log = self._folder / "commands"
        with log.open("a") as output:
            command = [*self._as_user, str(self._programs / program), *arguments]
            ended = subprocess.run(command, stdout=output, stderr=output, cwd="/", check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{log.read_text()}")

    def _hire(self) -> "subprocess.Popen[bytes]":
        """Somebody who ends the server and removes all it kept as soon as we say so, or are gone without a word."""
        command = [*self._as_user, "sh", "-c", CARETAKER, "sh", str(self._programs / "pg_ctl"), str(self._folder)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, cwd="/", start_new_session=True)

    def url(self, name: str) -> str:
        """A database's address as the setting RATSFENSTER_DATABASE_URL takes it."""
        return self._plain_url(name)

    def create(self, template: str = "template1") -> str:
        """A new database like its template; gives back its name."""
        name = f"test_{secrets.token_hex(6)}"
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    @contextmanager
    def fresh(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database that is dropped afterwards."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def stop(self) -> None:
        """End the server and remove all it kept."""
        self._admin.close()
        self._caretaker.communicate()
