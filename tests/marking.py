"""Somebody who marks a recording by the forms of its page."""

import re
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from council.base.site import Site
from council.cuts import Cut
from council.meetings import Stretch
from council.recordings import Recording
from tests import evening
from transcription.transcripts import Segment

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

PAGE = "/ratsbuero/aufzeichnungen/{}/markieren"
BLANK_AGENDA = re.sub(r', "x-recordingStart": \d+', "", evening.AGENDA)


class Clerk:
    """Somebody who marks, with the state they see."""

    def __init__(self, client: "TestClient", site: Site, recording_id: int) -> None:
        self.client, self.site, self.id = client, site, recording_id
        self.path = PAGE.format(recording_id)
        self.look()

    def look(self) -> str:
        """Open the page; what is on it."""
        html: str = self.client.get(self.path).text
        self.state = re.findall(r'data-state="([0-9a-f]+)"', html)[0]
        return html

    def send(self, tun: str, **fields: Any) -> "Response":
        return self.client.post(
            self.path, data={"tun": tun, "stand": self.state, **fields}, headers={"HX-Request": "true"}
        )

    def do(self, tun: str, **fields: Any) -> str:
        """A step that is done; what changes on the page."""
        answer = self.send(tun, **fields)
        assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:300]
        self.state = re.findall(r'data-state="([0-9a-f]+)"', answer.text)[0]
        return str(answer.text)

    def all(self, table: type[Any]) -> list[Any]:
        with self.site.database.reading() as db:
            return list(db.exec(select(table).order_by(col(table.id))))

    def cuts(self) -> list[tuple[int, int, str]]:
        return [(cut.start_ms, cut.end_ms, cut.reason) for cut in self.all(Cut)]

    def starts(self) -> list[int]:
        return sorted(stretch.start_ms for stretch in self.all(Stretch))

    def said(self) -> list[tuple[str | None, str]]:
        with self.site.database.reading() as db:
            rows = db.exec(select(Segment).order_by(col(Segment.start_ms), col(Segment.position)))
            return [(row.speaker, row.text) for row in rows]

    def recording(self) -> Recording:
        with self.site.database.reading() as db:
            return db.get_one(Recording, self.id)
