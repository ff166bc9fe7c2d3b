"""Reading the journal for people with the finance permission: found by words, case, client, account and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.books.house_models import CostCentre
from ledger.books.models import JournalEntry, Transfer
from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit

Position = tuple[date, str]
"""The day and the id of an entry (of an account: of a transfer's place in it): where a page begins."""


@dataclass(frozen=True)
class JournalFilters:
    """What the journal is narrowed to; empty means everything."""

    q: str = ""
    incident: str = ""
    client: str = ""
    account: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Leg:
    """One transfer of an entry."""

    debit: str
    credit: str
    amount: Money


@dataclass(frozen=True)
class JournalRow:
    """One entry with its transfers."""

    id: str
    booked_on: date
    occurred_on: date | None
    kind: str
    narration: str
    calculation: str
    incident_reference: str
    client_code: str
    cost_centre: str
    reverses_id: str | None
    undone_by: str | None
    line_subject: str | None
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class AccountLine:
    """One posting of an account, with what stood on it afterwards."""

    entry_id: str
    line: int
    """Which transfer of the entry it is."""
    booked_on: date
    narration: str
    incident_reference: str
    against: str
    amount: Money
    balance: Money

    @property
    def place(self) -> str:
        """Where it stands among the postings of its day: one entry may post on an account more than once."""
        return f"{self.entry_id}:{self.line}"


def journal(
    session: Session, actor: Actor, *, filters: JournalFilters, after: Position | None = None, limit: int = 50
) -> list[JournalRow]:
    """Return entries, the latest day first; two SELECTs whatever their number."""
    permit(actor, "read_all_costs")
    query = _entries().where(*_conditions(filters))
    if after:
        day, entry_id = after
        same_day = (JournalEntry.booked_on == day) & (JournalEntry.id < entry_id)
        query = query.where(or_(JournalEntry.booked_on < day, same_day))
    return _rows(session, query.order_by(JournalEntry.booked_on.desc(), JournalEntry.id.desc()).limit(limit))


def entry_of(session: Session, actor: Actor, entry_id: str) -> JournalRow:
    """Return one entry; raise `NotFound`."""
    permit(actor, "read_all_costs")
    rows = _rows(session, _entries().where(JournalEntry.id == entry_id))
    if not rows:
        raise NotFound
    return rows[0]


def of_case(session: Session, actor: Actor, incident_id: str, *, limit: int) -> list[JournalRow]:
    """Return what was booked last for one incident, the latest first; the journal has the rest."""
    permit(actor, "read_all_costs")
    query = _entries().where(JournalEntry.subject == incident_id)
    return _rows(session, query.order_by(JournalEntry.id.desc()).limit(limit))


def account_lines(  # noqa: PLR0913 which account, which part of it
    session: Session,
    actor: Actor,
    *,
    account: str,
    currency: str,
    after: Position | None = None,
    limit: int = 50,
) -> list[AccountLine]:
    """Return an account's postings from the oldest on, each with the balance after it."""
    permit(actor, "read_all_costs")
    on_it = (or_(Transfer.debit == account, Transfer.credit == account)) & (Transfer.currency == currency)
    signed = case((Transfer.debit == account, Transfer.amount), else_=-Transfer.amount)
    joined = select(func.sum(signed)).join(JournalEntry, Transfer.entry_id == JournalEntry.id).where(on_it)
    query = (
        select(JournalEntry, Transfer, Incident.reference)
        .join(Transfer, Transfer.entry_id == JournalEntry.id)
        .outerjoin(Incident, Incident.id == JournalEntry.subject)
        .where(on_it)
    )
    standing = 0
    if after:
        later = _later(*after)
        standing = int(session.scalar(joined.where(~later)) or 0)
        query = query.where(later)
    found = []
    ordered = query.order_by(JournalEntry.booked_on, JournalEntry.id, Transfer.line).limit(limit)
    for entry, line, reference in session.execute(ordered):
        amount = line.amount if line.debit == account else -line.amount
        standing += amount
        other = line.credit if line.debit == account else line.debit
        found.append(
            AccountLine(
                entry.id, line.line, entry.booked_on, entry.narration, reference or "", other,
                Money(amount, currency), Money(standing, currency),
            )
        )  # fmt: skip
    return found


def _later(day: date, place: str) -> ColumnElement[bool]:
    entry_id, _, line = place.partition(":")
    number = int(line) if line.isdecimal() and len(line) < 4 else 0  # noqa: PLR2004 more lines than any entry has
    return or_(
        JournalEntry.booked_on > day,
        (JournalEntry.booked_on == day) & (JournalEntry.id > entry_id),
        (JournalEntry.id == entry_id) & (Transfer.line > number),
    )


def _entries() -> Select[JournalEntry, str, str, str]:
    return (
        select(JournalEntry, Incident.reference, Client.code, CostCentre.code)
        .outerjoin(Incident, Incident.id == JournalEntry.subject)
        .outerjoin(Client, Client.id == JournalEntry.client_id)
        .outerjoin(CostCentre, CostCentre.id == JournalEntry.cost_centre_id)
    )


def _conditions(filters: JournalFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.q:
        words = (JournalEntry.narration, JournalEntry.calculation, Incident.reference)
        found.append(or_(*(column.icontains(filters.q, autoescape=True) for column in words)))
    if filters.incident:
        found.append(Incident.reference == filters.incident)
    if filters.client:
        found.append(Client.code == filters.client)
    if filters.kind:
        found.append(JournalEntry.kind == filters.kind)
    if filters.account:
        side = or_(*(_at_or_below(column, filters.account) for column in (Transfer.debit, Transfer.credit)))
        found.append(exists().where(Transfer.entry_id == JournalEntry.id, side))
    if filters.first:
        found.append(JournalEntry.booked_on >= filters.first)
    if filters.last:
        found.append(JournalEntry.booked_on <= filters.last)
    return found


def _at_or_below(column: InstrumentedAttribute[str], account: str) -> ColumnElement[bool]:
    return or_(column == account, column.startswith(f"{account}:", autoescape=True))


def _rows(session: Session, query: Select[JournalEntry, str, str, str]) -> list[JournalRow]:
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    legs: dict[str, list[Leg]] = {}
    for line in session.scalars(select(Transfer).where(Transfer.entry_id.in_(ids)).order_by(Transfer.line)):
        legs.setdefault(line.entry_id, []).append(Leg(line.debit, line.credit, Money(line.amount, line.currency)))
    undone = _undone(session, ids)
    return [
        JournalRow(
            entry.id, entry.booked_on, entry.occurred_on, entry.kind, entry.narration, entry.calculation or "",
            reference or "", client or "", centre or "", entry.reverses_id, undone.get(entry.id), entry.line_subject,
            tuple(legs.get(entry.id, ())),
        )
        for entry, reference, client, centre in found
    ]  # fmt: skip


def _undone(session: Session, ids: Sequence[str]) -> dict[str, str]:
    query = select(JournalEntry.reverses_id, JournalEntry.id).where(JournalEntry.reverses_id.in_(ids))
    return {str(row[0]): row[1] for row in session.execute(query)}
