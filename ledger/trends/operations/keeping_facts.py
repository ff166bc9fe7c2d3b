"""Facts written in the transaction that makes them true.

What a unit of work changed names the cases it touched; their facts are made again from the rows and only the
differences are written. Nothing is counted up: a fact is what its case says now, so no order of edits can leave one
behind.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, event, insert, select
from sqlalchemy.orm import Session, object_session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.kernel.db import Recorded, shown_row
from ledger.people.models import Provider
from ledger.people.queries import provider
from ledger.recovery.models import Promise
from ledger.trends.case_reading import cases_of, loose_promises
from ledger.trends.catalogue import facts_of
from ledger.trends.facts.fact import Fact
from ledger.trends.facts.keeping_word import promise_kept
from ledger.trends.models import TrendFact
from ledger.trends.months import month_key
from ledger.trends.operations.keeping_cells import hold_horizon, lock_horizon, recount, remake, uncount
from ledger.trends.operations.keeping_money import keep_bookings
from ledger.trends.operations.touched import booked_in, incidents_of

AT_ONCE = 2_000
"""Of so many incidents all facts are made anew in the unit that moves the provider's zone; of more soon after it."""
BATCH = 400
"""Cases read at once; SQLite takes 32,766 values in one statement."""
_TABLE: Any = TrendFact.__table__
_MOVED = "zones moved"
_FIELDS = tuple(field.name for field in fields(Fact))
"""What a fact has; `asdict` would copy every time and text of it deeply."""
_KEYS: Any = bindparam("keys", expanding=True)
_OF_CASES = select(_TABLE).where(_TABLE.c.incident_id.in_(bindparam("ids", expanding=True)))
_BY_KEY = select(_TABLE).where(_TABLE.c.id.in_(_KEYS))
_PUT = insert(_TABLE)
_TAKEN = delete(_TABLE).where(_TABLE.c.id.in_(_KEYS)).returning(_TABLE)


@event.listens_for(Client.zone, "set", active_history=True)
@event.listens_for(Provider.zone, "set", active_history=True)
def _zone_set(row: Client | Provider, zone: str, before: object, _by: object) -> None:
    """Remember whose days end elsewhere now: after the flush nothing tells that a column has changed."""
    session = object_session(row)
    if session is not None and zone != before:
        session.info.setdefault(_MOVED, set()).add(row)


@dataclass(frozen=True)
class Compared:
    """How many facts there are, how many were missing, wrong or of nothing, and what counts them and said otherwise.

    Cells count facts, sums add up bookings.
    """

    facts: int
    missing: int
    wrong: int
    stray: int
    cells: int = 0
    sums: int = 0

    def __add__(self, other: "Compared") -> "Compared":
        """Put two comparisons together."""
        return Compared(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def is_same(self) -> bool:
        """Whether what was stored is what the rows say."""
        return not (self.missing or self.wrong or self.stray or self.cells or self.sums)


def keep_facts(session: Session, changed: Iterable[Recorded]) -> None:
    """After-rule: make the facts of every case that a unit of work has touched say what its rows say."""
    rows = list(changed)
    moved = session.info.pop(_MOVED, set())
    booked = booked_in(rows)
    if any(isinstance(row, Provider) for row in moved):
        lock_horizon(session)
        _keep_money(session, rows, booked)
        if _is_large(session):
            uncount(session)
            return
        compare(session, _everything(session), write=True)
        remake(session)
        return
    incident_ids = set(incidents_of(session, rows))
    loose = {row.id for row in rows if isinstance(row, Promise) and row.incident_id is None}
    for client in moved:
        incident_ids |= set(session.scalars(select(Impact.incident_id).where(Impact.client_id == client.id)))
    if incident_ids or loose or booked:
        horizon = hold_horizon(session)
        _keep_money(session, rows, booked)
        compare(session, _parts(sorted(incident_ids), sorted(loose)), write=True, horizon=horizon)


Part = tuple[Sequence[str], Sequence[str]]
"""Incidents and promises of no incident, by id."""


def _parts(incident_ids: Sequence[str], promise_ids: Sequence[str]) -> Iterator[Part]:
    yield from ((incident_ids[at : at + BATCH], ()) for at in range(0, len(incident_ids), BATCH))
    yield from (((), promise_ids[at : at + BATCH]) for at in range(0, len(promise_ids), BATCH))


def _is_large(session: Session) -> bool:
    return session.scalar(select(Incident.id).offset(AT_ONCE).limit(1)) is not None


def _everything(session: Session) -> Iterator[Part]:
    loose = select(Promise.id).where(Promise.incident_id.is_(None)).order_by(Promise.id)
    return _parts(session.scalars(select(Incident.id).order_by(Incident.id)).all(), session.scalars(loose).all())


def compare(session: Session, parts: Iterable[Part], *, write: bool, horizon: datetime | None = None) -> Compared:
    """Hold facts against what the rows say; cells follow if there is a horizon, else all are counted anew after it."""
    facts = missing = wrong = stray = 0
    for incident_ids, promise_ids in parts:
        wanted = {fact.id: _row(fact) for fact in _made(session, incident_ids, promise_ids)}
        stored = _stored(session, incident_ids, promise_ids)
        new = [row for key, row in wanted.items() if key not in stored]
        changed = [row for key, row in wanted.items() if key in stored and stored[key] != row]
        gone = [key for key in stored if key not in wanted]
        facts, missing = facts + len(wanted), missing + len(new)
        wrong, stray = wrong + len(changed), stray + len(gone)
        if write and (new or changed or gone):
            before = _write(session, new, changed, gone)
            if horizon is not None:
                recount(session, horizon, before, new + changed)
    return Compared(facts, missing, wrong, stray)


def _row(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in _FIELDS} | {"id": fact.id, "settled_at": fact.settled_at}


def _made(session: Session, incident_ids: Sequence[str], promise_ids: Sequence[str]) -> Iterator[Fact]:
    if incident_ids:
        yield from facts_of(cases_of(session, incident_ids))
    if promise_ids:
        zone = ZoneInfo(provider(session).zone)
        for promise in loose_promises(session, promise_ids):
            yield promise_kept(promise, month_key(promise.original_due_at, zone))


def _stored(session: Session, incident_ids: Sequence[str], promise_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Read the facts these have; a promise that has come to an incident is found by its key too."""
    connection = session.connection()
    found = list(connection.execute(_OF_CASES, {"ids": incident_ids})) if incident_ids else []
    if promise_ids:
        found += connection.execute(_BY_KEY, {"keys": [f"promises_kept:{key}" for key in promise_ids]})
    return {row.id: shown_row(row) for row in found}


def _write(
    session: Session, new: list[dict[str, Any]], changed: list[dict[str, Any]], gone: list[str]
) -> list[dict[str, Any]]:
    """Write the differences; return the facts that were taken away for it.

    Among them are those of promises that came to an incident or left one: they have the key of a new one.
    """
    wandered = [row["id"] for row in new if row["measure"] == "promises_kept"]
    connection = session.connection()
    keys = [*gone, *(row["id"] for row in changed), *wandered]
    taken = [shown_row(row) for row in connection.execute(_TAKEN, {"keys": keys})] if keys else []
    if rows := new + changed:
        connection.execute(_PUT, rows)
    return taken


def _keep_money(session: Session, rows: Sequence[Recorded], booked: set[str]) -> None:
    """Let the sums of what was booked follow bookings and cases that moved to a month."""
    cases = {row.id for row in rows if isinstance(row, Incident)}
    keep_bookings(session, sorted(booked), booked=True)
    keep_bookings(session, sorted(cases - booked), booked=False)
