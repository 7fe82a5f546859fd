"""A series of codes that was just made: its list, its letters and cards, and throwing it away, for as long as its page is open.

All of it hangs on the key in the page's forms, which stands in no address and is stored nowhere.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from council.base import forms, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Role
from council.base.i18n import Language, message
from council.base.site import Site
from participation import codes
from participation.answers import receipts
from participation.codes import Series, code_letters, code_series
from participation.codes.code_letters import Layout, LetterFile, Occasion
from participation.codes.code_series import CodesError
from participation.forms import texts
from participation.processes import Process, periods
from participation.results import printing
from participation.results.printing import PrintingError
from participation.survey_secrets import SecretLostError
from participation.views.desk.process_frame import HOME, ProcessFrame, frame_of, load_survey

PATH = f"{HOME}/{{id:int}}/codes"
MOST_FIELDS = 300
LONGEST_WORDS = 3000
LESS_THAN_A_MINUTE = 50  # seconds
Act = Callable[[Request, str, FormData], Response]
LAYOUTS = {"briefe": Layout.LETTERS, "karten": Layout.CARDS}
FILE_NAMES = {Layout.LETTERS: "beilagen", Layout.CARDS: "kaertchen"}


@dataclass(frozen=True)
class MadeGroup:
    """How many codes of a series are for a stratum."""

    name: str
    number: int


@dataclass(frozen=True)
class MadePage:
    """A series. ``printable``: letters can be printed here; ``missing``: what this machine lacks to print at all. ``target`` is what QR
    codes lead to, without a code. ``files``: how many the letters fill; ``lasts``: how long printing them takes, in words."""

    process: ProcessFrame
    groups: tuple[MadeGroup, ...]
    number: int
    key: str = field(repr=False)
    printable: bool
    missing: str
    most_letters: int
    target: str
    files: int
    lasts: str
    words: str = ""
    problem: str = ""


def new_key() -> str:
    """A key for the next series."""
    return receipts.new_key(secrets.token_bytes)


def field_of(at: int) -> str:
    """The field for the number of a stratum's codes."""
    return f"zahl_{at}"


def show(request: Request, key: str, words: str = "", problem: str = "", status: int = 200) -> Response:
    """The page of a series. Raises CodesError where there is none with this key."""
    site: Site = request.app.state.site
    every = code_series.found(site, request.path_params["id"], key)
    with site.database.reading() as db:
        frame = frame_of(load_survey(db, request), site.clock(), request)
    number = sum(len(one.codes) for one in every)
    shown = MadePage(
        process=frame,
        groups=tuple(MadeGroup(one.stratum, len(one.codes)) for one in every),
        number=number,
        key=key,
        printable=number <= code_letters.MOST and printing.missing_library() is None,
        missing=printing.missing_library() or "",
        most_letters=code_letters.MOST,
        target=f"{site.settings.address}/code#",
        files=len(code_letters.files(every, frame.address)),
        lasts=_lasting(number, i18n.spoken(request)),
        words=words,
        problem=problem,
    )
    return pages.render(request, "participation/desk/codes_made.html", shown, status=status, cache=pages.KEEP_NOTHING)


@allowed(Role.PLANNER)
async def table(request: Request) -> Response:
    """``/codes/liste``: the codes as CSV."""
    return await _posted(request, _table)


@allowed(Role.PLANNER)
async def letters(request: Request) -> Response:
    """``/codes/briefe`` and ``/codes/karten``: the codes as PDF, in a ZIP archive where they fill several files."""
    return await _posted(request, _letters)


@allowed(Role.PLANNER)
async def take_back(request: Request) -> Response:
    """``/codes/verwerfen``: throw the series away."""
    return await _posted(request, _take_back)


async def _posted(request: Request, act: Act) -> Response:
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
        return await run_in_threadpool(_act, request, given, act)


def _act(request: Request, given: FormData, act: Act) -> Response:
    key = forms.line(given, "schluessel")
    language = i18n.spoken(request)
    if not receipts.is_key(key):
        raise HTTPException(400)
    try:
        return act(request, key, given)
    except (CodesError, SecretLostError) as error:
        raise HTTPException(409, error.told(language)) from error


