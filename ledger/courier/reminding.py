"""Reminders leave the house: what is due is planned in one short unit, and sent one by one with no lock held.

A message is held by one sender at a time, so that several workers send it once. A crash between the other side's yes
and ours sends it again, under the same Message-ID or webhook-id, by which receivers know that it is the same.
"""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from ledger.duties.held import Held
from ledger.duties.messages import Call, Mail, message_of
from ledger.duties.operations.outbox import finish, hold, plan, waiting
from ledger.duties.operations.repeats import plan_repeats
from ledger.duties.planning import planned
from ledger.duties.signature import headers
from ledger.kernel.clock import now
from ledger.kernel.mail import MailFailed, configured
from ledger.kernel.outgoing import post
from ledger.people.actor import SYSTEM
from ledger.recovery.operations.repeat_mail import untold_repeats
from ledger.work import Ledger

CALLED = "amends"


def remind(ledger: Ledger) -> int:
    """Plan what is due to be said, send all that waits, and return how many messages were sent by this call."""
    messages = ledger.ask(planned, SYSTEM)
    if not configured(ledger.settings).is_on:
        messages = [one for one in messages if one.channel != "mail"]
    elif repeats := ledger.ask(untold_repeats, SYSTEM):
        ledger.do(plan_repeats, SYSTEM, repeats)
    if messages:
        # Somebody else has planned the same in this instant; what of it is new is planned a minute later.
        with suppress(IntegrityError):
            ledger.do(plan, SYSTEM, messages)
    return sum(send(ledger, reminder_id) for reminder_id in ledger.ask(waiting, SYSTEM))


def send(ledger: Ledger, reminder_id: str) -> bool:
    """Send one message if nobody else has it, and return whether it went out."""
    held = ledger.do(hold, SYSTEM, reminder_id)
    if held is None:
        return False
    message = ledger.ask(message_of, SYSTEM, held, public_url=ledger.settings.public_url)
    status, answer = ("dropped", "nothing to say any more") if message is None else _sent(ledger, held, message)
    ledger.do(finish, SYSTEM, reminder_id, status=status, answer=answer)
    return status == "sent"


def _sent(ledger: Ledger, held: Held, message: Mail | Call) -> tuple[str, str]:
    if isinstance(message, Call):
        outcome = post(
            message.url,
            message.body,
            headers(message.secret, held.id, now(), message.body),
            allow_private=ledger.settings.private_webhooks,
        )
        return ("sent" if outcome.worked else "failed"), outcome.words
    mailer = configured(ledger.settings)
    if not mailer.is_on:
        return "dropped", "mail is not configured"
    try:
        mailer.send(message.to, message.subject, message.text, message_id=f"{CALLED}-{held.id}")
    except MailFailed as fault:
        return "failed", fault.sentence
    return "sent", "the mail server took it"
