"""Clocks that run, by the time at which they are missed; whoever has the incident answers for them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, by, grave, is_grave, mentions, of_client, only, wants, whose
from ledger.duties.due import Due
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.clocks import LABELS
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.incidents.page_parts import runs
from ledger.people.actor import Actor
from ledger.people.queries import names

WHOLE_DAYS = frozenset({"days", "business_days"})
ONE_STEP = 1
"""A clock's row is changed once, when it stops."""


def clocks_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the running clocks that are asked for, by due time."""
    if not wants(asked, "clock"):
        return
    query = (
        select(ClockRow, Impact.client_reference, Client, Incident)
        .join(Impact, Impact.id == ClockRow.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(_runs(asked), visible_to(actor, Impact.client_id), whose(asked, Incident.owner_id), of_client(asked))
        .where(by(asked, ClockRow.due_at), grave(asked), mentions(asked, ClockRow.rule, Client.name, Incident.title))
        .where(only(asked, ClockRow.id))
        .order_by(ClockRow.due_at, ClockRow.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {incident.owner_id for *_, incident in rows})
    for row, reference, client, incident in rows:
        ended = "done" if row.stopped_at else "cancelled" if row.replaced_at else ""
        yield Due(
            "clock", row.id, ONE_STEP + bool(ended), f"{LABELS[ClockKind(row.kind)]}, {reference}", (client.code,),
            (client.name,), incident.reference, incident.owner_id, incident.deputy_id,
            named.get(incident.owner_id, ""), row.zero_at, row.due_at, row.due_at, row.unit in WHOLE_DAYS, client.zone,
            not ended and row.due_at < at, row.kind, is_grave(incident), row.event_id, incident.reference, ended,
        )  # fmt: skip


def _runs(asked: Asked) -> ColumnElement[bool]:
    if asked.ended_since is None:
        return and_(*runs())
    return or_(and_(*runs()), ClockRow.stopped_at >= asked.ended_since, ClockRow.replaced_at >= asked.ended_since)
