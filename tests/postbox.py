"""A mail server of one's own, for the tests of mail: it takes what is sent and remembers it."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

REFUSED = "550 no such person"
LATER = "451 try again later"


@dataclass
class Postbox:
    """What arrived. ``refuses`` and ``puts_off``: addresses that are not taken, for ever or for now."""

    url: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    refuses: set[str] = field(default_factory=set)
    puts_off: set[str] = field(default_factory=set)

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.mails if one["To"] == address]

    async def handle_EHLO(  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return REFUSED
        if address in self.puts_off:
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        found = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        return "250 OK"


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """A server that listens on a free port of this machine."""
    from tests.server import free_socket

    with free_socket() as reserved:
        port = reserved.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()
