"""Rules of the candour check that this provider added."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Recorded


class OwnRule(Recorded, Base):
    """One rule of our own beside the shipped ones; switched off and graded like those."""

    __tablename__ = "candour_own_rule"
    __table_args__ = (CheckConstraint("severity IN ('error', 'warning', 'hint')", name="severity"),)

    id: Mapped[str] = mapped_column(String(5), primary_key=True)
    """`OWN01`."""
    category: Mapped[str] = mapped_column(String(60))
    severity: Mapped[str] = mapped_column(String(7))
    pattern: Mapped[str] = mapped_column(Text)
    case_sensitive: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text)
    instead: Mapped[str] = mapped_column(Text)
    must_match: Mapped[list[str]] = mapped_column(JSON)
    must_not_match: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    """Why it was added."""
    by_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[At]
