"""What protects people from the pages of others: headers on every answer, and no form posted from a foreign site."""

from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def protect(headers: MutableHeaders, secure: bool) -> None:
    """Set the headers above, except where an answer has a stricter one of its own."""
    for name, value in (HEADERS | (OVER_HTTPS if secure else {})).items():
        headers.setdefault(name, value)


def from_foreign_site(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser sends this on behalf of another site: by Sec-Fetch-Site, else by Origin against Host.

    What carries neither is no browser and cannot be tricked by a page. ``headers`` compares names without case.
    """
    if method in SAFE_METHODS:
        return False
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


class Protection:
    """Protects every answer, and refuses what a foreign site sends with ``refuse``'s answer."""

    def __init__(self, app: ASGIApp, secure: bool, refuse: Callable[[Request], Response]) -> None:
        self.app, self.secure, self.refuse = app, secure, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), self.secure)
            await send(message)

        app = self.refuse(Request(scope)) if from_foreign_site(scope["method"], Headers(scope=scope)) else self.app
        await app(scope, receive, send_protected)
