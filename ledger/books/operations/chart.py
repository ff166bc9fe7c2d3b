"""Opening accounts: the first booking that names an account, or a currency, opens it."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from babel.numbers import get_currency_precision
from sqlalchemy import bindparam, null, select, text, tuple_
from sqlalchemy.orm import Session

from ledger.books.accounts import is_client_facing
from ledger.books.house_models import Period
from ledger.books.models import Account, BookedCurrency
from ledger.books.posting import TransferLine
from ledger.kernel.ids import new_id

_OPENING = 4_011
"""Key of the advisory lock under which accounts are opened on PostgreSQL, one unit of work at a time."""
_MONTHS = 4_012
"""Key of the advisory lock that bookings share and closing a month takes alone."""


_ACCOUNTS = select(Account.name, Account.currency).where(
    tuple_(Account.name, Account.currency).in_(bindparam("wanted", expanding=True))
)
_GROUND = (
    select(Period.name, null())
    .where(Period.status == "closed", Period.starts_on <= bindparam("day"), Period.ends_on >= bindparam("day"))
    .union_all(_ACCOUNTS)
)
"""Made once: every booking asks it, and to make it takes longer than to run it."""


@dataclass(frozen=True)
class Ground:
    """What a booking stands on: the closed month that holds its day, if one does, and the accounts not opened yet."""

    closed_month: str | None
    missing: frozenset[tuple[str, str]]
    """(account, currency)."""


def ground_of(session: Session, day: date, transfers: Iterable[TransferLine]) -> Ground:
    """Look at the month and the accounts of a booking in one statement, and keep months from being closed meanwhile."""
    hold_months(session)
    wanted = {(name, line.currency) for line in transfers for name in (line.debit, line.credit)}
    found = session.execute(_GROUND, {"day": day, "wanted": sorted(wanted)}).all()
    there = {(name, currency) for name, currency in found if currency is not None}
    months = [name for name, currency in found if currency is None]
    return Ground(months[0] if months else None, frozenset(wanted - there))


def open_accounts(session: Session, missing: AbstractSet[tuple[str, str]], event_id: str) -> None:
    """Open accounts that were not there when a booking began, and their currencies, under the event of that booking."""
    if not missing:
        return
    _lock(session, "pg_advisory_xact_lock", _OPENING)
    missing -= {(name, currency) for name, currency in session.execute(_ACCOUNTS, {"wanted": sorted(missing)})}
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


def _lock(session: Session, function: str, key: int) -> None:
    # SQLite has one writer at a time, which is lock enough.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT {function}({key})"))
