"""No sequence of bookings unbalances the books: a state machine over one case, beside a purse kept by hand.

Every invariant is read with our own sums as well as with the check that `amends verify` makes.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from ledger.books.models import Account, JournalEntry, Transfer
from ledger.books.recorded import books_hold
from ledger.kernel.errors import AmendsError
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.recovery.models import Remedy
from ledger.recovery.operations.commitments import commit_budget
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.house_books import save_cost_centre
from ledger.recovery.operations.remedies import approve_remedy, deliver_remedy, promise_remedy
from ledger.recovery.operations.remedy_endings import withdraw_remedy
from ledger.recovery.operations.spending import book_cost, claim_back, receive_back
from ledger.work import Ledger
from tests.factories import an_incident
from tests.recovery.factories import DONE, FAR, Case, a_case, a_remedy, gbp

_MINOR = st.integers(1, 300_000)
_GRANTS = st.sampled_from(("SC", "WI", "RF", "CL", "GW"))


class Books(RuleBasedStateMachine):
    """One case's money: set aside, spent, given, taken back, undone, in any order."""

    ledger: Ledger
    first: Case

    def __init__(self) -> None:
        super().__init__()
        self.case = replace(self.first, filed=an_incident(self.ledger, self.first.nia))
        self.lines: list[tuple[str, str]] = []
        self.undone: set[str] = set()

    def _try(self, verb: Any, actor: Actor, **said: Any) -> Any:
        try:
            return self.ledger.do(verb, actor, **said)
        except AmendsError:
            return None

    def _entries(self) -> list[JournalEntry]:
        with self.ledger.database.read() as session:
            query = select(JournalEntry).where(JournalEntry.subject == self.case.filed.id).order_by(JournalEntry.id)
            return list(session.scalars(query))

    @rule(minor=_MINOR)
    def set_aside(self, minor: int) -> None:
        self._try(commit_budget, self.case.lead, incident_id=self.case.filed.id, amount=gbp(minor), text="Repair")

    @rule(minor=_MINOR, kind=st.sampled_from(("parts", "travel")))
    def spend(self, minor: int, kind: str) -> None:
        self._try(book_cost, self.case.lead, incident_id=self.case.filed.id, kind=kind, text="A part", net=gbp(minor))

    @rule(hundredths=st.integers(1, 4_000))
    def work(self, hundredths: int) -> None:
        self._try(
            book_cost, self.case.lead, incident_id=self.case.filed.id, kind="labour", text="Work",
            hours=Decimal(hundredths) / 100, hourly=gbp(8_500),
        )  # fmt: skip

    @rule(minor=_MINOR)
    def owe_somebody_abroad(self, minor: int) -> None:
        self._try(
            book_cost, self.case.lead, incident_id=self.case.filed.id, kind="third_party", text="A reading",
            net=Money(minor, "USD"), supplier="LABCO",
        )  # fmt: skip

    @rule(minor=_MINOR, tax=st.integers(0, 60_000), code=_GRANTS)
    def give(self, minor: int, tax: int, code: str) -> None:
        row = a_remedy(self.ledger, self.case, code=code, value=gbp(minor), tax=gbp(tax))
        if self._try(approve_remedy, self.case.lead, remedy_id=row.id) is not None:
            self._try(promise_remedy, self.case.nia, remedy_id=row.id, due_on=FAR)
            self.lines.append((row.id, code))

    @rule(at=st.integers(0, 20))
    def deliver(self, at: int) -> None:
        if self.lines:
            row_id, code = self.lines[at % len(self.lines)]
            self._try(deliver_remedy, self.case.nia, remedy_id=row_id, evidence="note", details=DONE.get(code))

    @rule(at=st.integers(0, 20))
    def take_back(self, at: int) -> None:
        if self.lines:
            row_id, _ = self.lines[at % len(self.lines)]
            self._try(withdraw_remedy, self.case.omar, remedy_id=row_id, reason="The amount was wrong")

    @rule(minor=_MINOR, received=st.booleans())
    def claim(self, minor: int, *, received: bool) -> None:
        verb = receive_back if received else claim_back
        source: dict[str, Any] = {} if received else {"source": "supplier"}
        self._try(
            verb, self.case.lead, incident_id=self.case.filed.id, code="LABCO", amount=gbp(minor), text="Back",
            **source,
        )  # fmt: skip

    @rule(at=st.integers(0, 40))
    def undo(self, at: int) -> None:
        entries = self._entries()
        if not entries:
            return
        one = entries[at % len(entries)]
        done = self._try(correct_entry, self.case.lead, entry_id=one.id, reason="Typed wrongly")
        assert not (done and one.id in self.undone), "one entry was undone twice"
        if done:
            self.undone.add(one.id)

    @invariant()
    def every_currency_adds_up_and_no_client_owes(self) -> None:
        sums: dict[tuple[str, str], int] = {}
        with self.ledger.database.read() as session:
            facing = set(session.scalars(select(Account.name).where(Account.client_facing)))
            query = select(Transfer).join(JournalEntry, JournalEntry.id == Transfer.entry_id)
            for row in session.scalars(query.where(JournalEntry.subject == self.case.filed.id)):
                assert row.amount > 0
                sums[row.debit, row.currency] = sums.get((row.debit, row.currency), 0) + row.amount
                sums[row.credit, row.currency] = sums.get((row.credit, row.currency), 0) - row.amount
        for currency in {currency for _, currency in sums}:
            assert sum(minor for (_, one), minor in sums.items() if one == currency) == 0
        assert {name: minor for (name, _), minor in sums.items() if name in facing and minor > 0} == {}
        assert sums.get(("Liabilities:Provision:Recovery", "GBP"), 0) <= 0, "more was drawn than was set aside"

    @invariant()
    def what_was_taken_back_has_cost_nothing(self) -> None:
        with self.ledger.database.read() as session:
            gone = {row_id for row_id, _ in self.lines if session.get_one(Remedy, row_id).status == "withdrawn"}
            query = select(JournalEntry.line_subject, Transfer).join(Transfer, Transfer.entry_id == JournalEntry.id)
            left: dict[tuple[str | None, str], int] = {}
            for line, row in session.execute(query.where(JournalEntry.line_subject.in_(gone))):
                for account, minor in ((row.debit, row.amount), (row.credit, -row.amount)):
                    left[line, account] = left.get((line, account), 0) + minor
        assert {key: minor for key, minor in left.items() if minor} == {}

    def teardown(self) -> None:
        with self.ledger.database.read() as session:
            assert list(books_hold(session)) == []


@pytest.mark.parametrize("rounds", [12])
def test_no_sequence_of_bookings_unbalances_the_books(ledger: Ledger, rounds: int) -> None:
    case = a_case(ledger)
    ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations")
    Books.ledger, Books.first = ledger, case
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=rounds, stateful_step_count=25, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
