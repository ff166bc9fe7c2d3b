"""Booking and undoing, on both databases."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger.books.accounts import BANK, GOODWILL, REFUND, TAX_OUTPUT, client_credit
from ledger.books.models import JournalEntry, Transfer
from ledger.books.operations.journal import book, reverse, reverse_line
from ledger.books.posting import RemedyAmounts, TransferLine, delivered, promised
from ledger.books.queries import cost_by_currency, costs_of
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.people.actor import SYSTEM, Actor
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.books.steps import journal_of
from tests.factories import a_provider
from tests.support.events import log_events

DAY = date(2026, 11, 20)


def booked(
    ledger: Ledger, *transfers: TransferLine, line: str | None = "line-1", subject: str = "case-1"
) -> JournalEntry:
    """Book through a unit of work, as a verb of another room would."""

    def verb(session: Session, actor: Actor) -> JournalEntry:
        return book(
            session, actor.user_id, subject=subject, line_subject=line, kind="test", narration="In a test",
            booked_on=DAY, transfers=transfers,
        )  # fmt: skip

    return ledger.do(verb, SYSTEM)


def undone(ledger: Ledger, entry_id: str) -> JournalEntry:
    def verb(session: Session, actor: Actor) -> JournalEntry:
        return reverse(session, actor.user_id, entry_id, booked_on=DAY)

    return ledger.do(verb, SYSTEM)


def goodwill(amount: int = 10_000, currency: str = "EUR") -> TransferLine:
    return TransferLine(GOODWILL, client_credit("HFO"), amount, currency)


def test_a_booking_stands_in_the_journal_and_in_the_record_with_the_same_amounts(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill(), TransferLine(client_credit("HFO"), BANK, 10_000, "EUR"))
    with ledger.database.read() as session:
        rows = journal_of(session, "case-1")
        event = log_events(session, PROVIDER_LOG)[-1]
    assert [(row.debit, row.credit, row.amount) for row in rows] == [
        (GOODWILL, client_credit("HFO"), 10_000), (client_credit("HFO"), BANK, 10_000),
    ]  # fmt: skip
    assert event.event_id == entry.event_id
    assert [line["amount"] for line in event.body["data"]["transfers"]] == ["100.00", "100.00"]
    assert event.words == {"narration": "In a test"}


@pytest.mark.parametrize(
    "transfers",
    [
        (),
        (goodwill(0),),
        (goodwill(-5),),
        (goodwill(10**15),),
        (TransferLine(BANK, BANK, 1, "EUR"),),
        (TransferLine("Bank", GOODWILL, 1, "EUR"),),
    ],
)
def test_a_booking_that_cannot_stand_is_refused(ledger: Ledger, transfers: tuple[TransferLine, ...]) -> None:
    a_provider(ledger)
    with pytest.raises(Invalid):
        booked(ledger, *transfers)


def test_a_client_can_never_be_made_to_owe_something(ledger: Ledger) -> None:
    a_provider(ledger)
    booked(ledger, goodwill(100))
    with pytest.raises(Conflict, match="owe"):
        booked(ledger, TransferLine(client_credit("HFO"), BANK, 101, "EUR"))
    booked(ledger, TransferLine(client_credit("HFO"), BANK, 100, "EUR"))


def test_a_booking_is_undone_by_its_exact_mirror_and_only_once(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill())
    mirror = undone(ledger, entry.id)
    assert mirror.reverses_id == entry.id
    with ledger.database.read() as session:
        rows = journal_of(session, "case-1")
        assert cost_by_currency(session, "case-1") == {"EUR": 0}
    assert (rows[1].debit, rows[1].credit, rows[1].amount) == (rows[0].credit, rows[0].debit, rows[0].amount)
    with pytest.raises(Conflict, match="undone already"):
        undone(ledger, entry.id)
    with pytest.raises(Conflict, match="right entry"):
        undone(ledger, mirror.id)
    with pytest.raises(NotFound):
        undone(ledger, "no such entry")


def test_undoing_a_line_undoes_all_of_it_in_an_order_in_which_nobody_owes_us(ledger: Ledger) -> None:
    a_provider(ledger)
    line = RemedyAmounts("RF", "HFO", 24_000, "EUR", 24_000, 5_040, "EUR")
    booked(ledger, *promised(line))
    booked(ledger, *delivered(line))
    booked(ledger, goodwill(), line="line-2")

    def verb(session: Session, actor: Actor) -> int:
        return len(reverse_line(session, actor.user_id, "line-1", booked_on=DAY))

    assert ledger.do(verb, SYSTEM) == 2
    assert ledger.do(verb, SYSTEM) == 0
    with ledger.database.read() as session:
        costs = {(cost.line_subject, cost.currency): cost.minor for cost in costs_of(session, ["case-1"])}
    assert costs == {("line-1", "EUR"): 0, ("line-2", "EUR"): 10_000}


def test_the_cost_of_a_case_is_told_by_currency_and_never_added_up(ledger: Ledger) -> None:
    """The lines of recovery.md's worked example that need no budget and no exchange of currencies."""
    a_provider(ledger)
    wrong = RemedyAmounts("RW", "HFO", 53_125, "EUR", 0, 0, "EUR")
    lines = {
        "labour": RemedyAmounts("RW", "HFO", 48_875, "EUR", 0, 0, "EUR"),
        "switch": RemedyAmounts("EQ", "HFO", 41_290, "EUR", 41_290, 0, "EUR"),
        "laboratory": RemedyAmounts("TP", "HFO", 120_000, "USD", 0, 0, "EUR", "LABCO"),
        "credit": RemedyAmounts("SC", "HFO", 18_500, "EUR", 18_500, 3_885, "EUR"),
        "refund": RemedyAmounts("RF", "HFO", 24_000, "EUR", 24_000, 5_040, "EUR"),
        "waived": RemedyAmounts("WI", "HFO", 15_000, "EUR", 15_000, 3_150, "EUR"),
        "goodwill": RemedyAmounts("GW", "HFO", 10_000, "EUR", 10_000, 0, "EUR"),
    }
    undone(ledger, booked(ledger, *delivered(wrong), line="labour").id)
    for name, line in lines.items():
        for transfers in (promised(line), delivered(line)):
            if transfers:
                booked(ledger, *transfers, line=name)
    with ledger.database.read() as session:
        assert cost_by_currency(session, "case-1") == {"EUR": 268_427 - 110_762, "USD": 120_000}
        postings = journal_of(session, "case-1")
    tax = sum(row.amount for row in postings if row.debit == TAX_OUTPUT)
    granted = sum(row.amount for row in postings if row.debit in {REFUND, GOODWILL} or row.debit.startswith("Income"))
    assert (tax, granted + tax) == (12_075, 79_575)


