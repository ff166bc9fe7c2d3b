"""Clocks: when something is due after zero, how a clock stands now, and the sentence that says why.

Zero is awareness (`aware_at`), for the delivery of a remedy the promise. Minutes are due at the instant, days at the
end of the client's day. A clock stopped after its due time stays missed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.clock_plan import (
    COUNTED_FROM_PROMISE,
    DEFAULT_PLAN,
    DENSE_UPDATES,
    ClockKind,
    ClockRule,
    Overrides,
    Plan,
    Unit,
    merge_plan,
    words_of,
)
from ledger.kernel.clock import zoned

__all__ = [
    "COUNTED_FROM_PROMISE",
    "DEFAULT_PLAN",
    "LABELS",
    "Clock",
    "ClockKind",
    "ClockRule",
    "ClockState",
    "Overrides",
    "Plan",
    "Unit",
    "due_at",
    "explain",
    "merge_plan",
    "next_update_due_at",
    "rule_words",
    "state",
    "warning",
    "words_of",
]

Warned = Literal[0, 50, 80]

LABELS = {
    ClockKind.FIRST_NOTICE: "First notice",
    ClockKind.UPDATES: "Next update",
    ClockKind.FIRST_LETTER: "First letter",
    ClockKind.REMEDY_OFFERED: "Remedy offered",
    ClockKind.FINAL_LETTER: "Final letter",
    ClockKind.REMEDY_DELIVERED: "Remedy delivered",
    ClockKind.ACTIONS_IMPLEMENTED: "Corrective actions implemented",
    ClockKind.EFFECTIVENESS: "Effectiveness told to the client",
    ClockKind.PERSONAL_DATA: "Client told about personal data",
}


class ClockState(StrEnum):
    """How a clock stands: still `due`, `at_risk` from 80 % of its span, `met`, or `missed`."""

    DUE = "due"
    AT_RISK = "at_risk"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of one impact, with the rule that made it; all times UTC, `stopped_at` `None` while it runs."""

    rule: ClockRule
    zero_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None

    def state(self, now: datetime) -> ClockState:
        """Return how the clock stands."""
        return state(self.due_at, self.stopped_at, self.zero_at, now)

    def warning(self, now: datetime) -> Warned:
        """Return the warning that has been reached: 50, 80 or none (0)."""
        return warning(self.due_at, self.stopped_at, self.zero_at, now)


def due_at(rule: ClockRule, zero: datetime, calendar: BusinessCalendar) -> datetime:
    """Return when the rule's span after `zero` is over, in UTC, in the client's calendar."""
    match rule.unit:
        case "minutes":
            return calendar.add_minutes(zero, rule.amount)
        case "business_minutes":
            return calendar.add_business_minutes(zero, rule.amount)
        case "business_days":
            return calendar.add_business_days(zero, rule.amount)
        case "days":
            return calendar.add_days(zero, rule.amount)


def next_update_due_at(
    rule: ClockRule,
    zero: datetime,
    last_sent_at: datetime | None,
    promised_next_at: datetime | None,
    calendar: BusinessCalendar,
) -> datetime:
    """Return when the next update is due, in UTC.

    The rhythm counts from the last update sent, before the first from `zero`; an earlier promise binds. A later one
    replaces the rhythm only where the rule says "then as promised" (S1, after two hours). A promise not later than
    the last update has been answered; without an open promise the rhythm goes on, so silence never ends a clock.
    """
    counted_from = max(zero, last_sent_at or zero)
    rhythm = due_at(rule, counted_from, calendar)
    if promised_next_at is None or promised_next_at <= counted_from:
        return rhythm
    dense_for = DENSE_UPDATES.get(rule.severity)
    if dense_for is not None and rhythm > zero + dense_for:
        return promised_next_at
    return min(rhythm, promised_next_at)


def state(due_at: datetime, stopped_at: datetime | None, zero: datetime, now: datetime) -> ClockState:
    """Return how a clock stands at `now`; stopping at the due instant itself is in time, a stop after `now` not yet."""
    if stopped_at is not None and stopped_at <= now:
        return ClockState.MET if stopped_at <= due_at else ClockState.MISSED
    if now > due_at:
        return ClockState.MISSED
    return ClockState.AT_RISK if _warned(due_at, zero, now) == 80 else ClockState.DUE  # noqa: PLR2004 - per cent


def warning(due_at: datetime, stopped_at: datetime | None, zero: datetime, now: datetime) -> Warned:
    """Return the highest warning a running clock has reached, 50 or 80 per cent of its span; 0 for none or stopped."""
    return 0 if stopped_at is not None and stopped_at <= now else _warned(due_at, zero, now)


def explain(rule: ClockRule, zero: datetime, due_at: datetime, zone: str) -> str:
    """Return why this is due then, in one sentence with times in the given zone.

    Such as "First notice within 60 minutes of awareness (S1, standard plan): due Tue 6 Oct 2026, 10:02 BST, counted
    from Tue 6 Oct 2026, 09:02 BST."
    """
    return f"{rule_words(rule)}: due {zoned(due_at, zone)}, counted from {zoned(zero, zone)}."


def rule_words(rule: ClockRule) -> str:
    """Return the rule as a clock keeps it: `First notice within 60 minutes of awareness (S1, standard plan)`."""
    counted_from = "the promise" if rule.kind in COUNTED_FROM_PROMISE else "awareness"
    span = f"within {rule.words} of {counted_from}"
    if rule.kind is ClockKind.UPDATES:
        span = f"within {rule.words} of the last one, or as promised"
    return f"{LABELS[rule.kind]} {span} ({rule.severity}, {rule.plan})"


def _warned(due_at: datetime, zero: datetime, now: datetime) -> Warned:
    elapsed, span = now - zero, due_at - zero
    if elapsed * 5 >= span * 4:
        return 80
    return 50 if elapsed * 2 >= span else 0
