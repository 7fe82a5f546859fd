"""Sending files by tus as a browser does, in chunks of any size."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from council import meetings
from council.agendas import Agenda

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

    from council.base.site import Site

PATH = "/ratsbuero/hochladen"
VERSION = {"Tus-Resumable": "1.0.0"}


def a_meeting(site: "Site", name: str = "12. Sitzung des Stadtrats") -> int:
    """A meeting without an agenda; its id."""
    with site.database.writing() as db:
        meeting = meetings.create(db, Agenda(organization="Stadtrat", name=name, start=site.clock()))
        assert meeting.id is not None
        return meeting.id


def checksum(piece: bytes) -> str:
    return "sha256 " + base64.b64encode(hashlib.sha256(piece).digest()).decode()


def metadata(**told: object) -> str:
    return ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in told.items())


@dataclass
class Sender:
    """One file on its way to a meeting. ``address`` is known once it is announced."""

    client: "TestClient"
    meeting: int
    content: bytes
    name: str = "sitzung.mp4"
    batch: str = "stapel-0001"
    batch_size: int = 1
    position: int = 1
    address: str = ""
    told: dict[str, object] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        return f"{len(self.content)}-{hashlib.sha256(self.content).hexdigest()}"

    def announce(self, size: int | None = None) -> "Response":
        told = {
            "filename": self.name, "meeting": self.meeting, "batch": self.batch, "batchsize": self.batch_size,
            "position": self.position, "fingerprint": self.fingerprint, **self.told,
        }  # fmt: skip
        length = {
            "Upload-Length": str(len(self.content) if size is None else size),
            "Upload-Metadata": metadata(**told),
        }
        answer = self.client.post(PATH, headers=VERSION | length)
        self.address = answer.headers.get("location", "")
        return answer

    def patch(self, start: int, end: int | None = None, **headers: str) -> "Response":
        """Send a piece of the file; ``headers`` replace those a well-behaved client sends, empty ones are left out."""
        piece = self.content[start:end]
        usual = {
            **VERSION, "Content-Type": "application/offset+octet-stream", "Upload-Offset": str(start),
            "Upload-Checksum": checksum(piece), "Upload-Fingerprint": self.fingerprint,
        }  # fmt: skip
        sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.patch(self.address, content=piece, headers={k: v for k, v in sent.items() if v})

    def offset(self) -> int:
        """How much the server says is there."""
        answer = self.client.head(self.address, headers=VERSION)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    def send(self, chunk: int = 1000) -> None:
        """Announce the file and send all of it."""
        assert self.announce().status_code == 201
        for start in range(0, len(self.content), chunk):
            assert self.patch(start, start + chunk).status_code == 204
