"""Mail, by SMTP: one message at a time, encrypted on the way, and off where no server is configured."""

import contextlib
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from ledger.config import Settings
from ledger.kernel.errors import AmendsError
from ledger.kernel.mail_faults import NoEncryption, is_final, told, what_next

SENDER = "mail sender"
"""Where a unit's session holds, in its `info`, the address that our mail comes from (AMENDS_MAIL_FROM; maybe empty)."""
SECONDS = 15
"""How long a mail server may take to answer."""
PATIENCE = 600
"""How long it may take to answer a whole message where nobody waits for it (RFC 5321, 4.5.3.2.6): whoever gives up
before hands over the same mail again."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtp": 587, "smtps": 465}
GO_AHEAD = 354


class MailFailed(AmendsError):
    """The mail could not be sent; nothing was lost, please try again or hand it over another way."""

    status = 503
    code = "mail_failed"

    def __init__(self, sentence: str | None = None, *, is_final: bool = False, is_unsure: bool = False) -> None:
        super().__init__(sentence)
        self.is_final = is_final
        """Whether trying again would end the same: the address or the message itself is refused."""
        self.is_unsure = is_unsure
        """Whether the server may have taken it: the connection broke off after the message had been handed over."""


class MailOff(AmendsError):
    """Mail is not configured: an operator sets AMENDS_MAIL_URL and AMENDS_MAIL_FROM; else hand it over another way."""

    status = 409
    code = "mail_off"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message; `kind` is its media type, such as `application/pdf`."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One mail to one person."""

    to: str
    subject: str
    text: str
    html: str = ""
    """The same words for programs that show HTML; none for plain text alone."""
    to_name: str = ""
    reply_to: str = ""
    attachments: Sequence[Attachment] = ()
    message_id: str = ""
    """`name@domain`, for what may be sent again after a crash: mail programs know by it that it is the same."""
    follows: Sequence[str] = ()
    """The names of the mails before it in the same thread, oldest first."""


@dataclass(frozen=True)
class Mailer:
    """How mail leaves the house: the server's address (`smtp://` or `smtps://`) and who it is from."""

    url: str = field(repr=False)
    sender: str
    unencrypted: bool = False
    """Whether a server on this very machine may be spoken to without encryption."""
    patience: float = SECONDS
    """Seconds that the server has to answer a whole message."""

    @property
    def is_on(self) -> bool:
        """Whether mail is configured; where not, pages offer another way and say so."""
        return bool(self.url and self.sender)

    def require(self) -> None:
        """Raise `MailOff` where mail is not configured, before anything is made that would have to be mailed."""
        if not self.is_on:
            raise MailOff

    def send(
        self, to: str, subject: str, text: str, attachments: Sequence[Attachment] = (), message_id: str = ""
    ) -> str:
        """Send one message of plain text, as `post` does; `message_id` is a name without its domain."""
        name = f"{message_id}@{self._domain}" if message_id else ""
        return self.post(Message(to, subject, text, attachments=attachments, message_id=name))

    def post(self, message: Message) -> str:
        """Send one message and return its Message-ID; raise `MailOff` or `MailFailed`.

        `smtp://` asks for encryption (STARTTLS) and refuses to go on without it, unless `unencrypted` allows that.
        """
        self.require()
        server: _Watched | None = None
        try:
            written = _written(self.sender, message, self._domain)
            server = self._connected()
            server.send_message(written)
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            handed_over = bool(server and server.handed_over)
            is_unsure = handed_over and not isinstance(fault, smtplib.SMTPResponseException)
            sentence = f"{told(fault, handed_over=handed_over)} {what_next(fault)}"
            raise MailFailed(sentence, is_final=is_final(fault), is_unsure=is_unsure) from None
        finally:
            if server is not None:
                _end(server)
        return str(written["Message-ID"])

    @property
    def _domain(self) -> str:
        return self.sender.rpartition("@")[2].strip("> ") or "localhost"

    def _connected(self) -> "_Watched":
        address = urlsplit(self.url)
        host, port = address.hostname or "", address.port or PORTS[address.scheme]
        trusted = ssl.create_default_context()
        if address.scheme == "smtps":
            server: _Watched = _WatchedTls(host, port, timeout=SECONDS, context=trusted)
        else:
            server = _Watched(host, port, timeout=SECONDS)
        server.patience = self.patience
        try:
            if address.scheme == "smtp" and not (self.unencrypted and host in LOCAL):
                _encrypt(server, trusted)
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
        except BaseException:
            server.close()
            raise
        return server


def configured(settings: Settings, *, patience: float = SECONDS) -> Mailer:
    """Return how mail leaves the house by these settings."""
    return Mailer(settings.mail_url, settings.mail_from, settings.mail_unencrypted, patience)


class _Watched(smtplib.SMTP):
    """A connection that knows whether the message itself was handed over and not answered yet, and is patient then."""

    handed_over = False
    patience: float = SECONDS

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's answer; after `354` the message follows, until the next answer."""
        if self.handed_over and self.sock:
            self.sock.settimeout(self.patience)
        answer = super().getreply()
        if self.handed_over and self.sock:
            self.sock.settimeout(SECONDS)
        self.handed_over = answer[0] == GO_AHEAD
        return answer


class _WatchedTls(_Watched, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _encrypt(server: smtplib.SMTP, trusted: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("starttls"):
        raise NoEncryption
    server.starttls(context=trusted)


def _end(server: smtplib.SMTP) -> None:
    """End the connection; whatever the server says to that, a message that it took is taken."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _written(sender: str, message: Message, domain: str) -> EmailMessage:
    """Return the message as it is sent; raise `ValueError` for an address or a header that cannot be one."""
    # One address, parsed as one: a comma or a line break in it never becomes a second recipient or header.
    if not message.to.strip():
        fault = "there is no address"
        raise ValueError(fault)
    to = Address(" ".join(message.to_name.split()), addr_spec=message.to.strip())
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, to, message.subject
    if message.reply_to:
        written["Reply-To"] = Address(addr_spec=message.reply_to.strip())
    written["Date"] = formatdate(localtime=False)
    written["Message-ID"] = f"<{message.message_id}>" if message.message_id else make_msgid(domain=domain)
    if message.follows:
        written["In-Reply-To"] = f"<{message.follows[-1]}>"
        written["References"] = " ".join(f"<{name}>" for name in message.follows)
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(message.text)
    if message.html:
        written.add_alternative(message.html, subtype="html")
    for file in message.attachments:
        main, _, sub = file.kind.partition("/")
        written.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return written
