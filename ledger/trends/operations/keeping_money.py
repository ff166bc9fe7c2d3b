"""What the books say of recoveries, kept as trends read it: each booking of a case, and their sums by month.

Sums change by exactly the bookings that a transaction took away and put down; each night all are made anew and
compared. Nothing of it depends on when it is looked at, so there is no horizon.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, cast, delete, except_, func, insert, literal, select, union_all
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry
from ledger.kernel.db import shown_row
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.trends.booked import BOOKINGS
from ledger.trends.models import TrendBooking, TrendMoney
from ledger.trends.operations.counted_up import add_counts
from ledger.trends.operations.keeping_cells import lock_horizon

_BOOKING: Any = TrendBooking.__table__
_MONEY: Any = TrendMoney.__table__
_NAMES = tuple(_BOOKING.columns.keys())
_KEY = tuple(column.name for column in _MONEY.primary_key)
_OF_CASES: Any = bindparam("ids", expanding=True)
_STORED = select(_BOOKING).where(_BOOKING.c.incident_id.in_(_OF_CASES))
_BOOKED = BOOKINGS.where(JournalEntry.subject.in_(_OF_CASES))
_GONE = delete(_BOOKING).where(_BOOKING.c.id.in_(bindparam("gone", expanding=True)))


class Sum(NamedTuple):
    """Which bookings are added up together, as `TrendMoney` says it."""

    kind: str
    month: str
    part: str
    currency: str


def keep_bookings(session: Session, incident_ids: Sequence[str], *, booked: bool, write: bool = True) -> int:
    """Make the bookings of some cases what the books say now; without `booked` none was added or given another code.

    The transaction holds the horizon (`hold_horizon`), so that no night counts what it is changing. Returns how many
    were not; without `write` they stay so.
    """
    if not incident_ids:
        return 0
    said = {"ids": incident_ids}
    stored = {row.id: shown_row(row) for row in session.connection().execute(_STORED, said)}
    if not (stored or booked):
        return 0
    wanted = {row[0]: dict(zip(_NAMES, row, strict=True)) for row in session.execute(_BOOKED, said)}
    gone = [row for key, row in stored.items() if wanted.get(key) != row]
    came = [row for key, row in wanted.items() if stored.get(key) != row]
    if gone and write:
        session.execute(_GONE, {"gone": [row["id"] for row in gone]})
    if came and write:
        session.execute(insert(_BOOKING), came)
    if write:
        _add_up(session, gone, came)
    return len({row["id"] for row in (*gone, *came)})


def remake_money(session: Session) -> None:
    """Make all bookings and their sums anew."""
    session.execute(delete(TrendMoney))
    session.execute(delete(TrendBooking))
    session.execute(_BOOKING.insert().from_select(_NAMES, BOOKINGS))
    session.execute(_MONEY.insert().from_select([*_KEY, "amount", "n"], _all_sums()))


def wrong_bookings(session: Session) -> list[str]:
    """Return the incidents of which a booking is not what the books say, or is missing, or of nothing."""
    stored = select(*_BOOKING.c)
    found = (query.subquery() for query in (except_(BOOKINGS, stored), except_(stored, BOOKINGS)))
    return sorted({key for one in found for key in session.scalars(select(one.c[1]))})


def wrong_sums(session: Session) -> frozenset[Sum]:
    """Return the sums that are not what the bookings add up to, or are missing, or of nothing."""
    names = (*_KEY, "amount", "n")
    kept = {tuple(row) for row in session.execute(select(*(_MONEY.c[name] for name in names)))}
    return frozenset(Sum(*row[: len(_KEY)]) for row in {tuple(row) for row in session.execute(_all_sums())} ^ kept)


def book_anew(session: Session, actor: Actor, *, incident_ids: Sequence[str], write: bool) -> int:
    """Compare some cases' bookings while no unit writes; return how many were wrong, right now with `write`."""
    permit(actor, "keep_facts")
    lock_horizon(session)
    return keep_bookings(session, incident_ids, booked=True, write=write)


def add_up_anew(session: Session, actor: Actor, *, write: bool) -> int:
    """Compare the sums of bookings while no unit writes; return how many were wrong, right now with `write`."""
    permit(actor, "keep_facts")
    lock_horizon(session)
    wrong = wrong_sums(session)
    if write and wrong:
        session.execute(delete(TrendMoney))
        session.execute(_MONEY.insert().from_select([*_KEY, "amount", "n"], _all_sums()))
    return len(wrong)


def _add_up(session: Session, gone: Iterable[Mapping[str, Any]], came: Iterable[Mapping[str, Any]]) -> None:
    amount, n = Counter[Sum](), Counter[Sum]()
    for sign, rows in ((-1, gone), (1, came)):
        for row in rows:
            for one, minor in _sums_of(row):
                amount[one] += sign * minor
                n[one] += sign
    changed = [one._asdict() | {"amount": amount[one], "n": n[one]} for one in sorted(n) if n[one] or amount[one]]
    add_counts(session, _MONEY, changed)


def _sums_of(row: Mapping[str, Any]) -> Iterator[tuple[Sum, int]]:
    if row["code"]:
        yield Sum("cost", row["month"], row["code"], row["currency"]), row["cost"]
    yield Sum("funded", row["booked_month"], row["source"], row["currency"]), row["funded"]


def _all_sums() -> Any:
    """Return the statement that adds all bookings up."""
    columns = _BOOKING.c
    cost = _summed("cost", columns.month, columns.code, columns.cost).where(columns.code != "")
    return union_all(cost, _summed("funded", columns.booked_month, columns.source, columns.funded))


def _summed(kind: str, month: Any, part: Any, amount: Any) -> "Select[Any]":
    parts = (month, part, _BOOKING.c.currency)
    whole = cast(func.sum(amount), BigInteger)
    return select(literal(kind).label("kind"), *parts, whole, func.count()).group_by(*parts)
