"""What a client's own people read of promises: the visible ones to their client, without our names."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import agreed_in_time, binding_due_at, judged
from ledger.recovery.models import Promise
from ledger.recovery.promise_links import PromiseOrigin


@dataclass(frozen=True)
class OwnPromise:
    """A promise as the client reads it."""

    id: str
    client_reference: str | None
    kind: str
    text: str
    promised_at: datetime
    due_at: datetime
    original_due_at: datetime
    due_is_day: bool
    standing: str
    is_open: bool
    """Whether it is still to be done, in time or late."""
    kept_at: datetime | None
    version: int
    agreed_due_at: datetime | None
    may_agree: bool
    """Whether we moved the date, and the client may still agree to that so that it counts."""
    is_remedy: bool
    """Whether it is a remedy, and ends with it."""
    ending_words: str


def own_promises(
    session: Session,
    actor: Actor,
    *,
    client_reference: str | None = None,
    only_open: bool = False,
    promise_id: str | None = None,
) -> list[OwnPromise]:
    """Return the visible promises to the actor's client, by due date; of one case, only the open ones, or just one."""
    permit(actor, "read_own_case")
    query = (
        select(Promise, Impact.client_reference, PromiseOrigin.remedy_id)
        .join(Client, Client.id == Promise.client_id)
        .outerjoin(PromiseOrigin, PromiseOrigin.promise_id == Promise.id)
        .outerjoin(Impact, (Impact.incident_id == Promise.incident_id) & (Impact.client_id == Promise.client_id))
        .where(Promise.visible_to_client, visible_to(actor, Promise.client_id))
        .order_by(Promise.due_at, Promise.id)
    )
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    if only_open:
        query = query.where(Promise.status == "open")
    if promise_id is not None:
        query = query.where(Promise.id == promise_id)
    at = now()
    return [_promise(row, reference, remedy_id, at) for row, reference, remedy_id in session.execute(query)]


def own_promise(session: Session, actor: Actor, promise_id: str) -> OwnPromise:
    """Return one visible promise to the actor's client; raise `NotFound`."""
    found = own_promises(session, actor, promise_id=promise_id)
    if not found:
        raise NotFound
    return found[0]


def _promise(row: Promise, reference: str | None, remedy_id: str | None, at: datetime) -> OwnPromise:
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    is_open = row.status == "open"
    is_moved = row.due_at > max(row.original_due_at, row.agreed_due_at or row.original_due_at)
    return OwnPromise(
        row.id, reference, row.kind, row.text, row.promised_at, row.due_at, row.original_due_at, row.due_is_day,
        judged(row.status, row.kept_at, binding_at, at), is_open, row.kept_at, row.version, row.agreed_due_at,
        is_open and is_moved and agreed_in_time(at, row.original_due_at), remedy_id is not None, row.ending_words,
    )  # fmt: skip
