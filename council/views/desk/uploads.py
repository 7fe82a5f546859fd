"""Uploading recordings: a tus 1.0 server under ``/ratsbuero/hochladen``, and the box on a meeting's page that talks to it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from council import arrivals, parts, uploads
from council.base import audit, i18n, pages
from council.base.access import account, allowed
from council.base.accounts import Account, Role
from council.base.site import Site
from council.meetings import Meeting
from council.receiving import LARGEST_CHUNK, Receiver
from council.uploads import Upload, UploadState
from council.views.desk import tus

PATH = "/ratsbuero/hochladen"
LARGEST_BODY = LARGEST_CHUNK + (1 << 20)  # so that a chunk that is a little too large gets our own answer

_receiver = Receiver()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BegunFile:
    """A file that is not used yet, as the box shows it and its script finds it again. ``size`` and ``received`` in bytes."""

    key: str
    name: str
    position: int
    size: int
    received: int
    percent: int
    fingerprint: str
    complete: bool


@dataclass(frozen=True)
class BegunBatch:
    """Files that will be one recording. ``missing``: positions of files that were chosen but not announced yet."""

    key: str
    size: int
    files: tuple[BegunFile, ...]
    missing: tuple[int, ...]
    complete: bool
    begun_at: datetime
    begun_by: str
    expires_at: datetime


@dataclass(frozen=True)
class UploadBox:
    """What ``council/desk/_upload.html`` shows of a meeting; ``chunk`` and ``largest`` in bytes."""

    meeting_id: int
    begun: tuple[BegunBatch, ...]
    path: str = PATH
    chunk: int = LARGEST_CHUNK
    largest: int = uploads.LARGEST
    most_files: int = uploads.MOST_FILES


@dataclass(frozen=True)
class UploadPage:
    """The box on a page of its own."""

    meeting: Meeting
    upload: UploadBox


def box(db: Session, site: Site, meeting_id: int) -> UploadBox:
    """The box for a meeting's page: choosing files, and what was begun before."""
    return UploadBox(meeting_id, tuple(_begun(db, site, files) for files in uploads.open_batches(db, meeting_id)))


def _begun(db: Session, site: Site, files: list[Upload]) -> BegunBatch:
    first = files[0]
    by = db.get(Account, first.account_id) if first.account_id is not None else None
    shown = tuple(_begun_file(file, parts.on_disk(site.storage, file)) for file in files)
    missing = tuple(sorted(set(range(1, first.batch_size + 1)) - {file.position for file in files}))
    return BegunBatch(
        key=first.batch,
        size=first.batch_size,
        files=shown,
        missing=missing,
        complete=not missing and all(file.complete for file in shown),
        begun_at=first.created_at,
        begun_by=by.name if by else "",
        expires_at=max(uploads.expires(file, site.settings.keep_uploads_days) for file in files),
    )


def _begun_file(file: Upload, received: int) -> BegunFile:
    return BegunFile(
        file.key, file.name, file.position, file.size, received, 100 * received // file.size, file.fingerprint,
        complete=received == file.size,
    )  # fmt: skip


