"""How much of a budget is used: read from the journal, so that it can never say anything else than the books."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from ledger.books.commitments import LEFT
from ledger.books.house_models import Budget, CostCentre
from ledger.books.models import JournalEntry, Transfer
from ledger.books.queries import is_cost_column
from ledger.books.spans import span
from ledger.kernel.money import Money


@dataclass(frozen=True)
class BudgetUse:
    """A budget and its use. Approved is what was spent in the period and what is committed in it and not yet spent."""

    id: str
    version: int
    cost_centre: str
    cost_centre_name: str
    period: str
    amount: Money
    spent: Money
    waiting: Money

    @property
    def approved(self) -> Money:
        """Everything that was approved: spent, or committed and waiting to be."""
        return self.spent + self.waiting

    @property
    def left(self) -> Money:
        """What may still be approved; below zero where costs went beyond it."""
        return Money(self.amount.minor - self.approved.minor, self.amount.currency)


def use_of(session: Session, budget: Budget, centre: CostCentre) -> BudgetUse:
    """Return a budget with its use as of now; two sums."""
    keys = (budget.cost_centre_id, budget.currency, budget.starts_on, budget.ends_on)
    return BudgetUse(
        budget.id, budget.version, centre.code, centre.name, budget.period,
        Money(budget.amount_minor, budget.currency),
        Money(_spent(session, *keys), budget.currency),
        Money(_waiting(session, *keys), budget.currency),
    )  # fmt: skip


def budgets_in_use(session: Session, year: int | None = None) -> list[BudgetUse]:
    """Return all budgets, or those that begin in a year, with their use: the newest period first, by cost centre."""
    query = select(Budget, CostCentre).join(CostCentre, CostCentre.id == Budget.cost_centre_id)
    if year is not None:
        whole = span(str(year))
        query = query.where(Budget.starts_on.between(whole.first, whole.last))
    order = (Budget.starts_on.desc(), Budget.ends_on, CostCentre.code, Budget.currency)
    return [use_of(session, budget, centre) for budget, centre in session.execute(query.order_by(*order))]


def _spent(session: Session, centre: str, currency: str, first: date, last: date) -> int:
    debited, credited = is_cost_column(Transfer.debit), is_cost_column(Transfer.credit)
    amount = func.sum(case((debited, Transfer.amount), else_=0) - case((credited, Transfer.amount), else_=0))
    query = select(amount).join(JournalEntry, Transfer.entry_id == JournalEntry.id)
    query = query.where(JournalEntry.cost_centre_id == centre, JournalEntry.booked_on.between(first, last))
    return int(session.scalar(query.where(Transfer.currency == currency, or_(debited, credited))) or 0)


def _waiting(session: Session, centre: str, currency: str, first: date, last: date) -> int:
    query = select(LEFT).join(JournalEntry, Transfer.commitment_id == JournalEntry.id)
    query = query.where(JournalEntry.cost_centre_id == centre, JournalEntry.booked_on.between(first, last))
    return int(session.scalar(query.where(Transfer.currency == currency)) or 0)
