"""Reading budgets, months, cost centres, account numbers and the trial balance, with the finance permission."""

from datetime import date

from sqlalchemy.orm import Session

from ledger.books.budget_use import BudgetUse, budgets_in_use
from ledger.books.house import Centre, Mapped, MonthRow, cost_centres, mappings, months
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.book_day import book_day
from ledger.recovery.exporting import balances_at


def trial_balance(session: Session, actor: Actor, *, until: date | None = None) -> dict[str, list[tuple[str, Money]]]:
    """Return each currency's accounts with their balances, debits positive; every currency adds up to nothing."""
    permit(actor, "read_all_costs")
    found: dict[str, list[tuple[str, Money]]] = {}
    for (name, currency), minor in sorted(balances_at(session, until=until).items()):
        found.setdefault(currency, []).append((name, Money(minor, currency)))
    return dict(sorted(found.items()))


def list_budgets(session: Session, actor: Actor) -> list[BudgetUse]:
    """Return all budgets with their use, the newest period first."""
    permit(actor, "read_all_costs")
    return budgets_in_use(session)


def list_months(session: Session, actor: Actor) -> list[MonthRow]:
    """Return all months from the first booking on, the newest first."""
    permit(actor, "read_all_costs")
    return months(session, book_day(session))


def list_cost_centres(session: Session, actor: Actor) -> list[Centre]:
    """Return all cost centres by code."""
    permit(actor, "read_all_costs")
    return cost_centres(session)


def list_mappings(session: Session, actor: Actor) -> list[Mapped]:
    """Return the accounts that have a number of our own."""
    permit(actor, "read_all_costs")
    return mappings(session)
