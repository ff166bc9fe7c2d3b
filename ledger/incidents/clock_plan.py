"""Which clocks run, and how long: the default plan, and the stricter plans of single clients.

Source: the table of clocks in the design of the letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal, get_args

from ledger.incidents.severities import Severity
from ledger.kernel.counting import counted

Unit = Literal["minutes", "business_minutes", "business_days", "days"]
DAY_MINUTES = 24 * 60


class ClockKind(StrEnum):
    """What a clock waits for."""

    FIRST_NOTICE = "first_notice"
    UPDATES = "updates"
    FIRST_LETTER = "first_letter"
    REMEDY_OFFERED = "remedy_offered"
    FINAL_LETTER = "final_letter"
    REMEDY_DELIVERED = "remedy_delivered"
    ACTIONS_IMPLEMENTED = "actions_implemented"
    EFFECTIVENESS = "effectiveness"
    PERSONAL_DATA = "personal_data"


COUNTED_FROM_PROMISE = frozenset((ClockKind.REMEDY_DELIVERED,))
"""Kinds whose zero is the promise; of all others it is awareness (`aware_at`)."""

DENSE_UPDATES: Mapping[str, timedelta] = {"S1": timedelta(hours=2)}
"""How long after awareness the updates keep their rhythm whatever was promised; afterwards the promise decides."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One cell of a plan; stored with each clock it makes.

    Minutes (also business minutes) are due at the instant, days at the end of the client's day. `words` say the span
    (`60 minutes`), `plan` whose plan it is. Raises `ValueError` for an amount below one or an unknown unit.
    """

    kind: ClockKind
    severity: Severity
    amount: int
    unit: Unit
    words: str
    plan: str = "standard plan"

    def __post_init__(self) -> None:
        """Refuse what would be due before it began."""
        if self.amount < 1 or self.unit not in get_args(Unit):
            message = f"A clock needs one or more minutes or days, not {self.amount} {self.unit}."
            raise ValueError(message)


Plan = Mapping[tuple[ClockKind, Severity], ClockRule]
Overrides = Mapping[tuple[ClockKind, Severity], tuple[int, Unit]]


def words_of(amount: int, unit: Unit) -> str:
    """Return a span in words: `45 minutes`, `4 hours`, `4 business hours`, `1 business day`."""
    noun, number = {"minutes": "minute", "days": "day"}.get(unit, f"business {unit[9:-1]}"), amount
    if noun.endswith("minute") and amount % 60 == 0 and amount > 60:  # noqa: PLR2004 - sixty minutes make an hour
        noun, number = noun.replace("minute", "hour"), amount // 60
    return counted(number, noun)


_TABLE: tuple[tuple[ClockKind, tuple[tuple[int, Unit], tuple[int, Unit], tuple[int, Unit]]], ...] = (
    (ClockKind.FIRST_NOTICE, ((60, "minutes"), (240, "minutes"), (1, "business_days"))),
    (ClockKind.UPDATES, ((30, "minutes"), (240, "business_minutes"), (1, "days"))),
    (ClockKind.FIRST_LETTER, ((1, "business_days"), (2, "business_days"), (5, "business_days"))),
    (ClockKind.REMEDY_OFFERED, ((5, "business_days"), (5, "business_days"), (5, "business_days"))),
    (ClockKind.FINAL_LETTER, ((10, "business_days"), (10, "business_days"), (5, "business_days"))),
    (ClockKind.REMEDY_DELIVERED, ((10, "business_days"), (10, "business_days"), (10, "business_days"))),
    (ClockKind.ACTIONS_IMPLEMENTED, ((15, "days"), (30, "days"), (60, "days"))),
    (ClockKind.EFFECTIVENESS, ((90, "days"), (90, "days"), (180, "days"))),
    (ClockKind.PERSONAL_DATA, ((DAY_MINUTES, "minutes"), (DAY_MINUTES, "minutes"), (DAY_MINUTES, "minutes"))),
)
_SEVERITIES: tuple[Severity, ...] = ("S1", "S2", "S3")

DEFAULT_PLAN: Plan = {
    (kind, severity): ClockRule(kind, severity, amount, unit, words_of(amount, unit))
    for kind, cells in _TABLE
    for severity, (amount, unit) in zip(_SEVERITIES, cells, strict=True)
}
"""The standard plan. S4 has no clock: no rule means no clock, never a breach."""


def merge_plan(
    defaults: Plan, overrides: Overrides, *, plan: str = "client's plan", business_day_minutes: int = 0
) -> Plan:
    """Return the defaults with a client's stricter spans.

    `business_day_minutes` (a calendar's `minutes_per_day`) lets hours stand for days. Raises `ValueError`, naming the
    clock, for a span that is looser than the default or cannot be shown to be as strict.
    """
    merged = dict(defaults)
    for (kind, severity), (amount, unit) in overrides.items():
        key = (ClockKind(kind), severity)
        default = defaults.get(key)
        if default is not None and (amount, unit) == (default.amount, default.unit):
            continue
        rule = ClockRule(*key, amount, unit, words_of(amount, unit), plan)
        if default is not None:
            _refuse_looser(rule, default, business_day_minutes)
        merged[key] = rule
    return merged


def _refuse_looser(rule: ClockRule, default: ClockRule, business_day_minutes: int) -> None:
    if not _is_as_strict(rule, default, business_day_minutes):
        message = (
            f"A plan may only be stricter than the default: {rule.words} for {rule.kind.value.replace('_', ' ')} "
            f"({rule.severity}) is looser than {default.words}, or cannot be compared with it."
        )
        raise ValueError(message)


def _is_as_strict(rule: ClockRule, default: ClockRule, business_day_minutes: int) -> bool:
    # The longest the rule can take against the shortest the default can, weekends and holidays unknown. Whole days
    # count 24 hours; the hour of a clock change is not weighed.
    match rule.unit, default.unit:
        case ("minutes", "minutes" | "business_minutes") | ("business_minutes", "business_minutes"):
            return rule.amount <= default.amount
        case ("days", "days" | "business_days") | ("business_days", "business_days"):
            return rule.amount <= default.amount
        case ("minutes", "days" | "business_days"):
            return rule.amount <= default.amount * DAY_MINUTES
        case ("business_minutes", "business_days"):
            return rule.amount <= default.amount * business_day_minutes
        case ("days", "minutes" | "business_minutes"):
            return (rule.amount + 1) * DAY_MINUTES <= default.amount
        case _:
            return False
