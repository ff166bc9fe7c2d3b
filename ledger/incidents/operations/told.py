"""What follows from an entry of the timeline: the client knows, a clock stops, the next update gets its time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.milestones import not_before
from ledger.incidents.models import ClockRow, Entry, Incident
from ledger.incidents.operations.clocks import make_late, stop_clock, update_sent
from ledger.incidents.operations.touched import Touched, logs_of, touched
from ledger.incidents.page_parts import runs
from ledger.incidents.timeline import ATTEMPTS, attempts_suffice, tells_the_client
from ledger.kernel.clock import iso
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.record.operations import note

_NOTICE_CLOCKS = (ClockKind.FIRST_NOTICE, ClockKind.PERSONAL_DATA)


def what_follows(  # noqa: PLR0913 the entry and who reads it
    session: Session,
    actor: Actor,
    incident: Incident,
    seen_by: Sequence[Touched],
    entry: Entry,
    *,
    reported: bool = False,
) -> None:
    """Do what an entry means for its readers: told, clocks stopped, next update due; `reported`: the client told us."""
    for one in seen_by:
        if tells_the_client(entry.kind, entry.outcome):
            _tell(session, actor, one, entry.occurred_at)
        if entry.kind in {"client_notice", "update"} and entry.outcome not in ATTEMPTS:
            update_sent(session, actor, incident, one.impact, entry.occurred_at, entry.next_update_at)
    if entry.outcome in ATTEMPTS and entry.about_client_id is not None:
        _weigh_attempts(session, actor, incident, entry)
    if reported:
        _reported(session, actor, incident, entry)


def corrected_notice(session: Session, actor: Actor, seen_by: Sequence[Touched], wrong: Entry, right: Entry) -> None:
    """Carry a notice's corrected time over: to when the client knew, and to the clock it stopped, but only later."""
    if not tells_the_client(right.kind, right.outcome) or right.occurred_at == wrong.occurred_at:
        return
    for one in seen_by:
        if one.impact.client_notified_at != wrong.occurred_at:
            continue
        _mark(session, actor, one, "client_notified_at", right.occurred_at)
        stopped = session.scalars(
            select(ClockRow).where(
                ClockRow.impact_id == one.impact.id,
                ClockRow.kind == ClockKind.FIRST_NOTICE,
                ClockRow.stopped_at == wrong.occurred_at,
            )
        )
        for row in stopped.all():
            make_late(session, actor, row, right.occurred_at)


def _tell(session: Session, actor: Actor, one: Touched, at: datetime) -> None:
    for kind in _NOTICE_CLOCKS:
        stop_if_begun(session, actor, one.impact.id, kind, at)
    if one.impact.client_notified_at is None:
        _mark(session, actor, one, "client_notified_at", at)


def stop_if_begun(session: Session, actor: Actor, impact_id: str, kind: ClockKind, at: datetime) -> None:
    """Stop the impact's running clock of this kind, unless it began after `at`."""
    began_at = session.scalars(
        select(ClockRow.zero_at).where(
            ClockRow.impact_id == impact_id,
            ClockRow.kind == kind,
            *runs(),
        )
    ).first()
    if began_at is not None and not_before(at, began_at):
        stop_clock(session, actor, impact_id, kind, at)


def _weigh_attempts(session: Session, actor: Actor, incident: Incident, entry: Entry) -> None:
    """Stop the first-notice clock at the attempt that makes it three on two channels."""
    later = aliased(Entry)
    query = select(Entry.channel, Entry.occurred_at).where(
        Entry.incident_id == incident.id,
        Entry.about_client_id == entry.about_client_id,
        Entry.outcome.in_(ATTEMPTS),
        ~exists().where(later.supersedes_id == Entry.id),
    )
    attempts = session.execute(query).all()
    if not attempts_suffice([row.channel for row in attempts]):
        return
    last_at = max(row.occurred_at for row in attempts)
    for one in touched(session, incident.id):
        if one.client.id == entry.about_client_id:
            stop_if_begun(session, actor, one.impact.id, ClockKind.FIRST_NOTICE, last_at)


def _reported(session: Session, actor: Actor, incident: Incident, entry: Entry) -> None:
    found = [one for one in touched(session, incident.id) if one.client.id == entry.about_client_id]
    if not found:
        raise Invalid({"client_code": "Say which client told us."})
    before = found[0].impact.client_reported_at
    if before is None or entry.occurred_at < before:
        _mark(session, actor, found[0], "client_reported_at", entry.occurred_at)


def _mark(session: Session, actor: Actor, one: Touched, name: str, at: datetime) -> None:
    before: datetime | None = getattr(one.impact, name)
    setattr(one.impact, name, at)
    one.impact.version += 1
    one.impact.event_id = note(
        session,
        "impact.changed",
        actor=actor.user_id,
        subjects=logs_of([one]),
        data={name: iso(at), "before": iso(before) if before else None},
    )
    session.flush()
