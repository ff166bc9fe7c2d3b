"""The worked example of the design (recovery.md, "The books"): one case in EUR with everything that can be booked."""

from dataclasses import dataclass
from decimal import Decimal

from ledger.books.models import JournalEntry
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.recovery.operations.commitments import commit_budget
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.exchange import enter_rate
from ledger.recovery.operations.house_books import save_cost_centre
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.remedies import approve_remedy, deliver_remedy, promise_remedy, propose_remedy
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.recovery.factories import DONE, FAR, RECORDED

GIFTS = (("SC", 18_500, 3_885), ("RF", 24_000, 5_040), ("WI", 15_000, 3_150), ("GW", 10_000, 0))
"""Code, value and tax of what the client gets."""


@dataclass(frozen=True)
class Example:
    """The case, and who books it."""

    incident_id: str
    reference: str
    client_reference: str
    nia: Actor
    lead: Actor
    wrong: JournalEntry


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def worked_example(ledger: Ledger) -> Example:
    """Book it all, up to the point where the rest of the budget is to be released."""
    a_provider(ledger, currency="EUR")
    a_client(ledger, currency="EUR")
    nia, lead = an_actor(ledger, name="Nia Pryce"), an_actor(ledger, "leadership", name="Ruth Amadi")
    filed = an_incident(ledger, nia)
    ledger.do(save_cost_centre, lead, code="OPS", name="Operations")
    ledger.do(commit_budget, lead, incident_id=filed.id, amount=eur(250_000), text="Put the network right")
    today = now().date()
    ledger.do(enter_rate, lead, base="EUR", quote="USD", rate="1.0834", on_date=today)
    wrong = _labour(ledger, lead, filed.id, "6.25")
    ledger.do(correct_entry, lead, entry_id=wrong.id, reason="Half an hour was lunch")
    _labour(ledger, lead, filed.id, "5.75")
    ledger.do(book_cost, lead, incident_id=filed.id, kind="parts", text="Switch", net=eur(41_290))
    invoice = ledger.do(
        book_cost, lead, incident_id=filed.id, kind="third_party", text="Laboratory", net=Money(120_000, "USD"),
        supplier="LABCO",
    )  # fmt: skip
    ledger.do(pay_invoice, lead, entry_id=invoice.id)
    for code, value, tax in GIFTS:
        _give(ledger, nia, lead, filed.client_references[0], code, value, tax)
    return Example(filed.id, filed.reference, filed.client_references[0], nia, lead, wrong)


def _labour(ledger: Ledger, lead: Actor, incident_id: str, hours: str) -> JournalEntry:
    return ledger.do(
        book_cost, lead, incident_id=incident_id, kind="labour", text="Cabling", hours=Decimal(hours), hourly=eur(8_500)
    )


def _give(ledger: Ledger, nia: Actor, lead: Actor, reference: str, code: str, value: int, tax: int) -> None:  # noqa: PLR0913, PLR0917 one line of the table above
    row = ledger.do(
        propose_remedy, nia, client_reference=reference, code=code, text=f"What is given, {code}", value=eur(value),
        tax=eur(tax), details=RECORDED[code],
    )  # fmt: skip
    ledger.do(approve_remedy, lead, remedy_id=row.id)
    ledger.do(promise_remedy, nia, remedy_id=row.id, due_on=FAR)
    ledger.do(deliver_remedy, nia, remedy_id=row.id, evidence="credit note 2087", details=DONE.get(code))
