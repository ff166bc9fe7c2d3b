"""The journal: entries and their transfers, append-only."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import Base, Currency, Id, Key, Line, Minor, Recorded


class JournalEntry(Recorded, Base):
    """One booking of one or more transfers; a mistake is undone by its exact mirror, once."""

    __tablename__ = "journal_entry"

    id: Mapped[Key]
    subject: Mapped[Id] = mapped_column(index=True)
    """What it belongs to (an incident), opaque here."""
    line_subject: Mapped[str | None] = mapped_column(String(36), index=True)
    """The remedy or action it pays for, opaque here."""
    kind: Mapped[str] = mapped_column(String(30))
    narration: Mapped[Line]
    booked_on: Mapped[date]
    reverses_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("journal_entry.id"), unique=True)


class Transfer(Recorded, Base):
    """An amount from one account to another, in one currency: balanced by construction."""

    __tablename__ = "transfer"
    __table_args__ = (
        UniqueConstraint("entry_id", "line"),
        CheckConstraint("amount > 0 AND amount < 1000000000000000", name="amount"),
        CheckConstraint("debit <> credit", name="two_accounts"),
        Index("ix_transfer_debit", "debit"),
        Index("ix_transfer_credit", "credit"),
    )

    id: Mapped[Key]
    entry_id: Mapped[Id] = mapped_column(ForeignKey("journal_entry.id"))
    line: Mapped[int]
    currency: Mapped[Currency]
    debit: Mapped[str] = mapped_column(String(120))
    credit: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Minor]
