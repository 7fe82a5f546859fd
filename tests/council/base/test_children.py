"""Child processes end with the work, and with us."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from council.base import children

FAMILY = ["sh", "-c", "sleep 600 & echo $$ $!; wait"]
SOON_S = 15  # far less than what is not stopped would take, and enough on a busy machine


def gone(pid: int, within_s: float = SOON_S) -> bool:
    """Whether a process has ended (a zombie nobody waited for has)."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def eventually(condition: Callable[[], bool], within_s: float = SOON_S) -> bool:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_command_is_run_to_its_end() -> None:
    done = children.run(["sh", "-c", "cat; echo oh >&2; exit 3"], stdin="Grüße\n".encode())
    assert done == children.Finished(3, "Grüße\n", "oh\n")


def test_lines_are_heard_as_they_come(tmp_path: Path) -> None:
    """The child goes on only when its first line was heard."""
    heard: list[str] = []

    def note(line: str) -> None:
        heard.append(line)
        (tmp_path / line).touch()

    waiting = f"echo first; until [ -e {tmp_path}/first ]; do sleep 0.02; done; printf second"
    done = children.run(["sh", "-c", waiting], on_line=note, timeout_s=SOON_S)
    assert heard == ["first", "second"]
    assert done == children.Finished(0, "", "")


def test_much_output_and_much_input_block_nobody() -> None:
    done = children.run(["sh", "-c", "cat; head -c 3000000 /dev/zero >&2"], stdin=b"x" * 3_000_000, timeout_s=30)
    assert len(done.stdout) == 3_000_000
    assert len(done.stderr) == 65536


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert children.run(["printf", r"a\377b"]).stdout == "a�b"


def test_a_command_that_reads_nothing_is_no_trouble() -> None:
    assert children.run(["true"], stdin=b"x" * 1_000_000).returncode == 0


def test_a_missing_program_is_an_error_and_no_hang() -> None:
    try:
        ended = children.run(["no-such-program-here"]).returncode
    except FileNotFoundError:
        return
    assert ended == 127


def test_a_raising_listener_ends_the_child_and_is_heard() -> None:
    def refuse(line: str) -> None:
        raise ValueError(line)

    began = time.monotonic()
    with pytest.raises(ValueError, match="hello"):
        children.run(["sh", "-c", "echo hello; sleep 600"], on_line=refuse)
    assert time.monotonic() - began < SOON_S


@pytest.mark.parametrize("why", ["cancelled", "timeout"])
def test_stopping_kills_the_whole_family(why: str) -> None:
    pids: list[int] = []

    def note(line: str) -> None:
        pids.extend(map(int, line.split()))

    began = time.monotonic()
    if why == "cancelled":
        with pytest.raises(children.ChildCancelledError):
            children.run(FAMILY, on_line=note, cancelled=lambda: bool(pids))
    else:
        with pytest.raises(children.ChildTimeoutError, match="longer than 2 s"):
            children.run(FAMILY, on_line=note, timeout_s=2)
    assert time.monotonic() - began < SOON_S
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


def test_what_a_child_leaves_behind_ends_with_it() -> None:
    pids: list[int] = []
    children.run(["sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!"], on_line=lambda line: pids.append(int(line)))
    assert gone(pids[0])


def test_children_are_niced() -> None:
    assert int(children.run(["nice"], niceness=7).stdout) == min(os.nice(0) + 7, 19)


def test_pipes_of_a_running_child() -> None:
    child = children.start(["cat"], environment={"UNUSED": "1"})
    child.stdin.write(b"hello\n")
    child.stdin.flush()
    assert child.stdout.readline() == b"hello\n"
    child.kill()
    child.kill()
    assert child.process.returncode == -signal.SIGKILL


def test_a_child_outlives_the_thread_that_asked_for_it() -> None:
    started: list[children.Child] = []
    asking = threading.Thread(target=lambda: started.append(children.start(["cat"])))
    asking.start()
    asking.join()
    time.sleep(0.2)
    assert started[0].process.poll() is None
    started[0].kill()


def test_kill_9_of_a_worker_takes_its_children_along(tmp_path: Path) -> None:
    worker = textwrap.dedent("""
        import sys, threading
        from council.base import children
        def work():
            children.run(["sh", "-c", f"echo $$ > {sys.argv[1]}; exec sleep 600"], niceness=5)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    """)
    file = tmp_path / "pid"
    process = subprocess.Popen([sys.executable, "-c", worker, str(file)])
    try:
        assert eventually(lambda: file.exists() and file.read_text().endswith("\n"))
        child = int(file.read_text())
        assert not gone(child, within_s=0.1)
    finally:
        process.kill()
        process.wait()
    assert gone(child)
