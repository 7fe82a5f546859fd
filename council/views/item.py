"""The lasting link to an agenda item, as the council information system and printed QR codes carry it."""

from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from council import links
from council.base import i18n, pages
from council.base.i18n import message
from council.base.site import Site
from council.links import Found
from council.meetings import ItemState
from council.taking_part import ProcessCard, TakingPart
from council.views.meetings import Moment, moment_path

NOTHING_YET = message(
    "Unter diesem Verweis ist nichts öffentlich. Vielleicht ist die Aufzeichnung der Sitzung noch nicht veröffentlicht, "
    "sie wurde zurückgezogen, oder die Adresse ist nicht vollständig."
)


@dataclass(frozen=True)
class ItemPage:
    """An item that is dealt with at several moments, or at none that is public."""

    number: str
    name: str
    reference: str
    withdrawn: bool
    adjourned: bool
    meeting: str
    meeting_path: str
    organization: str
    start: datetime
    moments: tuple[Moment, ...]
    processes: tuple[ProcessCard, ...]


def item(request: Request) -> Response:
    """``/top/{key}``: on to the moment where there is one; else a page that says what there is. Asked for anew each time, so that what
    is withdrawn or published shows at once."""
    site: Site = request.app.state.site
    taking_part: TakingPart = request.app.state.taking_part
    with site.database.reading() as db:
        found = links.find(db, request.path_params["key"])
        shown = found is not None and len(found.moments) != 1
        processes = taking_part.of_item(request, db, found.item.id or 0) if found and shown else ()
    if found is None:
        raise HTTPException(404, NOTHING_YET)
    if len(found.moments) == 1:
        moment = found.moments[0]
        target = i18n.spoken(request).link(moment_path(moment.recording_id, moment.start_ms))
        return RedirectResponse(target, 302, headers={"Cache-Control": pages.ASK_AGAIN})
    return pages.render(request, "council/item.html", _page(found, tuple(processes)))


def _page(found: Found, processes: tuple[ProcessCard, ...]) -> ItemPage:
    parts = {recording_id: part for part, recording_id in enumerate(found.recordings, 1)}
    several = len(parts) > 1
    return ItemPage(
        number=found.item.number,
        name=found.item.name,
        reference=found.item.reference,
        withdrawn=found.item.state == ItemState.WITHDRAWN,
        adjourned=found.item.state == ItemState.ADJOURNED,
        meeting=found.meeting.name,
        meeting_path=f"/sitzungen/{found.meeting.id}",
        organization=found.organization.name,
        start=found.meeting.start,
        moments=tuple(
            Moment(moment_path(one.recording_id, one.start_ms), one.start_ms, parts[one.recording_id] if several else 0)
            for one in found.moments
        ),
        processes=processes,
    )
