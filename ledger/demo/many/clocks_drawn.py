"""When a client told us and when we told it, and the clocks that ran: first notice, updates, final letter."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ledger.demo.many.chance import Chance
from ledger.demo.many.shape import OURS
from ledger.incidents.clock_plan import words_of

Row = dict[str, Any]
_NOTICE: dict[str, tuple[int, str]] = {"S1": (60, "minutes"), "S2": (240, "minutes"), "S3": (2, "days")}
_UPDATES: dict[str, tuple[int, str]] = {"S1": (30, "minutes"), "S2": (240, "minutes")}
_LETTER: dict[str, tuple[int, str]] = {"S1": (14, "days"), "S2": (14, "days"), "S3": (21, "days")}
_KINDS = (
    ("first_notice", "First notice", _NOTICE, 0.0, 0.0),
    ("updates", "Updates", _UPDATES, 0.55, 0.5),
    ("final_letter", "Final letter", _LETTER, 0.55, 0.5),
)
"""Kind, words, spans by severity, and how much of the span it usually takes, with the spread of that."""
_PLAN = "invented plan"
_MINUTES = {"minutes": 1, "days": 1440}


def notified(chance: Chance, until: datetime, incident: Row) -> tuple[datetime | None, datetime | None]:
    """Draw when the client reported and when we first told it; none is never."""
    found_by, aware_at = incident["found_by"], incident["aware_at"]
    amount, unit = _NOTICE.get(incident["severity"], (2, "days"))
    tell_at = aware_at + chance.minutes(0.33 * amount * _MINUTES[unit], 1.0)
    reported_at = None
    if found_by == "client":
        reported_at = incident["detected_at"]
    elif not chance.share(0.93 if found_by in OURS else 0.6):
        reported_at = aware_at + (tell_at - aware_at) * chance.random() * 0.9
    if chance.share(0.02) or tell_at > until:
        return _past(reported_at, until), None
    return _past(reported_at, until), tell_at


def clocks_of(chance: Chance, ids: Chance, until: datetime, incident: Row, impact: Row) -> Iterator[Row]:
    """Give the clocks of an impact; of each kind the one that decides."""
    for kind, words, spans, usual, spread in _KINDS:
        if incident["severity"] in spans:
            amount, unit = spans[incident["severity"]]
            span = timedelta(minutes=amount * _MINUTES[unit])
            zero_at = incident["aware_at"]
            done_at = (
                impact["client_notified_at"]
                if kind == "first_notice"
                else zero_at + _usually(chance, span, usual, spread)
            )
            yield {
                "id": ids.id(incident["filed_at"]), "impact_id": impact["id"], "kind": kind, "zero_at": zero_at,
                "due_at": zero_at + span, "severity": incident["severity"], "amount": amount, "unit": unit, "plan": _PLAN,
                "rule": f"{words} within {words_of(amount, unit)} ({incident['severity']}, {_PLAN})",  # type: ignore[arg-type] # one of the units above
                "stopped_at": _past(done_at, until), "replaced_at": None,
            }  # fmt: skip


def _usually(chance: Chance, span: timedelta, usual: float, spread: float) -> timedelta:
    return chance.minutes(span.total_seconds() / 60 * usual, spread)


def _past(at: datetime | None, until: datetime) -> datetime | None:
    return at.replace(microsecond=0) if at is not None and at <= until else None
