"""The server is killed in the middle of a chunk, and goes on at the last one that counted."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlmodel import select

from council import arrivals, recordings
from council.base import access
from council.base.database import utc_now
from council.base.site import Site
from council.recordings import Recording
from tests.desk import token_of
from tests.server import free_socket
from tests.uploading import PATH, VERSION, a_meeting, checksum, metadata

FILM = os.urandom(3_000_000)
CHUNK = 1_000_000


def listens(port: int) -> bool:
    with socket.socket() as probing:
        return probing.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def web(site: Site, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The site as ``ratsfenster web`` runs it."""
    environment = os.environ | {"RATSFENSTER_DATA": str(site.settings.data), "RATSFENSTER_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "ratsfenster", "web"], env=environment)
    try:
        deadline = time.monotonic() + 20
        while not listens(port):
            assert process.poll() is None, "the site did not start"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def test_an_acknowledged_chunk_survives_kill_9_and_half_a_chunk_leaves_nothing(site: Site, cast) -> None:
    site = replace(site, clock=utc_now)  # the server's
    meeting = a_meeting(site)
    with free_socket() as listening:
        port = int(listening.getsockname()[1])
    always = VERSION | {"Cookie": f"{access.cookie_name(site)}={token_of(site, cast.clerk)}", "Upload-Fingerprint": "f"}

    def asked(method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.request(method, path, body, always | {name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer

    def chunk(start: int) -> dict[str, str]:
        piece = FILM[start : start + CHUNK]
        return {
            "Content_Type": "application/offset+octet-stream", "Upload_Offset": str(start), "Upload_Checksum": checksum(piece),
        }  # fmt: skip

    with web(site, port) as server:
        told = metadata(filename="sitzung.mp4", meeting=meeting, batch="stapel-0001", fingerprint="f")
        address = asked("POST", PATH, Upload_Length=str(len(FILM)), Upload_Metadata=told).headers["Location"]
        assert asked("PATCH", address, FILM[:CHUNK], **chunk(0)).status == 204
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.putrequest("PATCH", address)
        for name, value in (always | chunk(CHUNK) | {"Content-Length": str(CHUNK)}).items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        line.send(FILM[CHUNK : CHUNK + CHUNK // 2])
        time.sleep(0.3)
        server.kill()
        server.wait()
        line.close()
    with web(site, port):
        assert asked("HEAD", address).headers["Upload-Offset"] == str(CHUNK)
        for start in (CHUNK, 2 * CHUNK):
            assert asked("PATCH", address, FILM[start : start + CHUNK], **chunk(start)).status == 204
    arrivals.finish_all(site)  # as the worker does: the hash of the beginning went with the first server
    with site.database.reading() as db:
        recording = db.exec(select(Recording)).one()
        (original,) = recordings.originals(db, recording.id or 0)
    assert (site.storage.originals(recording.key) / original.stored_as).read_bytes() == FILM
