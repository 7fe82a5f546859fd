"""The one place that fetches what lies at a foreign address. A person at the desk names it, so it may be anything: a server that hangs,
drips, sends without end, or leads back into the town's own network.

Only HTTP and HTTPS on their own ports; the name is resolved once, every address it has must be public, and the connection goes to
that very address, so that a name that resolves differently the second time gains nothing. Time, size, redirects and the number of
requests are limited, for one answer and for all together. Proxies of the environment are not used.
"""

import http.client
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import SplitResult, urljoin, urlsplit

from council.base.addresses import is_public
from council.base.errors import ReadableError
from council.base.i18n import message
from council.deadlines import Deadline, Source, TooLateError

PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_ADDRESS = 2000
PIECE = 65_536  # bytes read at once
GZIP = 16 + zlib.MAX_WBITS

TOO_MUCH = message(
    "Die Quelle braucht zu viele Abfragen oder zu lange. Bitte nennen Sie die Adresse der Sitzung selbst."
)

Resolver = Callable[[str, int], Sequence[str]]


class FetchError(ReadableError):
    """What was asked for could not be had; the message says why and what to do."""


class LimitReachedError(FetchError):
    """The whole import has used up its time, its requests or its bytes; asking for more is of no use."""


@dataclass(frozen=True)
class Limits:
    """``request_s`` is for one request with its redirects, ``whole_s`` and ``requests`` for all of an import together; ``largest`` is
    in bytes of one answer, unpacked, ``largest_object`` where it can be one object only, ``whole`` of all answers together; ``values``
    is how many JSON values all answers together may hold, since the smallest of them take thirty times their bytes in memory."""

    request_s: float = 10
    whole_s: float = 60
    requests: int = 50
    largest: int = 5_000_000
    largest_object: int = 1_000_000
    whole: int = 20_000_000
    values: int = 500_000
    redirects: int = 3


@dataclass(frozen=True)
class Asking:
    """How we ask: what we take (``Accept``), and who we are (``User-Agent``)."""

    accept: str = "application/json"
    agent: str = "Ratsfenster"


@dataclass(frozen=True)
class Fetched:
    """What lay at an address, unpacked, and what was said about it; ``headers`` have names in small letters."""

    content: bytes
    headers: Mapping[str, str]


def values_at_most(content: bytes) -> int:
    """How many values a JSON text can hold at most: one more than the characters of which one stands before every value."""
    return 1 + sum(map(content.count, (b"[", b"{", b",")))


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for _, _, _, _, address in found))


