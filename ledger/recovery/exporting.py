"""Reading a span of the books for other programs, with the incidents and clients that they are about."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.books.export_rows import Balances, Export, ExportEntry
from ledger.books.house import mapped_as, mappings
from ledger.books.house_models import CostCentre
from ledger.books.journal_sheet import OwnCodes
from ledger.books.models import BookedCurrency, JournalEntry, Transfer
from ledger.books.posting import TransferLine
from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider

_AT_ONCE = 1_000
FORMATS = ("beancount", "hledger", "csv", "xlsx")


def export_of(session: Session, actor: Actor, *, first: date | None, last: date | None) -> Export:
    """Return the books from one day to another, both in it; without them from the first entry to the last one.

    Entries are read while they are iterated: keep the session open until then. Raises `Invalid` for days in the wrong
    order.
    """
    permit(actor, "read_all_costs")
    if first and last and first > last:
        raise Invalid({"last": "The last day lies before the first."})
    bounds = session.execute(select(func.min(JournalEntry.booked_on), func.max(JournalEntry.booked_on))).one()
    begin, end = first or bounds[0] or date(1970, 1, 1), last or bounds[1] or first or date(1970, 1, 1)
    return Export(
        provider=provider(session).name,
        first=begin,
        last=max(begin, end),
        digits={row.code: row.exponent for row in session.scalars(select(BookedCurrency))},
        opening=balances_at(session, before=begin),
        entries=_entries(session, begin, max(begin, end)),
        closing=balances_at(session, until=max(begin, end)),
    )


def own_codes(session: Session) -> OwnCodes:
    """Return what gives an account's number and tax code in our own general ledger."""
    given = {one.account: one for one in mappings(session)}

    def own(account: str) -> tuple[str, str]:
        found = mapped_as(account, given)
        return (found.own_account, found.tax_code) if found else ("", "")

    return own


def balances_at(session: Session, *, before: date | None = None, until: date | None = None) -> Balances:
    """Return debits minus credits by account and currency: before a day, until a day and in it, or of all."""
    sums: dict[tuple[str, str], int] = {}
    for column, sign in ((Transfer.debit, 1), (Transfer.credit, -1)):
        query = select(column, Transfer.currency, func.sum(Transfer.amount)).group_by(column, Transfer.currency)
        if before or until:
            query = query.join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        if before:
            query = query.where(JournalEntry.booked_on < before)
        if until:
            query = query.where(JournalEntry.booked_on <= until)
        for name, currency, minor in session.execute(query):
            sums[name, currency] = sums.get((name, currency), 0) + sign * int(minor)
    return sums


def _entries(session: Session, first: date, last: date) -> Iterator[ExportEntry]:
    query = (
        select(JournalEntry, Transfer, Incident.reference, Client.code, CostCentre.code)
        .join(Transfer, Transfer.entry_id == JournalEntry.id)
        .outerjoin(Incident, Incident.id == JournalEntry.subject)
        .outerjoin(Client, Client.id == JournalEntry.client_id)
        .outerjoin(CostCentre, CostCentre.id == JournalEntry.cost_centre_id)
        .where(JournalEntry.booked_on.between(first, last))
        .order_by(JournalEntry.booked_on, JournalEntry.id, Transfer.line)
    )
    rows = session.execute(query.execution_options(yield_per=_AT_ONCE))
    for _, found in groupby(rows, key=lambda row: row[0].id):
        lines = list(found)
        entry, _, reference, client, centre = lines[0]
        transfers = tuple(TransferLine(t.debit, t.credit, t.amount, t.currency) for _, t, *_ in lines)
        yield ExportEntry(
            entry.id, entry.booked_on, entry.occurred_on, entry.kind, entry.narration, entry.calculation or "",
            reference or "", client or "", centre or "", entry.reverses_id or "", transfers,
        )  # fmt: skip
