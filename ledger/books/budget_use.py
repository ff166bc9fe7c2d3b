"""How much of a budget is used: read from the journal, so that it can never say anything else than the books."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select, true
from sqlalchemy.orm import Session

from ledger.books.commitments import LEFT
from ledger.books.house_models import Budget, CostCentre
from ledger.books.models import JournalEntry, Transfer
from ledger.books.queries import is_cost_column
from ledger.kernel.money import Money

_DEBITED, _CREDITED = is_cost_column(Transfer.debit), is_cost_column(Transfer.credit)
SPENT = func.sum(case((_DEBITED, Transfer.amount), else_=0) - case((_CREDITED, Transfer.amount), else_=0))


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


def left_in(session: Session, budget: Budget) -> Money:
    """Return what may still be approved of a budget as of now, in one SELECT; below zero where costs went beyond it."""
    spent, waiting = session.execute(_of_one_budget(), {"budget": budget.id}).one()
    return Money(budget.amount_minor - int(spent or 0) - int(waiting or 0), budget.currency)


def budgets_in_use(session: Session) -> list[BudgetUse]:
    """Return all budgets with their use: the newest period first, by cost centre; three SELECTs however many."""
    return _uses(session, true())


def _uses(session: Session, condition: ColumnElement[bool]) -> list[BudgetUse]:
    query = select(Budget, CostCentre).join(CostCentre, CostCentre.id == Budget.cost_centre_id).where(condition)
    order = (Budget.starts_on.desc(), Budget.ends_on, CostCentre.code, Budget.currency)
    spent, waiting = _sums(session, _spent(condition)), _sums(session, _waiting(condition))
    return [
        BudgetUse(
            budget.id, budget.version, centre.code, centre.name, budget.period,
            Money(budget.amount_minor, budget.currency),
            Money(spent.get(budget.id, 0), budget.currency),
            Money(waiting.get(budget.id, 0), budget.currency),
        )
        for budget, centre in session.execute(query.order_by(*order))
    ]  # fmt: skip


def _spent(condition: ColumnElement[bool]) -> Select[str, int]:
    query = select(Budget.id, SPENT).join(JournalEntry, _within()).join(Transfer, Transfer.entry_id == JournalEntry.id)
    return _in_its_currency(query.where(condition, _DEBITED | _CREDITED))


def _waiting(condition: ColumnElement[bool]) -> Select[str, int]:
    query = select(Budget.id, LEFT).join(JournalEntry, _within())
    return _in_its_currency(query.join(Transfer, Transfer.commitment_id == JournalEntry.id).where(condition))


def _within() -> ColumnElement[bool]:
    """Return the condition that an entry is borne by a budget's cost centre, in its period."""
    is_borne = JournalEntry.cost_centre_id == Budget.cost_centre_id
    return is_borne & JournalEntry.booked_on.between(Budget.starts_on, Budget.ends_on)


@cache
def _of_one_budget() -> Select[int | None, int | None]:
    """Return the query of what is spent and what waits of the `budget`, made once: making it takes longest."""
    own = Budget.id == bindparam("budget")
    sums = (_spent(own).with_only_columns(SPENT), _waiting(own).with_only_columns(LEFT))
    spent, waiting = (one.group_by(None).scalar_subquery() for one in sums)
    return select(spent, waiting)


def _in_its_currency(query: Select[str, int]) -> Select[str, int]:
    return query.where(Transfer.currency == Budget.currency).group_by(Budget.id)


def _sums(session: Session, query: Select[str, int]) -> dict[str, int]:
    return {budget_id: int(minor) for budget_id, minor in session.execute(query)}
