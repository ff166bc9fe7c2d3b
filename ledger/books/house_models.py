"""What our own house decides about its books: cost centres, budgets, months, account numbers, exchange rates."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import Base, Currency, Id, Key, Line, Minor, Recorded


class CostCentre(Recorded, Base):
    """Who in our house bears a cost."""

    __tablename__ = "cost_centre"

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Line]
    is_default: Mapped[bool] = mapped_column(default=False)
    """Bears what nobody said another one bears."""
    active: Mapped[bool] = mapped_column(default=True)


class Budget(Recorded, Base):
    """How much a cost centre may approve in a period, in one currency."""

    __tablename__ = "budget"
    __table_args__ = (
        UniqueConstraint("cost_centre_id", "period", "currency"),
        CheckConstraint("amount_minor >= 0 AND amount_minor < 1000000000000000", name="amount"),
        CheckConstraint("starts_on <= ends_on", name="days"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    cost_centre_id: Mapped[Id] = mapped_column(ForeignKey("cost_centre.id"))
    period: Mapped[str] = mapped_column(String(7))
    """`2026`, `2026-Q4` or `2026-11`."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    currency: Mapped[Currency]
    amount_minor: Mapped[Minor]


class Period(Recorded, Base):
    """A month that was closed at some time; a month without a row is open."""

    __tablename__ = "period"
    __table_args__ = (CheckConstraint("status IN ('open', 'closed')", name="status"),)

    name: Mapped[str] = mapped_column(String(7), primary_key=True)
    """`2026-11`."""
    version: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(6))


class AccountMapping(Recorded, Base):
    """What an account, or all accounts below a name, is called in the provider's own general ledger."""

    __tablename__ = "account_mapping"

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    account: Mapped[str] = mapped_column(String(120), unique=True)
    own_account: Mapped[str] = mapped_column(String(40))
    tax_code: Mapped[str] = mapped_column(String(20), default="")


class ExchangeRate(Recorded, Base):
    """What one unit of a currency was worth in another on a day, as a person entered it; the latest entered counts."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        CheckConstraint("base <> quote", name="two_currencies"),
        Index("ix_exchange_rate_pair", "base", "quote", "on_date"),
        {"info": {"rights": "SELECT, INSERT"}},
    )

    id: Mapped[Key]
    base: Mapped[Currency]
    quote: Mapped[Currency]
    rate: Mapped[str] = mapped_column(String(30))
    """Exact decimal text: 1 base = rate quote."""
    on_date: Mapped[date]
