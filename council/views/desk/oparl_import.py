"""A meeting with its agenda from OParl data: from a file or an address, with a choice where there are several, and a table to correct
before anything is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council import oparl, oparl_sources, organizations, people
from council.base import i18n, pages
from council.base.access import allowed
from council.base.accounts import Role
from council.base.errors import ReadableError
from council.base.i18n import message
from council.base.site import Site
from council.meetings import Meeting
from council.oparl import Choice, OparlError, Sitting
from council.oparl_objects import Object, id_of, of_kind
from council.oparl_sources import Source
from council.views.desk import agenda_preview, meeting_form, oparl_form, oparl_storing
from council.views.desk.oparl_form import Entered

PATH = oparl_storing.PATH
CHOICES = 30
NOT_THERE = message("Diese Sitzung steht nicht in der Liste. Bitte wählen Sie noch einmal.")


@dataclass(frozen=True)
class AskPage:
    """The form for an address or a file, or the list of meetings to choose from. ``content`` is the file's, to go along."""

    path: str
    address: str
    meeting_id: int | None
    choices: tuple[Choice, ...] = ()
    content: str = ""
    error: str = ""


@allowed(Role.CLERK)
def form(request: Request) -> Response:
    """``/ratsbuero/sitzungen/oparl?sitzung=ID``"""
    site: Site = request.app.state.site
    wanted = request.query_params.get("sitzung", "")
    address, meeting_id = "", None
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10:
        with site.database.reading() as db:
            meeting = db.get(Meeting, int(wanted))
        if meeting is not None:
            address, meeting_id = meeting.oparl_id or "", meeting.id
    return _show(request, AskPage(PATH, address, meeting_id))


@allowed(Role.CLERK)
async def read(request: Request) -> Response:
    """Read what was named; nothing is stored."""
    async with request.form(
        max_files=1, max_fields=oparl_form.MOST_FIELDS, max_part_size=oparl_form.LARGEST_PART
    ) as given:
        try:
            entered = await oparl_form.entered(given)
        except OparlError as error:
            return _show(request, AskPage(PATH, "", None, error=error.told(i18n.spoken(request))), 422)
        return await run_in_threadpool(_read, request, entered)


def _show(request: Request, page: AskPage, status: int = 200) -> Response:
    return pages.render(request, "council/desk/oparl.html", page, status=status, cache=pages.KEEP_NOTHING)


def _read(request: Request, entered: Entered) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    asked = AskPage(PATH, entered.address, entered.meeting_id)
    if not entered.content and not entered.address:
        return _show(
            request,
            replace(asked, error=language.gettext("Bitte wählen Sie eine Datei oder nennen Sie eine Adresse.")),
            422,
        )
    try:
        source, found = _found(request, entered)
        if len(found) > 1:
            choices = oparl.choices(found, site.settings.zone, CHOICES)
            return _show(request, replace(asked, choices=tuple(choices), content=entered.content))
        sitting = oparl.meeting(found[0], source.look, site.settings.zone)
        members = oparl.people(of_kind(found[0], "Person"), source.look)
    except ReadableError as error:
        return _show(request, replace(asked, error=error.told(language)), 422)
    hints = [language.gettext(text) % {"count": count} for text, count in sitting.hints]
    if entered.address and not entered.content and source.missed:
        hints.append(
            language.gettext(
                "Nicht alles, worauf die Quelle verweist, konnte gelesen werden; Drucksachen können fehlen."
            )
        )
    return _preview_sitting(request, entered, sitting, hints, members)


def _found(request: Request, entered: Entered) -> tuple[Source, list[Object]]:
    """The source, and the meeting that was meant or those to choose from. Raises ReadableError."""
    if not entered.content:
        source = oparl_form.asking(request, entered.address)
        return source, oparl_sources.meetings_at(source, entered.choice or entered.address)
    data = oparl_form.in_file(entered.content)
    found = oparl_sources.meetings_in(data)
    if entered.choice:
        found = [one for number, one in enumerate(found) if (id_of(one) or str(number)) == entered.choice]
    if not found:
        raise OparlError(NOT_THERE)
    return oparl_sources.offline(data), found


def _preview_sitting(
    request: Request, entered: Entered, sitting: Sitting, hints: Sequence[str], members: Sequence[people.Member]
) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        body = sitting.group.name if sitting.group else ""
        known = organizations.by_oparl_id(db, sitting.group_id)
    facts = meeting_form.at(
        body or (known.name if known else ""), sitting.name, sitting.start, sitting.location, site.settings.zone
    )
    persons = json.dumps(oparl.written(members), ensure_ascii=False) if members else ""
    kept = {
        "kennung": sitting.oparl_id or "",
        "gremium-kennung": (sitting.group.oparl_id if sitting.group else None) or "",
        "gremium-quelle": body,
        "sitzung": str(entered.meeting_id or ""),
        "personen": persons,
    }
    return oparl_storing.preview(request, facts, agenda_preview.rows_of(sitting.items), kept, hints=hints)


routes: list[BaseRoute] = [
    Route(PATH, form, name="desk_oparl"),
    Route(PATH, read, methods=["POST"], max_body_size=oparl_form.LARGEST_BODY, name="desk_oparl_read"),
]
