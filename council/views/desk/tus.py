"""The tus 1.0 protocol's headers, with creation, checksum, termination and expiration: what a request says, what every answer says."""

import base64
import binascii
import functools
import re
from collections.abc import Awaitable, Callable, Mapping
from email.utils import format_datetime

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from council import arrivals, uploads
from council.base import i18n
from council.base.i18n import message
from council.base.site import Site
from council.receiving import Chunk
from council.uploads import Announced, Reason, Upload, UploadError

VERSION = "1.0.0"
CONTENT_TYPE = "application/offset+octet-stream"
ALWAYS = {"Tus-Resumable": VERSION}
ABILITIES = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,checksum,termination,expiration",
    "Tus-Max-Size": str(uploads.LARGEST),
    "Tus-Checksum-Algorithm": "sha256",
}
FINGERPRINT = "Upload-Fingerprint"  # our own: what tells one file from another when an upload goes on
STATUS = {
    Reason.INVALID: 400,
    Reason.UNKNOWN: 404,
    Reason.SILENT: 408,
    Reason.OFFSET: 409,
    Reason.GONE: 410,
    Reason.TOO_LARGE: 413,
    Reason.OTHER_FILE: 422,
    Reason.LOCKED: 423,
    Reason.CHECKSUM: 460,
    Reason.FULL: 507,
}
NO_CHECKSUM = message("Diesem Stück der Datei fehlt die Prüfsumme (Upload-Checksum: sha256 …).")
KNOWN_BATCH = re.compile(r"[0-9A-Za-z_-]{8,64}")
KNOWN_FINGERPRINT = re.compile(r"[0-9A-Za-z._:-]{1,200}")

View = Callable[[Request], Awaitable[Response]]


def speaks_tus(view: View) -> View:
    """Refuses other versions of the protocol, turns an UploadError into its status, and sets what every answer carries."""

    @functools.wraps(view)
    async def spoken(request: Request) -> Response:
        try:
            response = await view(request) if _same_version(request) else _other_version()
        except UploadError as error:
            response = refused(request, error)
        except ClientDisconnect:
            response = Response(status_code=400)  # nobody reads it any more
        response.headers.update(ALWAYS)
        return response

    return spoken


def _same_version(request: Request) -> bool:
    return request.method == "OPTIONS" or request.headers.get("tus-resumable") == VERSION


def _other_version() -> Response:
    return Response(status_code=412, headers={"Tus-Version": VERSION})


def refused(request: Request, error: UploadError) -> Response:
    """An error as scripts read it."""
    told = {"error": i18n.spoken(request).gettext(str(error)), "reason": error.reason}
    return JSONResponse(told, STATUS[error.reason])


def announced(headers: Mapping[str, str]) -> Announced:
    """The file a creation request announces. Raises UploadError."""
    told = metadata(headers.get("upload-metadata", ""))
    batch, fingerprint = told.get("batch", ""), told.get("fingerprint", "")
    if not (KNOWN_BATCH.fullmatch(batch) and KNOWN_FINGERPRINT.fullmatch(fingerprint)):
        raise UploadError(Reason.INVALID, uploads.UNREADABLE)
    return Announced(
        name=arrivals.shown_name(told.get("filename", "")),
        size=_number(headers.get("upload-length", "")),
        fingerprint=fingerprint,
        meeting_id=_number(told.get("meeting", ""), most=2**31 - 1),
        batch=batch,
        batch_size=_number(told.get("batchsize", "1"), most=1000),
        batch_bytes=_number(told.get("batchbytes", "0")),
        position=_number(told.get("position", "1"), most=1000),
    )


def metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: names and Base64 values, separated by commas. Raises UploadError."""
    found: dict[str, str] = {}
    try:
        for pair in filter(None, map(str.strip, header.split(","))):
            name, _, value = pair.partition(" ")
            found[name] = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UploadError(Reason.INVALID, uploads.UNREADABLE) from error
    return found


def chunk(key: str, headers: Mapping[str, str]) -> Chunk:
    """What a PATCH request says of the bytes it brings. Raises UploadError."""
    offset = _number(headers.get("upload-offset", ""))
    return Chunk(key, offset, checksum(headers.get("upload-checksum", "")), headers.get(FINGERPRINT, ""))


def checksum(header: str) -> bytes:
    """Upload-Checksum: the algorithm, which has to be sha256, and the digest in Base64. Raises UploadError."""
    algorithm, _, encoded = header.strip().partition(" ")
    try:
        digest = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        digest = b""
    if algorithm.lower() != "sha256" or len(digest) != 32:
        raise UploadError(Reason.INVALID, NO_CHECKSUM)
    return digest


def _number(text: str, most: int = 2**62) -> int:
    """A number as headers have it: up to 19 digits and nothing else. Raises UploadError."""
    if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) > most:
        raise UploadError(Reason.INVALID, uploads.UNREADABLE)
    return int(text)


def progress(site: Site, upload: Upload, offset: int) -> dict[str, str]:
    """How far an upload is, and until when one can go on with it."""
    expires = format_datetime(uploads.expires(upload, site.settings.keep_uploads_days), usegmt=True)
    return {"Upload-Offset": str(offset), "Upload-Expires": expires}