@pytest.mark.parametrize(
    ("amount", "debit", "constraint"),
    [
        (0, GOODWILL, "ck_transfer_amount"),
        (10**15, GOODWILL, "ck_transfer_amount"),
        (1, BANK, "ck_transfer_two_accounts"),
    ],
)
def test_the_database_itself_refuses_a_transfer_that_cannot_be(
    ledger: Ledger, amount: int, debit: str, constraint: str
) -> None:
    a_provider(ledger)
    entry = booked(ledger, TransferLine(GOODWILL, BANK, 10_000, "EUR"))
    with ledger.database.write() as session:
        session.add(
            Transfer(
                entry_id=entry.id,
                line=9,
                currency="EUR",
                debit=debit,
                credit=BANK,
                amount=amount,
                event_id=entry.event_id,
            )
        )
        with pytest.raises(IntegrityError, match=constraint):
            session.flush()


def test_the_database_itself_refuses_a_second_reversal(ledger: Ledger) -> None:
    a_provider(ledger)
    entry = booked(ledger, goodwill())
    undone(ledger, entry.id)
    with ledger.database.write() as session:
        session.add(
            JournalEntry(
                subject="case-1", kind="test", narration="", booked_on=DAY, reverses_id=entry.id, event_id="none"
            )
        )
        with pytest.raises(IntegrityError, match="reverses_id"):
            session.flush()
