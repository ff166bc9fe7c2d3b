"""Reading webhooks and what came of their messages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.duties.models import Reminder, Webhook
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit

NEWEST = 50


@dataclass(frozen=True)
class HookShown:
    """One webhook, without its secret."""

    id: str
    version: int
    name: str
    url: str
    active: bool
    made_at: datetime


@dataclass(frozen=True)
class Delivery:
    """One message and what came of it."""

    id: str
    kind: str
    moment: str
    due_at: datetime
    made_at: datetime
    status: str
    tries: int
    next_try_at: datetime
    ended_at: datetime | None
    answer: str


def webhooks(session: Session, actor: Actor) -> list[HookShown]:
    """Return the webhooks by name."""
    permit(actor, "read_settings")
    return [_shown(row) for row in session.scalars(select(Webhook).order_by(Webhook.name, Webhook.id))]


def webhook(session: Session, actor: Actor, webhook_id: str) -> HookShown:
    """Return one webhook; raise `NotFound`."""
    permit(actor, "read_settings")
    row = session.get(Webhook, webhook_id)
    if row is None:
        raise NotFound
    return _shown(row)


def deliveries(session: Session, actor: Actor, recipient: str) -> list[Delivery]:
    """Return the newest messages to one webhook, newest first."""
    permit(actor, "read_settings")
    query = select(Reminder).where(Reminder.recipient == recipient, Reminder.channel == "webhook")
    rows = session.scalars(query.order_by(Reminder.made_at.desc(), Reminder.id.desc()).limit(NEWEST))
    return [
        Delivery(
            row.id,
            row.kind,
            row.moment,
            row.due_at,
            row.made_at,
            row.status,
            row.tries,
            row.next_try_at,
            row.ended_at,
            row.answer,
        )
        for row in rows
    ]


def _shown(row: Webhook) -> HookShown:
    return HookShown(row.id, row.version, row.name, row.url, row.active, row.made_at)
