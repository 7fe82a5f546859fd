"""Child processes (ffmpeg, the speech model) that cannot outlive the process that started them.

PR_SET_PDEATHSIG follows the spawning *thread*, and pool threads end; therefore one long-lived thread starts every child, through
``setpriv --pdeathsig KILL``. Each child leads a process group of its own, so that cancelling takes its children along.
"""

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import IO, Any

POLL_S = 0.2


class ChildCancelledError(Exception):
    """The work was cancelled; the child and its group are gone."""


class ChildTimeoutError(Exception):
    """The child took longer than allowed; it and its group are gone."""


@dataclass(frozen=True)
class Finished:
    """How a child ended. ``stdout`` and ``stderr`` are decoded as UTF-8, undecodable bytes replaced; stderr keeps its last 64 kB."""

    returncode: int
    stdout: str
    stderr: str


class _Spawner:
    """A daemon thread that starts processes for all others."""

    def __init__(self) -> None:
        self._wanted: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._pid = 0

    def call(self, start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._pid != os.getpid():
                threading.Thread(target=self._loop, name="spawner", daemon=True).start()
                self._pid = os.getpid()
        future: Future[subprocess.Popen[bytes]] = Future()
        self._wanted.put((start, future))
        return future.result()

    def _loop(self) -> None:
        while True:
            start, future = self._wanted.get()
            try:
                future.set_result(start())
            except BaseException as error:
                future.set_exception(error)


_spawner = _Spawner()


def tethered(command: Sequence[str], niceness: int = 0) -> list[str]:
    """The command, tied to our life and niced where asked."""
    setpriv = shutil.which("setpriv")
    tie = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
    return [*tie, *(["nice", "-n", str(niceness)] if niceness else []), *command]


class Child:
    """A running child with binary pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    @property
    def stdin(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def stdout(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def kill_group(self) -> None:
        """Tell the child and its whole group to end now, without waiting for it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End the child and its whole group now; safe to call twice."""
        self.kill_group()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def start(
    command: Sequence[str],
    *,
    niceness: int = 0,
    environment: dict[str, str] | None = None,
    stderr: int | None = None,
) -> Child:
    """Start a child with pipes for stdin and stdout; stderr goes where ours goes unless told otherwise."""
    full = tethered(command, niceness)

    def spawn() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            full,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env={**os.environ, **(environment or {})},
            process_group=0,
        )

    return Child(_spawner.call(spawn))


def run(
    command: Sequence[str],
    *,
    stdin: bytes | None = None,
    on_line: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    timeout_s: float | None = None,
    niceness: int = 0,
) -> Finished:
    """Run a command to its end.

    ``on_line`` gets each line of stdout as it comes (and stdout is then not kept). ``cancelled`` is asked five times a second.
    Raises ChildCancelledError, ChildTimeoutError or what ``on_line`` raised, after killing the whole group.
    """
    child = start(command, niceness=niceness, stderr=subprocess.PIPE)
    process = child.process
    kept: list[bytes] = []
    errors = bytearray()
    raised: list[Exception] = []

    def hear(line: bytes) -> None:
        if on_line is None:
            kept.append(line)
            return
        try:
            on_line(line.decode(errors="replace").rstrip("\r\n"))
        except Exception as error:
            raised.append(error)
            child.kill_group()

    def read_stdout() -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in child.stdout:
                if not raised:
                    hear(line)

    def read_stderr() -> None:
        assert process.stderr is not None
        with contextlib.suppress(ValueError, OSError):
            while block := process.stderr.read1(65536):  # type: ignore[attr-defined]  # a BufferedReader at run time
                errors.extend(block)
                del errors[:-65536]

    def write_stdin() -> None:
        with contextlib.suppress(BrokenPipeError, ValueError, OSError):
            if stdin:
                child.stdin.write(stdin)
            child.stdin.close()

    threads = [threading.Thread(target=t, daemon=True) for t in (read_stdout, read_stderr, write_stdin)]
    for thread in threads:
        thread.start()
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    try:
        while True:
            try:
                process.wait(POLL_S)
                break
            except subprocess.TimeoutExpired:
                if cancelled():
                    raise ChildCancelledError(command[0]) from None
                if deadline is not None and time.monotonic() > deadline:
                    raise ChildTimeoutError(f"{command[0]}: longer than {timeout_s:.0f} s") from None
        for thread in threads:
            thread.join(5)
        if raised:
            raise raised[0]
        return Finished(process.returncode, b"".join(kept).decode(errors="replace"), errors.decode(errors="replace"))
    finally:
        child.kill()
