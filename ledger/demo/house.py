"""The books of the example: cost centres and budgets from the beginning, and one case with an entry of each kind."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.demo.stage import Stage
from ledger.incidents.models import Incident
from ledger.kernel.clock import pretended
from ledger.kernel.money import Money
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.commitments import commit_budget
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.exchange import enter_rate
from ledger.recovery.operations.house_books import map_account, save_cost_centre, set_budget
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.spending import book_cost, claim_back

_YEARLY = 9_000_000
_OWN = (
    ("Expenses:Recovery", "7410", ""),
    ("Income:Contra", "4090", ""),
    ("Liabilities:Tax:Output", "2200", "T1"),
    ("Assets:Clearing:Bank", "1200", ""),
)


def begin_books(stage: Stage, begun_at: datetime, until: datetime) -> None:
    """Set up cost centres, a budget for each year, and our own account numbers."""
    with pretended(begun_at):
        stage.ledger.do(_begun, SYSTEM, begun_at.year, until.year)


def book_one_case(stage: Stage, until: datetime) -> None:
    """Book an entry of each kind for the latest case that is still open."""
    with pretended(until - timedelta(hours=1)):
        stage.ledger.do(_case, SYSTEM)


def _begun(session: Session, actor: Actor, first: int, last: int) -> None:
    save_cost_centre(session, actor, code="OPS", name="Service operations")
    save_cost_centre(session, actor, code="PROJECTS", name="Projects")
    for year in range(first, last + 1):
        for currency in ("GBP", "EUR"):
            set_budget(session, actor, cost_centre="OPS", period=str(year), amount=Money(_YEARLY, currency))
    for account, number, tax_code in _OWN:
        map_account(session, actor, account=account, own_account=number, tax_code=tax_code)


def _case(session: Session, actor: Actor) -> None:
    query = select(Incident).where(Incident.status.in_(("open", "contained", "resolved")))
    incident = session.scalars(query.order_by(Incident.filed_at.desc(), Incident.id).limit(1)).one_or_none()
    if incident is None:
        return
    commit_budget(session, actor, incident_id=incident.id, amount=Money(250_000, "GBP"), text="Put it right for good")
    wrong, _ = (
        book_cost(
            session, actor, incident_id=incident.id, kind="labour", text="Work on site", hours=Decimal(hours),
            hourly=Money(7_200, "GBP"),
        )
        for hours in ("6.25", "5.75")
    )  # fmt: skip
    correct_entry(session, actor, entry_id=wrong.id, reason="Half an hour was a break")
    book_cost(session, actor, incident_id=incident.id, kind="parts", text="A switch", net=Money(41_290, "GBP"))
    invoice = book_cost(
        session, actor, incident_id=incident.id, kind="third_party", text="An outside reading",
        net=Money(120_000, "USD"), supplier="LABCO",
    )  # fmt: skip
    enter_rate(session, actor, base="GBP", quote="USD", rate="1.2710", on_date=invoice.booked_on)
    pay_invoice(session, actor, entry_id=invoice.id)
    claim_back(
        session, actor, incident_id=incident.id, source="supplier", code="LABCO", amount=Money(15_000, "GBP"),
        text="Its part of the fault",
    )  # fmt: skip
