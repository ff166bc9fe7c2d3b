"""The journal: entries and their transfers, append-only, and the accounts and currencies they name."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.books.house_models import CostCentre
from ledger.kernel.db import Base, Currency, Id, Key, Line, Minor, Recorded

_KEPT = {"rights": "SELECT, INSERT"}
"""A table whose rows are never changed and never removed; triggers say so on both databases."""


class BookedCurrency(Recorded, Base):
    """A currency that something was booked in, with its digits; its event is that booking's."""

    __tablename__ = "currency"
    __table_args__ = (CheckConstraint("exponent BETWEEN 0 AND 4", name="exponent"), {"info": _KEPT})

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    exponent: Mapped[int]


class Account(Recorded, Base):
    """An account in one currency, opened by the first booking that names it; its event is that booking's."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("name", "currency"), {"info": _KEPT})

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[Currency] = mapped_column(ForeignKey("currency.code"))
    client_facing: Mapped[bool]
    """Whether it says what stands between us and a client: then it never makes the client owe for our mistake."""


class JournalEntry(Recorded, Base):
    """One booking of one or more transfers; a mistake is undone by its exact mirror, once."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_booked_on", "booked_on", "id"),
        {"info": {"rights": "SELECT, INSERT, UPDATE (narration)"}},
    )

    id: Mapped[Key]
    subject: Mapped[Id] = mapped_column(index=True)
    """What it belongs to (an incident), opaque here."""
    line_subject: Mapped[str | None] = mapped_column(String(36), index=True)
    """The remedy, action or line of effort it pays for, opaque here."""
    kind: Mapped[str] = mapped_column(String(30))
    narration: Mapped[Line]
    booked_on: Mapped[date]
    reverses_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("journal_entry.id"), unique=True)
    occurred_on: Mapped[date | None]
    """When it happened, where that is not the day it was booked on."""
    client_id: Mapped[str | None] = mapped_column(String(36), index=True)
    """The one client it is about, opaque here; none where it is about several."""
    cost_centre_id: Mapped[str | None] = mapped_column(String(36), ForeignKey(CostCentre.id), index=True)
    calculation: Mapped[str | None] = mapped_column(String(400))
    """How the amount came about, with its rule of rounding: `6.25 h × 85.00, half up`."""


class Transfer(Recorded, Base):
    """An amount from one account to another, in one currency: balanced by construction."""

    __tablename__ = "transfer"
    __table_args__ = (
        UniqueConstraint("entry_id", "line"),
        CheckConstraint("amount > 0 AND amount < 1000000000000000", name="amount"),
        CheckConstraint("debit <> credit", name="two_accounts"),
        ForeignKeyConstraint(["debit", "currency"], ["account.name", "account.currency"], name="fk_transfer_debit"),
        ForeignKeyConstraint(["credit", "currency"], ["account.name", "account.currency"], name="fk_transfer_credit"),
        Index("ix_transfer_debit", "debit", "currency", "amount"),
        Index("ix_transfer_credit", "credit", "currency", "amount"),
        {"info": _KEPT},
    )

    id: Mapped[Key]
    entry_id: Mapped[Id] = mapped_column(ForeignKey("journal_entry.id"))
    line: Mapped[int]
    currency: Mapped[Currency]
    debit: Mapped[str] = mapped_column(String(120))
    credit: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Minor]
    commitment_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("journal_entry.id"), index=True)
    """The entry that committed the money which this transfer sets aside, draws on or releases."""
