"""Serving large files: ranges, conditional requests, and a thread limiter of their own.

Starlette's FileResponse reads on the threads that also run the pages; a busy database would then stall every video that plays.
"""

import email.utils
import os
import re
import stat
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import IO, TypeVar
from urllib.parse import quote

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

BLOCK = 256 * 1024
THREADS = 32
TYPES = {
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4a": "audio/mp4",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
}

_limiter: RunVar[anyio.CapacityLimiter] = RunVar("ratsfenster_file_threads")
_Result = TypeVar("_Result")


async def in_file_thread(work: Callable[[], _Result]) -> _Result:
    """Run something short on the threads for files."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(THREADS)
        _limiter.set(limiter)
    return await anyio.to_thread.run_sync(work, limiter=limiter)


async def answer(
    request: Request,
    path: Path,
    *,
    cache: str,
    download_name: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A file, the range of it that was asked for, or that it has not changed. 404 where it is not a regular file.

    With ``download_name`` browsers save it under that name.
    """
    status = await in_file_thread(lambda: _stat(path))
    if status is None:
        raise HTTPException(404)
    etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    sent = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache,
        "Content-Type": TYPES.get(path.suffix, "application/octet-stream"),
        "ETag": etag,
        "Last-Modified": email.utils.formatdate(status.st_mtime, usegmt=True),
        **(headers or {}),
    }
    if download_name is not None:
        sent["Content-Disposition"] = disposition(download_name)
    if etag in request.headers.get("if-none-match", ""):
        return Response(
            status_code=304, headers={name: sent[name] for name in ("Cache-Control", "ETag", "Last-Modified")}
        )
    return await _content(request, path, status.st_size, sent)


async def _content(request: Request, path: Path, size: int, headers: dict[str, str]) -> Response:
    wanted = request.headers.get("range")
    if request.headers.get("if-range", headers["ETag"]) not in (headers["ETag"], headers["Last-Modified"]):
        wanted = None
    try:
        part = byte_range(wanted, size) if wanted else None
    except ValueError:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    headers["Content-Length"] = str(end - start)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    try:
        opened = await in_file_thread(lambda: path.open("rb"))
    except OSError as error:  # withdrawn or replaced since it was looked at
        raise HTTPException(404) from error
    return StreamingResponse(_blocks(opened, start, end), status, headers)


def _stat(path: Path) -> os.stat_result | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


async def _blocks(opened: IO[bytes], start: int, end: int) -> AsyncIterator[bytes]:
    try:
        await in_file_thread(lambda: opened.seek(start))
        while start < end:
            size = min(BLOCK, end - start)
            block = await in_file_thread(lambda size=size: opened.read(size))  # type: ignore[misc]  # mypy cannot infer it
            if not block:
                return
            start += len(block)
            yield block
    finally:
        opened.close()


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The range asked for, half-open; None where it is to be ignored (several ranges, another unit).

    Raises ValueError where nothing of the file lies in it.
    """
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size or end <= start:
        raise ValueError(f"no byte of {size} in {header}")
    return start, end


def disposition(name: str) -> str:
    """A Content-Disposition that saves under this name, whatever it is made of; old browsers get it in ASCII."""
    safe = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", "-", name).strip(" .-") or "download"
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}"
