"""Actions to do, and done ones that a second person has to look at."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, select, true
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, by, grave, is_grave, mentions, wants, whose
from ledger.duties.due import Due
from ledger.incidents.models import Impact, Incident
from ledger.people.actor import Actor
from ledger.people.queries import names, provider
from ledger.recovery.action_rows import touched_and_seen
from ledger.recovery.models import Action

TO_DO = ("proposed", "funded", "in_progress", "not_effective", "reopened", "handed_over")
TO_VERIFY = ("implemented",)


def actions_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the actions that their owners still have to do, and those that wait for a second person."""
    states = (*(TO_DO if wants(asked, "action") else ()), *(TO_VERIFY if wants(asked, "verification") else ()))
    touches = exists().where(
        Impact.incident_id == Action.incident_id, Impact.client_id == Client.id, Client.code == asked.client
    )
    query = (
        select(Action, Incident)
        .join(Incident, Incident.id == Action.incident_id)
        .where(Action.status.in_(states), touched_and_seen(actor), whose(asked, Action.owner_id), grave(asked))
        .where(true() if asked.client is None else touches, by(asked, Action.due_at), mentions(asked, Action.text))
        .order_by(Action.due_at, Action.id)
        .limit(asked.most)
    )
    rows = session.execute(query).all() if states else []
    clients = _affected(session, actor, {row.incident_id for row, _ in rows})
    named = names(session, {row.owner_id for row, _ in rows})
    zone = provider(session).zone if rows else "UTC"
    for row, incident in rows:
        codes, called = zip(*clients[row.incident_id], strict=True)
        kind = "verification" if row.status in TO_VERIFY else "action"
        yield Due(
            kind, row.id, row.version, row.text, codes, called, incident.reference, row.owner_id, incident.deputy_id,
            named.get(row.owner_id, ""), row.created_at, row.due_at, row.original_due_at, True, zone, row.due_at < at,  # noqa: FBT003 due is a day
            row.kind, is_grave(incident), row.event_id, row.id,
        )  # fmt: skip


def _affected(session: Session, actor: Actor, incident_ids: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Return code and name of the clients that each incident touches."""
    query = (
        select(Impact.incident_id, Client.code, Client.name)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id.in_(incident_ids), visible_to(actor, Impact.client_id))
        .order_by(Client.code)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for incident_id, code, name in session.execute(query) if incident_ids else ():
        found.setdefault(incident_id, []).append((code, name))
    return found
