"""Accountability reports: asked for a quarter, drawn once, and frozen with their figures."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Recorded


class TrendReport(Recorded, Base):
    """One report. What was filed after `asked_at` is not in it, and is counted beside later views."""

    __tablename__ = "trend_report"
    __table_args__ = (
        CheckConstraint("signed_by <> asked_by", name="second_person"),
        CheckConstraint("(pdf_sha256 = '') = (drawn_at IS NULL)", name="drawn"),
    )

    id: Mapped[Key]
    quarter: Mapped[str] = mapped_column(String(7), index=True)
    asked_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[At]
    """As of when its figures are."""
    figures: Mapped[str] = mapped_column(Text, default="")
    """JSON, as frozen."""
    figures_sha256: Mapped[str] = mapped_column(String(64), default="")
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")
    drawn_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_words: Mapped[str] = mapped_column(Text, default="")
