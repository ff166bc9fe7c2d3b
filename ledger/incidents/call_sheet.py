"""The call sheet of an incident: whom to ring for each client, in order, on which number now, and what to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.incidents.call_words import number_now, words_to_say
from ledger.incidents.client_calendar import calendar_from
from ledger.incidents.entries_shown import EntryShown
from ledger.incidents.impacts_shown import ImpactShown
from ledger.incidents.incident_page import IncidentPage, incident_by_reference
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider


@dataclass(frozen=True)
class Callee:
    """Somebody to ring, with the number that is right at this hour."""

    name: str
    title: str
    number: str
    remark: str
    """Why this number, or why there is none."""
    other_number: str


@dataclass(frozen=True)
class CallLines:
    """One client's part of the sheet."""

    impact: ImpactShown
    local_at: datetime
    zone: str
    in_hours: bool
    callees: tuple[Callee, ...]
    words: Sequence[str]
    tried: tuple[EntryShown, ...]
    """Contacts logged so far, newest first."""


@dataclass(frozen=True)
class CallSheet:
    """An incident and one part for each client: those who have not been told come first."""

    incident: IncidentPage
    lines: tuple[CallLines, ...]


def call_sheet(session: Session, actor: Actor, reference: str, *, at: datetime | None = None) -> CallSheet:
    """Return the call sheet as it is right `at` (now); raise `NotFound` for a reference that is not there."""
    permit(actor, "answer")
    at = at or now()
    incident = incident_by_reference(session, actor, reference, at=at)
    ids = [impact.client_id for impact in incident.impacts]
    clients = {client.id: client for client in session.scalars(select(Client).where(Client.id.in_(ids)))}
    contacts = session.scalars(
        select(Contact).where(Contact.client_id.in_(ids), Contact.active).order_by(Contact.ring_order, Contact.id)
    ).all()
    ours = provider(session)
    lines = []
    for impact in incident.impacts:
        in_hours = calendar_from(clients[impact.client_id], ours).is_open_at(at)
        lines.append(
            CallLines(
                impact=impact,
                local_at=at,
                zone=impact.client_zone,
                in_hours=in_hours,
                callees=tuple(_callee(one, in_hours) for one in contacts if one.client_id == impact.client_id),
                words=_words(actor, ours.name, incident, impact, at),
                tried=tuple(one for one in incident.entries if one.client_code == impact.client_code and one.outcome),
            )
        )
    return CallSheet(incident, tuple(sorted(lines, key=lambda line: line.impact.client_notified_at is not None)))


def next_update_due(incident: IncidentPage, client_code: str, at: datetime) -> datetime | None:
    """Return when this client hears from us next: what was promised last, else the running clock; none in the past."""
    promised = (
        entry.next_update_at
        for entry in incident.entries
        if entry.next_update_at
        and not entry.corrected_by_id
        and (entry.visibility == "all_clients" or entry.client_code == client_code)
    )
    running = (
        clock.due_at
        for clock in incident.clocks
        if clock.runs and clock.kind == "updates" and client_code in clock.codes
    )
    found = next(promised, None) or next(running, None)
    return found if found is not None and found > at else None


def _callee(contact: Contact, in_hours: bool) -> Callee:  # noqa: FBT001 read from the calendar a line above
    number, remark = number_now(contact.phone, contact.night_phone, in_hours=in_hours)
    other = contact.phone if number == contact.night_phone else contact.night_phone
    return Callee(contact.name, contact.title, number, remark, other if other != number else "")


def _words(actor: Actor, ours: str, incident: IncidentPage, impact: ImpactShown, at: datetime) -> Sequence[str]:
    return words_to_say(
        caller=actor.name,
        provider=ours,
        act_statement=impact.act_statement or incident.act_statement,
        statement=impact.statement,
        from_at=impact.from_at,
        status=incident.status,
        must_do=impact.client_must_do,
        next_update_at=next_update_due(incident, impact.client_code, at),
        zone=impact.client_zone,
    )