def _table(request: Request, key: str, given: FormData) -> Response:
    site: Site = request.app.state.site
    every = code_series.found(site, request.path_params["id"], key)
    with site.database.reading() as db:
        slug = load_survey(db, request).slug
    headers = {"Content-Disposition": f'attachment; filename="codes-{slug}.csv"'}
    return Response(codes.as_csv(every).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _letters(request: Request, key: str, given: FormData) -> Response:
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    layout = LAYOUTS.get(request.path_params["layout"])
    if layout is None:
        raise HTTPException(404)
    every = code_series.found(site, request.path_params["id"], key)
    words = texts.clean(forms.text(given, "worte"))[:LONGEST_WORDS]
    if sum(len(one.codes) for one in every) > code_letters.MOST:
        raise HTTPException(413)
    with site.database.reading() as db:
        process = load_survey(db, request)
    work = _Work(site, _occasion(process, words, site, language), layout, language)
    name = f"{FILE_NAMES[layout]}-{process.slug}"
    try:
        return _download(code_letters.files(every, name), name, work)
    except PrintingError as error:
        return show(request, key, words, error.told(language), 503)


@dataclass(frozen=True)
class _Work:
    """How files of letters are made."""

    site: Site
    occasion: Occasion
    layout: Layout
    language: Language

    def printed(self, one: Series) -> bytes:
        timezone = self.site.settings.timezone
        return code_letters.printed(code_letters.html(one, self.occasion, self.layout, self.language, timezone))

    def all(self, files: Sequence[LetterFile]) -> Iterator[tuple[str, bytes]]:
        for one in files:
            yield one.name, self.printed(one.codes)


def _download(files: Sequence[LetterFile], name: str, work: _Work) -> Response:
    """One file as it is; several packed, each made while the last one is on its way."""
    first = work.printed(files[0].codes)
    if len(files) == 1:
        headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
        return Response(first, media_type="application/pdf", headers=headers)

    def made() -> Iterator[tuple[str, bytes]]:
        yield files[0].name, first
        yield from work.all(files[1:])

    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return StreamingResponse(code_letters.packed(made()), media_type="application/zip", headers=headers)


def _lasting(number: int, language: Language) -> str:
    """'etwa 20 Sekunden', 'etwa 2 Minuten': how long it takes to print so many letters."""
    seconds = -(-number // code_letters.A_SECOND)
    if seconds <= LESS_THAN_A_MINUTE:
        return language.gettext(message("etwa %(count)s Sekunden")) % {"count": -(-seconds // 10) * 10}
    minutes = -(-seconds // 60)
    return language.ngettext("etwa %(count)s Minute", "etwa %(count)s Minuten", minutes) % {"count": minutes}


def _occasion(process: Process, words: str, site: Site, language: Language) -> Occasion:
    return Occasion(
        town=site.settings.town,
        title=process.name(process.leading),
        address=site.settings.address,
        ends=periods.end(process.closes_at, language, site.settings.zone) if process.closes_at else "",
        contact=process.contact or site.settings.contact,
        formal=process.formal,
        words=tuple(one.strip() for one in words.split("\n\n") if one.strip()),
    )


def _take_back(request: Request, key: str, given: FormData) -> Response:
    number: int = request.path_params["id"]
    language = i18n.spoken(request)
    try:
        code_series.take_back(request.app.state.site, number, key, account(request))
    except CodesError as error:
        return show(request, key, problem=error.told(language), status=409)
    return RedirectResponse(language.link(f"{HOME}/{number}/codes?hinweis=verworfen"), 303)


routes: list[BaseRoute] = [
    Route(f"{PATH}/liste", table, methods=["POST"], max_body_size=64_000, name="desk_codes_table"),
    Route(f"{PATH}/verwerfen", take_back, methods=["POST"], max_body_size=64_000, name="desk_codes_take_back"),
    Route(f"{PATH}/{{layout}}", letters, methods=["POST"], max_body_size=64_000, name="desk_codes_letters"),
]
