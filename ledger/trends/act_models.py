"""What people decide about how measures are read: targets, and from when limits are reckoned anew."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Recorded


class TrendTarget(Recorded, Base):
    """A target set for a measure from a month on; taken back it holds for no month."""

    __tablename__ = "trend_target"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),)

    id: Mapped[Key]
    measure: Mapped[str] = mapped_column(String(24), index=True)
    from_month: Mapped[str] = mapped_column(String(7))
    percent: Mapped[int | None]
    """None says that there is to be no target."""
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[At]
    undone_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_reason: Mapped[str] = mapped_column(Text, default="")


class TrendRebase(Recorded, Base):
    """Limits of a measure reckoned anew from a month on, proposed by one person and decided by another."""

    __tablename__ = "trend_rebase"
    __table_args__ = (
        CheckConstraint("decided_by <> proposed_by", name="second_person"),
        CheckConstraint("decision IN ('', 'agreed', 'refused')", name="decision"),
    )

    id: Mapped[Key]
    measure: Mapped[str] = mapped_column(String(24), index=True)
    from_month: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[At]
    decision: Mapped[str] = mapped_column(String(7), default="")
    decided_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_words: Mapped[str] = mapped_column(Text, default="")
    undone_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_reason: Mapped[str] = mapped_column(Text, default="")
