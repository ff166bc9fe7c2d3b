"""A mail server on this machine that keeps what arrives."""

import asyncio
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Where the mail goes; `refuses`, `answers`, `drops` and `waits` say how it misbehaves."""

    def __init__(self) -> None:
        self.port = free_port()
        self.got: list[EmailMessage] = []
        self.refuses = ""
        """What is answered to a recipient, such as `550 no such person`."""
        self.gone = ""
        """What stands in the addresses that are refused; nothing means all of them."""
        self.answers = "250 OK"
        """What is answered to a message."""
        self.drops = ""
        """`before` or `after`: the connection is cut before a message is kept, or after that without an answer."""
        self.waits = 0.0
        """Seconds until a message is answered."""

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        if self.refuses and self.gone in address:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        """Keep a message."""
        if self.waits:
            await asyncio.sleep(self.waits)
        if self.drops == "before":
            _cut(server)
            return "451 cut"
        content = envelope.content or b""
        parsed = email.message_from_bytes(
            content if isinstance(content, bytes) else content.encode(), policy=email.policy.default
        )
        if self.answers.startswith("250"):
            self.got.append(parsed)
        if self.drops == "after":
            _cut(server)
        return self.answers


@contextmanager
def a_postbox(tls: ssl.SSLContext | None = None) -> Iterator[Postbox]:
    """Open a mail server on a free port; with `tls` it offers STARTTLS and takes nothing before it."""
    postbox = Postbox()
    encrypted: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if tls else {}
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port, **encrypted)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()


def _cut(server: SMTP) -> None:
    """Cut the connection without a word."""
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
