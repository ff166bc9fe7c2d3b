"""Opening accounts: the first booking that names an account, or a currency, opens it."""

from collections.abc import Iterable

from babel.numbers import get_currency_precision
from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import Session

from ledger.books.accounts import is_client_facing
from ledger.books.models import Account, BookedCurrency
from ledger.books.posting import TransferLine
from ledger.kernel.ids import new_id

_OPENING = 4_011
"""Key of the advisory lock under which accounts are opened on PostgreSQL, one unit of work at a time."""
_MONTHS = 4_012
"""Key of the advisory lock that bookings share and closing a month takes alone."""


def open_accounts(session: Session, transfers: Iterable[TransferLine], event_id: str) -> None:
    """Open every account and currency of the transfers that is not there yet, under the event of their booking."""
    wanted = {(name, line.currency) for line in transfers for name in (line.debit, line.credit)}
    if not (missing := wanted - _open(session, wanted)):
        return
    _lock(session, "pg_advisory_xact_lock", _OPENING)
    missing -= _open(session, wanted)
    there = set(session.scalars(select(BookedCurrency.code)))
    for code in sorted({currency for _, currency in missing} - there):
        session.add(BookedCurrency(code=code, exponent=get_currency_precision(code), event_id=event_id))
    session.flush()
    for name, currency in sorted(missing):
        facing = is_client_facing(name)
        session.add(Account(id=new_id(), name=name, currency=currency, client_facing=facing, event_id=event_id))
    session.flush()


def hold_months(session: Session, *, alone: bool = False) -> None:
    """Keep months from being closed until the unit ends, or with `alone` keep everybody from booking."""
    _lock(session, "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared", _MONTHS)


def _open(session: Session, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    query = select(Account.name, Account.currency).where(tuple_(Account.name, Account.currency).in_(sorted(wanted)))
    return {(name, currency) for name, currency in session.execute(query)}


def _lock(session: Session, function: str, key: int) -> None:
    # SQLite has one writer at a time, which is lock enough.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT {function}({key})"))
