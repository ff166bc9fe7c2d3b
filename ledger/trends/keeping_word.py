"""Measures of keeping our word: promises, putting right in time, fixes that hold, actions checked and not left lying.

Each function gives the facts of one case for one measure; what the measure means in words stands in `catalogue`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from ledger.trends.case_rows import CaseRow, PromiseRow
from ledger.trends.fact import Fact
from ledger.trends.making import RELEASED, at_detection, left_out_of, made, within
from ledger.trends.months import day_ends, month_key
from ledger.trends.splits import LATE_ENDED, STILL_OPEN

RESOLVED_WITHIN = timedelta(hours=8)
"""What is judged of putting right: our clocks promise notices and letters, no plan promises a time for this."""
CHECKED_WITHIN = timedelta(days=30)
HOLDS_FOR = timedelta(days=90)
HOLDS_A_YEAR = timedelta(days=365)
FILED_WITHIN = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


def promise_due_at(promise: PromiseRow) -> datetime:
    """Give the last instant at which a promise is kept on time: the end of the client's day it is judged by."""
    original = day_ends(promise.original_due_at, promise.zone)
    if promise.agreed_due_at is None or promise.agreed_at is None or promise.agreed_at > original:
        return original
    return max(original, day_ends(promise.agreed_due_at, promise.zone))


def promise_kept(promise: PromiseRow, month: str, **of_the_case: str | None) -> Fact:
    """M3: kept by the end of the client's day of the original date, or of a later one agreed to beforehand."""
    due_at = promise_due_at(promise)
    return Fact(
        measure="promises_kept",
        item_id=promise.id,
        month=month,
        anchor_at=promise.original_due_at,
        counts_at=due_at,
        met_at=promise.kept_at if promise.kept_at and promise.kept_at <= due_at else None,
        left_out=RELEASED if promise.released_at else None,
        client_id=promise.client_id,
        **of_the_case,  # type: ignore[arg-type] # ids and words of the case, all text
    )


def promises_kept(case: CaseRow) -> Iterator[Fact]:
    """M3 for the promises of a case; those of no case are made the same way."""
    for promise in case.promises:
        month = month_key(promise.original_due_at, case.zone)
        yield promise_kept(promise, month, incident_id=case.id, severity=case.severity, service=case.service)


def resolved_in_time(case: CaseRow) -> Iterator[Fact]:
    """M7: put right within eight hours of detection; what is still open goes on counting. One fact an incident."""
    if case.detected_at is None:
        yield at_detection(case, "resolved_in_time", case.id)
        return
    took = None if case.resolved_at is None else max(timedelta(), case.resolved_at - case.detected_at)
    yield at_detection(
        case,
        "resolved_in_time",
        case.id,
        counts_at=case.detected_at + RESOLVED_WITHIN,
        met_at=case.resolved_at if took is not None and took <= RESOLVED_WITHIN else None,
        minutes=None if took is None else took // MINUTE,
        split=STILL_OPEN if took is None else "",
    )


def repeats(case: CaseRow) -> Iterator[Fact]:
    """M10: an action declared effective whose mistake came back within 90 days; less is better. One a declaration."""
    yield from _came_back(case, "repeats", HOLDS_FOR)


def repeats_in_a_year(case: CaseRow) -> Iterator[Fact]:
    """Under M10: the same within 365 days."""
    yield from _came_back(case, "repeats_in_a_year", HOLDS_A_YEAR)


def action_ageing(case: CaseRow) -> Iterator[Fact]:
    """M11: open actions, overdue from the end of the original day on; a stock counted at month ends."""
    for action in case.actions:
        ended_month = None if action.ended_at is None else month_key(action.ended_at, case.zone)
        due_at = day_ends(action.original_due_at, case.zone)
        yield made(
            case,
            "action_ageing",
            action.id,
            action.created_at,
            counts_at=action.created_at,
            met_at=due_at,
            unmet_at=action.ended_at,
            ended_month=ended_month,
            split=_late_and_ended(due_at, action.ended_at, case.zone),
        )


def checked_by_second(case: CaseRow) -> Iterator[Fact]:
    """M12: verified with evidence within 30 days of being done; that it is a second person the database sees to."""
    for action in case.actions:
        if action.implemented_at is not None:
            met = within(action.verified_at, action.implemented_at, CHECKED_WITHIN) if action.has_evidence else None
            done_at = action.implemented_at
            yield made(case, "checked_by_second", action.id, done_at, counts_at=done_at, met_at=met)


def incidents(case: CaseRow) -> Iterator[Fact]:
    """M6: an incident that touched a client. Neutral: more filing is not worse."""
    yield made(
        case,
        "incidents",
        case.id,
        case.detected_at or case.impact_started_at or case.filed_at,
        counts_at=case.detected_at or case.filed_at,
        left_out=left_out_of(case),
    )


def filed_in_time(case: CaseRow) -> Iterator[Fact]:
    """Gate Q1: filed within 24 hours of awareness. Imported incidents were filed elsewhere and do not take part."""
    aware_at = case.aware_at or case.detected_at
    if aware_at is not None and not case.imported:
        yield made(
            case,
            "filed_in_time",
            case.id,
            aware_at,
            counts_at=aware_at,
            met_at=within(case.filed_at, aware_at, FILED_WITHIN),
            left_out=left_out_of(case, near_misses=True),
        )


def milestones_recorded(case: CaseRow) -> Iterator[Fact]:
    """Gate Q2: of an incident put right, that it began, was noticed, known, taken on and contained is all recorded."""
    if case.resolved_at is not None:
        times = (case.impact_started_at, case.detected_at, case.aware_at, case.acknowledged_at, case.contained_at)
        yield at_detection(
            case,
            "milestones_recorded",
            case.id,
            counts_at=case.resolved_at,
            met_at=case.resolved_at if all(times) else None,
            left_out=left_out_of(case, near_misses=True),
        )


def _late_and_ended(due_at: datetime, ended_at: datetime | None, zone: tzinfo) -> str:
    """Say in which month an action was late and in which it ended; nothing where it never was, or has not."""
    late = "" if ended_at is not None and ended_at <= due_at else month_key(due_at, zone)
    return f"{late}{LATE_ENDED}{'' if ended_at is None else month_key(ended_at, zone)}"


def _came_back(case: CaseRow, measure: str, span: timedelta) -> Iterator[Fact]:
    """Judge each declaration by itself: what was declared effective a second time has not held the first time."""
    for action in case.actions:
        for step_id, declared_at in action.declared:
            back_at = next((at for at in action.came_back if at >= declared_at), None)
            met = within(back_at, declared_at, span)
            yield made(case, measure, step_id, declared_at, counts_at=declared_at, met_at=met)
