"""Clocks as a page shows them: how each stands, why, and for whom; one line for all clients that share it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.clock_standing import Standing, standing
from ledger.incidents.clocks import LABELS
from ledger.incidents.due_words import due_words
from ledger.incidents.models import ClockRow, Impact
from ledger.people.actor import Actor


@dataclass(frozen=True)
class ClockShown:
    """One clock, for one client or for several to whom the same is due at the same time."""

    kind: str
    label: str
    rule: str
    zero_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    replaced_at: datetime | None
    standing: Standing
    words: str
    """How long there is, or how late it is: `in 12 min`; empty for one that stopped or ended."""
    codes: tuple[str, ...]
    zone: str
    """The client's, of the first of several."""

    @property
    def runs(self) -> bool:
        """Whether something is still waited for."""
        return self.stopped_at is None and self.replaced_at is None

    @property
    def sign(self) -> str:
        """The state's name in the table of badges."""
        if self.runs:
            return {"due": "running", "at_risk": "soon", "missed": "overdue"}[self.standing]
        return self.standing


def clocks_of(session: Session, actor: Actor, incident_id: str, at: datetime) -> list[ClockShown]:
    """Return the incident's clocks as they stand `at`: the running ones by due time, then those that are over."""
    same = (
        ClockRow.due_at, ClockRow.kind, ClockRow.rule, ClockRow.zero_at, ClockRow.stopped_at, ClockRow.replaced_at,
    )  # fmt: skip
    query = (
        select(*same, Client.code, Client.zone)
        .join(Impact, Impact.id == ClockRow.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id == incident_id, visible_to(actor, Impact.client_id))
        .order_by(*same, Client.code)
    )
    found: list[Any] = list(session.execute(query))
    grouped = groupby(found, key=lambda row: tuple(row[: len(same)]))
    shown = [_shown(list(rows), at) for _, rows in grouped]
    return sorted(shown, key=lambda clock: (not clock.runs, clock.due_at))


def _shown(rows: list[Any], at: datetime) -> ClockShown:
    row = rows[0]
    runs = row.stopped_at is None and row.replaced_at is None
    return ClockShown(
        kind=row.kind,
        label=LABELS[ClockKind(row.kind)],
        rule=row.rule,
        zero_at=row.zero_at,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        replaced_at=row.replaced_at,
        standing=standing(row.due_at, row.stopped_at, row.zero_at, row.replaced_at, at),
        words=due_words(row.due_at, at) if runs else "",
        codes=tuple(one.code for one in rows),
        zone=row.zone,
    )
