"""How much of a budget is used: read from the journal, so that it can never say anything else than the books."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session

from ledger.books.commitments import LEFT
from ledger.books.house_models import Budget, CostCentre
from ledger.books.models import JournalEntry, Transfer
from ledger.books.queries import is_cost_column
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


def use_of(session: Session, budget: Budget) -> BudgetUse:
    """Return a budget with its use as of now."""
    return _uses(session, Budget.id == budget.id)[0]


def budgets_in_use(session: Session) -> list[BudgetUse]:
    """Return all budgets with their use: the newest period first, by cost centre; three SELECTs however many."""
    return _uses(session, true())


def _uses(session: Session, condition: ColumnElement[bool]) -> list[BudgetUse]:
    query = select(Budget, CostCentre).join(CostCentre, CostCentre.id == Budget.cost_centre_id).where(condition)
    order = (Budget.starts_on.desc(), Budget.ends_on, CostCentre.code, Budget.currency)
    spent, waiting = _spent(session, condition), _waiting(session, condition)
    return [
        BudgetUse(
            budget.id, budget.version, centre.code, centre.name, budget.period,
            Money(budget.amount_minor, budget.currency),
            Money(spent.get(budget.id, 0), budget.currency),
            Money(waiting.get(budget.id, 0), budget.currency),
        )
        for budget, centre in session.execute(query.order_by(*order))
    ]  # fmt: skip


def _spent(session: Session, condition: ColumnElement[bool]) -> dict[str, int]:
    debited, credited = is_cost_column(Transfer.debit), is_cost_column(Transfer.credit)
    amount = func.sum(case((debited, Transfer.amount), else_=0) - case((credited, Transfer.amount), else_=0))
    query = select(Budget.id, amount).join(JournalEntry, _within()).join(Transfer, Transfer.entry_id == JournalEntry.id)
    return _sums(session, query.where(condition, debited | credited))


def _waiting(session: Session, condition: ColumnElement[bool]) -> dict[str, int]:
    query = select(Budget.id, LEFT).join(JournalEntry, _within())
    return _sums(session, query.join(Transfer, Transfer.commitment_id == JournalEntry.id).where(condition))


def _within() -> ColumnElement[bool]:
    """Return the condition that an entry is borne by a budget's cost centre, in its period."""
    is_borne = JournalEntry.cost_centre_id == Budget.cost_centre_id
    return is_borne & JournalEntry.booked_on.between(Budget.starts_on, Budget.ends_on)


def _sums(session: Session, query: Select[str, int]) -> dict[str, int]:
    found = query.where(Transfer.currency == Budget.currency).group_by(Budget.id)
    return {budget_id: int(minor) for budget_id, minor in session.execute(found)}
