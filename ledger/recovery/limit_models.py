"""What one person may approve, and what an hour of our work costs us from which day on."""

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import Base, Currency, Key, Line, Minor, Recorded


class ApprovalLimit(Recorded, Base):
    """Up to which amount a role approves one line of money alone, by currency."""

    __tablename__ = "approval_limit"
    __table_args__ = (
        UniqueConstraint("role", "currency"),
        CheckConstraint("role IN ('service_manager', 'leadership')", name="role"),
        CheckConstraint("amount_minor >= 0 AND amount_minor < 1000000000000000", name="amount"),
    )

    id: Mapped[Key]
    role: Mapped[str] = mapped_column(String(20))
    currency: Mapped[Currency]
    amount_minor: Mapped[Minor]


class LabourRate(Recorded, Base):
    """What an hour of somebody's work costs us; a new row from a new day on, never a changed one."""

    __tablename__ = "labour_rate"
    __table_args__ = (
        UniqueConstraint("name", "currency", "valid_from"),
        CheckConstraint("amount_minor > 0 AND amount_minor < 1000000000000000", name="amount"),
    )

    id: Mapped[Key]
    name: Mapped[Line]
    """Whose work: `engineer`, `senior engineer`."""
    currency: Mapped[Currency]
    amount_minor: Mapped[Minor]
    valid_from: Mapped[date]
