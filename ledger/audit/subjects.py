"""What the subjects of events stand for: an incident's reference, a client's reference, a client's code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.letters.models import Letter
from ledger.recovery.models import Promise, Remedy

_OF_ONE_CLIENT = ("letter", "promise", "remedy")
"""Members of an event's data that name such a thing."""


@dataclass(frozen=True)
class Subjects:
    """References, and ids of incidents, to the codes of the clients concerned and to the incident's own reference."""

    codes: Mapping[str, tuple[str, ...]]
    incidents: Mapping[str, str]
    owners: Mapping[str, str]
    """Ids of what belongs to one client (letters, promises, remedies) to its code."""

    def clients(self, subjects: Iterable[str], data: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the codes of the clients that an event concerns: whose the thing is that its data names, else all.

        A letter about an incident that touched four clients went to one of them.
        """
        owner = next((self.owners[id_] for id_ in things_in(data) if id_ in self.owners), None)
        if owner is not None:
            return (owner,)
        return tuple(sorted({code for subject in subjects for code in self.codes.get(subject, ())}))

    def incident(self, subjects: Iterable[str]) -> str:
        """Return the incident that these subjects are about; empty where it is none."""
        return next((self.incidents[subject] for subject in subjects if subject in self.incidents), "")


def things_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids in an event's data of what belongs to one client."""
    return tuple(str(data[name]) for name in _OF_ONE_CLIENT if data.get(name))


def subjects_of(session: Session, subjects: Iterable[str], things: Iterable[str] = ()) -> Subjects:
    """Return what these subjects and things of events stand for; what is no reference of ours stands for nothing."""
    asked = sorted(set(subjects))
    query = (
        select(Incident.id, Incident.reference, Impact.client_reference, Client.code)
        .join(Impact, Impact.incident_id == Incident.id)
        .join(Client, Client.id == Impact.client_id)
        .where(or_(*(name.in_(asked) for name in (Incident.id, Incident.reference, Impact.client_reference))))
    )
    codes = {code: (code,) for code in session.scalars(select(Client.code).where(Client.code.in_(asked)))}
    incidents: dict[str, str] = {}
    for row in session.execute(query):
        for name in (row.id, row.reference):
            codes[name] = (*codes.get(name, ()), row.code)
        codes[row.client_reference] = (row.code,)
        incidents |= dict.fromkeys((row.id, row.reference, row.client_reference), row.reference)
    return Subjects(codes, incidents, _owners(session, sorted(set(things))))


def _owners(session: Session, ids: list[str]) -> dict[str, str]:
    if not ids:
        return {}
    by_impact = [
        select(row.id, Client.code)
        .join(Impact, Impact.id == row.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(row.id.in_(ids))
        for row in (Letter, Remedy)
    ]
    promised = select(Promise.id, Client.code).join(Client, Client.id == Promise.client_id).where(Promise.id.in_(ids))
    return {row.id: row.code for query in (*by_impact, promised) for row in session.execute(query)}


def references_with(session: Session, reference: str) -> list[str]:
    """Return a reference and those under which the same case goes: the incident's own and each client's."""
    query = select(Incident.reference, Impact.client_reference).join(Impact, Impact.incident_id == Incident.id)
    rows = session.execute(query.where(or_(Incident.reference == reference, Impact.client_reference == reference)))
    own = [row.reference for row in rows] if "-" in reference else []
    if reference.startswith("INC-"):
        same = session.scalars(query.with_only_columns(Impact.client_reference).where(Incident.reference == reference))
        own += list(same)
    return sorted({reference, *own})
