"""Mail: plain text, sent by the town's own server (SMTP). Where no server is set there is no mail, and nothing that needs it is offered."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 15.0  # for each answer of the server
LONGEST_ADDRESS = 200
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_PLAIN = policy.SMTP.clone(cte_type="7bit")  # any server takes it
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)


class MailError(Exception):
    """A mail was not accepted. ``permanent``: this address never takes it; else it is worth another attempt."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class ServerError(MailError):
    """The server cannot be reached, or takes nothing now: other mails will fare no better."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed over. ``scheme``: "smtp" (not encrypted, for a server on the same machine or network), "smtp+starttls" or
    "smtps"."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Mail:
    """A mail in plain text. ``headers`` are further ones."""

    to: str
    subject: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


def server(url: str) -> Server:
    """The server an address like ``smtp+starttls://user:password@mail.town.example:587`` names. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("expected smtps://user:password@host:port, smtp+starttls://… or smtp://…")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and parts.scheme == "smtp":
        raise ValueError("smtp:// would send the password unencrypted; use smtps:// or smtp+starttls://")
    return Server(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password)


def address(text: str) -> str:
    """An address as it is kept: without blanks around it, its host in small letters and in ASCII; empty where it can be none."""
    local, at, host = text.strip().rpartition("@")
    try:
        host = host.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    found = f"{local}{at}{host}"
    good = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(host)
    return found if good and len(local) <= 64 and len(found) <= LONGEST_ADDRESS else ""


def sender(text: str) -> str:
    """A sender as it is set, "Stadt Musterstadt <beteiligung@musterstadt.example>" or the address alone. Raises ValueError."""
    _, found = parseaddr(text)
    if not address(found) or any(not letter.isprintable() for letter in text):
        raise ValueError(f"{text!r} is no sender; try: Stadt Musterstadt <beteiligung@musterstadt.example>")
    return text


class Mailer:
    """A connection for many mails: ``with Mailer(server, sender, clock()) as mailer: mailer.send(mail)``. It is opened by the first one,
    and again where the server has closed it."""

    def __init__(self, to: Server, sender: str, now: datetime) -> None:
        self._server, self._sender, self._now = to, sender, now
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, mail: Mail) -> None:
        """Hand a mail over; the server has accepted it when this returns. Raises MailError."""
        written = self.written(mail)
        try:
            if self._connection is None:
                self._connection = _connected(self._server)
            self._connection.send_message(written, from_addr=parseaddr(self._sender)[1], to_addrs=[mail.to])
        except smtplib.SMTPRecipientsRefused as error:
            self._reset()
            code = next(iter(error.recipients.values()))[0]
            raise MailError(
                f"the recipient was refused ({code})", permanent=500 <= code < 600
            ) from None  # names the address
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise ServerError(
                f"{type(error).__name__}: the mail server did not take it"
            ) from None  # may name the address

    def written(self, mail: Mail) -> EmailMessage:
        """As it is sent. Raises MailError where a header would not be one line, which it refuses to be anything but."""
        found = EmailMessage(_PLAIN)
        host = parseaddr(self._sender)[1].rpartition("@")[2]
        headers = {
            "From": self._sender,
            "To": mail.to,
            "Subject": mail.subject,
            "Date": format_datetime(self._now),
            "Message-ID": make_msgid(domain=host),
            "Auto-Submitted": "auto-generated",
        }
        if address(mail.to) != mail.to:
            raise MailError("this is no address", permanent=True)
        try:
            for name, value in (headers | dict(mail.headers)).items():
                found[name] = value
        except ValueError:
            raise MailError("a header of more than one line", permanent=True) from None
        found.set_content(mail.text)
        return found

    def _reset(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            if self._connection is not None:
                self._connection.rset()
                return
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()
            self._connection = None


def _connected(to: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if to.scheme == "smtps":
        made: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=TIMEOUT_S, context=context)
    else:
        made = smtplib.SMTP(to.host, to.port, timeout=TIMEOUT_S)
    try:
        if to.scheme == "smtp+starttls":
            made.starttls(context=context)
        if to.user:
            made.login(to.user, to.password)
    except BaseException:
        made.close()
        raise
    return made
