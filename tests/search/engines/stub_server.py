"""A server that answers as a test tells it to, whatever it is asked: for what goes wrong on the way to a real one. It knows nothing of
searching."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    body: str
    key: str


@dataclass(frozen=True)
class Answer:
    """What it gets. ``body`` is sent as it is where it is bytes, else as JSON."""

    body: Any
    status: int = 200
    after_s: float = 0.0


Rule = Callable[[Asked], Answer]


@dataclass
class Stub:
    url: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def stub(rule: Rule) -> Iterator[Stub]:
    """A server on this machine that follows a rule."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked = Asked(self.command, self.path, body, self.headers.get("Authorization", ""))
            running.asked.append(asked)
            answer = rule(asked)
            time.sleep(answer.after_s)
            data = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def __getattr__(self, name: str) -> Any:
            """Any method is answered."""
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is written to the terminal."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # who asked did not wait

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = Stub(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()


def enqueued(number: int) -> Answer:
    """A task taken on."""
    return Answer({"taskUid": number, "indexUid": "x", "status": "enqueued", "type": "any", "enqueuedAt": NOW}, 202)


def tasks(*states: dict[str, Any]) -> Answer:
    """A list of tasks."""
    found = [{"indexUid": "x", "type": "any", "enqueuedAt": NOW, "error": None} | state for state in states]
    return Answer({"results": found, "limit": 20, "total": len(found), "from": None, "next": None})


def refusal(status: int, code: str, message: str = "no") -> Answer:
    """An error as Meilisearch tells it."""
    return Answer({"message": message, "code": code, "type": "invalid_request", "link": ""}, status)


NOW = "2026-03-17T16:00:00.123456789Z"
