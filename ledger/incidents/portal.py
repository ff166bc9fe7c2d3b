"""What a client's own people read of incidents: their client's part, under its own reference, and no other.

Nothing internal stands in these rows: no reference of ours, no severity, no title, no name of ours, no cost. A
reference of another client is not found, exactly like one that does not exist.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from ledger.clients.visibility import visible_to
from ledger.incidents.filtering import ON_BOARD, began_at
from ledger.incidents.models import Entry, Impact, Incident
from ledger.incidents.person_hours import in_words, person_minutes
from ledger.incidents.timeline import Written
from ledger.incidents.told_first import told_first
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.models import SignInAttempt
from ledger.people.permissions import permit

MOST_ENTRIES = 500
"""Newest entries of one case; more than that is read in the letters."""

ONE_VISIT = timedelta(minutes=15)
"""Who signs in again within this time has not been away."""


@dataclass(frozen=True)
class OwnIncident:
    """One line of a client's list."""

    id: str
    client_reference: str
    statement: str
    status: str
    began_at: datetime
    resolved_at: datetime | None
    filed_at: datetime


@dataclass(frozen=True)
class OwnEntry(Written):
    """One line of the timeline that the client may read, in its newest words; earlier ones: `own_history`."""

    id: str
    client_reference: str
    kind: str
    text: str
    occurred_at: datetime
    recorded_at: datetime
    channel: str | None
    next_update_at: datetime | None


@dataclass(frozen=True)
class OwnCase:
    """One incident as the client it touched reads it; times are none where nothing is recorded."""

    client_reference: str
    statement: str
    status: str
    ours: str
    act_statement: str | None
    """What we did or failed to do; none while we do not know, and where it was not us."""
    act_is_provisional: bool
    found_by: str
    """`you`, or who else noticed; another client is `third_party`."""
    from_at: datetime | None
    found_at: datetime | None
    reported_at: datetime | None
    told_at: datetime | None
    contained_at: datetime | None
    restored_at: datetime | None
    closed_at: datetime | None
    people_affected: int | None
    people_total: int | None
    work_lost: str
    data_effect: str
    must_do: str | None
    delay_reason: str | None
    no_remedy_reason: str | None
    entries: tuple[OwnEntry, ...]
    """Newest first."""

    @property
    def told_first(self) -> bool | None:
        """Whether we told the client before it told us; none while neither has happened."""
        return told_first(self.told_at, self.reported_at)