class Fetcher:
    """Fetches for one import. ``trusted`` are host names that may lie in a private network and use any port, until the first other host
    is asked: what that one names or leads to is trusted no more."""

    def __init__(
        self,
        trusted: frozenset[str] = frozenset(),
        *,
        resolver: Resolver = resolve,
        limits: Limits | None = None,
        asking: Asking | None = None,
        tick: Callable[[], float] = time.monotonic,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._trusted, self._resolver, self._tick = trusted, resolver, tick
        self._asking = asking or Asking()
        self._limits = limits or Limits()
        self._tls = tls or ssl.create_default_context()
        self._end = tick() + self._limits.whole_s
        self._left = self._limits.requests
        self._bytes_left, self._values_left = self._limits.whole, self._limits.values

    def json(self, url: str) -> Any:
        """The JSON at an address. Raises FetchError."""
        return self._read_json(url, self._limits.largest)

    def json_object(self, url: str) -> Any:
        """The JSON at an address where no more than one object is expected. Raises FetchError."""
        return self._read_json(url, self._limits.largest_object)

    def _read_json(self, url: str, largest: int) -> Any:
        content = self._fetched(url, largest).content
        self._values_left -= values_at_most(content)
        if self._values_left < 0:
            raise LimitReachedError(TOO_MUCH)
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise FetchError(
                message("%(host)s hat kein lesbares JSON geschickt. Bitte prüfen Sie die Adresse."), host=host_of(url)
            ) from error

    def content(self, url: str) -> bytes:
        """What lies at an address, unpacked. Raises FetchError."""
        return self.fetched(url).content

    def fetched(self, url: str) -> Fetched:
        """The same, with what was said about it. Raises FetchError."""
        return self._fetched(url, self._limits.largest)

    def _fetched(self, url: str, largest: int) -> Fetched:
        deadline = Deadline(min(self._tick() + self._limits.request_s, self._end), self._tick)
        for _ in range(self._limits.redirects + 1):
            self._count()
            answer = self._ask(url, deadline, largest)
            if isinstance(answer, Fetched):
                return answer
            url = answer.url
        raise FetchError(
            message("%(host)s leitet immer weiter. Bitte nennen Sie die Adresse, zu der es führt."), host=host_of(url)
        )

    def _count(self) -> None:
        if self._left <= 0 or self._bytes_left <= 0 or self._values_left < 0 or self._tick() >= self._end:
            raise LimitReachedError(TOO_MUCH)
        self._left -= 1

    def _spend(self, count: int) -> None:
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise LimitReachedError(TOO_MUCH)

    def _ask(self, url: str, deadline: Deadline, largest: int) -> "Fetched | _Redirect":
        parts = _checked(url)
        host = cast(str, parts.hostname)
        try:
            with self._connect(parts, deadline) as connection:
                answer = _request(connection, _lines(parts, self._asking), deadline)
                return _read(answer, url, largest, self._spend)
        except (TimeoutError, TooLateError) as error:
            raise FetchError(
                message("%(host)s hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es später noch einmal."),
                host=host,
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise FetchError(
                message("Das Zertifikat von %(host)s gilt nicht für diese Adresse. Bitte prüfen Sie die Adresse."),
                host=host,
            ) from error
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            raise FetchError(
                message(
                    "%(host)s ist nicht erreichbar oder antwortet nicht verständlich. Bitte prüfen Sie die Adresse."
                ),
                host=host,
            ) from error

    def _connect(self, parts: SplitResult, deadline: Deadline) -> socket.socket:
        host, port = cast(str, parts.hostname), _port(parts)
        trusted = host in self._trusted
        if not trusted:
            self._trusted = frozenset()
        if not trusted and port != PORTS[parts.scheme]:
            raise FetchError(
                message("Der Anschluss %(port)s ist nicht erlaubt. Erlaubt sind 80 für http und 443 für https."),
                port=port,
            )
        addresses = _resolved(self._resolver, host, port, deadline)
        if not addresses or not (trusted or all(map(is_public, addresses))):
            raise FetchError(
                message(
                    "%(host)s gehört zu einem privaten Netz und wird nicht abgefragt. Ist es Ihr Ratsinformationssystem, kann die "
                    "Technik es mit RATSFENSTER_OPARL_PRIVATE_HOSTS erlauben."
                ),
                host=host,
            )
        connection = _first_open(addresses, port, deadline)
        if parts.scheme == "http":
            return connection
        try:
            connection.settimeout(deadline.left())
            return self._tls.wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise


def _resolved(resolver: Resolver, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """In a thread of its own, since the system's resolver knows no deadline."""
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolver(host, port))
        except BaseException as error:  # raised again where it is waited for
            answer.set_exception(error)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    return answer.result(timeout=deadline.left())


def _first_open(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    failure = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=deadline.left())
        except OSError as error:
            failure = error
    raise failure


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be asked. Raises FetchError."""
    wrong = FetchError(
        message(
            "„%(url)s“ ist keine Adresse, die abgefragt werden kann. Sie beginnt mit https:// und enthält kein Kennwort."
        ),
        url=url[:100],
    )
    if len(url) > LONGEST_ADDRESS or any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise wrong
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        possible = bool(host.encode("idna")) and parts.port != 0 and parts.scheme in PORTS
    except ValueError as error:
        raise wrong from error
    if not possible or "@" in parts.netloc:
        raise wrong
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else PORTS[parts.scheme]


def host_of(url: str) -> str:
    """The host an address names, in small letters; the address itself where that cannot be told."""
    try:
        return urlsplit(url).hostname or url[:100]
    except ValueError:
        return url[:100]


@dataclass(frozen=True)
class _Redirect:
    url: str


def _request(connection: socket.socket, lines: str, deadline: Deadline) -> http.client.HTTPResponse:
    connection.settimeout(deadline.left())
    connection.sendall(lines.encode("ascii"))
    answer = http.client.HTTPResponse(cast(socket.socket, Source(connection, deadline)), method="GET")
    answer.begin()
    return answer


def _lines(parts: SplitResult, asking: Asking) -> str:
    host = cast(str, parts.hostname).encode("idna").decode()
    shown = f"[{host}]" if ":" in host else host
    place = shown if _port(parts) == PORTS[parts.scheme] else f"{shown}:{_port(parts)}"
    asked = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = asked.encode("utf-8")
    quoted = "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in target)
    return (
        f"GET {quoted} HTTP/1.1\r\nHost: {place}\r\nAccept: {asking.accept}\r\nAccept-Encoding: gzip\r\n"
        f"User-Agent: {asking.agent}\r\nConnection: close\r\n\r\n"
    )


def _read(
    answer: http.client.HTTPResponse, url: str, largest: int, spend: Callable[[int], None]
) -> Fetched | _Redirect:
    location = answer.getheader("Location")
    if answer.status in REDIRECTS and location:
        return _Redirect(urljoin(url, location))
    if answer.status != 200:
        raise FetchError(
            message("%(host)s antwortet mit Fehler %(status)s. Bitte prüfen Sie die Adresse."),
            host=host_of(url),
            status=answer.status,
        )
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip"):
        raise http.client.HTTPException(packing)
    unpacked, unpack = bytearray(), zlib.decompressobj(GZIP)
    received = 0
    while piece := answer.read(PIECE):
        before = max(received, len(unpacked))
        received += len(piece)
        unpacked += unpack.decompress(piece, largest + 1 - len(unpacked)) if packing == "gzip" else piece
        spend(max(received, len(unpacked)) - before)
        if max(received, len(unpacked)) > largest:
            raise FetchError(
                message(
                    "%(host)s schickt mehr als %(megabytes)s MB. So groß ist keine Sitzung; bitte prüfen Sie die Adresse."
                ),
                host=host_of(url),
                megabytes=largest // 1_000_000,
            )
    if answer.length or (packing == "gzip" and not unpack.eof):
        raise http.client.IncompleteRead(bytes(unpacked))
    return Fetched(bytes(unpacked), {name.lower(): value for name, value in answer.getheaders()})
