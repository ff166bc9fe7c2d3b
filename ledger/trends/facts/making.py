"""How a case's facts are put together: what all of them share, and why an incident leaves a denominator."""

from datetime import datetime, timedelta
from typing import Any

from ledger.incidents.severities import NEAR_MISS
from ledger.incidents.statuses import ENDED
from ledger.trends.facts.case_rows import CaseRow
from ledger.trends.facts.fact import Fact
from ledger.trends.months import month_key

AS_NEAR_MISS = "near_miss"
NOT_DATED = "not_dated"
RELEASED = "released"
SENT_BACK = "sent_back"
"""Of an action said to be done that was not what was meant."""
NOT_RECORDED = "not_recorded"
"""Of a ticket brought in from elsewhere: whether we told the client stands in no such file."""
REASONS = (*ENDED, AS_NEAR_MISS, NOT_DATED, RELEASED, SENT_BACK, NOT_RECORDED)
"""All for which anything leaves a denominator."""


def left_out_of(case: CaseRow, *, near_misses: bool = False) -> str | None:
    """Say why a case leaves a denominator: its status, or that it was a near miss (S4) where these do not count."""
    if case.status in ENDED:
        return case.status
    return None if near_misses or case.severity != NEAR_MISS else AS_NEAR_MISS


def at_detection(case: CaseRow, measure: str, item_id: str, **said: Any) -> Fact:
    """Make a fact of a flow, anchored at detection; without one it stands in the incident's month and leaves."""
    anchor = case.detected_at or case.impact_started_at or case.filed_at
    said.setdefault("left_out", left_out_of(case))
    if case.detected_at is None:
        said["left_out"] = said["left_out"] or NOT_DATED
    return made(case, measure, item_id, anchor, **({"counts_at": anchor} | said))


def made(case: CaseRow, measure: str, item_id: str, anchor_at: datetime, **said: Any) -> Fact:
    """Make a fact of a case, anchored at `anchor_at`."""
    return Fact(
        measure=measure,
        item_id=item_id,
        month=month_key(anchor_at, case.zone),
        anchor_at=anchor_at,
        incident_id=case.id,
        severity=case.severity,
        service=case.service,
        **said,
    )


def within(at: datetime | None, since: datetime, span: timedelta) -> datetime | None:
    """Give an instant if it lies no later than `span` after another, else none."""
    return at if at is not None and at <= since + span else None
