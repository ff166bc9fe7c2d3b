"""What must hold in the books, for `amends verify`: they balance, charge no client, and equal the record."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session, aliased

from ledger.books.accounts import PROVISION, is_client_facing
from ledger.books.commitments import LEFT
from ledger.books.guards import books_guarded
from ledger.books.house_models import Period
from ledger.books.models import Account, BookedCurrency, JournalEntry, Transfer
from ledger.books.posting import TransferLine
from ledger.kernel.money import Money
from ledger.record.findings import Finding
from ledger.record.models import PROVIDER_LOG, LogEntry

_BATCH = 1_000


def books_hold(session: Session) -> Iterator[Finding]:
    """Give everything in the books that is not as it must be."""
    for check in (_unbalanced, _owing, _overdrawn, _no_mirrors, _late, _misnamed, _unlike_their_events, books_guarded):
        yield from check(session)


def _unbalanced(session: Session) -> Iterator[Finding]:
    for currency, minor in session.execute(text("SELECT currency, sum(amount) FROM posting GROUP BY currency")):
        if minor:
            yield Finding("books", currency, f"The postings in {currency} do not add up to nothing.")


def _owing(session: Session) -> Iterator[Finding]:
    """Give every client-facing account that would make a client owe something for a case."""
    sides = []
    for column, minor in ((Transfer.debit, Transfer.amount), (Transfer.credit, -Transfer.amount)):
        facing = select(Account.name, Account.currency).where(Account.client_facing).subquery()
        sides.append(
            select(JournalEntry.subject, column.label("account"), Transfer.currency, minor.label("n"))
            .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
            .join(facing, (facing.c.name == column) & (facing.c.currency == Transfer.currency))
        )
    both = sides[0].union_all(sides[1]).subquery()
    query = select(both.c.subject, both.c.account, both.c.currency).group_by(*list(both.c)[:3])
    for subject, account, currency in session.execute(query.having(func.sum(both.c.n) > 0)):
        sentence = f"By {account} in {currency} a client owes something for our own mistake."
        yield Finding("books", f"case {subject}", sentence)


def _overdrawn(session: Session) -> Iterator[Finding]:
    query = select(Transfer.commitment_id).where(Transfer.commitment_id.is_not(None))
    for commitment_id in session.scalars(query.group_by(Transfer.commitment_id).having(LEFT < 0)):
        yield Finding("books", f"journal_entry {commitment_id}", "More was drawn than was committed.")
    provision = or_(Transfer.debit == PROVISION, Transfer.credit == PROVISION)
    for entry_id in session.scalars(
        select(Transfer.entry_id).where(provision, Transfer.commitment_id.is_(None)).distinct()
    ):
        yield Finding("books", f"journal_entry {entry_id}", "Money was set aside or drawn without a commitment.")


def _no_mirrors(session: Session) -> Iterator[Finding]:
    """Give every reversal that is not the exact mirror of what it undoes, line by line."""
    for mirrored in (False, True):
        one, other = aliased(Transfer), aliased(Transfer)
        same = (
            (other.line == one.line) & (other.debit == one.credit) & (other.credit == one.debit)
            & (other.amount == one.amount) & (other.currency == one.currency)
        )  # fmt: skip
        own, its = (
            (JournalEntry.reverses_id, JournalEntry.id) if mirrored else (JournalEntry.id, JournalEntry.reverses_id)
        )
        query = (
            select(JournalEntry.id)
            .join(one, one.entry_id == own)
            .outerjoin(other, (other.entry_id == its) & same)
            .where(JournalEntry.reverses_id.is_not(None), other.id.is_(None))
        )
        for entry_id in session.scalars(query.distinct()):
            sentence = "An entry is not the exact mirror of what it undoes."
            yield Finding("books", f"journal_entry {entry_id}", sentence)


def _late(session: Session) -> Iterator[Finding]:
    """Give every entry that was recorded in a month after that month had been closed."""
    closing = aliased(LogEntry)
    query = (
        select(JournalEntry.id, Period.name)
        .join(Period, JournalEntry.booked_on.between(Period.starts_on, Period.ends_on))
        .join(closing, (closing.event_id == Period.event_id) & (closing.log_id == PROVIDER_LOG))
        .join(LogEntry, (LogEntry.event_id == JournalEntry.event_id) & (LogEntry.log_id == PROVIDER_LOG))
        .where(Period.status == "closed", LogEntry.seq > closing.seq)
    )
    for entry_id, month in session.execute(query):
        yield Finding("books", f"journal_entry {entry_id}", f"It was booked in {month} after that month was closed.")


def _misnamed(session: Session) -> Iterator[Finding]:
    for name, facing in session.execute(select(Account.name, Account.client_facing)):
        if facing != is_client_facing(name):
            yield Finding("books", f"account {name}", "It does not say rightly whether it concerns a client.")
    for code, exponent in session.execute(select(BookedCurrency.code, BookedCurrency.exponent)):
        if len(Money(1, code).decimal().partition(".")[2]) != exponent:
            yield Finding("books", f"currency {code}", "Its number of decimals is not what it was when it was booked.")


def _unlike_their_events(session: Session) -> Iterator[Finding]:
    """Give every entry whose transfers are not those of its event, and every event whose entry is gone."""
    columns = (
        Transfer.entry_id, LogEntry.body, Transfer.debit, Transfer.credit, Transfer.amount, Transfer.currency,
        Transfer.commitment_id,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(JournalEntry, JournalEntry.id == Transfer.entry_id)
        .join(LogEntry, (LogEntry.event_id == JournalEntry.event_id) & (LogEntry.log_id == PROVIDER_LOG))
        .order_by(LogEntry.seq, Transfer.line)
    )
    seen = set()
    rows = session.execute(query.execution_options(yield_per=_BATCH))
    for entry_id, found in groupby(rows, key=lambda row: row[0]):
        yield from _unlike(entry_id, list(found))
        seen.add(entry_id)
    events = select(LogEntry.seq, LogEntry.body).where(LogEntry.type.in_(("books.booked", "books.reversed")))
    for seq, body in session.execute(events.execution_options(yield_per=_BATCH)):
        if json.loads(body)["data"].get("entry") not in seen:
            yield Finding("books", f"{PROVIDER_LOG} {seq}", f"Entry {seq} booked money that the books do not show.")


def _unlike(entry_id: str, rows: list[Any]) -> Iterator[Finding]:
    said = json.loads(rows[0][1])["data"]
    lines = [_said(TransferLine(*row[2:])) for row in rows]
    # A row may have been pointed at any event, also at one that books nothing.
    recorded = [_plain(line) for line in said.get("transfers", ())]
    if said.get("entry") != entry_id or lines != recorded:
        yield Finding("books", f"journal_entry {entry_id}", "The books do not show what was recorded for this entry.")


def _said(line: TransferLine) -> tuple[str, ...]:
    amount = Money(line.amount, line.currency).decimal()
    return line.debit, line.credit, amount, line.currency, line.commitment or ""


def _plain(line: dict[str, str]) -> tuple[str, ...]:
    return line["debit"], line["credit"], line["amount"], line["currency"], line.get("commitment", "")
