"""Exchange rates as people entered them: the one that counts on a day, and all of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.books.house_models import ExchangeRate
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class ExchangeRateRow:
    """One rate: 1 base = rate quote, as of a day."""

    base: str
    quote: str
    rate: str
    on_date: date

    @property
    def words(self) -> str:
        """The rate as people read it: `1 GBP = 1.2710 USD, entered for 22 Nov 2026`."""
        return f"1 {self.base} = {self.rate} {self.quote}, entered for {self.on_date.day} {self.on_date:%b %Y}"


def exchange_rate_on(session: Session, one: str, other: str, day: date) -> ExchangeRateRow | None:
    """Return the rate between two currencies, either way round, that was entered last for that day or before it."""
    query = select(ExchangeRate).where(
        or_(
            (ExchangeRate.base == one) & (ExchangeRate.quote == other),
            (ExchangeRate.base == other) & (ExchangeRate.quote == one),
        ),
        ExchangeRate.on_date <= day,
    )
    row = session.scalars(query.order_by(ExchangeRate.on_date.desc(), ExchangeRate.id.desc()).limit(1)).one_or_none()
    return ExchangeRateRow(row.base, row.quote, row.rate, row.on_date) if row else None


def exchange_rates(session: Session, actor: Actor, *, limit: int = 500) -> list[ExchangeRateRow]:
    """Return the rates, the newest first, at most `limit`."""
    permit(actor, "read_all_costs")
    rows = session.scalars(
        select(ExchangeRate).order_by(ExchangeRate.on_date.desc(), ExchangeRate.id.desc()).limit(limit)
    )
    return [ExchangeRateRow(row.base, row.quote, row.rate, row.on_date) for row in rows]
