"""The form that takes OParl data from a file or an address, for meetings and for people: what comes back from it."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from council import oparl_sources
from council.base import forms
from council.base.i18n import message
from council.base.site import Site
from council.fetching import Fetcher, host_of
from council.oparl import OparlError
from council.oparl_sources import Source

LARGEST_BODY = 3 * oparl_sources.LARGEST_FILE
LARGEST_PART = oparl_sources.LARGEST_FILE + 1000
MOST_FIELDS = 20


@dataclass(frozen=True)
class Entered:
    """An address, or the content of a file as text. ``choice``: which of several meetings; ``meeting_id``: into which meeting it goes."""

    address: str = ""
    content: str = ""
    choice: str = ""
    meeting_id: int | None = None


async def entered(given: FormData) -> Entered:
    """What was entered. Raises OparlError where a file is too large or no text."""
    number = forms.line(given, "sitzung")
    return Entered(
        address=forms.line(given, "adresse")[:2000],
        content=await _content(given),
        choice=forms.line(given, "wahl")[:600],
        meeting_id=forms.number(number),
    )


async def _content(given: FormData) -> str:
    file = given.get("datei")
    if not isinstance(file, UploadFile) or not file.filename:
        return forms.typed(given, "inhalt")
    content = await file.read(oparl_sources.LARGEST_FILE + 1)
    if len(content) > oparl_sources.LARGEST_FILE:
        raise OparlError(message("Die Datei ist größer als 5 MB. So groß ist keine Sitzung."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OparlError(oparl_sources.NO_JSON) from error


def asking(request: Request, address: str) -> Source:
    """A source on the internet, asked within the limits of one import. Into the town's own network it leads only where the address that
    somebody entered does."""
    site: Site = request.app.state.site
    private = site.settings.private_hosts
    fetcher = Fetcher(private if host_of(address) in private else frozenset())
    return Source(fetcher.json, fetch_object=fetcher.json_object)


def in_file(content: str) -> Any:
    """The objects of a file. Raises OparlError."""
    return oparl_sources.from_file(content.encode("utf-8", "replace"))
