"""What the incidents of one page need beside their own rows: whom they touched and what is due; one query each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.clocks import LABELS, ClockKind, ClockState, state
from ledger.incidents.due_words import due_words
from ledger.incidents.models import ClockRow, Impact
from ledger.people.actor import Actor


@dataclass(frozen=True)
class Touched:
    """A client that an incident touched, and the reference under which it knows of it."""

    code: str
    name: str
    client_reference: str


@dataclass(frozen=True)
class RunningClock:
    """What is due next, to whom and by which rule; one for all clients to whom the same is due at the same time."""

    kind: str
    label: str
    rule: str
    zero_at: datetime
    due_at: datetime
    first_code: str
    clients: int
    state: ClockState
    words: str
    """`in 12 min`, `late by 1 h 5 min`."""
    unnamed: int
    """How many more clocks of the incident run than were asked for."""

    @property
    def for_whom(self) -> str:
        """The clients it is due to: `HFO`, `HFO and 2 more`."""
        return self.first_code if self.clients == 1 else f"{self.first_code} and {self.clients - 1} more"


def touched_clients(
    session: Session, actor: Actor, incident_ids: Sequence[str], most: int
) -> dict[str, tuple[tuple[Touched, ...], int]]:
    """Return for each incident the first `most` clients by code, and how many there are in all."""
    inner = (
        select(
            Impact.incident_id,
            Client.code,
            Client.name,
            Impact.client_reference,
            func.row_number().over(partition_by=Impact.incident_id, order_by=Client.code).label("place"),
            func.count().over(partition_by=Impact.incident_id).label("of_all"),
        )
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id.in_(incident_ids), visible_to(actor, Impact.client_id))
        .subquery()
    )
    found = _of_each(session, select(inner).where(inner.c.place <= most).order_by(inner.c.incident_id, inner.c.place))
    return {
        key: (tuple(Touched(row.code, row.name, row.client_reference) for row in rows), rows[0].of_all)
        for key, rows in found.items()
    }


def running_clocks(
    session: Session, actor: Actor, incident_ids: Sequence[str], most: int, at: datetime
) -> dict[str, tuple[RunningClock, ...]]:
    """Return for each incident the first `most` running clocks by due time, judged at the instant `at`."""
    same = (Impact.incident_id, ClockRow.kind, ClockRow.rule, ClockRow.zero_at, ClockRow.due_at)
    grouped = (
        select(*same, func.min(Client.code).label("first_code"), func.count().label("clients"))
        .join(Impact, Impact.id == ClockRow.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id.in_(incident_ids), visible_to(actor, Impact.client_id), *runs())
        .group_by(*same)
        .subquery()
    )
    in_turn = (grouped.c.due_at, grouped.c.kind, grouped.c.first_code)
    ranked = select(
        grouped,
        func.row_number().over(partition_by=grouped.c.incident_id, order_by=in_turn).label("place"),
        func.count().over(partition_by=grouped.c.incident_id).label("of_all"),
    ).subquery()
    found = _of_each(
        session, select(ranked).where(ranked.c.place <= most).order_by(ranked.c.incident_id, ranked.c.place)
    )
    return {key: tuple(_clock(row, len(rows), at) for row in rows) for key, rows in found.items()}


def runs() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of a clock that still runs."""
    return ClockRow.stopped_at.is_(None), ClockRow.replaced_at.is_(None)


def _clock(row: Any, shown: int, at: datetime) -> RunningClock:
    return RunningClock(
        kind=row.kind,
        label=LABELS[ClockKind(row.kind)],
        rule=row.rule,
        zero_at=row.zero_at,
        due_at=row.due_at,
        first_code=row.first_code,
        clients=row.clients,
        state=state(row.due_at, None, row.zero_at, at),
        words=due_words(row.due_at, at),
        unnamed=row.of_all - shown,
    )


def _of_each(session: Session, query: Select[Any]) -> dict[str, list[Any]]:
    rows = session.execute(query).all()
    return {key: list(found) for key, found in groupby(rows, key=lambda row: row.incident_id)}
