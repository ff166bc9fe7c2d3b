"""A remedy that is not money (NM) is a promise: made when it is promised, and ended with it (recovery.md)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.recovery.models import Promise, Remedy
from ledger.recovery.operations.owners import can_own
from ledger.recovery.operations.promise_ends import end_broken, end_kept, end_released
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.promise_links import PromiseOrigin

NOT_MONEY = "NM"


def promise_for(session: Session, actor: Actor, incident: Incident, client: Client, row: Remedy) -> None:
    """Make the promise of a remedy that was just promised and is not money; whoever has the incident owns it."""
    if row.code != NOT_MONEY:
        return
    make_promise(
        session, actor, client_code=client.code, incident_id=incident.id, kind="remedy", text=row.text,
        due_on=row.due_on, promised_at=row.promised_at, owner_id=_keeper(session, incident) or actor.user_id,
        visible_to_client=row.shown == "NoCharge", remedy_id=row.id,
    )  # fmt: skip


def _keeper(session: Session, incident: Incident) -> str | None:
    owner = session.get(User, incident.owner_id)
    return owner.id if owner is not None and can_own(owner) else None


def end_promise_for(session: Session, actor: Actor, client: Client, row: Remedy) -> None:
    """End the remedy's promise as the remedy ended: delivered, declined by the client, or withdrawn by us."""
    query = (
        select(Promise)
        .join(PromiseOrigin, PromiseOrigin.promise_id == Promise.id)
        .where(PromiseOrigin.remedy_id == row.id, Promise.status == "open")
        .with_for_update(of=Promise)
    )
    for promise in session.scalars(query.execution_options(populate_existing=True)):
        if row.status == "delivered" and row.delivered_at is not None:
            end_kept(session, actor, client, promise, row.delivered_at, row.evidence)
        elif row.status == "declined_by_client":
            end_released(session, actor, client, promise, row.ended_reason or "", "Recorded with the remedy")
        elif row.status == "withdrawn":
            end_broken(session, actor, client, promise, row.ended_reason or "")
