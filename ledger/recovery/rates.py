"""What an hour of our work costs us: the rates as they stand, and the one in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.recovery.limit_models import LabourRate


@dataclass(frozen=True)
class LabourRateRow:
    """One rate: whose work, what an hour costs us, and from which day on."""

    name: str
    rate: Money
    valid_from: date

    @property
    def words(self) -> str:
        """The rate as people choose it: `engineer, 85.00 EUR an hour`."""
        return f"{self.name}, {self.rate.decimal()} {self.rate.currency} an hour"


def rates(session: Session, actor: Actor) -> tuple[LabourRateRow, ...]:
    """Return all rates that ever were in force, by name, the newest first."""
    permit(actor, "read_settings")
    query = select(LabourRate).order_by(LabourRate.name, LabourRate.currency, LabourRate.valid_from.desc())
    return tuple(_row(row) for row in session.scalars(query))


def rates_today(session: Session, actor: Actor) -> tuple[LabourRateRow, ...]:
    """Return the rates in force today at our place, by name and currency, for those who work with them."""
    permit(actor, "read_cases")
    day = now().astimezone(ZoneInfo(provider(session).zone)).date()
    query = select(LabourRate).where(LabourRate.valid_from <= day).order_by(LabourRate.valid_from)
    newest = {(row.name, row.currency): row for row in session.scalars(query)}
    return tuple(_row(newest[key]) for key in sorted(newest))


def rate_history(session: Session, currency: str) -> tuple[LabourRateRow, ...]:
    """Return every rate in that currency, the oldest first."""
    query = select(LabourRate).where(LabourRate.currency == currency).order_by(LabourRate.valid_from)
    return tuple(_row(row) for row in session.scalars(query))


def in_force(history: Iterable[LabourRateRow], day: date) -> dict[str, Money]:
    """Return whose work costs us what on a day, by name, from rates of one currency, the oldest first."""
    return {row.name: row.rate for row in history if row.valid_from <= day}


def _row(row: LabourRate) -> LabourRateRow:
    return LabourRateRow(row.name, Money(row.amount_minor, row.currency), row.valid_from)