def own_incidents(
    session: Session,
    actor: Actor,
    *,
    is_open: bool | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[OwnIncident]:
    """Return the incidents of the actor's client, newest first by when they began, from a keyset position.

    `is_open` keeps those we still work on, or those we do not.
    """
    permit(actor, "read_own_case")
    began = began_at()
    columns = Impact.id, Impact.client_reference, Impact.statement, Incident.status
    query = select(*columns, began, Incident.resolved_at, Incident.filed_at)
    query = query.join(Incident, Incident.id == Impact.incident_id).where(visible_to(actor, Impact.client_id))
    if is_open is not None:
        worked_on = Incident.status.in_(ON_BOARD)
        query = query.where(worked_on if is_open else ~worked_on)
    if after is not None:
        query = query.where(tuple_(began, Impact.id) < after)
    return [OwnIncident(*row) for row in session.execute(query.order_by(began.desc(), Impact.id.desc()).limit(limit))]


def own_case(session: Session, actor: Actor, client_reference: str) -> OwnCase:
    """Return one incident of the actor's client with its visible timeline; raise `NotFound` for any other reference."""
    permit(actor, "read_own_case")
    found = session.execute(_touching(actor).where(Impact.client_reference == client_reference)).one_or_none()
    if found is None:
        raise NotFound
    impact, incident = found
    entries = _entries(session, actor, Entry.incident_id == incident.id, MOST_ENTRIES)
    return _case(actor, impact, incident, entries)


def own_cases(session: Session, actor: Actor) -> list[OwnCase]:
    """Return all incidents of the actor's client with their visible timelines, by reference; two SELECTs in all."""
    permit(actor, "read_own_case")
    entries: dict[str, list[OwnEntry]] = defaultdict(list)
    for entry in _entries(session, actor):
        entries[entry.client_reference].append(entry)
    found = session.execute(_touching(actor).order_by(Impact.client_reference))
    return [_case(actor, impact, case, tuple(entries[impact.client_reference])) for impact, case in found]


def own_news(session: Session, actor: Actor, since: datetime, most: int = 20) -> list[OwnEntry]:
    """Return what was written for the actor's client after `since`, newest first, at most `most` entries."""
    permit(actor, "read_own_case")
    return list(_entries(session, actor, Entry.recorded_at > since, most))


def last_visit(session: Session, actor: Actor) -> datetime | None:
    """Return when the actor signed in the time before this one, none on a first visit; both steps are one visit."""
    permit(actor, "read_own_case")
    came = select(func.max(SignInAttempt.at)).where(SignInAttempt.user_id == actor.user_id, SignInAttempt.worked)
    here_since = session.scalar(came)
    return here_since and session.scalar(came.where(SignInAttempt.at < here_since - ONE_VISIT))


def _touching(actor: Actor) -> Select[Impact, Incident]:
    query = select(Impact, Incident).join(Incident, Incident.id == Impact.incident_id)
    return query.where(visible_to(actor, Impact.client_id))


def _entries(
    session: Session, actor: Actor, condition: ColumnElement[bool] | None = None, most: int | None = None
) -> tuple[OwnEntry, ...]:
    query = (
        _visible(actor)
        .where(true() if condition is None else condition)
        .order_by(Entry.occurred_at.desc(), Entry.recorded_at.desc(), Entry.id.desc())
        .limit(most)
    )
    return tuple(OwnEntry(*row) for row in session.execute(query))


def _visible(actor: Actor) -> Any:
    """Select entries the actor's client may read: for it or for all, not about another, in their newest words."""
    later = aliased(Entry)
    about_it = or_(Entry.about_client_id.is_(None), Entry.about_client_id == actor.client_id)
    for_it = or_(
        Entry.visibility == "all_clients",
        and_(Entry.visibility == "one_client", Entry.client_id == actor.client_id),
    )
    columns: list[Any] = [Entry.id, Impact.client_reference, *(getattr(Entry, name) for name in _ENTRY)]
    return (
        select(*columns)
        .join(Impact, Impact.incident_id == Entry.incident_id)
        .where(visible_to(actor, Impact.client_id), about_it, for_it, ~exists().where(later.supersedes_id == Entry.id))
    )


_ENTRY: Sequence[str] = ("kind", "text", "occurred_at", "recorded_at", "channel", "next_update_at")


def _case(actor: Actor, impact: Impact, incident: Incident, entries: tuple[OwnEntry, ...]) -> OwnCase:
    from_at, to_at = impact.from_at or incident.impact_started_at, impact.to_at or incident.resolved_at
    return OwnCase(
        client_reference=impact.client_reference,
        statement=impact.statement,
        status=incident.status,
        ours=incident.ours,
        act_statement=None if incident.ours == "no" else impact.act_statement or incident.act_statement,
        act_is_provisional=incident.act_is_provisional,
        found_by=_found_by(actor, incident),
        from_at=from_at,
        found_at=incident.detected_at,
        reported_at=impact.client_reported_at,
        told_at=impact.client_notified_at,
        contained_at=incident.contained_at,
        restored_at=to_at,
        closed_at=incident.closed_at,
        people_affected=impact.people_affected,
        people_total=impact.people_total,
        work_lost=in_words(person_minutes(impact.people_affected, from_at, to_at)),
        data_effect=impact.data_effect,
        must_do=impact.client_must_do,
        delay_reason=impact.delay_reason,
        no_remedy_reason=impact.no_remedy_reason,
        entries=entries,
    )


def _found_by(actor: Actor, incident: Incident) -> str:
    if incident.found_by != "client":
        return incident.found_by
    return "you" if incident.found_by_client_id == actor.client_id else "third_party"
