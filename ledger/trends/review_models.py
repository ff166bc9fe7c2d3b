"""Trust reviews: one a client and quarter, frozen when we sign it, agreed when the client does."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Recorded


class TrustReview(Recorded, Base):
    """What both sides say of a quarter; `reference` is what both call it, such as HFO-2026-Q3."""

    __tablename__ = "trust_review"
    __table_args__ = (
        UniqueConstraint("client_id", "quarter", name="uq_trust_review_once"),
        CheckConstraint("status IN ('draft', 'offered', 'agreed')", name="status"),
        CheckConstraint("renewal IN ('', 'renewed', 'left')", name="renewal"),
        CheckConstraint("recommends IN ('', 'yes', 'no')", name="recommends"),
        CheckConstraint("(status = 'draft') = (pdf_sha256 = '')", name="frozen"),
        CheckConstraint("(status = 'agreed') = (agreed_at IS NOT NULL)", name="agreed"),
    )

    id: Mapped[Key]
    client_id: Mapped[Id] = mapped_column(ForeignKey("client.id"), index=True)
    quarter: Mapped[str] = mapped_column(String(7))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(10), default="draft")
    changed_terms: Mapped[str] = mapped_column(Text, default="")
    our_part: Mapped[str] = mapped_column(Text, default="")
    client_part: Mapped[str] = mapped_column(Text, default="")
    """What the client does; it has no clock and stands in no letter."""
    renewal: Mapped[str] = mapped_column(String(10), default="")
    recommends: Mapped[str] = mapped_column(String(3), default="")
    begun_by: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[At]
    content: Mapped[str] = mapped_column(Text, default="")
    """JSON, as frozen."""
    content_sha256: Mapped[str] = mapped_column(String(64), default="")
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")
    signed_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    agreed_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    """The client's own user, or the member of staff who wrote down who signed without one."""
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    client_words: Mapped[str] = mapped_column(Text, default="")
    """What the client said when it agreed, or why it sent it back."""
    agreed_name: Mapped[str] = mapped_column(String(200), default="", info={"absent": ""})
    """Who signed for the client without an account of their own, on paper say; empty where its own user did."""
    proof: Mapped[str] = mapped_column(Text, default="", info={"absent": ""})
    """How we know that they did; with it perhaps a file of the store, such as a scan."""
    proof_sha256: Mapped[str] = mapped_column(String(64), default="", info={"absent": ""})
    proof_name: Mapped[str] = mapped_column(String(200), default="", info={"absent": ""})
    proof_type: Mapped[str] = mapped_column(String(100), default="", info={"absent": ""})
    """Media type."""
