"""What of a request can be no text: NUL in its address, which no database takes, and forms in an encoding no browser writes.

Refused or put right here, before any view, so that none has to think of it. NUL in a form's fields is ``forms``' to leave out.
"""

from collections.abc import Callable

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

BROWSERS_WRITE = ("", "utf-8", "utf8")


def fault(path: str, content_type: str) -> int:
    """The status by which such a request is refused; 0: it can be read. ``path`` is decoded."""
    if "\0" in path:
        return 404
    kind, options = parse_options_header(content_type)
    charset = options.get(b"charset", b"").decode("latin-1").lower()
    return 400 if kind == b"multipart/form-data" and charset not in BROWSERS_WRITE else 0


def without_nul(query: bytes) -> bytes:
    """A query string with blanks in place of NUL: left out, what stands around it could make another one."""
    return query.replace(b"%00", b"+").replace(b"\0", b"+")


class RequestText:
    """Lets through what can be read as text, and refuses all else with ``refuse``'s answer of a status."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, int], Response]) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http":
            status = fault(scope["path"], Headers(scope=scope).get("content-type", ""))
            app = self.refuse(Request(scope), status) if status else self.app
            scope = {**scope, "query_string": without_nul(scope["query_string"])}
        await app(scope, receive, send)
