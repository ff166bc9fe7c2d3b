"""What one incident cost us, for whoever may know it, and what its clients get, for all of our people."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.case_cost import CaseCost, case_costs
from ledger.books.queries import transfers_of
from ledger.incidents.models import Incident
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import may, permit
from ledger.recovery.action_rows import touched_and_seen
from ledger.recovery.funding import sees_costs
from ledger.recovery.journal import JournalRow, of_case
from ledger.recovery.queries import recovery_of

MOST_ENTRIES = 50
"""On the page of one case; its journal is paged."""


@dataclass(frozen=True)
class CaseMoney:
    """What a case cost; `costs` only for those who may see them, `entries` only with the finance permission."""

    costs: tuple[CaseCost, ...] | None
    given: tuple[Money, ...]
    entries: tuple[JournalRow, ...] | None
    """The latest, at most `MOST_ENTRIES`."""
    has_more: bool
    """Whether more is booked than `entries` shows."""

    @property
    def net(self) -> tuple[Money, ...] | None:
        """What it cost us, by currency; what others pay us back is not taken off. None for those who may not see it."""
        return None if self.costs is None else tuple(one.net for one in self.costs)

    @property
    def by_currency(self) -> tuple[CaseCost, ...] | None:
        """How that came about, for those with the finance permission only."""
        return None if self.entries is None else self.costs


def money_of_case(session: Session, actor: Actor, incident_id: str) -> CaseMoney:
    """Return what an incident cost us and gives its clients; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    query = select(Incident).where(Incident.id == incident_id, touched_and_seen(actor))
    incident = session.scalar(query)
    if incident is None:
        raise NotFound
    is_shown = sees_costs(actor, incident.owner_id, incident.deputy_id, incident.filed_by)
    booked = of_case(session, actor, incident_id, limit=MOST_ENTRIES + 1) if may(actor, "read_all_costs") else None
    return CaseMoney(
        costs=tuple(case_costs(transfers_of(session, incident_id))) if is_shown else None,
        given=recovery_of(session, actor, incident_id).value_totals,
        entries=None if booked is None else tuple(booked[:MOST_ENTRIES]),
        has_more=len(booked or ()) > MOST_ENTRIES,
    )
