"""Importing time entries: each line is booked to its incident as our cost, all of the file or nothing of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.commitments import to_draw_on
from ledger.books.costs import cost, drawn
from ledger.books.models import JournalEntry
from ledger.books.operations.journal import book, reverse
from ledger.books.posting import narrated
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import locked
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.operations import note
from ledger.recovery.book_day import book_day
from ledger.recovery.effort_file import Fault, Table
from ledger.recovery.effort_models import EffortLine, EffortMapping
from ledger.recovery.effort_plan import EffortPlan, PlannedLine, plan_effort
from ledger.recovery.operations.commitments import cost_centre_of, refuse_frozen

_TOLD = 20


@dataclass(frozen=True)
class EffortImported:
    """What an import did."""

    created: int
    changed: int
    unchanged: int
    left_out: int


def apply_effort(
    session: Session, actor: Actor, *, table: Table, mapping: Mapping[str, str] | None = None, locale: str = ""
) -> EffortImported:
    """Import the lines, and keep the mapping for next time; raise `Invalid` with all refusals, changing nothing."""
    permit(actor, "import")
    plan = plan_effort(session, actor, table=table, mapping=mapping, locale=locale)
    if plan.faults:
        raise Invalid({"file": refusals(plan.faults)})
    _hold_cases(session, plan)
    for line in plan.lines:
        if line.kind in {"create", "change"}:
            _take_over(session, actor, line)
    _keep(session, plan.mapping)
    return _told(plan)


def refusals(faults: tuple[Fault, ...]) -> list[str]:
    """Return refusals as sentences that name line, field and reason; of very many only the first."""
    told = [f"Line {one.line}, {one.field}: {one.reason}" for one in faults[:_TOLD]]
    rest = len(faults) - _TOLD
    return [*told, f"And {rest} more."] if rest > 0 else told


def _hold_cases(session: Session, plan: EffortPlan) -> None:
    """Lock every incident that is written to; raise `Conflict` where one was closed since the plan was made."""
    moved = {incident_id for line in plan.lines for incident_id in line.moves_money_of}
    for incident_id in sorted(moved | {line.incident_id for line in plan.lines if line.kind == "change"}):
        incident = locked(session, incident_id)
        if incident_id in moved:
            refuse_frozen(incident)


def _take_over(session: Session, actor: Actor, line: PlannedLine) -> None:
    effort, known = line.effort, session.scalars(
        select(EffortLine).where(EffortLine.external_id == line.effort.external_id)
    ).one_or_none()  # fmt: skip
    assert line.cost is not None  # noqa: S101 a planned line has one
    assert line.rate is not None  # noqa: S101 likewise
    row = known or EffortLine(id=new_id(), version=0, external_id=effort.external_id)
    was = (row.incident_id, row.hours, row.rate_minor, row.currency)
    now_is = (line.incident_id, f"{effort.hours:f}", line.rate.minor, line.rate.currency)
    if was != now_is:
        if known is not None and not _is_undone(session, known.entry_id):
            reverse(
                session, actor.user_id, known.entry_id, booked_on=book_day(session), reason="The time entry changed"
            )
        row.entry_id = _booked(session, actor, line, row.id, line.cost).id
    row.incident_id, row.hours, row.rate_minor, row.currency = now_is
    row.cost_minor, row.billable, row.person, row.notes = line.cost.minor, effort.billable, effort.person, effort.notes
    row.started_at, row.ended_at, row.version = effort.started_at, effort.ended_at, row.version + 1
    row.event_id = _noted(session, actor, line, row)
    session.add(row)
    session.flush()


def _is_undone(session: Session, entry_id: str) -> bool:
    return session.scalar(select(JournalEntry.id).where(JournalEntry.reverses_id == entry_id)) is not None


def _booked(session: Session, actor: Actor, line: PlannedLine, row_id: str, amount: Money) -> JournalEntry:
    day = line.effort.started_at.astimezone(ZoneInfo(provider(session).zone)).date()
    on = to_draw_on(session, line.incident_id, row_id)
    clients = session.scalars(select(Impact.client_id).where(Impact.incident_id == line.incident_id).limit(2)).all()
    return book(
        session,
        actor.user_id,
        subject=line.incident_id,
        line_subject=row_id,
        kind="labour",
        narration=narrated(f"Time entry {line.effort.external_id}"),
        booked_on=book_day(session),
        transfers=(*cost("labour", amount), *drawn(amount, on)),
        client_id=clients[0] if len(clients) == 1 else None,
        cost_centre_id=cost_centre_of(session, line.incident_id, row_id),
        occurred_on=day,
        calculation=line.how,
    )


def _noted(session: Session, actor: Actor, line: PlannedLine, row: EffortLine) -> str:
    incident = session.get_one(Incident, line.incident_id)
    return note(
        session,
        "effort.imported",
        actor=actor.user_id,
        subjects=incident.reference,
        occurred_at=row.started_at,
        data={
            "effort": row.id,
            "external_id": row.external_id,
            "hours": row.hours,
            "cost": Money(row.cost_minor, row.currency).decimal(),
            "currency": row.currency,
            "billable": row.billable,
            "entry": row.entry_id,
        },
        sealed={"person": row.person, "notes": row.notes},
    )


def _keep(session: Session, mapping: Mapping[str, str]) -> None:
    row = session.get(EffortMapping, 1) or EffortMapping(id=1)
    row.columns = json.dumps(dict(mapping), sort_keys=True)
    session.add(row)
    session.flush()


def _told(plan: EffortPlan) -> EffortImported:
    return EffortImported(*(plan.count(kind) for kind in ("create", "change", "unchanged", "left_out")))
