"""The books as JSON, for people with the finance permission."""

from typing import Any

from ledger.recovery.house_reads import list_budgets, trial_balance
from ledger.recovery.journal import entry_of, journal
from ledger.web.api_door.keyset import Page
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.schemas import books as shown
from ledger.web.session import actor, ledger, needs

api = api_blueprint(
    "books", "/books", "The books: what mistakes cost us; every transfer balances, no client is charged."
)


@api.get("/entries")
@needs("read_all_costs")
@api.paged(shown.EntryShown, shown.JournalQuery)
def index(page: Page) -> Any:
    """List entries of the journal, the latest day first."""
    filters = shown.journal_filters(page.filters)
    rows = ledger().ask(journal, actor(), filters=filters, after=page.after_day, limit=page.limit + 1)
    return page.of(rows, lambda row: (row.booked_on.isoformat(), row.id))


@api.get("/entries/<entry_id>")
@needs("read_all_costs")
@api.response(200, shown.EntryShown)
def show(entry_id: str) -> Any:
    """Return one entry."""
    return ledger().ask(entry_of, actor(), entry_id)


@api.get("/balance")
@needs("read_all_costs")
@api.arguments(shown.BalanceQuery, location="query")
@api.response(200, shown.BalanceShown(many=True))
def balance(asked: dict[str, Any]) -> Any:
    """Return every account's balance; two currencies are never added."""
    found = ledger().ask(trial_balance, actor(), until=asked.get("until"))
    return [
        {"account": name, "currency": currency, "balance": money.decimal()}
        for currency, lines in found.items()
        for name, money in lines
    ]


@api.get("/budgets")
@needs("read_all_costs")
@api.response(200, shown.BudgetShown(many=True))
def budgets() -> Any:
    """Return the budgets with their use."""
    return ledger().ask(list_budgets, actor())
