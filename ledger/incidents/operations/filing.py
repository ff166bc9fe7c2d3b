"""Filing an incident: in a minute, with the least that is known; everything else can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.act_statement import PROVISIONAL, fault_in, is_provisional
from ledger.incidents.models import Incident
from ledger.incidents.operations.impacts import open_impact
from ledger.incidents.operations.numbering import next_reference
from ledger.incidents.operations.touched import active_clients, refuse_indiscretion
from ledger.incidents.references import client_series, internal_series
from ledger.kernel.clock import iso, month_in, now, year_in
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.operations import note


@dataclass(frozen=True)
class Filed:
    """What filing gave: the references to go on with."""

    id: str
    reference: str
    client_references: tuple[str, ...]


def file_incident(  # noqa: PLR0913 what a minute at night can give, all named
    session: Session,
    actor: Actor,
    *,
    clients: Sequence[str],
    title: str,
    severity: str,
    found_by: str,
    found_by_client: str | None = None,
    impact_started_at: datetime | None = None,
    aware_at: datetime | None = None,
    act_statement: str | None = None,
    service: str = "",
    external_reference: str | None = None,
) -> Filed:
    """File an incident that touched the clients with these codes; the actor owns it until it is handed over.

    Times are aware; `aware_at` is zero of every clock and preset to now. Raises `Invalid` for a client that is not
    there, for a time in the future or in an impossible order, and for words that would tell one client of another.
    Where a client told us, its impact says so from awareness on, or "told first" would count it as ours; which client,
    `found_by_client` says, needed only where several are touched.
    """
    permit(actor, "file")
    filed_at = now()
    if not clients:
        raise Invalid({"clients": "Name at least one client that this touched or could have touched."})
    touched = active_clients(session, clients, "clients")
    reporter = _who_told_us(touched, found_by, found_by_client)
    act_statement = act_statement or PROVISIONAL
    _refuse_impossible_times(impact_started_at, aware_at, filed_at)
    if fault := fault_in(act_statement):
        raise Invalid({"act_statement": fault})
    refuse_indiscretion(session, {"title": title, "act_statement": act_statement}, touched)
    ours = provider(session)
    year = year_in(filed_at, ours.zone)
    known_at = aware_at or filed_at
    incident = Incident(
        id=new_id(),
        reference=next_reference(session, internal_series(year)),
        title=title,
        severity=severity,
        found_by=found_by,
        found_by_client_id=reporter.id if reporter else None,
        service=service,
        external_reference=external_reference,
        act_statement=act_statement,
        act_is_provisional=is_provisional(act_statement),
        ours="not_yet_known" if is_provisional(act_statement) else "yes",
        owner_id=actor.user_id,
        impact_started_at=impact_started_at,
        detected_at=known_at,
        aware_at=known_at,
        filed_at=filed_at,
        filed_by=actor.user_id,
        report_month=month_in(known_at, ours.zone),
    )
    incident.event_id = _noted(session, actor, incident, known_at)
    session.add(incident)
    session.flush()
    references = tuple(_open_impact(session, actor, incident, client, year) for client in touched)
    return Filed(incident.id, incident.reference, references)


def _who_told_us(touched: Sequence[Client], found_by: str, code: str | None) -> Client | None:
    if found_by != "client":
        if code:
            raise Invalid({"found_by_client": "Name a client here only where a client told us."})
        return None
    if code is None and len(touched) > 1:
        raise Invalid({"found_by_client": "Say which of these clients told us; the first one, if several did."})
    found = next((client for client in touched if code in {None, client.code}), None)
    if found is None:
        raise Invalid({"found_by_client": "This client is not among those that it touched."})
    return found


def _refuse_impossible_times(started_at: datetime | None, aware_at: datetime | None, filed_at: datetime) -> None:
    for name, instant in (("impact_started_at", started_at), ("aware_at", aware_at)):
        if instant and instant > filed_at:
            raise Invalid({name: "This time lies in the future; an incident is filed after it began."})
    if started_at and aware_at and aware_at < started_at:
        raise Invalid({"aware_at": "We cannot have known before it began; look at both times."})


def _noted(session: Session, actor: Actor, incident: Incident, aware_at: datetime) -> str:
    started_at = incident.impact_started_at
    return note(
        session,
        "incident.filed",
        actor=actor.user_id,
        subjects=incident.reference,
        data={
            "severity": incident.severity,
            "found_by": incident.found_by,
            "aware_at": iso(aware_at),
            "impact_started_at": iso(started_at) if started_at else None,
            "external_reference": incident.external_reference,
        },
        sealed={"title": incident.title, "act_statement": incident.act_statement, "service": incident.service},
    )


def _open_impact(session: Session, actor: Actor, incident: Incident, client: Client, year: int) -> str:
    reference = next_reference(session, client_series(client.code, year))
    told_us_at = incident.aware_at if client.id == incident.found_by_client_id else None
    impact = open_impact(session, actor, incident, client, reference, incident.title, told_us_at)
    return impact.client_reference
