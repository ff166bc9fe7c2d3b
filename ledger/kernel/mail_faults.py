"""What went wrong with a mail, in words for people who know no mail server; what the server said stays out of them.

A server's own words, and a fault's, can carry addresses and the password's echo: of them only the code is told.
"""

import smtplib
import ssl
from collections.abc import Callable
from socket import gaierror

PERMANENT = 500
"""From here on a server's answer means that trying again will end the same (RFC 5321)."""

_LATE = "The mail server was given the message and did not say in time whether it takes it."
_BROKE_OFF = "The connection broke off while the mail server was given the message: it may have it."


class NoEncryption(OSError):
    """The server offers no encryption, and nothing allows to do without."""


def told(fault: Exception, *, handed_over: bool) -> str:
    """Return what happened, as one or two sentences.

    `handed_over`: the message itself was on its way to the server, and its answer was still to come.
    """
    if handed_over:
        return _LATE if took_too_long(fault) else _BROKE_OFF
    return next(say(fault) for kind, say in _SENTENCES if isinstance(fault, kind))


def what_next(fault: Exception) -> str:
    """Return what whoever reads of a fault can do."""
    return "Mend that, or hand it over another way." if is_final(fault) else "Try again, or hand it over another way."


def is_final(fault: Exception) -> bool:
    """Return whether trying again would end the same: the address or the message itself is refused."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPDataError):
        return fault.smtp_code >= PERMANENT
    return isinstance(fault, (ValueError, smtplib.SMTPNotSupportedError))


def took_too_long(fault: Exception) -> bool:
    """Return whether a server did not answer in time: smtplib tells of that as of a line that was cut."""
    return isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError)


def _recipient(fault: smtplib.SMTPRecipientsRefused) -> str:
    code = max((code for code, _ in fault.recipients.values()), default=0)
    if is_final(fault):
        return f"The mail server refuses this address (it says {code}): see whether it is written rightly."
    return f"The mail server takes no mail for this address at the moment (it says {code})."


def _sender(fault: smtplib.SMTPSenderRefused) -> str:
    if fault.smtp_code >= PERMANENT:
        return "The mail server refuses our own address as sender: an operator looks at AMENDS_MAIL_FROM."
    return _message(fault)


def _message(fault: smtplib.SMTPResponseException) -> str:
    if fault.smtp_code >= PERMANENT:
        return f"The mail server refuses this message (it says {fault.smtp_code})."
    return f"The mail server does not take this message at the moment (it says {fault.smtp_code})."


def _cut(fault: Exception) -> str:
    if took_too_long(fault):
        return "The mail server did not answer in time."
    return "The mail server broke off the connection before it had the message."


_SENTENCES: tuple[tuple[type[Exception], Callable[..., str]], ...] = (
    (smtplib.SMTPRecipientsRefused, _recipient),
    (smtplib.SMTPSenderRefused, _sender),
    (
        smtplib.SMTPAuthenticationError,
        lambda _: "The mail server refuses our name or password: an operator looks at AMENDS_MAIL_URL.",
    ),
    (smtplib.SMTPDataError, _message),
    (smtplib.SMTPNotSupportedError, lambda _: "The mail server cannot do what this mail or our signing in needs."),
    (smtplib.SMTPResponseException, lambda fault: f"The mail server turned us away (it says {fault.smtp_code})."),
    (smtplib.SMTPException, _cut),
    (
        NoEncryption,
        lambda _: "The mail server offers no encryption (STARTTLS), so nothing was sent: an operator mends that.",
    ),
    (ssl.SSLCertVerificationError, lambda _: "The mail server's certificate is not trusted here, so nothing was sent."),
    (ssl.SSLError, lambda _: "The encrypted connection to the mail server failed, so nothing was sent."),
    (TimeoutError, _cut),
    (gaierror, lambda _: "The mail server's name is not known here: an operator looks at AMENDS_MAIL_URL."),
    (ConnectionRefusedError, lambda _: "Nothing answers at the mail server's address."),
    (ConnectionError, _cut),
    (OSError, lambda _: "The mail server cannot be reached."),
    (ValueError, lambda _: "This is no address that a mail can go to."),
    (Exception, lambda _: "The mail could not be sent."),
)
"""Kind of fault to its sentence; the first that fits speaks, so that a kind stands before what it is a kind of."""
