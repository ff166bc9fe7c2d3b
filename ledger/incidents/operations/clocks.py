"""Starting, stopping and replacing clocks. Called by verbs that have asked for permission and hold the incident's row.

A clock stops at the time something happened (`occurred_at`), not when it was written down: people answer first and
write afterwards, and the timeline shows the lag. Nothing stops a clock before its zero or in the future, a stopped
clock is never started again, and a correction can make it late, never good.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.client_calendar import calendar_of, plan_of
from ledger.incidents.clock_plan import COUNTED_FROM_PROMISE, ClockKind, ClockRule, Unit, words_of
from ledger.incidents.clocks import due_at, next_update_due_at, rule_words
from ledger.incidents.milestones import not_before
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.incidents.page_parts import runs
from ledger.incidents.severities import Severity
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.record.canonical import Value
from ledger.record.operations import note

STARTED_LATER = COUNTED_FROM_PROMISE | {ClockKind.PERSONAL_DATA}
"""Kinds that do not start at filing: with the promise of a remedy, and when personal data turns out to be exposed."""


def start_clocks(session: Session, actor: Actor, incident: Incident, impact: Impact) -> list[ClockRow]:
    """Start the clocks that run from awareness, by the client's plan; none for S4, imported or not aware."""
    if incident.external_provider is not None or incident.aware_at is None:
        return []
    calendar, rules = _terms(session, incident, impact)
    rows = [
        _row(impact, rule, incident.aware_at, due_at(rule, incident.aware_at, calendar))
        for rule in rules.values()
        if rule.kind not in STARTED_LATER
    ]
    return _started(session, actor, incident, impact, rows)


def start_clock(session: Session, actor: Actor, impact_id: str, kind: str, zero_at: datetime) -> ClockRow | None:
    """Start one clock from `zero_at`; none where no rule asks for it. A running one of this kind goes on instead.

    Each promised remedy has a clock of its own.
    """
    impact = session.get_one(Impact, impact_id)
    incident = session.get_one(Incident, impact.incident_id)
    calendar, rules = _terms(session, incident, impact)
    rule = rules.get(ClockKind(kind))
    if rule is None or incident.external_provider is not None:
        return None
    running = _running(session, impact_id, kind)
    if running and rule.kind not in COUNTED_FROM_PROMISE:
        return running[0]
    row = _row(impact, rule, zero_at, due_at(rule, zero_at, calendar))
    return _started(session, actor, incident, impact, [row])[0]


def stop_clock(session: Session, actor: Actor, impact_id: str, kind: str, at: datetime) -> ClockRow | None:
    """Stop the running clock of this kind that is due first, and return it; none where none runs.

    Raises `Invalid` for a time before the clock's zero or in the future.
    """
    running = _running(session, impact_id, kind)
    if not running:
        return None
    row = running[0]
    if not not_before(at, row.zero_at):
        raise Invalid({"occurred_at": "This time lies before the clock began; look at it again."})
    if at > now():
        raise Invalid({"occurred_at": "This time lies in the future; a clock stops when the thing is done."})
    row.stopped_at = max(at, row.zero_at)
    row.event_id = _noted(session, actor, "clock.stopped", row, {"at": iso(row.stopped_at)})
    session.flush()
    return row


def make_late(session: Session, actor: Actor, row: ClockRow, at: datetime) -> None:
    """Carry a corrected time over to the clock it had stopped: later than before, never earlier."""
    if row.stopped_at is None or at <= row.stopped_at:
        return
    row.stopped_at = at
    row.event_id = _noted(session, actor, "clock.stopped", row, {"at": iso(at)})
    session.flush()


def update_sent(  # noqa: PLR0913, PLR0917 what an update tells its clock
    session: Session, actor: Actor, incident: Incident, impact: Impact, sent_at: datetime, next_at: datetime | None
) -> ClockRow | None:
    """Stop the clock of the next update at `sent_at` and start the one after; `next_at` is what was promised.

    Nothing happens where no such clock runs, or for an update older than the one it was started by.
    """
    running = _running(session, impact.id, ClockKind.UPDATES)
    if not running or not not_before(sent_at, running[0].zero_at):
        return None
    stopped = stop_clock(session, actor, impact.id, ClockKind.UPDATES, sent_at)
    if stopped is None or incident.resolved_at is not None:
        return None
    calendar = calendar_of(session, session.get_one(Client, impact.client_id))
    rule, last_at = _rule(stopped), stopped.stopped_at or sent_at
    due = next_update_due_at(rule, incident.aware_at or stopped.zero_at, last_at, next_at, calendar)
    return _started(session, actor, incident, impact, [_row(impact, rule, last_at, due)])[0]