@allowed(Role.CLERK)
def page(request: Request) -> Response:
    """The box alone; ``?sitzung=`` says for which meeting."""
    site: Site = request.app.state.site
    wanted = request.query_params.get("sitzung", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        raise HTTPException(404)
    with site.database.reading() as db:
        meeting = db.get(Meeting, int(wanted))
        if meeting is None or meeting.id is None:
            raise HTTPException(404)
        shown = UploadPage(meeting, box(db, site, meeting.id))
    return pages.render(request, "council/desk/upload.html", shown, cache=pages.KEEP_NOTHING)


@allowed(Role.CLERK)
@tus.speaks_tus
async def options(request: Request) -> Response:
    """What this server can do."""
    return Response(status_code=204, headers=tus.ABILITIES)


@allowed(Role.CLERK)
@tus.speaks_tus
async def create(request: Request) -> Response:
    """A file is announced; the answer names the address to send it to."""
    site: Site = request.app.state.site
    upload = await run_in_threadpool(partial(_announce, site, tus.announced(request.headers), account(request)))
    location = i18n.spoken(request).link(f"{PATH}/{upload.key}")
    return Response(status_code=201, headers={"Location": location, **tus.progress(site, upload, upload.received)})


def _announce(site: Site, file: uploads.Announced, who: Account) -> Upload:
    with site.database.writing() as db:
        upload, new = uploads.announce(db, file, who.id, site.storage.free_bytes(), site.clock())
        if new:
            _note(db, upload, who, "Upload begonnen", site)
    return upload


@allowed(Role.CLERK)
@tus.speaks_tus
async def offset(request: Request) -> Response:
    """How much of a file is truly there."""
    site: Site = request.app.state.site

    def look() -> Response:
        with site.database.reading() as db:
            upload = uploads.require(db, request.path_params["key"])
        uploads.require_same(upload, request.headers.get(tus.FINGERPRINT, upload.fingerprint))
        used = upload.state == UploadState.USED
        there = upload.size if used else parts.on_disk(site.storage, upload)
        return Response(headers={"Upload-Length": str(upload.size), **tus.progress(site, upload, there)})

    return await run_in_threadpool(look)


@allowed(Role.CLERK)
@tus.speaks_tus
async def receive(request: Request) -> Response:
    """A chunk of a file."""
    site: Site = request.app.state.site
    if request.headers.get("content-type") != tus.CONTENT_TYPE:
        return Response(status_code=415)
    chunk = tus.chunk(request.path_params["key"], request.headers)
    upload = await _receiver.receive(site, chunk, request.stream())
    if upload.state == UploadState.COMPLETE:
        await run_in_threadpool(partial(_finish, site, upload.batch))
    return Response(status_code=204, headers=tus.progress(site, upload, upload.received))


def _finish(site: Site, batch: str) -> None:
    """The chunk counts in any case; what fails here is done again by the worker."""
    try:
        arrivals.finish(site, batch)
    except Exception:
        log.exception("batch %s is complete but did not become a recording yet", batch)


@allowed(Role.CLERK)
@tus.speaks_tus
async def terminate(request: Request) -> Response:
    """Take a file out of its batch and forget it."""
    site: Site = request.app.state.site
    await run_in_threadpool(partial(_terminate, site, request.path_params["key"], account(request)))
    return Response(status_code=204)


def _terminate(site: Site, key: str, who: Account) -> None:
    with site.database.writing() as db:
        upload = uploads.require(db, key)
        uploads.cancel(db, upload, site.clock())
        _note(db, upload, who, "Upload abgebrochen", site)
    site.storage.drop(site.storage.uploads(key))
    _finish(site, upload.batch)  # the others may have waited only for this one


@allowed(Role.CLERK)
def cancel_batch(request: Request) -> Response:
    """Forget all files of a batch: the button for it works without JavaScript."""
    site: Site = request.app.state.site
    with site.database.writing() as db:
        files = [
            file for file in uploads.of_batch(db, request.path_params["batch"], lock=True) if file.state in uploads.OPEN
        ]
        if not files:
            raise HTTPException(404, uploads.UNKNOWN)
        for file in files:
            uploads.cancel(db, file, site.clock())
            _note(db, file, account(request), "Upload abgebrochen", site)
    for file in files:
        site.storage.drop(site.storage.uploads(file.key))
    return RedirectResponse(i18n.spoken(request).link(f"/ratsbuero/sitzungen/{files[0].meeting_id}"), 303)


@allowed(Role.CLERK)
def outcome(request: Request) -> Response:
    """For the box's script: what became of a batch. ``state`` is receiving, checking, done or gone."""
    site: Site = request.app.state.site
    language = i18n.spoken(request)
    with site.database.reading() as db:
        files = uploads.of_batch(db, request.path_params["batch"])
        told = [language.gettext(notice) for notice in arrivals.notices(db, files)]
    if not files:
        return JSONResponse({"state": "gone"})
    if files[0].recording_id is not None:
        href = language.link(f"/ratsbuero/aufzeichnungen/{files[0].recording_id}")
        return JSONResponse({"state": "done", "href": href, "notices": told})
    complete = len(files) == files[0].batch_size and all(file.received == file.size for file in files)
    return JSONResponse({"state": "checking" if complete else "receiving"})


def _note(db: Session, upload: Upload, who: Account, action: str, site: Site) -> None:
    meeting = db.get_one(Meeting, upload.meeting_id)
    subject = f"{meeting.name}: {upload.name}"
    audit.record(db, who, action, site.clock(), subject=subject, path=f"/ratsbuero/sitzungen/{meeting.id}")


routes: list[BaseRoute] = [
    Route(PATH, page, methods=["GET"], name="desk_upload"),
    Route(PATH, create, methods=["POST"], name="tus_create"),
    Route(PATH, options, methods=["OPTIONS"], name="tus_options"),
    Route(PATH + "/stapel/{batch}", outcome, name="upload_outcome"),
    Route(PATH + "/stapel/{batch}/abbrechen", cancel_batch, methods=["POST"], name="upload_cancel"),
    Route(PATH + "/{key}", receive, methods=["PATCH"], name="tus_receive", max_body_size=LARGEST_BODY),
    Route(PATH + "/{key}", offset, methods=["HEAD"], name="tus_offset"),
    Route(PATH + "/{key}", terminate, methods=["DELETE"], name="tus_terminate"),
    Route(PATH + "/{key}", options, methods=["OPTIONS"], name="tus_upload_options"),
]
