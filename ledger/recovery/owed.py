"""What we owe: promises to keep, actions to do, remedies to deliver; overdue first, then by due date."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names, provider
from ledger.recovery.action_rows import touched_and_seen
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.keeping import end_of_day
from ledger.recovery.models import Action, Promise, Remedy
from ledger.recovery.rows import OwedRow

MOST = 500
"""At most so many of each kind, earliest due first: enough to see that one is behind."""
WHOLE_DAY = True
_TOLD = ("not_effective", "reopened", "handed_over")
"""States of an action that its line tells instead of its kind."""


def owed(
    session: Session, actor: Actor, *, person: str | None = None, client: str | None = None, most: int = MOST
) -> list[OwedRow]:
    """Return what we owe, of one person (user id) and to one client (code) where they are given.

    A remedy is owed by whoever owns its incident, from its promise on. Overdue is what is past its present due date.
    """
    permit(actor, "read_cases")
    found = list(
        chain(
            _promises(session, actor, person, client, most),
            _actions(session, actor, person, client, most),
            _remedies(session, actor, person, client, most),
        )
    )
    found.sort(key=lambda row: (not row.is_overdue, row.due_at, row.id))
    return found


def _of(column: InstrumentedAttribute[str], person: str | None) -> ColumnElement[bool]:
    return true() if person is None else column == person


def _promises(session: Session, actor: Actor, person: str | None, client: str | None, most: int) -> Iterable[OwedRow]:
    query = (
        select(Promise, Client, Incident.reference)
        .join(Client, Client.id == Promise.client_id)
        .outerjoin(Incident, Incident.id == Promise.incident_id)
        .where(Promise.status == "open", visible_to(actor, Promise.client_id), _of(Promise.owner_id, person))
        .where(true() if client is None else Client.code == client)
        .order_by(Promise.due_at, Promise.id)
        .limit(most)
    )
    rows = session.execute(query).all()
    named, at = names(session, {row.owner_id for row, *_ in rows}), now()
    for row, whose, reference in rows:
        yield OwedRow(
            "promise", row.id, row.version, row.text, (whose.code,), (whose.name,), reference, row.owner_id,
            named.get(row.owner_id, ""), row.due_at, row.original_due_at, row.due_is_day, whose.zone, row.due_at < at,
            row.kind,
        )  # fmt: skip


def _actions(session: Session, actor: Actor, person: str | None, client: str | None, most: int) -> Iterable[OwedRow]:
    touches = exists().where(
        Impact.incident_id == Action.incident_id, Impact.client_id == Client.id, Client.code == client
    )
    query = (
        select(Action, Incident.reference)
        .join(Incident, Incident.id == Action.incident_id)
        .where(Action.status.in_(UNDONE), touched_and_seen(actor), _of(Action.owner_id, person))
        .where(true() if client is None else touches)
        .order_by(Action.due_at, Action.id)
        .limit(most)
    )
    rows = session.execute(query).all()
    clients = _affected(session, actor, {row.incident_id for row, _ in rows})
    named, at = names(session, {row.owner_id for row, _ in rows}), now()
    zone = provider(session).zone if rows else "UTC"
    for row, reference in rows:
        codes, called = zip(*clients[row.incident_id], strict=True)
        yield OwedRow(
            "action", row.id, row.version, row.text, codes, called, reference, row.owner_id,
            named.get(row.owner_id, ""), row.due_at, row.original_due_at, WHOLE_DAY, zone, row.due_at < at,
            row.status if row.status in _TOLD else row.kind,
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


def _remedies(session: Session, actor: Actor, person: str | None, client: str | None, most: int) -> Iterable[OwedRow]:
    query = (
        select(Remedy, Incident, Client)
        .join(Impact, Impact.id == Remedy.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Remedy.status == "promised", Remedy.due_on.is_not(None), visible_to(actor, Impact.client_id))
        .where(_of(Incident.owner_id, person), true() if client is None else Client.code == client)
        .order_by(Remedy.due_on, Remedy.id)
        .limit(most)
    )
    rows = session.execute(query).all()
    named, at = names(session, {incident.owner_id for _, incident, _ in rows}), now()
    for row, incident, whose in rows:
        due_at = end_of_day(row.due_on or date.max, whose.zone)
        yield _remedy(row, incident, whose, named.get(incident.owner_id, ""), due_at, is_overdue=due_at < at)


def _remedy(  # noqa: PLR0913 the rows it is made of
    row: Remedy, incident: Incident, whose: Client, owner: str, due_at: datetime, *, is_overdue: bool
) -> OwedRow:
    return OwedRow(
        "remedy", row.id, row.version, row.text, (whose.code,), (whose.name,), incident.reference, incident.owner_id,
        owner, due_at, due_at, WHOLE_DAY, whose.zone, is_overdue, row.code,
    )  # fmt: skip
