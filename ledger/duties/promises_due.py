"""Promises to keep and remedies to deliver; a remedy that is a promise stands here as the promise."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, by, grave, is_grave, mentions, of_client, only, wants, whose
from ledger.duties.due import Due
from ledger.incidents.models import Impact, Incident
from ledger.people.actor import Actor
from ledger.people.queries import names
from ledger.recovery.keeping import end_of_day
from ledger.recovery.models import Promise, Remedy
from ledger.recovery.promise_links import PromiseOrigin


def promises_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the promises that are asked for, by due time."""
    if not wants(asked, "promise"):
        return
    query = (
        select(Promise, Client, Incident)
        .join(Client, Client.id == Promise.client_id)
        .outerjoin(Incident, Incident.id == Promise.incident_id)
        .where(_open_promise(asked), visible_to(actor, Promise.client_id), whose(asked, Promise.owner_id))
        .where(of_client(asked), by(asked, Promise.due_at), grave(asked), mentions(asked, Promise.text, Client.name))
        .where(only(asked, Promise.id))
        .order_by(Promise.due_at, Promise.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {row.owner_id for row, *_ in rows})
    for row, client, incident in rows:
        yield Due(
            "promise", row.id, row.version, row.text, (client.code,), (client.name,),
            incident.reference if incident else None, row.owner_id, incident.deputy_id if incident else None,
            named.get(row.owner_id, ""), row.promised_at, row.due_at, row.original_due_at, row.due_is_day, client.zone,
            row.status == "open" and row.due_at < at, row.kind, is_grave(incident), row.event_id, row.id,
            _ended(row.status),
        )  # fmt: skip


def _open_promise(asked: Asked) -> ColumnElement[bool]:
    if asked.ended_since is None:
        return Promise.status == "open"
    return or_(Promise.status == "open", Promise.ended_at >= asked.ended_since)


def _ended(status: str) -> str:
    return {"open": "", "kept": "done", "late": "done"}.get(status, "cancelled")


def remedies_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the remedies that are promised and not delivered; whoever has the incident owes them."""
    if not wants(asked, "remedy"):
        return
    is_promise = exists().where(PromiseOrigin.remedy_id == Remedy.id)
    query = (
        select(Remedy, Incident, Client)
        .join(Impact, Impact.id == Remedy.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(and_(Remedy.status == "promised", Remedy.due_on.is_not(None), ~is_promise))
        .where(visible_to(actor, Impact.client_id), whose(asked, Incident.owner_id), of_client(asked), grave(asked))
        .where(mentions(asked, Remedy.text, Client.name))
        .where(only(asked, Remedy.id))
        .order_by(Remedy.due_on, Remedy.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {incident.owner_id for _, incident, _ in rows})
    for row, incident, client in rows:
        due_at = end_of_day(row.due_on or date.max, client.zone)
        if asked.until is None or due_at <= asked.until:
            yield Due(
                "remedy", row.id, row.version, row.text, (client.code,), (client.name,), incident.reference,
                incident.owner_id, incident.deputy_id, named.get(incident.owner_id, ""), row.promised_at or due_at,
                due_at, due_at, True, client.zone, due_at < at, row.code, is_grave(incident), row.event_id, row.id,  # noqa: FBT003 due is a day
            )  # fmt: skip
