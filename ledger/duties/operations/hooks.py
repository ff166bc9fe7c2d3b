"""Webhooks: addresses of our own that are told of what is due; made, changed, given a new secret."""

from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.duties.models import Reminder, Webhook
from ledger.duties.signature import new_secret
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Stale
from ledger.kernel.ids import new_id
from ledger.kernel.outgoing import lies_inside
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.canonical import Value
from ledger.record.operations import note

MOST = 10


def add_webhook(session: Session, actor: Actor, *, name: str, url: str, plain_http: bool = False) -> Webhook:
    """Add an address with a signing secret of its own, which the caller shows once.

    Raises `Invalid` for an address that is not https (`plain_http` lets http pass, where the setting lets messages go
    to private addresses), `Conflict` where there are ten already.
    """
    permit(actor, "manage_settings")
    if (session.scalar(select(func.count()).select_from(Webhook)) or 0) >= MOST:
        sentence = f"There are {MOST} webhooks; change one that is not used any more."
        raise Conflict(sentence)
    row = Webhook(
        id=new_id(), version=1, name=name, url=_address(url, plain_http=plain_http), secret=new_secret(), active=True,
        made_at=now(),
    )  # fmt: skip
    row.event_id = _noted(session, actor, "webhook.added", row)
    session.add(row)
    session.flush()
    return row


def change_webhook(  # noqa: PLR0913 what can be changed, all named
    session: Session,
    actor: Actor,
    *,
    webhook_id: str,
    name: str,
    url: str,
    active: bool,
    fresh_secret: bool = False,
    plain_http: bool = False,
    version: int | None = None,
) -> Webhook:
    """Change a webhook; with `fresh_secret` the old secret signs nothing any more. Raises `NotFound`, `Stale`."""
    permit(actor, "manage_settings")
    row = session.get(Webhook, webhook_id, with_for_update=True)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale
    row.version += 1
    row.name, row.url, row.active = name, _address(url, plain_http=plain_http), active
    row.secret = new_secret() if fresh_secret else row.secret
    row.event_id = _noted(session, actor, "webhook.changed", row)
    session.flush()
    return row


def queue_test(session: Session, actor: Actor, *, webhook_id: str) -> str:
    """Put a test message to a webhook into the outbox and return its id; raise `NotFound`."""
    permit(actor, "manage_settings")
    if session.get(Webhook, webhook_id) is None:
        raise NotFound
    at, key = now(), new_id()
    session.add(
        Reminder(
            id=key,
            recipient=webhook_id,
            channel="webhook",
            kind="test",
            thing_id=key,
            moment="test",
            due_at=at,
            made_at=at,
            status="waiting",
            tries=0,
            next_try_at=at,
            answer="",
        )
    )
    session.flush()
    return key


def _address(url: str, *, plain_http: bool) -> str:
    try:
        parts = urlsplit(url.strip())
        known = parts.scheme == "https" or (plain_http and parts.scheme == "http")
        fits = known and parts.hostname and not parts.username and not parts.fragment and parts.port != 0
    except ValueError:
        fits = False
    if fits and not plain_http and lies_inside(parts.hostname or ""):
        raise Invalid({"url": "This address lies inside our house; messages go outside only."})
    if fits:
        return url.strip()
    raise Invalid({"url": "Write an address such as https://hooks.example.com/amends, without a name and password."})


def _noted(session: Session, actor: Actor, event: str, row: Webhook) -> str:
    data: dict[str, Value] = {"webhook": row.id, "active": row.active}
    sealed = {"name": row.name, "url": row.url}
    return note(session, event, actor=actor.user_id, subjects="webhooks", data=data, sealed=sealed)
