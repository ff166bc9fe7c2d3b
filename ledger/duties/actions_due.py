"""Actions to do, and done ones that a second person has to look at."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, by, grave, is_grave, mentions, only, wants, whose
from ledger.duties.due import Due
from ledger.incidents.models import Impact, Incident
from ledger.people.actor import Actor
from ledger.people.queries import names, provider
from ledger.recovery.action_rows import touched_and_seen
from ledger.recovery.models import Action

TO_DO = ("proposed", "funded", "in_progress", "not_effective", "reopened", "handed_over")
TO_VERIFY = ("implemented",)
WATCHED = "watching"
TO_JUDGE = timedelta(days=14)
"""How long a second person has, after the window of an action, to say whether it works."""
TOLD = ("not_effective", "reopened", "handed_over")
"""States that a line tells instead of the action's kind."""


def actions_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the actions that their owners still have to do, and those that wait for a second person."""
    states = (*(TO_DO if wants(asked, "action") else ()), *(TO_VERIFY if wants(asked, "verification") else ()))
    touches = exists().where(
        Impact.incident_id == Action.incident_id, Impact.client_id == Client.id, Client.code == asked.client
    )
    query = (
        select(Action, Incident)
        .join(Incident, Incident.id == Action.incident_id)
        .where(_waits(states, at), touched_and_seen(actor), whose(asked, Action.owner_id), grave(asked))
        .where(true() if asked.client is None else touches, by(asked, Action.due_at), mentions(asked, Action.text))
        .where(only(asked, Action.id))
        .order_by(Action.due_at, Action.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all() if states else []
    clients = _affected(session, actor, {row.incident_id for row, _ in rows})
    named = names(session, {row.owner_id for row, _ in rows})
    zone = provider(session).zone if rows else "UTC"
    for row, incident in rows:
        codes, called = zip(*clients[row.incident_id], strict=True)
        kind = "action" if row.status in TO_DO else "verification"
        due_at = row.window_ends_at + TO_JUDGE if row.status == WATCHED and row.window_ends_at else row.due_at
        if asked.until is not None and due_at > asked.until:
            continue
        first = due_at if row.status == WATCHED else row.original_due_at
        detail = row.status if row.status in TOLD else row.kind
        yield Due(
            kind, row.id, row.version, row.text, codes, called, incident.reference, row.owner_id, incident.deputy_id,
            named.get(row.owner_id, ""), row.created_at, due_at, first, True, zone, due_at < at,  # noqa: FBT003 due is a day
            detail, is_grave(incident), row.event_id, row.id,
        )  # fmt: skip


def _waits(states: tuple[str, ...], at: datetime) -> ColumnElement[bool]:
    """Return that an action is in one of these states, or was watched long enough where a second person is asked."""
    ended = (Action.status == WATCHED) & (Action.window_ends_at <= at)
    return Action.status.in_(states) | ended if set(TO_VERIFY) <= set(states) else Action.status.in_(states)


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
