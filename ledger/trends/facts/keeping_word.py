"""Measures of keeping our word: promises, putting right in time, fixes that hold, actions checked and not left lying.

Each function gives the facts of one case for one measure; what the measure means in words stands in `catalogue`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from ledger.recovery.keeping import binding_due_at
from ledger.trends.facts.case_rows import CaseRow, PromiseRow
from ledger.trends.facts.fact import Fact
from ledger.trends.facts.making import RELEASED, SENT_BACK, at_detection, left_out_of, made, within
from ledger.trends.facts.splits import LATE_ENDED, STILL_OPEN
from ledger.trends.months import day_ends, month_key

RESOLVED_WITHIN = timedelta(hours=8)
"""What is judged of putting right: our clocks promise notices and letters, no plan promises a time for this."""
CHECKED_WITHIN = timedelta(days=30)
HOLDS_FOR = timedelta(days=90)
HOLDS_A_YEAR = timedelta(days=365)
FILED_WITHIN = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


def promise_kept(promise: PromiseRow, month: str, **of_the_case: str | None) -> Fact:
    """M3: kept by the original date, or by a later one agreed to beforehand, as its own page judges it.

    A day that was promised is stored as its end where the client is, an hour as it was said.
    """
    due_at = binding_due_at(promise.original_due_at, promise.agreed_due_at, promise.agreed_at)
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
    """M11: open actions, overdue from the end of the original day on; a stock counted at month ends.

    One fact for each time that one was open: what is opened again was done in between, and is late from then on. What
    ended in time is never met, so that nothing of it lies in the time to come.
    """
    for action in case.actions:
        for spell in action.spells:
            late_at = _late_at(max(day_ends(spell.due_at, case.zone), spell.began_at), spell.ended_at)
            yield made(
                case,
                "action_ageing",
                spell.id,
                spell.began_at,
                counts_at=spell.began_at,
                met_at=late_at,
                unmet_at=spell.ended_at,
                ended_month=None if spell.ended_at is None else month_key(spell.ended_at, case.zone),
                split=_late_and_ended(late_at, spell.ended_at, case.zone),
            )


def checked_by_second(case: CaseRow) -> Iterator[Fact]:
    """M12: verified within 30 days of being done; that it is a second person the database sees to.

    One fact for each time that one was done. What is sent back within these days was not done; later it is too late.
    """
    for action in case.actions:
        for doing in action.doings:
            was_sent_back = within(doing.sent_back_at, doing.done_at, CHECKED_WITHIN)
            yield made(
                case,
                "checked_by_second",
                doing.id,
                doing.done_at,
                counts_at=doing.done_at,
                met_at=within(doing.checked_at, doing.done_at, CHECKED_WITHIN),
                left_out=SENT_BACK if was_sent_back else None,
            )


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


def _late_at(overdue_at: datetime, ended_at: datetime | None) -> datetime | None:
    return None if ended_at is not None and ended_at <= overdue_at else overdue_at


def _late_and_ended(late_at: datetime | None, ended_at: datetime | None, zone: tzinfo) -> str:
    """Say in which month an action was late and in which it ended; nothing where it never was, or has not."""
    late, ended = ("" if at is None else month_key(at, zone) for at in (late_at, ended_at))
    return f"{late}{LATE_ENDED}{ended}"


def _came_back(case: CaseRow, measure: str, span: timedelta) -> Iterator[Fact]:
    """Judge each declaration by itself: what was declared effective a second time has not held the first time."""
    for action in case.actions:
        for step_id, declared_at in action.declared:
            back_at = next((at for at in action.came_back if at >= declared_at), None)
            met = within(back_at, declared_at, span)
            yield made(case, measure, step_id, declared_at, counts_at=declared_at, met_at=met)
