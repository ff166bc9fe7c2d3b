"""The books: a trial balance over a million postings, and an approval against a plain insert of its rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.kernel.clock import now
from ledger.kernel.ids import new_id
from ledger.recovery.house_reads import trial_balance
from ledger.recovery.models import Remedy
from ledger.recovery.operations.house_books import save_cost_centre, set_budget
from ledger.recovery.operations.remedies import approve_remedy
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.bench.figures import Figure, in_turns
from tests.bench.ground import DATABASES, Ground
from tests.recovery.factories import Case, a_case, a_remedy, gbp

TRANSFERS = 500_000
ROUNDS, APPROVALS = 5, 30
BARE = text("SELECT account, currency, sum(amount) FROM posting GROUP BY account, currency")
_MANY = (
    "INSERT INTO transfer (id, entry_id, line, currency, debit, credit, amount, event_id)"
    " WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
    " SELECT 'bench-' || i, :entry, i, 'GBP', CASE i % 3 WHEN 0 THEN 'Expenses:Recovery:Labour' WHEN 1 THEN"
    " 'Expenses:Recovery:Parts' ELSE 'Expenses:Recovery:ThirdParty' END, CASE i % 3 WHEN 0 THEN"
    " 'Expenses:Absorbed:Labour' WHEN 1 THEN 'Assets:Inventory:Parts' ELSE 'Liabilities:Payable:LABCO' END,"
    " i % 9973 + 1, :event FROM n"
)


def measure(ground: Ground) -> Iterator[Figure]:
    """Add a million postings up, and approve remedies, on each database."""
    for database in DATABASES:
        yield _balance(ground.ledger(database, "books"), database)
        yield _approval(ground.ledger(database, "approving"), database)


def _balance(ledger: Ledger, database: str) -> Figure:
    case = a_case(ledger)
    for kind, supplier in (("labour", ""), ("parts", ""), ("third_party", "LABCO")):
        entry = ledger.do(
            book_cost, case.lead, incident_id=case.filed.id, kind=kind, text="Bench", net=gbp(1), supplier=supplier
        )
    with ledger.database.write() as session:
        if database == "PostgreSQL":
            # A loaded machine fills for longer than any page may take.
            session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(text(_MANY), {"most": TRANSFERS, "entry": entry.id, "event": entry.event_id})
        session.execute(text("ANALYZE"))
        session.commit()

    def bare() -> None:
        with ledger.database.read() as session:
            session.execute(BARE).all()

    ours, other = in_turns(lambda: ledger.ask(trial_balance, case.lead), bare, ROUNDS)
    return Figure(f"Trial balance of 1,000,000 postings ({database})", "the bare sum in SQL", ours, other, 3)


def _approval(ledger: Ledger, database: str) -> Figure:
    case = a_case(ledger)
    ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations")
    ledger.do(set_budget, case.lead, cost_centre="OPS", period=f"{now():%Y}", amount=gbp(10_000_000))
    waiting = [a_remedy(ledger, case).id for _ in range(APPROVALS + 2)]
    first = waiting.pop()
    ledger.do(approve_remedy, case.lead, remedy_id=first)
    plainly = _plainly(ledger, case)
    ours, other = in_turns(lambda: ledger.do(approve_remedy, case.lead, remedy_id=waiting.pop()), plainly, APPROVALS)
    return Figure(
        f"Approve a remedy against a budget, rules and record included ({database})",
        "its rows, inserted plainly",
        ours,
        other,
        4,
    )


def _plainly(ledger: Ledger, case: Case) -> Any:
    """Return what writes the rows of an approval's booking and nothing else."""
    with ledger.database.read() as session:
        entry = session.query(JournalEntry).filter_by(subject=case.filed.id).one()
        line = session.query(Transfer).filter_by(entry_id=entry.id).one()
        remedy = session.query(Remedy).filter_by(id=entry.line_subject).one()
        rows = [_values(entry), _values(line), _values(remedy)]

    def write() -> None:
        with ledger.database.write() as session:
            _insert(session, rows)
            session.commit()

    return write


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    entry_id = new_id()
    session.add(Remedy(**(rows[2] | {"id": new_id()})))
    session.flush()
    session.add(JournalEntry(**(rows[0] | {"id": entry_id})))
    session.flush()
    session.add(Transfer(**(rows[1] | {"id": new_id(), "entry_id": entry_id, "commitment_id": entry_id})))
    session.flush()


def _values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
