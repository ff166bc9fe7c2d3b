"""Closing a month of the books, and opening it again with a reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.house_models import Period
from ledger.books.operations.chart import hold_months
from ledger.books.spans import Span, span
from ledger.kernel.errors import Conflict, Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.recovery.book_day import book_day


def close_month(session: Session, actor: Actor, *, month: str) -> Period:
    """Close a month that is over: nothing is booked in it any more. Raises `Invalid`, `Conflict`."""
    permit(actor, "keep_books")
    days = _month(month)
    if days.last >= book_day(session):
        raise Invalid({"month": "This month is not over yet."})
    row = _row(session, days)
    if row.status == "closed":
        sentence = f"The books of {month} are closed already."
        raise Conflict(sentence)
    return _set(session, actor, row, "closed", "books.month_closed")


def reopen_month(session: Session, actor: Actor, *, month: str, reason: str) -> Period:
    """Open a closed month again, with a reason. Raises `Invalid`, `Conflict`."""
    permit(actor, "keep_books")
    if not reason.strip():
        raise Invalid({"reason": "Say why in a few words."})
    row = _row(session, _month(month))
    if row.status == "open":
        sentence = f"The books of {month} are open."
        raise Conflict(sentence)
    return _set(session, actor, row, "open", "books.month_reopened", reason)


def _month(name: str) -> Span:
    try:
        found = span(name)
    except ValueError:
        found = None
    if found is None or not found.is_month:
        raise Invalid({"month": "Write a month such as 2026-11."})
    return found


def _row(session: Session, days: Span) -> Period:
    """Return the month's row, while nobody books."""
    hold_months(session, alone=True)
    query = select(Period).where(Period.name == days.name).execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is None:
        row = Period(name=days.name, version=0, starts_on=days.first, ends_on=days.last, status="open")
    return row


def _set(  # noqa: PLR0913, PLR0917 a month, and what becomes of it
    session: Session, actor: Actor, row: Period, status: str, event: str, reason: str | None = None
) -> Period:
    row.status = status
    row.version += 1
    row.event_id = note(
        session,
        event,
        actor=actor.user_id,
        subjects="books",
        data={"month": row.name, "status": status},
        sealed={"reason": reason},
    )
    session.add(row)
    session.flush()
    return row
