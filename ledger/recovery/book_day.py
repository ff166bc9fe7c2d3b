"""The day that money is booked on: today at our place."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.people.queries import provider


def book_day(session: Session) -> date:
    """Return today at our place."""
    return now().astimezone(ZoneInfo(provider(session).zone)).date()
