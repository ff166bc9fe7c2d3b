"""Letters leave the house by mail: each is handed to the mail server once, with no lock in the database meanwhile."""

from threading import Lock

from ledger.kernel.errors import NotFound
from ledger.kernel.mail import PATIENCE, Attachment, Mailer, MailFailed, Message, configured
from ledger.letters.deliveries import Parcel, parcel, waiting_deliveries
from ledger.letters.mail import letter_mail
from ledger.letters.operations.delivering import Outcome, ask_delivery, end_try, hold_delivery
from ledger.people.actor import SYSTEM, Actor
from ledger.work import Ledger

SENDING = Lock()
"""Held by the one thread of this process that sends: a slow server keeps no other from drawing letters."""


def mailer_of(ledger: Ledger) -> Mailer:
    """Return how mail leaves this ledger's house."""
    return configured(ledger.settings, patience=PATIENCE)


def ask_to_mail(ledger: Ledger, actor: Actor, letter_id: str, contact_id: str | None = None) -> str:
    """Ask for a letter to be mailed, as `ask_delivery` does; raise `MailOff` where mail is not configured."""
    mailer_of(ledger).require()
    return ledger.do(ask_delivery, actor, letter_id=letter_id, contact_id=contact_id)


def deliver_all(ledger: Ledger, letter_id: str | None = None) -> int:
    """Send what waits (of one letter where it is named) and return how many mails the server took from this call.

    After a failure that may pass the others wait for the next call: a server that is away or slow holds nobody up.
    Nothing is sent where another thread of this process is at it; what waits then is looked for again each minute.
    """
    if not SENDING.acquire(blocking=False):
        return 0
    try:
        return _deliver_all(ledger, letter_id)
    finally:
        SENDING.release()


def _deliver_all(ledger: Ledger, letter_id: str | None) -> int:
    sent = 0
    waiting = ledger.ask(waiting_deliveries, SYSTEM, letter_id) if mailer_of(ledger).is_on else []
    for delivery_id in waiting:
        state = deliver(ledger, delivery_id)
        sent += state == "sent"
        if state == "waiting":
            break
    return sent


def deliver(ledger: Ledger, delivery_id: str) -> str:
    """Try one delivery and return its state afterwards; empty where somebody else is at it, or it is not its time."""
    if not ledger.do(hold_delivery, SYSTEM, delivery_id=delivery_id):
        return ""
    outcome = _tried(ledger, ledger.ask(parcel, SYSTEM, delivery_id))
    return ledger.do(end_try, SYSTEM, delivery_id=delivery_id, outcome=outcome)


def _tried(ledger: Ledger, one: Parcel) -> Outcome:
    if one.why_not:
        return Outcome(worked=False, words=one.why_not, is_final=True)
    is_attached = one.style == "attached"
    said = letter_mail(
        one.facts,
        greeting=one.greeting,
        link=f"{ledger.settings.public_url}/portal/letters/{one.letter_id}",
        is_attached=is_attached,
    )
    try:
        file = Attachment(one.file_name, "application/pdf", ledger.files.read(one.pdf_sha256)) if is_attached else None
        mailer_of(ledger).post(
            Message(
                one.to,
                said.subject,
                said.text,
                said.html,
                to_name=one.to_name,
                reply_to=one.facts.contact.email,
                attachments=[file] if file else [],
                message_id=one.message_id,
                follows=one.follows,
            )
        )
    except MailFailed as fault:
        return Outcome(worked=False, words=fault.sentence, is_final=fault.is_final, is_unsure=fault.is_unsure)
    except NotFound as fault:
        # The store's own sentence names no place; the nightly check says which file it is.
        return Outcome(worked=False, words=fault.sentence)
    return Outcome(worked=True, words="the mail server took it")
