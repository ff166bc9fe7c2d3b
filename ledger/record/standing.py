"""How the record stands: when it was verified last, what was wrong, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso
from ledger.record.bodies import said_in
from ledger.record.findings import Finding
from ledger.record.models import PROVIDER_LOG, LogEntry

COMPLETED = "verify.completed"
"""Everything was verified."""
FOUND = "verify.found"
"""Something was found between two such verifications, before a page was shown: all that is known since the last."""
SHOWN = 50
"""Findings kept in an event; all are told to whoever asked."""
_LOOKED_BACK = 400


@dataclass(frozen=True)
class Checked:
    """What is known: when everything was verified last (none: never), how many findings, and the first of them."""

    at: datetime | None
    findings: int
    first: tuple[Finding, ...]


@dataclass(frozen=True)
class Standing:
    """A finding that stands, with when it was found first, and when a check last did not find it (none: unknown)."""

    finding: Finding
    since_at: datetime
    clear_at: datetime | None


def written(findings: Iterable[Finding]) -> list[list[str]]:
    """Return the first findings as events keep them: check, sentence, place."""
    return [[finding.check, finding.sentence, finding.where] for finding in findings][:SHOWN]


def last_checked(session: Session) -> Checked | None:
    """Return what the newest verification says, with what was found since; none where nothing was ever looked at."""
    newest = _events(session, 1)
    if not newest:
        return None
    kind, recorded_at, data = newest[0]
    checked_at = data.get("checked_at")
    at = recorded_at if kind == COMPLETED else datetime.fromisoformat(checked_at) if checked_at else None
    return Checked(at, data["findings"], _read(data))


def standing_findings(session: Session) -> list[Standing]:
    """Return the findings that stand, in the order of the checks that found them."""
    events = _events(session, _LOOKED_BACK)
    return [_since(finding, events[0], events[1:]) for _, _, data in events[:1] for finding in _read(data)]


def found_since(checked: Checked | None, findings: Iterable[Finding]) -> dict[str, Any] | None:
    """Return what an event `verify.found` says of these findings; none where all of them are known already."""
    known = checked.first if checked else ()
    new = [finding for finding in dict.fromkeys(findings) if finding not in known]
    if not new or len(known) >= SHOWN:
        return None
    at = checked.at if checked else None
    count = (checked.findings if checked else 0) + len(new)
    return {"findings": count, "first": written((*known, *new)), "checked_at": iso(at) if at else None}


_Event = tuple[str, datetime, dict[str, Any]]


def _events(session: Session, most: int) -> list[_Event]:
    """Return the newest events of verifying, newest first."""
    query = select(LogEntry.type, LogEntry.recorded_at, LogEntry.body).where(LogEntry.log_id == PROVIDER_LOG)
    query = query.where(LogEntry.type.in_((COMPLETED, FOUND))).order_by(LogEntry.seq.desc()).limit(most)
    return [(kind, recorded_at, said_in(body)["data"]) for kind, recorded_at, body in session.execute(query)]


def _read(data: dict[str, Any]) -> tuple[Finding, ...]:
    # Before there was a page of findings, events kept no place.
    return tuple(Finding(check, (where or [""])[0], sentence) for check, sentence, *where in data.get("first", ()))


def _since(finding: Finding, newest: _Event, before: list[_Event]) -> Standing:
    since_at = newest[1]
    for kind, recorded_at, data in before:
        if finding in _read(data):
            since_at = recorded_at
        elif kind == COMPLETED:
            return Standing(finding, since_at, recorded_at)
    return Standing(finding, since_at, None)
