"""Mail, by SMTP: one message at a time, encrypted on the way, and off where no server is configured."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from ledger.kernel.errors import AmendsError

SECONDS = 15
"""How long a mail server may take to answer."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtp": 587, "smtps": 465}


class MailFailed(AmendsError):
    """The mail could not be sent; nothing was lost, please try again or hand it over another way."""

    status = 503
    code = "mail_failed"


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
class Mailer:
    """How mail leaves the house: the server's address (`smtp://` or `smtps://`) and who it is from."""

    url: str = field(repr=False)
    sender: str

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
        """Send one message of plain text and return its Message-ID; raise `MailOff` or `MailFailed`.

        `message_id` is for what may be sent again after a crash: mail programs know by it that it is the same.

        `smtp://` asks for encryption (STARTTLS) and refuses to go on without it, except on this very machine.
        """
        self.require()
        try:
            message = _message(self.sender, to, subject, text, attachments, message_id)
            with _connected(urlsplit(self.url)) as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            # The fault's own text can carry addresses and the password's echo: only its kind is told.
            sentence = f"The mail could not be sent ({type(fault).__name__}); try again, or hand it over another way."
            raise MailFailed(sentence) from None
        return str(message["Message-ID"])


def _message(  # noqa: PLR0913, PLR0917 what a message consists of
    sender: str, to: str, subject: str, text: str, attachments: Sequence[Attachment], message_id: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = formatdate(localtime=False)
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    message["Message-ID"] = f"<{message_id}@{domain}>" if message_id else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    for file in attachments:
        main, _, sub = file.kind.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _connected(address: SplitResult) -> smtplib.SMTP:
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    trusted = ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if address.scheme == "smtp" and host not in LOCAL:
            server.starttls(context=trusted)
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
    except BaseException:
        server.close()
        raise
    return server
