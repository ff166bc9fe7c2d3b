"""What the subjects of events stand for: an incident's reference, a client's reference, a client's code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select, union_all
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Entry, Impact, Incident
from ledger.letters.models import Letter
from ledger.recovery.models import Promise, Remedy
from ledger.trends.review_models import TrustReview

_OF_ONE_CLIENT = ("client", "letter", "promise", "remedy", "review", "line", "entry")
"""Members of an event's data that can name such a thing; `line` is what a booking is for, where it is for a remedy."""


@dataclass(frozen=True)
class Subjects:
    """References, and ids of incidents, to the codes of the clients concerned and to the incident's own reference."""

    codes: Mapping[str, tuple[str, ...]]
    incidents: Mapping[str, str]
    owners: Mapping[str, str]
    """Ids of clients, and of what belongs to one (letters, promises, remedies, reviews, entries), to its code."""

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
    told = func.coalesce(Entry.client_id, Entry.about_client_id)
    named = (
        select(Client.id, Client.code).where(Client.id.in_(ids)),
        *(_owned(row.id, Impact.client_id, ids).join(Impact, Impact.id == row.impact_id) for row in (Letter, Remedy)),
        *(_owned(row.id, row.client_id, ids) for row in (Promise, TrustReview)),
        _owned(Entry.id, told, ids),
    )
    return {row.id: row.code for row in session.execute(union_all(*named))}


def _owned(thing: Any, client_id: Any, ids: list[str]) -> Select[str, str]:
    return select(thing, Client.code).where(thing.in_(ids), Client.id == client_id)


def references_with(session: Session, reference: str) -> list[str]:
    """Return a reference and those under which the same case goes: the incident's own and each client's."""
    query = select(Incident.reference, Impact.client_reference).join(Impact, Impact.incident_id == Incident.id)
    rows = session.execute(query.where(or_(Incident.reference == reference, Impact.client_reference == reference)))
    own = [row.reference for row in rows] if "-" in reference else []
    if reference.startswith("INC-"):
        same = session.scalars(query.with_only_columns(Impact.client_reference).where(Incident.reference == reference))
        own += list(same)
    return sorted({reference, *own})
