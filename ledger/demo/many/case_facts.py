"""The facts of a case that was just drawn, by the same functions that make them from a ledger's rows."""

from collections.abc import Iterator
from datetime import tzinfo

from ledger.demo.many.drawing import Drawn, Row
from ledger.demo.many.repairs_drawn import Repair
from ledger.trends.action_history import Dates, Step, doings_of, spells_of
from ledger.trends.catalogue import facts_of
from ledger.trends.facts.case_rows import ActionRow, CaseRow, ClockRun, ImpactRow, PromiseRow
from ledger.trends.facts.fact import Fact


def facts_of_drawn(case: Drawn, zone: tzinfo) -> Iterator[Fact]:
    """Give the facts of a case whose clients are all in the provider's zone."""
    yield from facts_of([_case_row(case, zone)])


def _case_row(case: Drawn, zone: tzinfo) -> CaseRow:
    row = case.incident
    return CaseRow(
        id=row["id"],
        severity=row["severity"],
        status=row["status"],
        service=row["service"],
        found_by=row["found_by"],
        imported=False,
        report_month=row["report_month"],
        filed_at=row["filed_at"],
        zone=zone,
        impact_started_at=row["impact_started_at"],
        detected_at=row["detected_at"],
        aware_at=row["aware_at"],
        acknowledged_at=row["acknowledged_at"],
        contained_at=row["contained_at"],
        resolved_at=row["resolved_at"],
        impacts=tuple(_impact(one, zone) for one in case.impacts),
        clocks=tuple(_clock(one) for one in case.clocks),
        promises=tuple(_promise(one) for one in case.promises),
        actions=(_action(case.repair),) if case.repair else (),
    )


def _impact(row: Row, zone: tzinfo) -> ImpactRow:
    return ImpactRow(row["id"], row["client_id"], zone, row["client_notified_at"], row["client_reported_at"])


def _clock(row: Row) -> ClockRun:
    return ClockRun(row["id"], row["impact_id"], row["kind"], row["zero_at"], row["due_at"], row["stopped_at"])


def _promise(row: Row) -> PromiseRow:
    released_at = row["ended_at"] if row["status"] == "released" else None
    return PromiseRow(row["id"], row["client_id"], row["original_due_at"], row["kept_at"], released_at)


def _action(repair: Repair) -> ActionRow:
    row = repair.action
    now = Dates(row["id"], row["created_at"], row["original_due_at"], row.get("implemented_at"))
    steps = [Step(step["id"], step["verb"], step["to_status"], step["at"]) for step in repair.steps]
    return ActionRow(
        id=now.id,
        spells=spells_of(now, steps, {}),
        doings=doings_of(now, steps, {}),
        declared=tuple((step.id, step.at) for step in steps if step.verb == "effective"),
        came_back=(repair.came_back_at,) if repair.came_back_at else (),
    )
