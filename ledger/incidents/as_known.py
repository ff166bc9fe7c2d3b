"""What was known of an incident at a moment, and what its facts said before they were changed: read from the record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import CauseFamily, Impact, Incident
from ledger.incidents.replay import replay
from ledger.incidents.retold import Change, EntryThen, LetterThen, Told
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.record.histories import events_about
from ledger.record.models import PROVIDER_LOG


@dataclass(frozen=True)
class Edit:
    """A fact that said something else before."""

    of: str
    name: str
    before: Any
    after: Any
    by: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Known:
    """An incident as it was known at a moment; `filed` is false where nothing was recorded yet."""

    reference: str
    at: datetime
    filed: bool
    facts: Mapping[str, Any]
    impacts: Mapping[str, Mapping[str, Any]]
    entries: tuple[EntryThen, ...]
    """Newest first by when they happened."""
    letters: tuple[LetterThen, ...]
    things: tuple[Mapping[str, Any], ...]
    edits: tuple[Edit, ...]


def known_at(session: Session, actor: Actor, reference: str, at: datetime) -> Known:
    """Return what our own people had recorded of an incident by `at`; raise `NotFound` for a reference not there."""
    permit(actor, "read_cases")
    told = _told(session, reference, at)
    people = names(session, set(told.people))
    return _known(session, reference, at, told, people)


def edits_of(session: Session, actor: Actor, reference: str) -> tuple[Edit, ...]:
    """Return what the facts of an incident said before they were changed, newest change first; raise `NotFound`."""
    permit(actor, "read_cases")
    told = _told(session, reference, None)
    return _edits(session, told, names(session, set(told.people)))


def own_known_at(session: Session, actor: Actor, client_reference: str, at: datetime) -> Known:
    """Return what the log of the actor's client held of an incident by `at`; raise `NotFound` for any other reference.

    Nobody of ours is named in it.
    """
    return _known(session, client_reference, at, _own(session, actor, client_reference, at), {})


def own_history(session: Session, actor: Actor, client_reference: str) -> tuple[list[EntryThen], tuple[Edit, ...]]:
    """Return what the client read before it was put right: the entries that were corrected, and the facts as they were.

    Both newest first. Raises `NotFound` for a reference that is not the actor's client's.
    """
    told = _own(session, actor, client_reference, None)
    return [one for one in told.timeline if one.corrected_by_id], _edits(session, told, {})


def _told(session: Session, reference: str, until: datetime | None) -> Told:
    query = (
        select(Incident.filed_at, Client.log_id, Impact.client_reference)
        .join(Impact, Impact.incident_id == Incident.id)
        .join(Client, Client.id == Impact.client_id)
    )
    rows = session.execute(query.where(Incident.reference == reference)).all()
    if not rows:
        sentence = f"There is no incident {reference}."
        raise NotFound(sentence)
    subjects = {PROVIDER_LOG: reference, **{row.log_id: row.client_reference for row in rows}}
    return replay(events_about(session, subjects, from_at=rows[0].filed_at, until=until))


def _own(session: Session, actor: Actor, client_reference: str, until: datetime | None) -> Told:
    permit(actor, "read_own_case")
    query = select(Client.log_id).join(Impact, Impact.client_id == Client.id)
    query = query.where(Impact.client_reference == client_reference, visible_to(actor, Impact.client_id))
    log_id = session.scalar(query)
    if log_id is None:
        raise NotFound
    return replay(events_about(session, {log_id: client_reference}, until=until))


def _known(session: Session, reference: str, at: datetime, told: Told, people: Mapping[str, str]) -> Known:
    facts = dict(told.facts)
    family = facts.pop("cause_family_id", None)
    facts["cause_family"] = _families(session, {family}).get(family, "")
    facts |= {name: people.get(facts.get(name) or "", "") for name in ("owner", "deputy", "filed_by")}
    return Known(
        reference=reference,
        at=at,
        filed=bool(told.facts or told.impacts),
        facts=facts,
        impacts=dict(sorted(told.impacts.items())),
        entries=tuple(
            replace(one, author=people.get(one.author_id, ""), corrector=people.get(one.corrector_id, ""))
            for one in told.timeline
        ),
        letters=tuple(told.letters),
        things=tuple(told.things.values()),
        edits=_edits(session, told, people),
    )


def _edits(session: Session, told: Told, people: Mapping[str, str]) -> tuple[Edit, ...]:
    found = told.edits
    moved = [one for one in found if one.name == "cause_family_id"]
    families = _families(session, {family for one in moved for family in (one.before, one.after)})
    return tuple(_edit(one, people, families) for one in found)


def _edit(one: Change, people: Mapping[str, str], families: Mapping[str, str]) -> Edit:
    known = {"owner": people, "deputy": people, "cause_family_id": families}.get(one.name)
    before, after = (known.get(told, "") if known is not None and told else told for told in (one.before, one.after))
    return Edit(one.of, one.name, before, after, people.get(one.by_id, ""), one.at, one.why)


def _families(session: Session, ids: set[Any]) -> dict[Any, str]:
    wanted = ids - {None, ""}
    if not wanted:
        return {}
    rows = session.execute(select(CauseFamily.id, CauseFamily.name).where(CauseFamily.id.in_(wanted)))
    return {row.id: row.name for row in rows}
