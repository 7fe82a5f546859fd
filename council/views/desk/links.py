"""The lasting links of a meeting's items at the desk: to copy, as QR codes, as a table, and to print."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council import links
from council.base import pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.site import Site
from council.links import ItemLink
from council.meetings import Meeting
from council.organizations import Organization

PICTURES = {"svg": ("image/svg+xml", links.qr_svg), "png": ("image/png", links.qr_png)}


@dataclass(frozen=True)
class Row:
    """An item with its link. ``picture`` is the QR code as an address of its own; ``path`` without ending leads to its files."""

    number: str
    name: str
    reference: str
    key: str
    address: str
    picture: str
    path: str


@dataclass(frozen=True)
class LinksPage:
    """The links of a meeting; non-public items have none."""

    path: str
    table_path: str
    print_path: str
    meeting_path: str
    title: str
    organization: str
    start: datetime
    rows: tuple[Row, ...]


@allowed(Role.CLERK)
def overview(request: Request) -> Response:
    """``/ratsbuero/sitzungen/{id}/verweise``"""
    return pages.render(request, "council/desk/links.html", _page(request), cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def printed(request: Request) -> Response:
    """``…/verweise/druck``: the QR codes with their titles, for paper."""
    return pages.render(request, "council/desk/links_print.html", _page(request), cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
def table(request: Request) -> Response:
    """``…/verweise.csv``"""
    meeting, organization, found = _asked_for(request)
    site: Site = request.app.state.site
    written = links.as_csv(meeting, organization, found, site.settings)
    return _file(written.encode(), "text/csv; charset=utf-8", f"verweise-{_name(meeting, site)}.csv")


@allowed(Role.CLERK)
def code(request: Request) -> Response:
    """``…/verweise/{key}.svg`` and ``.png``: one QR code to take away."""
    _, _, found = _asked_for(request)
    link = next((link for link in found if link.key == request.path_params["key"]), None)
    kind = PICTURES.get(request.path_params["suffix"])
    if link is None or kind is None:
        raise HTTPException(404)
    media_type, draw = kind
    number = re.sub(r"[^0-9A-Za-z]+", "-", link.number).strip("-")
    return _file(draw(link.address), media_type, f"top-{number}-{link.key}.{request.path_params['suffix']}")


def _asked_for(request: Request) -> tuple[Meeting, Organization, list[ItemLink]]:
    site: Site = request.app.state.site
    meeting_id: int = request.path_params["id"]
    with site.database.reading() as db:
        meeting, organization = _meeting(db, meeting_id)
        return meeting, organization, links.of_meeting(db, meeting_id, site.settings)


def _meeting(db: Session, meeting_id: int) -> tuple[Meeting, Organization]:
    meeting = db.get(Meeting, meeting_id)
    if meeting is None:
        raise HTTPException(404)
    return meeting, db.get_one(Organization, meeting.organization_id)


def _page(request: Request) -> LinksPage:
    meeting, organization, found = _asked_for(request)
    meeting_path = f"/ratsbuero/sitzungen/{meeting.id}"
    path = f"{meeting_path}/verweise"
    rows = tuple(
        Row(
            link.number, link.name, link.reference, link.key, link.address, links.qr_inline(link.address),
            f"{path}/{link.key}",
        )
        for link in found
    )  # fmt: skip
    return LinksPage(
        path, f"{path}.csv", f"{path}/druck", meeting_path, meeting.name, organization.name, meeting.start, rows
    )


def _name(meeting: Meeting, site: Site) -> str:
    return f"{meeting.start.astimezone(site.settings.zone):%Y-%m-%d}-{meeting.id}"


def _file(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep; its name holds nothing but plain characters."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


routes: list[BaseRoute] = [
    Route("/ratsbuero/sitzungen/{id:int}/verweise", overview, name="desk_links"),
    Route("/ratsbuero/sitzungen/{id:int}/verweise.csv", table, name="desk_links_table"),
    Route("/ratsbuero/sitzungen/{id:int}/verweise/druck", printed, name="desk_links_print"),
    Route("/ratsbuero/sitzungen/{id:int}/verweise/{key}.{suffix}", code, name="desk_links_code"),
]
