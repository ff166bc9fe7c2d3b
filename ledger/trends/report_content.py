"""What a quarterly report says: everything read at one instant, and the same as JSON whose SHA-256 freezes it.

No free text of any case and nobody's name stands in it but that of who prepared it: a frozen file cannot be corrected.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.incidents.severities import GRAVE
from ledger.incidents.statuses import ENDED
from ledger.kernel.clock import iso
from ledger.letters.models import Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.trends.act_rows import standing_acts
from ledger.trends.acts import Acts
from ledger.trends.counting import by_client
from ledger.trends.judging import Judged
from ledger.trends.leadership import Leadership, leadership
from ledger.trends.measure_rows import OverdueCount
from ledger.trends.months import first_instant, last_instant, quarter_months
from ledger.trends.open_items import overdue_promises_then
from ledger.trends.scope import Scope
from ledger.trends.survival import median_minutes

MONTHS = 24
COMPARED = ("first_notice", "told_first", "promises_kept")
"""Measures that clients are compared by in the appendix, by exact funnel limits."""


@dataclass(frozen=True)
class Sent:
    """One letter that went to one client: its client reference, kind and day of issue."""

    client_reference: str
    kind: str
    issued_at: datetime


@dataclass(frozen=True)
class Grave:
    """One S1 or S2 of the quarter, with the codes of the clients it touched and its letters."""

    reference: str
    severity: str
    status: str
    detected_at: datetime | None
    resolved_at: datetime | None
    clients: tuple[str, ...]
    letters: tuple[Sent, ...]


@dataclass(frozen=True)
class ReportContent:
    """One quarter as known at `scope.as_of`."""

    quarter: str
    scope: Scope
    found: Leadership
    graves: tuple[Grave, ...]
    by_client: Mapping[str, tuple[tuple[str, int, int], ...]]
    """For each measure compared: client's code, k and n over the months shown."""
    acts: Mapping[str, Acts]
    overdue_promises: OverdueCount
    """Of those open when the quarter ended; of actions the same is M11's."""

    @property
    def overdue_actions(self) -> OverdueCount:
        """How many actions were open when the quarter ended, and how many of them overdue then."""
        return OverdueCount(*self.of_quarter(self.found.measures["action_ageing"]))

    def of_quarter(self, one: Judged) -> tuple[int, int]:
        """Return k and n of a measure in the quarter; of a stock, at its end."""
        months = quarter_months(self.quarter)
        shares = [share for share in one.shares if share.period in months]
        if one.measure.unit == "stock":
            return (shares[-1].k, shares[-1].n) if shares else (0, 0)
        return sum(share.k for share in shares), sum(share.n for share in shares)


def quarter_scope(quarter: str, as_of: datetime, zone: str) -> Scope:
    """Return what a report on a quarter looks at: the 24 months that end with it."""
    return Scope(as_of, zone, MONTHS, ends_with=quarter_months(quarter)[-1])


def report_content(session: Session, actor: Actor, quarter: str, as_of: datetime, zone: str) -> ReportContent:
    """Read a quarter's report as of an instant; for who may see all costs."""
    permit(actor, "read_all_costs")
    scope = quarter_scope(quarter, as_of, zone)
    return ReportContent(
        quarter,
        scope,
        leadership(session, actor, scope),
        _graves(session, scope, quarter),
        {key: tuple(by_client(session, actor, scope, key)) for key in COMPARED},
        standing_acts(session).acts,
        overdue_promises_then(session, actor, scope),
    )


def frozen(content: ReportContent) -> tuple[str, str]:
    """Return the report's figures as canonical JSON (sorted, no spaces) and its SHA-256."""
    text = json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text, hashlib.sha256(text.encode()).hexdigest()


def _graves(session: Session, scope: Scope, quarter: str) -> tuple[Grave, ...]:
    at = func.coalesce(Incident.detected_at, Incident.impact_started_at, Incident.filed_at)
    span = (first_instant(quarter, scope.tz), last_instant(quarter, scope.tz))
    rows = session.scalars(
        select(Incident)
        .where(
            Incident.severity.in_(GRAVE), at.between(*span), Incident.status.not_in(ENDED),
            Incident.filed_at <= scope.as_of,
        )
        .order_by(at, Incident.id)
    ).all()  # fmt: skip
    ids = [row.id for row in rows]
    clients: dict[str, list[str]] = {}
    query = select(Impact.incident_id, Client.code).join(Client, Client.id == Impact.client_id)
    for incident_id, code in session.execute(query.where(Impact.incident_id.in_(ids)).order_by(Client.code)):
        clients.setdefault(incident_id, []).append(code)
    letters: dict[str, list[Sent]] = {}
    sent = (
        select(Impact.incident_id, Impact.client_reference, Letter.kind, Letter.issued_at)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Impact.incident_id.in_(ids), Letter.issued_at <= scope.as_of, Letter.pdf_sha256.is_not(None))
        .order_by(Letter.issued_at, Letter.id)
    )
    for incident_id, reference, kind, issued_at in session.execute(sent):
        if issued_at is not None:
            letters.setdefault(incident_id, []).append(Sent(reference, kind, issued_at))
    return tuple(
        Grave(
            row.reference, row.severity, row.status, row.detected_at, row.resolved_at,
            tuple(clients.get(row.id, ())), tuple(letters.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip


def _plain(content: ReportContent) -> dict[str, Any]:
    found = content.found
    return {
        "quarter": content.quarter,
        "as_of": iso(content.scope.as_of),
        "zone": content.scope.zone,
        "open_incidents": found.open_incidents,
        "changes": [one.sentence for one in found.changes],
        "read_with_care": list(found.care),
        "short_of_target": list(found.missed),
        "too_few_to_say": found.untold,
        "still_billable": found.leaks,
        "putting_right": [[one.name, one.n, one.open_count, median_minutes(one.steps)] for one in found.lasting],
        "incidents": _stacks({"all": found.incidents} if found.incidents else None),
        "measures": {key: _measure(content, one) for key, one in found.measures.items()},
        "overdue": {"promises": [content.overdue_promises.k, content.overdue_promises.n],
                    "actions": [content.overdue_actions.k, content.overdue_actions.n]},
        "costs": _stacks(found.costs),
        "funded": _stacks(found.funded),
        "by_client": content.by_client,
        "graves": [_dated(asdict(grave)) for grave in content.graves],
    }  # fmt: skip


def _measure(content: ReportContent, one: Judged) -> dict[str, Any]:
    k, n = content.of_quarter(one)
    return {
        "quarter": [k, n],
        "target": one.measure.target,
        "chart": one.chart,
        "outlook": one.outlook,
        "flag": one.flag.rule if one.flag else None,
        "months": [[share.period, share.k, share.n, share.mature] for share in one.shares],
        "begins": list(one.begins),
    }


def _stacks(series: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        currency: [[stack.period, {part.series: part.value for part in stack.parts}] for stack in one.stacks]
        for currency, one in (series or {}).items()
    }


def _dated(value: Any) -> Any:
    """Write instants as text, at any depth."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return {key: _dated(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_dated(one) for one in value]
    return value
