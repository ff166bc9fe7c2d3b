"""What an incident touches: its row under lock, its impacts with their clients, the logs an event belongs in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.incidents.confidence import Reachable, Traces, fault_in, traces_of
from ledger.incidents.models import Impact, Incident
from ledger.kernel.errors import Invalid, NotFound, Stale
from ledger.kernel.mail import SENDER
from ledger.people.actor import STAFF
from ledger.people.models import Provider, User
from ledger.record.models import PROVIDER_LOG
from ledger.record.queries import told_in


@dataclass(frozen=True)
class Touched:
    """One impact and the client it is on."""

    impact: Impact
    client: Client


def locked(session: Session, incident_id: str) -> Incident:
    """Return the incident with its row locked until the unit ends; raise `NotFound`."""
    return locked_by(session, select(Incident).where(Incident.id == incident_id))


def locked_by(session: Session, query: Select[Incident]) -> Incident:
    """Return the one incident that a query finds, as `locked` does, without asking for its id first."""
    query = query.with_for_update(of=Incident).execution_options(populate_existing=True)
    incident = session.scalars(query).one_or_none()
    if incident is None:
        raise NotFound
    return incident


def touched(session: Session, incident_id: str) -> list[Touched]:
    """Return the incident's impacts with their clients, by client code."""
    query = (
        select(Impact, Client)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id == incident_id)
        .order_by(Client.code)
    )
    return [Touched(impact, client) for impact, client in session.execute(query)]


def one_touched(session: Session, impact_id: str) -> tuple[Incident, Touched]:
    """Return an impact with its client and its incident, the incident locked; raise `NotFound`."""
    of_impact = select(Incident).join(Impact, Impact.incident_id == Incident.id).where(Impact.id == impact_id)
    incident = locked_by(session, of_impact)
    query = select(Impact, Client).join(Client, Client.id == Impact.client_id).where(Impact.id == impact_id)
    impact, client = session.execute(query.execution_options(populate_existing=True)).one()
    return incident, Touched(impact, client)


def active_clients(session: Session, codes: Iterable[str], field: str) -> list[Client]:
    """Return the active clients with these codes, by code; raise `Invalid` beside `field` for one that is not there.

    Until the unit ends nobody changes their codes: references that are about to be given begin with them.
    """
    query = select(Client).where(Client.code.in_(codes), Client.status == "active").order_by(Client.code)
    clients = list(session.scalars(query.with_for_update(read=True, key_share=True)))
    missing = sorted(set(codes) - {client.code for client in clients})
    if missing:
        raise Invalid({field: f"There is no active client with the code {', '.join(missing)}."})
    return clients


def logs_of(seen_by: Iterable[Touched]) -> dict[str, str]:
    """Return the clients' logs with each client's own reference, as `note` takes its subjects."""
    return {one.client.log_id: one.impact.client_reference for one in seen_by}


def everywhere(incident: Incident, seen_by: Iterable[Touched]) -> Mapping[str, str]:
    """Return the subjects of what both we and the affected clients see: our log and theirs."""
    return {PROVIDER_LOG: incident.reference, **logs_of(seen_by)}


def refuse_stale(found: int, seen: int | None) -> None:
    """Raise `Stale` if the row has moved on since the version `seen`; who saw none is not asked."""
    if seen is not None and seen != found:
        raise Stale


def refuse_indiscretion(session: Session, words: Mapping[str, str | None], readers: Iterable[Client]) -> None:
    """Raise `Invalid` if words that these clients will read name any other client, or our internal reference.

    Words that all of them were told before stand: whoever became a client since, or took on somebody of that name, must
    not keep what was promised or planned then from going on.
    """
    said = {name: text for name, text in words.items() if text}
    by_log = {client.log_id: client.id for client in readers}
    logs, reading = set(by_log), set(by_log.values())
    if not said or not reading:
        return
    alone = len(reading) == 1
    clients = session.execute(select(Client.id, Client.code, Client.name)).all()
    others = [(code, name) for key, code, name in clients if not (alone and key in reading)]
    traces = _traces(session, {key: name for key, _code, name in clients}, reading if alone else set())
    faults = {name: fault for name, text in said.items() if (fault := fault_in(text, others, traces))}
    told = told_in(session, logs, {said[name] for name in faults}) if faults else {}
    if new := {name: fault for name, fault in faults.items() if told[said[name]] != logs}:
        raise Invalid(new)


def _traces(session: Session, names: Mapping[str, str], reading: set[str]) -> list[Traces]:
    people: dict[str, list[Reachable]] = defaultdict(list)
    for row in session.execute(select(Contact.client_id, Contact.name, Contact.mail, Contact.phone)):
        people[row.client_id].append(Reachable(row.name, row.mail, row.phone or ""))
    return traces_of(people, names, reading, _ours(session))


def _ours(session: Session) -> list[Reachable]:
    """Return whom a client may always read of: our active people, ourselves, and the sender of our mail."""
    users = select(User.name, User.email, User.telephone).where(User.role.in_(STAFF), User.active)
    found = [Reachable(row.name, row.email, row.telephone) for row in session.execute(users)]
    for row in session.execute(select(Provider.domain, Provider.mail, Provider.phone)):
        found += [Reachable(mail=row.domain), Reachable(mail=row.mail, telephone=row.phone)]
    return [*found, Reachable(mail=session.info.get(SENDER, ""))]