def end_clocks(
    session: Session, actor: Actor, of: Incident | Impact, at: datetime, kind: ClockKind | None = None
) -> None:
    """End running clocks (of one kind) because nothing is waited for any more; a missed one stays missed."""
    impacts = select(Impact.id).where((Impact.incident_id if isinstance(of, Incident) else Impact.id) == of.id)
    query = select(ClockRow).where(ClockRow.impact_id.in_(impacts.scalar_subquery()), *runs())
    for row in session.scalars(query if kind is None else query.where(ClockRow.kind == kind)).all():
        row.replaced_at = max(at, row.zero_at)
        row.event_id = _noted(session, actor, "clock.ended", row, {"at": iso(row.replaced_at)})
    session.flush()


def replace_clocks(session: Session, actor: Actor, incident: Incident, impact: Impact) -> list[ClockRow]:
    """Put new clocks beside the old ones after severity or awareness moved; the old ones stay, judged as they stood.

    What had stopped an old clock stops its successor at the same time. The rhythm of updates goes on from the last.
    """
    if incident.external_provider is not None or incident.aware_at is None:
        return []
    at = now()
    latest = _latest(session, impact.id)
    for row in latest.values():
        row.replaced_at = at
        row.event_id = _noted(session, actor, "clock.replaced", row, {"at": iso(at)})
    calendar, rules = _terms(session, incident, impact)
    rows = [
        _successor(incident, impact, rule, calendar, latest.get(rule.kind))
        for rule in rules.values()
        if rule.kind not in STARTED_LATER and not (rule.kind is ClockKind.UPDATES and incident.resolved_at)
    ]
    return _started(session, actor, incident, impact, rows)


def _successor(
    incident: Incident, impact: Impact, rule: ClockRule, calendar: BusinessCalendar, old: ClockRow | None
) -> ClockRow:
    zero_at = incident.aware_at or now()
    if rule.kind is ClockKind.UPDATES and old is not None:
        last_at = max(zero_at, old.zero_at)
        return _row(impact, rule, last_at, next_update_due_at(rule, zero_at, last_at, None, calendar))
    return _row(impact, rule, zero_at, due_at(rule, zero_at, calendar), old.stopped_at if old else None)


def _latest(session: Session, impact_id: str) -> dict[str, ClockRow]:
    """Return the clock of each kind that counts now; of updates only the one that runs."""
    query = select(ClockRow).where(
        ClockRow.impact_id == impact_id, ClockRow.replaced_at.is_(None), ClockRow.kind.not_in(STARTED_LATER)
    )
    rows = session.scalars(query.order_by(ClockRow.due_at, ClockRow.id)).all()
    return {row.kind: row for row in rows if row.kind != ClockKind.UPDATES or row.stopped_at is None}


def _terms(
    session: Session, incident: Incident, impact: Impact
) -> tuple[BusinessCalendar, Mapping[ClockKind, ClockRule]]:
    client = session.get_one(Client, impact.client_id)
    calendar = calendar_of(session, client)
    plan = plan_of(session, client, calendar)
    return calendar, {kind: rule for (kind, severity), rule in plan.items() if severity == incident.severity}


def _running(session: Session, impact_id: str, kind: str) -> list[ClockRow]:
    query = select(ClockRow).where(ClockRow.impact_id == impact_id, ClockRow.kind == kind, *runs())
    return list(session.scalars(query.order_by(ClockRow.due_at, ClockRow.id)))


def _row(
    impact: Impact, rule: ClockRule, zero_at: datetime, due: datetime, stopped_at: datetime | None = None
) -> ClockRow:
    return ClockRow(
        id=new_id(),
        impact_id=impact.id,
        kind=rule.kind.value,
        zero_at=zero_at,
        due_at=due,
        rule=rule_words(rule),
        severity=rule.severity,
        amount=rule.amount,
        unit=rule.unit,
        plan=rule.plan,
        stopped_at=stopped_at,
    )


def _rule(row: ClockRow) -> ClockRule:
    """Return the rule a stored clock was made by."""
    unit = cast("Unit", row.unit)
    severity = cast("Severity", row.severity)
    return ClockRule(ClockKind(row.kind), severity, row.amount, unit, words_of(row.amount, unit), row.plan)


def _started(
    session: Session, actor: Actor, incident: Incident, impact: Impact, rows: list[ClockRow]
) -> list[ClockRow]:
    if not rows:
        return []
    started: list[Value] = [
        {"clock": row.id, "kind": row.kind, "zero_at": iso(row.zero_at), "due_at": iso(row.due_at)} for row in rows
    ]
    event_id = note(
        session,
        "clocks.started",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"impact": impact.id, "clocks": started},
        sealed={"rules": "\n".join(row.rule for row in rows)},
    )
    for row in rows:
        row.event_id = event_id
    session.add_all(rows)
    session.flush()
    return rows


def _noted(session: Session, actor: Actor, type: str, row: ClockRow, data: Mapping[str, Value]) -> str:  # noqa: A002 the record's own word
    incident = session.get_one(Incident, session.get_one(Impact, row.impact_id).incident_id)
    told = {"clock": row.id, "kind": row.kind, "impact": row.impact_id, "due_at": iso(row.due_at)}
    return note(session, type, actor=actor.user_id, subjects=incident.reference, data={**told, **data})
