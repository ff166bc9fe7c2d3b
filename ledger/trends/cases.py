"""The cases behind a point: every mark of a figure opens exactly the rows it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.queries import names
from ledger.recovery.models import Action, Promise
from ledger.trends.leadership import Leadership, leadership
from ledger.trends.measure_rows import OverdueStock, ShareSeries, StackSeries
from ledger.trends.scope import Scope

BATCH = 500
"""How many ids one SELECT names; SQLite takes 32,766."""


@dataclass(frozen=True)
class Case:
    """One row behind a point: which incident, in what words, when, and whether it met the measure."""

    id: str
    reference: str | None
    text: str
    client: str
    at: datetime | None
    met: bool | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class CaseList:
    """The rows behind a point; `k` of them met the measure where it is a share."""

    title: str
    cases: tuple[Case, ...]
    k: int | None


TITLES: Mapping[str, str] = MappingProxyType(
    {
        "told_first": "Told first",
        "found_first": "Found first",
        "promises_kept": "Promises kept by their original date",
        "overdue_promises": "Overdue promises",
        "overdue_actions": "Overdue actions",
        "incidents": "Incidents by severity",
        "cost": "Cost of recovery",
    }
)


@dataclass(frozen=True)
class Point:
    """Which mark of which figure: a measure, one period of it (`2026-05`, `2026-Q2`) or all, one series or all."""

    measure: str
    period: str | None = None
    series: str | None = None


def cases(session: Session, actor: Actor, scope: Scope, point: Point) -> CaseList:
    """Return the rows that a point counts.

    `series` is a severity for incidents, and `CURRENCY` or `CURRENCY-CODE` for cost. Raises `NotFound` for a measure
    or a series that does not exist or may not be seen.
    """
    if point.measure not in TITLES:
        sentence = f"There is no measure called {point.measure}."
        raise NotFound(sentence)
    counted, met = _ids(leadership(session, actor, scope), point)
    describe = _DESCRIBED[point.measure]
    described = {case.id: case for batch in _batches(counted) for case in describe(session, batch)}
    rows = tuple(_judged(described[key], met) for key in counted if key in described)
    return CaseList(TITLES[point.measure], rows, None if met is None else len(met))


def _ids(found: Leadership, point: Point) -> tuple[Sequence[str], frozenset[str] | None]:
    measure, period, series = point.measure, point.period, point.series
    shares = {"told_first": found.told, "found_first": found.found, "promises_kept": found.promises}
    stocks = {"overdue_promises": found.overdue_promises, "overdue_actions": found.overdue_actions}
    if measure in shares:
        return _of_shares(shares[measure], period)
    if measure in stocks:
        return _of_stock(stocks[measure]), None
    if measure == "incidents":
        return _of_stacks(found.incidents, period, series), None
    currency, _, code = (series or "").partition("-")
    if found.costs is None or currency not in found.costs:
        sentence = "There is no such cost, or it is not yours to see."
        raise NotFound(sentence)
    return _of_stacks(found.costs[currency], period, code or None), None


def _of_shares(series: ShareSeries, period: str | None) -> tuple[Sequence[str], frozenset[str]]:
    shares = [share for share in series.shares if period in {None, share.period}]
    return [key for share in shares for key in share.counted], frozenset(key for share in shares for key in share.met)


def _of_stock(stock: OverdueStock) -> list[str]:
    return [item.id for item in stock.overdue]


def _of_stacks(series: StackSeries, period: str | None, part: str | None) -> list[str]:
    return [
        key
        for stack in series.stacks
        if period in {None, stack.period}
        for one in stack.parts
        if part in {None, one.series}
        for key in one.ids
    ]


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]


def _judged(case: Case, met: frozenset[str] | None) -> Case:
    if met is None:
        return case
    return Case(case.id, case.reference, case.text, case.client, case.at, case.id in met, case.amount)


def _impacts(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Impact.id, Incident.reference, Impact.statement, Client.code, Incident.detected_at)
        .join(Incident, Impact.incident_id == Incident.id)
        .join(Client, Impact.client_id == Client.id)
        .where(Impact.id.in_(ids))
    )
    return [Case(*row) for row in session.execute(query)]


def _incidents(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Incident.id, Incident.reference, Incident.title, Client.code, Incident.detected_at)
        .outerjoin(Impact, Impact.incident_id == Incident.id)
        .outerjoin(Client, Impact.client_id == Client.id)
        .where(Incident.id.in_(ids))
        .order_by(Client.code)
    )
    merged: dict[str, Case] = {}
    for key, reference, title, code, at in session.execute(query):
        before = f"{merged[key].client}, " if key in merged else ""
        merged[key] = Case(key, reference, title, f"{before}{code or ''}", at)
    return list(merged.values())


def _promises(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Promise.id, Incident.reference, Promise.text, Client.code, Promise.original_due_at)
        .join(Client, Promise.client_id == Client.id)
        .outerjoin(Incident, Promise.incident_id == Incident.id)
        .where(Promise.id.in_(ids))
    )
    return [Case(*row) for row in session.execute(query)]


def _actions(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Action.id, Incident.reference, Action.text, Action.owner_id, Action.original_due_at)
        .join(Incident, Action.incident_id == Incident.id)
        .where(Action.id.in_(ids))
    )
    rows = list(session.execute(query))
    owners = names(session, {row[3] for row in rows})
    return [Case(key, reference, text, owners.get(owner, ""), at) for key, reference, text, owner, at in rows]


def _costs(session: Session, ids: Sequence[str]) -> list[Case]:
    query = (
        select(Transfer, JournalEntry.narration, JournalEntry.reverses_id, Incident.reference, Incident.detected_at)
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .where(Transfer.id.in_(ids))
    )
    return [
        Case(row.id, reference, narration, "", at, None, Money(-row.amount if reverses else row.amount, row.currency))
        for row, narration, reverses, reference, at in session.execute(query)
    ]


_DESCRIBED: Mapping[str, Callable[[Session, Sequence[str]], list[Case]]] = MappingProxyType(
    {
        "told_first": _impacts,
        "found_first": _impacts,
        "promises_kept": _promises,
        "overdue_promises": _promises,
        "overdue_actions": _actions,
        "incidents": _incidents,
        "cost": _costs,
    }
)
