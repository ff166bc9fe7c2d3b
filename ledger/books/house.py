"""Reading what our house decided about its books: cost centres, months, account numbers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.books.house_models import AccountMapping, CostCentre, Period
from ledger.books.models import JournalEntry
from ledger.books.spans import month_of


@dataclass(frozen=True)
class MonthRow:
    """A month in which something is booked, or that was closed or opened again."""

    name: str
    entries: int
    status: str


@dataclass(frozen=True)
class Mapped:
    """What an account, or all below it, is called in our own general ledger."""

    account: str
    own_account: str
    tax_code: str
    version: int


@dataclass(frozen=True)
class Centre:
    """A cost centre."""

    code: str
    name: str
    is_default: bool
    active: bool
    version: int


def cost_centres(session: Session, *, active_only: bool = False) -> list[Centre]:
    """Return the cost centres by code."""
    query = select(CostCentre).order_by(CostCentre.code)
    rows = session.scalars(query.where(CostCentre.active) if active_only else query)
    return [Centre(row.code, row.name, row.is_default, row.active, row.version) for row in rows]


def months(session: Session, today: date) -> list[MonthRow]:
    """Return every month from the first booking to this one, the newest first."""
    query = select(JournalEntry.booked_on, func.count()).group_by(JournalEntry.booked_on)
    counted: dict[str, int] = {}
    for day, count in session.execute(query):
        counted[f"{day:%Y-%m}"] = counted.get(f"{day:%Y-%m}", 0) + count
    closed = {row.name: row.status for row in session.scalars(select(Period))}
    names, first, at = [], min([*counted, *closed, f"{today:%Y-%m}"]), month_of(today)
    while at.name >= first:
        names.append(at.name)
        at = month_of(date.fromordinal(at.first.toordinal() - 1))
    return [MonthRow(name, counted.get(name, 0), closed.get(name, "open")) for name in names]


def mappings(session: Session) -> list[Mapped]:
    """Return the accounts that have a number of our own, by name."""
    rows = session.scalars(select(AccountMapping).order_by(AccountMapping.account))
    return [Mapped(row.account, row.own_account, row.tax_code, row.version) for row in rows]


def mapped_as(account: str, given: dict[str, Mapped]) -> Mapped | None:
    """Return the mapping of an account: its own, else that of the nearest name above it."""
    name = account
    while name:
        if name in given:
            return given[name]
        name = name.rpartition(":")[0]
    return None
