"""One incident with all that its page shows: a bounded number of SELECTs however long the timeline is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.clocks_shown import ClockShown, clocks_of
from ledger.incidents.entries_shown import EntryShown, entries_of
from ledger.incidents.impacts_shown import ImpactShown, impacts_of
from ledger.incidents.milestones import MILESTONES
from ledger.incidents.models import CauseFamily, Factor, Handover, Impact, Incident, Proposal
from ledger.incidents.statuses import OVER
from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names

MOST_ENTRIES = 500


@dataclass(frozen=True)
class FactorShown:
    """One contributing factor."""

    id: str
    text: str
    why_not_noticed: str


@dataclass(frozen=True)
class ProposalShown:
    """One step that needs a second person, with who, when and why."""

    id: str
    kind: str
    detail: dict[str, Any]
    reason: str
    proposed_by_id: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision: str | None
    decision_note: str | None

    @property
    def aware_at(self) -> datetime | None:
        """Where awareness would move to."""
        told = self.detail.get("aware_at")
        return datetime.fromisoformat(told) if told else None


@dataclass(frozen=True)
class HandoverShown:
    """A shift handed over."""

    giver: str
    taker: str
    note: str
    at: datetime


@dataclass(frozen=True)
class IncidentPage:
    """An incident with its impacts, timeline (newest first), factors, clocks and proposals."""

    id: str
    version: int
    reference: str
    title: str
    act_statement: str | None
    act_is_provisional: bool
    ours: str
    severity: str
    status: str
    service: str
    found_by: str
    found_by_client: str | None
    cause_family: str | None
    owner_id: str
    owner: str
    deputy_id: str | None
    deputy: str
    external_reference: str | None
    external_provider: str | None
    external_priority: str | None
    external_url: str | None
    import_flags: tuple[str, ...]
    acting_party: str
    authorised_by: str
    duplicate_of: str | None
    milestones: dict[str, datetime | None]
    filed_at: datetime
    filed_by: str
    impacts: tuple[ImpactShown, ...]
    entries: tuple[EntryShown, ...]
    has_older_entries: bool
    factors: tuple[FactorShown, ...]
    clocks: tuple[ClockShown, ...]
    proposals: tuple[ProposalShown, ...]
    handovers: tuple[HandoverShown, ...]

    @property
    def is_over(self) -> bool:
        """Whether it ended: closed, not ours, a duplicate, withdrawn."""
        return self.status in OVER

    @property
    def waiting(self) -> tuple[ProposalShown, ...]:
        """The proposals that nobody has decided."""
        return tuple(one for one in self.proposals if one.decided_at is None)


def incident_by_reference(
    session: Session, actor: Actor, reference: str, *, most: int = MOST_ENTRIES, at: datetime | None = None
) -> IncidentPage:
    """Return an incident with its parts, the newest `most` entries and its clocks as they stand `at` (now).

    Raises `NotFound` for a reference that is not there.
    """
    permit(actor, "read_cases")
    incident, family, found_by, duplicate_of = _found(session, actor, reference)
    entries = entries_of(session, actor, incident.id, most + 1)
    proposals = _rows(session, Proposal, incident.id, Proposal.proposed_at.desc(), Proposal.id.desc())
    handovers = _rows(session, Handover, incident.id, Handover.at.desc(), Handover.id.desc())
    people = names(session, _people(incident, entries, proposals, handovers))
    return IncidentPage(
        **{name: getattr(incident, name) for name in _SAME},
        import_flags=tuple(incident.import_flags or ()),
        found_by_client=found_by,
        cause_family=family,
        duplicate_of=duplicate_of,
        owner=people.get(incident.owner_id, ""),
        deputy=people.get(incident.deputy_id or "", ""),
        filed_by=people.get(incident.filed_by, ""),
        milestones={name: getattr(incident, name) for name in MILESTONES},
        impacts=tuple(impacts_of(session, actor, incident.id)),
        entries=tuple(one.named(people) for one in entries[:most]),
        has_older_entries=len(entries) > most,
        factors=_factors(session, incident.id),
        clocks=tuple(clocks_of(session, actor, incident.id, at or now())),
        proposals=tuple(_proposal(row, people) for row in proposals),
        handovers=tuple(_handover(row, people) for row in handovers),
    )


def incident_id(session: Session, actor: Actor, reference: str) -> str:
    """Return the id of the incident with this reference, for verbs; raise `NotFound`."""
    permit(actor, "read_cases")
    found = session.scalar(select(Incident.id).where(Incident.reference == reference, _seen(actor)))
    if found is None:
        raise NotFound
    return found


def cause_families(session: Session, actor: Actor) -> list[str]:
    """Return the names of all cause families, for choosing."""
    permit(actor, "read_cases")
    return list(session.scalars(select(CauseFamily.name).order_by(CauseFamily.name)))


_SAME = (
    "id", "version", "reference", "title", "act_statement", "act_is_provisional", "ours", "severity", "status",
    "service", "found_by", "owner_id", "deputy_id", "external_reference", "external_provider", "external_priority",
    "external_url", "acting_party", "authorised_by", "filed_at",
)  # fmt: skip


def _seen(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Impact.incident_id == Incident.id, visible_to(actor, Impact.client_id))


def _found(session: Session, actor: Actor, reference: str) -> tuple[Incident, str | None, str | None, str | None]:
    other = aliased(Incident)
    query = (
        select(Incident, CauseFamily.name, Client.name, other.reference)
        .outerjoin(CauseFamily, CauseFamily.id == Incident.cause_family_id)
        .outerjoin(Client, Client.id == Incident.found_by_client_id)
        .outerjoin(other, other.id == Incident.duplicate_of_id)
        .where(Incident.reference == reference, _seen(actor))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        sentence = f"There is no incident {reference}."
        raise NotFound(sentence)
    incident, family, found_by, duplicate_of = found
    return incident, family, found_by, duplicate_of


def _rows(session: Session, table: Any, incident_id: str, *order: Any) -> list[Any]:
    return list(session.scalars(select(table).where(table.incident_id == incident_id).order_by(*order)))


def _factors(session: Session, incident_id: str) -> tuple[FactorShown, ...]:
    query = select(Factor.id, Factor.text, Factor.why_not_noticed).where(
        Factor.incident_id == incident_id, Factor.removed_at.is_(None)
    )
    return tuple(FactorShown(*row) for row in session.execute(query.order_by(Factor.id)))


def _people(
    incident: Incident, entries: list[EntryShown], proposals: list[Any], handovers: list[Any]
) -> set[str | None]:
    people = {incident.owner_id, incident.deputy_id, incident.filed_by}
    people |= {entry.author_id for entry in entries}
    people |= {person for row in proposals for person in (row.proposed_by, row.decided_by)}
    return people | {person for row in handovers for person in (row.from_id, row.to_id)}


def _proposal(row: Proposal, people: dict[str, str]) -> ProposalShown:
    return ProposalShown(
        id=row.id,
        kind=row.kind,
        detail=row.detail,
        reason=row.reason,
        proposed_by_id=row.proposed_by,
        proposed_by=people.get(row.proposed_by, ""),
        proposed_at=row.proposed_at,
        decided_by=people.get(row.decided_by or "", ""),
        decided_at=row.decided_at,
        decision=row.decision,
        decision_note=row.decision_note,
    )


def _handover(row: Handover, people: dict[str, str]) -> HandoverShown:
    return HandoverShown(people.get(row.from_id, ""), people.get(row.to_id, ""), row.note, row.at)
