"""Mailing each client that wants it its newest checkpoint: every mailbox is a place where we cannot change it."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError
from ledger.kernel.mail import Attachment, Mailer, configured
from ledger.people.actor import SYSTEM, Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.checkpoint import told_by
from ledger.record.checkpoints import anchor, newest_checkpoint
from ledger.record.models import LogAnchor
from ledger.work import Ledger

log = structlog.get_logger()
EVERY = timedelta(days=6, hours=12)
"""Weekly: the job runs each night, and half a day is left for a night that began late."""
_TEXT = """\
Good day {name},

attached is the newest checkpoint of what {provider} has recorded with you: {size} events so far. Please keep it,
unchanged. It is a few lines and holds no words about anybody. Whoever has it can show later that nothing recorded
before it was changed or removed since, even by us.

To check, download your receipt in the portal{portal} and run

    python3 verify_receipt.py receipt.json --key KEY --since {file}

with the key from your contract or a letter. If you want these mails no more, tell us.

{provider}
"""


@dataclass(frozen=True)
class Addressed:
    """A checkpoint that is to be mailed, and to whom."""

    log_id: str
    code: str
    checkpoint: str
    contacts: tuple[tuple[str, str], ...]
    """Name and mail address."""


def mail_all(ledger: Ledger) -> int:
    """Mail what is due and return how many mails went out; nothing where mail is not configured.

    Where no mail of a client went out it is tried again the next night; each that did leaves an anchor with its
    Message-ID.
    """
    mailer = configured(ledger.settings)
    if not mailer.is_on:
        return 0
    with ledger.database.read() as session:
        ours = provider(session).name
    sent = 0
    for one in ledger.ask(due, SYSTEM):
        sent += sum(_mailed(ledger, mailer, ours, one, name, address) for name, address in one.contacts)
    return sent


def due(session: Session, actor: Actor) -> list[Addressed]:
    """Return the checkpoints to mail now: to active clients that want it, weekly, if the log has grown."""
    permit(actor, "manage_settings")
    query = select(Client).where(Client.status == "active", Client.mails_checkpoints).order_by(Client.code)
    found = [_addressed(session, client) for client in session.scalars(query)]
    return [one for one in found if one is not None]


def _addressed(session: Session, client: Client) -> Addressed | None:
    newest = newest_checkpoint(session, client.log_id)
    last = select(func.max(LogAnchor.at), func.max(LogAnchor.size))
    at, size = session.execute(last.where(LogAnchor.log_id == client.log_id, LogAnchor.kind == "email")).one()
    if newest is None or (at is not None and (at > now() - EVERY or size >= told_by(newest).size)):
        return None
    contacts = select(Contact.name, Contact.mail).where(
        Contact.client_id == client.id, Contact.active, Contact.may_receive_notices, Contact.mail != ""
    )
    people = tuple((row.name, row.mail) for row in session.execute(contacts.order_by(Contact.ring_order, Contact.id)))
    return Addressed(client.log_id, client.code, newest, people) if people else None


def _mailed(ledger: Ledger, mailer: Mailer, ours: str, one: Addressed, name: str, address: str) -> bool:  # noqa: PLR0913, PLR0917 one mail
    size = told_by(one.checkpoint).size
    file = f"checkpoint-{one.code}-{size}.txt"
    portal = f" ({ledger.settings.public_url})" if ledger.settings.public_url else ""
    text = _TEXT.format(name=name, provider=ours, size=size, file=file, portal=portal)
    attached = Attachment(file, "application/octet-stream", one.checkpoint.encode())
    try:
        sent = mailer.send(address, f"Checkpoint {size} of your record with {ours}", text, [attached])
    except AmendsError as fault:
        log.warning("a checkpoint could not be mailed", log=one.log_id, kind=fault.code)
        return False
    with ledger.unit() as session:
        anchor(session, one.log_id, size, "email", sent[:400])
    return True
