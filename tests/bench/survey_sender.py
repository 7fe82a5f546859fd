"""Sends requests at the moments they are due, whatever became of those before: the load of ``surveys``, in a process of its own.

    python -m tests.bench.survey_sender PORTS FILE

FILE holds a request a line, as JSON: ``at`` (seconds), ``path``, ``body`` (null: a GET), ``fragment`` (whether a script asks), ``expects``
(a text of a good answer) and ``who`` (a number). What came of each is printed as JSON: its status (0: the line was cut; 1: not what was
expected) and the milliseconds from the moment it was due until the answer was there. PORTS, with commas, take turns.
"""

import asyncio
import gc
import itertools
import json
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD = (
    "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
    "X-Forwarded-For: 10.{one}.{two}.1\r\n"  # everybody is at home, and does not count with the others
    "{more}Content-Length: {length}\r\n\r\n"
)
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
FRAGMENT = "HX-Request: true\r\n"
KEPT_S = 3.0
PATIENCE_S = 30.0
CUT, UNEXPECTED = 0, 1
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Answer:
    """What a server answered, unpacked."""

    status: int
    body: bytes
    stays: bool


class Lines:
    """Lines to one server, kept open and used again, as a reverse proxy does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._free: list[tuple[Line, float]] = []

    async def exchange(self, one: dict[str, Any]) -> Answer:
        """One request. Raises OSError or IncompleteReadError where the line is cut."""
        line = self._fresh() or await asyncio.open_connection("127.0.0.1", self.port)
        try:
            line[1].write(request(one, self.port))
            answer = await read(line[0])
        except BaseException:
            line[1].close()
            raise
        if answer.stays:
            self._free.append((line, time.perf_counter()))
        else:
            line[1].close()
        return answer

    def _fresh(self) -> Line | None:
        """The line used last, unless the server may be about to close it: nobody can tell whether what is sent then was still read."""
        while self._free:
            line, used_at = self._free.pop()
            if time.perf_counter() - used_at < KEPT_S and not line[0].at_eof():
                return line
            line[1].close()
        return None


def request(told: dict[str, Any], port: int) -> bytes:
    """A request as it goes over the line."""
    method, more = ("GET", "") if told["body"] is None else ("POST", FORM)
    sent = (told["body"] or "").encode()
    one, two = divmod(told["who"], 250)
    more += FRAGMENT if told["fragment"] else ""
    head = HEAD.format(method=method, path=told["path"], port=port, one=one, two=two, more=more, length=len(sent))
    return head.encode() + sent


async def read(reader: asyncio.StreamReader) -> Answer:
    """The answer to one request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    body = await reader.readexactly(int(headers["content-length"]))
    if headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, 31)
    return Answer(int(head.split(" ", 2)[1]), body, headers.get("connection") != "close")


async def send(lines: Lines, one: dict[str, Any], due: float) -> tuple[int, float]:
    """Status, and milliseconds since it was due."""
    try:
        answer = await asyncio.wait_for(lines.exchange(one), PATIENCE_S)
        as_expected = answer.status != 200 or one["expects"].encode() in answer.body
        status = answer.status if as_expected else UNEXPECTED
    except (OSError, asyncio.IncompleteReadError) as error:  # TimeoutError is an OSError
        print(f"  cut {time.perf_counter() - due:.3f} s after it was due: {error!r}", file=sys.stderr)
        status = CUT
    return status, (time.perf_counter() - due) * 1000


async def run(ports: Sequence[int], requests: Sequence[dict[str, Any]]) -> list[tuple[int, float]]:
    """Send them all at their moments."""
    servers = itertools.cycle([Lines(port) for port in ports])
    began = time.perf_counter() + 0.2
    running = []
    for one in requests:
        due = began + one["at"]
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        running.append(asyncio.create_task(send(next(servers), one, due)))
    return await asyncio.gather(*running)


def main(ports: str, file: str) -> None:
    requests = [json.loads(line) for line in Path(file).read_text().splitlines()]
    gc.disable()
    print(json.dumps(asyncio.run(run([int(port) for port in ports.split(",")], requests))))


if __name__ == "__main__":
    main(*sys.argv[1:])
